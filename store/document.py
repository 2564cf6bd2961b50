"""One WHATWG parse of an HTML page: the only module that knows the parser (turbohtml) behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import turbohtml
from turbohtml import Element, Node, ShadowRoot, StructuredData, Text

__all__ = [
    "Document",
    "Element",
    "Node",
    "ShadowRoot",
    "Text",
    "count_words",
    "css_path",
    "element_place",
    "inner_span",
    "is_decorative",
    "is_not_shown",
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
_NOT_SHOWN = (
    '[hidden], [style*="display:none" i], [style*="display: none" i], '
    '[style*="visibility:hidden" i], [style*="visibility: hidden" i]'
)
_HIDDEN = f'[aria-hidden="true"], {_NOT_SHOWN}'
SNIPPET_CHARACTERS = 500

_SILENT = frozenset({"script", "style", "template", "noscript", "head", "title", "svg", "iframe", "object", "datalist"})
_SILENT_IN_MAIN = _SILENT | {"nav", "header", "footer", "aside"}
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr".split()
)
_PLAIN = _INLINE | {"link", "meta"}
_TRANSPARENT = _PLAIN | {"script", "style", "template", "noscript"}
# Scripts written without spaces between words, with the letters that an average word takes.
_HAN_AND_KANA = (
    (0x3040, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3134F),
)
_SOUTH_EAST_ASIAN = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))
_UNSPACED_LEADS = bytes([0xE0, 0xE1, *range(0xE3, 0xEA), 0xEF, 0xF0])
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

    def xpath(self, expression: str) -> Any:
        """What an XPath selects: a list of elements, texts and attribute values, or a text, number or truth value."""
        return self._tree.xpath(expression)

    @property
    def root(self) -> Node:
        """The node that holds the html element."""
        return self._tree

    def count_elements(self) -> int:
        """How many elements the page has."""
        count = self._tree.xpath_one("count(//*)")
        assert isinstance(count, float)
        return int(count)

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
    return " ".join(element.text.split())


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
    mixed = _mixed(element)
    if not mixed:
        return " ".join(element.text.split())
    pieces: list[str] = []
    add = pieces.append
    stack = [iter(element.children)]
    ends = [""]  # what parts each element on the stack from what follows it
    while stack:
        for child in stack[-1]:
            if type(child) is Text:
                add(child.data)
            elif type(child) is Element:
                tag = child.tag
                if child in mixed and tag not in silent:
                    end = "" if tag in _TRANSPARENT else " "
                    add(end)
                    stack.append(iter(child.children))
                    ends.append(end)
                    break
                if tag in _PLAIN:
                    add(child.text)
                elif tag not in silent:
                    add(f" {child.text} ")
                elif tag not in _TRANSPARENT:
                    add(" ")
        else:
            stack.pop()
            add(ends.pop())
    return " ".join("".join(pieces).split())


def _mixed(element: Element) -> set[Node]:
    """The element and those inside it that hold more than text and inline elements; the parser reads the others."""
    mixed: set[Node] = set()
    seen: Node | None = None
    for one in element.select("*"):
        if one.tag in _PLAIN:
            continue
        parent = one.parent
        if parent is seen:
            continue
        seen = parent
        while parent is not None and parent not in mixed:
            mixed.add(parent)
            if parent is element:
                break
            parent = parent.parent
    return mixed


def count_words(text: str, *, is_folded: bool = False) -> int:
    """How many words a text has, in any script. Text whose white space is folded is counted faster.

    Chinese, Japanese and the scripts of South-East Asia put no spaces between words: there two letters (Han, kana) or
    five (Thai, Lao, Khmer, Burmese) are taken for a word.

    >>> count_words("Two words"), count_words("東京都")
    (2, 2)
    """
    if text.isascii():
        return _count_spaced(text, is_folded)
    # Such letters begin with these bytes in UTF-8; a look at them costs a tenth of a pattern over the text.
    encoded = text.encode("utf-8", "surrogatepass")
    if len(encoded.translate(None, _UNSPACED_LEADS)) == len(encoded):
        return _count_spaced(text, is_folded)
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    han, other = _in_ranges(letters, _HAN_AND_KANA), _in_ranges(letters, _SOUTH_EAST_ASIAN)
    unspaced = han | other
    if not unspaced.any():
        return _count_spaced(text, is_folded)
    spaced = np.where(unspaced, np.uint32(0x20), letters).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    words = sum(1 for word in spaced.split() if any(letter.isalnum() for letter in word))
    return words + -(-int(han.sum()) // _HAN_LETTERS_A_WORD) + -(-int(other.sum()) // _SOUTH_EAST_ASIAN_LETTERS_A_WORD)


def _count_spaced(text: str, is_folded: bool) -> int:
    if not is_folded:
        return len(text.split())
    return text.count(" ") + 1 if text else 0


def _in_ranges(letters: npt.NDArray[np.uint32], ranges: tuple[tuple[int, int], ...]) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(letters), dtype=np.bool_)
    for first, last in ranges:
        found |= (letters >= first) & (letters <= last)
    return found


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
    """The element's HTML, cut to `limit` characters with a mark; of html and body the start tag alone."""
    if element.tag in ("html", "body"):
        attributes = "".join(f' {name}="{value}"' for name, value in element.attrs.items())
        return f"<{element.tag}{attributes}>"[:limit]
    html = _SPACE.sub(" ", element.html)
    return html if len(html) <= limit else html[: limit - 1] + "…"


def source_line(element: Element) -> int | None:
    """The 1-based line of the start tag in the source, or None where the parser made the element itself."""
    return element.source_line


def source_offset(element: Element) -> int | None:
    """The 0-based character offset of the start tag in the source, or None where the parser made the element itself."""
    location = element.source_location
    return location.start_tag.start_offset if location is not None and location.start_tag is not None else None


def inner_span(element: Element) -> tuple[int, int] | None:
    """The character offsets between which the element's content stands in the source; None without both tags there.

    The parser counts a line end as one character, so they hold for a source with plain line feeds.
    """
    location = element.source_location
    if location is None or location.start_tag is None or location.end_tag is None:
        return None
    return location.start_tag.end_offset, location.end_tag.start_offset


def is_not_shown(element: Element) -> bool:
    """Whether markup hides the element or an ancestor from everybody; style sheets are not read."""
    return element.closest(_NOT_SHOWN) is not None


def is_decorative(element: Element) -> bool:
    """Whether markup hides the element or an ancestor from assistive technology; style sheets are not read."""
    return element.closest(_HIDDEN) is not None
