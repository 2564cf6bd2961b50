"""What a site's owner asks of the pages: searches, extractions and segments from the configuration, each as a rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from audits.rule import Rule
from audits.segments import SegmentOptions, check_pattern, fits, segments_of
from audits.selection import Found, Selection, compiled, find
from store.model import ArtifactKind, Category, Certainty, Severity

if TYPE_CHECKING:
    from audits.page import PageView

_SLUG = re.compile(r"[\W_]+")


class Scoped(BaseModel):
    """Something asked of pages: its name, the pages it is for, and the words of its finding."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, description="what it is called; the rule's id is made of it")
    url: tuple[str, ...] = Field((), description="only pages that fit: URLs or paths with `*`, or `re:` and a pattern")
    template: tuple[str, ...] = Field((), description="only pages of these templates, with `*` where names differ")
    segment: tuple[str, ...] = Field((), description="only pages of these segments")
    severity: Severity = Field(Severity.MEDIUM, description="severity of the finding")
    certainty: Certainty = Field(Certainty.DEFECT, description="defect, check or opportunity")
    category: Category = Field(Category.SEARCH, description="the score that it counts for")
    title: str = Field("", description="title of the finding; empty: made from the name")
    why: str = Field("", description="why it matters, for the report")
    fix: str = Field("", description="what to do, for the report")

    @model_validator(mode="after")
    def _has_patterns(self) -> Self:
        for pattern in self.url:
            check_pattern(pattern)
        if not slug(self.name):
            raise ValueError(f"{self.name!r} has no letter to make an id of; choose another name")
        return self


class SearchOptions(Scoped, Selection):
    """Something that pages must have, or must not have."""

    expect: Literal["required", "forbidden"] = Field("required", description="whether it must or must not be there")
    at_least: int = Field(1, ge=1, description="how many of it a page must have, where it is required")


class ExtractOptions(Scoped, Selection):
    """A column of values taken from each page, with what the values must be like."""

    many: bool = Field(False, description="keep all values of a page (at most 20), not only the first")
    assert_: Literal["", "not-empty"] = Field(
        "", alias="assert", description='"not-empty": each page must have a value'
    )
    equals: str | None = Field(None, description="each value must be this")
    matches: str = Field("", description="each value must fit this regular expression as a whole")

    @model_validator(mode="after")
    def _has_pattern(self) -> Self:
        try:
            compiled(self.matches, self.case)
        except re.error as error:
            raise ValueError(f"{self.matches!r} is no regular expression ({error})") from error
        return self

    @property
    def asserts(self) -> bool:
        """Whether values are judged, not only kept."""
        return bool(self.assert_ or self.matches) or self.equals is not None


class JavascriptOptions(Scoped):
    """An expression that pages which a browser loads are asked, and what its value must be."""

    script: str = Field(min_length=1, description="an expression of JavaScript; it may be a promise")
    equals: Any = Field(None, description="what the value must be; without it, it must count as true")
    matches: str = Field("", description="regular expression that the value, as text, must fit as a whole")

    @model_validator(mode="after")
    def _has_pattern(self) -> Self:
        try:
            compiled(self.matches, True)
        except re.error as error:
            raise ValueError(f"{self.matches!r} is no regular expression ({error})") from error
        return self


def answers_of(page: PageView) -> Mapping[str, Mapping[str, Any]]:
    """What the owner's scripts answered on the rendered page, by name."""
    seen = page.artifact(ArtifactKind.RENDERED)
    found = seen.data.get("custom") if seen is not None and not seen.error else None
    return found if isinstance(found, Mapping) else {}


def slug(name: str) -> str:
    """The name as the end of an id.

    >>> slug("Brand name (footer)")
    'brand-name-footer'
    """
    return _SLUG.sub("-", name.casefold()).strip("-")


def template_of(page: PageView) -> str:
    """The name of the page's template, or an empty string."""
    return page.site.templates.get(page.page.template_id or 0, "")


def concerns(wanted: Scoped, page: PageView, segments: Sequence[SegmentOptions]) -> bool:
    """Whether a search or an extraction is for a page."""
    template = template_of(page)
    if wanted.url and not fits(wanted.url, page.url, template):
        return False
    if wanted.template and not fits([f"template:{one}" for one in wanted.template], page.url, template):
        return False
    return not wanted.segment or not set(wanted.segment).isdisjoint(segments_of(segments, page.url, template))


def values_of(page: PageView, wanted: ExtractOptions) -> list[str]:
    """The values of one column on one page."""
    found: list[Found] = find(page, wanted) if wanted.many else find(page, wanted, 1)
    return [" ".join(one.value.split()) for one in found]


def columns_of(
    page: PageView, extracts: Iterable[ExtractOptions], segments: Sequence[SegmentOptions]
) -> dict[str, list[str]]:
    """Name of a column -> its values on this page; columns that are not for this page are left out."""
    answers = {
        name: [str(answer["value"])] if answer.get("value") is not None else []
        for name, answer in answers_of(page).items()
    }
    return answers | {
        one.name: values_of(page, one) for one in extracts if page.is_content and concerns(one, page, segments)
    }


# --- rules -----------------------------------------------------------------------------------------------------------


def search_rule(base: Rule, wanted: SearchOptions, segments: Sequence[SegmentOptions]) -> Rule:
    """The rule of one search, made of the rule `custom-search`."""
    lack = "is missing" if wanted.expect == "required" else "must not be there"
    return _made(base, wanted, segments, {"searches": (wanted,)}, f"{wanted.name}: {lack}")


def extract_rule(base: Rule, wanted: ExtractOptions, segments: Sequence[SegmentOptions]) -> Rule:
    """The rule of one extraction that asserts something, made of the rule `custom-extract`."""
    return _made(base, wanted, segments, {"extracts": (wanted,)}, f"{wanted.name}: the value is not as it must be")


def javascript_rule(base: Rule, wanted: JavascriptOptions, segments: Sequence[SegmentOptions]) -> Rule:
    """The rule of one script, made of the rule `custom-javascript`."""
    return _made(
        base, wanted, segments, {"scripts": (wanted,)}, f"{wanted.name}: the script's answer is not as it must be"
    )


def segment_rule(base: Rule, segment: SegmentOptions) -> Rule:
    """The rule of one segment's expectations, made of the rule `segment-expectation`."""

    def applies(page: PageView) -> bool:
        return page.is_content and fits(segment.match, page.url, template_of(page))

    card = replace(
        base.card,
        id=f"{base.id}/{slug(segment.name)}",
        title=f"Page of “{segment.name}” is not as it must be",
        severity=segment.expectation_severity,
        settings=(),
    )
    return replace(base, card=card, check=partial(base.check, segments=(segment,)), applies=applies, examples=())


def _made(base: Rule, wanted: Scoped, segments: Sequence[SegmentOptions], bound: Mapping[str, Any], title: str) -> Rule:
    card = replace(
        base.card,
        id=f"{base.id}/{slug(wanted.name)}",
        title=wanted.title or title,
        severity=wanted.severity,
        certainty=wanted.certainty,
        category=wanted.category,
        why=wanted.why or base.card.why,
        fix_editor=wanted.fix or base.card.fix_editor,
        fix_developer="" if wanted.fix else base.card.fix_developer,
        settings=(),
    )
    applies: Callable[[Any], bool] = lambda page: base.applies(page) and concerns(wanted, page, segments)  # noqa: E731
    return replace(base, card=card, check=partial(base.check, **bound), applies=applies, examples=())
