"""Places on pages that links name: which are wanted, and which the pages do not have."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote

import numpy as np

from crawler.ask import Answer
from crawler.decode import decode
from crawler.extract import Fragment, extract
from crawler.inquiry import Asked, Inquiry
from crawler.job import CrawlJob
from store.document import Document
from store.model import LinkFlag, Page, Probe

MAX_WANTED = 200_000  # places in all
MAX_SOURCES = 50  # pages that are named for one place; the true number is kept
MAX_FOREIGN = 500  # pages of other sites that are read once more for the sake of a place
CHUNK = 100
MANY = 1_000  # wanted pages, from which on all pages are read at once instead of one by one
_TYPES = ("text/html", "application/xhtml+xml", "image/svg+xml")
_OF_MEDIA = ("t=", "xywh=", "track=", "page=", "nameddest=", "zoom=", "svgView(", "viewBox=")


@dataclass(slots=True)
class _Wish:
    """Who wants one place."""

    pages: int = 0
    sources: list[tuple[str, str]] = field(default_factory=list)
    is_old: bool = False  # a page that has not changed wants it: the run before looked for it too


class PlaceBook:
    """The places that links of the site name, kept while it is crawled and looked for at its end."""

    def __init__(self, job: CrawlJob, inquiry: Inquiry) -> None:
        self._job = job
        self._inquiry = inquiry
        self._wishes: dict[str, dict[str, _Wish]] = {}
        self._count = 0
        self._sources: set[str] = set()  # pages that were heard, in a run that goes on
        self._found: dict[str, tuple[str, Places]] = {}

    def want(self, source: str, fragments: Iterable[Fragment], *, is_old: bool = False) -> None:
        """Note the places that a page's links name; `is_old`: the page is taken over from the run before."""
        if self._job.is_resumed:
            self._sources.add(source)
        for one in fragments:
            wishes = self._wishes.setdefault(one.target, {})
            wish = wishes.get(one.name)
            if wish is None:
                if self._count >= MAX_WANTED:
                    self._job.tell(f"more than {MAX_WANTED} places on pages are linked; the rest was not looked for")
                    return
                self._count += 1
                wish = wishes[one.name] = _Wish()
            wish.pages += 1
            wish.is_old |= is_old
            if len(wish.sources) < MAX_SOURCES:
                wish.sources.append((source, one.text))

    def is_wanted(self, url: str) -> bool:
        """Whether a place on a URL is wanted."""
        return url in self._wishes

    def read(self, url: str, asked: Asked) -> None:
        """Take the places of a page elsewhere, or of a picture, while its body is at hand."""
        if url in self._wishes and (places := places_of(asked.last)) is not None and not places.is_cut:
            self._found[url] = asked.last.url, places

    async def settle(self) -> None:
        """Look for every place that is wanted, and keep those that are missing."""
        if self._job.is_resumed:
            self._recall()
        own = [url for url in self._wishes if self._job.scope.is_internal(url) and url not in self._found]
        ends = self._ends_of(own)
        own = self._doubtful(own, ends)
        for start in range(0, len(own), CHUNK):
            if self._job.is_ending:
                return
            self._settle_own(own[start : start + CHUNK], ends)
            await asyncio.sleep(0)
        if self._count < MAX_WANTED:
            start_url = self._job.run.start_url
            self._job.save_probe(Probe("places", start_url, 200, None, {"wanted": self._count}, time.time()))
        others = [url for url in self._wishes if not self._job.scope.is_internal(url) and url not in self._found]
        for url in others[:MAX_FOREIGN]:
            if self._job.is_ending or not self._job.options.check_external:
                break
            self.read(url, await self._inquiry.page(url))
        for url, (final_url, places) in self._found.items():
            self._tell(url, final_url, places)
        self._job.flush()

    def _doubtful(self, urls: list[str], ends: Mapping[str, Page]) -> list[str]:
        """Those of which it is not known yet that they have every place.

        A page that has not changed lacks nothing that the run before looked for and did not miss.
        """
        before = self._job.reuse.before
        probes = self._job.store.probes(before.id) if before is not None else []
        if not any(probe.kind == "places" for probe in probes):
            return urls
        lacking = {probe.url for probe in probes if probe.kind == "fragments"}
        return [url for url in urls if url in lacking or not self._is_known(url, ends.get(url))]

    def _is_known(self, url: str, page: Page | None) -> bool:
        is_same = page is not None and page.is_reused and page.url == url
        return is_same and all(wish.is_old for wish in self._wishes[url].values())

    def _recall(self) -> None:
        """Note what the pages of an earlier part of the run want."""
        store, run_id = self._job.store, self._job.run.id
        table = store.links(run_id)
        sources = np.unique(table.source[(table.flags & int(LinkFlag.HAS_FRAGMENT)) != 0]).tolist()
        for start in range(0, len(sources), CHUNK):
            ids = sources[start : start + CHUNK]
            bodies = store.bodies(run_id, ids)
            for page in store.pages(run_id, ids):
                if page.url not in self._sources and page.id in bodies:
                    self.want(page.url, extract(page.url, _text_of(page, bodies[page.id])).fragments)

    def _ends_of(self, urls: list[str]) -> dict[str, Page]:
        """The pages at the end of the redirects from URLs, where they are pages that answered."""
        store, run_id = self._job.store, self._job.run.id
        known: dict[str, Page] = {}
        if len(urls) > MANY:
            known = {page.url: replace(page, facts=None) for page in store.pages(run_id, headers=False)}
        ends: dict[str, Page] = {}
        for url in urls:
            page = known.get(url) if known else store.page(run_id, url)
            for _ in range(10):
                if page is None or not page.redirect_to:
                    break
                page = known.get(page.redirect_to) if known else store.page(run_id, page.redirect_to)
            if page is not None and page.status == 200 and page.failure is None:
                ends[url] = page
        return ends

    def _settle_own(self, urls: list[str], ends: Mapping[str, Page]) -> None:
        """Look at stored pages."""
        store, run_id = self._job.store, self._job.run.id
        pages = {url: ends[url] for url in urls if url in ends}
        bodies = store.bodies(run_id, {page.id for page in pages.values()})
        for url, page in pages.items():
            body = bodies.get(page.id, b"")
            is_cut = page.body_bytes > self._job.options.max_parse_bytes
            if body and not is_cut:
                self._tell(url, page.url, Places.of(_text_of(page, body)))

    def _tell(self, url: str, final_url: str, places: Places) -> None:
        missing = {
            name: {"pages": wish.pages, "sources": [list(source) for source in wish.sources]}
            for name, wish in self._wishes[url].items()
            if not places.has(name)
        }
        if missing:
            data: dict[str, Any] = {
                "final_url": final_url,
                "is_scripted": places.is_scripted,
                "is_rendered": False,
                "missing": missing,
            }
            self._job.save_probe(Probe("fragments", url, 200, None, data, time.time()))


