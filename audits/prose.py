"""The text that visitors read as prose: visible, and outside code, samples and form fields."""

from __future__ import annotations

from typing import NamedTuple

from store.document import Element, Text

_UNSEEN = "script style template noscript svg math head title iframe object select option datalist"
_LITERAL = "code pre kbd samp var textarea tt xmp listing"
_SILENT = frozenset(f"{_UNSEEN} {_LITERAL}".split())


class Passage(NamedTuple):
    """One run of text with the element that directly holds it."""

    element: Element
    text: str  # white space folded, never empty


def passages(body: Element | None) -> list[Passage]:
    """Every run of visible prose under an element, in document order.

    Left out are hidden parts, code and samples, also where only a class says so (`highlight`, `language-…`).
    """
    found: list[Passage] = []
    if body is not None:
        _collect(body, found)
    return found


def _collect(element: Element, found: list[Passage]) -> None:
    for child in element.children:
        if isinstance(child, Element):
            if child.tag not in _SILENT and not _is_left_out(child):
                _collect(child, found)
        elif isinstance(child, Text):
            text = " ".join(child.data.split())
            if text:
                found.append(Passage(element, text))


def _is_left_out(element: Element) -> bool:
    if element.attr("hidden") is not None:
        return True
    classes = element.attr("class")
    return isinstance(classes, str) and ("highlight" in classes or "language-" in classes or "code" in classes)
