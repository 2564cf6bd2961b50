"""The landmark that holds an element: what is wrong all over one part of a template has one place there."""

from __future__ import annotations

from store.document import Element, element_place

_TAGS = frozenset({"main", "nav", "header", "footer", "aside"})
_CLASSES = frozenset(
    "header footer nav navbar navigation menu sidebar topbar masthead site-header site-footer main-nav".split()
)


def landmark_of(element: Element) -> str:
    """The step of the outermost landmark around an element, by tag or by class; "" where the page has none there.

    What a main element holds is of the main part, also inside an article's own header.
    """
    for step in element_place(element).split(" > "):
        tag, _, name = step.partition(".")
        if tag in _TAGS:
            return tag
        if name.lower() in _CLASSES:
            return step
    return ""


def landmark_place(element: Element) -> str:
    """The place of all elements of this kind in the same landmark, e.g. "main > img"."""
    return " > ".join(filter(None, (landmark_of(element), element.tag)))


__all__ = ["landmark_of", "landmark_place"]
