"""Main content that came late for people with Chrome."""

from collections.abc import Iterator

from audits.field import told_by_visits
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.searching.views import FIELD
from audits.site import SiteView


@site_rule(
    id="perf-cwv-lcp",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:core-web-vitals", "web.dev:lcp"],
    title="Main content comes late for visitors",
    message="For a quarter of the visits the main content takes longer than is good.",
    why="People look at an unfinished page, and some leave; Google uses this figure.",
    fix="Begin with the causes in the chapter on speed: the main picture, the server, files that hold up the page.",
    fix_developer="Mend what the lab found for the largest template first; visitors follow in 28 days.",
    effort=Effort.SITE,
    needs_source=FIELD,
    settings={
        "good": "milliseconds that is still good for three quarters of visits",
        "poor": "milliseconds above which it is poor",
    },
    examples=[
        Fails({"/": "<p>A</p>"}, at=["/"], field_speed={"origin": {"PHONE": {"lcp_ms": 2501}}}),
        Fails(
            {"/": "<a href=/a>A</a>", "/a": "<p>A</p>"},
            at=["/a"],
            field_speed={"origin": {"PHONE": {"lcp_ms": 2500}}, "/a": {"PHONE": {"lcp_ms": 4001}}},
        ),
        Passes({"/": "<p>A</p>"}, field_speed={"origin": {"PHONE": {"lcp_ms": 2500}}}),
        Passes(
            {"/": "<a href=/a>A</a>", "/a": "<p>A</p>"},
            field_speed={"origin": {"PHONE": {"lcp_ms": 2500}}, "/a": {"as": "origin", "PHONE": {"lcp_ms": 2501}}},
            note="the whole site answers for a page that has too little traffic",
        ),
        Passes({"/": "<p>A</p>"}, field_speed={"origin": {"PHONE": {"lcp_ms": None}}}, note="too little traffic"),
    ],
)
def perf_cwv_lcp(site: SiteView, *, good: float = 2_500, poor: float = 4_000) -> Iterator[Evidence]:
    """Yield the site, and pages with traffic enough of their own, for each kind of device."""
    yield from told_by_visits(
        site, "lcp_ms", good, poor, lambda value: f"waited longer than {value / 1000:.1f} s for the main content"
    )
