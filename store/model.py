"""The nouns: frozen records that pass between the rooms. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from store.goal_model import GoalResult
from store.life_model import LifeCounts
from store.vocabulary import (
    ASSET_KINDS,
    NAVIGATION_KINDS,
    ArtifactKind,
    Category,
    CauseState,
    Certainty,
    Effort,
    EvidenceClass,
    Failure,
    LinkFlag,
    LinkKind,
    LinkState,
    Outcome,
    Owner,
    Place,
    RunState,
    Severity,
    Skip,
    Source,
    Stage,
    UrlState,
)

__all__ = [
    "ASSET_KINDS",
    "NAVIGATION_KINDS",
    "Artifact",
    "ArtifactKind",
    "BrandSplit",
    "Canonical",
    "Category",
    "Cause",
    "CauseState",
    "Certainty",
    "CustomFields",
    "Deduction",
    "Effort",
    "Evidence",
    "EvidenceClass",
    "Facts",
    "Failure",
    "Finding",
    "Hreflang",
    "Ignored",
    "Link",
    "LinkFlag",
    "LinkKind",
    "LinkState",
    "Metric",
    "Outcome",
    "Owner",
    "Page",
    "Place",
    "Probe",
    "Reference",
    "RobotsDirective",
    "RuleCard",
    "RuleCount",
    "Run",
    "RunState",
    "Score",
    "Severity",
    "SitemapEntry",
    "Skip",
    "Source",
    "Stage",
    "Target",
    "Template",
    "Traffic",
    "TrafficSource",
    "UrlState",
    "Verdict",
]

# --- what a crawl gathers --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Canonical:
    """One declared canonical URL. `url` is empty where the raw value cannot be resolved to http(s)."""

    url: str
    raw: str
    where: str  # "head", "body" or "header"
    ignored: str = ""  # why Google ignores it: the attribute that stands beside rel, e.g. "media"


@dataclass(frozen=True, slots=True)
class RobotsDirective:
    """One robots meta element or X-Robots-Tag value; tokens are lower case, `agent` is "robots" or a bot's name."""

    agent: str
    tokens: tuple[str, ...]
    where: str  # "meta", "body" (a meta in the body, which Google honours) or "header"


@dataclass(frozen=True, slots=True)
class Hreflang:
    """One alternate language version as declared. `url` is empty where it cannot be resolved."""

    code: str
    url: str
    raw: str
    where: str  # "head", "body", "header" or "sitemap"


