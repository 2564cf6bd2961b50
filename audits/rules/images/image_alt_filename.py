"""Alternative texts that are only a file name."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)

_FILE = re.compile(
    r"(?:(?:img|dsc|dscn|dscf|p|image|pict|photo|screenshot|screen shot)[-_ ]?\d{2,}[-_\d]*"
    r"|[\w%+.()-]+\.(?:jpe?g|png|gif|webp|avif|svg|bmp))",
    re.IGNORECASE,
)
_WORDS = frozenset(
    ("image", "img", "picture", "photo", "alt", "alt text", "graphic", "bild", "foto", "imagen", "placeholder")
)


@page_rule(
    id="image-alt-filename",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["wcag:1.1.1", "google:google-images"],
    wcag=["1.1.1"],
    title="Alternative text is only a file name",
    message="The alternative text says nothing of what the image shows.",
    why="A screen reader reads out a file name or the bare word “image”; nobody learns what the picture tells.",
    fix="Say in a few words what the image tells; leave the text empty if it only decorates.",
    fix_developer="Do not fill `alt` from the file name when an image is uploaded; ask the editor for it.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: page.is_content and page.select_one("img[alt]") is not None,
    examples=[
        Fails('<img src="a.jpg" alt="IMG_2041.JPG">', at=["img"]),
        Fails('<img src="a.jpg" alt="DSC00123">', at=["img"]),
        Fails('<img src="a.jpg" alt="image">', at=["img"]),
        Passes('<img src="a.jpg" alt="A grey cat asleep">'),
        Passes('<img src="a.jpg" alt="">'),
        Passes('<p>index.html <img src="a.jpg" alt="Open the picture of cat.jpg"></p>'),
        Inapplicable('<img src="a.jpg">'),
    ],
)
def image_alt_filename(page: PageView) -> Iterator[Evidence]:
    """Yield each image whose alternative is a file name or a bare word for picture."""
    for image in page.select('img[alt]:not([alt=""])'):
        text = (image.attr("alt") or "").strip()
        if (text.casefold() in _WORDS or _FILE.fullmatch(text)) and not page.is_hidden(image):
            yield page.evidence(image, f"The alternative text is “{text[:80]}”.")
