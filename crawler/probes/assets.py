"""Reads the parts of pages once each: real savings of text, pixels of images, fonts, formats and codings on offer.

A budget of files, bytes and questions a host keeps it short; what pages use most is read first.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from crawler.ask import Answer
from crawler.assets.measure import HEAD_BYTES, TEXT_BYTES, is_picture, is_readable, is_text, measured, reading_of
from crawler.inquiry import cookies_of
from crawler.job import CrawlJob
from crawler.probes.questions import CrawlEndedError, Questions
from crawler.probes.survey import Survey, kind_of
from store.model import ASSET_KINDS, LinkState, Target
from store.urls import registrable_domain, split

AT_ONCE = 4
MOST_FOREIGN = 60  # files of other sites
MOST_AT_FOREIGN_HOST = 10
MOST_BYTES = 64 << 20  # of all files together
MODERN_BYTES = 50_000  # of an image from which a modern format pays
MOST_FORMATS = 20  # images of a host that are asked for in a modern format
CODED_BYTES = 1_400
SLOW_PAGES = 10
SLOW_TIMES = 3
MODERN = {"Accept": "image/avif,image/webp,image/*;q=0.5"}
_OLD = frozenset({"image/jpeg", "image/jpg", "image/png"})


async def ask_assets(questions: Questions, seen: Survey) -> None:
    """Read each part of pages once, most used first, then ask for formats and codings that the server may offer."""
    job = questions.job
    uses = _uses(job)
    targets = [one for one in job.store.targets(job.run.id) if one.state is LinkState.OK and uses.get(one.id)]
    targets.sort(key=lambda one: (-uses[one.id], one.url))
    wanted = _within_budget(job, targets)
    waiting = [one for one in wanted if not questions.is_asked("asset", one.url) and questions.may_ask(one.url)]
    await _together([_measure(questions, one, uses[one.id]) for one in waiting])
    doubted = [one for one in wanted if one.url in job.assets.doubted and questions.may_ask(one.url)]
    await _together([_read(questions, one, uses[one.id]) for one in doubted])
    await _ask_formats(questions, wanted)
    await _ask_codings(questions, wanted, seen)
    await ask_again_for_time(questions, seen)


def _uses(job: CrawlJob) -> dict[int, int]:
    """URL id -> number of pages that load it."""
    links = job.store.links(job.run.id, texts=False)
    is_part = np.isin(links.kind, [int(kind) for kind in ASSET_KINDS])
    counts = np.bincount(links.target[is_part].astype(np.int64))
    return {int(number): int(counts[number]) for number in np.flatnonzero(counts)}


def _within_budget(job: CrawlJob, targets: Iterable[Target]) -> list[Target]:
    home = registrable_domain(split(job.run.start_url).host)
    at_host: Counter[str] = Counter()
    chosen: list[Target] = []
    foreign = size = 0
    for one in targets:
        parts = split(one.url)
        is_own = job.scope.is_internal(one.url) or registrable_domain(parts.host) == home
        if not _is_readable(one) or (not is_own and not job.options.check_external):
            continue
        if not is_own and (foreign >= MOST_FOREIGN or at_host[parts.netloc] >= MOST_AT_FOREIGN_HOST):
            continue
        cost = HEAD_BYTES if is_picture(one.content_type) else min(one.size_bytes or 50_000, TEXT_BYTES)
        if size + cost > MOST_BYTES or len(chosen) >= job.options.max_measured:
            break
        at_host[parts.netloc] += 1
        foreign += not is_own
        size += cost
        chosen.append(one)
    return chosen


def _is_readable(target: Target) -> bool:
    kind = target.content_type
    return is_picture(kind) or is_text(kind) or "font" in kind


async def _measure(questions: Questions, target: Target, pages: int) -> None:
    """One file: what the run before found where the server says that it is unchanged, else it is read."""
    assets = questions.job.assets
    url = target.url
    answer = assets.unchanged.get(url)
    conditions = {} if answer else assets.conditions(url, questions.job.headers_for(url), is_head=False)
    if conditions:
        hops = await _ask(questions, target, conditions)
        if hops[-1].status != 304:
            _keep(questions, target, hops[-1], pages)
            return
        if len(hops) == 1 and assets.may_ask and not assets.wants_check(url):
            answer = assets.unchanged[url] = hops[0]
    if answer is not None:
        questions.keep(assets.probe(url, answer, pages))
        return
    last = await _read(questions, target, pages)
    if conditions and assets.may_ask and assets.is_broken(target, last):
        questions.job.distrust_assets()


async def _read(questions: Questions, target: Target, pages: int) -> Answer:
    """One file, whatever is known of it."""
    last = (await _ask(questions, target, {}))[-1]
    _keep(questions, target, last, pages)
    return last


async def _ask(questions: Questions, target: Target, conditions: Mapping[str, str]) -> list[Answer]:
    headers, limit = reading_of(target.content_type)
    return await questions.ask(target.url, {**headers, **conditions}, body="all", limit=limit)


def _keep(questions: Questions, target: Target, last: Answer, pages: int) -> None:
    if is_readable(last):
        known = questions.job.assets.data_of(last.url)
        questions.save("asset", target.url, last, {**measured(last, target, known), "pages": pages})


async def _ask_formats(questions: Questions, targets: Sequence[Target]) -> None:
    """Ask for heavy photographs as a browser that knows AVIF and WebP does."""
    asked: Counter[str] = Counter()
    waiting = []
    for one in targets:
        host = split(one.url).netloc
        if one.content_type not in _OLD or (one.size_bytes or 0) <= MODERN_BYTES or asked[host] >= MOST_FORMATS:
            continue
        asked[host] += 1
        if not questions.is_asked("image-format", one.url) and questions.may_ask(one.url):
            waiting.append(_ask_format(questions, one))
    await _together(waiting)


async def _ask_format(questions: Questions, target: Target) -> None:
    last = (await questions.ask(target.url, {**MODERN, "Range": "bytes=0-1023"}, body="none"))[-1]
    if last.status in (200, 206):
        questions.save("image-format", target.url, last, {"type": last.media_type[:100]})


async def _ask_codings(questions: Questions, targets: Sequence[Target], seen: Survey) -> None:
    """Of each host and type one file that came as gzip is asked for as Brotli, else as Zstandard, alone."""
    asset = {probe.url: probe for probe in questions.job.store.probes(questions.job.run.id) if probe.kind == "asset"}
    wanted: dict[tuple[str, str], tuple[str, int]] = {}
    for page in seen.sample:
        if _is_gzip(page.header("content-encoding")) and page.wire_bytes > CODED_BYTES:
            wanted.setdefault((split(page.url).netloc, "text/html"), (page.url, page.wire_bytes))
    for one in targets:
        data = asset[one.url].data if one.url in asset else {}
        if _is_gzip(data.get("headers", {}).get("content-encoding")) and (data.get("bytes") or 0) > CODED_BYTES:
            wanted.setdefault((split(one.url).netloc, str(data.get("type"))), (one.url, int(data["bytes"])))
    for (_, kind), (url, size) in wanted.items():
        if questions.is_asked("compression", url) or not questions.may_ask(url):
            continue
        for coding in ("br", "zstd"):
            last = (await questions.ask(url, {"Accept-Encoding": coding}, body="all", limit=TEXT_BYTES))[-1]
            if last.header("content-encoding").strip().lower() == coding:
                break
        else:
            coding = ""
        offered = last.wire_bytes if coding else None
        questions.save("compression", url, last, {"type": kind, "bytes": size, "coding": coding, "offered": offered})


async def ask_again_for_time(questions: Questions, seen: Survey) -> None:
    """Fetch a few pages of different kinds some times more, one after another: how long the server takes at rest."""
    kinds: dict[tuple[int, str], str] = defaultdict(str)
    for page in seen.sample:
        kinds.setdefault(kind_of(page.url), page.url)
    for url in list(kinds.values())[:SLOW_PAGES]:
        if questions.is_asked("first-byte", url) or not questions.may_ask(url):
            continue
        times: list[float] = []
        for _ in range(SLOW_TIMES):
            last = (await questions.ask(url))[-1]
            if last.status != 200 or last.ttfb_ms is None or last.url != url:
                break
            times.append(round(last.ttfb_ms, 1))
        if len(times) == SLOW_TIMES:
            said = last.header("server-timing")[:500]
            cookies = "; ".join(f"{name}={value}" for name, value in cookies_of(last).items())
            data = {"ttfb_ms": times, "server_timing": said, "cookie_bytes": len(cookies.encode())}
            questions.save("first-byte", url, last, data)


def _is_gzip(coding: object) -> bool:
    return str(coding or "").strip().lower() in ("gzip", "x-gzip", "deflate")


async def _together(work: Sequence[Any]) -> None:
    """Do it all, AT_ONCE at a time; the end of the crawl ends it for all."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(task: Any) -> None:
        async with gate:
            await task

    results = await asyncio.gather(*(one(task) for task in work), return_exceptions=True)
    for result in results:
        if isinstance(result, CrawlEndedError) or (
            isinstance(result, BaseException) and not isinstance(result, (ValueError, TypeError, LookupError))
        ):
            raise result
