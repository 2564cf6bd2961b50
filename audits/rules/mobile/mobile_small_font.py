"""Pages whose text is tiny on phones."""

from collections.abc import Iterator
from typing import Any

from audits.page import PageView
from audits.rendering import is_measured_narrow, narrow_of
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

_HEAD = '<meta name="viewport" content="width=device-width">'


def _seen(letters: int, small: int) -> dict[str, dict[str, Any]]:
    sample = [{"selector": "p", "place": "main > p", "html": "<p>", "size": 10}] if small else []
    return {"rendered": {"narrow": {"letters": letters, "small_letters": small, "small": sample}}}


@page_rule(
    id="mobile-small-font",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:responsive-web-design-basics"],
    title="Much of the text is tiny on phones",
    message="Much of the text is smaller than 12 pixels on a phone.",
    why="People must enlarge the page to read it, and then move it sideways.",
    fix="Look at the page on a phone; if you must enlarge it to read, ask for larger letters.",
    fix_developer="Set running text in 16 CSS pixels (`1rem`), and nothing that people read below 12.",
    needs=[ArtifactKind.RENDERED],
    settings={
        "share": "share of the visible letters below 12 CSS pixels from which it is told",
        "minimum_letters": "visible letters from which a page is judged",
    },
    applies=is_measured_narrow,
    examples=[
        Reviews(f"{_HEAD}<main><p>Cats</p></main>", at=["p"], artifacts=_seen(1000, 400)),
        Passes(f"{_HEAD}<main><p>Cats</p></main>", artifacts=_seen(1000, 399)),
        Passes(f"{_HEAD}<main><p>Cats</p></main>", artifacts=_seen(199, 199), note="a few words only"),
        Inapplicable("<main><p>Cats</p></main>", artifacts=_seen(1000, 900), note="not made for phones at all"),
    ],
)
def mobile_small_font(page: PageView, *, share: float = 0.4, minimum_letters: int = 200) -> Iterator[Evidence]:
    """Yield the element with most of the small text, for review."""
    narrow = narrow_of(page)
    letters, small = int(narrow.get("letters") or 0), int(narrow.get("small_letters") or 0)
    if not small or letters < minimum_letters or small < share * letters:
        return
    first: dict[str, Any] = next(iter(narrow.get("small", ())), {})
    yield page.review(
        message=f"{small / letters:.0%} of the text is smaller than 12 pixels on a phone.",
        selector=str(first.get("selector", "")),
        place=str(first.get("place", "")),
        snippet=str(first.get("html", "")),
        facts={"letters": letters, "small_letters": small},
    )
