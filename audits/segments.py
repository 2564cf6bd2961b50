"""Parts of a site by configuration: which pages belong to a segment, what they must have, how bad a defect is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache

from pydantic import BaseModel, ConfigDict, Field, field_validator

from audits.selection import KINDS, parse_expectation
from store.model import EvidenceClass, Finding, Page, RuleCard, Severity
from store.urls import split

TEMPLATE, REGEX = "template:", "re:"


class SegmentOptions(BaseModel):
    """A part of the site with its own expectations and weights."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, description='what the part is called, e.g. "products"')
    match: tuple[str, ...] = Field(
        min_length=1,
        description="which pages: a URL or path with `*`, `re:` and a regular expression, or `template:` and a name",
    )
    must_have: tuple[str, ...] = Field((), description=f"what each page must have: {KINDS}")
    must_not_have: tuple[str, ...] = Field((), description="what no page may have, written like `must_have`")
    expectation_severity: Severity = Field(Severity.MEDIUM, description="severity of an expectation that is not met")
    severity: dict[str, Severity] = Field(
        default_factory=dict, description="severity by rule id on these pages, where it differs from the site's"
    )

    @field_validator("match")
    @classmethod
    def _patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            check_pattern(pattern)
        return patterns

    @field_validator("must_have", "must_not_have")
    @classmethod
    def _expectations(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for one in given:
            parse_expectation(one)
        return given


def check_pattern(pattern: str) -> None:
    """Raise ValueError where a pattern of pages cannot be read."""
    if not pattern.strip():
        raise ValueError("a pattern is empty; write for example /shop/*")
    if pattern.startswith(REGEX):
        try:
            _compiled(pattern.removeprefix(REGEX))
        except re.error as error:
            raise ValueError(f"{pattern!r} is no regular expression ({error})") from error


def is_match(pattern: str, url: str, template: str = "") -> bool:
    """Whether a page fits a pattern.

    >>> is_match("/shop/*", "https://example.com/shop/mat"), is_match("re:/shop/[0-9]+$", "https://example.com/shop/mat")
    (True, False)
    """
    if pattern.startswith(TEMPLATE):
        return bool(template) and fnmatchcase(template, _literal(pattern.removeprefix(TEMPLATE)))
    if pattern.startswith(REGEX):
        return _compiled(pattern.removeprefix(REGEX)).search(url) is not None
    if pattern.startswith("/"):
        parts = split(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return fnmatchcase(path, _literal(pattern)) or fnmatchcase(parts.path, _literal(pattern))
    return fnmatchcase(url, _literal(pattern))


def fits(patterns: Iterable[str], url: str, template: str = "") -> bool:
    """Whether a page fits one of the patterns."""
    return any(is_match(pattern, url, template) for pattern in patterns)


def segments_of(segments: Sequence[SegmentOptions], url: str, template: str = "") -> tuple[str, ...]:
    """The names of the segments that a page belongs to, in the order of the configuration."""
    return tuple(one.name for one in segments if fits(one.match, url, template))


def page_segments(
    segments: Sequence[SegmentOptions], pages: Iterable[Page], templates: Mapping[int, str]
) -> dict[int, tuple[str, ...]]:
    """Page id -> names of its segments; pages of none are left out."""
    found = {}
    for page in pages if segments else ():
        names = segments_of(segments, page.url, templates.get(page.template_id or 0, ""))
        if names:
            found[page.id] = names
    return found


def weighted(
    findings: Iterable[Finding],
    segments: Sequence[SegmentOptions],
    members: Mapping[int, Sequence[str]],
    cards: Mapping[str, RuleCard],
) -> list[Finding]:
    """The findings with the severities that their page's segment gives them; the worst where several do."""
    by_name = {one.name: one.severity for one in segments if one.severity}
    if not by_name:
        return list(findings)
    made = []
    for finding in findings:
        own = [
            by_name[name][finding.rule]
            for name in members.get(finding.page_id or 0, ())
            if finding.rule in by_name.get(name, {})
        ]
        card = cards.get(finding.rule)
        if own and (card is None or card.evidence_class is not EvidenceClass.CONTRADICTED):
            made.append(replace(finding, severity=max(own, key=lambda severity: severity.rank)))
        else:
            made.append(finding)
    return made


def _literal(pattern: str) -> str:
    """The pattern with brackets as they are written: only `*` and `?` stand for something."""
    return pattern.replace("[", "[[]")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


__all__ = ["SegmentOptions", "check_pattern", "fits", "is_match", "page_segments", "segments_of", "weighted"]
