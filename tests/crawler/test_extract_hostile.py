"""Pages that mean harm are read like others: no recursion, no text without bound, nothing lost that matters."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.gathering import MAX_LINKS, MAX_REJECTED
from store.model import Facts, Link

URL = "https://example.com/a/b"
END = "<p><a href=/end>end</a>"

# Each would take minutes, gigabytes or Python's stack in a reader whose work grows with the square of its input.
PAGES = {
    "nested divs": "<div class=x>" * 100_000,
    "nested links in divs": "<div><a href=/x>y</a>" * 50_000,
    "nested spans with text": "<span>a" * 50_000,
    "nested links in SVG": "<svg>" + "<a href=/x>" * 30_000 + "</svg>",
    "nested links in tables": "<a href=/x><table><td>t" * 10_000,
    "formatting elements": "<b><i><u>" * 10_000 + "<p>" * 10_000,
    "attributes": "<div " + " ".join(f"a{number}=1" for number in range(200_000)) + ">",
    "a long attribute": "<a href='/" + "x" * 10_000_000 + "'>long</a>",
    "a long title": "<title>" + "w " * 2_000_000 + "</title>",
    "a long text": "<p>" + "word " * 1_000_000,
    "url( without end": "<style>" + "url(" * 300_000 + "</style>",
    "url( with a quote": "<style>" + 'url("' * 200_000 + "</style>",
    "comments in CSS": "<style>(" + "/*" * 300_000 + "</style>",
    "@import": "<style>" + "@import " * 100_000 + "</style>",
    "srcset": "<img srcset='" + "a 1x," * 100_000 + "'>",
    "srcset with brackets": "<img srcset='a " + "(" * 100_000 + "'>",
    "deep JSON": "<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
    "robots": "<meta name=robots content='" + "noindex," * 200_000 + "'>",
    "refresh": "<meta http-equiv=refresh content='" + "0" * 500_000 + "'>",
    "landmarks": "<nav role=navigation style='background:url(x)'>" * 20_000,
    "templates": "<template>" * 10_000 + "</template>" * 10_000,
    "objects": "<object data=/o>" * 30_000,
    "headings": "<h1><div>" * 10_000,
}


@pytest.mark.parametrize("name", PAGES)
def test_hostile_pages_are_read(name: str) -> None:
    found = extract(URL, PAGES[name] + END)
    assert_bounded(found.facts, found.links)


@pytest.mark.parametrize("name", ["nested divs", "attributes", "a long attribute", "templates", "comments in CSS"])
def test_what_follows_is_still_found(name: str) -> None:
    found = extract(URL, PAGES[name] + END)
    assert "https://example.com/end" in {link.target for link in found.links}


def test_a_hostile_header_is_read() -> None:
    found = extract(URL, END, [("link", "<a>;" * 100_000), ("x-robots-tag", "a: b," * 100_000)])
    assert_bounded(found.facts, found.links)


def test_links_and_rejects_without_number_are_bounded() -> None:
    html = "".join(f"<a href=/{n}>x</a><a href='http://[{n}'>y</a>" for n in range(MAX_LINKS + 5_000))
    found = extract(URL, html)
    assert len(found.links) == MAX_LINKS
    assert len(found.rejected) == MAX_REJECTED
    assert found.facts.internal_links == MAX_LINKS + 5_000


def assert_bounded(facts: Facts, links: tuple[Link, ...]) -> None:
    assert len(links) <= MAX_LINKS
    assert all(len(link.target) <= 20_000 and len(link.text) <= 200 for link in links)
    assert len(facts.title or "") <= 1_000
    assert sum(len(token) for one in facts.robots for token in one.tokens) < 2_000_000
    assert len(facts.h1) <= 20
