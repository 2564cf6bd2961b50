"""A second crawl takes over what has not changed, and nothing else."""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from crawler.ask import Asker
from crawler.crawl import CrawlSummary, crawl
from crawler.fragments import Places
from crawler.options import CrawlOptions
from crawler.reuse import Reuse, is_settled
from crawler.vanished import EarlierPages
from store.database import Store
from store.model import Page, Run
from store.urls import split
from tests.crawler.conftest import QUICK
from tests.servers import Answer, Asked, Reply, Route, Site, html

OLD = "Mon, 05 Jan 2026 10:00:00 GMT"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "marsad.db")) as opened:
        yield opened


def tagged(page: Reply, tag: Callable[[bytes], str] | None = None, *more: tuple[str, str]) -> Route:
    """A page with an ETag of its bytes (or one that a server makes up), answered 304 where it is still the same."""
    body = page.body.encode() if isinstance(page.body, str) else page.body
    etag = tag(body) if tag else f'"{hashlib.md5(body).hexdigest()}"'

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == etag:
            return Reply(b"", 304, (("ETag", etag), *more), None)
        return replace(page, headers=(*page.headers, ("ETag", etag), *more))

    return answer


def crawled(store: Store, site: Site, before: Run | None = None, **options: object) -> tuple[Run, CrawlSummary]:
    start = site.url("/")
    run = store.begin_run(split(start).netloc, start, {}, {}, time.time())
    made = CrawlOptions.model_validate({**QUICK, "check_assets": False, "questions": False, **options})
    return run, crawl(store, run, made, before=before)


def held(store: Store, run: Run) -> dict[str, tuple[object, ...]]:
    """What a run holds of every page but when and how fast it came."""

    def of(page: Page) -> Page:
        return replace(page, fetched_at=0.0, ttfb_ms=None, download_ms=None, is_reused=False, headers=())

    pages = list(store.pages(run.id))
    bodies = store.bodies(run.id, [page.id for page in pages])
    table = store.links(run.id)
    links: dict[int, list[tuple[object, ...]]] = {}
    for number in range(len(table)):
        row = (table.target[number], table.kind[number], table.texts[table.text[number]], table.flags[number])
        links.setdefault(int(table.source[number]), []).append(tuple(map(str, row)))
    return {page.url: (of(page), bodies.get(page.id), links.get(page.id)) for page in pages}


def reused(store: Store, run: Run) -> set[str]:
    return {split(page.url).path for page in store.pages(run.id) if page.is_reused}


def routes(make: Callable[[Reply], Route]) -> dict[str, Route]:
    return {
        "/": make(html("Home", "/a", "/b#here", "/c?q=1")),
        "/a": make(html("A", "/", "/d", body='<p id="x">Text</p>')),
        "/b": make(html("B", "/a#x", "/a#missing", body='<p id="here">Text</p>')),
        "/c": make(html("C", "/b")),
        "/d": make(html("D", "/a", "/gone")),
    }


@pytest.mark.parametrize("make", [tagged, lambda page: page], ids=["with ETag", "without validators"])
def test_a_second_crawl_of_an_unchanged_site_holds_the_same_and_takes_the_pages_over(
    store: Store, make: Callable[[Reply], Route]
) -> None:
    with Site(routes(make)) as site:
        first, _ = crawled(store, site)
        second, summary = crawled(store, site, first)
    assert reused(store, second) == {"/", "/a", "/b", "/c", "/d", "/gone"}
    assert held(store, second) == held(store, first)
    assert summary.unchanged >= 5
    places = [probe.data for probe in store.probes(second.id) if probe.kind == "fragments"]
    assert places and places == [probe.data for probe in store.probes(first.id) if probe.kind == "fragments"]


def test_what_changed_is_read_anew_and_its_new_links_are_followed(store: Store) -> None:
    with Site(routes(tagged)) as site:
        first, _ = crawled(store, site)
        site.routes["/a"] = tagged(html("A anew", "/", "/new"))
        site.routes["/new"] = html("New")
        del site.routes["/c"]
        second, _ = crawled(store, site, first)
        whole, _ = crawled(store, site)
    assert held(store, second) == held(store, whole)
    assert not reused(store, second) & {"/a", "/new", "/c"}
    assert {split(url).path for url in held(store, second)} >= {"/new", "/c"}
    assert "/d" not in {split(url).path for url in held(store, second)}


