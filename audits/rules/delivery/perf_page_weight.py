"""Pages that weigh several megabytes."""

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
from audits.standards.carbon import grams_of_co2

HEAVY_BYTES = 2_667 * 1024
"""Bytes of a page that Lighthouse takes for good (p10 of total-byte-weight)."""
VERY_HEAVY_BYTES = 4_000 * 1024  # its median


@page_rule(
    id="perf-page-weight",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:total-byte-weight", "web.dev:performance-budgets-101"],
    title="Page is heavy",
    message="The page with all its parts weighs several megabytes.",
    why="On a phone it takes long to load and uses up data that people pay for.",
    fix="Look for large pictures and films first: save them smaller, and let films start only when asked.",
    fix_developer="Load images lazily in the right size, split scripts, subset fonts, and defer what lies below.",
    needs=[ArtifactKind.VITALS],
    settings={"most_bytes": "bytes of a page with all its parts, as sent, above which it is heavy"},
    applies=is_comparable,
    examples=[
        Fails(
            "<p>A</p>",
            at=[""],
            artifacts={
                "vitals": {"bytes": 2_731_009, "by_type": {"image": {"bytes": 2_000_000}, "font": {"bytes": 1}}}
            },
        ),
        Passes("<p>A</p>", artifacts={"vitals": {"bytes": 2_731_008}}),
        Passes("<p>A</p>", artifacts={"vitals": {}}, note="not measured"),
        Inapplicable("<p>Gone</p>", status=404, artifacts={"vitals": {"bytes": 2_731_009}}),
    ],
)
def perf_page_weight(page: PageView, *, most_bytes: int = HEAVY_BYTES) -> Iterator[Evidence]:
    """Yield the heavy page with what weighs most."""
    seen = vitals_of(page)
    size = int(seen.get("bytes") or 0)
    if not size or size <= most_bytes:
        return
    kinds = {str(name): int(one.get("bytes") or 0) for name, one in seen.get("by_type", {}).items()}
    heaviest = sorted(kinds.items(), key=lambda pair: -pair[1])[:3]
    parts = ", ".join(f"{name} {weight / 1e6:.1f} MB" for name, weight in heaviest if weight >= 50_000)
    message = f"The page weighs {size / 1e6:.1f} MB{f' ({parts})' if parts else ''}."
    facts = {"bytes": size, "co2_grams": round(grams_of_co2(size), 2)}
    severity = Severity.MEDIUM if size > VERY_HEAVY_BYTES else None
    yield page.evidence(message=message, facts=facts, severity=severity)
