"""Every limit ends the crawl where it says, and whatever is left out stands in the ledger with its reason."""

from __future__ import annotations

import time

import pytest

from store.model import Skip, UrlState
from tests.crawler.conftest import Crawl
from tests.servers import Reply, Route, Site, html, redirect, text
from tests.sites.interlinked import routes


def chain(length: int, *more: str) -> dict[str, Route]:
    site: dict[str, Route] = {f"/{n}": html(f"p{n}", f"/{n + 1}", *more) for n in range(length)}
    return {"/": html("start", "/0"), **site}


def test_page_limit_is_exact_and_the_rest_is_told(crawl_site: Crawl) -> None:
    wide: dict[str, Route] = {f"/{n}": html(f"p{n}") for n in range(40)}
    with Site({"/": html("start", *wide), **wide}) as site:
        done = crawl_site(site, max_pages=10)
    assert len(done.pages) == 10
    assert done.summary.limit is Skip.PAGES
    assert len(done.skipped) == 31
    assert {reason for reason, _ in done.skipped.values()} == {Skip.PAGES}


@pytest.mark.parametrize("most", [3, 17, 60])
def test_page_limit_is_kept_to_the_page_at_full_speed(crawl_site: Crawl, most: int) -> None:
    with Site(routes(200)) as site:
        done = crawl_site(site, max_pages=most)
    assert len([page for page in done.pages.values() if page.redirect_to is None]) == most


def test_links_and_parts_of_the_fetched_pages_are_asked_all_the_same(crawl_site: Crawl) -> None:
    with Site({"/": html("start", "/a", body='<img src="/i.png">'), "/i.png": Reply(b"x")}) as site:
        done = crawl_site(site, max_pages=1)
    assert done.summary.limit is Skip.PAGES
    assert done.targets["/i.png"].status == 200


def test_a_site_of_just_the_limit_is_not_called_cut_off(crawl_site: Crawl) -> None:
    with Site({"/": html("start", "/a"), "/a": html("a")}) as site:
        done = crawl_site(site, max_pages=2)
    assert len(done.pages) == 2
    assert done.summary.limit is None


def test_sitemap_beyond_the_page_limit_is_in_the_ledger(crawl_site: Crawl) -> None:
    def sitemap(asked: object) -> Reply:
        return text(site.url("/orphan") + "\n")

    with Site({"/": html("start", "/a"), "/a": html("a"), "/orphan": html("o")}) as site:
        site.routes |= {"/robots.txt": text("Sitemap: /map.txt"), "/map.txt": sitemap}
        done = crawl_site(site, max_pages=1)
    assert done.skipped["/orphan"][0] is Skip.PAGES


def test_depth_limit_counts_clicks(crawl_site: Crawl) -> None:
    with Site(chain(10)) as site:
        done = crawl_site(site, max_depth=3)
    assert set(done.pages) == {"/", "/0", "/1", "/2"}
    assert done.skipped["/3"][0] is Skip.DEPTH


def test_depth_is_the_shortest_way_even_where_that_page_is_slow(crawl_site: Crawl) -> None:
    def slow(asked: object) -> Reply:
        time.sleep(0.3)
        return html("slow", "/far")

    routes: dict[str, Route] = {
        "/": html("start", "/slow", "/quick"),
        "/slow": slow,
        "/quick": html("quick", "/next"),
        "/next": html("next", "/far"),
        "/far": html("far", "/beyond"),
    }
    with Site(routes) as site:
        done = crawl_site(site, max_depth=2)
    assert done.pages["/far"].depth == 2
    assert done.skipped["/beyond"][0] is Skip.DEPTH


def test_time_limit_ends_the_crawl(crawl_site: Crawl) -> None:
    def slow(asked: object) -> Reply:
        time.sleep(0.05)
        number = int(getattr(asked, "path").strip("/") or 0)  # noqa: B009
        return html("p", f"/{number + 1}")

    with Site({"*": slow, "/robots.txt": text("")}) as site:
        done = crawl_site(site, max_seconds=1.0, sitemaps=False)
    assert done.summary.limit is Skip.TIME
    assert {reason for reason, _ in done.skipped.values()} == {Skip.TIME}


def test_byte_limit_ends_the_crawl(crawl_site: Crawl) -> None:
    big: dict[str, Route] = {f"/{n}": html(f"p{n}", f"/{n + 1}", body="<p>" + "word " * 20_000) for n in range(20)}
    with Site({"/": html("start", "/0"), **big}) as site:
        done = crawl_site(site, max_bytes=350_000)
    assert done.summary.limit is Skip.BYTES
    assert 4 <= len(done.pages) <= 6


def test_error_limit_ends_the_crawl(crawl_site: Crawl) -> None:
    with Site({"/": html("start", *(f"/{n}" for n in range(50))), "*": Reply(b"no gzip", headers=(("Content-Encoding", "gzip"),)), "/robots.txt": text("")}) as site:  # fmt: skip  # noqa: E501
        done = crawl_site(site, max_errors=5, concurrency=1, sitemaps=False, retries=0)
    assert done.summary.limit is Skip.ERRORS
    assert len(done.pages) == 6


def test_long_url_is_left_out(crawl_site: Crawl) -> None:
    with Site(
        {"/": html("start", "/" + "a" * 2_100, "/" + "b" * 1_900), "*": html("x"), "/robots.txt": text("")}
    ) as site:
        done = crawl_site(site, sitemaps=False)
    assert done.skipped["/" + "a" * 2_100][0] is Skip.TOO_LONG
    assert "/" + "b" * 1_900 in done.pages