def test_a_header_that_extraction_reads_makes_a_page_be_read_anew(store: Store) -> None:
    with Site(routes(lambda page: page)) as site:
        first, _ = crawled(store, site)
        page = html("A", "/", "/d", body='<p id="x">Text</p>')
        site.routes["/a"] = replace(page, headers=(("X-Robots-Tag", "noindex"),))
        second, _ = crawled(store, site, first)
    found = next(page for page in store.pages(second.id) if split(page.url).path == "/a")
    assert not found.is_reused
    assert found.facts is not None and found.facts.robots


def test_headers_of_a_304_replace_those_that_were_stored(store: Store) -> None:
    with Site({"/": tagged(html("Home"), None, ("Cache-Control", "max-age=1"))}) as site:
        first, _ = crawled(store, site)
        site.routes["/"] = tagged(html("Home"), None, ("Cache-Control", "max-age=2"))
        for _ in range(2):  # the first answers are checked by fetching the whole page
            second, _ = crawled(store, site, first)
    (page,) = store.pages(second.id)
    assert page.is_reused and page.status == 200
    assert page.header("cache-control") == "max-age=2"
    assert page.header("content-type") == "text/html; charset=utf-8"


def many(version: str, make: Callable[[Reply], Route]) -> dict[str, Route]:
    names = [f"/p{number}" for number in range(40)]
    pages = {name: make(html(f"{version} {name}", body=f"<p>{version}</p>")) for name in names}
    return {"/": make(html("Home", *names)), **pages}


def test_a_server_that_calls_everything_unchanged_is_found_out_and_every_page_is_fetched(store: Store) -> None:
    def lying(page: Reply) -> Route:
        return tagged(page, lambda body: '"always"')

    with Site(many("old", lying)) as site:
        first, _ = crawled(store, site)
        site.routes.update({**many("new", lying), "/": site.routes["/"]})
        second, summary = crawled(store, site, first)
        whole, _ = crawled(store, site)
    assert held(store, second) == held(store, whole)
    assert any("its word was not taken" in note for note in summary.notes)


