"""The report's own nouns: what was judged, arranged for a reader. No markup, no style, no language of layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reports.accessibility import AccessibilityChapter
from reports.availability import AvailabilityChapter
from reports.changes import ChangesChapter
from reports.checks import ChecksChapter
from reports.goals import GoalsChapter
from reports.inside import Difference
from reports.international import InternationalChapter
from reports.keyboard import TabOrder
from reports.links import WAITING, LinkSummary
from reports.load_parts import LoadParts
from reports.search import SearchChapter
from reports.speed import SpeedChapter
from reports.structure import StructureChapter
from reports.structured import StructuredChapter, StructuredFound
from store.criteria import Criterion
from store.life_model import CauseLife, LifeCounts, TrendPoint
from store.model import (
    Category,
    CauseState,
    Certainty,
    CustomFields,
    Effort,
    EvidenceClass,
    Ignored,
    LinkState,
    Outcome,
    Owner,
    Reference,
    RuleCard,
    RuleCount,
    Run,
    Score,
    Severity,
    Skip,
    Template,
    Traffic,
    Verdict,
)

FOLD_ABOVE = 6
SHOWN_OF_RULE = 4
"""A rule with more causes than FOLD_ABOVE shows its first SHOWN_OF_RULE; the others stand folded below them."""


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page of the run, for tables and lists."""

    id: int
    url: str
    status: int = 0
    failure: str = ""
    template_id: int | None = None
    title: str = ""
    words: int = 0
    depth: int = 0
    inlinks: int = 0  # pages that link to it with an anchor
    link_score: float = 0.0  # share of the site's internal link weight, 0 to 1
    ttfb_ms: float | None = None
    size_bytes: int = 0
    fetched_at: float = 0.0
    tries: int = 1
    is_html: bool = True
    redirect_to: str = ""
    clicks: int | None = None  # from the start over followed links; null: none lead there
    indexability: str = ""  # whether search engines may show it, and why not; see `store.indexability`
    canonical: str = ""  # another address that it names as the canonical one
    lang: str = ""  # that its markup names
    modified: float = 0.0  # what its Last-Modified header says, Unix time; 0: nothing
    links_out: int = 0  # links on it


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One target that links lead to, with what is known of it."""

    target: str
    state: LinkState
    status: int = 0
    detail: str = ""  # the failure in a word
    final_url: str = ""
    sources: int = 0  # pages that link to it
    examples: tuple[str, ...] = ()  # the first of those pages
    text: str = ""  # text of the first of those links
    line: int = 0  # source line of the first of those links; 0: not known
    method: str = ""  # how it was asked; "browser" where a browser had the last word
    checked_at: float = 0.0  # Unix time, as the following; 0: not asked
    first_seen: float = 0.0
    last_ok: float | None = None
    failures: int = 0  # asked so often in a row without success
    is_waiting: bool = False  # it failed in too few runs to be told as failing
    replacement: str = ""  # what links should name instead, where it has moved for good

    @property
    def verdict(self) -> str:
        """The state as it is told."""
        return WAITING if self.is_waiting else self.state.value


@dataclass(frozen=True, slots=True)
class LoadRow:
    """What a browser measured when it loaded one page once; None: not measured."""

    url: str
    device: str
    error: str = ""  # why the page could not be loaded
    fcp_ms: float | None = None
    lcp_ms: float | None = None
    cls: float | None = None
    tbt_ms: float | None = None
    load_ms: float | None = None
    requests: int | None = None
    size_bytes: int | None = None
    dom_elements: int | None = None
    console_errors: int | None = None
    parts: LoadParts | None = None


@dataclass(frozen=True, slots=True)
class ReportInput:
    """All that a report is built from; filled by `reports.load` or by hand."""

    run: Run
    verdict: Verdict
    cards: Mapping[str, RuleCard]
    pages: Sequence[PageRow] = ()
    links: Sequence[LinkRow] = ()
    loads: Sequence[LoadRow] = ()
    skip_counts: Mapping[Skip, int] = field(default_factory=dict)
    skipped: Sequence[tuple[str, Skip, str]] = ()  # examples: URL, reason, detail
    crops: Mapping[tuple[int, str], str] = field(default_factory=dict)  # (page id, selector) -> base64 of an image
    link_verdicts: Sequence[str] = ()  # of every target that pages link to, the working ones too
    custom: Mapping[int, CustomFields] = field(default_factory=dict)  # page id -> segments and extracted columns
    differences: Mapping[int, tuple[Difference, ...]] = field(default_factory=dict)  # by template id
    waiting: int | None = None  # URLs that are still to be asked; None: not counted, the run's own ledger stands
    generated_at: float = 0.0  # Unix time
    tab_order: TabOrder | None = None  # the walk by keyboard that is drawn
    search: SearchChapter | None = None  # what searches and visits say
    speed: SpeedChapter | None = None
    structure: StructureChapter | None = None
    international: InternationalChapter | None = None
    structured: StructuredFound | None = None  # what pages declare
    trend: Sequence[TrendPoint] = ()  # the site's judged runs, oldest first, this one last
    lives: Mapping[str, CauseLife] = field(default_factory=dict)  # by cause id
    changes: ChangesChapter | None = None  # None: no earlier run
    availability: AvailabilityChapter | None = None  # what was watched between audits
    headers: Mapping[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)  # of answers, by page id


@dataclass(frozen=True, slots=True)
class Proof:
    """One real sample of a cause."""

    message: str
    url: str
    selector: str
    line: int | None
    snippet: str
    facts: tuple[tuple[str, str], ...]
    fault: str
    fetched_at: float
    tries: int
    inferred: bool
    crop: str = ""  # base64 of an image of the element
    headers: tuple[tuple[str, str], ...] = ()  # of the page's answer, those that findings are about


@dataclass(frozen=True, slots=True)
class CauseView:
    """A cause with all that its reader needs."""

    id: str
    rank: int  # 1 is mended first
    rule: str
    title: str
    message: str  # whole sentence
    brief: str  # the same without the title before it
    outcome: Outcome
    severity: Severity
    certainty: Certainty
    category: Category
    owner: Owner
    effort: Effort
    evidence_class: EvidenceClass
    why: str
    refs: tuple[Reference, ...]
    pages: int
    occurrences: int
    share: float  # of the HTML pages, 0 to 1
    gain: float  # points of the whole score (of its category's where there is no whole)
    key_urls: tuple[str, ...]
    template: str
    by_template: tuple[tuple[str, int], ...]
    page_ids: tuple[int, ...]
    urls: tuple[str, ...]  # where there are no page ids
    place: str
    target: str
    proof: Proof | None
    fix_editor: str
    fix_developer: str
    failing_example: str
    passing_example: str
    command: str
    state: CauseState
    first_seen: float
    last_seen: float
    priority: float
    priority_parts: tuple[tuple[str, float], ...]
    inferred: bool
    sees_site: bool = False  # the command audits the site, because the rule needs a crawl
    segments: tuple[str, ...] = ()  # of the configuration, that its pages belong to; the most frequent first
    ignored: Ignored | None = None  # why, where the state is ignored
    criteria: tuple[Criterion, ...] = ()  # of WCAG, that its rule tests
    traffic: Traffic | None = None  # what searches and visits its pages had; None: nothing was there to ask
    people: tuple[str, ...] = ()  # whom it hurts: keys of `store.criteria.PEOPLE`
    life: CauseLife | None = None  # None: no run but this one knows it
    untested: str = ""  # why it was not tested again: a key of the words `life.untested.…`
    verify: str = ""  # the command that tests exactly its pages again, with this run's store
    ignore: str = ""  # the command that writes it into the team's ledger

    @property
    def confidence(self) -> str:
        """How sure it is: "inferred", "review", "confirmed" in an earlier run too, or "once"."""
        if self.inferred:
            return "inferred"
        if self.outcome is Outcome.REVIEW:
            return "review"
        return "confirmed" if dict(self.priority_parts).get("confidence", 0) >= 1 else "once"


@dataclass(frozen=True, slots=True)
class Tile:
    """One category on the first screen."""

    category: Category
    score: float | None
    causes: int
    worst: CauseView | None
    reason: str = ""  # why there is no score
    delta: float | None = None  # points since the run before; None: not known
    trend: tuple[float | None, ...] = ()  # scores of the site's runs, oldest first, this one last


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was not done, why, and how to have it done."""

    what: str
    why: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the site was seen."""

    known: int
    fetched: int
    failed: int
    html: int
    skipped: tuple[tuple[str, int], ...]  # reason, number; the most first
    left: int  # known, not asked and not skipped for a stated reason
    unverified: int
    rendered: int
    rendered_errors: int
    templates: int
    templates_rendered: int
    rules_run: int
    rules_not_run: int
    limit: str
    gaps: tuple[Gap, ...]
    seconds: tuple[tuple[str, float], ...]
    reused: int = 0  # pages that answered unchanged, and whose earlier content was taken over
    reused_from: int = 0  # the run that it was taken from
    judged_before: int = 0  # of how many pages that run's judgement was taken over
    browsed_before: int = 0  # of how many pages what a browser had seen was taken over
    browsed_since: float = 0.0  # when the oldest of these was seen, Unix time
    vanished: Mapping[str, int] = field(default_factory=dict)
    """Pages of earlier runs that nothing led to (found), those asked, and what became of them: there, moved, gone,
    unclear."""

    @property
    def crawled(self) -> int:
        """URLs that gave a usable answer."""
        return max(0, self.fetched - self.failed)

    @property
    def skipped_total(self) -> int:
        """URLs that were not asked for a stated reason."""
        return sum(number for _, number in self.skipped)


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One template with what was found on its pages."""

    template: Template
    causes: int
    worst: CauseView | None
    inside: tuple[Difference, ...] = ()  # what differs from page to page


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One rule with its counts."""

    count: RuleCount
    card: RuleCard | None


MENDED_FIRST = 5
"""Causes that the first screen names."""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report, ready to be written in any form."""

    run: Run
    host: str
    generated_at: float
    score: float | None
    scores: tuple[Score, ...]
    tiles: tuple[Tile, ...]
    causes: tuple[CauseView, ...]  # defects, checks and opportunities that failed; in order of priority
    reviews: tuple[CauseView, ...]
    information: tuple[CauseView, ...]
    settled: tuple[CauseView, ...]  # ignored or fixed
    coverage: Coverage
    pages: tuple[PageRow, ...]
    page_findings: Mapping[int, int]  # page id -> causes on it
    links: tuple[LinkRow, ...]
    loads: tuple[LoadRow, ...]
    templates: tuple[TemplateRow, ...]
    template_names: Mapping[int, str]
    checks: tuple[CheckRow, ...]
    skipped: tuple[tuple[str, Skip, str], ...]
    notes: tuple[str, ...]
    urls: Mapping[int, str]
    cards: Mapping[str, RuleCard]
    link_summary: LinkSummary
    custom: Mapping[int, CustomFields] = field(default_factory=dict)  # page id -> segments and extracted columns
    score_without_ignored: bool = False  # what is ignored takes nothing from the score
    tab_order: TabOrder | None = None
    accessibility: AccessibilityChapter | None = None
    goals: GoalsChapter | None = None  # None: the owner has set none
    search: SearchChapter | None = None  # None: no service was there to tell
    speed: SpeedChapter | None = None  # None: nothing of speed is known
    trend: tuple[TrendPoint, ...] = ()  # the site's judged runs, oldest first, this one last
    life: LifeCounts | None = None  # None: there is no run before to compare with
    before: TrendPoint | None = None  # the run that `life` compares with
    changes: ChangesChapter | None = None  # None: no earlier run to compare with
    availability: AvailabilityChapter | None = None  # None: nothing was watched
    structure: StructureChapter | None = None  # None: no page answered
    international: InternationalChapter | None = None  # None: one language, and no versions declared
    structured: StructuredChapter | None = None  # None: no page declares anything
    check_list: ChecksChapter | None = None  # None: nothing was judged

    @property
    def segments(self) -> tuple[str, ...]:
        """The segments that causes belong to, in the order of their first cause."""
        return tuple(dict.fromkeys(name for cause in self.causes for name in cause.segments))

    @property
    def ignored(self) -> tuple[CauseView, ...]:
        """Causes that the team's ledger leaves as they are."""
        return tuple(cause for cause in self.settled if cause.state is CauseState.IGNORED)

    def urls_of(self, cause: CauseView, limit: int | None = None) -> list[str]:
        """The URLs of a cause, the most linked first; `limit` cuts the list."""
        if cause.page_ids:
            return [self.urls[number] for number in cause.page_ids[:limit] if number in self.urls]
        return list(cause.urls[:limit])

    @property
    def problems(self) -> tuple[CauseView, ...]:
        """Causes by which something is wrong or may be: all but opportunities, where nothing is broken."""
        return tuple(cause for cause in self.causes if cause.certainty is not Certainty.OPPORTUNITY)

    @property
    def first(self) -> tuple[CauseView, ...]:
        """What to mend first: problems in order of priority, then opportunities where places are left.

        One kind of problem takes one place while others wait, unless it is of high severity.
        """
        met: set[str] = set()
        kinds: list[CauseView] = []
        again: list[CauseView] = []
        for cause in self.problems:
            is_again = cause.rule in met and cause.severity.rank < Severity.HIGH.rank
            (again if is_again else kinds).append(cause)
            met.add(cause.rule)
        chances = [cause for cause in self.causes if cause.certainty is Certainty.OPPORTUNITY]
        return tuple((kinds + again + chances)[:MENDED_FIRST])

    @property
    def is_first(self) -> bool:
        """Whether no cause was met in an earlier run, so that "new" says nothing."""
        return all(cause.state is CauseState.NEW for cause in self.all_causes)

    def cause_groups(self) -> list[tuple[list[CauseView], list[CauseView]]]:
        """Causes in order as (shown, folded): of a rule with very many causes only the first are shown."""
        totals = Counter(cause.rule for cause in self.causes)
        groups: list[tuple[list[CauseView], list[CauseView]]] = [([], [])]
        met: Counter[str] = Counter()
        for cause in self.causes:
            met[cause.rule] += 1
            if totals[cause.rule] <= FOLD_ABOVE or met[cause.rule] <= SHOWN_OF_RULE:
                groups[-1][0].append(cause)
            if totals[cause.rule] > FOLD_ABOVE and met[cause.rule] == SHOWN_OF_RULE:
                rest = [one for one in self.causes if one.rule == cause.rule][SHOWN_OF_RULE:]
                groups[-1][1].extend(rest)
                groups.append(([], []))
        return groups

    @property
    def worst(self) -> CauseView | None:
        """The cause that hurts most, whatever mending it costs; None where there is none."""
        return min(self.causes, key=lambda cause: (-cause.severity.rank, cause.rank), default=None)

    @property
    def all_causes(self) -> tuple[CauseView, ...]:
        """Causes, reviews, information and what is settled, in that order."""
        return self.causes + self.reviews + self.information + self.settled

    def option(self, name: str, default: Any = "") -> Any:
        """One of the run's options."""
        return self.run.options.get(name, default)