def test_query_trap_is_cut_off_and_told(crawl_site: Crawl) -> None:
    def calendar(asked: object) -> Reply:
        day = int(getattr(asked, "path").partition("=")[2] or 0)  # noqa: B009
        return html("day", *(f"/day?d={day + step}" for step in range(1, 8)))

    with Site({"/": html("start", "/day?d=0"), "/day": calendar}) as site:
        done = crawl_site(site, max_query_variants=30)
    assert len([path for path in done.pages if path.startswith("/day")]) == 30
    trapped = [detail for reason, detail in done.skipped.values() if reason is Skip.TRAP]
    assert trapped and "query variants of /day" in trapped[0]


def test_pages_that_a_query_names_are_no_trap(crawl_site: Crawl) -> None:
    pages = [f"/wiki.php?id=page{number}" for number in range(12)]
    actions = [f"/wiki.php?id=page{number}&do={deed}" for number in range(12) for deed in ("edit", "history")]
    with Site({"/": html("start", *actions, *pages), "/wiki.php": html("page")}) as site:
        done = crawl_site(site, max_query_variants=10)
    assert set(pages) <= set(done.pages)
    assert len([path for path in done.pages if "do=" in path]) == 10


def test_relative_link_loop_is_cut_off(crawl_site: Crawl) -> None:
    with Site({"/": html("start", "a/"), "*": html("deeper", "a/"), "/robots.txt": text("")}) as site:
        done = crawl_site(site, sitemaps=False)
    assert len(done.pages) == 4
    assert done.skipped["/a/a/a/a/"][0] is Skip.TRAP


@pytest.mark.parametrize("href", ["/account/logout", "/?add-to-cart=12", "/wp-login.php?action=logout", "/sign-out/"])
def test_links_that_do_something_are_never_followed(crawl_site: Crawl, href: str) -> None:
    with Site({"/": html("start", href)}) as site:
        done = crawl_site(site)
    assert href not in site.paths()
    assert done.skipped[href][0] is Skip.EXCLUDED


def test_no_form_is_ever_submitted(crawl_site: Crawl) -> None:
    forms = (
        '<form action="/search" role="search"><input name="q" value="cats"></form>'
        '<form action="/logout" role="search"><button>Out</button></form>'
        '<form action="/subscribe"><button>Go</button></form>'
        '<form action="/buy" method="post"><button>Buy</button></form>'
    )
    with Site({"/": html("start", "/a", body=forms), "/a": html("a", body=forms), "/search": html("s")}) as site:
        crawl_site(site)
    assert not {"/logout", "/subscribe", "/buy"} & {asked.name for asked in site.asked}
    # The address of a search is asked, without what it would send; what another GET form does nobody knows.
    assert {asked.path for asked in site.asked if asked.name == "/search"} == {"/search"}
    assert {asked.method for asked in site.asked} <= {"GET", "HEAD"}


def test_include_and_exclude_patterns(crawl_site: Crawl) -> None:
    pages: dict[str, Route] = {path: html(path) for path in ("/docs/a", "/docs/old/b", "/blog/c")}
    with Site({"/": html("start", *pages), **pages}) as site:
        done = crawl_site(site, include=("/docs/",), exclude=("/old/",))
    assert set(done.pages) == {"/", "/docs/a"}
    assert done.skipped["/blog/c"][0] is Skip.EXCLUDED
    assert "/old/" in done.skipped["/docs/old/b"][1]


def test_prefix_scope_stays_below_the_start(crawl_site: Crawl) -> None:
    pages: dict[str, Route] = {"/docs/": html("docs", "a", "/other"), "/docs/a": html("a", "../up")}
    with Site(pages) as site:
        done = crawl_site(site, "/docs/", scope="prefix")
    assert set(done.pages) == {"/docs/", "/docs/a"}
    assert {done.skipped["/other"][0], done.skipped["/up"][0]} == {Skip.SCOPE}


def test_prefix_scope_follows_the_slash_that_the_server_adds(crawl_site: Crawl) -> None:
    with Site({"/docs": redirect("/docs/"), "/docs/": html("docs", "a", "/other"), "/docs/a": html("a")}) as site:
        done = crawl_site(site, "/docs", scope="prefix")
    assert set(done.pages) == {"/docs", "/docs/", "/docs/a"}


def test_lower_limit_on_resume_counts_what_is_stored(crawl_site: Crawl) -> None:
    with Site(chain(30)) as site:
        first = crawl_site(site, max_errors=1, max_pages=0, max_seconds=0.0, stop=None, max_depth=3)
        assert len(first.pages) == 4
        again = crawl_site(site, run=first.run, max_pages=4)
    assert len(again.pages) == 4
    counts = again.store.frontier_counts(again.run.id)
    assert counts[UrlState.QUEUED] == counts[UrlState.LEASED] == 0


def test_follow_can_be_turned_off(crawl_site: Crawl) -> None:
    with Site({"/": html("start", "/a"), "/a": html("a"), "/b": html("b")}) as site:
        done = crawl_site(site, follow=False, urls=(site.url("/b"),))
    assert set(done.pages) == {"/", "/b"}
    assert done.skipped["/a"][0] is Skip.SCOPE
