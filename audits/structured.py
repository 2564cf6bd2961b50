"""Structured data of a page, read once: JSON-LD, microdata and RDFa as one flat list of typed items."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from audits.standards.schema_org import is_a
from store.document import Document, Element

if TYPE_CHECKING:
    from audits.page import PageView

LIMIT_CHARACTERS = 1_000_000  # of one JSON-LD block; longer ones are not read
LIMIT_ITEMS = 2_000
LIMIT_DEPTH = 40
_SCHEMA_ORG = re.compile(r"^https?://(?:www\.)?schema\.org/?(?:#|/)?", re.IGNORECASE)
_MACHINE_VALUES = "[itemprop][content]:not(meta, [itemscope], [href], [src])"
_WRAPPER = re.compile(r"^\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>\s*(?:\*/)?)\s*$")


@dataclass(frozen=True, slots=True)
class BrokenBlock:
    """A JSON-LD block that is no JSON."""

    element: Element
    message: str
    line: int  # inside the block, 1-based
    column: int
    near: str  # at most 60 characters around the fault


@dataclass(eq=False, slots=True)
class Item:
    """One typed thing; `properties` holds strings, numbers, booleans and other items."""

    types: tuple[str, ...]
    properties: dict[str, list[Any]]
    syntax: str  # "json-ld", "microdata" or "rdfa"
    element: Element | None = None
    parent: Item | None = None
    role: str = ""  # the property of the parent that holds it
    identifier: str = ""
    is_schema_org: bool = True
    has_context: bool = True  # JSON-LD: whether a vocabulary is named here or above

    @property
    def type(self) -> str:
        """The first type, or an empty string."""
        return self.types[0] if self.types else ""

    def is_a(self, *kinds: str) -> bool:
        """Whether one of its types is one of the kinds or a subtype."""
        return self.is_schema_org and any(is_a(name, *kinds) for name in self.types)

    def values(self, name: str) -> list[Any]:
        """All values of a property that say something."""
        return [value for value in self.properties.get(name, ()) if value not in ("", None) and value != []]

    def has(self, name: str) -> bool:
        """Whether a property has a value."""
        return bool(self.values(name))

    def text(self, name: str) -> str:
        """The first value of a property as text; of an item, its name or @value."""
        for value in self.values(name):
            found = value.text("name") if isinstance(value, Item) else str(value).strip()
            if found:
                return found
        return ""

    def items(self, name: str) -> list[Item]:
        """The values of a property that are items."""
        return [value for value in self.properties.get(name, ()) if isinstance(value, Item)]

    def missing(self, names: Sequence[str]) -> list[str]:
        """The names among these that have no value."""
        return [name for name in names if not self.has(name)]

    def lacking(self, paths: Sequence[str], follow: Callable[[Item], Item] | None = None) -> list[str]:
        """The paths among these ("name", "offers.price", "a|b" for one of two) that have no value, in words.

        What stands elsewhere and cannot be followed, or is a plain text, lacks nothing that could be told.
        """
        return [
            path.replace("|", " or ")
            for path in paths
            if not any(self._reaches(one.split("."), follow) for one in path.split("|"))
        ]

    def _reaches(self, steps: Sequence[str], follow: Callable[[Item], Item] | None) -> bool:
        values = self.values(steps[0])
        if len(steps) == 1:
            return bool(values)
        held = [follow(value) if follow else value for value in values if isinstance(value, Item)]
        held = [value for value in held if not value.is_reference]
        return all(value._reaches(steps[1:], follow) for value in held)

    @property
    def is_reference(self) -> bool:
        """Whether it only points at an item that stands elsewhere."""
        return not self.types and not self.properties and bool(self.identifier)


@dataclass(frozen=True, slots=True)
class StructuredData:
    """Everything that the page's markup declares."""

    items: tuple[Item, ...] = ()
    broken: tuple[BrokenBlock, ...] = ()
    blocks: int = 0  # JSON-LD blocks
    by_identifier: Mapping[str, Item] = field(default_factory=dict)

    def of(self, *kinds: str) -> list[Item]:
        """Items of some kinds or their subtypes, in document order."""
        return [item for item in self.items if item.is_a(*kinds)]

    def main(self, *kinds: str) -> list[Item]:
        """Items of some kinds that are a subject of the page itself, not a part of something else."""
        return [item for item in self.of(*kinds) if item.parent is None or item.role in ("mainEntity", "about")]

    def follow(self, item: Item) -> Item:
        """The item that a reference points at, or the item itself."""
        return self.by_identifier.get(item.identifier, item) if item.is_reference else item


def read_structured_data(page: PageView) -> StructuredData:
    """Read all structured data of a page; cheap where there is none."""
    items: list[Item] = []
    broken: list[BrokenBlock] = []
    blocks = 0
    body = page.folded_body
    if "ld+json" in body:
        for element in page.select('script[type*="ld+json" i]'):
            blocks += 1
            value = _parse_block(element, broken)
            if value is not None:
                _add_json(value, items, element, None, "", "", 0)
    if "itemscope" in body or "typeof=" in body:
        _add_inline(page, items)
    identifiers: dict[str, Item] = {}
    for item in items:
        if item.identifier and item.types:
            identifiers.setdefault(item.identifier, item)
    return StructuredData(tuple(items), tuple(broken), blocks, identifiers)


