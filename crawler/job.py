"""One crawl under way: what its parts (spider, frontier, pipeline, pool of outward questions) share."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from crawler.admission import Admission, without_scheme
from crawler.ask import Answer, Asker
from crawler.assets.earlier import EarlierAssets
from crawler.frontier import Frontier
from crawler.guard import AddressGuard
from crawler.host_policy import HostPolicies
from crawler.login_options import REFERENCE
from crawler.login_watch import LoginWatch
from crawler.masking import Mask
from crawler.options import CrawlOptions
from crawler.reuse import Reuse
from crawler.robots_book import RobotsBook
from crawler.scope import Scope
from crawler.slots import MOST_ASIDE
from crawler.throttle import LOCAL_CONCURRENCY, Throttle
from crawler.vanished import EarlierPages, Vanished
from store.batch import Copied
from store.database import Batch, Fetched, Store
from store.errors import StoreError
from store.model import Page, Probe, Run, Skip, Source, Target, UrlState

BATCH_PAGES = 300
BATCH_S = 1.0
PROGRESS_S = 0.2
MAX_NOTES = 50
_EARLIER = int(Source.EARLIER)


@dataclass(frozen=True, slots=True)
class CrawlProgress:
    """How far the crawl is, for a progress bar."""

    fetched: int  # pages, redirects included
    known: int  # URLs of the site and around it
    failed: int = 0
    asked: int = 0  # assets and external links
    bytes: int = 0
    note: str = ""


@dataclass(slots=True)
class CrawlSummary:
    """What a crawl came to."""

    fetched: int = 0  # URLs fetched as pages over all parts of the run, redirects and failures included
    html: int = 0  # HTML pages that answered 2xx
    failed: int = 0  # URLs without a usable answer
    skipped: int = 0  # URLs in the ledger
    asked: int = 0  # assets and external links asked
    unchanged: int = 0  # pages taken over from an earlier run because they have not changed
    unchanged_told: int = 0  # of these, those that were not sent again: the server said so
    reused: int = 0  # external links for which an earlier run's answer still holds
    limit: Skip | None = None  # the limit that ended the crawl
    blocked_by_robots: bool = False  # robots.txt forbids the start URL
    stopped: bool = False  # by the caller: the run can be resumed
    network_lost: bool = False  # everything began to fail in mid-run: the run can be resumed
    hosts: tuple[str, ...] = ()  # hosts that count as the site
    notes: list[str] = field(default_factory=list)


class CrawlJob:
    """The state of one crawl. Everything here lives on one event loop."""

    def __init__(
        self,
        store: Store,
        run: Run,
        options: CrawlOptions,
        on_progress: Callable[[CrawlProgress], None],
        stop: threading.Event,
        answers: Mapping[str, Target] = MappingProxyType({}),
        before: Run | None = None,
        admission: Admission | None = None,
        earlier: EarlierPages | None = None,
    ) -> None:
        # What is shown to whoever is logged in was perhaps shown to somebody else before.
        self.reuse = Reuse(store, before if options.incremental == "auto" and admission is None else None)
        self.assets = EarlierAssets(store, self.reuse.before)
        self.vanished = Vanished(self, earlier)
        self.admission = admission
        self._plain_headers = {name: value for name, value in options.headers.items() if not REFERENCE.search(value)}
        self.login: LoginWatch | None = None  # set once there is a client to ask with
        self.answers = answers  # of earlier runs, which still hold
        self.store = store
        self.run = run
        self.options = options
        self.stop = stop
        self.summary = CrawlSummary()
        self.scope = Scope(run.start_url, options)
        self.guard = AddressGuard(run.start_url, allow_private=options.allow_private, resolve=options.resolve)
        self.hosts = HostPolicies(options.hosts, run.start_url)
        self.throttle = Throttle(options, self.tell)
        self.start_chain: set[str] = {run.start_url}
        self.in_flight = 0
        self.held = 0  # answered, but it is not certain yet whether the page or the network failed
        self.pages = 0  # fetched, redirects left out: what the page limit counts
        self.bytes = 0
        self.is_open = False
        self.is_resumed = False  # an earlier part of the run fetched pages
        self.is_ready = False  # prepared: pages may be fetched
        self.error: Exception | None = None  # of the store: ends the crawl
        self.wake: Callable[[], None] = lambda: None
        self._on_progress = on_progress
        self._batch = Batch()
        self._flushed_at = time.monotonic()
        self._told_at = 0.0
        self._tasks: set[asyncio.Task[Any]] = set()
        self._began = time.monotonic()

    def open(self) -> None:
        """Make what needs a running loop."""
        self.asker = Asker(
            self.guard,
            user_agent=self.options.user_agent,
            timeout_s=self.options.timeout_s,
            max_body_bytes=self.options.max_body_bytes,
            verify_tls=self.options.verify_tls,
            connections=self._most_connections(),
            admission=self.admission,
            mask=self._mask_of_hosts(),
        )
        if self.admission is not None:
            self.login = LoginWatch(self.admission, self._ask_page, self.tell)
        self.robots = RobotsBook(self.asker, self.save_probe, self.headers_for, obey=self.options.obey_robots)
        never = self.admission.never if self.admission is not None else None
        self.frontier = Frontier(self.store, self.run.id, self.scope, self.options, self.robots.refusal, never)
        self.frontier.on_lease = self.reuse.prepare
        self.is_open = True

    def _mask_of_hosts(self) -> Mask | None:
        """What hides the secret headers of single hosts where no admission knows them."""
        secrets = self.hosts.secrets()
        return Mask([*secrets, *without_scheme(secrets)]) if secrets else None

    async def _ask_page(self, url: str) -> Answer:
        return await self.asker.ask(url, headers=self.headers_for(url))

    def _most_connections(self) -> int:
        """As many as may be under way: questions that hang must not keep pages from their connection."""
        options = self.options
        return options.ask_concurrency + MOST_ASIDE + max(options.concurrency, LOCAL_CONCURRENCY) + 8

    def resume(self) -> None:
        """Take over what earlier parts of the run left in the store."""
        for probe in self.store.probes(self.run.id):
            if probe.kind == "robots":
                self.robots.recall(probe)
        page = self.store.page(self.run.id, self.run.start_url)
        while page is not None and page.redirect_to and page.redirect_to not in self.start_chain:
            self.note_redirect(page)
            page = self.store.page(self.run.id, page.redirect_to)
        counts = self.frontier.load()
        self.vanished.resume()
        self.is_resumed = counts[UrlState.DONE] > 0
        if counts[UrlState.DONE]:
            self.frontier.recall_mentioned()
            for page in self.store.pages(self.run.id):
                self.count(page)
                if page.is_reused:
                    self.reuse.recall(page)

    # --- limits

    @property
    def seconds(self) -> float:
        """Since this part of the run began."""
        return time.monotonic() - self._began

    @property
    def is_ending(self) -> bool:
        """Whether nothing more is to be begun. The page limit ends the pages alone: their links are still asked."""
        return (
            self.stop.is_set()
            or self.summary.limit not in (None, Skip.PAGES)
            or self.summary.network_lost
            or self.summary.blocked_by_robots
            or self.error is not None
        )

    def may_fetch(self) -> bool:
        """Whether one more page may be begun now; notes the limit that says no for good."""
        if self.is_ending:
            return False
        options = self.options
        is_limited = bool(options.max_pages) and not self.vanished.is_under_way
        if is_limited and self.pages + self.in_flight + self.held >= options.max_pages:
            return False
        reached: Skip | None = None
        if options.max_seconds and self.seconds >= options.max_seconds:
            reached = Skip.TIME
        elif options.max_bytes and self.bytes >= options.max_bytes:
            reached = Skip.BYTES
        elif options.max_errors and self.summary.failed >= options.max_errors:
            reached = Skip.ERRORS
        if reached is not None and self.vanished.is_under_way:
            self.vanished.give_up(f"the limit of {reached.value} was reached")
        elif reached is not None:
            self.summary.limit = reached
        return reached is None and self.summary.limit is None

    @property
    def is_full(self) -> bool:
        """Whether the page limit is reached."""
        is_limited = bool(self.options.max_pages) and not self.vanished.is_under_way
        return is_limited and self.pages >= self.options.max_pages

    def tell(self, note: str) -> None:
        """Add a note to the summary, once."""
        if note not in self.summary.notes and len(self.summary.notes) < MAX_NOTES:
            self.summary.notes.append(note)

    # --- what comes in

    def note_redirect(self, page: Page) -> None:
        """Follow where the start URL leads: its other host becomes a host of the site."""
        if page.url not in self.start_chain or not page.redirect_to:
            return
        self.start_chain.add(page.redirect_to)
        self.scope.follow_start(page.redirect_to)
        if not self.scope.is_internal(page.redirect_to) and self.scope.adopt(page.redirect_to):
            self.tell(f"the start URL redirects to {page.redirect_to[:200]}, whose host is audited as part of the site")

    def headers_for(self, url: str) -> Mapping[str, str]:
        """The person's own request headers, which may be secrets: the site's for its hosts, a host's for that host."""
        if self.admission is not None:
            own: Mapping[str, str] = self.admission.headers_for(url)
        else:
            own = self._plain_headers if self._plain_headers and self.scope.is_internal(url) else {}
        more = self.hosts.headers_of(url)
        return {**own, **more} if more else own

    def save_page(self, fetched: Fetched) -> None:
        """Put a fetched page into the batch; writes it when it is large or old enough."""
        self._batch.fetched.append(fetched)
        self.flush_if_due()

    def save_copied(self, copied: Copied, *, was_told: bool) -> None:
        """Put a page that has not changed into the batch."""
        self.summary.unchanged += 1
        self.summary.unchanged_told += was_told
        self._batch.copied.append(copied)
        self.flush_if_due()

    def fetch_again(self) -> None:
        """A server's promise that a page is unchanged was broken: what was taken on its word is fetched after all."""
        self.reuse.may_ask = False
        told, self.reuse.told = self.reuse.told, []
        earlier, self.reuse.recalled = self.reuse.recalled, []
        self.tell(
            "the server said of a page that it is unchanged and sent another when it was asked for the whole: its word "
            f"was not taken any more, and {len(told) + len(earlier)} pages were fetched again"
        )
        self.flush()
        self.store.requeue(self.run.id, [page.id for page in (*told, *earlier)])
        for page in (*told, *earlier):
            self.count(page, by=-1)
        self.summary.unchanged -= len(told)
        self.summary.unchanged_told -= len(told)
        self.frontier.is_dry = False

    def distrust_assets(self) -> None:
        """The same for the parts of pages."""
        told = self.assets.distrust()
        self.tell(
            "the server said of a file that it is unchanged and sent another when it was asked for the whole: its word "
            f"was not taken any more, and {len(told)} files were asked again"
        )
        self.flush()
        self.store.requeue(self.run.id, told)
        self.frontier.has_outward = True

    def count(self, page: Page, by: int = 1) -> None:
        """Count a page. Done as soon as its answer is taken, so that a limit is kept to the page."""
        self.summary.fetched += by
        self.bytes += page.wire_bytes * by
        if page.redirect_to is None and not int(page.sources) & _EARLIER:
            self.pages += by
        if page.status == 0 or page.failure is not None:
            self.summary.failed += by
        elif page.facts is not None and 200 <= page.status < 300:
            self.summary.html += by

    def save_probe(self, probe: Probe) -> None:
        """Put a probe into the batch."""
        self._batch.probes.append(probe)

    @property
    def batch(self) -> Batch:
        """What is not written yet."""
        return self._batch

    def flush_if_due(self) -> None:
        """Write when there are enough pages, or when the oldest have waited a second."""
        waiting = len(self._batch.fetched) + len(self._batch.copied)
        if waiting >= BATCH_PAGES or time.monotonic() - self._flushed_at >= BATCH_S:
            self.flush()

    def flush(self) -> None:
        """Write everything in one transaction. A store that fails ends the crawl; the error is raised at its end."""
        self._flushed_at = time.monotonic()
        batch = self._batch
        batch.discovered += self.frontier.take_fresh()
        if not (
            batch.fetched
            or batch.copied
            or batch.discovered
            or batch.probes
            or batch.targets
            or batch.sitemap
            or batch.linking
        ):
            return
        self._batch = Batch()
        if self.error is None:
            try:
                self.store.save_batch(self.run.id, batch)
            except Exception as error:  # noqa: BLE001 - whatever it is, the crawl must end and tell it
                self.fail(error)

    def fail(self, error: Exception) -> None:
        """End the crawl for this error, which is raised at its end; the first one counts."""
        self.error = self.error or error

    def progress(self, note: str = "", *, at_once: bool = False) -> None:
        """Tell the caller how far the crawl is, a few times a second."""
        now = time.monotonic()
        if not at_once and now - self._told_at < PROGRESS_S:
            return
        self._told_at = now
        summary = self.summary
        self._on_progress(
            CrawlProgress(summary.fetched, len(self.frontier), summary.failed, summary.asked, self.bytes, note)
        )

    # --- work beside the pages

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside the pages; the crawl does not end before it is done."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None and isinstance(error, Exception):
            self.fail(error)
        self.wake()

    @property
    def is_busy_beside(self) -> bool:
        """Whether work beside the pages is still going on."""
        return bool(self._tasks)

    def cancel_beside(self) -> None:
        """End the work beside the pages."""
        for task in self._tasks:
            task.cancel()

    def finish(self) -> None:
        """Write what is left, give back what is leased, and enter what a limit left out in the ledger."""
        self.summary.stopped = self.stop.is_set()
        self.summary.hosts = tuple(sorted(self.scope.hosts | self.scope.seen_hosts))
        self.flush()
        if self.error is not None:
            return
        try:
            self.frontier.give_back()
            self._enter_the_rest()
            self.summary.skipped = sum(self.store.skip_counts(self.run.id).values())
        except StoreError as error:
            self.fail(error)
        self.progress("done", at_once=True)

    def _enter_the_rest(self) -> None:
        summary = self.summary
        if summary.stopped or summary.network_lost or not self.is_ready:
            return  # the rest waits for the next part of the run
        limit = summary.limit
        if limit is not None and limit is not Skip.PAGES:
            for entry in self.store.sitemap(self.run.id):
                if entry.url:
                    self.frontier.add(entry.url, Source.SITEMAP, 1)
            self.flush()
            self.store.skip_waiting(self.run.id, limit, f"the limit of {limit.value} ended the crawl")
        else:
            most = f"more than {self.options.max_asked} assets and external links"
            if self.store.skip_waiting(self.run.id, Skip.PAGES, most, lowest=1):
                self.tell(f"{most} were found; the rest was not asked")

    async def close(self) -> None:
        """Stop what is left and close all connections."""
        self.cancel_beside()
        tasks = list(self._tasks)
        if tasks:
            await asyncio.gather(*tasks, return_exceptions=True)
        await self.asker.close()