@pytest.fixture
def late_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the answers "unchanged" the tenth alone is checked: which they are else depends on the port of the server."""
    numbers = count(1)
    monkeypatch.setattr(Reuse, "wants_check", lambda *_: next(numbers) == 10)


@pytest.mark.usefixtures("late_check")
def test_what_was_taken_on_a_false_word_is_fetched_after_all(store: Store) -> None:
    def lying(page: Reply) -> Route:
        return tagged(page, lambda body: '"always"')

    with Site(many("old", lying)) as site:
        first, _ = crawled(store, site)
        site.routes.update({**many("new", lying), "/": site.routes["/"]})
        second, summary = crawled(store, site, first, concurrency=1)
        whole, whole_summary = crawled(store, site)
    assert held(store, second) == held(store, whole)
    assert (summary.fetched, summary.html) == (whole_summary.fetched, whole_summary.html)


def test_with_request_headers_of_ones_own_nothing_is_asked_with_conditions(store: Store) -> None:
    with Site(routes(tagged)) as site:
        first, _ = crawled(store, site, headers={"Cookie": "session=1"})
        site.asked.clear()
        second, _ = crawled(store, site, first, headers={"Cookie": "session=1"})
        assert not any({"if-none-match", "if-modified-since"} & asked.headers.keys() for asked in site.asked)
    assert held(store, second) == held(store, first)
    assert "/a" in reused(store, second)  # its bytes are the same


def test_a_date_asks_only_where_the_page_had_settled_before_it_was_fetched(store: Store) -> None:
    fresh = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
    dated = {"/": OLD, "/a": fresh}
    pages = {path: replace(html(path, "/a"), headers=(("Last-Modified", date),)) for path, date in dated.items()}
    with Site(dict(pages)) as site:
        first, _ = crawled(store, site)
        site.asked.clear()
        crawled(store, site, first)
        asked = {one.name: one.headers.get("if-modified-since") for one in site.asked if one.method == "GET"}
    assert asked["/"] == OLD
    assert asked["/a"] is None


def test_never_asks_for_everything_and_takes_nothing_over(store: Store) -> None:
    with Site(routes(tagged)) as site:
        first, _ = crawled(store, site)
        site.asked.clear()
        second, summary = crawled(store, site, first, incremental="never")
        assert not any("if-none-match" in asked.headers for asked in site.asked)
    assert not reused(store, second) and not summary.unchanged
    assert held(store, second) == held(store, first)


def test_a_copied_page_outlives_the_run_it_was_copied_from(store: Store) -> None:
    with Site(routes(tagged)) as site:
        first, _ = crawled(store, site)
        before = held(store, first)
        second, _ = crawled(store, site, first)
    store.delete_run(first.id)
    assert held(store, second) == before


def test_a_page_whose_body_was_thrown_away_is_read_anew(store: Store) -> None:
    with Site(routes(tagged)) as site:
        first, _ = crawled(store, site)
        before = held(store, first)
        with store._db.write() as connection:
            connection.exec_driver_sql("DELETE FROM body")
        second, _ = crawled(store, site, first)
    assert held(store, second) == before
    assert reused(store, second) == {"/gone"}


def test_a_run_whose_earlier_run_is_deleted_meanwhile_says_so_and_is_whole_when_it_goes_on(store: Store) -> None:
    from store.errors import StoreError

    with Site(routes(tagged)) as site:
        first, _ = crawled(store, site)
        before = held(store, first)
        start = site.url("/")
        run = store.begin_run(split(start).netloc, start, {}, {}, time.time())
        options = CrawlOptions.model_validate({**QUICK, "check_assets": False, "questions": False})

        def home(asked: Asked) -> Reply:
            if store.count_pages(first.id):
                store.delete_run(first.id)
            return html("Home", "/a", "/b#here", "/c?q=1")

        site.routes["/"] = home
        with pytest.raises(StoreError, match="deleted meanwhile"):
            crawl(store, run, options, before=first)
        crawl(store, run, options)
    assert held(store, run) == before


def test_a_page_that_changed_is_sent_once_and_one_that_fails_is_asked_again(store: Store) -> None:
    fails = iter([True])

    def shaky(asked: Asked) -> Reply:
        return Reply(b"", 503) if next(fails, False) else html("C", "/b")

    with Site(routes(tagged)) as site:
        first, _ = crawled(store, site)
        site.routes["/a"] = tagged(html("A anew", "/", "/d"))
        site.routes["/c"] = shaky
        site.asked.clear()
        second, _ = crawled(store, site, first)
        asked = [one.name for one in site.asked]
    assert asked.count("/a") == 1
    assert asked.count("/c") == 2
    assert reused(store, second) == {"/", "/b", "/d", "/c", "/gone"}
    assert next(page for page in store.pages(second.id) if split(page.url).path == "/c").tries == 2


def test_a_limit_of_pages_holds_where_pages_are_taken_over_and_read(store: Store) -> None:
    with Site(many("old", tagged)) as site:
        first, _ = crawled(store, site)
        site.routes.update({f"/p{number}": tagged(html(f"new {number}")) for number in range(0, 40, 2)})
        second, summary = crawled(store, site, first, max_pages=17)
    assert store.count_pages(second.id) == summary.fetched == 17
    assert 0 < summary.unchanged < 17


def test_a_crawl_that_is_stopped_among_unchanged_pages_goes_on_where_it_was(store: Store) -> None:
    stop = threading.Event()
    with Site(many("old", tagged)) as site:
        first, _ = crawled(store, site)
        start = site.url("/")
        run = store.begin_run(split(start).netloc, start, {}, {}, time.time())
        options = CrawlOptions.model_validate({**QUICK, "check_assets": False, "questions": False, "concurrency": 1})

        page = site.routes["/p5"]
        assert callable(page)

        def last(asked: Asked) -> Answer:
            stop.set()
            return page(asked)

        site.routes["/p5"] = last
        summary = crawl(store, run, options, stop=stop, before=first)
        assert summary.stopped
        done = store.count_pages(run.id)
        crawl(store, run, options, before=first)
    assert 0 < done < 41
    assert held(store, run) == held(store, first)


def test_what_was_looked_for_on_unchanged_pages_is_not_looked_for_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    of = Places.of

    def noted(text: str, *, is_cut: bool = False) -> Places:
        looked.append(text)
        return of(text, is_cut=is_cut)

    with Site(routes(tagged)) as site:
        first, _ = crawled(store, site)
        monkeypatch.setattr(Places, "of", noted)
        second, _ = crawled(store, site, first)
        assert [text for text in looked if "<title>B</title>" in text] == []  # has the one place that is wanted of it
        looked.clear()
        site.routes["/d"] = tagged(html("D", "/a", "/gone", "/b#there"))
        third, _ = crawled(store, site, second)
    assert any("<title>B</title>" in text for text in looked)
    missing = {
        split(one.url).path: set(one.data["missing"]) for one in store.probes(third.id) if one.kind == "fragments"
    }
    assert missing == {"/a": {"missing"}, "/b": {"there"}}


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer "unchanged" is checked as a sample."""
    monkeypatch.setattr("crawler.reuse.FIRST_CHECKED", 0)
    monkeypatch.setattr("crawler.reuse.CHECK_EVERY", 2**63)


