"""What the tests of the crawl share: a store of their own and a crawl in one call."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.crawl import CrawlProgress, CrawlSummary, crawl
from crawler.options import CrawlOptions
from store.database import Store
from store.model import Page, Probe, Run, Skip, Target
from store.urls import split
from tests.servers import Site


@dataclass
class Crawled:
    """A crawl and what it left."""

    store: Store
    run: Run
    summary: CrawlSummary
    start_url: str

    @property
    def pages(self) -> dict[str, Page]:
        """Path with query (or whole URL of other hosts) -> page."""
        return {self._short(page.url): page for page in self.store.pages(self.run.id)}

    @property
    def skipped(self) -> dict[str, tuple[Skip, str]]:
        return {self._short(url): (skip, detail) for _, url, skip, detail in self.store.skipped(self.run.id)}

    @property
    def targets(self) -> dict[str, Target]:
        return {self._short(target.url): target for target in self.store.targets(self.run.id)}

    def probes(self, kind: str) -> list[Probe]:
        return [probe for probe in self.store.probes(self.run.id) if probe.kind == kind]

    def _short(self, url: str) -> str:
        origin = self.start_url[: self.start_url.index("/", 8)]
        return url.removeprefix(origin)


QUICK: dict[str, Any] = {"measure_assets": False, "retry_wait_s": 0.01, "timeout_s": 5.0, "ask_timeout_s": 5.0}


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with its tables: made once, since that takes longer than most crawls here."""
    path = tmp_path_factory.mktemp("empty") / "marsad.db"
    Store.open(f"sqlite:///{path}").close()
    return path.read_bytes()


@pytest.fixture
def store(tmp_path: Path, empty_database: bytes) -> Iterator[Store]:
    (tmp_path / "marsad.db").write_bytes(empty_database)
    with Store.open(f"sqlite:///{tmp_path}/marsad.db") as opened:
        yield opened


Crawl = Callable[..., Crawled]


@pytest.fixture
def crawl_site(store: Store) -> Crawl:
    """Crawl a site from a path; further arguments are options."""

    def go(
        site: Site | str,
        path: str = "/",
        *,
        run: Run | None = None,
        stop: threading.Event | None = None,
        on_progress: Callable[[CrawlProgress], None] = lambda progress: None,
        answers: Mapping[str, Target] | None = None,
        **options: Any,
    ) -> Crawled:
        start = site if isinstance(site, str) else site.url(path)
        run = run or store.begin_run(split(start).netloc, start, {}, {}, time.time())
        summary = crawl(store, run, CrawlOptions(**{**QUICK, **options}), on_progress, stop, answers)
        return Crawled(store, run, summary, run.start_url)

    return go
