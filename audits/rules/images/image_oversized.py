"""Images with many more pixels than are shown."""

from collections.abc import Iterator
from typing import Any

from audits.page import PageView
from audits.pictures import element_of, is_drawing, picture_evidence, pictures_of
from audits.rendering import facts_of, is_comparable
from audits.rule import (
    Answer,
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
from audits.savings import saving_facts, saving_words

_MUCH = 50_000  # bytes saved from which it is more than information
_URL = "https://example.com/a.jpg"
_PAGE = '<img src="/a.jpg" alt="A">'
_HEAVY = {_URL: Answer(content_type="image/jpeg", size_bytes=90_000)}


def _seen(natural: int, shown: int, ratio: float = 1.0) -> dict[str, Any]:
    image = {"selector": "body > img", "src": _URL, "natural": [natural, natural], "shown": [shown, shown]}
    return {"rendered": {"images": [{**image, "is_loaded": True}], "pixel_ratio": ratio}}


@page_rule(
    id="image-oversized",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["web.dev:serve-responsive-images"],
    title="Image is sent larger than it is shown",
    message="An image has many more pixels than are shown of it.",
    why="Visitors wait and pay for pixels that they never see.",
    fix="Upload the picture in about the size in which it is shown.",
    fix_developer="Offer several widths in `srcset` with `sizes`.",
    needs=[ArtifactKind.RENDERED],
    applies=is_comparable,
    settings={
        "factor": "times that the image's width and height may be those that are shown, by the screen's pixel ratio",
        "minimum_waste": "bytes that a fitting image would save, above which it is told",
        "minimum_waste_chosen": "the same where the browser chooses among several widths",
    },
    examples=[
        Fails(_PAGE, at=["img"], artifacts=_seen(1_000, 400), targets=_HEAVY),
        Passes(_PAGE, artifacts=_seen(700, 400), targets=_HEAVY, note="made for sharp screens"),
        Passes(_PAGE, artifacts=_seen(1_000, 400, 2.0), targets=_HEAVY, note="a sharp screen"),
        Passes(
            _PAGE,
            artifacts=_seen(1_000, 400),
            targets={_URL: Answer(content_type="image/jpeg", size_bytes=8_000)},
            note="saves little",
        ),
        Fails(
            '<img src="/a.jpg" srcset="/a.jpg 1000w" alt="A">', at=["img"], artifacts=_seen(1_000, 400), targets=_HEAVY
        ),
        Passes(
            '<img src="/a.jpg" srcset="/a.jpg 1000w, /b.jpg 500w" alt="A">',
            artifacts=_seen(1_000, 400),
            targets={_URL: Answer(content_type="image/jpeg", size_bytes=20_000)},
            note="chosen by width, and saves little",
        ),
        Passes(_PAGE, artifacts=_seen(1_000, 400), note="its weight is not known"),
        Passes(
            '<img src="/a.svg" alt="A">',
            artifacts={"rendered": {"images": [{"src": "/a.svg", "natural": [999, 999], "shown": [9, 9]}]}},
            targets={"https://example.com/a.svg": Answer(content_type="image/svg+xml", size_bytes=90_000)},
            note="a drawing has no pixels",
        ),
        Inapplicable(
            _PAGE,
            artifacts={"rendered": {**_seen(1_000, 400)["rendered"], "document_url": "https://example.com/en"}},
            note="the browser was sent elsewhere",
        ),
    ],
)
def image_oversized(
    page: PageView, *, factor: float = 1.75, minimum_waste: int = 4_096, minimum_waste_chosen: int = 12_288
) -> Iterator[Evidence]:
    """Yield each image that a fitting one would make lighter, once for each file: as it is shown largest.

    Lighthouse measures at 1.75 pixels a point, as a phone has, and this browser mostly at one: hence the factor.
    """
    ratio = facts_of(page).get("pixel_ratio") or 1.0
    largest: dict[str, Any] = {}
    for picture in pictures_of(page):
        known = largest.get(picture.src)
        if known is None or picture.shown > known.shown:
            largest[picture.src] = picture
    for picture in largest.values():
        address = page.normal(picture.src) if picture.src and not is_drawing(picture.src) else None
        target = page.target(address) if address is not None else None
        if target is None or not target.size_bytes or min(picture.shown) < 1:
            continue
        (width, height), (shown_width, shown_height) = picture.natural, picture.shown
        scale = min(width / (shown_width * ratio), height / (shown_height * ratio)) / factor
        waste = round(target.size_bytes * (1 - 1 / scale**2)) if scale > 1 else 0
        element = element_of(page, picture)
        is_chosen = element is not None and (element.attr("srcset") or element.closest("picture") is not None)
        if waste > (minimum_waste_chosen if is_chosen else minimum_waste):
            message = (
                f"The image has {width:.0f} by {height:.0f} pixels and is shown at {shown_width:.0f} by "
                f"{shown_height:.0f}; one for sharp screens would save {saving_words(waste)}."
            )
            facts = {**saving_facts(address or "", waste), "image": address, "natural": [width, height],
                     "shown": [shown_width, shown_height]}  # fmt: skip
            severity = None if waste >= _MUCH else Severity.INFO
            yield picture_evidence(page, picture, message, facts=facts, severity=severity)
