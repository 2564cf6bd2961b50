"""Text that is on the page for search engines and kept from the eyes of readers."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from store.document import Element, text_of

_STYLED = (
    '[style*="indent" i], [style*="font-size" i], [style*="left" i], [style*="right" i], [style*="top" i], '
    '[style*="color" i]'
)
_STYLE = re.compile(r"style=(?:\"[^\"]*\"|'[^']*')")
_SIGN = re.compile(
    r"(?:left|right|top|indent)\s*:\s*-\d\d|font-size\s*:\s*0(?!\.?\d)|[\"';\s]color\s*:.*background|"
    r"background.*[;\s]color\s*:",
    re.DOTALL,
)
_MOVED = re.compile(r"(?:^|[;\s])(?:left|right|top|text-indent|margin-left)\s*:\s*-(\d+)(?:\.\d+)?(px|em|rem)", re.I)
_NO_SIZE = re.compile(r"(?:^|[;\s])font-size\s*:\s*0(?:\.0*)?(?:px|em|rem|pt|%)?\s*(?:!important)?\s*(?:;|$)", re.I)
_COLOR = re.compile(r"(?:^|[;\s])color\s*:\s*([^;!]+)", re.I)
_BACKGROUND = re.compile(r"(?:^|[;\s])background(?:-color)?\s*:\s*([^;!]+)", re.I)
_PLAIN_COLOR = re.compile(r"#[0-9a-f]{3}|#[0-9a-f]{6}|[a-z]{3,20}|rgb\([\d\s,]+\)")
_NOT_A_COLOR = frozenset({"inherit", "initial", "unset", "none", "transparent", "currentcolor", "revert"})
_OPENED = (
    '[role="tabpanel"], [role="menu"], [role="dialog"], [role="listbox"], [aria-hidden], [aria-expanded], '
    "[aria-live], [aria-labelledby], details, dialog, template, noscript, nav, "
    '[class*="skip" i], [class*="sr-only" i], [class*="visually-hidden" i], [class*="screen-reader" i], '
    '[class*="slide" i], [class*="carousel" i], [class*="swiper" i], [class*="menu" i], [class*="drawer" i], '
    '[class*="modal" i], [class*="popup" i], [class*="tooltip" i], [class*="accordion" i], [class*="tab" i]'
)
"""What is opened on demand, or speaks to screen readers: hidden for a good reason."""
_LONG = (
    "Cheap shoes and boots and sandals in all sizes, sent on the same day, with shoes for men and women and children."
)


@page_rule(
    id="content-hidden-text",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:spam-policies"],
    title="Text is hidden from readers",
    message="A style keeps text from the eyes of readers.",
    why="Google counts text that only search engines see as spam. It may be an old trick, or come from a break-in.",
    fix="See what the text says and who put it there. Show it to readers, or take it out.",
    fix_developer="Hide what is for screen readers with the usual clip pattern, and what opens later with `hidden`.",
    owner=Owner.TEMPLATE,
    settings={
        "minimum_characters": "length of the text from which it is told",
        "minimum_offset": "pixels that an element must lie outside the page",
    },
    examples=[
        Reviews(f'<div style="text-indent:-9999px">{_LONG}</div>', at=["div"]),
        Reviews(f'<div style="position:absolute; left:-5000px"><p>{_LONG}</p></div>', at=["div"]),
        Reviews(f'<p style="font-size:0">{_LONG}</p>', at=["p"]),
        Reviews(f'<p style="color:#fff;background:#ffffff">{_LONG}</p>', at=["p"]),
        Reviews(
            '<div style="position:absolute;top:-1000px"><a href="https://pills.example/a">Pills</a>'
            '<a href="https://pills.example/b">More pills</a></div>',
            at=["div"],
            note="hidden links to another site",
        ),
        Passes('<a href="/" style="text-indent:-9999px">Cats and dogs</a>', note="a logo in place of its name"),
        Passes(f'<div style="position:absolute; left:-999px"><p>{_LONG}</p></div>', note="not far enough to be sure"),
        Passes(f'<div role="tabpanel" style="position:absolute; left:-5000px">{_LONG}</div>', note="opened by a tab"),
        Passes(f'<div class="mega-menu" style="top:-2000px">{_LONG}</div>', note="a menu"),
        Passes(f'<p style="font-size:0.9em;color:#333;background:#fff">{_LONG}</p>'),
        Passes(f'<p style="margin-top:-1000px;color:red">{_LONG}</p>', note="only drawn over what stands above"),
        Passes(f'<ul style="font-size:0"><li style="font-size:16px">{_LONG}</li></ul>', note="closes gaps in a row"),
        Passes(f'<div style="left:-5000px"><label>{_LONG}<input name="url"></label></div>', note="a trap for robots"),
        Passes(f'<p style="display:none">{_LONG}</p>', note="shown on demand by most scripts"),
    ],
)
def content_hidden_text(
    page: PageView, *, minimum_characters: int = 100, minimum_offset: int = 1_000
) -> Iterator[Evidence]:
    """Yield each element whose own style attribute hides a longer text or links to other sites."""
    if not any(_SIGN.search(style) for style in _STYLE.findall(page.folded_markup)):
        return
    told: list[Element] = []
    for element in page.select(_STYLED):
        how = _hiding(element, minimum_offset)
        if not how or element.closest(_OPENED) is not None or any(_is_inside(element, one) for one in told):
            continue
        if element.select_one("input, textarea, select") is not None:
            continue  # a field that only robots fill in
        text = text_of(element)
        outward = [link for link in element.select("a[href^=http]") if not page.is_same_domain(link.attr("href") or "")]
        if len(text) >= minimum_characters or outward:
            told.append(element)
            facts = {"text": text[:80], "characters": len(text), "outward_links": len(outward)}
            yield page.review(element, f"{how} hides “{text[:80]}”.", facts=facts)


def _hiding(element: Element, minimum_offset: int) -> str:
    """The declaration that hides the element's text, or ""."""
    style = element.attr("style") or ""
    for found in _MOVED.finditer(style):
        if int(found[1]) * (1 if found[2].lower() == "px" else 16) >= minimum_offset:
            return f"`{found[0].strip('; ')}`"
    if _NO_SIZE.search(style) and element.select_one('[style*="font-size" i], [class]') is None:
        return "`font-size: 0`"
    color, background = _COLOR.search(style), _BACKGROUND.search(style)
    if color and background and _same_color(color[1], background[1]):
        return "Text in the colour of its background"
    return ""


def _same_color(one: str, other: str) -> bool:
    first, second = _full(one), _full(other)
    return bool(first) and first == second


def _full(color: str) -> str:
    """A plain colour in one way of writing; "" for all others."""
    folded = color.strip().lower()
    if not _PLAIN_COLOR.fullmatch(folded) or folded in _NOT_A_COLOR:
        return ""
    folded = {"white": "#ffffff", "black": "#000000"}.get(folded, folded).replace(" ", "")
    return "#" + "".join(2 * digit for digit in folded[1:]) if folded[0] == "#" and len(folded) == 4 else folded


def _is_inside(element: Element, other: Element) -> bool:
    parent = element.parent
    while isinstance(parent, Element):
        if parent == other:
            return True
        parent = parent.parent
    return False
