"""Finds and reads the site's sitemaps: those that robots.txt names, those at the usual places, and what they index."""

from __future__ import annotations

import time
from collections import deque

from crawler.ask import Answer, follow
from crawler.job import CrawlJob
from crawler.scope import origin_of
from crawler.sitemaps import Sitemap, read_sitemap
from store.database import Batch
from store.model import Failure, Probe
from store.urls import normal_form

USUAL_PLACES = ("/sitemap.xml", "/sitemap_index.xml")
MAX_FILES = 500
MAX_LEVELS = 3  # an index of indexes is a fault; deeper is not read
MAX_BYTES = 52_428_800  # the protocol's limit, unpacked
MAX_HOPS = 5


class SitemapWalk:
    """Reads every sitemap once and keeps its URLs in the store; they join the frontier when links run dry."""

    def __init__(self, job: CrawlJob) -> None:
        self._job = job
        self._urls = 0
        self._known: set[str] = set()

    async def walk(self) -> None:
        """Read all sitemaps. Those that an earlier part of the run read are not read again."""
        job = self._job
        if not job.options.sitemaps and not job.options.sitemap_urls:
            return
        waiting = deque(await self._beginnings())
        for probe in job.store.probes(job.run.id):
            if probe.kind == "sitemap":
                self._known.add(probe.url)
                self._urls += int(probe.data.get("urls", 0))
                waiting.extend((child, "index", 1) for child in probe.data.get("children", ()))
        files = 0
        while waiting and not job.is_ending:
            url, found_in, level = waiting.popleft()
            if url in self._known:
                continue
            self._known.add(url)
            files += 1
            if files > MAX_FILES or self._urls >= job.options.max_sitemap_urls:
                job.tell(f"sitemaps were read up to {files - 1} files and {self._urls} URLs; the rest was left")
                return
            children = await self._read(url, found_in)
            if level < MAX_LEVELS:
                waiting.extend((child, "index", level + 1) for child in children)

    async def _beginnings(self) -> list[tuple[str, str, int]]:
        job = self._job
        found = [(url, "given", 0) for text in job.options.sitemap_urls if (url := normal_form(text))]
        if not job.options.sitemaps:
            return found
        origins = {origin_of(url) for url in job.start_chain}
        for origin in sorted(origins):
            rules = await job.robots.of(origin + "/")
            named = [url for text in rules.robots.sitemaps if (url := normal_form(text, origin + "/robots.txt"))]
            found += [(url, "robots", 0) for url in named]
            if not named:
                found += [(origin + place, "guess", 0) for place in USUAL_PLACES]
        return found

    async def _read(self, url: str, found_in: str) -> list[str]:
        job = self._job
        hops, _ = await follow(job.asker, url, MAX_HOPS, headers_for=job.headers_for, body="all", limit=MAX_BYTES)
        answer = hops[-1]
        if job.stop.is_set() and answer.status == 0:
            return []
        read: Sitemap | None = None
        is_wanted = found_in != "guess" or not answer.is_html  # a guess that answers with a page is no sitemap
        if 200 <= answer.status < 300 and answer.body and is_wanted:
            read = read_sitemap(answer.body, url)
        self._save(url, found_in, answer, len(hops) - 1, read)
        if read is None:
            return []
        self._urls += len(read.entries)
        job.progress(url)
        return list(read.children)

    def _save(self, url: str, found_in: str, answer: Answer, hops: int, read: Sitemap | None) -> None:
        """One transaction a file: after a kill a sitemap is either read or not."""
        job = self._job
        failure = None if answer.failure is Failure.TOO_BIG and read is not None else answer.failure
        data = {
            "kind": str(read.kind) if read is not None else "",
            "found_in": found_in,
            "urls": read.urls if read is not None and read.kind != "sitemapindex" else 0,
            "bytes": answer.body_bytes,
            "faults": [list(fault) for fault in read.faults] if read is not None else [],
            "children": list(read.children) if read is not None else [],
            "extensions": read.extensions if read is not None else {},
            "hops": hops,
            "final_url": answer.url,
            "content_type": answer.content_type[:200],
            "detail": answer.detail,
        }
        probe = Probe("sitemap", url, answer.status, failure, data, time.time())
        entries = list(read.entries) if read is not None else []
        job.store.save_batch(job.run.id, Batch(probes=[probe], sitemap=entries))
