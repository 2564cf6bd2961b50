"""Images that are shown stretched or squeezed."""

from collections.abc import Iterator
from typing import Any

from audits.page import PageView
from audits.pictures import is_drawing, picture_evidence, pictures_of
from audits.rendering import is_comparable
from audits.rule import (
    ArtifactKind,
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

_FEWEST_PIXELS = 8  # of the file: smaller ones are stand-ins
_ROUNDING = 2.0
_PAGE = '<img src="/a.jpg" alt="A">'


def _seen(natural: list[int], shown: list[float], fit: str = "fill", src: str = "/a.jpg") -> dict[str, Any]:
    image = {"src": f"https://example.com{src}", "natural": natural, "shown": shown, "fit": fit, "is_loaded": True}
    return {"rendered": {"images": [image]}}


@page_rule(
    id="image-aspect-mismatch",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["html:embedded-content-other.html#dimension-attributes", "mdn:Web/CSS/object-fit"],
    title="Image is shown out of shape",
    message="An image is shown stretched or squeezed.",
    why="Faces, products and logos look wrong.",
    fix="Ask the developer to keep the shape of pictures.",
    fix_developer="Set `height: auto`, or crop with `object-fit: cover`; write the file's true width and height.",
    needs=[ArtifactKind.RENDERED],
    applies=is_comparable,
    settings={
        "share": "share by which the ratio of width to height may differ from the file's",
        "minimum_pixels": "width and height on the page below which nobody sees it",
    },
    examples=[
        Fails(_PAGE, at=["img"], artifacts=_seen([400, 200], [200, 150])),
        Fails(_PAGE, at=["img"], artifacts=_seen([400, 200], [200, 94])),
        Passes(_PAGE, artifacts=_seen([400, 200], [200, 100])),
        Passes(_PAGE, artifacts=_seen([400, 200], [200, 97]), note="3 %"),
        Passes(_PAGE, artifacts=_seen([400, 200], [200, 150], "cover"), note="cropped"),
        Passes(_PAGE, artifacts=_seen([400, 200], [16, 16]), note="an icon"),
        Passes(_PAGE, artifacts=_seen([1, 1], [200, 100]), note="a stand-in of one pixel"),
        Passes(_PAGE, artifacts=_seen([400, 200], [200, 150], src="/a.svg"), note="a drawing may have any shape"),
        Inapplicable(
            _PAGE,
            artifacts={
                "rendered": {
                    **_seen([400, 200], [200, 150])["rendered"],
                    "document_url": "https://example.com/en",
                }
            },
            note="the browser was sent elsewhere",
        ),
    ],
)
def image_aspect_mismatch(page: PageView, *, share: float = 0.05, minimum_pixels: int = 24) -> Iterator[Evidence]:
    """Yield each image whose box has another shape than its file and that fills it all."""
    for picture in pictures_of(page):
        if picture.fit != "fill" or not picture.is_loaded or not picture.src or is_drawing(picture.src):
            continue
        if min(picture.natural) < _FEWEST_PIXELS or min(picture.shown) < minimum_pixels:
            continue
        (width, height), (shown_width, shown_height) = picture.natural, picture.shown
        stretch = (shown_width / shown_height) / (width / height)
        # A difference of a pixel or two comes from rounding.
        is_seen = abs(shown_width - shown_height * width / height) > _ROUNDING
        if is_seen and max(stretch, 1 / stretch) > 1 + share:
            message = (
                f"The image has {width:.0f} by {height:.0f} pixels and is shown at {shown_width:.0f} by "
                f"{shown_height:.0f}."
            )
            facts = {"natural": [width, height], "shown": [shown_width, shown_height]}
            yield picture_evidence(page, picture, message, facts=facts)
