"""Visits are joined with the crawl's addresses, sums stay sums, and unknown stays unknown."""

from __future__ import annotations

import pytest

from store.field_data import FieldSpeed, field_speed, pass_rate
from store.measures import Measures
from store.visits import LandingPages, Visits, landing_pages, visits_of

COLUMNS = ("sessions", "users", "engaged_sessions", "engagement_s", "views", "key_events", "conversion_rate",
           "purchases", "revenue")  # fmt: skip
ONE = (10.0, 9.0, 6.0, 300.0, 20.0, 3.0, 0.2, 2.0, 50.0)


def joined(paths: list[tuple[str, str]], *urls: str) -> LandingPages:
    rows = tuple((key, ONE) for key in paths)
    return landing_pages(Measures("analytics", "landing_page", keys=("host", "path"), columns=COLUMNS, rows=rows), urls)


def test_rates_follow_from_the_sums() -> None:
    visits = visits_of(dict(zip(COLUMNS, ONE, strict=True)))
    assert visits.converting_sessions == 2.0
    assert (visits.engagement_rate, visits.bounce_rate) == (0.6, 0.4)
    assert (visits.conversion_rate, visits.order_value, visits.engagement_s_per_session) == (0.2, 25.0, 30.0)
    both = visits + visits
    assert (both.sessions, both.conversion_rate, both.revenue) == (20.0, 0.2, 100.0)


def test_unknown_is_never_zero() -> None:
    hidden = visits_of({"sessions": 10.0, "revenue": None})
    assert hidden.revenue is None
    assert hidden.conversion_rate is None
    assert (hidden + Visits(sessions=1.0, revenue=5.0)).revenue is None
    assert Visits(sessions=0.0, engaged_sessions=0.0).bounce_rate is None
    assert Visits(purchases=0.0, revenue=0.0).order_value is None


@pytest.mark.parametrize(
    ("host", "path", "url"),
    [
        ("example.test", "/a", "https://example.test/a"),
        ("EXAMPLE.test", "/a", "https://example.test/a"),
        ("example.test", "/a/", "https://example.test/a"),
        ("example.test", "/a", "https://example.test/a/"),
        ("example.test", "/", "https://example.test/"),
        ("127.0.0.1", "/a", "http://127.0.0.1:8000/a"),
        ("[::1]", "/a", "http://[::1]:8000/a"),
        ("[::1]", "/a", "http://[::1]/a"),
        ("example.test", "/žába", "https://example.test/%C5%BE%C3%A1ba"),
        ("example.test", "/list", "https://example.test/list?page=2"),
    ],
)
def test_an_address_is_found_as_analytics_writes_it(host: str, path: str, url: str) -> None:
    assert set(joined([(host, path)], url).by_url) == {url}


def test_both_forms_of_the_slash_are_kept_apart_where_both_exist() -> None:
    found = joined([("x.test", "/a"), ("x.test", "/a/")], "https://x.test/a", "https://x.test/a/")
    assert [one.sessions for one in found.by_url.values()] == [10.0, 10.0]
    alone = joined([("x.test", "/a"), ("x.test", "/a/")], "https://x.test/a")
    assert alone.by_url["https://x.test/a"].sessions == 20.0


def test_the_address_without_query_and_with_https_comes_first() -> None:
    urls = ("http://x.test/a", "https://x.test/a?b=1", "https://x.test/a", "https://x.test/a?b=2")
    assert set(joined([("x.test", "/a")], *urls).by_url) == {"https://x.test/a"}


def test_what_no_address_or_more_than_one_has_is_elsewhere() -> None:
    found = joined([("x.test", "/a"), ("y.test", "/b")], "https://x.test/a?b=1", "https://x.test/a?b=2")
    assert set(found.elsewhere) == {("x.test", "/a"), ("y.test", "/b")}
    assert found.by_url == {}


def test_sessions_without_a_known_page_belong_to_none() -> None:
    found = joined([("x.test", "(not set)"), ("(other)", "(other)"), ("x.test", "/")], "https://x.test/")
    assert found.unattributed is not None
    assert found.unattributed.sessions == 20.0
    assert joined([("x.test", "/")], "https://x.test/").unattributed is None


def speeds(*rows: tuple[str, str, str, str, float | None]) -> Measures:
    kept = tuple(((target, by, form, metric), (p75,)) for target, by, form, metric, p75 in rows)
    return Measures("crux", "field", keys=("target", "answered_by", "form_factor", "metric"), columns=("p75",),
                    rows=kept)  # fmt: skip


@pytest.mark.parametrize(
    ("p75", "passes"),
    [
        ({"lcp_ms": 2_500.0, "cls": 0.1, "inp_ms": 200.0}, True),
        ({"lcp_ms": 2_500.0, "cls": 0.1}, True),
        ({"lcp_ms": 2_500.0, "cls": 0.11}, False),
        ({"lcp_ms": 2_500.0, "cls": 0.1, "inp_ms": 201.0}, False),
        ({"lcp_ms": 2_500.0}, None),
        ({"lcp_ms": 9_000.0}, False),
        ({"lcp_ms": None, "cls": 0.1}, None),
    ],
)
def test_core_web_vitals_pass_only_where_all_that_is_needed_is_known(
    p75: dict[str, float | None], passes: bool | None
) -> None:
    assert FieldSpeed("page", p75).passes is passes


def test_a_page_that_the_site_answers_for_is_not_counted() -> None:
    table = speeds(
        ("/a", "page", "PHONE", "lcp_ms", 2_000.0), ("/a", "page", "PHONE", "cls", 0.05),
        ("/b", "page", "PHONE", "lcp_ms", 5_000.0), ("/b", "page", "PHONE", "cls", 0.05),
        ("/c", "origin", "PHONE", "lcp_ms", 2_000.0), ("/c", "origin", "PHONE", "cls", 0.05),
        ("/d", "page", "PHONE", "lcp_ms", 2_000.0), ("/a", "page", "DESKTOP", "lcp_ms", 1_000.0),
    )  # fmt: skip
    assert pass_rate(table, "PHONE") == (1, 2)
    assert pass_rate(table, "DESKTOP") == (0, 0)
    assert field_speed(table)["/c", "PHONE"].answered_by == "origin"
