"""robots.txt is obeyed at discovery, by the status rules of RFC 9309, and what it forbids is told with its line."""

from __future__ import annotations

import pytest

from crawler.options import CrawlOptions
from store.model import Skip
from tests.crawler.conftest import Crawl
from tests.servers import Hang, Reply, Route, Site, html, redirect, text

SITE: dict[str, Route] = {"/": html("start", "/open", "/closed/a"), "/open": html("open"), "/closed/a": html("closed")}


def test_forbidden_page_is_not_fetched_and_the_line_is_told(crawl_site: Crawl) -> None:
    with Site({**SITE, "/robots.txt": text("User-agent: *\nDisallow: /closed/")}) as site:
        done = crawl_site(site)
    assert "/closed/a" not in site.paths()
    reason, line = done.skipped["/closed/a"]
    assert reason is Skip.ROBOTS
    assert "/closed/" in line


def test_our_own_group_counts_before_the_general_one(crawl_site: Crawl) -> None:
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: marsad\nDisallow: /open\n"
    with Site({**SITE, "/robots.txt": text(rules)}) as site:
        done = crawl_site(site)
    assert set(done.pages) == {"/", "/closed/a"}


@pytest.mark.parametrize("status", [404, 403, 410])
def test_missing_robots_allows_all(crawl_site: Crawl, status: int) -> None:
    with Site({**SITE, "/robots.txt": text("User-agent: *\nDisallow: /", status)}) as site:
        done = crawl_site(site)
    assert set(done.pages) == {"/", "/open", "/closed/a"}


@pytest.mark.parametrize("status", [500, 503, 429])
def test_failing_robots_forbids_all(crawl_site: Crawl, status: int) -> None:
    with Site({**SITE, "/robots.txt": text("", status)}) as site:
        done = crawl_site(site)
    assert done.summary.blocked_by_robots
    assert done.pages == {}
    assert str(status) in done.skipped["/"][1]


def test_hanging_robots_forbids_all_where_the_site_answers(crawl_site: Crawl) -> None:
    with Site({**SITE, "/robots.txt": Hang()}) as site:
        done = crawl_site(site, timeout_s=0.5)
    assert done.summary.blocked_by_robots
    assert done.pages == {}


def test_forbidden_start_url_ends_in_a_clear_state(crawl_site: Crawl) -> None:
    with Site({**SITE, "/robots.txt": text("User-agent: *\nDisallow: /\n")}) as site:
        done = crawl_site(site)
        assert set(site.paths()) == {"/robots.txt"}
    assert done.summary.blocked_by_robots
    assert done.skipped["/"][0] is Skip.ROBOTS
    assert any("forbids the start URL" in note for note in done.summary.notes)


def test_robots_can_be_told_to_be_ignored(crawl_site: Crawl) -> None:
    with Site({**SITE, "/robots.txt": text("User-agent: *\nDisallow: /\n")}) as site:
        done = crawl_site(site, obey_robots=False)
    assert set(done.pages) == {"/", "/open", "/closed/a"}


def test_robots_redirects_are_followed_five_times(crawl_site: Crawl) -> None:
    hops: dict[str, Route] = {"/robots.txt": redirect("/r1")}
    hops |= {f"/r{n}": redirect(f"/r{n + 1}") for n in range(1, 5)}
    rules = text("User-agent: *\nDisallow: /closed/")
    with Site({**SITE, **hops, "/r5": rules}) as site:
        done = crawl_site(site)
    assert done.skipped["/closed/a"][0] is Skip.ROBOTS
    assert done.probes("robots")[0].data["hops"] == 5
    with Site({**SITE, **hops, "/r5": redirect("/r6"), "/r6": rules}) as site:
        done = crawl_site(site)
    assert "/closed/a" in done.pages


def test_robots_is_read_up_to_500_kib(crawl_site: Crawl) -> None:
    long = "User-agent: *\nDisallow: /closed/\n" + "# padding\n" * 60_000 + "Disallow: /open\n"
    with Site({**SITE, "/robots.txt": text(long)}) as site:
        done = crawl_site(site)
    assert set(done.pages) == {"/", "/open"}
    assert done.probes("robots")[0].data["truncated"]


def test_html_instead_of_robots_allows_all_and_is_kept_as_evidence(crawl_site: Crawl) -> None:
    with Site({**SITE, "/robots.txt": html("not found", body="<p>Disallow")}) as site:
        done = crawl_site(site)
    assert set(done.pages) == {"/", "/open", "/closed/a"}
    probe = done.probes("robots")[0]
    assert probe.data["content_type"].startswith("text/html")


def test_robots_of_another_host_of_the_site_is_asked_before_its_pages(crawl_site: Crawl) -> None:
    rules = text("User-agent: *\nDisallow: /secret")
    routes: dict[str, Route] = {"/": html("there", "/secret", "/fine"), "/fine": html("fine"), "/robots.txt": rules}
    with Site(routes, name="localhost") as other:
        with Site({"/": redirect(other.url())}) as site:
            done = crawl_site(site, allow_private=True)
        assert other.paths().index("/robots.txt") == 0
        assert "/secret" not in other.paths()
        assert done.skipped[other.url("/secret")][0] is Skip.ROBOTS


def test_robots_is_asked_once(crawl_site: Crawl) -> None:
    with Site(SITE) as site:
        crawl_site(site)
    assert site.paths().count("/robots.txt") == 1


def test_user_agent_says_who_we_are() -> None:
    assert CrawlOptions().user_agent.startswith("Marsad/")
    assert "site-health audit" in CrawlOptions().user_agent


def test_user_agent_is_sent_with_every_request(crawl_site: Crawl) -> None:
    with Site({**SITE, "/": html("start", "/open", body='<img src="/i.png">'), "/i.png": Reply(b"x")}) as site:
        crawl_site(site)
    assert {one.headers.get("user-agent") for one in site.asked} == {CrawlOptions().user_agent}
