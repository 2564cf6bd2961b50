"""A redirect is a page of its own; its target is discovered, not followed behind our back."""

from __future__ import annotations

from store.model import Failure, Source
from tests.crawler.conftest import Crawl
from tests.servers import Reply, Route, Site, html, redirect


def test_every_hop_of_a_chain_is_a_page(crawl_site: Crawl) -> None:
    routes: dict[str, Route] = {
        "/": html("start", "/a"),
        "/a": redirect("/b", 302),
        "/b": redirect("/c#part", 308),
        "/c": html("end"),
    }
    with Site(routes) as site:
        done = crawl_site(site)
        assert [done.pages[path].redirect_to for path in ("/a", "/b", "/c")] == [site.url("/b"), site.url("/c"), None]
    assert [done.pages[path].status for path in ("/a", "/b", "/c")] == [302, 308, 200]
    assert [done.pages[path].depth for path in ("/", "/a", "/b", "/c")] == [0, 1, 1, 1]
    assert Source.REDIRECT in done.pages["/c"].sources


def test_redirect_loop_is_fetched_once(crawl_site: Crawl) -> None:
    routes: dict[str, Route] = {
        "/": html("start", "/a", "/self"),
        "/a": redirect("/b"),
        "/b": redirect("/a"),
        "/self": redirect("/self"),
    }
    with Site(routes) as site:
        done = crawl_site(site)
    for path in ("/a", "/b", "/self"):
        assert site.paths().count(path) == 1
    assert done.pages["/self"].redirect_to == done.pages["/self"].url


def test_redirect_to_nowhere_is_named(crawl_site: Crawl) -> None:
    routes: dict[str, Route] = {
        "/": html("start", "/none", "/file", "/data"),
        "/none": Reply(b"", 302),
        "/file": redirect("file:///etc/passwd"),
        "/data": redirect("data:text/html,hello"),
    }
    with Site(routes) as site:
        done = crawl_site(site)
    for path in ("/none", "/file", "/data"):
        assert done.pages[path].redirect_to is None
        assert done.pages[path].failure is Failure.BAD_RESPONSE


def test_redirects_do_not_count_against_the_page_limit(crawl_site: Crawl) -> None:
    with Site({"/": redirect("/x"), "/x": redirect("/y"), "/y": html("there", "/z"), "/z": html("z")}) as site:
        done = crawl_site(site, max_pages=1)
    assert set(done.pages) == {"/", "/x", "/y"}


def test_host_that_the_start_redirects_to_is_audited_too(crawl_site: Crawl) -> None:
    with Site({"/": html("there", "/page"), "/page": html("page")}, name="localhost") as other:
        with Site({"/": redirect(other.url())}) as site:
            done = crawl_site(site, allow_private=True)
        assert done.store.page(done.run.id, other.url("/page")) is not None
    assert any("redirects to" in note for note in done.summary.notes)
    assert f"localhost:{other.port}" in done.summary.hosts


def test_redirect_of_a_deeper_page_to_another_site_is_only_asked(crawl_site: Crawl) -> None:
    with Site({"/": html("other", "/more"), "/more": html("more")}) as other:
        with Site({"/": html("start", "/out"), "/out": redirect(other.url())}) as site:
            done = crawl_site(site)
        assert other.paths() == ["/"]
        assert done.pages["/out"].redirect_to == other.url()
        assert done.targets[other.url()].status == 200
