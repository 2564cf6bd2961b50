"""Fetches a few pages of a site again, as an audit does but without following links, into a store of its own."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from audits.moves import is_door
from crawler.admission import Admission
from crawler.options import CrawlOptions
from marsad.config import Config
from marsad.verify_reads import Reads
from store.database import Store
from store.errors import GatherError
from store.model import LinkState, Page, Probe, Run, SitemapEntry, Skip, Target

MOST_ASKED = 300  # parts of pages and links to other sites
_SPARE_PAGES = 5  # what redirects lead to
_UNCLEAR = frozenset({401, 403, 407, 408, 425, 429})
_GONE = frozenset({404, 410})
UNSURE = frozenset({LinkState.UNKNOWN, LinkState.BLOCKED, LinkState.FLAKY, LinkState.EXCLUDED})
"""States of addresses that gave no clear answer."""


@dataclass(slots=True)
class Fresh:
    """What was fetched again, by URL."""

    pages: dict[str, Page] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    probes: dict[tuple[str, str], Probe] = field(default_factory=dict)  # (kind, URL)
    skipped: dict[str, tuple[Skip, str]] = field(default_factory=dict)
    sitemap: tuple[SitemapEntry, ...] = ()
    has_sitemap: bool = False  # they were read again
    runs: list[tuple[Store, Run]] = field(default_factory=list)
    lost: frozenset[str] = frozenset()  # what was taken away because it gave no clear answer

    def clear_alone(self, pages: Mapping[str, Page], targets: Mapping[str, Target]) -> Fresh:
        """This without what gave no clear answer now and another one in the run, where `pages` and `targets` are."""
        lost = {url for url, page in self.pages.items() if is_unreadable(page, pages.get(url))}
        for url, one in self.targets.items():
            is_unclear = one.state in UNSURE or one.status >= 500 or one.status in _UNCLEAR
            old = targets.get(url)
            if is_unclear and old is not None and (old.state, old.status) != (one.state, one.status):
                lost.add(url)
        return replace(
            self,
            pages={url: page for url, page in self.pages.items() if url not in lost},
            bodies={url: body for url, body in self.bodies.items() if url not in lost},
            targets={url: one for url, one in self.targets.items() if url not in lost},
            lost=frozenset(lost),
        )

    def kinds(self) -> set[str]:
        """The kinds of its probes."""
        return {kind for kind, _ in self.probes}

    def is_unclear(self, kinds: set[str]) -> str:
        """An address asked for these kinds that gave no clear answer this time; "" where all did."""
        for (kind, url), probe in self.probes.items():
            no_answer = probe.failure is not None and kind not in ("certificate", "tls")
            if kind in kinds and (no_answer or probe.status >= 500 or probe.status in _UNCLEAR):
                return url
        return ""


def is_unreadable(page: Page, old: Page | None) -> bool:
    """Whether a page gave an answer from which nothing can be told, and gave another one in the run."""
    is_bad = page.status == 0 or page.failure is not None or (page.status >= 400 and page.status not in _GONE)
    if page.redirect_to and is_door(page.url, page.redirect_to):
        return old is None or page.redirect_to != old.redirect_to
    is_same = old is not None and (
        (page.status, page.failure) == (old.status, old.failure) or min(page.status, old.status) >= 500
    )
    return is_bad and not is_same


class Fetching:
    """Fetches again, in one or two rounds; what it gathered lives as long as the block of `fetching`."""

    def __init__(
        self, folder: str, run: Run, config: Config, admission: Admission | None, reads: Reads, stop: threading.Event
    ) -> None:
        self._folder = folder
        self._run = run
        self._config = config
        self._admission = admission
        self._reads = reads
        self._stop = stop
        self.fresh = Fresh()

    def fetch(self, urls: Sequence[str], *, asks_others: bool = False) -> None:
        """Fetch pages with all that the rule reads beside them. Raises GatherError where the site cannot be had.

        `asks_others`: links and parts on other hosts are asked too.
        """
        from crawler.crawl import crawl

        number = len(self.fresh.runs)
        store = Store.open(f"{self._folder}/{number}.db")
        run = store.begin_run(self._run.site, self._run.start_url, {}, {}, time.time())
        self.fresh.runs.append((store, run))
        options = self._options(urls, is_first=number == 0, asks_others=asks_others)
        summary = crawl(store, run, options, stop=self._stop, admission=self._admission)
        if summary.blocked_by_robots:
            raise GatherError(f"robots.txt forbids {run.start_url} now, so nothing was fetched again")
        self._take(store, run, set(urls), has_sitemap=options.sitemaps)

    def _options(self, urls: Sequence[str], *, is_first: bool, asks_others: bool) -> CrawlOptions:
        crawl, reads = self._config.crawl, self._reads
        wants_assets = is_first and reads.needs_assets and crawl.check_assets
        return crawl.model_copy(
            update={
                "urls": tuple(urls),
                "follow": False,
                "incremental": "never",
                "sitemaps": is_first and reads.needs_sitemaps and crawl.sitemaps,
                "max_pages": len(urls) + _SPARE_PAGES,
                "max_depth": 0,
                "max_asked": MOST_ASKED,
                "check_external": is_first and asks_others and crawl.check_external,
                "check_assets": wants_assets,
                "measure_assets": wants_assets and reads.needs_measures and crawl.measure_assets,
                "questions": crawl.questions if is_first and reads.needs_questions else False,
                "exposed_files": is_first and "exposed-file" in reads.kinds and crawl.exposed_files,
                "indexnow_key": crawl.indexnow_key if is_first and "indexnow" in reads.kinds else "",
            }
        )

    def _take(self, store: Store, run: Run, asked: Set[str], *, has_sitemap: bool) -> None:
        fresh = self.fresh
        pages = {page.url: page for page in store.pages(run.id)}
        bodies = store.bodies(run.id, [page.id for page in pages.values()])
        fresh.pages.update(pages)
        fresh.bodies.update({url: bodies.get(page.id, b"") for url, page in pages.items()})
        fresh.targets.update({one.url: one for one in store.targets(run.id)})
        if len(fresh.runs) == 1:
            fresh.probes.update({(one.kind, one.url): one for one in store.probes(run.id)})
        # That a link was not followed says nothing of what it leads to.
        skipped = [one for one in store.skipped(run.id) if one[1] in asked or one[2] not in (Skip.SCOPE, Skip.PAGES)]
        fresh.skipped.update({url: (why, detail) for _, url, why, detail in skipped})
        if has_sitemap:
            fresh.sitemap, fresh.has_sitemap = tuple(store.sitemap(run.id)), True


@contextmanager
def fetching(
    run: Run, config: Config, admission: Admission | None, reads: Reads, stop: threading.Event
) -> Iterator[Fetching]:
    """What fetches again pages of a run's site; its own stores go at the end, the run's store is not touched."""
    with tempfile.TemporaryDirectory(prefix="marsad-verify-") as folder:
        made = Fetching(folder, run, config, admission, reads, stop)
        try:
            yield made
        finally:
            for store, _ in made.fresh.runs:
                store.close()
