"""Large drawings that are written into the HTML."""

from collections import Counter
from collections.abc import Iterator

import xxhash

from audits.page import PageView
from audits.rule import (
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
from store.document import inner_span

_CHART = "[class*=chart i], [class*=mermaid i], [class*=graphviz i], [class*=plot i], [class*=diagram i], figure"


def _drawing(size: int) -> str:
    return f'<svg viewBox="0 0 9 9"><path d="{"M1 2" * (size // 4)}"/></svg>'


@page_rule(
    id="image-svg-inline-large",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["mdn:Web/SVG/Guides/SVG_in_HTML"],
    title="Large drawings are written into the HTML",
    message="A large drawing is written into the page.",
    why="It is sent again with every page and holds up what comes after it; a file would be kept by the browser.",
    fix="Ask the developer to move large drawings into files.",
    fix_developer="Refer to the drawing by `img src`, or to a symbol of one sprite file by `use href`.",
    settings={
        "maximum_bytes": "characters of one inline SVG above which it is large",
        "repeated_bytes": "characters of an SVG from which copies of it count",
        "most_copies": "copies of one SVG in a page that are still few",
    },
    applies=lambda page: page.is_content and "<svg" in page.folded_markup,
    examples=[
        Fails(_drawing(5_200), at=["svg"]),
        Fails(_drawing(1_200) * 6, at=["svg:first-of-type"], note="the same drawing six times"),
        Passes(_drawing(4_800)),
        Passes(_drawing(1_200) * 5, note="five times"),
        Passes(_drawing(8_000).replace("<path", "<text>Cat</text><path"), note="a diagram with words"),
        Passes(_drawing(800) * 20, note="small"),
        Passes(f"<figure>{_drawing(8_000)}</figure>", note="an illustration of this page alone"),
        Passes(f'<div class="mermaid">{_drawing(8_000)}</div>', note="a diagram of this page alone"),
        Passes(f'<svg hidden><symbol id="a">{_drawing(6_000)}</symbol></svg>', note="a store of symbols"),
        Inapplicable('<img src="a.svg" alt="A">'),
    ],
)
def image_svg_inline_large(
    page: PageView, *, maximum_bytes: int = 5_000, repeated_bytes: int = 1_000, most_copies: int = 5
) -> Iterator[Evidence]:
    """Yield each large drawing, and the first of many copies of one that is not small."""
    if len(page.body) < min(maximum_bytes, repeated_bytes):
        return
    drawings = []
    for element in page.select("svg"):
        span = inner_span(element)
        if span is not None and span[1] - span[0] >= min(maximum_bytes, repeated_bytes):
            drawings.append((element, page.source[span[0] : span[1]]))
    copies = Counter(drawing for _, drawing in drawings)
    told: set[str] = set()
    for element, drawing in drawings:
        is_many = len(drawing) >= repeated_bytes and copies[drawing] > most_copies
        if drawing in told or not (len(drawing) > maximum_bytes or is_many):
            continue
        # A drawing with words in it is a diagram of this page, and its words can be read and found.
        is_diagram = copies[drawing] == 1 and element.select_one("text") is not None
        if not is_diagram and element.closest(_CHART) is None and element.closest("symbol, [hidden]") is None:
            told.add(drawing)
            times = f" {copies[drawing]} times" if copies[drawing] > 1 else ""
            message = f"A drawing of {len(drawing) / 1000:,.1f} KB is written into the page{times}."
            # One icon that many templates repeat is mended once.
            group = xxhash.xxh3_64_hexdigest(drawing.encode()) if is_many else ""
            facts = {"bytes": len(drawing), "copies": copies[drawing]}
            yield page.evidence(element, message, group=group, facts=facts)
