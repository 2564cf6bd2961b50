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


@page_rule(
    id="image-alt-missing",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.1.1", "act:23a2a8", "google:google-images"],
    wcag=["1.1.1"],
    title="Image has no text alternative",
    message="This image has no `alt` attribute.",
    why="A screen reader falls back to the file name, so the picture's meaning is lost; image search loses it too.",
    fix='Say in the image\'s alternative text what it tells. If it only decorates, leave the text empty (`alt=""`).',
    fix_developer="Give every `img` an `alt` attribute in the template; empty where the image only decorates.",
    owner=Owner.CONTENT,
    applies=lambda page: page.is_content and page.select_one("img") is not None,
    examples=[
        Fails('<img src="cat.jpg">', at=["img"]),
        Fails('<img src="cat.jpg" aria-labelledby="gone">', at=["img"], note="points nowhere"),
        Passes('<img src="cat.jpg" alt="A grey cat asleep">'),
        Passes('<img src="line.png" alt="">', note="decoration"),
        Passes('<img src="line.png" role="presentation">', note="decoration, the ARIA way"),
        Passes('<div aria-hidden="true"><img src="line.png"></div>', note="hidden from assistive technology"),
        Passes('<div style="display: none"><img src="line.png"></div>', note="shown to nobody"),
        Passes('<img src="bars.png" aria-labelledby="t"><p id="t">Sales in 2026</p>'),
        Inapplicable("<p>No picture here</p>"),
    ],
)
def image_alt_missing(page: PageView) -> Iterator[Evidence]:
    """Yield each image without alternative."""
    for image in page.select('img:not([alt], [role="none"], [role="presentation"])'):
        if not page.is_hidden(image) and not page.accessible_name(image):
            yield page.evidence(image)
