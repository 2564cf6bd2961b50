"""Markup that is there for the look alone: elements of old HTML, and invisible pictures that make room."""

from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Passes, Reviews, Severity, page_rule
from store.document import Element

_TAGS = ("center", "font", "basefont", "big", "blink")  # one by one: the parser finds a single tag at once
_WIDE = 4  # pixels from which a line of nothing makes room; smaller ones count visitors
_NAMES = ("spacer", "blank.", "transparent.", "clear.", "pixel.", "shim.", "1x1")


@page_rule(
    id="html-look-markup",
    category=Category.ACCESSIBILITY,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["html:obsolete.html#non-conforming-features", "wcag:1.3.1"],
    title="Markup sets the look",
    message="The page's markup says how things look, which is the work of a style sheet.",
    why="Nothing is broken. People who read with their own colours, sizes or widths cannot always overrule it.",
    fix="Nothing by hand. Have it changed when the template is next worked on.",
    fix_developer="Replace `center`, `font`, `big` and pictures that make room by rules in the style sheet.",
    examples=[
        Reviews("<center>In the middle</center><p><font>A</font></p>", at=["center"]),
        Reviews('<p><font color="red">Important</font></p>', at=["font"]),
        Reviews("<p><big>Grand</big></p>", at=["big"]),
        Reviews('We <img src="spacer.gif" width="100" height="1" alt=""> you', at=["img"]),
        Reviews('We <img src="/i/blank.gif" width="1px" height="30" alt=""> you', at=["img"]),
        Passes('<img src="/count?id=3" width="1" height="1" alt="">', note="counts visitors"),
        Passes('<img src="/rule-red.png" width="600" height="1" alt="">', note="a line that is seen"),
        Passes('<img src="/spacer-bolts.jpg" width="300" height="200" alt="Spacer">', note="a picture of spacers"),
        Passes('<img src="/transparent.gif" data-src="/a.jpg" width="300" height="1" alt="">', note="loads later"),
        Passes('<center hidden>A</center><p style="text-align:center">A</p>'),
        Passes("<pre>&lt;center&gt;</pre>"),
    ],
)
def html_look_markup(page: PageView) -> Iterator[Evidence]:
    """Yield the first such element of a page, with the number of all."""
    found: list[Element] = []
    for tag in _TAGS:
        if f"<{tag}" in page.folded_markup:
            found += [one for one in page.select(tag) if is_exposed(one)]
    if any(name in page.folded_markup for name in _NAMES):
        found += [image for image in page.select("img[width][height]") if _makes_room(image)]
    if found:
        tags = sorted({one.tag for one in found})
        said = f"{len(found)} elements are there for the look alone: {', '.join(tags)}."
        yield page.review(found[0], said, facts={"elements": len(found), "tags": tags})


def _makes_room(image: Element) -> bool:
    width, height = (_pixels(image.attr(name)) for name in ("width", "height"))
    name = (image.attr("src") or "").lower().rpartition("/")[2]
    is_thin = min(width, height) == 1 and max(width, height) >= _WIDE
    return is_thin and name.startswith(_NAMES) and not any(key.startswith("data-") for key in image.attrs)


def _pixels(written: str | None) -> int:
    digits = (written or "").strip().lower().removesuffix("px")
    return int(digits) if digits.isdecimal() else 0