def test_a_304_to_a_question_without_conditions_is_no_word_that_the_page_is_unchanged(store: Store) -> None:
    with Site({"/": html("Home", "/a"), "/a": html("A")}) as site:
        first, _ = crawled(store, site)
        site.routes["/a"] = Reply(b"", 304, (), None)
        second, _ = crawled(store, site, first)
    assert {split(page.url).path: page.status for page in store.pages(second.id)} == {"/": 200, "/a": 304}
    assert reused(store, second) == {"/"}


@pytest.mark.usefixtures("late_check")
@pytest.mark.parametrize("status", [301, 304, 404])
def test_a_page_that_is_unchanged_by_a_304_and_something_else_without_conditions_breaks_the_word(
    store: Store, status: int
) -> None:
    paths = [f"/p{number}" for number in range(40)]

    def gone(asked: Asked) -> Reply:
        if "if-none-match" in asked.headers:
            return Reply(b"", 304, (("ETag", '"always"'),), None)
        return Reply(b"", status, (("Location", "/"),) if status == 301 else (), None)

    with Site(many("old", lambda page: tagged(page, lambda body: '"always"'))) as site:
        first, _ = crawled(store, site)
        site.routes.update(dict.fromkeys(paths, gone))
        second, summary = crawled(store, site, first, concurrency=1)
    assert {page.status for page in store.pages(second.id) if split(page.url).path in paths} == {status}
    assert any("its word was not taken" in note for note in summary.notes)


@pytest.mark.usefixtures("trusting")
def test_a_304_with_another_second_link_header_makes_the_page_be_read_anew(store: Store) -> None:
    def linked(site: Site, canonical: str) -> Route:
        more = ("Link", "</api>; rel=service"), ("Link", f"<{site.url(canonical)}>; rel=canonical")
        return tagged(html("Home"), None, *more)

    with Site() as site:
        site.routes["/"] = linked(site, "/")
        first, _ = crawled(store, site)
        site.routes["/"] = linked(site, "/other")
        second, _ = crawled(store, site, first)
        page = store.page(second.id, site.url("/"))
    assert page is not None and page.facts is not None
    assert [split(one.url).path for one in page.facts.canonicals] == ["/other"]


@pytest.fixture
def far_east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("far_east")
def test_a_date_without_a_zone_is_of_greenwich_wherever_the_crawl_runs() -> None:
    at = parsedate_to_datetime(OLD).timestamp()
    assert not is_settled(OLD.removesuffix(" GMT"), at + 1)
    assert is_settled(OLD.removesuffix(" GMT"), at + 120)