@dataclass(frozen=True, slots=True)
class Facts:
    """What one parse of an HTML page says of it, for the store, for site rules and for exports."""

    title: str | None = None  # text of the first title, white space folded; None where there is no element
    title_count: int = 0
    title_in_head: bool = True
    description: str | None = None
    description_count: int = 0
    canonicals: tuple[Canonical, ...] = ()
    robots: tuple[RobotsDirective, ...] = ()
    hreflang: tuple[Hreflang, ...] = ()
    lang: str | None = None
    dir: str | None = None
    h1: tuple[str, ...] = ()
    viewport: str | None = None
    refresh_url: str | None = None  # resolved target of a meta refresh outside noscript
    refresh_delay_s: float | None = None
    next_url: str | None = None
    prev_url: str | None = None
    schema_types: tuple[str, ...] = ()
    open_graph: tuple[tuple[str, str], ...] = ()
    word_count: int = 0  # words of the main content
    text_digest: str = ""  # xxh3-64 hex of the main content's folded text; empty where there is none
    internal_links: int = 0
    external_links: int = 0
    images: int = 0
    dom_elements: int = 0
    has_base: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An edge, stored once per (source, target, kind). `target` is the normal URL without fragment."""

    target: str
    kind: LinkKind
    text: str = ""  # accessible name as far as markup tells, at most 200 characters
    place: Place = Place.OTHER
    flags: LinkFlag = LinkFlag(0)  # noqa: RUF009 - flags are immutable
    line: int = 0  # 1-based source line of the first occurrence
    count: int = 1


@dataclass(frozen=True, slots=True)
class Page:
    """A URL as fetched. A redirect is a page whose `redirect_to` names the next hop."""

    url: str  # normal form
    asked_url: str = ""  # as written where it was found, if that differs
    id: int = 0  # id of the URL in the store
    status: int = 0  # 0: no answer, see `failure`
    failure: Failure | None = None
    failure_detail: str = ""
    redirect_to: str | None = None
    content_type: str = ""  # media type without parameters, lower case
    charset: str = ""
    headers: tuple[tuple[str, str], ...] = ()  # names lower case; set-cookie values are cut to name and attributes
    fetched_at: float = 0.0  # Unix time
    ttfb_ms: float | None = None
    download_ms: float | None = None
    wire_bytes: int = 0  # body as sent
    body_bytes: int = 0  # body decoded
    body_digest: str = ""  # xxh3-128 hex of the decoded body
    depth: int = 0  # clicks from the start when discovered
    tries: int = 1
    sources: Source = Source(0)  # noqa: RUF009 - flags are immutable
    fingerprint: bytes = b""  # DOM fingerprint of the template: 64 little-endian 16-bit minhash values
    template_id: int | None = None
    facts: Facts | None = None  # None unless it is HTML that was parsed
    is_reused: bool = False  # it answered unchanged, so that facts, links and body are an earlier run's

    def header(self, name: str) -> str | None:
        """The values of one response header joined by ", ", or None."""
        wanted = name.lower()
        values = [value for key, value in self.headers if key == wanted]
        return ", ".join(values) if values else None

    @property
    def is_html(self) -> bool:
        """Whether the answer was parsed as an HTML page."""
        return self.facts is not None


@dataclass(frozen=True, slots=True)
class Target:
    """What is known of an asset or an external URL that was asked but not crawled."""

    url: str
    state: LinkState
    status: int = 0
    failure: Failure | None = None
    final_url: str = ""
    content_type: str = ""
    size_bytes: int | None = None  # length of the body as the server states it; None: not said
    headers: tuple[tuple[str, str], ...] = ()  # only those that checks read: caching, encoding, robots
    method: str = "HEAD"  # or "GET"; "browser" where a browser had the last word
    checked_at: float = 0.0  # Unix time; before the run's start where an earlier run's answer still holds
    id: int = 0
    redirects: tuple[int, ...] = ()  # statuses of the redirects on the way to `final_url`
    detail: str = ""  # what went wrong, in words: the fault of a certificate, whose wall it was


@dataclass(frozen=True, slots=True)
class Probe:
    """A one-off question to the site: robots.txt, a sitemap, a host variant, a random path, a certificate.

    Kinds and their `data`:
      robots        {"text": str, "truncated": bool, "hops": int, "content_type": str}
      sitemap       {"kind": "urlset"|"sitemapindex"|"text"|"feed", "found_in": "robots"|"guess"|"given"|"index",
                     "urls": int, "bytes": int, "faults": [[fault, detail], ...], "children": [url, ...],
                     "extensions": {"images": {...}, "news": {...}, "videos": {...}, "ignored": {...}}}
      host-variant  {"hops": [[url, status], ...], "final_url": str}
      fragments     places on `url` that links name and that it does not have: {"final_url": str, "is_scripted": bool,
                     "is_rendered": bool, "missing": {fragment: {"pages": int, "sources": [[url, text], ...]}}}
      places        every place that links name on pages of the site was looked for: {"wanted": int}
      soft-404-page a page that seems to be missing, beside an invented address of its folder:
                     {"sibling": str, "status": int, "verdict": "same"|"unlike"|"unknown", "signs": [str, ...]}
      soft-404      {"final_url": str, "text_digest": str, "title": str, "word_count": int}
      certificate   {"not_after": float, "issuer": str, "error": str, "key": str, "key_bits": int, "signature": str,
                     "is_self_signed": bool}
      tls           {"accepted": [version], "refused": [version], "unknown": [version]}   of the old versions
      ipv6          {"addresses": [str], "connection": "open"|"refused"|"timeout"|"unknown"}
      mobile        {"desktop": [look], "mobile": [look], "likeness": float}   a look: what one visit was given
      search-bot    {"ours": [look], "bots": [look], "likeness": float}
      ai-agents     {"browser": [told], "agents": {bot: [told]}}   told: {"status", "wall", "failure", "price"}
      locale        {"lang": str, "answers": [{"by", "cookie", "asked", "status", "lang", "is_redirect", "final_url",
                     "likeness"}]}
      list-end      {"number", "last_known", "known_url", "look", "is_redirect", "repeated", "new", "listed",
                     "links_on"}
      llms-txt      {"final_url", "content_type", "text", "is_html", "bytes", "links": [url], "dead": [[url, status]]}
      license       {"where", "raw", "is_absolute", "root", "error", "content_type"}
      indexnow      {"matches": bool, "is_well_formed": bool}
      exposed-file  {"what": str, "is_proven": bool}
      script        {"map": url, "has_sources": bool, "credentials": [[maker, redacted, line]]}
      asset         a part of pages, read once: {"type", "bytes", "pages", "headers": {}, "cookies": int, "size",
                     "digest", "gzip_bytes", "padding": share, "fonts": [[family, display, url]], "imports": [url],
                     "libraries": [[name, version]], "legacy": [name], "format", "width", "height", "is_animated"}
      image-format  what a browser that knows AVIF and WebP is given: {"type": str}
      compression   a file asked for with a newer coding alone: {"type", "bytes", "coding": ""|"br"|"zstd", "offered"}
      first-byte    a page fetched again at rest: {"ttfb_ms": [float], "server_timing": str, "cookie_bytes": int}
      revalidation  a page asked again with its own validators: {"etag": str, "last_modified": str, "is_same": bool}
      speculation-rules  a file that a header of `page` names: {"type": str, "text": str, "page": str}
      favicon       {"content_type": str}
      vanished      pages of earlier runs that this run did not meet: {"found": int, "asked": int}, see crawler.vanished
    """

    kind: str
    url: str
    status: int = 0
    failure: Failure | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    asked_at: float = 0.0


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One loc of a sitemap."""

    url: str  # normal form; empty where it is not a usable URL
    raw: str
    sitemap: str
    lastmod: str = ""
    faults: tuple[str, ...] = ()
    hreflang: tuple[Hreflang, ...] = ()


