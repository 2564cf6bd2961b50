"""How a rule is declared: one file holds id, weight, ground, words, examples and the check."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from audits.searching.views import SOURCES
from store.errors import RuleError
from store.model import (
    ArtifactKind,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    RuleCard,
    Severity,
)

if TYPE_CHECKING:
    from audits.page import PageView
    from audits.site import SiteView

__all__ = [
    "Answer",
    "ArtifactKind",
    "Category",
    "Certainty",
    "Effort",
    "Evidence",
    "EvidenceClass",
    "Example",
    "Fails",
    "Inapplicable",
    "Owner",
    "Passes",
    "Reviews",
    "Rule",
    "Scope",
    "Severity",
    "page_rule",
    "site_rule",
]

Check = Callable[..., Iterable[Evidence]]
CheckT = TypeVar("CheckT", bound=Check)


class Scope(StrEnum):
    """What a rule sees: one page, or the whole site after the crawl."""

    PAGE = "page"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a URL of an example site answers, where it is more than a 200 with HTML."""

    html: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    redirect: str = ""  # target of a 3xx
    failure: str = ""  # a Failure value: no answer came
    content_type: str = "text/html"
    size_bytes: int | None = None  # of an asset
    ttfb_ms: float | None = None
    depth: int | None = None
    tries: int = 1
    detail: str = ""  # of an asked target: what went wrong, in words
    state: str = ""  # of an asked target: a LinkState value that a comparison with other answers gave


@dataclass(frozen=True, slots=True)
class Example:
    """A scrap of HTML, or a little site (path -> HTML or Answer), with what the rule must say of it.

    `at` lists what must be found, and anything else found fails the test: CSS selectors for a page rule (each must
    select exactly the element that the evidence names; "" is evidence without an element), URLs or paths for a site
    rule (compared with the evidence's `target`, or its `url` where there is no target).
    """

    kind: str  # "fails", "reviews", "passes", "inapplicable"
    html: str = ""
    site: Mapping[str, str | Answer] = field(default_factory=dict)
    at: tuple[str, ...] = ()
    note: str = ""
    url: str = "https://example.com/page"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    page: Mapping[str, Any] = field(default_factory=dict)  # fields of store.model.Page, e.g. ttfb_ms=900.0
    artifacts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # ArtifactKind value -> data
    targets: Mapping[str, Answer] = field(default_factory=dict)  # assets and external URLs that were asked
    robots: str | Answer | None = None  # text of robots.txt; None: it answers 404
    sitemap: tuple[str, ...] = ()  # URLs or paths that /sitemap.xml lists
    probes: tuple[Mapping[str, Any], ...] = ()  # fields of store.model.Probe
    settings: Mapping[str, Any] = field(default_factory=dict)  # thresholds of the rule for this example
    site_options: Mapping[str, Any] = field(default_factory=dict)  # fields of audits.site.SiteFacts
    search: Mapping[str, Any] | None = None  # what Search Console says: see marsad.rehearsal_sources
    visits: Mapping[str, Any] | None = None  # what Analytics says
    bing: Mapping[str, Any] | None = None  # what Bing says
    field_speed: Mapping[str, Any] | None = None  # what the Chrome UX Report says
    pages: Mapping[str, str] = field(default_factory=dict)  # for a page rule: HTML of other pages that were fetched


def _example(kind: str) -> Callable[..., Example]:
    def build(subject: str | Mapping[str, str | Answer] = "", at: Iterable[str] = (), **rest: Any) -> Example:
        wanted = tuple(at)
        if isinstance(subject, str):
            return Example(kind, html=subject, at=wanted, **rest)
        return Example(kind, site=dict(subject), at=wanted, **rest)

    return build


Fails = _example("fails")
Reviews = _example("reviews")
Passes = _example("passes")
Inapplicable = _example("inapplicable")


@dataclass(frozen=True, slots=True)
class Rule:
    """A declared rule with its check."""

    card: RuleCard
    scope: Scope
    check: Check
    applies: Callable[[Any], bool]
    examples: tuple[Example, ...]
    needs: tuple[ArtifactKind, ...] = ()
    needs_body: bool = True
    needs_source: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The rule's id, stable for ever."""
        return self.card.id

    @property
    def settings(self) -> dict[str, Any]:
        """Threshold names with their defaults."""
        return {name: default for name, default, _ in self.card.settings}


def _is_page(page: PageView) -> bool:
    return page.is_content


def _is_site(_site: SiteView) -> bool:
    return True


def page_rule(
    *,
    id: str,  # noqa: A002
    category: Category,
    severity: Severity,
    certainty: Certainty,
    evidence_class: EvidenceClass,
    refs: Iterable[str],
    title: str,
    message: str,
    why: str,
    fix: str,
    fix_developer: str = "",
    owner: Owner = Owner.TEMPLATE,
    effort: Effort = Effort.TEMPLATE,
    wcag: Iterable[str] = (),
    needs: Iterable[ArtifactKind] = (),
    settings: Mapping[str, str] | None = None,
    applies: Callable[[PageView], bool] = _is_page,
    examples: Iterable[Example] = (),
) -> Callable[[CheckT], CheckT]:
    """Declare a rule that sees one page.

    The check takes the PageView, and its thresholds as keyword-only parameters with defaults; `settings` gives each
    threshold's meaning with its unit. It yields one Evidence for each failing element. Where `applies` says no, the
    outcome is not-applicable; by default a rule applies to HTML pages that answered 200 and are no challenge page.

    Raises RuleError where the declaration is not whole.
    """
    return _declare(
        Scope.PAGE, id, category, severity, certainty, evidence_class, refs, title, message, why, fix, fix_developer,
        owner, effort, wcag, needs, settings or {}, applies, examples,
    )  # fmt: skip


