"""Texts that look like headings and are none."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
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
from store.document import Element, text_of

_CLASS = re.compile(r"(?:^|\s)(?:h[1-6]|(?:[\w-]+[-_])?(?:heading|headline|subheading))(?=\s|$)", re.IGNORECASE)
_CANDIDATES = (
    "p > b:only-child, p > strong:only-child, "
    "div[class*='head'], p[class*='head'], "
    "div.h1, div.h2, div.h3, div.h4, p.h1, p.h2, p.h3, p.h4, "
    "div[style*='font-size'][style*='bold'], p[style*='font-size'][style*='bold']"
)
_ELSEWHERE = "h1, h2, h3, h4, h5, h6, [role=heading], a, button, label, legend, summary, nav, header, footer, table, li"
_BLOCKS = "p, div, ul, ol, table, h1, h2, h3, h4, h5, h6, img, section, form, input"
_SIZE = re.compile(
    r"font-size\s*:\s*(?:(?:1\.[2-9]|[2-9])\d*(?:\.\d+)?\s*r?em|(?:2\d|[3-9]\d)(?:\.\d+)?\s*px|x+-large)", re.I
)
_MOST_CHARACTERS = 80


@page_rule(
    id="heading-faked",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1", "axe:p-as-heading"],
    wcag=["1.3.1"],
    title="Text looks like a heading and is none",
    message="This text is made to look like a heading.",
    why="Who moves through the page from heading to heading, with a screen reader, passes over this part.",
    fix="See whether the text is the heading of what follows. If so, make it one.",
    fix_developer="Use `h2` to `h6` for headings, and style the element rather than a `div` or bold text.",
    applies=lambda page: page.is_content and page.select_one(_CANDIDATES) is not None,
    examples=[
        Reviews("<main><p><b>Grey cats</b></p><p>They sleep a lot, and are happy.</p></main>", at=["p:first-of-type"]),
        Reviews('<main><div class="fake-heading">Grey cats</div><p>They sleep a lot.</p></main>', at=["div"]),
        Reviews('<div class="h1" style="font-size: 2em">Grey cats</div><h2>Food</h2><p>Fish.</p>', at=["div"]),
        Reviews(
            '<p style="font-size: 24px; font-weight: bold">Grey cats</p><p>They sleep.</p>', at=["p:first-of-type"]
        ),
        Passes("<main><p><b>They are never to be fed with milk.</b></p><p>They sleep a lot.</p></main>", note="stress"),
        Passes("<p><b>Grey cats</b> sleep a lot.</p><p>They are happy.</p>", note="words in a sentence"),
        Passes("<p><b>Table 1: Grey cats</b></p><div><table><tr><td>Tom</table></div>", note="a caption"),
        Passes("<p><b>Grey cats</b></p>", note="nothing follows"),
        Passes("<p><strong>Note:</strong></p><p>They sleep a lot.</p>", note="a label"),
        Passes('<div class="panel-heading"><h3>Grey cats</h3></div><p>They sleep.</p>', note="holds a heading"),
        Inapplicable('<h2><span class="mw-headline">Grey cats</span></h2><p>They sleep.</p>'),
        Passes('<div class="header">Grey cats</div><p>They sleep.</p>', note="a header is no heading"),
        Passes('<div class="heading" role="heading" aria-level="2">Grey cats</div><p>They sleep.</p>'),
        Passes('<p style="font-size: 10px; font-weight: bold">Grey cats</p><p>They sleep.</p>', note="small"),
        Passes('<div class="heading" hidden>Grey cats</div><p>They sleep.</p>'),
        Inapplicable("<h2>Grey cats</h2><p>They sleep a lot.</p>"),
    ],
)
def heading_faked(page: PageView) -> Iterator[Evidence]:
    """Yield for review each short bold or so-named text that stands alone before other content."""
    for found in page.select(_CANDIDATES):
        block = found
        if found.tag in ("b", "strong"):
            parent = found.parent
            if not isinstance(parent, Element) or text_of(parent) != text_of(found):
                continue
            block = parent
        elif not _is_styled(block) or block.select_one(_BLOCKS) is not None:
            continue
        text = text_of(block)
        if not 2 <= len(text) <= _MOST_CHARACTERS or text[-1] in ".:,;!?…،؛؟。：" or not any(map(str.isalpha, text)):
            continue
        if block.closest(_ELSEWHERE) is None and _is_followed(block) and not page.is_hidden(block):
            yield page.review(block, f"“{text}” is made to look like a heading. Is it the heading of what follows?")


def _is_styled(block: Element) -> bool:
    style = block.attr("style") or ""
    return _CLASS.search(block.attr("class") or "") is not None or _SIZE.search(style) is not None


def _is_followed(block: Element) -> bool:
    following = next((one for one in block.next_siblings if isinstance(one, Element)), None)
    if following is None or following.tag not in ("p", "ul", "ol", "dl", "div", "h2", "h3", "h4"):
        return False
    # What names a table, a picture or a sample is its caption.
    return following.select_one("table, pre, img, svg, video") is None and len(text_of(following)) > 3
