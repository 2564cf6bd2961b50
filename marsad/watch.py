"""`marsad watch`: looks at a few addresses of each site every few minutes, and tells what has happened to them."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from crawler.admission import Admission
from crawler.watching import Looker
from marsad.admission import admission_to_watch
from marsad.alert_message import Line
from marsad.alerts import tell, words_of
from marsad.config import Config
from marsad.console import Console
from marsad.watch_life import advance
from marsad.watch_news import certificate_news, lines_of
from store.database import Store
from store.errors import MarsadError
from store.urls import normal_form, split
from store.watch_model import Look, LookState, Watched, WatchEvent, WatchKind

JITTER = 0.1
_MINUTE_S = 60.0
_LONGEST_NAP_S = 1.0
Place = tuple[WatchKind, str]


@dataclass(slots=True)
class WatchedSite:
    """One site under watch."""

    config: Config
    start_url: str
    looker: Looker
    states: dict[Place, Watched] = field(default_factory=dict)
    due: dict[Place, float] = field(default_factory=dict)  # Unix time

    @property
    def site(self) -> str:
        """host[:port], as runs name their site."""
        return split(self.start_url).netloc

    def places(self) -> list[Place]:
        """What is watched of it: its home page, its key pages, robots.txt, its certificate and its sitemap."""
        options = self.config.watch
        urls = [self.start_url, *(normal_form(urljoin(self.start_url, one)) or "" for one in options.pages)]
        pages = [url for url in dict.fromkeys(urls) if url and split(url).netloc == self.site]
        robots = urljoin(self.start_url, "/robots.txt")
        found = [(WatchKind.PAGE, url) for url in pages] + [(WatchKind.ROBOTS, robots)]
        if self.start_url.startswith("https://"):
            found.append((WatchKind.CERTIFICATE, self.start_url))
        known = self.states.get((WatchKind.ROBOTS, robots))
        named = [one for one in (known.facts.get("sitemaps") or () if known else ()) if split(one).netloc == self.site]
        found.append((WatchKind.SITEMAP, named[0] if named else urljoin(self.start_url, "/sitemap.xml")))
        return found

    def pause_s(self, kind: WatchKind) -> float:
        """Seconds between two looks of a kind."""
        options = self.config.watch
        return {
            WatchKind.PAGE: options.minutes * _MINUTE_S,
            WatchKind.ROBOTS: options.robots_minutes * _MINUTE_S,
            WatchKind.SITEMAP: options.sitemap_minutes * _MINUTE_S,
            WatchKind.CERTIFICATE: options.certificate_hours * 60 * _MINUTE_S,
        }[kind]


class Watcher:
    """Watches sites in one process, on one event loop."""

    def __init__(
        self,
        store: Store,
        sites: Sequence[tuple[str, Config]],
        console: Console,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = lambda: random.uniform(1 - JITTER, 1 + JITTER),  # noqa: S311 - no secret
    ) -> None:
        """`sites` are start URLs in normal form, each with the configuration that counts for it.

        Raises ConfigError where a secret that opens a site is not where the configuration says.
        """
        self._store = store
        self._console = console
        self._clock = clock
        self._sleep = sleep
        self._jitter = jitter
        self.sites = [
            WatchedSite(config, url, self._looker(url, config, admission_to_watch(config, url, console)))
            for url, config in sites
        ]
        self._swept = 0.0

    async def watch(self, should_stop: Callable[[], bool], *, once: bool = False) -> int:
        """Look until told to stop, or once at everything. Returns how many addresses are down."""
        async with AsyncExitStack() as stack:
            for site in self.sites:
                await stack.enter_async_context(site.looker)
                site.states = {(one.kind, one.url): one for one in self._store.watching.states(site.site)}
                self._store.watching.forget_others(site.site, site.places())
            while not should_stop():
                await self.round(everything=once)
                if once:
                    break
                await self._nap(should_stop)
        return sum(one.state is LookState.DOWN for site in self.sites for one in site.states.values())

    async def round(self, *, everything: bool = False) -> list[WatchEvent]:
        """Look at what is due, keep it, and tell what has happened."""
        now = self._clock()
        due = {
            site.site: [one for one in site.places() if everything or site.due.get(one, 0.0) <= now]
            for site in self.sites
        }
        looked = await asyncio.gather(*(self._look_at(site, due[site.site]) for site in self.sites))
        if await self._is_own_network([look for looks in looked for look in looks]):
            self._console.warn("watch", "nothing at all answers: the own network seems to be down, so nothing is told")
            looked = [[_doubted(look) for look in looks] for looks in looked]
        events: list[WatchEvent] = []
        for site, looks in zip(self.sites, looked, strict=True):
            for look in looks:
                site.due[look.kind, look.url] = now + site.pause_s(look.kind) * self._jitter()
            if looks:
                events += await self._keep(site, looks)
        self._sweep(now)
        return events

    async def _look_at(self, site: WatchedSite, places: Sequence[Place]) -> list[Look]:
        """One look after the other, so that a site never has more than one request of ours at a time."""
        pages = [url for kind, url in site.places() if kind is WatchKind.PAGE]
        looks = []
        for kind, url in places:
            before = site.states.get((kind, url))
            if kind is WatchKind.PAGE:
                looks.append(await site.looker.page(url, before))
            elif kind is WatchKind.ROBOTS:
                looks.append(await site.looker.robots(url, pages, before))
            elif kind is WatchKind.SITEMAP:
                looks.append(await site.looker.sitemap(url, before))
            else:
                looks.append(await site.looker.certificate(url))
        return looks

    async def _is_own_network(self, looks: Sequence[Look]) -> bool:
        """Whether nothing answered anywhere, and another site that was named, or several sites, say the same."""
        asked = [one for one in looks if one.kind is not WatchKind.CERTIFICATE]
        if not asked or not all(one.is_network for one in asked):
            return False
        controls = {site.config.watch.control for site in self.sites} - {""}
        for url in sorted(controls):
            answers = await self._answers(url)
            return not answers
        return len({split(one.url).host for one in asked}) > 1

    async def _answers(self, url: str) -> bool:
        """Whether another site answers, which is sent nothing that is meant for those under watch."""
        crawl, timeout_s = self.sites[0].config.crawl, self.sites[0].config.watch.timeout_s
        looker = Looker(
            normal_form(url) or url,
            user_agent=crawl.user_agent,
            timeout_s=timeout_s,
            allow_private=crawl.allow_private,
            clock=self._clock,
        )
        async with looker:
            return not (await looker.page(looker.start_url)).is_network

    async def _keep(self, site: WatchedSite, looks: Sequence[Look]) -> list[WatchEvent]:
        words = words_of(site.config)
        kept: list[tuple[Look, Watched]] = []
        events: list[WatchEvent] = []
        lines: list[Line] = []
        for look in looks:
            place = (look.kind, look.url)
            before = site.states.get(place) or Watched(site.site, look.kind, look.url)
            now, happened = advance(before, look, site.config.watch)
            site.states[place] = now
            # A sitemap that was only looked for at the usual place, and is not there, was never down.
            is_guess = look.state is LookState.DOWN and now.state is LookState.UNSURE
            kept.append((replace(look, state=LookState.UNSURE) if is_guess else look, now))
            events += happened
            if look.kind is WatchKind.CERTIFICATE:
                lines += certificate_news(before, now, site.config.alerts, words)
        self._store.watching.record(site.site, kept, events)
        lines += lines_of(events, words)
        for line in lines:
            self._console.log("watch", f"{site.site}: {line.text}")
        if lines:
            # In a thread: channels may take their time, and other sites go on being watched.
            await asyncio.to_thread(tell, site.config, site.site, lines, self._console, words)
        return events

    async def _nap(self, should_stop: Callable[[], bool]) -> None:
        """Sleep until something is due, looking up every second whether to stop."""
        until = min(
            (site.due.get(place, 0.0) for site in self.sites for place in site.places()), default=self._clock() + 1
        )
        while not should_stop() and (left := until - self._clock()) > 0:
            await self._sleep(min(left, _LONGEST_NAP_S))

    def _sweep(self, now: float) -> None:
        """Forget what is older than it is to be kept, once a day."""
        if now - self._swept < 86_400 or not self.sites:
            return
        self._swept = now
        days = max(site.config.watch.keep_days for site in self.sites)
        self._store.watching.drop_before(now - days * 86_400)

    def _looker(self, url: str, config: Config, admission: Admission | None) -> Looker:
        crawl = config.crawl
        return Looker(
            url,
            user_agent=crawl.user_agent,
            timeout_s=config.watch.timeout_s,
            allow_private=crawl.allow_private,
            verify_tls=crawl.verify_tls,
            resolve=crawl.resolve,
            hosts=crawl.hosts,
            admission=admission,
            clock=self._clock,
        )


def _doubted(look: Look) -> Look:
    return replace(look, state=LookState.UNSURE, why="the own network seems to be down")


def watch_sites(
    sites: Sequence[tuple[str, Config]], console: Console, should_stop: Callable[[], bool], *, once: bool = False
) -> int:
    """Watch sites of one configuration until told to stop; returns how many addresses are down at the end.

    Raises MarsadError where the store cannot be opened.
    """
    if not sites:
        raise MarsadError("there is no site to watch; set url in marsad.toml, or name one")
    with Store.open(sites[0][1].store_url) as store:
        return asyncio.run(Watcher(store, sites, console).watch(should_stop, once=once))
