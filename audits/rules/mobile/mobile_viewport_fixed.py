"""Pages that do not take the width of a phone's screen."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


def _words(content: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in re.split(r"[,;]", content.lower()))
    return {name.strip(): value.strip() for name, _, value in pairs}


@page_rule(
    id="mobile-viewport-fixed",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["google:mobile-sites-mobile-first-indexing", "mdn:Web/HTML/Reference/Elements/meta/name/viewport"],
    title="Page has a fixed width on phones",
    message="The viewport does not take the width of the device.",
    why="The page does not fit the phone's screen, so people must move it sideways or enlarge it to read.",
    fix="Ask the developer to let the page take the width of the screen.",
    fix_developer="Write `width=device-width, initial-scale=1` into the viewport, without a width in pixels.",
    applies=lambda page: page.is_content and bool((page.facts.viewport or "").strip()),
    examples=[
        Fails('<meta name="viewport" content="width=980">', at=["meta"]),
        Fails('<meta name="viewport" content="user-scalable=yes">', at=["meta"]),
        Fails('<meta name="viewport" content="width=device-width, initial-scale=0.86">', at=["meta"]),
        Passes('<meta name="viewport" content="width=device-width">'),
        Passes('<meta name="viewport" content="width=device-width, initial-scale=wide">', note="browsers leave it out"),
        Passes('<meta name="viewport" content="initial-scale=1.0">', note="a scale of 1 gives the device's width"),
        Passes('<meta name="viewport" content="initial-scale=1; width = Device-Width">'),
        Inapplicable("<title>Cats</title>"),
    ],
)
def mobile_viewport_fixed(page: PageView) -> Iterator[Evidence]:
    """Yield the viewport that does not take the device's width."""
    words = _words(page.facts.viewport or "")
    width = words.get("width", "")
    is_fixed = width != "device-width" and (width or not words.get("initial-scale"))
    if is_fixed or _is_shrunk(words.get("initial-scale", "")):
        message = f"The viewport says “{(page.facts.viewport or '')[:100]}”."
        if not is_fixed:
            message += " Everything is shown smaller than it was drawn, and taps answer later."
        yield page.evidence(page.select_one('meta[name="viewport" i]'), message)


def _is_shrunk(scale: str) -> bool:
    """Whether the page begins smaller than its own size: browsers then wait after each tap for a second one."""
    found = re.match(r"\d*\.?\d+", scale)
    return found is not None and 0 < float(found[0]) < 1
