"""Answers of earlier runs that still hold spare a question to another site, and only there."""

from __future__ import annotations

from store.model import LinkState, Target
from tests.crawler.conftest import Crawl
from tests.servers import Reply, Site, html, redirect


def test_link_to_another_site_with_an_answer_is_not_asked(crawl_site: Crawl) -> None:
    with Site({"*": html("there")}) as other:
        known, unknown = other.url("/known"), other.url("/unknown")
        with Site({"/": html("start", known, unknown)}) as site:
            answer = Target(known, LinkState.DEAD, 404, checked_at=5.0)
            done = crawl_site(site, answers={known: answer})
        assert set(other.paths()) == {"/unknown"}
    kept = done.targets[known]
    assert (kept.state, kept.status, kept.checked_at) == (LinkState.DEAD, 404, 5.0)
    assert done.targets[unknown].state is LinkState.OK
    assert (done.summary.asked, done.summary.reused) == (1, 1)


def test_the_site_itself_is_always_asked(crawl_site: Crawl) -> None:
    routes = {"/own.png": Reply("x", content_type="image/png")}
    with Site({"/": html("start", "/page", body='<img src="/own.png">'), "/page": html("page"), **routes}) as site:
        stale = {site.url(path): Target(site.url(path), LinkState.DEAD, 404) for path in ("/own.png", "/page")}
        done = crawl_site(site, answers=stale)
    assert done.targets["/own.png"].state is LinkState.OK
    assert done.pages["/page"].status == 200
    assert done.summary.reused == 0


def test_redirects_on_the_way_are_kept_in_order(crawl_site: Crawl) -> None:
    routes = {"/a": redirect("/b", 301), "/b": redirect("/c", 308), "/c": html("end")}
    with Site(dict(routes)) as other, Site({"/": html("start", other.url("/a"), other.url("/c"))}) as site:
        done = crawl_site(site)
        found, end = done.targets[other.url("/a")], done.targets[other.url("/c")]
    assert (found.state, found.redirects, found.final_url) == (LinkState.REDIRECT, (301, 308), end.url)
    assert end.redirects == ()
