"""The chapters on goals, and on searches and visits: states in words, windows beside numbers, unknown never as zero."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.build import build
from reports.goals import SIGNS
from reports.html import render
from reports.lines import HEIGHT, WIDTH, line_chart
from reports.load import load
from reports.machine import report_data
from reports.model import Report, ReportInput
from store.database import Batch, Fetched, NewUrl, Store
from store.goal_model import ForecastPoint, GoalPoint, GoalReason, GoalResult, GoalState
from store.measures import Measures, MeasureState
from store.model import BrandSplit, Facts, Page, Traffic, TrafficSource, Verdict
from store.search_model import IndexState, Inspection, Pull, SearchDay, SearchRow
from tests.reports.specimen import HOSTILE, specimen
from tests.store.samples import cause_of

SITE, PROPERTY = "https://example.test", "sc-domain:example.test"
HOME, SHOP, NEW = f"{SITE}/", f"{SITE}/shop", f"{SITE}/new"
LAST = date(2026, 5, 28)


def day(back: int) -> str:
    return (LAST - timedelta(days=back)).isoformat()


def result(**values: Any) -> GoalResult:
    given: dict[str, Any] = {
        "name": "More clicks", "metric": "search-clicks", "unit": "count", "per": "month", "is_lower_better": False,
        "target": 2_000.0, "start": "2026-03-01", "deadline": "2026-08-01", "state": GoalState.AT_RISK,
        "reason": GoalReason.BAND_FAILS, "baseline": 1_000.0, "source": "search_console", "account": PROPERTY,
        "step": "week", "points": tuple(GoalPoint(day(7 * back), 1_000.0 + back) for back in reversed(range(9))),
        "current": 1_001.5, "current_day": day(0), "course": 1_400.0, "needed": 8, "fitted": 9,
        "forecast": (ForecastPoint(day(0), 990, 1_000, 1_010), ForecastPoint("2026-08-01", 950, 1_010, 1_070)),
    }  # fmt: skip
    return GoalResult(**{**given, **values})


@cache
def small() -> ReportInput:
    """A report with few causes, so that it is drawn fast."""
    known = specimen()
    return ReportInput(
        known.run, replace(known.verdict, causes=known.verdict.causes[:3], scores=(), goals=()), known.cards
    )


def page_of(**values: Any) -> BeautifulSoup:
    """The report of a verdict with goals."""
    known = small()
    verdict = replace(known.verdict, **values)
    return BeautifulSoup(render(build(replace(known, verdict=verdict))), "html.parser")


def text_of(found: Tag | BeautifulSoup | None) -> str:
    assert found is not None
    return " ".join(found.get_text(" ").split())


# --- goals


def test_every_state_and_reason_is_said_in_words() -> None:
    pairs = [(state, reason) for state in GoalState for reason in GoalReason]
    told = tuple(result(state=state, reason=reason, why_no_data="nobody was asked") for state, reason in pairs)
    shown = page_of(goals=told)
    for number, (state, _) in enumerate(pairs, 1):
        said = text_of(shown.select_one(f".goal:has(#goal-{number})"))
        assert {"at-risk": "at risk", "on-track": "on track"}.get(state.value, state.value) in said
        assert "{" not in said


def test_a_goal_shows_line_target_forecast_and_the_causes_that_bear_on_it() -> None:
    cause = small().verdict.causes[0]
    shown = page_of(goals=(result(causes=(cause.id, "gone")),))
    goal = shown.select_one(".goal:has(#goal-1)")
    said = text_of(goal)
    for words in (
        "More clicks",
        "at risk",
        "1,010",
        "950 to 1,070",
        "2,000",
        "2026-08-01",
        "clicks in Google Search in 28 days",
    ):
        assert words in said
    assert shown.select_one("#goal-1 .chart-line") and shown.select_one("#goal-1 .chart-band")
    assert shown.select_one("#goal-1 .chart-target")
    assert [one["href"] for one in shown.select("#goal-1 .bearing a")] == [f"#cause-{cause.id}"]
    assert len(shown.select("#goal-1 details table")) == 2
    assert "1 at risk" in text_of(shown.select_one("#overview"))


def test_a_goal_without_data_says_why_and_shows_no_number() -> None:
    unknown = result(state=GoalState.UNKNOWN, reason=GoalReason.NO_DATA, points=(), forecast=(), current=None,
                     baseline=None, course=None, why_no_data="Search Console is not connected")  # fmt: skip
    said = text_of(page_of(goals=(unknown,)).select_one("#goal-1"))
    assert "Search Console is not connected" in said
    assert "Now unknown" in said
    assert " 0 " not in said


def test_units_markets_and_doubts_stand_beside_the_number() -> None:
    expected: list[tuple[dict[str, Any], str]] = [
        ({"metric": "conversion-rate", "unit": "percent", "current": 3.456}, "3.46%"),
        ({"metric": "order-value", "unit": "money", "currency": "EUR", "current": 39.5}, "39.50 EUR"),
        ({"metric": "lab-lcp", "unit": "ms", "current": 2_345.6}, "2,346 ms"),
        ({"metric": "search-position", "unit": "position", "current": 4.25}, "4.25"),
        ({"market": {"language": "ar"}}, "pages in the language ar"),
        ({"market": {"country": "SI"}}, "country SI"),
        ({"trust": ("counted from a sample",)}, "counted from a sample"),
        ({"owner": "Maja"}, "Maja"),
        ({"is_baseline_measured": True}, "measured"),
    ]
    shown = page_of(goals=tuple(result(**values) for values, _ in expected))
    for number, (_, said) in enumerate(expected, 1):
        assert said in text_of(shown.select_one(f"#goal-{number}"))


def test_hostile_names_stay_text() -> None:
    shown = page_of(goals=(result(name=HOSTILE, owner=HOSTILE, account=HOSTILE, market={"channel": HOSTILE}),))
    assert not shown.select("#goals script, #goals img")


def test_without_goals_there_is_no_chapter() -> None:
    shown = page_of()
    assert shown.select_one("#goals") is None
    assert shown.select_one('nav a[href="#goals"]') is None


def test_every_state_has_a_sign_of_its_own() -> None:
    assert len(set(SIGNS.values())) == len(GoalState)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=30), st.floats(0, 1e9) | st.none())
def test_lines_stay_in_their_box(values: list[float], target: float | None) -> None:
    chart = line_chart([(day(7 * back), value) for back, value in enumerate(values)], (), target, day(-70))
    assert chart is not None
    for point in chart.line.split():
        x, y = map(float, point.split(","))
        assert 0 <= x <= WIDTH
        assert -0.1 <= y <= HEIGHT + 0.1
    assert chart.low < chart.high


# --- searches and visits


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "marsad.db")) as opened:
        yield opened


def report_of(store: Store, sources: dict[str, Any], gaps: tuple[dict[str, str], ...] = (), **verdict: Any) -> Report:
    run = store.begin_run("example.test", HOME, {}, {}, 1_780_000_000.0)
    store.add_urls(run.id, [NewUrl(url) for url in (HOME, SHOP, NEW)])
    pages = [Page(url, status=200, facts=Facts(lang="en")) for url in (HOME, SHOP, NEW)]
    store.save_batch(run.id, Batch(fetched=[Fetched(one) for one in pages]))
    store.set_coverage(run.id, {"sources": sources, "not_done": list(gaps)})
    store.save_verdict(run.id, Verdict((), (), (), **verdict), [])
    return build(load(store, run.id, {}))


GOOGLE = {"search_console": {"property": PROPERTY, "web": {"first": day(60), "last": day(0)}}}


def save_searches(store: Store, days: int = 56, capped: bool = False) -> None:
    store.search.save_totals(PROPERTY, "web", [SearchDay(day(back), 10, 100, 300.0, 1) for back in range(days)])
    for back in range(28):
        one = SearchDay(day(back), is_capped=capped)
        store.search.save_day(PROPERTY, "web", Pull.PAGE, one, [SearchRow(HOME, 8, 90, 3.0)])
        store.search.save_day(PROPERTY, "web", Pull.QUERY, one, [SearchRow("shoes", 5, 60, 3.0)])
        store.search.save_day(PROPERTY, "web", Pull.COUNTRY, one, [SearchRow("svn", 10, 100, 3.0)])


def chapter_of(report: Report) -> str:
    return text_of(BeautifulSoup(render(report), "html.parser").select_one("#search"))


def test_totals_come_with_their_days_and_the_days_before(store: Store) -> None:
    save_searches(store)
    said = chapter_of(report_of(store, GOOGLE))
    assert f"280 clicks from Google in the 28 days from {day(27)} to {day(0)}, as many as in the 28 days before" in said
    for words in ("2,800", "10.0%", "shoes", "224", "SI", "Google names the queries of 50% of the clicks"):
        assert words in said


def test_days_before_that_are_not_whole_are_unknown(store: Store) -> None:
    save_searches(store, days=30)
    report = report_of(store, GOOGLE)
    assert report.search is not None and report.search.google is not None
    assert report.search.google.before is None
    assert "what the days before brought is unknown" in chapter_of(report)


def test_the_index_has_three_states(store: Store) -> None:
    save_searches(store)
    store.search.save_inspection(PROPERTY, Inspection(SHOP, IndexState.NOT_INDEXED, 1.0, coverage="Soft 404"))
    said = chapter_of(report_of(store, GOOGLE))
    assert "Of 3 pages of the crawl 1 are surely indexed, 1 are not, and of 1 it is unknown" in said
    assert "Soft 404" in said


def test_capped_rows_are_said_beside_the_rows(store: Store) -> None:
    save_searches(store, capped=True)
    assert "rows are capped, totals are not" in chapter_of(report_of(store, GOOGLE))


def test_searches_for_the_name_are_told_apart_or_unknown(store: Store) -> None:
    save_searches(store)
    assert "is unknown: say your names" in chapter_of(report_of(store, GOOGLE))
    split = BrandSplit(("acme",), 35, 400, 140, 1_680, day(27), day(0))
    assert "25% of the clicks by named queries (35 of 140)" in chapter_of(report_of(store, GOOGLE, brand=split))


def test_visits_show_doubts_beside_the_table_that_they_are_about(store: Store) -> None:
    columns = ("sessions", "engaged_sessions", "conversion_rate", "purchases", "revenue", "key_events")

    def table(name: str, keys: tuple[str, ...], rows: Any, **more: Any) -> Measures:
        trust = {"currency": "EUR", "time_zone": "Europe/Ljubljana", **more}
        return Measures("analytics", name, "properties/7", "all", day(27), day(0), keys, columns, rows, trust=trust)

    row = (1_000.0, 600.0, 0.03, None, 500.0, 30.0)
    store.save_measures("example.test", 1, [
        table("total", (), (((), row),)),
        table("channel", ("channel",), ((("Direct",), row),), sampled=[{"read": 1, "of": 2}]),
        Measures("analytics", "country", "properties/7", "all", day(27), day(0), ("country",), columns, (),
                 MeasureState.UNAVAILABLE, "the quota of the day is used up"),
    ])  # fmt: skip
    said = chapter_of(report_of(store, {"analytics": {"account": "properties/7", "last_day": day(0)}}))
    assert "1,000 visits from" in said
    assert "What Google Search brings is unknown" in said
    assert "Purchases unknown" in said
    assert "40.0%" in said
    assert "counted from a sample" in said
    assert "unknown: the quota of the day is used up" in said


def test_what_failed_stands_with_what_to_do(store: Store) -> None:
    gap = {"what": "Google Search Console, web search", "why": "the quota is used up", "how": "run again tomorrow"}
    said = chapter_of(report_of(store, {}, (gap,)))
    assert "No service has told anything" in said
    told = said.replace(" :", ":").replace(" .", ".")
    assert "Google Search Console, web search: the quota is used up. run again tomorrow" in told


def test_numbers_of_a_stand_in_are_called_synthetic(store: Store) -> None:
    save_searches(store)
    assert "These numbers are synthetic" in chapter_of(
        report_of(store, {**GOOGLE, "stand_in": {"services": ["Google"]}})
    )


def test_a_run_that_knew_no_service_has_no_chapter(store: Store) -> None:
    assert report_of(store, {}).search is None


def test_later_days_do_not_change_the_report_of_an_earlier_run(store: Store) -> None:
    save_searches(store)
    before = report_of(store, GOOGLE)
    later = [SearchDay((LAST + timedelta(days=more)).isoformat(), 9_000, 9_000, 9.0, 1) for more in range(1, 9)]
    store.search.save_totals(PROPERTY, "web", later)
    again = build(load(store, before.run.id, {}))
    assert before.search is not None and again.search is not None
    assert again.search.google == before.search.google


# --- what is at stake


def test_every_cause_shows_what_its_pages_have_with_source_and_days() -> None:
    known = small()
    source = TrafficSource("Google Search Console", PROPERTY, day(27), day(0), 3)
    traffic = Traffic(1_234.0, 5_678.0, None, None, "EUR", 5, 3, (source,), ("rows are capped",))
    first = replace(known.verdict.causes[0], traffic=traffic)
    shown = page_of(causes=(first, *known.verdict.causes[1:]))
    body = text_of(shown.select_one(f"#cause-{first.id}"))
    for words in ("1,234", "5,678", "Visits unknown", "Revenue unknown", f"{day(27)} to {day(0)}", "rows are capped",
                  "Known for 3 of its 5 pages"):  # fmt: skip
        assert words in body
    assert "1,234 clicks at stake" in text_of(shown.select_one("#causes"))


def test_the_json_carries_both_chapters(store: Store) -> None:
    save_searches(store)
    report = report_of(store, GOOGLE, goals=(result(),))
    data = json.loads(json.dumps(report_data(report), default=str))
    assert data["goals"][0]["points"][0] == [day(56), 1_008.0]
    assert data["search"]["google"]["totals"]["clicks"] == 280
    assert "chart" not in data["search"]["google"]
    assert data["search"]["bing"] is None


def test_a_report_input_needs_neither(store: Store) -> None:
    bare = ReportInput(small().run, Verdict((cause_of("a"),), (), ()), {})
    report = build(bare)
    assert (report.goals, report.search) == (None, None)
