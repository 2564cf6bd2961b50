"""Pages that do not come to rest."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import is_comparable, vitals_of
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)


@page_rule(
    id="js-render-timeout",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:javascript-seo-basics", "google:fix-search-javascript"],
    title="Page takes very long to be finished",
    message="The page still loads or computes after 15 seconds.",
    why="What comes so late may be missing in what Google renders; visitors of slow phones wait even longer.",
    fix="Open the page with an empty cache and look what comes last; tell your developers.",
    fix_developer="Find the request or loop that never ends: polling, a stuck third party, a heavy script.",
    needs=[ArtifactKind.VITALS],
    settings={"limit_ms": "milliseconds after which a page should rest"},
    applies=is_comparable,
    examples=[
        Reviews("<p>A</p>", at=[""], artifacts={"vitals": {"loaded": True, "is_quiet": False, "waited_ms": 15001.0}}),
        Reviews("<p>A</p>", at=[""], artifacts={"vitals": {"loaded": False, "is_quiet": False, "waited_ms": 30010.0}}),
        Reviews("<p>A</p>", at=[""], artifacts={"vitals": {"loaded": True, "is_quiet": True, "waited_ms": 16000.0}}),
        Passes("<p>A</p>", artifacts={"vitals": {"loaded": True, "is_quiet": True, "waited_ms": 2000.0}}),
        Passes(
            "<p>A</p>",
            artifacts={"vitals": {"loaded": True, "is_quiet": False, "waited_ms": 6000.0}},
            note="it was not waited for any longer, such as with an animation",
        ),
        Passes("<p>A</p>", artifacts={"vitals": {"loaded": True}}, note="not measured"),
        Inapplicable("", status=404),
    ],
)
def js_render_timeout(page: PageView, *, limit_ms: float = 15_000.0) -> Iterator[Evidence]:
    """Yield the page that was not at rest in time, for review."""
    seen = vitals_of(page)
    waited = float(seen.get("waited_ms") or 0.0)
    if waited <= limit_ms:
        return
    if not seen.get("loaded", True):
        message = f"The page had not loaded after {waited / 1000:.0f} s."
    elif seen.get("is_quiet"):
        message = f"The page came to rest after {waited / 1000:.0f} s."
    else:
        message = f"The page was still at work after {waited / 1000:.0f} s."
    yield page.review(message=message, facts={"waited_ms": round(waited)})
