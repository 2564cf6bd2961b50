"""The crawl goes as fast as the site can bear, and does what it asks."""

from __future__ import annotations

import time

import pytest

from crawler.ask import Answer
from crawler.options import CrawlOptions
from crawler.throttle import PAUSE_S, Throttle, retry_after_s
from store.model import Failure
from tests.crawler.conftest import Crawl
from tests.servers import Asked, Reply, Route, Site, html, text


def throttle(is_local: bool = False, **options: object) -> tuple[Throttle, list[str]]:
    told: list[str] = []
    made = Throttle(CrawlOptions.model_validate(options), told.append)
    made.begin(is_local=is_local)
    return made, told


def answer(status: int = 200, ttfb_ms: float = 100.0, **headers: str) -> Answer:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer("http://x/", status, pairs, ttfb_ms=ttfb_ms)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("30", 30.0), (" 0 ", 0.0), ("Thu, 01 Jan 1970 00:02:00 GMT", 20.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
     ("soon", None), ("", None), ("-5", None), ("1.5", None)],
)  # fmt: skip
def test_retry_after_is_read_as_seconds_or_a_date(value: str, seconds: float | None) -> None:
    assert retry_after_s(value, 100.0) == seconds


def test_retry_after_pauses_the_crawl_up_to_the_cap_and_is_told() -> None:
    slow, told = throttle()
    assert slow.note(answer(429, retry_after="3600"), 1000.0, 0.0) == 120.0
    assert slow.wait_s(1000.0) == 120.0
    assert told == ["the server answered 429 and asked for a pause of 3600 s; it was given 120 s"]


def test_errors_halve_the_concurrency_and_good_answers_bring_it_back() -> None:
    adaptive, _ = throttle(concurrency=8)
    for _ in range(3):
        adaptive.note(answer(503), 0.0, 0.0)
    assert adaptive.allowed == 1
    for _ in range(25 * 7):
        adaptive.note(answer(), 0.0, 0.0)
    assert adaptive.allowed == 8


def test_slow_answers_make_the_crawl_slow_and_quick_ones_quick() -> None:
    adaptive, _ = throttle(concurrency=4)
    for _ in range(20):
        adaptive.note(answer(ttfb_ms=4_000), 0.0, 0.0)
    assert adaptive.delay_s == pytest.approx(1.0, rel=0.01)
    for _ in range(20):
        adaptive.note(answer(ttfb_ms=40), 0.0, 0.0)
    assert adaptive.delay_s == pytest.approx(0.01, rel=0.1)


def test_a_delay_that_was_asked_for_is_the_least() -> None:
    adaptive, _ = throttle(delay_s=0.5)
    for _ in range(20):
        adaptive.note(answer(ttfb_ms=1), 0.0, 0.0)
    assert adaptive.delay_s == 0.5


def test_a_fifth_of_failures_pauses_the_crawl() -> None:
    adaptive, told = throttle()
    for number in range(100):
        adaptive.note(answer(500 if number % 4 == 0 else 200), 50.0, 0.0)
    assert adaptive.wait_s(50.0) == PAUSE_S
    assert "paused" in told[-1]


def test_missing_pages_do_not_slow_the_crawl() -> None:
    adaptive, told = throttle()
    for _ in range(100):
        adaptive.note(answer(404), 0.0, 0.0)
    assert adaptive.allowed == 8
    assert told == []


def test_timeouts_count_as_failures() -> None:
    adaptive, _ = throttle()
    adaptive.note(Answer("http://x/", failure=Failure.TIMEOUT), 0.0, 0.0)
    assert adaptive.allowed == 4


def test_crawl_delay_is_honoured_up_to_its_cap() -> None:
    adaptive, told = throttle()
    adaptive.obey_crawl_delay(60)
    assert (adaptive.delay_s, adaptive.allowed) == (10, 1)
    assert "capped from 60 s" in told[0]


def test_local_sites_are_crawled_at_full_speed_unless_told_otherwise() -> None:
    assert throttle(is_local=True)[0].allowed == 32
    assert throttle(is_local=True, concurrency=2)[0].allowed == 2
    assert throttle(is_local=True, polite=True)[0].allowed == 8


def test_server_that_asks_for_a_pause_gets_it(crawl_site: Crawl) -> None:
    state = {"asked_at": 0.0}

    def busy(asked: Asked) -> Reply:
        if not state["asked_at"]:
            state["asked_at"] = time.monotonic()
            return Reply("busy", 503, (("Retry-After", "1"),))
        return html("fine")

    pages: dict[str, Route] = {f"/{n}": html(f"p{n}") for n in range(20)}
    with Site({"/": html("start", "/busy", *pages), "/busy": busy, **pages}) as site:
        done = crawl_site(site, concurrency=1, sitemaps=False)
    later = [one.at for one in site.asked if one.at > state["asked_at"] and one.path.strip("/").isdigit()]
    assert later and min(later) - state["asked_at"] >= 0.95
    assert done.pages["/busy"].status == 200
    assert any("pause of 1 s" in note for note in done.summary.notes)


def test_no_more_requests_at_once_than_allowed(crawl_site: Crawl) -> None:
    def slow(asked: Asked) -> Reply:
        time.sleep(0.02)
        return html("p")

    pages: dict[str, Route] = {f"/{n}": slow for n in range(40)}
    with Site({"/": html("start", *pages), **pages}) as site:
        crawl_site(site, concurrency=3, sitemaps=False, check_assets=False)
        assert 2 <= site.most_at_once <= 4  # one more: the probes stand beside the pages


def test_crawl_delay_of_robots_spaces_the_requests(crawl_site: Crawl) -> None:
    pages: dict[str, Route] = {f"/{n}": html(f"p{n}") for n in range(4)}
    robots = text("User-agent: *\nCrawl-delay: 0.4\n")
    with Site({"/": html("start", *pages), **pages, "/robots.txt": robots}) as site:
        crawl_site(site, sitemaps=False)
    times = sorted(one.at for one in site.asked if one.path == "/" or one.path.strip("/").isdigit())
    assert len(times) == 5
    # All gaps together: one that the server saw late on a busy machine makes its neighbour's gap longer.
    assert times[-1] - times[0] >= 0.4 * 4 / 2
