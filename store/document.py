"""One WHATWG parse of an HTML page: the only module that knows the parser (turbohtml) behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import turbohtml
from turbohtml import Element, StructuredData, Text

__all__ = [
    "Document",
    "Element",
    "Text",
    "css_path",
    "element_place",
    "is_decorative",
    "outer_html",
    "place_of",
    "source_line",
    "source_offset",
    "text_of",
]

_POSITION = re.compile(r":nth-(?:of-type|child)\(\d+\)")
_NUMBERED_ID = re.compile(r"#[^\s>.:\[]*\d[^\s>.:\[]*")
_SPACE = re.compile(r"\s+")
SNIPPET_CHARACTERS = 500


class Document:
    """A parsed page. Selectors are CSS; the tree is the one that browsers build."""

    __slots__ = ("_tree",)

    def __init__(self, html: str) -> None:
        self._tree = turbohtml.parse(html, source_locations=True)

    def select(self, css: str) -> list[Element]:
        """All elements that match, in document order."""
        return self._tree.select(css)

    def select_one(self, css: str) -> Element | None:
        """The first element that matches, or None."""
        return self._tree.select_one(css)

    def elements(self) -> Iterator[Element]:
        """Every element in document order."""
        return self._tree.iter_elements()

    def structured_data(self) -> StructuredData:
        """Microdata and RDFa as nested records (JSON-LD too, but without the place of a fault)."""
        return self._tree.structured_data()

    @property
    def html(self) -> Element | None:
        """The html element."""
        return self._tree.select_one("html")

    @property
    def head(self) -> Element | None:
        """The head element."""
        return self._tree.select_one("html > head")

    @property
    def body(self) -> Element | None:
        """The body element."""
        return self._tree.select_one("html > body")


def text_of(element: Element) -> str:
    """The element's text with white space folded."""
    return _SPACE.sub(" ", element.text).strip()


def css_path(element: Element) -> str:
    """A CSS selector that finds this element alone."""
    return element.css_path()


def place_of(selector: str) -> str:
    """The selector without positions and numbered ids: the same for the same place of one template on every page.

    >>> place_of("body > main > ul > li:nth-of-type(3) > a")
    'body > main > ul > li > a'
    """
    return _NUMBERED_ID.sub("", _POSITION.sub("", selector))


def element_place(element: Element) -> str:
    """The element's place in its template: tags with their first class from the body down, without positions."""
    steps: list[str] = []
    node: Element | None = element
    while node is not None and node.tag not in ("html", "body"):
        classes = (node.attr("class") or "").split()
        named = next((name for name in classes if not any(letter.isdigit() for letter in name)), "")
        steps.append(f"{node.tag}.{named}" if named else node.tag)
        parent = node.parent
        node = parent if isinstance(parent, Element) else None
    return " > ".join(reversed(steps))


def outer_html(element: Element, limit: int = SNIPPET_CHARACTERS) -> str:
    """The element's HTML, cut to `limit` characters with a mark where it was cut."""
    html = _SPACE.sub(" ", element.html)
    return html if len(html) <= limit else html[: limit - 1] + "…"


def source_line(element: Element) -> int | None:
    """The 1-based line of the start tag in the source, or None where the parser made the element itself."""
    return element.source_line


def source_offset(element: Element) -> int | None:
    """The 0-based character offset of the start tag in the source, or None where the parser made the element itself."""
    location = element.source_location
    return location.start_tag.start_offset if location is not None and location.start_tag is not None else None


def is_decorative(element: Element) -> bool:
    """Whether the element or an ancestor is hidden from assistive technology."""
    node: Element | None = element
    while node is not None:
        if node.attr("aria-hidden") == "true" or node.attr("hidden") is not None:
            return True
        parent = node.parent
        node = parent if isinstance(parent, Element) else None
    return False