def _text_of(page: Page, body: bytes) -> str:
    kind = f"{page.content_type}; charset={page.charset}" if page.charset else page.content_type
    return decode(body, kind)[0]


@dataclass(frozen=True, slots=True)
class Places:
    """The places that a document has: ids and names of anchors."""

    names: Collection[str]
    is_scripted: bool = False  # scripts may add others
    is_cut: bool = False

    @classmethod
    def of(cls, html: str, *, is_cut: bool = False) -> Places:
        """Read the places of a document; what stands in templates is none."""
        document = Document(html)
        has_templates = "<template" in html
        names = set()
        for element in document.select("[id], a[name]"):
            if has_templates and element.closest("template") is not None:
                continue
            names.add(element.attr("id") or "")
            if element.tag == "a":
                names.add(element.attr("name") or "")
        return cls(names, any(_is_program(one.attr("type")) for one in document.select("script")), is_cut)

    def has(self, fragment: str) -> bool:
        """Whether a link's fragment leads to a place, as browsers look for it: as written, then decoded.

        Source: https://html.spec.whatwg.org/multipage/browsing-the-web.html#scrolling-to-a-fragment
        """
        return fragment in self.names or unquote(fragment, errors="replace") in self.names or is_of_media(fragment)


def is_of_media(fragment: str) -> bool:
    """Whether a fragment names a time, a part of a picture or a page of a document."""
    return fragment.startswith(_OF_MEDIA)


def places_of(answer: Answer) -> Places | None:
    """The places of an answer; None where it is no document with places."""
    if answer.status != 200 or answer.failure is not None or not answer.body:
        return None
    if not answer.is_html and answer.media_type not in _TYPES:
        return None
    whole = answer.header("content-length")
    is_cut = whole.isdigit() and int(whole) > answer.wire_bytes
    return Places.of(decode(answer.body, answer.content_type)[0], is_cut=is_cut)


def _is_program(kind: str | None) -> bool:
    folded = (kind or "").strip().lower()
    return folded in ("", "module") or "javascript" in folded or "ecmascript" in folded