@dataclass(frozen=True, slots=True)
class Artifact:
    """What a browser saw on one page; an error is stored as the artifact."""

    page_id: int
    kind: ArtifactKind
    device: str = "desktop"
    data: Mapping[str, Any] = field(default_factory=dict)
    blob: bytes = b""  # PNG of a screenshot
    error: str = ""
    taken_at: float = 0.0


@dataclass(frozen=True, slots=True)
class CustomFields:
    """What the site's owner asked of a page: the segments it belongs to, and values by the name of their column."""

    segments: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ignored:
    """Why a cause is ignored, as the team's ledger says it. Dates are ISO 8601."""

    reason: str
    owner: str = ""
    expires: str = ""  # empty: never


@dataclass(frozen=True, slots=True)
class Template:
    """Pages made by one template: URL pattern and DOM fingerprint together."""

    id: int
    name: str  # e.g. "/product/{slug}"
    size: int
    sample_url: str


@dataclass(frozen=True, slots=True)
class Run:
    """One audit of one site."""

    id: int
    site: str  # host[:port] of the start URL
    start_url: str
    started_at: float
    ended_at: float | None = None
    state: RunState = RunState.RUNNING
    stages_done: tuple[Stage, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    coverage: Mapping[str, Any] = field(default_factory=dict)  # counts and notes for the honesty bar
    message: str = ""  # why it failed or stopped


# --- what judging makes of it ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a check saw. Fields left empty are filled in by the runner from the rule and the page."""

    message: str = ""  # the fact, with numbers; empty: the rule's own message
    url: str = ""  # of the page (site rules must say it; page rules leave it empty)
    selector: str = ""  # CSS path of the element
    place: str = ""  # the selector without positions and ids: the same place of a template on every page
    line: int | None = None
    snippet: str = ""  # outer HTML, at most 500 characters
    target: str = ""  # the URL that the defect points at: groups findings by target
    facts: Mapping[str, Any] = field(default_factory=dict)  # small values that prove it
    severity: Severity | None = None  # only where it differs from the rule's
    certainty: Certainty | None = None
    outcome: Outcome = Outcome.FAIL  # FAIL or REVIEW
    group: str = ""  # extra key: findings of one rule with different groups are different causes


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule on one page or site, failed or to be reviewed, with its proof."""

    rule: str
    url: str
    outcome: Outcome
    severity: Severity
    certainty: Certainty
    message: str
    evidence: Evidence
    page_id: int | None = None  # None: of the site as a whole or of a URL that is no page
    fingerprint: str = ""  # stable between runs
    inferred: bool = False  # carried over from the template's sample, not seen on this page
    cause: str = ""  # id of its cause


@dataclass(frozen=True, slots=True)
class TrafficSource:
    """Who counted, where, and in which days (ISO dates of the source's own time zone, both inclusive)."""

    name: str  # "Google Search Console", "Google Analytics"
    account: str
    first_day: str
    last_day: str
    pages_known: int = 0  # pages of the cause that it tells of


@dataclass(frozen=True, slots=True)
class Traffic:
    """What searches and visits some pages had. None is unknown, and never zero."""

    clicks: float | None = None
    impressions: float | None = None
    sessions: float | None = None
    revenue: float | None = None  # in `currency`
    currency: str = ""
    pages: int = 0  # pages that were asked for
    pages_known: int = 0  # of these, how many at least one source tells of: the numbers are theirs alone
    sources: tuple[TrafficSource, ...] = ()
    notes: tuple[str, ...] = ()  # how far to trust the numbers, in words
    share: float | None = None  # of what the whole site has, 0 to 1; None where that cannot be told
    share_of: str = ""  # "revenue" or "clicks": what the share is of

    @property
    def is_known(self) -> bool:
        """Whether anything is known at all."""
        return any(one is not None for one in (self.clicks, self.impressions, self.sessions, self.revenue))


@dataclass(frozen=True, slots=True)
class Cause:
    """The unit that people read: one defect to mend, with all its pages."""

    id: str  # stable between runs: digest of rule and place or target
    rule: str
    outcome: Outcome
    severity: Severity
    certainty: Certainty
    owner: Owner
    effort: Effort
    category: Category
    message: str  # verdict sentence with numbers
    pages: int
    occurrences: int
    template_id: int | None = None
    place: str = ""
    target: str = ""
    group: str = ""
    page_ids: tuple[int, ...] = ()
    samples: tuple[Finding, ...] = ()
    priority: float = 0.0
    priority_parts: Mapping[str, float] = field(default_factory=dict)
    state: CauseState = CauseState.NEW
    first_seen: float = 0.0
    last_seen: float = 0.0
    inferred: bool = False
    segments: tuple[str, ...] = ()  # of the site's configuration, that its pages belong to
    ignored: Ignored | None = None  # why, where the state is ignored
    traffic: Traffic | None = None  # of its pages; None where no source was there to ask
    key: str = ""  # the id that grouping alone gave it, where it took over that of a cause of an earlier run
    last_tested: float = 0.0  # start of the newest run that tested it; 0: the run that it stands in
    found_in: int = 0  # the run that holds its findings; 0: the run that it stands in
    untested: str = ""  # why it was not tested again: a key of audits.life.REASONS
    first_look: bool = False  # new only because nobody looked before: a new rule, a first browser, pages not read then


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often each outcome was seen for one rule: passes are counted, not stored."""

    rule: str
    fail: int = 0
    review: int = 0
    passed: int = 0
    not_applicable: int = 0
    not_run: int = 0
    error: int = 0
    detail: str = ""  # why it did not run, or the first error


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points that one cause takes from a category's score."""

    cause: str
    points: float


@dataclass(frozen=True, slots=True)
class Score:
    """Health 0 to 100 of one category, or of the whole (`category` None). `value` None: nothing was tested."""

    category: Category | None
    value: float | None
    pages_tested: int
    deductions: tuple[Deduction, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a rule's ground can be read."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class RuleCard:
    """What the report, `marsad rules` and the documentation say of a rule."""

    id: str
    group: str
    category: Category
    severity: Severity
    certainty: Certainty
    evidence_class: EvidenceClass
    title: str
    message: str
    why: str
    fix_editor: str
    fix_developer: str
    owner: Owner
    effort: Effort
    refs: tuple[str, ...] = ()
    wcag: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    settings: tuple[tuple[str, Any, str], ...] = ()  # name, default, meaning
    failing_example: str = ""
    passing_example: str = ""
    sees_site: bool = False  # judges the crawled site as a whole, so that only an audit can test it again
    needs_source: str = ""  # outside data without which it is not run, e.g. "search-console"


@dataclass(frozen=True, slots=True)
class Metric:
    """A dated number from an integration."""

    name: str
    value: float | None
    source: str
    window: str
    unavailable: str = ""  # why there is no value


@dataclass(frozen=True, slots=True)
class BrandSplit:
    """What searches for the site's own name bring, of the queries that the engine names."""

    terms: tuple[str, ...]
    clicks: int
    impressions: int
    all_clicks: int
    all_impressions: int
    first_day: str
    last_day: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that judging makes of a run."""

    causes: tuple[Cause, ...]
    counts: tuple[RuleCount, ...]
    scores: tuple[Score, ...]
    templates: tuple[Template, ...] = ()
    notes: tuple[str, ...] = ()
    score_without_ignored: bool = False  # whether what is ignored takes nothing from the score
    goals: tuple[GoalResult, ...] = ()  # the owner's, as they stood when the run was judged
    brand: BrandSplit | None = None  # None: no queries, or no name to look for
    life: LifeCounts | None = None  # None: no earlier run to compare with
    before_run: int | None = None  # the run that `life` compares with