def site_rule(
    *,
    id: str,  # noqa: A002
    category: Category,
    severity: Severity,
    certainty: Certainty,
    evidence_class: EvidenceClass,
    refs: Iterable[str],
    title: str,
    message: str,
    why: str,
    fix: str,
    fix_developer: str = "",
    owner: Owner = Owner.TEMPLATE,
    effort: Effort = Effort.TEMPLATE,
    wcag: Iterable[str] = (),
    needs_source: str | Iterable[str] = (),
    settings: Mapping[str, str] | None = None,
    applies: Callable[[SiteView], bool] = _is_site,
    examples: Iterable[Example] = (),
) -> Callable[[CheckT], CheckT]:
    """Declare a rule that sees the whole site after the crawl; its Evidence names the page's `url` or the `target`.

    Where a source of `needs_source` (see audits.searching.views.SOURCES) has told nothing, the rule is not run, and
    the reason stands beside it.

    Raises RuleError where the declaration is not whole.
    """
    sources = (needs_source,) if isinstance(needs_source, str) else tuple(needs_source)
    return _declare(
        Scope.SITE, id, category, severity, certainty, evidence_class, refs, title, message, why, fix, fix_developer,
        owner, effort, wcag, (), settings or {}, applies, examples, sources,
    )  # fmt: skip


def _declare(
    scope: Scope,
    rule_id: str,
    category: Category,
    severity: Severity,
    certainty: Certainty,
    evidence_class: EvidenceClass,
    refs: Iterable[str],
    title: str,
    message: str,
    why: str,
    fix: str,
    fix_developer: str,
    owner: Owner,
    effort: Effort,
    wcag: Iterable[str],
    needs: Iterable[ArtifactKind],
    settings: Mapping[str, str],
    applies: Callable[[Any], bool],
    examples: Iterable[Example],
    sources: tuple[str, ...] = (),
) -> Callable[[CheckT], CheckT]:
    def declare(check: CheckT) -> CheckT:
        declared = tuple(examples)
        failing = next((one for one in declared if one.kind in ("fails", "reviews")), None)
        passing = next((one for one in declared if one.kind == "passes"), None)
        needed = tuple(needs)
        card = RuleCard(
            id=rule_id,
            group=check.__module__.split(".")[-2] if "." in check.__module__ else "",
            category=category,
            severity=severity,
            certainty=certainty,
            evidence_class=evidence_class,
            title=title,
            message=message,
            why=why,
            fix_editor=fix,
            fix_developer=fix_developer,
            owner=owner,
            effort=effort,
            refs=tuple(refs),
            wcag=tuple(wcag),
            needs=tuple(kind.value for kind in needed),
            settings=_settings_of(rule_id, check, settings),
            failing_example=_shown(failing),
            passing_example=_shown(passing),
            sees_site=scope is Scope.SITE,
            needs_source=", ".join(sources),
        )
        for name in ("title", "message", "why", "fix_editor"):
            if not getattr(card, name):
                raise RuleError(f"rule {rule_id}: {name} is empty; say it in the rule's declaration")
        if evidence_class is EvidenceClass.CONTRADICTED and severity is not Severity.INFO:
            raise RuleError(f"rule {rule_id}: what Google says does not matter can only be information")
        for source in sources:
            if source not in SOURCES:
                raise RuleError(f"rule {rule_id}: there is no source {source!r}; there are {', '.join(SOURCES)}")
        rule = Rule(card, scope, check, applies, declared, needed, needs_source=sources)
        check.__rule__ = rule  # type: ignore[attr-defined]
        return check

    return declare


def _settings_of(rule_id: str, check: Check, meanings: Mapping[str, str]) -> tuple[tuple[str, Any, str], ...]:
    parameters = [
        parameter
        for parameter in inspect.signature(check).parameters.values()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    ]
    names = {parameter.name for parameter in parameters}
    if names != set(meanings):
        raise RuleError(f"rule {rule_id}: settings {sorted(meanings)} and keyword parameters {sorted(names)} differ")
    return tuple((parameter.name, parameter.default, meanings[parameter.name]) for parameter in parameters)


def _shown(example: Example | None) -> str:
    if example is None:
        return ""
    if example.html:
        return example.html
    lines = []
    for path, answer in example.site.items():
        if isinstance(answer, Answer):
            answered = f"{answer.status}" + (f" -> {answer.redirect}" if answer.redirect else "")
            lines.append(f"{path}: {answered} {answer.html}".rstrip())
        else:
            lines.append(f"{path}: {answer}")
    return "\n".join(lines)
