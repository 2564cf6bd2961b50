"""Finds on a page what its owner describes: by CSS, XPath, regular expression, text or structured data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from audits.structured import Item
from store.document import Document, Element, text_of

if TYPE_CHECKING:
    from audits.page import PageView

CHARACTERS = 1_000_000
"""Of a text that is searched; what stands behind is not seen."""
VALUES = 20
"""Values kept of one page."""
VALUE_CHARACTERS = 500
KINDS = '`css:`, `xpath:`, `regex:`, `text:` or `data:` and what to look for, e.g. "data:Product.offers.price"'
_EMPTY = "<!doctype html><title></title>"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found: its text, and the element where it is one's."""

    value: str
    element: Element | None = None


class Selection(BaseModel):
    """What to look for: elements (css, xpath), words (regex, text) anywhere or inside those, or structured data."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    css: str = Field("", description="CSS selector of elements")
    xpath: str = Field("", description="XPath of elements, attributes or texts")
    regex: str = Field("", description="regular expression; with css or xpath: in the text of what these select")
    text: str = Field("", description="words as they are; with css or xpath: in the text of what these select")
    data: str = Field("", description='path in the structured data, e.g. "Product.offers.price"')
    attribute: str = Field("", description="with css: the attribute whose value counts instead of the text")
    case: bool = Field(False, description="whether capitals matter to regex and text")
    inside: Literal["text", "html", "title", "description", "url", "headers"] = Field(
        "text", description="where regex and text look when neither css nor xpath is given; text: the visible text"
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if sum(bool(one) for one in (self.css, self.xpath, self.data)) > 1:
            raise ValueError("css, xpath and data exclude each other; keep one")
        if self.regex and self.text:
            raise ValueError("regex and text exclude each other; keep one")
        if not (self.css or self.xpath or self.data or self.regex or self.text):
            raise ValueError("nothing to look for; give css, xpath, regex, text or data")
        if self.attribute and not self.css:
            raise ValueError("attribute needs css, which says whose attribute it is")
        _check("css", self.css)
        _check("xpath", self.xpath)
        _check("regex", self.regex)
        return self

    @property
    def said(self) -> str:
        """What is looked for, in short, as the configuration says it."""
        parts = [
            f"{kind} {value}" for kind in ("css", "xpath", "data", "regex", "text") if (value := getattr(self, kind))
        ]
        return " with ".join(parts)


@lru_cache(maxsize=1_024)
def parse_expectation(text: str) -> Selection:
    """Read "css:main img" and its like. Raises ValueError."""
    kind, sign, what = text.partition(":")
    if not sign or kind not in ("css", "xpath", "regex", "text", "data") or not what.strip():
        raise ValueError(f"{text!r} is not readable; write {KINDS}")
    return Selection.model_validate({kind: what.strip()})


def find(page: PageView, what: Selection, limit: int = VALUES) -> list[Found]:
    """Return what is found on the page, at most `limit`, in document order."""
    found: list[Found] = []
    for one in _places(page, what):
        found += islice(_within(one, what), limit - len(found))
        if len(found) >= limit:
            break
    return [Found(one.value[:VALUE_CHARACTERS], one.element) for one in found[:limit]]


def _places(page: PageView, what: Selection) -> Iterator[Found]:
    if what.css:
        for element in page.select(what.css):
            value = element.attr(what.attribute) if what.attribute else text_of(element)
            if value is not None:
                yield Found(str(value), element)
    elif what.xpath:
        yield from _by_xpath(page.document, what.xpath)
    elif what.data:
        for value in _by_data(page, what.data):
            yield Found(value)
    else:
        yield Found(haystack(page, what.inside))


def haystack(page: PageView, inside: str) -> str:
    """The text that words are looked for in."""
    if inside == "html":
        return page.body
    if inside == "title":
        return page.facts.title or ""
    if inside == "description":
        return page.facts.description or ""
    if inside == "url":
        return page.url
    if inside == "headers":
        return "\n".join(f"{name}: {value}" for name, value in page.page.headers)
    return page.visible_text


def _within(one: Found, what: Selection) -> Iterator[Found]:
    """The words that are looked for in a place; the place itself where no words are."""
    text = one.value[:CHARACTERS]
    if what.regex:
        for match in compiled(what.regex, what.case).finditer(text):
            yield Found(match[1] or "" if match.re.groups else match[0], one.element)
    elif what.text:
        wanted, where = (what.text, text) if what.case else (what.text.casefold(), text.casefold())
        yield from (Found(what.text, one.element) for _ in range(where.count(wanted)))
    else:
        yield Found(text, one.element)


def _by_xpath(document: Document, xpath: str) -> Iterator[Found]:
    result = document.xpath(xpath)
    if isinstance(result, list):
        for one in result:
            if isinstance(one, Element):
                yield Found(text_of(one), one)
            else:
                yield Found(" ".join(str(getattr(one, "data", one)).split()))
    elif not isinstance(result, bool) or result:
        yield Found(f"{result:g}" if isinstance(result, float) else str(result))


def _by_data(page: PageView, path: str) -> Iterator[str]:
    kind, *names = path.split(".")
    here: Iterable[Any] = [item for item in page.structured_data.items if item.is_a(kind) or kind in item.types]
    for name in names:
        here = [value for item in here if isinstance(item, Item) for value in item.values(name)]
    for one in here:
        yield (one.text("name") or one.type) if isinstance(one, Item) else str(one)


@lru_cache(maxsize=1_024)
def compiled(pattern: str, case: bool) -> re.Pattern[str]:
    """The pattern, compiled once."""
    return re.compile(pattern, 0 if case else re.IGNORECASE)


def _check(kind: str, value: str) -> None:
    """Raise ValueError where a selector or a pattern cannot be read."""
    if not value:
        return
    try:
        if kind == "regex":
            compiled(value, False)
        elif kind == "css":
            Document(_EMPTY).select(value)
        else:
            Document(_EMPTY).xpath(value)
    except (re.error, ValueError, TypeError) as error:
        name = {"css": "CSS selector", "xpath": "XPath", "regex": "regular expression"}[kind]
        raise ValueError(f"{value!r} is no {name} that can be read ({error})") from error