def short_type(name: str) -> str:
    """A type without the vocabulary's address.

    >>> short_type("https://schema.org/Product")
    'Product'
    """
    return _SCHEMA_ORG.sub("", name.strip()).removeprefix("schema:")


def _parse_block(element: Element, broken: list[BrokenBlock]) -> Any:
    text = _WRAPPER.sub("", element.text).strip()
    if not text or len(text) > LIMIT_CHARACTERS:
        return None
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        near = text[max(0, error.pos - 30) : error.pos + 30]
        broken.append(BrokenBlock(element, error.msg, error.lineno, error.colno, near))
    except (ValueError, RecursionError) as error:
        broken.append(BrokenBlock(element, str(error)[:100] or "nested too deep", 1, 1, text[:60]))
    return None


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no JSON value")


def _context_of(node: Mapping[str, Any], inherited: str) -> str:
    context = node.get("@context", inherited)
    if isinstance(context, str):
        return context
    if isinstance(context, list):
        return " ".join(_context_of({"@context": one}, "") for one in context if isinstance(one, str | dict))
    if isinstance(context, dict):
        return str(context.get("@vocab") or " ".join(one for one in context.values() if isinstance(one, str)))
    return inherited


def _add_json(
    node: Any, items: list[Item], element: Element, parent: Item | None, role: str, context: str, depth: int
) -> Any:
    """Add the item of a JSON-LD node and of all inside; return what the parent's property holds."""
    if depth > LIMIT_DEPTH or len(items) >= LIMIT_ITEMS:
        return None
    if isinstance(node, list):
        return [_add_json(one, items, element, parent, role, context, depth + 1) for one in node]
    if not isinstance(node, dict):
        return node
    for key in ("@value", "@list", "@set"):
        if key in node:
            value = node[key]
            return value if key == "@value" else _add_json(value, items, element, parent, role, context, depth + 1)
    context = _context_of(node, context)
    types = tuple(short_type(one) for one in _listed(node.get("@type")) if isinstance(one, str) and one.strip())
    identifier = node.get("@id")
    item = Item(
        types=types,
        properties={},
        syntax="json-ld",
        element=element,
        parent=parent,
        role=role,
        identifier=identifier if isinstance(identifier, str) else "",
        is_schema_org="schema.org" in context.lower(),
        has_context=bool(context) or "@context" in node or (parent is not None and parent.has_context),
    )
    if types:
        items.append(item)
    for key, value in node.items():
        if key == "@graph":
            _add_json(value, items, element, None, "", context, depth + 1)
        elif not key.startswith("@"):
            made = _add_json(value, items, element, item if types else parent, key, context, depth + 1)
            item.properties[short_type(key)] = list(_flat(made))
    return item


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for one in value:
            yield from _flat(one)
    else:
        yield value


def _add_inline(page: PageView, items: list[Item]) -> None:
    document = _with_machine_values(page)
    try:
        found = document.structured_data()
    except (RecursionError, ValueError):
        return  # nested without end by a mistake of the page; nothing can be said
    tops: list[Item] = []
    for one in found.microdata:
        tops.append(_add_record(one, items, None, "", "microdata", 0))
    _place(tops, page.select("[itemscope]:not([itemprop])"))
    tops = [_add_record(other, items, None, "", "rdfa", 0) for other in found.rdfa]
    if tops:
        _place(tops, [one for one in page.select("[typeof]") if not one.attr("property") or not _is_inside(one)])


def _with_machine_values(page: PageView) -> Document:
    """The page where microdata's `content` attributes stand for the text, as search engines read them on any element.

    The HTML standard knows the attribute on meta elements only, and so does the library.
    """
    if "itemprop" not in page.folded_body or not page.select(_MACHINE_VALUES):
        return page.document
    copy = Document(page.body)
    for element in copy.select(_MACHINE_VALUES):
        element.set_text(element.attr("content") or "")
    return copy


def _is_inside(element: Element) -> bool:
    parent = element.parent
    return isinstance(parent, Element) and parent.closest("[typeof]") is not None


def _place(tops: list[Item], elements: Sequence[Element]) -> None:
    """Give each outer item, and what is inside it, the element that holds it, where they can be told one by one."""
    if len(tops) != len(elements):
        return
    for top, element in zip(tops, elements, strict=True):
        waiting = [top]
        while waiting:
            item = waiting.pop()
            if item.element is None:
                item.element = element
                waiting += [value for values in item.properties.values() for value in values if isinstance(value, Item)]


def _add_record(record: Any, items: list[Item], parent: Item | None, role: str, syntax: str, depth: int) -> Item:
    raw = record.type if isinstance(record.type, list) else (record.type or "").split()
    item = Item(
        types=tuple(short_type(name) for name in raw if name),
        properties={},
        syntax=syntax,
        parent=parent,
        role=role,
        identifier=str(getattr(record, "id", None) or getattr(record, "resource", None) or ""),
        is_schema_org=any(_SCHEMA_ORG.match(name) for name in raw),
    )
    if item.types and len(items) < LIMIT_ITEMS:
        items.append(item)
    if depth < LIMIT_DEPTH:
        for key, values in record.properties.items():
            name = short_type(key)
            item.properties[name] = [
                _add_record(value, items, item, name, syntax, depth + 1) if hasattr(value, "properties") else value
                for value in values
            ]
    return item
