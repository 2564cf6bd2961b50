"""Asks the site's other names: http and https, with and without "www.", and their robots.txt where they answer."""

from __future__ import annotations

import asyncio
import time

from crawler.ask import follow
from crawler.guard import address_of
from crawler.job import CrawlJob
from crawler.robots_book import MAX_BYTES as ROBOTS_BYTES
from crawler.robots_book import MAX_HOPS as ROBOTS_HOPS
from crawler.robots_book import Rules, probe_of, rules_of
from crawler.scope import Scope, origin_of, www_sibling
from store.model import Probe
from store.urls import registrable_domain, split

MAX_HOPS = 10
TIMEOUT_S = 15.0


async def ask_host_variants(job: CrawlJob) -> None:
    """Ask the site's other names, before the first page: one that leads here is the site too."""
    known = {probe.url: probe for probe in job.store.probes(job.run.id) if probe.kind == "host-variant"}
    wanted = [url for url in variants_of(job.run.start_url, is_local=job.guard.is_local) if url not in known]
    for probe in [*known.values(), *await asyncio.gather(*(_host_variant(job, url) for url in wanted))]:
        note_variant(job.scope, probe)


def note_variant(scope: Scope, probe: Probe) -> None:
    """Take a host variant into the site where it leads to a host of the site."""
    final = str(probe.data.get("final_url", ""))
    if probe.status and final and len(probe.data.get("hops", ())) > 1 and scope.is_internal(final):
        scope.adopt(probe.url)


def variants_of(start_url: str, *, is_local: bool) -> list[str]:
    """The front page under http and https, with and without "www.": four URLs that should lead to one.

    Only for names on default ports: a port belongs to one scheme, and an address has no other name. Hosts deeper than
    the registered domain have no www sibling.
    """
    parts = split(start_url)
    if is_local or parts.port or address_of(parts.host) is not None or "." not in parts.host:
        return []
    hosts = [parts.host]
    if registrable_domain(parts.host) in (parts.host, parts.host.removeprefix("www.")):
        hosts.append(www_sibling(parts.host))
    return [f"{scheme}://{host}/" for host in hosts for scheme in ("https", "http")]


async def _host_variant(job: CrawlJob, url: str) -> Probe:
    timeout_s = min(TIMEOUT_S, job.options.timeout_s)
    hops, why = await follow(job.asker, url, MAX_HOPS, headers_for=job.headers_for, body="none", timeout_s=timeout_s)
    last = hops[-1]
    data = {"hops": [[one.url, one.status] for one in hops], "final_url": last.url, "detail": why or last.detail}
    probe = Probe("host-variant", url, hops[0].status, hops[0].failure, data, time.time())
    if probe.status == 200 and origin_of(url) != origin_of(job.run.start_url):
        await _note_own_robots(job, url)
    job.save_probe(probe)
    return probe


async def _note_own_robots(job: CrawlJob, url: str) -> None:
    """Keep the robots.txt of a name that answers by itself, where it says something else than the start host's."""
    address = f"{origin_of(url)}/robots.txt"
    hops, why = await follow(
        job.asker, address, ROBOTS_HOPS, headers_for=job.headers_for, body="all", limit=ROBOTS_BYTES + 1
    )
    probe = probe_of(address, hops, why)
    start = await job.robots.of(job.run.start_url)
    if probe.status == 200 and _said(rules_of(probe)) != _said(start):
        job.save_probe(probe)


def _said(rules: Rules) -> list[tuple[str, str]]:
    return [(line.key, line.value) for line in rules.robots.lines]
