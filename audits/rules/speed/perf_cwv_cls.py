"""Pages that jumped under the eyes of people with Chrome."""

from collections.abc import Iterator

from audits.field import told_by_visits
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.searching.views import FIELD
from audits.site import SiteView


@site_rule(
    id="perf-cwv-cls",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:core-web-vitals", "web.dev:cls"],
    title="Pages jump while visitors read",
    message="For a quarter of the visits pages move more than is good.",
    why="People lose the line or tap the wrong thing; Google uses this figure.",
    fix="Keep room free for pictures, films and advertisements; the chapter on speed names what moves.",
    fix_developer="Give images and frames their size, reserve room for late content, and match fonts.",
    effort=Effort.SITE,
    needs_source=FIELD,
    settings={
        "good": "layout shift that is still good for three quarters of visits",
        "poor": "layout shift above which it is poor",
    },
    examples=[
        Fails({"/": "<p>A</p>"}, at=["/"], field_speed={"origin": {"PHONE": {"cls": 0.11}}}),
        Fails(
            {"/": "<a href=/a>A</a>", "/a": "<p>A</p>"},
            at=["/a"],
            field_speed={"origin": {"PHONE": {"cls": 0.1}}, "/a": {"PHONE": {"cls": 0.26}}},
        ),
        Passes({"/": "<p>A</p>"}, field_speed={"origin": {"PHONE": {"cls": 0.1}}}),
        Passes(
            {"/": "<a href=/a>A</a>", "/a": "<p>A</p>"},
            field_speed={"origin": {"PHONE": {"cls": 0.1}}, "/a": {"as": "origin", "PHONE": {"cls": 0.11}}},
            note="the whole site answers for a page that has too little traffic",
        ),
        Passes({"/": "<p>A</p>"}, field_speed={"origin": {"PHONE": {"cls": None}}}, note="too little traffic"),
    ],
)
def perf_cwv_cls(site: SiteView, *, good: float = 0.1, poor: float = 0.25) -> Iterator[Evidence]:
    """Yield the site, and pages with traffic enough of their own, for each kind of device."""
    yield from told_by_visits(site, "cls", good, poor, lambda value: f"saw a shift above {value:.2f}")
