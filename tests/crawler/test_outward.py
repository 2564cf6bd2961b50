"""Assets and external links are asked once each, and never called dead on weak grounds."""

from __future__ import annotations

from collections import Counter

import pytest

from crawler.ask import Answer
from crawler.verdict import target_of
from store.model import Failure, LinkState, Skip
from tests.crawler.conftest import Crawl
from tests.servers import Asked, Hang, Raw, Reply, Route, Site, html, redirect, text


def only_get(asked: Asked) -> Reply:
    return Reply("no", 405) if asked.method == "HEAD" else Reply("yes")


def head_lies(asked: Asked) -> Reply:
    return Reply("", 404) if asked.method == "HEAD" else Reply("here after all")


def cookie_wall(asked: Asked) -> Reply:
    """Sends everybody round in a circle who does not send back the cookie."""
    if "seen=1" in asked.headers.get("cookie", ""):
        return Reply("<title>Inside</title>welcome")
    return Reply("", 302, (("Location", "/it"), ("Set-Cookie", "seen=1; Path=/")))


@pytest.mark.parametrize(
    ("route", "state", "status"),
    [
        (html("fine"), LinkState.OK, 200),
        (redirect("/fine"), LinkState.REDIRECT, 200),
        (redirect("/gone"), LinkState.DEAD, 404),
        (Reply("", 404), LinkState.DEAD, 404),
        (Reply("", 410), LinkState.DEAD, 410),
        (only_get, LinkState.OK, 200),
        (head_lies, LinkState.OK, 200),
        (Reply("", 401), LinkState.BLOCKED, 401),
        (Reply("", 403), LinkState.BLOCKED, 403),
        (Reply("", 429), LinkState.BLOCKED, 429),
        (Reply("", 999), LinkState.BLOCKED, 999),
        (Reply("", 503, (("cf-mitigated", "challenge"),)), LinkState.BLOCKED, 503),
        (Reply("", 500), LinkState.FLAKY, 500),
        (Reply("", 418), LinkState.UNKNOWN, 418),
        (Hang(), LinkState.FLAKY, 0),
        (Raw(), LinkState.FLAKY, 0),
        (redirect("/self"), LinkState.DEAD, 301),
        (cookie_wall, LinkState.REDIRECT, 200),
    ],
    ids=lambda value: str(value) if isinstance(value, LinkState) else "",
)
def test_verdict_of_an_external_link(crawl_site: Crawl, route: Route, state: LinkState, status: int) -> None:
    more: dict[str, Route] = {"/fine": html("fine"), "/self": redirect("/self")}
    with Site({"/it": route, **more}) as other, Site({"/": html("start", other.url("/it"))}) as site:
        done = crawl_site(site, ask_timeout_s=0.4)
        target = done.targets[other.url("/it")]
    assert (target.state, target.status) == (state, status)


def test_a_host_of_this_machine_that_refuses_twice_is_dead(crawl_site: Crawl) -> None:
    with Site() as gone:
        url = gone.url("/x")
    with Site({"/": html("start", url)}) as site:
        done = crawl_site(site)
    assert done.targets[url].state is LinkState.DEAD
    assert done.targets[url].failure is Failure.REFUSED


@pytest.mark.parametrize(("is_sure", "state"), [(False, LinkState.FLAKY), (True, LinkState.DEAD)])
def test_a_refusal_is_no_proof_where_the_network_may_be_the_cause(is_sure: bool, state: LinkState) -> None:
    answer = Answer("https://gone.example/", failure=Failure.REFUSED)
    assert target_of(answer.url, [answer], "", "GET", is_refusal_sure=is_sure).state is state


def test_unresolvable_host_is_asked_once_and_not_called_dead_where_dns_proves_nothing(crawl_site: Crawl) -> None:
    urls = [f"http://marsad-no-such-host.test/{n}" for n in range(5)]
    with Site({"/": html("start", *urls)}) as site:
        done = crawl_site(site)
    assert {done.targets[url].failure for url in urls} == {Failure.DNS}
    assert {done.targets[url].state for url in urls} == {LinkState.UNKNOWN}


@pytest.mark.parametrize(
    ("is_missing", "is_dns_known_to_work", "state"),
    [
        (True, True, LinkState.DEAD),
        (False, True, LinkState.UNKNOWN),  # DNS was not able to say
        (True, False, LinkState.UNKNOWN),
    ],
)
def test_missing_name_is_dead_only_where_dns_is_known_to_work(
    is_missing: bool, is_dns_known_to_work: bool, state: LinkState
) -> None:
    answer = Answer("https://gone.example/", failure=Failure.DNS, is_missing_host=is_missing)
    assert target_of(answer.url, [answer], "", "HEAD", is_missing_sure=is_dns_known_to_work).state is state


