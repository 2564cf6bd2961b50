"""What searches and visits say is joined without losing or inventing a number, whatever the addresses look like."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.page import SiteFacts
from audits.searching.brand import Brand, brand_of, is_real_query
from audits.searching.countries import alpha3
from audits.searching.curve import COMMON, ClickCurve
from audits.searching.join import UrlJoin, added
from audits.searching.traffic import LEAST_CLICKS, PageTraffic, page_worth
from audits.searching.trends import fall_of
from audits.searching.views import SearchPeriod, SearchView, VisitView, Window
from audits.site import SiteView
from store.links import LinkTable
from store.model import Canonical, Facts, Page
from store.search_model import Measures
from store.visits import Visits

HOST = "https://shop.example"
WINDOW = Window("2026-01-01", "2026-01-28")
ROWS = st.dictionaries(
    st.sampled_from(["/a", "/a/", "/b", "/c?x=1", "/lost", "/old", "/copy"]).map(lambda path: f"{HOST}{path}"),
    st.builds(Measures, st.integers(0, 500), st.integers(0, 9_000), st.none() | st.floats(1, 90)),
)


def pages() -> list[Page]:
    copied = Facts(canonicals=(Canonical(f"{HOST}/b", "/b", "head"),))
    return [
        Page(f"{HOST}/", id=1, status=200, facts=Facts()),
        Page(f"{HOST}/a", id=2, status=200, facts=Facts()),
        Page(f"{HOST}/b", id=3, status=200, facts=Facts()),
        Page(f"{HOST}/old", id=4, status=301, redirect_to=f"{HOST}/b"),
        Page(f"{HOST}/copy", id=5, status=200, facts=copied),
    ]


def site_with(rows: dict[str, Measures], visits: dict[str, Visits] | None = None) -> SiteView:
    crawled = pages()
    join = UrlJoin(crawled)
    joined = join.join(rows, added)
    period = SearchPeriod(WINDOW, 28, None, joined.known, joined.elsewhere)
    site = SiteView(SiteFacts(f"{HOST}/"), crawled, LinkTable.empty(), {page.id: page.url for page in crawled})
    site.search = SearchView("sc-domain:shop.example", period, join=join, notes=("capped",))
    if visits is not None:
        site.visits = VisitView("properties/1", WINDOW, visits, currency="EUR", notes=("sampled",))
    return site


@given(ROWS)
def test_joining_loses_no_click_and_no_impression(rows: dict[str, Measures]) -> None:
    joined = UrlJoin(pages()).join(rows, added)
    for name in ("clicks", "impressions"):
        kept = sum(getattr(one, name) for part in joined for one in part.values())
        assert kept == sum(getattr(one, name) for one in rows.values())


@given(ROWS, st.lists(st.integers(0, 7), max_size=9))
@settings(max_examples=200)
def test_a_page_without_a_row_is_unknown_and_no_row_counts_twice(rows: dict[str, Measures], ids: list[int]) -> None:
    site = site_with(rows)
    found = PageTraffic(site).of(ids)
    assert found is not None
    assert site.search is not None
    known = site.search.now.pages
    homes = {site.search.join.home(url) if url not in known else url
             for url in (page.url for page in pages() if page.id in ids)}  # fmt: skip
    told = [known[url] for url in homes if url in known]
    assert found.clicks == (float(sum(one.clicks for one in told)) if told else None)
    assert found.impressions == (float(sum(one.impressions for one in told)) if told else None)
    assert found.sessions is None
    assert found.revenue is None


@given(st.lists(st.builds(Measures, st.integers(0, 99), st.integers(0, 999), st.none() | st.floats(1, 50)), min_size=2))
def test_positions_are_means_over_impressions_and_unknown_where_a_part_is(parts: list[Measures]) -> None:
    whole = parts[0]
    for one in parts[1:]:
        whole = added(whole, one)
    shown = [one for one in parts if one.impressions]
    if any(one.position is None for one in shown) or not shown:
        assert whole.position is None
    else:
        wanted = sum((one.position or 0) * one.impressions for one in shown) / sum(one.impressions for one in shown)
        assert whole.position is not None
        assert math.isclose(whole.position, wanted, rel_tol=1e-9)


def test_a_form_that_the_crawl_lacks_belongs_to_the_page_that_it_is() -> None:
    join = UrlJoin(pages())
    assert join.url_of("http://www.shop.example/a/") == f"{HOST}/a"
    assert join.url_of(f"{HOST}/a#part") == f"{HOST}/a"
    assert join.url_of(f"{HOST}/A") is None
    assert join.url_of("https://other.example/a") is None


def test_numbers_of_a_copy_and_of_a_moved_page_stand_where_search_keeps_them() -> None:
    site = site_with({f"{HOST}/b": Measures(7, 70, 3.0)})
    told = PageTraffic(site)
    for number in (3, 4, 5):
        found = told.of([number])
        assert found is not None
        assert found.clicks == 7.0
    together = told.of([3, 4, 5])
    assert together is not None
    assert together.clicks == 7.0
    assert together.pages_known == 3


def test_redirects_in_a_circle_end() -> None:
    one, other = (Page(f"{HOST}/{name}", id=number, status=301, redirect_to=f"{HOST}/{to}")
                  for number, (name, to) in enumerate((("x", "y"), ("y", "x")), 1))  # fmt: skip
    assert UrlJoin([one, other]).home(one.url) == other.url


def test_the_share_is_of_revenue_where_it_is_known_else_of_enough_clicks() -> None:
    rows = {f"{HOST}/a": Measures(LEAST_CLICKS, 900, 3.0), f"{HOST}/b": Measures(LEAST_CLICKS, 900, 3.0)}
    by_clicks = PageTraffic(site_with(rows)).of([2])
    assert by_clicks is not None
    assert (by_clicks.share, by_clicks.share_of) == (0.5, "clicks")
    few = PageTraffic(site_with({url: replace(one, clicks=3) for url, one in rows.items()})).of([2])
    assert few is not None
    assert few.share is None
    visits = {f"{HOST}/a": Visits(sessions=10, revenue=90.0), f"{HOST}/b": Visits(sessions=5, revenue=10.0)}
    by_revenue = PageTraffic(site_with(rows, visits)).of([3])
    assert by_revenue is not None
    assert (by_revenue.share, by_revenue.share_of, by_revenue.currency) == (0.1, "revenue", "EUR")
    assert by_revenue.notes == ("capped", "sampled")
    hidden = {url: replace(one, revenue=None) for url, one in visits.items()}
    unknown = PageTraffic(site_with(rows, hidden)).of([3])
    assert unknown is not None
    assert unknown.revenue is None
    assert unknown.share_of == "clicks"


def test_worth_is_revenue_else_clicks_else_visits_else_nothing() -> None:
    rows = {f"{HOST}/a": Measures(4, 90, 3.0)}
    assert page_worth(site_with(rows, {f"{HOST}/b": Visits(sessions=5, revenue=8.0)})) == {f"{HOST}/b": 8.0}
    assert page_worth(site_with(rows, {f"{HOST}/b": Visits(sessions=5)})) == {f"{HOST}/a": 4.0}
    assert page_worth(site_with({}, {f"{HOST}/b": Visits(sessions=5)})) == {f"{HOST}/b": 5.0}
    assert page_worth(site_with({})) == {}


def test_windows_before_have_the_same_weekdays() -> None:
    assert Window.ending("2026-01-28", 28) == WINDOW
    assert WINDOW.before() == ("2025-12-04", "2025-12-31")
    assert WINDOW.before(364) == ("2025-01-02", "2025-01-29")


@pytest.mark.parametrize(
    ("query", "is_brand"),
    [("marsad shop", True), ("MARSÁD", True), ("best marsad-shop mats", True), ("marsadshop", True),
     ("mars adventure", False), ("yoga mat", False)],
)  # fmt: skip
def test_searches_for_the_site_by_name_are_known(query: str, is_brand: bool) -> None:
    assert Brand(["Marsad", "Marsad Shop"]).is_named_in(query) is is_brand


def test_the_name_of_the_domain_is_a_brand_unless_it_is_a_short_word() -> None:
    assert brand_of("https://www.cork-mats.co.uk/", ()).is_named_in("cork mats")
    assert not brand_of("https://yoga.example/", ()).is_named_in("yogamat")
    assert not brand_of("http://127.0.0.1:8080/", ())
    assert not brand_of("https://m4t.com/", ())
    assert Brand(["無印良品"]).is_named_in("無印良品おすすめ")


def test_operators_addresses_and_numbers_are_no_questions() -> None:
    for query in ("site:shop.example", "www.shop.example", "shop.com", "12345"):
        assert not is_real_query(query), query
    assert is_real_query("vaja z jogo")
    assert is_real_query("حصيرة يوغا")


def test_the_curve_falls_and_leaves_the_common_one_only_where_enough_is_known() -> None:
    number = 40
    curve = ClickCurve(
        np.arange(number), np.full(number, 30), np.full(number, 100), np.tile(np.arange(1.0, 11.0), number // 10)
    )
    assert curve.expected(1).rate == COMMON[0]
    rich = ClickCurve(np.arange(20), np.full(20, 20), np.full(20, 100), np.full(20, 1.2))
    assert rich.expected(1.2).is_own
    assert rich.expected(1.2).rate == pytest.approx(0.2)
    rates = [rich.expected(float(position)).rate for position in range(1, 11)]
    assert rates == sorted(rates, reverse=True)


def test_a_page_is_not_measured_by_itself() -> None:
    clicks = np.array([60, 60, 60, 60, 90, 120])
    curve = ClickCurve(np.arange(6), clicks, np.full(6, 300), np.full(6, 1.0))
    assert curve.expected(1.0, 5).rate < curve.expected(1.0).rate


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (Measures(40, 1_000, 7.5), "stands lower"),
        (Measures(40, 1_000, 4.2), "clicked less often"),
        (Measures(40, 400, 4.2), "shown less often"),
        (None, "no longer shows"),
    ],
)
def test_a_fall_names_its_likeliest_reason(now: Measures | None, reason: str) -> None:
    assert reason in fall_of(Measures(100, 1_000, 4.0), now).reason


def test_countries_of_language_tags_are_those_of_search_console() -> None:
    assert [alpha3(code) for code in ("sl-SI", "en-UK", "x-default", "es-419", "ar")] == ["svn", "gbr", "", "", ""]
