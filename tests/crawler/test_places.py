"""Places on pages that links name: which are there, which are missing, and where nobody can tell."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from crawler.fragments import Places
from tests.crawler.conftest import Crawl, Crawled
from tests.servers import Asked, Reply, Route, Site, html, redirect

PAGE = '<h2 id="prices">P</h2><a name="named">N</a><p id="café">C</p><template><i id="hidden"></i></template>'


@pytest.mark.parametrize(
    ("fragment", "is_there"),
    [
        ("prices", True),
        ("Prices", False),
        ("named", True),
        ("caf%C3%A9", True),
        ("café", True),
        ("hidden", False),
        ("%ZZ", False),
        ("t=10", True),
        ("xywh=0,0,10,10", True),
        ("page=4", True),
        ("svgView(viewBox(0,0,1,1))", True),
    ],
)
def test_a_place_is_looked_for_as_browsers_do(fragment: str, is_there: bool) -> None:
    assert Places.of(PAGE).has(fragment) is is_there


@pytest.mark.parametrize(
    ("markup", "is_scripted"),
    [
        ("<p>", False),
        ('<script type="application/ld+json">{}</script>', False),
        ("<script>1</script>", True),
        ('<script type="module" src="/a.js"></script>', True),
    ],
)
def test_a_page_with_scripts_may_have_further_places(markup: str, is_scripted: bool) -> None:
    assert Places.of(markup).is_scripted is is_scripted


def missing(done: Crawled) -> dict[str, Any]:
    return {done._short(probe.url): probe.data for probe in done.probes("fragments")}


def test_missing_places_are_kept_with_the_pages_that_name_them(crawl_site: Crawl) -> None:
    routes: dict[str, Route] = {
        "/": html("start", "/p#prices", "/p#lost", "/old#lost", "/old#named", "/gone#x", "/file.pdf#x"),
        "/b": html("b", "/p#lost", "/#nowhere"),
        "/p": html("p", "/b", body=PAGE),
        "/old": redirect("/p"),
        "/file.pdf": Reply("%PDF", content_type="application/pdf"),
    }
    with Site(routes) as site:
        done = crawl_site(site)
    found = missing(done)
    assert {url: sorted(data["missing"]) for url, data in found.items()} == {
        "/p": ["lost"],
        "/old": ["lost"],
        "/": ["nowhere"],
    }
    assert found["/p"]["missing"]["lost"]["sources"] == [[site.url("/"), "/p#lost"], [site.url("/b"), "/p#lost"]]
    assert found["/old"]["final_url"] == site.url("/p")


def test_places_on_other_sites_are_looked_for_within_one_page_each(crawl_site: Crawl) -> None:
    with Site({"/p": html("p", body=PAGE), "/s": html("s", body="<script>1</script>")}, host="127.0.0.2") as other:
        links = [other.url(path) for path in ("/p#prices", "/p#lost", "/s#lost")]
        with Site({"/": html("start", *links)}) as site:
            done = crawl_site(site, allow_private=True)
        assert sorted(other.paths()) == ["/p", "/s"]
        assert {url: data["is_scripted"] for url, data in missing(done).items()} == {
            other.url("/p"): False,
            other.url("/s"): True,
        }


def test_the_places_of_a_sprite_are_looked_for(crawl_site: Crawl) -> None:
    sprite = Reply('<svg xmlns="http://www.w3.org/2000/svg"><symbol id="a"/></svg>', content_type="image/svg+xml")
    uses = '<svg><use href="/s.svg#a"/></svg><svg><use xlink:href="/s.svg#b"/></svg>'
    with Site({"/": html("start", body=uses), "/s.svg": sprite}) as site:
        done = crawl_site(site)
    assert {url: list(data["missing"]) for url, data in missing(done).items()} == {"/s.svg": ["b"]}


def test_a_run_that_goes_on_knows_what_its_earlier_pages_want(crawl_site: Crawl) -> None:
    stop = threading.Event()

    def stop_at_once(asked: Asked) -> Reply:
        stop.set()
        return html("b", "/p#lost-too")

    routes: dict[str, Route] = {"/": html("start", "/p#lost", "/b"), "/p": html("p", body=PAGE), "/b": stop_at_once}
    with Site(routes) as site:
        first = crawl_site(site, stop=stop, concurrency=1)
        assert first.summary.stopped
        done = crawl_site(site, run=first.run)
    assert {url: sorted(data["missing"]) for url, data in missing(done).items()} == {"/p": ["lost", "lost-too"]}


def test_many_wanted_pages_are_read_in_one_go(crawl_site: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.fragments.MANY", 2)
    pages: dict[str, Route] = {f"/{number}": html("p", body=PAGE) for number in range(6)}
    with Site(
        {"/": html("start", *(f"{path}#lost" for path in pages), "/r#lost"), "/r": redirect("/1"), **pages}
    ) as site:
        done = crawl_site(site)
    assert set(missing(done)) == {*pages, "/r"}
