"""Pages with the worst rating for what a view costs the climate."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import is_comparable, vitals_of
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Severity,
    page_rule,
)
from audits.rules.delivery.perf_page_weight import HEAVY_BYTES
from audits.standards.carbon import WORST_RATING_GRAMS, grams_of_co2


@page_rule(
    id="perf-carbon",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://sustainablewebdesign.org/estimating-digital-emissions/"],
    title="A view of the page costs more CO₂ than half of the web",
    message="By an estimate from its weight, the page has the worst carbon rating.",
    why="Each view uses energy in data centres, networks and devices; lighter pages use less and load sooner.",
    fix="Make pictures and films smaller.",
    fix_developer="Load less: smaller images, fewer scripts and fonts, and caching for those who come back.",
    needs=[ArtifactKind.VITALS],
    settings={"most_grams": "estimated grams of CO₂ a view above which the rating is F"},
    # Of a page that is heavier still, its weight is told.
    applies=lambda page: is_comparable(page) and float(vitals_of(page).get("bytes") or 0) <= HEAVY_BYTES,
    examples=[
        Fails("<p>A</p>", at=[""], artifacts={"vitals": {"bytes": 2_500_000}}),
        Passes("<p>A</p>", artifacts={"vitals": {"bytes": 2_400_000}}),
        Passes("<p>A</p>", artifacts={"vitals": {}}, note="not measured"),
        Inapplicable("<p>A</p>", artifacts={"vitals": {"bytes": 3_000_001}}, note="told as a heavy page"),
    ],
)
def perf_carbon(page: PageView, *, most_grams: float = WORST_RATING_GRAMS) -> Iterator[Evidence]:
    """Yield the page over the limit with the estimate."""
    size = float(vitals_of(page).get("bytes") or 0)
    grams = grams_of_co2(size)
    if size and grams > most_grams:
        message = f"By an estimate from its {size / 1e6:.1f} MB, a view costs {grams:.2f} g of CO₂ (rating F)."
        yield page.evidence(message=message, facts={"co2_grams": round(grams, 2)})
