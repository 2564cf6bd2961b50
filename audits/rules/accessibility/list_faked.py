"""Lists typed with signs and line breaks."""

import re
from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from store.document import Element, Text

_ENTRIES = 3
_SIGN = re.compile(r"(?:[*•·▪◦‣●○■–-]|\(?\d{1,2}[.)])\s+\S")
_TYPED = re.compile(r"<br[^>]*>\s*(?:[*•·▪◦‣●○■–-]|\(?\d{1,2}[.)]|&bull;|&middot;)\s", re.IGNORECASE)


@page_rule(
    id="list-faked",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1"],
    wcag=["1.3.1"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="List is typed with signs",
    message="Lines that begin with a sign look like a list and are none.",
    why="A screen reader reads them as one run of text, and nobody can jump from entry to entry.",
    fix="Make it a list in the editor.",
    fix_developer="Use `ul` or `ol` with one `li` an entry.",
    applies=lambda page: page.is_content and page.select_one("br") is not None,
    examples=[
        Reviews("<main>* apple<br>* orange<br>* banana</main>", at=["main"]),
        Reviews("<p>1. apple<br/>2. orange<br/>3. banana</p>", at=["p"]),
        Reviews("<p>Fruit:<br>- apple<br>- orange<br>- banana</p>", at=["p"]),
        Passes("<ul><li>apple</li><li>orange</li><li>banana</li></ul><br>"),
        Passes("<p>* apple<br>* orange</p>", note="two lines"),
        Passes("<pre>* apple<br>* orange<br>* banana</pre>", note="a sample"),
        Passes("<p>- How are you?<br>Well.<br>- And he?<br>Well too.</p>", note="talk"),
        Passes("<p hidden>* apple<br>* orange<br>* banana</p>"),
        Passes("<p>10.5 cm<br>11.5 cm<br>12.5 cm</p>", note="measures"),
        Inapplicable("<p>A</p>"),
    ],
)
def list_faked(page: PageView) -> Iterator[Evidence]:
    """Yield each element with at least three lines in a row, parted by line breaks, that begin with a list's sign."""
    if len(_TYPED.findall(page.body)) < _ENTRIES - 1:
        return
    told: set[Element] = set()
    for stop in page.select("br"):
        parent = stop.parent
        if not isinstance(parent, Element) or parent in told:
            continue
        told.add(parent)
        if _longest(parent) >= _ENTRIES and parent.closest("pre, code, address, table") is None and is_exposed(parent):
            yield page.review(parent, f"Should these {_longest(parent)} lines be a list? Each begins with a sign.")


def _longest(parent: Element) -> int:
    lines = [""]
    for child in parent.children:
        if isinstance(child, Element):
            if child.tag == "br":
                lines.append("")
            else:
                lines[-1] += child.text
        elif isinstance(child, Text):
            lines[-1] += child.data
    best = run = 0
    for line in lines:
        run = run + 1 if _SIGN.match(line.strip()) else 0
        best = max(best, run)
    return best