def test_every_url_is_asked_once_however_often_it_is_linked(crawl_site: Crawl) -> None:
    with Site({"*": Reply("x", content_type="image/png")}) as other:
        image = f'<img src="{other.url("/i.png")}"><img src="/own.png">'
        pages: dict[str, Route] = {f"/{n}": html(f"p{n}", other.url("/page"), body=image) for n in range(10)}
        with Site({"/": html("start", *pages), **pages, "/own.png": Reply("x", content_type="image/png")}) as site:
            done = crawl_site(site)
        assert Counter(other.paths()) == {"/i.png": 1, "/page": 1}
    assert site.paths().count("/own.png") == 1
    assert done.targets["/own.png"].content_type == "image/png"
    assert done.targets["/own.png"].size_bytes == 1


def test_file_that_is_a_picture_here_and_a_link_there_is_a_page(crawl_site: Crawl) -> None:
    routes: dict[str, Route] = {
        "/": html("start", "/a", body='<img src="/big.jpg">'),
        "/a": html("a", "/b"),
        "/b": html("b", "/big.jpg"),
        "/big.jpg": Reply(b"\xff\xd8\xff", content_type="image/jpeg"),
    }
    with Site(routes) as site:
        done = crawl_site(site)
    assert done.pages["/big.jpg"].content_type == "image/jpeg"
    assert done.targets == {}


def test_large_file_is_measured_and_not_downloaded(crawl_site: Crawl) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Length: 900000000\r\n\r\n"
    with Site({"/": html("start", "/big.zip"), "/big.zip": Hang(head)}) as site:
        done = crawl_site(site)
    page = done.pages["/big.zip"]
    assert (page.status, page.body_bytes, page.failure) == (200, 900_000_000, None)


def test_checks_can_be_turned_off_and_the_ledger_says_so(crawl_site: Crawl) -> None:
    with Site({"*": html("x")}) as other:
        with Site({"/": html("start", other.url("/a"), body='<img src="/i.png">')}) as site:
            done = crawl_site(site, check_external=False, check_assets=False)
        assert other.asked == []
        assert done.skipped[other.url("/a")][0] is Skip.SCOPE
    assert "/i.png" not in site.paths()
    assert done.skipped["/i.png"][0] is Skip.SCOPE
    assert done.targets == {}


def test_budget_for_links_is_kept_and_the_rest_told(crawl_site: Crawl) -> None:
    images = "".join(f'<img src="/{n}.png">' for n in range(200))
    with Site({"/": html("start", body=images)}) as site:
        done = crawl_site(site, max_asked=64)
    assert len(done.targets) == 64
    assert len([1 for reason, _ in done.skipped.values() if reason is Skip.PAGES]) == 136
    assert done.summary.limit is None


def test_one_host_is_not_asked_by_more_than_a_few_at_once(crawl_site: Crawl) -> None:
    import time

    def slow(asked: object) -> Reply:
        time.sleep(0.03)
        return Reply("x")

    with Site({"*": slow}) as other:
        with Site({"/": html("start", *(other.url(f"/{n}") for n in range(30)))}) as site:
            crawl_site(site, ask_per_host=3)
        assert 1 < other.most_at_once <= 3


def test_secret_headers_go_to_the_site_only(crawl_site: Crawl) -> None:
    with Site({"*": html("x"), "/robots.txt": text("")}) as other:
        image = '<img src="/i.png">'
        routes: dict[str, Route] = {
            "/": html("start", other.url("/a"), "/b", body=image),
            "/b": redirect(other.url("/c")),
            "/i.png": redirect(other.url("/i.png")),
            "/robots.txt": redirect(other.url("/robots.txt")),
        }
        with Site(routes) as site:
            crawl_site(site, headers={"Authorization": "Bearer t0ken"})
        assert all("authorization" not in one.headers for one in other.asked)
        assert {"/a", "/c", "/i.png", "/robots.txt"} <= set(other.paths())
    assert all(one.headers.get("authorization") == "Bearer t0ken" for one in site.asked)


def test_feeds_are_asked_and_not_crawled(crawl_site: Crawl) -> None:
    feed = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    with Site({"/": html("Home", head=feed), "/feed": text("<rss/>")}) as site:
        crawled = crawl_site(site)
    assert set(crawled.pages) == {"/"}
    assert crawled.targets["/feed"].state is LinkState.OK
