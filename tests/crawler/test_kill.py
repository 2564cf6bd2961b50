"""A crawl that is killed at any moment and taken up again gathers what an uninterrupted one does."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from store.database import Store
from store.model import Run, UrlState
from tests.servers import Site
from tests.sites.interlinked import routes

ROOT = Path(__file__).parents[2]
PAGES = 600
KILLS = 20

CRAWL = """
import signal, sys, threading
from crawler.crawl import crawl
from crawler.options import CrawlOptions
from store.database import Store
stop = threading.Event()
signal.signal(signal.SIGINT, lambda *_: stop.set())
with Store.open(sys.argv[1]) as store:
    run = store.latest_run()
    print("ready", flush=True)
    summary = crawl(store, run, CrawlOptions(retry_wait_s=0.01, concurrency=8, polite=False), stop=stop)
    print("stopped" if summary.stopped else "finished", flush=True)
"""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site(routes(PAGES, delay_s=0.004)) as served:
        yield served


def _begin(folder: Path, site: Site) -> tuple[str, Run]:
    url = f"sqlite:///{folder}/marsad.db"
    with Store.open(url) as store:
        return url, store.begin_run("site", site.url(), {}, {}, time.time())


def _start(store_url: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", CRAWL, store_url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def _waited(site: Site, process: subprocess.Popen[str], more: int) -> None:
    """Wait until the site was asked so many times more, or the crawl has ended: a busy machine only takes longer."""
    enough = len(site.asked) + more
    while len(site.asked) < enough and process.poll() is None:
        time.sleep(0.002)


def _gathered(store_url: str, run: Run) -> dict[str, Any]:
    """All that does not depend on time and order, by URL."""
    with Store.open(store_url) as store:
        pages = {
            page.url: (page.status, page.failure, page.redirect_to, page.body_digest, page.facts, int(page.sources))
            for page in store.pages(run.id)
        }
        links = store.links(run.id)
        names = store.urls(run.id)
        edges = sorted(
            (names[int(links.source[row])], names[int(links.target[row])], int(links.kind[row]), int(links.count[row]),
             links.texts[int(links.text[row])])
            for row in range(len(links))
        )  # fmt: skip
        bodies = store.bodies(run.id, [page.id for page in store.pages(run.id)])
        return {
            "pages": pages,
            "rows": sum(1 for _ in store.pages(run.id)),
            "links": edges,
            "bodies": {names[number]: body for number, body in bodies.items()},
            "targets": {(target.url, target.state, target.status) for target in store.targets(run.id)},
            "skipped": {(url, skip, detail) for _, url, skip, detail in store.skipped(run.id)},
            "sitemap": sorted(entry.url for entry in store.sitemap(run.id)),
            "counts": store.frontier_counts(run.id),
        }


def _compare(again: dict[str, Any], whole: dict[str, Any]) -> None:
    for what, expected in whole.items():
        assert again[what] == expected, what


@pytest.fixture(scope="module")
def uninterrupted(site: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    url, run = _begin(tmp_path_factory.mktemp("whole"), site)
    process = _start(url)
    assert process.communicate(timeout=600)[0] == "finished\n"
    found = _gathered(url, run)
    assert found["rows"] > PAGES
    assert found["links"]
    assert len(found["targets"]) == 25
    assert found["counts"][UrlState.QUEUED] == found["counts"][UrlState.LEASED] == 0
    return found


@pytest.mark.slow
def test_twenty_kills_lose_nothing(site: Site, uninterrupted: dict[str, Any], tmp_path: Path) -> None:
    dice = random.Random(2026)
    url, run = _begin(tmp_path, site)
    stored: list[int] = []  # pages in the store after each kill
    while len(stored) < KILLS:
        process = _start(url)
        _waited(site, process, dice.randrange(0, PAGES))
        process.kill()
        if process.communicate()[0] == "":
            with Store.open(url) as store:
                stored.append(store.count_pages(run.id))
            if stored[-1] < uninterrupted["rows"]:
                continue
            assert _start(url).communicate(timeout=600)[0] == "finished\n"
        _compare(_gathered(url, run), uninterrupted)  # whole before it was killed often enough: again from nothing
        folder = tmp_path / str(len(stored))
        folder.mkdir()
        url, run = _begin(folder, site)
    middles = {pages for pages in stored if 0 < pages < uninterrupted["rows"]}
    assert len(middles) >= 5, f"the kills hit no middle: {stored}"
    process = _start(url)
    assert process.communicate(timeout=600)[0] == "finished\n"
    _compare(_gathered(url, run), uninterrupted)


@pytest.mark.slow
def test_ctrl_c_stops_cleanly_and_resumes(site: Site, uninterrupted: dict[str, Any], tmp_path: Path) -> None:
    url, run = _begin(tmp_path, site)
    for more in (0, 30, 150):
        process = _start(url)
        _waited(site, process, more)
        process.send_signal(signal.SIGINT)
        output = process.communicate(timeout=600)[0]
        if output == "finished\n":
            break  # the signal came too late, perhaps while the interpreter was leaving
        assert (output, process.returncode) == ("stopped\n", 0)
        with Store.open(url) as store:
            assert store.frontier_counts(run.id)[UrlState.LEASED] == 0
    process = _start(url)
    assert process.communicate(timeout=600)[0] == "finished\n"
    _compare(_gathered(url, run), uninterrupted)


def test_a_stop_before_the_first_page_leaves_everything_for_later(site: Site, tmp_path: Path) -> None:
    import threading

    from crawler.crawl import crawl
    from crawler.options import CrawlOptions

    url, run = _begin(tmp_path, site)
    stop = threading.Event()
    stop.set()
    with Store.open(url) as store:
        summary = crawl(store, run, CrawlOptions(), stop=stop)
        assert summary.stopped
        assert summary.fetched == 0
        stop.clear()
        assert crawl(store, run, CrawlOptions(max_pages=3), stop=stop).fetched == 3
