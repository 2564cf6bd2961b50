"""Reads a sitemap of any kind (urlset, index, text, feed, gzip or not) and names what is wrong with it.

Sources: https://www.sitemaps.org/protocol.html and
https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from crawler.sitemap_body import Inflated, inflated
from crawler.sitemap_extensions import Extensions
from crawler.sitemap_values import Scope, loc_faults, value_faults
from store.model import Hreflang, SitemapEntry
from store.urls import normal_form

MAX_URLS = 50_000
CHUNK_BYTES = 65_536
RAW_CHARACTERS = 4_096
MAX_HREFLANG = 500

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "{http://www.w3.org/1999/xhtml}link"
_ATOM = "http://www.w3.org/2005/Atom"
_KINDS = {"urlset": "urlset", "sitemapindex": "sitemapindex", "rss": "feed", "feed": "feed", "RDF": "feed"}
_ITEMS = {"urlset": ("url",), "sitemapindex": ("sitemap",), "feed": ("item", "entry")}
_FIELDS = frozenset({"loc", "lastmod", "changefreq", "priority", "link", "pubDate", "updated", "published", "date"})
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_DECLARED_ENCODING = re.compile(rb"""^[^>]{0,200}encoding\s*=\s*["']([\w.:-]{1,40})["']""")


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap file holds.

    `faults` are pairs of a fault's word and where or why: those of the file, and each fault of its entries once.
    """

    kind: str  # "urlset", "sitemapindex", "text", "feed", or "unknown"
    entries: tuple[SitemapEntry, ...] = ()  # pages; none in an index
    listed: tuple[SitemapEntry, ...] = ()  # an index's sitemaps with their faults
    children: tuple[str, ...] = ()  # normal URLs of an index's sitemaps, each once
    faults: tuple[tuple[str, str], ...] = ()
    urls: int = 0  # how many it lists, those beyond the limit counted too
    bytes: int = 0  # inflated
    extensions: dict[str, Any] = field(default_factory=dict)  # see Extensions.found


def read_sitemap(body: bytes, url: str, *, max_entries: int = MAX_URLS) -> Sitemap:
    """Read the body that a sitemap's URL answered; never raises.

    `url` is where it was served: what it may list depends on that. Good entries next to faulty ones are kept, and those
    before a place where the file breaks. Document types and entities are refused, and a file that inflates beyond all
    measure is not read.
    """
    whole = inflated(body)
    if whole.refused:
        return Sitemap("unknown", faults=(("bomb", whole.refused),), bytes=whole.size)
    text = whole.body.lstrip(b"\xef\xbb\xbf \t\r\n")
    reader = _Reader(url, max_entries)
    if _HTML.match(text):
        reader.fault("html", "it is an HTML page")
    elif whole.body[:2] in (b"\xff\xfe", b"\xfe\xff") or text.startswith(b"<"):
        _read_xml(whole, reader)
    else:
        _read_text(whole.body, reader)
    if whole.fault:
        reader.fault(*whole.fault)
    return reader.sitemap(whole.size)


class _Reader:
    """Gathers entries and faults, whatever the format."""

    def __init__(self, url: str, max_entries: int) -> None:
        self.kind = "unknown"
        self.url = url
        self._scope = Scope(url)
        self._max_entries = max_entries
        self._entries: list[SitemapEntry] = []
        self._faults: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self.urls = 0
        self.extensions = Extensions()

    def fault(self, word: str, detail: str = "") -> None:
        """Note a fault once."""
        self._faults.setdefault(word, detail[:300])

    def entry(self, values: dict[str, str], hreflang: list[tuple[str, str]]) -> None:
        """Note what an entry says; `values` maps the names of elements to their text."""
        self.urls += 1
        raw = values.get("loc")
        faults = loc_faults(raw, self._scope, is_index=self.kind == "sitemapindex")
        faults += value_faults(values, self.kind)
        raw = (raw or "").strip()
        self.extensions.entry(raw[:RAW_CHARACTERS], values)
        for word in faults:
            self._counts[word] = self._counts.get(word, 0) + 1
            self._faults.setdefault(word, f"entry {self.urls}: {raw or '(no loc)'}"[:300])
        if len(self._entries) < self._max_entries:
            usable = not {"loc-missing", "loc-empty", "loc-not-absolute"} & set(faults)
            self._entries.append(
                SitemapEntry(
                    url=(normal_form(raw) or "") if usable else "",
                    raw=raw[:RAW_CHARACTERS],
                    sitemap=self.url,
                    lastmod=values.get("lastmod", "").strip()[:100],
                    faults=tuple(faults),
                    hreflang=tuple(_hreflang(hreflang)),
                )
            )

    def sitemap(self, size: int) -> Sitemap:
        """All that was gathered."""
        if not self.urls and not {"not-well-formed", "html", "dtd-refused", "wrong-root"} & set(self._faults):
            self.fault("no-url", "it lists nothing")
        if self.urls > MAX_URLS:
            self.fault("too-many-urls", f"{self.urls} entries, {MAX_URLS} are allowed")
        faults = tuple(
            (word, detail if self._counts.get(word, 0) < 2 else f"{self._counts[word]} entries, the first: {detail}")
            for word, detail in self._faults.items()
        )
        entries = tuple(self._entries)
        if self.kind != "sitemapindex":
            found = self.extensions.found()
            return Sitemap(self.kind, entries, faults=faults, urls=self.urls, bytes=size, extensions=found)
        children = tuple(dict.fromkeys(entry.url for entry in entries if entry.url))
        return Sitemap(self.kind, (), entries, children, faults, self.urls, size)


def _hreflang(links: list[tuple[str, str]]) -> Iterator[Hreflang]:
    for code, raw in links:
        yield Hreflang(code.strip()[:100], normal_form(raw) or "", raw.strip()[:RAW_CHARACTERS], "sitemap")


def _read_text(body: bytes, reader: _Reader) -> None:
    """One URL a line, UTF-8."""
    reader.kind = "text"
    body = body.removeprefix(b"\xef\xbb\xbf")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        reader.fault("not-utf8", f"byte {error.start}")
        text = body.decode("utf-8", "replace")
    for line in re.split(r"[\r\n]+", text):
        if line.strip():
            reader.entry({"loc": line}, [])


# --- XML


class _RefusedError(Exception):
    """Stops the parser: a document type, or no sitemap at all."""


def _read_xml(whole: Inflated, reader: _Reader) -> None:
    encoding = _declared_encoding(whole.body)
    if encoding not in ("utf-8", "utf8", "us-ascii", "ascii"):
        reader.fault("not-utf8", f"its encoding is {encoding}")
    target = _Target(reader)
    parser = etree.XMLParser(
        target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    body = whole.body.lstrip(b" \t\r\n")  # white space before the declaration is the commonest slip: forgiven
    if len(body) != len(whole.body):
        reader.fault("space-before-declaration", "white space stands before the XML declaration")
    try:
        for at in range(0, len(body), CHUNK_BYTES):
            parser.feed(body[at : at + CHUNK_BYTES])
        parser.close()
    except _RefusedError:
        pass
    except (etree.XMLSyntaxError, etree.LxmlError, ValueError) as error:
        if whole.fault is None and not target.is_refused:
            lines = str(error).splitlines()
            reader.fault("not-well-formed", lines[0] if lines else "it is no XML")


def _declared_encoding(body: bytes) -> str:
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    declared = _DECLARED_ENCODING.match(body.lstrip(b"\xef\xbb\xbf \t\r\n")) if b"<?xml" in body[:20] else None
    return declared.group(1).decode("ascii").lower() if declared else "utf-8"


class _Target:
    """Takes the parser's events; nothing is built but the values of the entry under way."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        self._depth = 0
        self._namespace = ""
        self._items: tuple[str, ...] = ()
        self._item_depth = 0  # of the entry under way, 0: none
        self._field = ""
        self._text: list[str] = []
        self._values: dict[str, str] = {}
        self._hreflang: list[tuple[str, str]] = []
        self.is_refused = False

    def doctype(self, name: str, _public: str | None, _system: str | None) -> None:
        """A sitemap needs none, and its entities are a danger."""
        self._refuse("dtd-refused", f"it has the document type “{name[:60]}”")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        self._depth += 1
        namespace, _, name = tag.rpartition("}")
        namespace = namespace[1:]
        if self._depth == 1:
            self._root(namespace, name)
        elif not self._item_depth:
            if name in self._items and namespace in (self._namespace, NAMESPACE, ""):
                self._item_depth = self._depth
                self._values, self._hreflang = {}, []
            elif self._reader.kind == "sitemapindex" and name == "url" and self._depth == 2:
                self._reader.fault("url-in-index", "a url element stands in an index")
        elif self._reader.extensions.start(namespace, name, self._depth):
            pass
        elif self._depth == self._item_depth + 1:
            self._inside(tag, namespace, name, attributes)

    def _root(self, namespace: str, name: str) -> None:
        kind = _KINDS.get(name)
        if kind is None:
            self._refuse("html" if name.lower() == "html" else "wrong-root", f"its root is <{name[:60]}>")
            return
        self._reader.kind = kind
        self._items = _ITEMS[kind]
        self._namespace = namespace
        if kind != "feed" and namespace != NAMESPACE:
            self._reader.fault("namespace-missing", f"the root's namespace is “{namespace[:100]}”")

    def _inside(self, tag: str, namespace: str, name: str, attributes: dict[str, str]) -> None:
        if tag == _XHTML:
            code, href = attributes.get("hreflang"), attributes.get("href")
            if code is not None and href is not None and len(self._hreflang) < MAX_HREFLANG:
                self._hreflang.append((code, href))
        elif name in _FIELDS and (namespace in (self._namespace, NAMESPACE, "") or self._reader.kind == "feed"):
            if name == "link" and attributes.get("href"):
                if attributes.get("rel", "alternate") == "alternate":
                    self._values.setdefault("loc", attributes["href"])
                return
            self._field = {"link": "loc", "pubDate": "lastmod", "updated": "lastmod"}.get(name, name)
            self._text = []

    def data(self, text: str) -> None:
        """Text of the element under way."""
        if self._field:
            self._text.append(text)
        elif self._item_depth:
            self._reader.extensions.data(text)

    def end(self, _tag: str) -> None:
        """An element closes."""
        if self._item_depth < self._depth:
            self._reader.extensions.end(self._depth)
        if self._depth == self._item_depth:
            self._item_depth = 0
            self._reader.entry(self._values, self._hreflang)
        elif self._field and self._depth == self._item_depth + 1:
            self._values.setdefault(self._field, "".join(self._text))
            self._field = ""
        self._depth -= 1

    def close(self) -> None:
        """The document is at its end."""

    def _refuse(self, word: str, detail: str) -> None:
        self.is_refused = True
        self._reader.fault(word, detail)
        raise _RefusedError
