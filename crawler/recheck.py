"""Asks given links again, each as the crawl asks it, and keeps the evidence: every hop with its answer."""

from __future__ import annotations

import asyncio
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.admission import Admission
from crawler.fragments import places_of
from crawler.guard import AddressGuard, address_of
from crawler.inquiry import Asked, Inquiry
from crawler.job import CrawlJob
from crawler.options import CrawlOptions
from crawler.soft404 import Siblings
from crawler.throttle import retry_after_s
from crawler.verdict import may_pass, target_of
from store.database import Store
from store.model import LinkState, Target
from store.urls import normal_form, split

TRIES = 2
LONGEST_WAIT_S = 30.0
_ALWAYS_THERE = ("", "top")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a link answered: its verdict, and each hop of its redirects with the status (or the failure)."""

    given: str
    fragment: str
    target: Target
    hops: tuple[tuple[str, str], ...]
    tries: int
    is_scripted: bool = False  # the place named after "#" may be made by a script


def recheck(
    urls: Sequence[str], options: CrawlOptions, known_host: str = "", admission: Admission | None = None
) -> list[Checked]:
    """Ask each URL, twice where the first answer may pass, and return them in the order given.

    `known_host` is a URL whose host is known to exist: only beside it is a missing name proof of a dead host. Each
    host has a guard of its own, since each was named by hand. Must not be called within a running event loop. Raises
    ValueError for what is no http(s) URL.
    """
    return asyncio.run(_recheck(urls, options, known_host, admission))


async def _recheck(
    urls: Sequence[str], options: CrawlOptions, known_host: str, admission: Admission | None
) -> list[Checked]:
    by_host: dict[str, list[str]] = defaultdict(list)
    for given in dict.fromkeys(urls):
        url = normal_form(given)
        if url is None:
            raise ValueError(f"{given!r} is not an http(s) address")
        by_host[split(url).netloc].append(given)
    is_dns_sure = await _dns_works(known_host)
    with tempfile.TemporaryDirectory(prefix="marsad-links-") as folder, Store.open(f"{folder}/links.db") as store:
        found = await asyncio.gather(
            *(_of_host(given, options, store, is_dns_sure, admission) for given in by_host.values())
        )
    answers = {one.given: one for group in found for one in group}
    return [answers[given] for given in dict.fromkeys(urls)]


async def _dns_works(known_host: str) -> bool:
    if not known_host or address_of(split(known_host).host) is not None:
        return False
    guard = AddressGuard(known_host)
    try:
        await asyncio.get_running_loop().getaddrinfo(guard.start_host, None)
    except OSError:
        return False
    await guard.learn()
    return not guard.is_local


async def _of_host(
    given: Sequence[str], options: CrawlOptions, store: Store, is_dns_sure: bool, admission: Admission | None
) -> list[Checked]:
    start = normal_form(given[0]) or given[0]
    run = store.begin_run(split(start).netloc, start, {}, {}, time.time())
    job = CrawlJob(store, run, options, lambda progress: None, threading.Event(), admission=admission)
    job.open()
    try:
        await job.guard.learn()
        return [await _one(job, one, is_dns_sure) for one in given]
    finally:
        await job.close()


async def _one(job: CrawlJob, given: str, is_dns_sure: bool) -> Checked:
    address, _, fragment = given.partition("#")
    url = normal_form(address) or address
    inquiry = Inquiry(job)
    policy = job.hosts.of(url)
    accepted = policy.accept if policy is not None else ()
    is_place = fragment not in _ALWAYS_THERE and not fragment.startswith(":~:")
    asked = await _ask(inquiry, url, is_place)
    tries = 1
    while tries < TRIES and may_pass(asked.hops, accepted):
        wish = retry_after_s(asked.last.header("retry-after"), time.time()) if asked.last.status else None
        await asyncio.sleep(min(max(wish or 0.0, job.options.retry_wait_s), LONGEST_WAIT_S))
        asked = await _ask(inquiry, url, is_place)
        tries += 1
    target = target_of(
        url, asked.hops, asked.why, asked.method, accepted=accepted, is_missing_sure=is_dns_sure
    )  # fmt: skip
    is_scripted = False
    if target.state in (LinkState.OK, LinkState.REDIRECT):
        target = await Siblings(job).judged(target, asked)
    if is_place and target.state in (LinkState.OK, LinkState.REDIRECT):
        target, is_scripted = _with_place(target, asked, fragment)
    hops = tuple((hop.url, str(hop.status or hop.failure or "no answer")) for hop in asked.hops)
    return Checked(given, fragment, target, hops, tries, is_scripted)


async def _ask(inquiry: Inquiry, url: str, is_place: bool) -> Asked:
    return await (inquiry.page(url) if is_place else inquiry.ask(url, is_page=True, is_read=False))


def _with_place(target: Target, asked: Asked, fragment: str) -> tuple[Target, bool]:
    """The target as the place on the page makes it, and whether a script may have the last word."""
    places = places_of(asked.last)
    if places is None or places.is_cut or places.has(fragment):
        return target, False
    missing = replace(target, state=LinkState.FRAGMENT_MISSING, detail=f"no element has the id or name {fragment!r}")
    if places.is_scripted or fragment.startswith(("/", "!")):
        return replace(missing, state=LinkState.UNKNOWN, detail=f"{missing.detail} before scripts run"), True
    return missing, False
