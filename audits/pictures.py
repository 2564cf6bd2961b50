"""The images of a page as a browser showed them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from audits.page import PageView
from audits.rendering import facts_of
from store.document import Element
from store.model import Evidence


class Picture(NamedTuple):
    """One shown image; sizes are width and height."""

    selector: str
    src: str  # the address that was loaded, absolute
    waiting: str  # the address that a script shall load later
    natural: tuple[float, float]  # pixels of the file; of one chosen by width, as it should be shown
    shown: tuple[float, float]  # CSS pixels on the page
    fit: str  # how the file fills its box
    in_view: bool
    is_loaded: bool


def pictures_of(page: PageView) -> Iterator[Picture]:
    """The images that the browser noted; none where no browser looked at the page."""
    for one in facts_of(page).get("images", ()):
        natural, shown = _size(one.get("natural")), _size(one.get("shown"))
        yield Picture(
            selector=str(one.get("selector", "")),
            src=str(one.get("src", "")),
            waiting=str(one.get("waiting", "")),
            natural=natural,
            shown=shown,
            fit=str(one.get("fit", "fill")),
            in_view=bool(one.get("in_view")),
            is_loaded=bool(one.get("is_loaded")),
        )


def is_drawing(url: str) -> bool:
    """Whether an address is that of an SVG or inline data, whose size in pixels says nothing."""
    folded = url.lower()
    return folded.startswith(("data:", "blob:")) or ".svg" in folded


def picture_evidence(page: PageView, picture: Picture, message: str, **fields: Any) -> Evidence:
    """Evidence for an image: of its element in the HTML as sent, where that has one with this address."""
    element = element_of(page, picture)
    if element is not None:
        return page.evidence(element, message, **fields)
    return Evidence(message=message, selector=picture.selector, **fields)


def element_of(page: PageView, picture: Picture) -> Element | None:
    """The image's element in the HTML as sent, by the address that it loads or shall load."""
    for image in page.select("img"):
        for name in ("src", "data-src", "data-lazy-src", "data-original"):
            value = image.attr(name)
            if not value:
                continue
            if value == picture.waiting or (picture.src and page.resolve(value) == picture.src):
                return image
    return None


def _size(value: Any) -> tuple[float, float]:
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(one, (int, float)) for one in value):
        return float(value[0]), float(value[1])
    return 0.0, 0.0


__all__ = ["Picture", "element_of", "is_drawing", "picture_evidence", "pictures_of"]
