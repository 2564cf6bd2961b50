"""The words that every room uses: severities, outcomes, states, kinds. Standard library only."""

from __future__ import annotations

from enum import IntEnum, IntFlag, StrEnum


class Severity(StrEnum):
    """How much the defect hurts; kept apart from how certain we are."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info up to 4 for critical, for sorting."""
        return ("info", "low", "medium", "high", "critical").index(self.value)


class Certainty(StrEnum):
    """Defect: wrong whatever the intent. Check: may be intended. Opportunity: nothing is broken, more could be had."""

    DEFECT = "defect"
    CHECK = "check"
    OPPORTUNITY = "opportunity"


class EvidenceClass(StrEnum):
    """Who says so: the ground a check stands on."""

    GOOGLE_REQUIREMENT = "google-requirement"
    GOOGLE_RECOMMENDATION = "google-recommendation"
    STANDARD = "standard"
    CONVENTION = "convention"
    CONTRADICTED = "contradicted"  # tools flag it, Google says it does not matter: information only


class Outcome(StrEnum):
    """What became of a rule on a page or a site. Unknown is never a pass."""

    FAIL = "fail"
    REVIEW = "review"
    PASS = "pass"  # noqa: S105
    NOT_APPLICABLE = "not-applicable"
    NOT_RUN = "not-run"
    ERROR = "error"


class Category(StrEnum):
    """The part of a site's health that a rule speaks of."""

    ACCESSIBILITY = "accessibility"
    SPEED = "speed"
    LINKS = "links"
    SEARCH = "search"
    SECURITY = "security"


class Owner(StrEnum):
    """Who can mend it."""

    CONTENT = "content"
    TEMPLATE = "template"
    SERVER = "server"
    THIRD_PARTY = "third-party"


class Effort(IntEnum):
    """What mending costs: one template, one setting of the site, or work on every page."""

    TEMPLATE = 1
    SITE = 2
    PAGE = 3


class CauseState(StrEnum):
    """Life of a cause from run to run."""

    NEW = "new"
    STILL = "still"
    FIXED = "fixed"
    REGRESSED = "regressed"
    IGNORED = "ignored"
    NOT_RETESTED = "not-retested"


class LinkState(StrEnum):
    """What is known of a link's target. Unknown, blocked and flaky are never broken."""

    OK = "ok"
    REDIRECT = "redirect"
    DEAD = "dead"
    BLOCKED = "blocked"
    FLAKY = "flaky"
    SOFT_404 = "soft-404"
    FRAGMENT_MISSING = "fragment-missing"
    INSECURE = "insecure"
    EXCLUDED = "excluded"
    UNKNOWN = "unknown"


class Failure(StrEnum):
    """Why no usable answer came (status 0), or what was wrong with one."""

    DNS = "dns"
    REFUSED = "refused"
    TLS = "tls"
    TIMEOUT = "timeout"
    RESET = "reset"
    TRUNCATED = "truncated"
    TOO_BIG = "too-big"
    BAD_ENCODING = "bad-encoding"
    BAD_RESPONSE = "bad-response"
    FORBIDDEN_ADDRESS = "forbidden-address"
    CHALLENGE = "challenge"  # a bot wall answered instead of the site: feeds no other check


class Skip(StrEnum):
    """Why a known URL was not fetched."""

    ROBOTS = "robots"
    SCOPE = "scope"
    DEPTH = "depth"
    PAGES = "pages"
    TIME = "time"
    BYTES = "bytes"
    ERRORS = "errors"
    SCHEME = "scheme"
    TRAP = "trap"
    EXCLUDED = "excluded"
    ACTION = "action"  # while logged in: it would log out, or change something
    TOO_LONG = "too-long"
    STOPPED = "stopped"  # the run was stopped by hand and not resumed


class UrlState(StrEnum):
    """Where a URL stands in the frontier."""

    QUEUED = "queued"
    LEASED = "leased"
    DONE = "done"
    SKIPPED = "skipped"


class Source(IntFlag):
    """Where a URL is known from."""

    START = 1
    LINK = 2
    SITEMAP = 4
    REDIRECT = 8
    CANONICAL = 16
    HREFLANG = 32
    GIVEN = 64
    SEARCH_CONSOLE = 128
    ANALYTICS = 256
    ASSET = 512
    EXTERNAL = 1024
    EARLIER = 2048  # the run before read it, and nothing that this run read leads to it


class LinkKind(IntEnum):
    """The place in markup where the URL stands. Values are stored: only append."""

    A = 1
    AREA = 2
    IMAGE = 3
    SRCSET = 4
    SCRIPT = 5
    STYLESHEET = 6
    FRAME = 7
    FORM = 8
    CANONICAL = 9
    HREFLANG = 10
    NEXT = 11
    PREV = 12
    ICON = 13
    MANIFEST = 14
    PRELOAD = 15
    FONT = 16
    MEDIA = 17
    POSTER = 18
    TRACK = 19
    EMBED = 20
    CITE = 21
    REFRESH = 22
    SOCIAL_IMAGE = 23
    CSS_IMAGE = 24
    FEED = 25
    AMP = 26
    DATA_SRC = 27
    OTHER = 28
    FORM_GET = 29  # a search: its address can be asked without its words
    STRUCTURED = 30  # in JSON-LD, microdata, a web app manifest or a feed
    SOCIAL_URL = 31  # og:url and its like
    SCRIPTED = 32  # a link that only a script makes: seen by a browser
    NOSCRIPT = 33  # a link for visitors without scripts
    RELATED = 34  # licence, author, help, search


NAVIGATION_KINDS = frozenset({LinkKind.A, LinkKind.AREA})
"""Kinds that a visitor or a search engine follows to another page."""

ASSET_KINDS = frozenset(
    {
        LinkKind.IMAGE,
        LinkKind.SRCSET,
        LinkKind.SCRIPT,
        LinkKind.STYLESHEET,
        LinkKind.ICON,
        LinkKind.MANIFEST,
        LinkKind.PRELOAD,
        LinkKind.FONT,
        LinkKind.MEDIA,
        LinkKind.POSTER,
        LinkKind.TRACK,
        LinkKind.SOCIAL_IMAGE,
        LinkKind.CSS_IMAGE,
    }
)
"""Kinds that load a part of the page."""


class LinkFlag(IntFlag):
    """What the markup says of a link."""

    NOFOLLOW = 1
    SPONSORED = 2
    UGC = 4
    BLANK = 8  # opens a new tab
    IMAGE_ONLY = 16
    HAS_FRAGMENT = 32
    IN_HEAD = 64


class Place(IntEnum):
    """The landmark that holds a link. Values are stored: only append."""

    OTHER = 0
    MAIN = 1
    NAV = 2
    HEADER = 3
    FOOTER = 4
    ASIDE = 5
    HEAD = 6


class ArtifactKind(StrEnum):
    """What a browser saw on a page."""

    AXE = "axe"
    VITALS = "vitals"
    SCREENSHOT = "screenshot"
    ELEMENTS = "elements"  # crops of flagged elements: selector -> PNG
    RENDERED = "rendered"
    KEYBOARD = "keyboard"
    RESPONSIVE = "responsive"
    LAB = "lab"  # loads of one page on one device as a slow network and processor make them
    MEDIA = "media"


class Stage(StrEnum):
    """The stages of a run, in order."""

    CRAWL = "crawl"
    ASK = "ask"
    BROWSE = "browse"
    JUDGE = "judge"
    TELL = "tell"


class RunState(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    STOPPED = "stopped"  # by hand; can be resumed
    FAILED = "failed"
    DONE = "done"
