"""Sitemaps are found, read once, and their URLs fetched after all that links lead to."""

from __future__ import annotations

import gzip

import pytest

from store.model import Skip, Source
from tests.crawler.conftest import Crawl
from tests.servers import Asked, Reply, Route, Site, html, text

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(*paths: str) -> Route:
    def answer(asked: Asked) -> Reply:
        locs = "".join(f"<url><loc>http://{asked.headers['host']}{path}</loc></url>" for path in paths)
        return Reply(f'<?xml version="1.0"?><urlset {NAMESPACE}>{locs}</urlset>', content_type="application/xml")

    return answer


def index(*paths: str) -> Route:
    def answer(asked: Asked) -> Reply:
        locs = "".join(f"<sitemap><loc>http://{asked.headers['host']}{path}</loc></sitemap>" for path in paths)
        return Reply(f'<?xml version="1.0"?><sitemapindex {NAMESPACE}>{locs}</sitemapindex>', content_type="text/xml")

    return answer


def zipped(route: Route) -> Route:
    def answer(asked: Asked) -> Reply:
        assert callable(route)
        reply = route(asked)
        assert isinstance(reply, Reply) and isinstance(reply.body, str)
        return Reply(gzip.compress(reply.body.encode()), content_type="application/x-gzip")

    return answer


PAGES: dict[str, Route] = {"/": html("start", "/linked"), "/linked": html("linked"), "/orphan": html("orphan")}


@pytest.mark.parametrize("place", ["/sitemap.xml", "/sitemap_index.xml"])
def test_sitemap_at_a_usual_place_is_found(crawl_site: Crawl, place: str) -> None:
    with Site({**PAGES, place: urlset("/linked", "/orphan")}) as site:
        done = crawl_site(site)
    assert done.pages["/orphan"].sources == Source.SITEMAP
    assert done.pages["/linked"].sources == Source.LINK | Source.SITEMAP
    assert [probe.data["found_in"] for probe in done.probes("sitemap")] == ["guess", "guess"]


def test_index_gzip_and_robots_are_followed(crawl_site: Crawl) -> None:
    routes: dict[str, Route] = {
        **PAGES,
        "/robots.txt": text("Sitemap: /maps/index.xml"),
        "/maps/index.xml": index("/maps/a.xml.gz", "/maps/b.txt"),
        "/maps/a.xml.gz": zipped(urlset("/orphan")),
        "/maps/b.txt": lambda asked: text(f"http://{asked.headers['host']}/orphan2\n"),
        "/orphan2": html("orphan2"),
    }
    with Site(routes) as site:
        done = crawl_site(site)
    assert {"/orphan", "/orphan2"} <= set(done.pages)
    found = {probe.url.rpartition("/")[2]: probe.data for probe in done.probes("sitemap")}
    assert found["index.xml"]["found_in"] == "robots"
    assert found["a.xml.gz"]["found_in"] == "index"
    assert found["a.xml.gz"]["urls"] == 1
    assert "/sitemap.xml" not in site.paths()


def test_index_that_names_itself_is_read_once(crawl_site: Crawl) -> None:
    routes: dict[str, Route] = {
        **PAGES,
        "/sitemap.xml": index("/sitemap.xml", "/other.xml"),
        "/other.xml": index("/sitemap.xml"),
    }
    with Site(routes) as site:
        crawl_site(site)
    assert site.paths().count("/sitemap.xml") == 1
    assert site.paths().count("/other.xml") == 1


def test_endless_indexes_end(crawl_site: Crawl) -> None:
    def deeper(asked: Asked) -> Reply:
        number = int(asked.path.strip("/m.xl") or 0)
        reply = index(f"/m{number + 1}.xml")
        assert callable(reply)
        answer = reply(asked)
        assert isinstance(answer, Reply)
        return answer

    with Site({**PAGES, "/robots.txt": text("Sitemap: /m0.xml"), "*": deeper}) as site:
        crawl_site(site)
    assert 2 <= len([path for path in site.paths() if path.endswith(".xml")]) <= 5


def test_html_at_a_usual_place_is_no_sitemap(crawl_site: Crawl) -> None:
    with Site({**PAGES, "/sitemap.xml": html("a shell for every path")}) as site:
        done = crawl_site(site)
    assert {probe.data["kind"] for probe in done.probes("sitemap")} == {""}
    assert "/orphan" not in done.pages


def test_urls_of_other_hosts_in_a_sitemap_are_not_crawled(crawl_site: Crawl) -> None:
    with Site({"*": html("other")}) as other:
        with Site({**PAGES, "/sitemap.xml": text(other.url("/page"))}) as site:
            done = crawl_site(site, check_external=False)
        assert other.asked == []
        assert done.skipped[other.url("/page")][0] is Skip.SCOPE


def test_linked_pages_come_before_those_that_only_the_sitemap_knows(crawl_site: Crawl) -> None:
    routes = {
        **PAGES,
        "/linked": html("linked", "/deep"),
        "/deep": html("deep"),
        "/sitemap.xml": urlset("/orphan", "/deep"),
    }
    with Site(routes) as site:
        done = crawl_site(site)
    order = site.paths()
    assert order.index("/orphan") > order.index("/deep")
    assert done.pages["/deep"].depth == 2


def test_sitemaps_can_be_left_alone(crawl_site: Crawl) -> None:
    with Site({**PAGES, "/sitemap.xml": urlset("/orphan")}) as site:
        done = crawl_site(site, sitemaps=False)
    assert "/sitemap.xml" not in site.paths()
    assert "/orphan" not in done.pages
