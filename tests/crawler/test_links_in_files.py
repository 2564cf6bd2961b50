"""Style sheets, web app manifests and feeds are read once each, and what they name is asked."""

from __future__ import annotations

from collections import Counter

from store.model import LinkKind, LinkState
from tests.crawler.conftest import Crawl
from tests.servers import Reply, Route, Site, html


def css(text: str) -> Reply:
    return Reply(text, content_type="text/css")


def test_style_sheets_are_read_once_with_what_they_import(crawl_site: Crawl) -> None:
    head = '<link rel="stylesheet" href="/css/main.css">'
    routes: dict[str, Route] = {
        "/": html("start", "/a", head=head),
        "/a": html("a", head=head),
        "/css/main.css": css('@import "more.css"; p { background: url("../i/a.png") } /* url(no.png) */'),
        "/css/more.css": css("@import url(main.css); @font-face { src: url(f.woff2) } p { background: url(#g) }"),
        "/i/a.png": Reply("x", content_type="image/png"),
    }
    with Site(routes) as site:
        done = crawl_site(site)
    assert {url: target.state for url, target in done.targets.items()} == {
        "/css/main.css": LinkState.OK,
        "/css/more.css": LinkState.OK,
        "/i/a.png": LinkState.OK,
        "/css/f.woff2": LinkState.DEAD,
    }
    asked = Counter(site.paths())
    assert {asked["/css/main.css"], asked["/css/more.css"], asked["/i/a.png"]} == {1}
    table, urls = done.store.links(done.run.id), done.store.urls(done.run.id)
    rows = zip(table.source.tolist(), table.target.tolist(), table.kind.tolist(), strict=True)
    edges = {(urls[one], urls[other]) for one, other, kind in rows if kind == LinkKind.FONT}
    assert edges == {(site.url("/css/more.css"), site.url("/css/f.woff2"))}


def test_a_style_sheet_of_another_site_is_read_for_its_first_links_only(crawl_site: Crawl) -> None:
    fonts = "".join(f"@font-face {{ src: url(/f{number}.woff2) }}" for number in range(200))
    with Site({"/f.css": css(fonts), "*": Reply("x", content_type="font/woff2")}, host="127.0.0.2") as other:
        with Site({"/": html("start", head=f'<link rel="stylesheet" href="{other.url("/f.css")}">')}) as site:
            crawl_site(site, allow_private=True)
        assert len([path for path in other.paths() if path.endswith(".woff2")]) == 20


def test_icons_and_addresses_of_a_manifest_are_asked(crawl_site: Crawl) -> None:
    manifest = (
        '{"name": "A", "start_url": "/start", "icons": [{"src": "i/512.png"}, {"src": 5}, 7],'
        ' "shortcuts": [{"url": "/short", "icons": [{"src": "/i/s.png"}]}], "screenshots": [{"src": "/i/shot.png"}]}'
    )
    routes: dict[str, Route] = {
        "/": html("start", head='<link rel="manifest" href="/app/site.webmanifest">'),
        "/app/site.webmanifest": Reply(manifest, content_type="application/manifest+json"),
    }
    with Site(routes) as site:
        done = crawl_site(site)
    dead = {url for url, target in done.targets.items() if target.state is LinkState.DEAD}
    assert dead == {"/start", "/app/i/512.png", "/short", "/i/s.png", "/i/shot.png"}


def test_items_of_a_feed_are_asked_where_the_crawl_does_not_know_them(crawl_site: Crawl) -> None:
    feed = "<rss version='2.0'><channel><item><link>{0}a</link></item><item><link>{0}gone</link></item></channel></rss>"
    head = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    with Site({"/": html("start", "/a", head=head), "/a": html("a")}) as site:
        site.routes["/feed"] = Reply(feed.format(site.url("/")), content_type="application/rss+xml")
        done = crawl_site(site)
    assert done.targets["/gone"].state is LinkState.DEAD
    assert "/a" in done.pages
    assert site.paths().count("/a") == 1


def test_a_broken_manifest_and_a_page_in_place_of_a_style_sheet_end_nothing(crawl_site: Crawl) -> None:
    head = '<link rel="manifest" href="/m.json"><link rel="stylesheet" href="/c.css">'
    routes: dict[str, Route] = {
        "/": html("start", head=head),
        "/m.json": Reply("{", content_type="application/json"),
        "/c.css": html("a page", "/from-it"),
    }
    with Site(routes) as site:
        done = crawl_site(site)
    assert set(done.targets) == {"/m.json", "/c.css"}
