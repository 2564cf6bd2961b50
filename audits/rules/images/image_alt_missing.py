"""Images that carry no text alternative."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)

_IMAGES = 'img, [role="img"]:not(svg, svg *)'
_UNSURE = (
    'img:not([alt]):not([role="none"], [role="presentation"]), img[alt^=" "], '
    'img[role="none"][tabindex], img[role="presentation"][tabindex], [role="img"]:not(img, svg, svg *)'
)
"""What is an image and does not say at once that it has words or is decoration."""


@page_rule(
    id="image-alt-missing",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.1.1", "act:23a2a8", "google:google-images"],
    wcag=["1.1.1"],
    title="Image has no text alternative",
    message="This image has no text alternative.",
    why="A screen reader falls back to the file name, so the picture's meaning is lost; image search loses it too.",
    fix='Say in the image\'s alternative text what it tells. If it only decorates, leave the text empty (`alt=""`).',
    fix_developer="Give every `img` an `alt` attribute in the template; empty where the image only decorates.",
    owner=Owner.CONTENT,
    applies=lambda page: page.is_content and page.select_one(_IMAGES) is not None,
    examples=[
        Fails('<img src="cat.jpg">', at=["img"]),
        Fails('<img src="cat.jpg" aria-labelledby="gone">', at=["img"], note="points nowhere"),
        Fails('<img src="cat.jpg" alt="  ">', at=["img"], note="white space is neither words nor a mark of decoration"),
        Fails('<img src="cat.jpg" role="none" tabindex="0">', at=["img"], note="the keyboard stops at it"),
        Fails('<div role="img" style="background-image: url(cat.jpg)"></div>', at=["div"], note="called an image"),
        Passes('<img src="cat.jpg" alt="A grey cat asleep">'),
        Passes('<img src="line.png" alt="">', note="decoration"),
        Passes('<img src="line.png" role="presentation">', note="decoration, the ARIA way"),
        Passes('<img src="line.png" role="none" tabindex="-1">', note="the keyboard does not reach it"),
        Passes('<div aria-hidden="true"><img src="line.png"></div>', note="hidden from assistive technology"),
        Passes('<div style="display: none"><img src="line.png"></div>', note="shown to nobody"),
        Passes('<img src="bars.png" aria-labelledby="t"><p id="t">Sales in 2026</p>'),
        Passes('<img src="p.png" title="A grey cat">', note="the title speaks where nothing else does"),
        Passes('<span role="img" aria-label="Four of five stars">★★★★☆</span>'),
        Passes('<a href="/"><img src="cat.jpg" alt=" "></a>', note="image-alt-empty-in-link tells it"),
        Inapplicable("<p>No picture here</p>"),
    ],
)
def image_alt_missing(page: PageView) -> Iterator[Evidence]:
    """Yield each image without alternative."""
    for image in page.select(_UNSURE):
        if image.attr("role") in ("none", "presentation") and not (image.attr("tabindex") or "-").isdigit():
            continue
        alt = image.attr("alt")
        if alt is not None and (not alt or (alt.isspace() and image.closest("a[href]") is not None)):
            continue
        if not page.is_hidden(image) and not page.accessible_name(image).strip():
            yield page.evidence(image)
