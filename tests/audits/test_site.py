"""The link graph in numpy says what a slow walk would say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.measured import pages_with
from audits.page import SiteFacts
from audits.site import SiteView
from store.links import LinkTable
from store.model import Facts, LinkFlag, LinkKind, Page

PAGES = 12


def url_of(number: int) -> str:
    return f"https://example.com/{number}"


def site_of(edges: list[tuple[int, int, LinkKind, int]], redirects: dict[int, int] | None = None) -> SiteView:
    rows = sorted(edges, key=lambda edge: edge[0])
    size = len(rows)
    links = LinkTable(
        source=np.array([row[0] for row in rows], dtype=np.int32),
        target=np.array([row[1] for row in rows], dtype=np.int32),
        kind=np.array([row[2] for row in rows], dtype=np.uint8),
        flags=np.array([row[3] for row in rows], dtype=np.uint8),
        place=np.zeros(size, dtype=np.uint8),
        text=np.zeros(size, dtype=np.int32),
        line=np.ones(size, dtype=np.int32),
        count=np.ones(size, dtype=np.int32),
        texts=["word"],
    )
    hops = redirects or {}
    pages = [
        Page(
            url_of(one),
            id=one,
            status=301 if one in hops else 200,
            redirect_to=url_of(hops[one]) if one in hops else None,
        )
        for one in range(1, PAGES + 1)
    ]
    urls = {one: url_of(one) for one in range(1, PAGES + 1)}
    return SiteView(SiteFacts(url_of(1)), pages, links, urls)


numbers = st.integers(1, PAGES)
edge_lists = st.lists(
    st.tuples(
        numbers,
        numbers,
        st.sampled_from([LinkKind.A, LinkKind.AREA, LinkKind.IMAGE]),
        st.sampled_from([0, int(LinkFlag.NOFOLLOW)]),
    ),
    max_size=40,
)


@given(edge_lists)
def test_inlinks_count_other_pages_once(edges: list[tuple[int, int, LinkKind, int]]) -> None:
    expected: dict[int, set[int]] = defaultdict(set)
    for source, target, kind, _ in edges:
        if source != target and kind is not LinkKind.IMAGE:
            expected[target].add(source)
    assert dict(site_of(edges).inlinks()) == {target: len(sources) for target, sources in expected.items()}


@settings(max_examples=200)
@given(edge_lists, st.dictionaries(numbers, numbers, max_size=4))
def test_depths_are_the_fewest_clicks(edges: list[tuple[int, int, LinkKind, int]], redirects: dict[int, int]) -> None:
    costs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for source, target, kind, flag in edges:
        if kind is not LinkKind.IMAGE and not flag and source != target:
            costs[source].append((target, 1))
    for source, target in redirects.items():
        costs[source].append((target, 0))
    expected = {1: 0}
    for _ in range(PAGES * PAGES):  # relax until nothing changes: slow and sure
        for source, hops in costs.items():
            for target, cost in hops:
                if source in expected:
                    expected[target] = min(expected.get(target, 99), expected[source] + cost)
    assert dict(site_of(edges, redirects).depths()) == expected


@given(edge_lists)
def test_link_scores_stay_between_0_and_100(edges: list[tuple[int, int, LinkKind, int]]) -> None:
    scores = site_of(edges).link_scores()
    assert set(scores) == set(range(1, PAGES + 1))
    assert all(0 <= score <= 100 for score in scores.values())
    assert max(scores.values()) == 100


def test_a_page_that_all_link_to_scores_highest() -> None:
    scores = site_of([(one, 5, LinkKind.A, 0) for one in range(1, 13)]).link_scores()
    assert max(scores, key=lambda number: scores[number]) == 5


def test_edges_are_found_from_both_ends() -> None:
    site = site_of([(1, 2, LinkKind.A, 0), (3, 2, LinkKind.IMAGE, 0), (3, 2, LinkKind.AREA, 0), (1, 4, LinkKind.A, 0)])
    assert [(edge.source, edge.kind) for edge in site.edges_to(url_of(2))] == [
        (url_of(1), LinkKind.A),
        (url_of(3), LinkKind.AREA),
    ]
    assert [edge.target for edge in site.edges_from(url_of(1))] == [url_of(2), url_of(4)]
    assert [edge.kind for edge in site.edges_from(url_of(3), [LinkKind.IMAGE])] == [LinkKind.IMAGE]
    assert site.edges_to("https://example.com/unknown") == []
    assert len(list(site.edges())) == 3


def test_redirects_that_loop_have_no_end() -> None:
    site = site_of([], {1: 2, 2: 3, 3: 1, 4: 5})
    assert site.final(url_of(1)) is None
    assert len(site.hops(url_of(1))) == 3
    end = site.final(url_of(4))
    assert end is not None and end.url == url_of(5)


def test_font_of_a_style_sheet_is_loaded_by_the_pages_that_load_the_sheet() -> None:
    css, font = 11, 12
    edges = [(page, css, LinkKind.STYLESHEET, 0) for page in range(1, 9)] + [(css, font, LinkKind.FONT, 0)]
    site = site_of(edges)
    # A style sheet is no page; its links are known all the same.
    site.pages = [replace(page, content_type="text/html", facts=Facts()) for page in site.pages if page.id < css]
    assert (pages_with(site, url_of(css)), pages_with(site, url_of(font))) == (8, 8)
    assert pages_with(site, url_of(10)) == 0
