"""Pages that show their content only once a visitor moves or scrolls."""

from collections.abc import Iterator
from typing import Any

from audits.page import PageView
from audits.rendering import is_comparable, narrow_of
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


def _seen(before: int, after: int) -> dict[str, dict[str, Any]]:
    return {"rendered": {"narrow": {"stirred": {"before": before, "after": after}}}}


@page_rule(
    id="js-interaction-only-content",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:lazy-loading", "google:javascript-seo-basics"],
    title="Content appears only when a visitor moves",
    message="The page was nearly empty until the mouse moved and the page was scrolled.",
    why="Google moves no mouse and does not scroll: it sees an empty page, and finds neither its text nor its links.",
    fix="Look in the speed plugin for “delay scripts until interaction” and except this page, or ask your developers.",
    fix_developer="Show the main content on load; for what lies below use `IntersectionObserver`, not scroll events.",
    needs=[ArtifactKind.RENDERED],
    settings={
        "most_letters": "letters of the main text above which a page is not called nearly empty",
        "added_letters": "letters that appear after the first movements, from which it is told",
    },
    applies=lambda page: is_comparable(page) and page.is_indexable,
    examples=[
        Reviews("<main></main>", at=[""], artifacts=_seen(300, 700)),
        Passes("<main></main>", artifacts=_seen(301, 900), note="there was some text before"),
        Passes("<main></main>", artifacts=_seen(20, 419), note="a greeting, or a notice"),
        Passes("<main></main>", artifacts=_seen(20, 20), note="a short page"),
        Passes("<main></main>", artifacts={"rendered": {"narrow": {"stirred": {}}}}, note="text enough"),
        Inapplicable("<meta name=robots content=noindex>", artifacts=_seen(0, 900), note="not for the search"),
    ],
)
def js_interaction_only_content(
    page: PageView, *, most_letters: int = 300, added_letters: int = 400
) -> Iterator[Evidence]:
    """Yield the page whose text came with the first movements, for review: it may only have been slow."""
    stirred = narrow_of(page).get("stirred") or {}
    before, after = int(stirred.get("before") or 0), int(stirred.get("after") or 0)
    if before <= most_letters and after - before >= max(1, added_letters):
        message = f"The main text had {before:,} letters on load, and {after:,} once the mouse moved."
        yield page.review(message=message, facts={"letters_before": before, "letters_after": after})
