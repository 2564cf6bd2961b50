"""Asks for paths that tell how the server answers: two that cannot exist, and the icon."""

from __future__ import annotations

import secrets
import time
from typing import Any

from crawler.ask import follow
from crawler.decode import decode
from crawler.extract import extract
from crawler.job import CrawlJob
from crawler.probes.hosts import MAX_HOPS
from crawler.scope import origin_of
from store.model import Probe


async def ask_missing_paths(job: CrawlJob) -> None:
    """Ask for a file and a folder that cannot exist: what an honest 404 would be."""
    for path in (f"/marsad-{secrets.token_hex(8)}.html", f"/marsad-{secrets.token_hex(8)}/"):
        await _soft_404(job, origin_of(job.run.start_url) + path)


async def _soft_404(job: CrawlJob, url: str) -> None:
    if job.robots.refusal(url):
        return
    hops, why = await follow(job.asker, url, MAX_HOPS, headers_for=job.headers_for)
    last = hops[-1]
    data: dict[str, Any] = {"final_url": last.url, "text_digest": "", "title": "", "word_count": 0, "detail": why}
    if last.is_html and last.body:
        text, _ = decode(last.body[: job.options.max_parse_bytes], last.content_type)
        facts = extract(last.url, text, last.headers).facts
        data |= {"text_digest": facts.text_digest, "title": (facts.title or "")[:300], "word_count": facts.word_count}
    job.save_probe(Probe("soft-404", url, last.status, last.failure, data, time.time()))


async def ask_favicon(job: CrawlJob) -> None:
    """Ask for the icon at its usual place."""
    url = origin_of(job.run.start_url) + "/favicon.ico"
    if job.robots.refusal(url):
        return
    hops, _ = await follow(job.asker, url, MAX_HOPS, headers_for=job.headers_for, method="HEAD")
    if hops[-1].status in (405, 501):
        hops, _ = await follow(job.asker, url, MAX_HOPS, headers_for=job.headers_for, body="none")
    last = hops[-1]
    data = {"content_type": last.media_type, "final_url": last.url}
    job.save_probe(Probe("favicon", url, last.status, last.failure, data, time.time()))
