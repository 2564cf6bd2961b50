"""One WHATWG parse of an HTML page: the only module that knows the parser (turbohtml) behind it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from itertools import islice

import turbohtml
from turbohtml import Element, Node, StructuredData, Text

__all__ = [
    "Document",
    "Element",
    "Node",
    "Text",
    "count_words",
    "css_path",
    "element_place",
    "is_decorative",
    "main_text",
    "outer_html",
    "place_of",
    "readable_text",
    "source_line",
    "source_offset",
    "text_of",
]

_POSITION = re.compile(r":nth-(?:of-type|child)\(\d+\)")
_NUMBERED_ID = re.compile(r"#[^\s>.:\[]*\d[^\s>.:\[]*")
_SPACE = re.compile(r"\s+")
SNIPPET_CHARACTERS = 500

_SILENT = frozenset({"script", "style", "template", "noscript", "head", "title", "svg", "iframe", "object", "datalist"})
_SILENT_IN_MAIN = _SILENT | {"nav", "header", "footer", "aside"}
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr".split()
)
_INLINE_DEPTH = 32
# Scripts written without spaces between words, with the letters that an average word takes.
_HAN_AND_KANA = re.compile(r"[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_SOUTH_EAST_ASIAN = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_HAN_LETTERS_A_WORD = 2
_SOUTH_EAST_ASIAN_LETTERS_A_WORD = 5


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


def main_text(document: Document) -> str:
    """The text of the page's main content, white space folded.

    That is the first main element (or role main), else the body, in both cases without nav, header, footer and aside,
    and without what is not shown: scripts, styles, templates, noscript, SVG. A header or aside inside an article of
    the main content is left out too: what is the same on every page should not count as content.
    """
    root = document.select_one("main") or document.select_one("[role=main]") or document.body
    return "" if root is None else readable_text(root, _SILENT_IN_MAIN)


def readable_text(element: Element, silent: frozenset[str] = _SILENT) -> str:
    """The element's text as a reader sees it: blocks kept apart, inline elements joined, white space folded.

    Elements whose tag is in `silent` are left out with all that they hold.
    """
    pieces: list[str] = []
    last: Text | None = None
    apart = True  # whether what came since the last text keeps words apart
    nodes = iter(element.descendants)
    for node in nodes:
        if type(node) is Text:
            data = node.data
            if not apart and last is not None and not data[:1].isspace() and _block_of(last) is not _block_of(node):
                pieces.append(" ")
            pieces.append(data)
            last = node
            apart = data[-1:].isspace()
        elif type(node) is Element:
            tag = node.tag
            if tag in silent:
                # Skip the whole subtree: nodes come in document order, so its size is all that is needed.
                size = sum(1 for _ in node.descendants)
                deque(islice(nodes, size), maxlen=0)
            if tag not in _INLINE and not apart:
                pieces.append(" ")
                apart = True
    return " ".join("".join(pieces).split())


def _block_of(node: Node) -> Node | None:
    """The nearest ancestor that is no inline element."""
    parent = node.parent
    for _ in range(_INLINE_DEPTH):
        if not isinstance(parent, Element) or parent.tag not in _INLINE:
            break
        parent = parent.parent
    return parent


def count_words(text: str) -> int:
    """How many words a text has. Chinese, Japanese and the scripts of South-East Asia put no spaces between words:
    there two letters (Han, kana) or five (Thai, Lao, Khmer, Burmese) are taken for a word.

    >>> count_words("Two words"), count_words("東京都")
    (2, 2)
    """
    if text.isascii():
        return len(text.split())
    han = len(_HAN_AND_KANA.findall(text))
    other = len(_SOUTH_EAST_ASIAN.findall(text))
    if not han and not other:
        return len(text.split())
    spaced = _SOUTH_EAST_ASIAN.sub(" ", _HAN_AND_KANA.sub(" ", text))
    words = sum(1 for word in spaced.split() if any(letter.isalnum() for letter in word))
    return words + -(-han // _HAN_LETTERS_A_WORD) + -(-other // _SOUTH_EAST_ASIAN_LETTERS_A_WORD)


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
