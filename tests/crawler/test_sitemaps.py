"""Sitemaps of every kind: what they list, what is wrong with them, and files that mean harm."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.sitemap_values import lastmod_faults
from crawler.sitemaps import Sitemap, read_sitemap

CORPUS = Path(__file__).parents[3] / "shared/corpora/sitemaps"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
AT = "https://example.com/sitemap.xml"


def cases() -> list[Any]:
    if not CORPUS.is_dir():
        return []
    return [pytest.param(case, id=case["file"]) for case in json.loads((CORPUS / "cases.json").read_text("utf-8"))]


def words(sitemap: Sitemap) -> set[str]:
    return {word for word, _ in sitemap.faults}


def urlset(*locs: str) -> bytes:
    urls = "".join(f"<url><loc>{loc}</loc></url>" for loc in locs)
    return f'<?xml version="1.0"?><urlset xmlns="{NAMESPACE}">{urls}</urlset>'.encode()


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the sitemap corpus is not beside the repository")
def test_the_corpus_is_whole() -> None:
    assert len(cases()) == 12


@pytest.mark.parametrize("case", cases())
def test_each_file_is_read_as_the_protocol_has_it(case: dict[str, Any]) -> None:
    sitemap = read_sitemap((CORPUS / case["file"]).read_bytes(), case["served_at"])
    assert sitemap.kind == case["kind"]
    assert words(sitemap) == set(case["faults"])
    expected = case.get("urls", case.get("sitemaps"))
    if expected is None:
        return
    entries = sitemap.listed if case["kind"] == "sitemapindex" else sitemap.entries
    assert [entry.raw for entry in entries] == [one["loc"] or "" for one in expected]
    assert [list(entry.faults) for entry in entries] == [one["faults"] for one in expected]
    for entry, one in zip(entries, expected, strict=True):
        assert entry.lastmod == one.get("lastmod", entry.lastmod)
        assert {link.code: link.url for link in entry.hreflang} == one.get("alternates", {})


def test_a_broken_file_names_the_line_and_keeps_what_stands_before() -> None:
    body = urlset("https://example.com/a").replace(b"</urlset>", b"\n\n<url><loc>a&b</loc></url></urlset>")
    sitemap = read_sitemap(body, AT)
    assert "line 3" in dict(sitemap.faults)["not-well-formed"]
    assert [entry.url for entry in sitemap.entries] == ["https://example.com/a"]


def test_an_index_gives_sitemaps_and_no_pages() -> None:
    body = f'<sitemapindex xmlns="{NAMESPACE}"><sitemap><loc>https://example.com/a.xml</loc></sitemap></sitemapindex>'
    sitemap = read_sitemap(body.encode(), AT)
    assert sitemap.children == ("https://example.com/a.xml",)
    assert sitemap.entries == ()


def test_gzip_is_known_by_its_first_bytes() -> None:
    sitemap = read_sitemap(gzip.compress(urlset("https://example.com/a")), AT)
    assert [entry.url for entry in sitemap.entries] == ["https://example.com/a"]
    assert sitemap.faults == ()


def test_gzip_in_two_members_is_read_whole() -> None:
    body = urlset("https://example.com/a")
    assert read_sitemap(gzip.compress(body[:50]) + gzip.compress(body[50:]), AT).urls == 1


def test_cut_gzip_keeps_what_could_be_read() -> None:
    body = urlset(*(f"https://example.com/{number * 7919}" for number in range(20_000)))
    packed = gzip.compress(body)
    sitemap = read_sitemap(packed[: len(packed) // 2], AT)
    assert "not-well-formed" in words(sitemap)
    assert 1_000 < len(sitemap.entries) < 20_000


def test_a_gzip_bomb_is_refused() -> None:
    sitemap = read_sitemap(gzip.compress(b"<urlset>" + b" " * 60_000_000), AT)
    assert words(sitemap) == {"bomb"}
    assert sitemap.bytes < 20_000_000


def test_a_file_beyond_the_limit_says_so_and_is_read_as_far_as_allowed() -> None:
    padding = b"<!--" + b"x" * (50 * 1024 * 1024) + b"-->"
    body = urlset("https://example.com/a").replace(b"</urlset>", padding + b"</urlset>")
    sitemap = read_sitemap(body, AT)
    assert words(sitemap) == {"too-big"}
    assert sitemap.urls == 1


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE urlset [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE urlset SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_document_types_and_entities_are_refused(doctype: str) -> None:
    body = f'<?xml version="1.0"?>{doctype}<urlset xmlns="{NAMESPACE}"><url><loc>https://e.com/&a;</loc></url></urlset>'
    sitemap = read_sitemap(body.encode(), AT)
    assert words(sitemap) == {"dtd-refused"}
    assert sitemap.entries == ()


def test_an_html_page_is_no_sitemap() -> None:
    assert words(read_sitemap(b"<!doctype html><html><p>Not found", AT)) == {"html"}
    assert words(read_sitemap(b"<html><body></body></html>", AT)) == {"html"}


def test_another_root_is_named() -> None:
    sitemap = read_sitemap(b"<opml/>", AT)
    assert dict(sitemap.faults)["wrong-root"] == "its root is <opml>"


def test_an_rss_feed_lists_the_links_of_its_items() -> None:
    body = (
        b"<rss version='2.0'><channel><link>https://example.com/</link><item><title>A</title>"
        b"<link>https://example.com/a</link><pubDate>Wed, 02 Oct 2024 15:00:00 +0200</pubDate></item></channel></rss>"
    )
    sitemap = read_sitemap(body, AT)
    assert sitemap.kind == "feed"
    assert [entry.url for entry in sitemap.entries] == ["https://example.com/a"]
    assert sitemap.faults == ()


def test_an_atom_feed_lists_the_alternate_links_of_its_entries() -> None:
    body = (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><link href='https://example.com/'/><entry>"
        b"<link rel='edit' href='https://example.com/edit/1'/><link href='https://example.com/1'/>"
        b"<updated>2024-05-01T00:00:00Z</updated></entry></feed>"
    )
    sitemap = read_sitemap(body, AT)
    assert [(entry.url, entry.lastmod) for entry in sitemap.entries] == [
        ("https://example.com/1", "2024-05-01T00:00:00Z")
    ]


def test_other_encodings_are_read_and_reported() -> None:
    text = urlset("https://example.com/é").decode().replace('"1.0"', '"1.0" encoding="utf-16"')
    sitemap = read_sitemap(text.encode("utf-16"), AT)
    assert words(sitemap) == {"not-utf8"}
    assert [entry.url for entry in sitemap.entries] == ["https://example.com/%C3%A9"]
    latin = urlset("https://example.com/é").decode().replace('"1.0"', '"1.0" encoding="iso-8859-1"').encode("latin-1")
    assert words(read_sitemap(latin, AT)) == {"not-utf8"}


def test_a_text_file_that_is_not_utf8_says_so() -> None:
    sitemap = read_sitemap(b"https://example.com/a\nhttps://example.com/\xe9\n", "https://example.com/sitemap.txt")
    assert words(sitemap) == {"not-utf8"}
    assert sitemap.urls == 2


def test_a_byte_order_mark_before_a_text_file_is_no_part_of_its_first_url() -> None:
    sitemap = read_sitemap(b"\xef\xbb\xbfhttps://example.com/a\r\n", AT)
    assert [entry.url for entry in sitemap.entries] == ["https://example.com/a"]


def test_too_many_urls_are_counted_and_cut() -> None:
    sitemap = read_sitemap(urlset(*(f"https://example.com/{number}" for number in range(50_001))), AT)
    assert words(sitemap) == {"too-many-urls"}
    assert (sitemap.urls, len(sitemap.entries)) == (50_001, 50_000)


def test_white_space_before_the_declaration_is_forgiven_and_reported() -> None:
    sitemap = read_sitemap(b"\n\n" + urlset("https://example.com/a"), AT)
    assert words(sitemap) == {"space-before-declaration"}
    assert sitemap.urls == 1


def test_a_fault_of_many_entries_is_counted() -> None:
    sitemap = read_sitemap(urlset("https://other.example/a", "https://other.example/b"), AT)
    assert dict(sitemap.faults)["other-host"].startswith("2 entries, the first: entry 1: https://other.example/a")


@pytest.mark.parametrize(
    ("value", "faults"),
    [
        ("2024-02-30", ["lastmod-format"]),
        ("2024-02-29", []),
        ("2024-05-01T24:00Z", ["lastmod-format"]),
        ("2024-05-01T23:59:60Z", []),
        ("0000-01-01", ["lastmod-format"]),
        ("2024-05-01T12:00:00+0200", ["lastmod-format"]),
    ],
)
def test_dates_must_exist(value: str, faults: list[str]) -> None:
    assert lastmod_faults(value) == faults


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: urlset(text))), st.text(max_size=40))
def test_no_file_makes_it_fail(body: bytes, url: str) -> None:
    sitemap = read_sitemap(body, url)
    assert sitemap.urls >= len(sitemap.entries)


def test_pictures_news_and_videos_are_counted_and_kept_apart_from_the_pages() -> None:
    google = "http://www.google.com/schemas/sitemap-"
    body = f"""<?xml version="1.0"?><urlset xmlns="{NAMESPACE}" xmlns:image="{google}image/1.1"
      xmlns:news="{google}news/0.9" xmlns:video="{google}video/1.1">
      <url><loc>https://example.com/a</loc><priority>0.5</priority>
        <image:image><image:loc>https://example.com/1.jpg</image:loc></image:image>
        <image:image><image:loc> https://example.com/2.jpg </image:loc><image:title>B</image:title></image:image></url>
      <url><loc>https://example.com/b</loc><news:news><news:publication><news:name>N</news:name></news:publication>
        <news:publication_date>2026-01-02T10:00:00Z</news:publication_date><news:title>T</news:title></news:news></url>
      <url><loc>https://example.com/c</loc>
        <video:video><video:title>V</video:title><video:description>D</video:description></video:video>
        <video:video><video:title>V</video:title><video:description>D</video:description>
          <video:thumbnail_loc>https://example.com/t.jpg</video:thumbnail_loc>
          <video:player_loc>https://example.com/v</video:player_loc></video:video><lastmod>2026-01-01</lastmod></url>
      </urlset>""".encode()
    sitemap = read_sitemap(body, AT)
    assert [entry.url for entry in sitemap.entries] == [f"https://example.com/{name}" for name in "abc"]
    assert sitemap.entries[2].lastmod == "2026-01-01"
    assert sitemap.extensions == {
        "images": {
            "most": 2,
            "most_at": "https://example.com/a",
            "locs": [[f"https://example.com/{n}.jpg", "https://example.com/a"] for n in (1, 2)],
        },
        "news": {"urls": 1, "days": {"2026-01-02": 1}},
        "videos": {
            "urls": 2,
            "missing": {"thumbnail_loc": 1, "content_loc or player_loc": 1},
            "samples": [["https://example.com/c", "thumbnail_loc, content_loc or player_loc"]],
        },
        "ignored": {"priority": 1},
    }
    assert read_sitemap(urlset("https://example.com/a"), AT).extensions == {}
