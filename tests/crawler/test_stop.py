"""A crawl can be stopped at any moment and says so; what a caller's store or callback does wrong is not swallowed."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from crawler.crawl import CrawlProgress
from store.database import Store
from store.errors import StoreError
from store.model import UrlState
from tests.crawler.conftest import Crawl
from tests.servers import Asked, Hang, Reply, Route, Site, html


def test_stop_does_not_wait_for_pages_that_hang(crawl_site: Crawl) -> None:
    stop = threading.Event()

    def last(asked: Asked) -> Hang:
        threading.Timer(0.2, stop.set).start()
        return Hang()

    routes: dict[str, Route] = {"/": html("start", "/a", "/b", "/c"), "/a": html("a"), "/b": Hang(), "/c": last}
    with Site(routes) as site:
        done = crawl_site(site, timeout_s=300, stop=stop, sitemaps=False)
    assert done.summary.stopped
    assert set(done.pages) == {"/", "/a"}
    counts = done.store.frontier_counts(done.run.id)
    assert (counts[UrlState.QUEUED], counts[UrlState.LEASED]) == (2, 0)


def test_stop_does_not_wait_for_a_robots_txt_that_hangs(crawl_site: Crawl) -> None:
    stop = threading.Event()

    def hang(asked: Asked) -> Hang:
        stop.set()
        return Hang()

    with Site({"/": html("start"), "/robots.txt": hang}) as site:
        done = crawl_site(site, timeout_s=300, stop=stop)
    assert done.summary.stopped
    assert done.pages == {}


def test_stop_does_not_wait_for_external_links_that_hang(crawl_site: Crawl) -> None:
    stop = threading.Event()

    def hang(asked: Asked) -> Hang:
        threading.Timer(0.2, stop.set).start()
        return Hang()

    with Site({"*": hang}) as other, Site({"/": html("start", other.url("/x"))}) as site:
        done = crawl_site(site, ask_timeout_s=300, stop=stop)
        assert done.targets == {}
        again = crawl_site(site, run=done.run, ask_timeout_s=0.2)
        assert set(again.targets) == {other.url("/x")}


def test_resume_fetches_nothing_twice(crawl_site: Crawl) -> None:
    stop = threading.Event()
    pages: dict[str, Route] = {f"/{n}": html(f"p{n}", f"/{n + 1}") for n in range(30)}

    def at_ten(asked: Asked) -> Reply:
        stop.set()
        return html("ten", "/11")

    with Site({"/": html("start", "/0"), **pages, "/10": at_ten}) as site:
        first = crawl_site(site, stop=stop)
        assert first.summary.stopped
        done = crawl_site(site, run=first.run)
    assert len(done.pages) == 32
    assert done.summary.fetched == 32
    numbered = [path for path in site.paths() if path.strip("/").isdigit()]
    assert len(numbered) == len(set(numbered))


def test_progress_is_told(crawl_site: Crawl) -> None:
    told: list[CrawlProgress] = []
    with Site({"/": html("start", "/a"), "/a": html("a")}) as site:
        crawl_site(site, on_progress=told.append)
    assert told[-1].fetched == 2
    assert told[-1].known >= 2


def test_store_that_fails_ends_the_crawl_with_its_error(
    crawl_site: Crawl, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = store.save_batch

    def full(run_id: int, batch: Any) -> None:
        if batch.fetched:
            raise StoreError("the disk is full")
        saved(run_id, batch)

    monkeypatch.setattr(store, "save_batch", full)
    with Site({"/": html("start", "/a"), "/a": html("a")}) as site, pytest.raises(StoreError, match="the disk is full"):
        crawl_site(site)


@pytest.mark.parametrize("broken", ["lease", "save_batch"])
def test_store_that_fails_anywhere_ends_the_crawl_with_its_error(
    crawl_site: Crawl, store: Store, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def full(*_args: Any, **_options: Any) -> None:
        raise StoreError("the disk is full")

    robots = Reply(b"User-agent: *\nDisallow: /b", content_type="text/plain")
    routes: dict[str, Route] = {"/": html("start", "/a", "/b"), "/a": html("a"), "/robots.txt": robots}

    def start(asked: Asked) -> Reply:
        monkeypatch.setattr(store, broken, full)
        return html("start", "/a", "/b")

    with Site(routes | {"/": start}) as site, pytest.raises(StoreError, match="the disk is full"):
        crawl_site(site)


def test_two_crawls_in_one_process(crawl_site: Crawl) -> None:
    with Site({"/": html("start", "/a"), "/a": html("a")}) as site:
        assert [len(crawl_site(site).pages) for _ in range(2)] == [2, 2]


def test_empty_site_is_no_error(crawl_site: Crawl) -> None:
    with Site({"/": Reply("")}) as site:
        done = crawl_site(site)
    assert done.pages["/"].status == 200
    assert done.summary.html == 0