def test_a_question_that_its_closed_client_cancels_does_not_keep_a_stopped_crawl_from_ending(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = threading.Event()
    ask = Asker.ask

    async def cancelled(asker: Asker, url: str, *args: Any, **options: Any) -> object:
        if url.endswith("/b") and not stop.is_set():
            stop.set()
            raise asyncio.CancelledError  # as of one that waited for DNS
        return await ask(asker, url, *args, **options)

    with Site(routes(tagged)) as site:
        first, _ = crawled(store, site)
        start = site.url("/")
        run = store.begin_run(split(start).netloc, start, {}, {}, time.time())
        options = CrawlOptions.model_validate({**QUICK, "check_assets": False, "questions": False})
        monkeypatch.setattr(Asker, "ask", cancelled)
        assert crawl(store, run, options, stop=stop, before=first).stopped
        crawl(store, run, options, before=first)
    assert held(store, run) == held(store, first)


def test_a_304_is_not_checked_once_the_crawl_is_stopped_and_not_before_the_pace_allows_it(store: Store) -> None:
    stop = threading.Event()
    tagged_home = tagged(html("Home"))
    assert callable(tagged_home)

    def home(asked: Asked) -> Answer:
        threading.Timer(0.3, stop.set).start()
        return tagged_home(asked)

    with Site({"/": tagged_home}) as site:
        first, _ = crawled(store, site)
        start = site.url("/")
        run = store.begin_run(split(start).netloc, start, {}, {}, time.time())
        made = {**QUICK, "check_assets": False, "questions": False, "sitemaps": False, "delay_s": 3_600}
        options = CrawlOptions.model_validate(made)
        site.routes["/"] = home
        site.asked.clear()
        assert crawl(store, run, options, stop=stop, before=first).stopped
        assert ["if-none-match" in one.headers for one in site.asked if one.name == "/"] == [True]
        site.routes["/"] = tagged_home
        crawl(store, run, options.model_copy(update={"delay_s": 0}), before=first)
    assert held(store, run) == held(store, first)


def test_unchanged_pages_among_those_that_nothing_leads_to_count_as_clear_answers(store: Store) -> None:
    names = [f"/p{number}" for number in range(26)]
    with Site(many("old", tagged)) as site:
        first, _ = crawled(store, site)
        site.routes["/"] = html("Home")
        site.routes.update({name: Reply(b"", 403) for name in names[::2]})
        start = site.url("/")
        run = store.begin_run(split(start).netloc, start, {}, {}, time.time())
        options = CrawlOptions.model_validate(
            {**QUICK, "check_assets": False, "questions": False, "concurrency": 1, "retries": 0}
        )
        summary = crawl(store, run, options, before=first, earlier=EarlierPages((first.id,)))
    assert not [note for note in summary.notes if "the rest was not asked" in note]
    assert store.count_pages(run.id) == 41


def test_headers_that_a_304_does_not_repeat_are_taken_from_whole_answers_once_they_changed(store: Store) -> None:
    def policed(policy: str) -> Callable[[Reply], Route]:
        def make(page: Reply) -> Route:
            def answer(asked: Asked) -> Reply:
                if "if-none-match" in asked.headers:
                    return Reply(b"", 304, (("ETag", '"same"'),), None)
                return replace(page, headers=(("ETag", '"same"'), ("Content-Security-Policy", policy)))

            return answer

        return make

    with Site(many("same", policed("default-src *"))) as site:
        first, _ = crawled(store, site)
        second, summary = crawled(store, site, first)
        assert summary.unchanged_told > 15  # the first ten are checked, and one in fifty
        site.routes.update(many("same", policed("default-src 'self'")))
        third, _ = crawled(store, site, second)
    assert {page.header("content-security-policy") for page in store.pages(third.id)} == {"default-src 'self'"}
    assert len(reused(store, third)) == 41  # the bodies are the same


@pytest.mark.usefixtures("late_check")
def test_what_an_earlier_part_of_the_run_took_on_a_false_word_is_fetched_after_all(store: Store) -> None:
    def lying(page: Reply) -> Route:
        return tagged(page, lambda body: '"always"')

    stop = threading.Event()
    asked = count(1)

    def fifth(page: Reply) -> Route:
        answer = lying(page)
        assert callable(answer)

        def stopping(one: Asked) -> Answer:
            if next(asked) == 5:
                stop.set()
            return answer(one)

        return stopping

    with Site(many("old", lying)) as site:
        first, _ = crawled(store, site)
        site.routes.update({**many("new", fifth), "/": site.routes["/"]})
        start = site.url("/")
        run = store.begin_run(split(start).netloc, start, {}, {}, time.time())
        options = CrawlOptions.model_validate({**QUICK, "check_assets": False, "questions": False, "concurrency": 1})
        assert crawl(store, run, options, stop=stop, before=first).stopped
        taken = store.count_pages(run.id)
        summary = crawl(store, run, options, before=first)
        whole, whole_summary = crawled(store, site)
    assert 1 < taken < 10
    assert held(store, run) == held(store, whole)
    assert (summary.fetched, summary.html) == (whole_summary.fetched, whole_summary.html)
    assert summary.unchanged >= 0
