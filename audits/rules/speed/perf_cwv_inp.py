"""Pages that answered late to the taps of people with Chrome."""

from collections.abc import Iterator

from audits.field import told_by_visits
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.searching.views import FIELD
from audits.site import SiteView


@site_rule(
    id="perf-cwv-inp",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:core-web-vitals", "web.dev:inp"],
    title="Pages answer late to visitors",
    message="For a quarter of the visits pages answer taps and keys later than is good.",
    why="A page that does not react at once feels broken, and people tap again; Google uses this figure.",
    fix="Ask the developer which scripts run when somebody taps; begin with those in the chapter on speed.",
    fix_developer="Break long tasks, do less in event handlers, and load scripts of others later.",
    effort=Effort.SITE,
    needs_source=FIELD,
    settings={
        "good": "milliseconds that is still good for three quarters of visits",
        "poor": "milliseconds above which it is poor",
    },
    examples=[
        Fails({"/": "<p>A</p>"}, at=["/"], field_speed={"origin": {"PHONE": {"inp_ms": 201}}}),
        Fails(
            {"/": "<a href=/a>A</a>", "/a": "<p>A</p>"},
            at=["/a"],
            field_speed={"origin": {"PHONE": {"inp_ms": 200}}, "/a": {"PHONE": {"inp_ms": 501}}},
        ),
        Passes({"/": "<p>A</p>"}, field_speed={"origin": {"PHONE": {"inp_ms": 200}}}),
        Passes(
            {"/": "<a href=/a>A</a>", "/a": "<p>A</p>"},
            field_speed={"origin": {"PHONE": {"inp_ms": 200}}, "/a": {"as": "origin", "PHONE": {"inp_ms": 201}}},
            note="the whole site answers for a page that has too little traffic",
        ),
        Passes({"/": "<p>A</p>"}, field_speed={"origin": {"PHONE": {"inp_ms": None}}}, note="too little traffic"),
    ],
)
def perf_cwv_inp(site: SiteView, *, good: float = 200, poor: float = 500) -> Iterator[Evidence]:
    """Yield the site, and pages with traffic enough of their own, for each kind of device."""
    yield from told_by_visits(
        site, "inp_ms", good, poor, lambda value: f"waited longer than {value:.0f} ms for an answer to a tap or key"
    )
