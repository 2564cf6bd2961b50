"""Images that wait for something which search engines do not do."""

from collections.abc import Iterator
from typing import Any

from audits.image_names import is_placeholder
from audits.page import PageView
from audits.pictures import Picture, element_of, picture_evidence, pictures_of
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
from store.document import Element

_PAGE = '<main><img data-src="/a.jpg" alt="A"></main>'


def _seen(**more: Any) -> dict[str, Any]:
    image = {"selector": "body > main > img", "src": "", "waiting": "/a.jpg", "shown": [300, 200], "in_view": True}
    return {"rendered": {"images": [{**image, **more}]}}


@page_rule(
    id="image-lazy-no-src",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:lazy-loading", "google:google-images"],
    title="Image is not loaded although it is in view",
    message="An image on the first screen was not loaded: its address stands in `data-src` only.",
    why="Google neither scrolls nor clicks: what is not loaded when it is in view is not indexed. Visitors see a gap.",
    fix="Ask the developer to load images with the browser's own delay.",
    fix_developer="Write `src` with `loading=lazy`, or load when the image comes into view, not on scroll or touch.",
    needs=[ArtifactKind.RENDERED],
    applies=is_comparable,
    settings={"minimum_pixels": "width and height on the page below which an image is not counted"},
    examples=[
        Fails(_PAGE, at=["img"], artifacts=_seen()),
        Fails(_PAGE, at=["img"], artifacts=_seen(src="data:image/gif;base64,R0lGOD", is_loaded=True)),
        Passes(_PAGE, artifacts=_seen(src="https://example.com/a.jpg", is_loaded=True), note="loaded"),
        Passes(_PAGE, artifacts=_seen(src="https://example.com/a.jpg"), note="still on its way"),
        Passes(_PAGE, artifacts=_seen(in_view=False), note="below the first screen, or covered"),
        Passes(_PAGE, artifacts=_seen(waiting=""), note="nothing waits"),
        Passes(_PAGE, artifacts=_seen(shown=[24, 24]), note="an icon"),
        Passes(
            '<main><img data-src="/a.jpg" alt="A"><noscript><img src="/a.jpg" alt="A"></noscript></main>',
            artifacts=_seen(),
            note="those without scripts are served",
        ),
        Inapplicable(
            _PAGE,
            artifacts={"rendered": {**_seen()["rendered"], "document_url": "https://example.com/en"}},
            note="the browser was sent elsewhere",
        ),
    ],
)
def image_lazy_no_src(page: PageView, *, minimum_pixels: int = 40) -> Iterator[Evidence]:
    """Yield each image that stood in view until the page rested and was not loaded."""
    for picture in pictures_of(page):
        if (
            not picture.waiting
            or not picture.in_view
            or min(picture.shown) < minimum_pixels
            or _is_asked(page, picture)
        ):
            continue
        element = element_of(page, picture)
        if element is None or not _has_fallback(element):
            message = f"The image {picture.waiting[:150]} was in view and was not loaded."
            yield picture_evidence(page, picture, message, facts={"image": picture.waiting[:300]})


def _is_asked(page: PageView, picture: Picture) -> bool:
    """Whether the browser asked for anything better than a stand-in."""
    return bool(picture.src) and picture.src != page.url and not is_placeholder(picture.src)


def _has_fallback(element: Element) -> bool:
    parent = element.parent
    return isinstance(parent, Element) and "<img" in "".join(one.text + one.html for one in parent.select("noscript"))
