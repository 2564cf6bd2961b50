"""Goals from marsad.toml to the verdict: faults in one line, lines from what is stored, one market at a time."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from marsad.config import Config, load_config
from marsad.gate import Gate
from marsad.goals import goals_of
from store.database import Batch, Fetched, NewUrl, Store
from store.errors import ConfigError
from store.goal_model import GoalReason, GoalResult, GoalState
from store.measures import Measures, MeasureState
from store.model import Facts, Page, Run, RunState, Score, Verdict
from store.search_model import IndexState, Inspection, Pull, SearchDay, SearchRow
from tests.store.samples import cause_of

NOW = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)
PROPERTY = "sc-domain:example.test"
HOME, ARABIC = "https://example.test/", "https://example.test/ar/"
LAST = datetime.date(2026, 5, 28)
GOAL = 'name = "More"\nmetric = "{metric}"\ntarget = 9000\nstart = 2026-03-01\ndeadline = 2026-08-01\n'


def day(back: int) -> str:
    return (LAST - datetime.timedelta(days=back)).isoformat()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "marsad.db")) as opened:
        yield opened


@pytest.fixture
def run(store: Store) -> Run:
    run = store.begin_run("example.test", HOME, {}, {}, NOW.timestamp())
    store.add_urls(run.id, [NewUrl(HOME), NewUrl(ARABIC)])
    pages = [Page(HOME, status=200, facts=Facts(lang="en")), Page(ARABIC, status=200, facts=Facts(lang="ar-SA"))]
    store.save_batch(run.id, Batch(fetched=[Fetched(one) for one in pages]))
    return run


def measure(store: Store, run: Run, verdict: Verdict | None = None, **goal: Any) -> GoalResult:
    """How one goal stands."""
    values = {"name": "A goal", "start": "2026-03-01", "deadline": "2026-08-01", "target": 9_000, **goal}
    config = Config.model_validate({
        "goal": [values], "analytics": {"property": "7"}, "search_console": {"property": PROPERTY},
    })  # fmt: skip
    return goals_of(store, run, config, verdict or Verdict((), (), ()))[0]


def save_searches(store: Store, weeks: int = 20, clicks: int = 100) -> None:
    """As many clicks every day; a tenth of them from Slovenia, a quarter on the Arabic page."""
    store.search.save_totals(PROPERTY, "web", [
        SearchDay(day(back), clicks, clicks * 10, clicks * 30.0, 1) for back in range(weeks * 7)
    ])  # fmt: skip
    for back in range(weeks * 7):
        one = SearchDay(day(back))
        countries = [SearchRow("svn", clicks // 10, clicks, 3.0), SearchRow("usa", clicks, clicks, 3.0)]
        store.search.save_day(PROPERTY, "web", Pull.COUNTRY, one, countries)
        pages = [SearchRow(ARABIC, clicks // 4, clicks, 3.0), SearchRow(HOME, clicks, clicks, 3.0)]
        store.search.save_day(PROPERTY, "web", Pull.PAGE, one, pages)


# --- the configuration


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[goal]]\n" + GOAL.format(metric="joy"), "line 3: goal[1].metric is wrong: 'joy' cannot be measured"),
        ("[[goal]]\nname = 'a'\n", "goal[1].metric is missing"),
        ("[[goal]]\n" + GOAL.format(metric="sessions") + "wish = 1\n", "goal[1].wish is not a known key; known keys"),
        (
            "[[goal]]\n" + GOAL.format(metric="sessions"),
            "'More': sessions is measured by Analytics; set property",
        ),
        ("[[goal]]\n" + GOAL.format(metric="search-clicks") + "baseline = 9500\n", "would go back from 9500 to 9000"),
        ("[search_console]\nenabled = false\n[[goal]]\n" + GOAL.format(metric="search-clicks"), "set enabled = true"),
        (2 * ("[[goal]]\n" + GOAL.format(metric="search-clicks")), "goal[2] 'More': an earlier [[goal]] has that name"),
    ],
)
def test_a_fault_is_told_in_one_line_with_its_table(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "marsad.toml"
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_config(file, {})
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_dates_may_be_written_as_toml_writes_them(tmp_path: Path) -> None:
    file = tmp_path / "marsad.toml"
    file.write_text("[[goal]]\n" + GOAL.format(metric="search-clicks"))
    assert load_config(file, {}).goal[0].deadline == datetime.date(2026, 8, 1)


# --- searches


def test_clicks_are_weekly_rates_of_the_whole_property(store: Store, run: Run) -> None:
    save_searches(store)
    result = measure(store, run, metric="search-clicks")
    assert {one.value for one in result.points} == {2_800.0}
    assert (len(result.points), result.points[-1].day, result.account) == (20, LAST.isoformat(), PROPERTY)
    assert (result.state, result.baseline) == (GoalState.AT_RISK, 2_800.0)
    assert measure(store, run, metric="search-clicks", per="week", target=900).current == 700.0


@pytest.mark.parametrize(
    ("market", "value"), [({"country": "SI"}, 280.0), ({"language": "ar"}, 700.0), ({"country": "DE"}, 0.0)]
)
def test_each_market_has_a_line_of_its_own(store: Store, run: Run, market: dict[str, str], value: float) -> None:
    save_searches(store)
    result = measure(store, run, metric="search-clicks", **market)
    assert result.current == value
    assert dict(result.market) == market


def test_rates_and_positions_come_from_sums(store: Store, run: Run) -> None:
    save_searches(store)
    assert measure(store, run, metric="search-ctr", target=12).current == pytest.approx(10.0)
    assert measure(store, run, metric="search-position", target=2).current == pytest.approx(3.0)


def test_a_week_with_too_few_days_is_no_point(store: Store, run: Run) -> None:
    save_searches(store, weeks=9)
    store.search.save_totals(PROPERTY, "web", [SearchDay(day(70), 5, 50, 9.0, 1)])
    assert len(measure(store, run, metric="search-clicks").points) == 9


def test_without_data_a_goal_is_unknown_and_never_zero(store: Store, run: Run) -> None:
    for metric in ("search-clicks", "sessions", "leads", "core-web-vitals-pass-rate", "indexed-pages", "lab-lcp"):
        target = 50 if metric in ("core-web-vitals-pass-rate", "lab-lcp") else 9_000
        result = measure(store, run, metric=metric, target=target)
        assert (result.state, result.reason, result.current) == (GoalState.UNKNOWN, GoalReason.NO_DATA, None)
        assert result.why_no_data


def test_indexed_pages_are_those_of_which_it_is_sure(store: Store, run: Run) -> None:
    save_searches(store, weeks=4)
    told = Inspection(HOME, IndexState.NOT_INDEXED, NOW.timestamp())
    store.search.save_inspection(PROPERTY, told)
    result = measure(store, run, metric="indexed-pages", target=5)
    assert result.current == 2.0  # both were shown, whatever an older answer said


# --- visits

_COLUMNS = ("sessions", "users", "engaged_sessions", "conversion_rate", "purchases", "revenue", "key_events")


def visits(name: str, rows: Any, first: str = day(27), last: str = day(0), **more: Any) -> Measures:
    return Measures("analytics", name, "properties/7", "all", first, last, ("key",), _COLUMNS, tuple(rows), **more)


def test_visits_and_sales_follow_from_the_sums_of_days(store: Store, run: Run) -> None:
    rows = [((day(back),), (100.0, 80.0, 60.0, 0.02, 2.0, 90.0, 3.0)) for back in range(140)]
    store.save_measures("example.test", run.id, [visits("day", rows, trust={"currency": "EUR", "sampled": [1]})])
    expected = {"sessions": 2_800.0, "users": 80.0, "bounce-rate": 40.0, "conversion-rate": 2.0, "order-value": 45.0,
                "revenue": 2_520.0, "purchases": 56.0, "key-events": 84.0}  # fmt: skip
    for metric, value in expected.items():
        target = 1 if metric == "bounce-rate" else 99
        result = measure(store, run, metric=metric, target=target)
        assert result.current == pytest.approx(value), metric
        assert result.currency == "EUR"
        assert any("sample" in doubt for doubt in result.trust)


def test_windows_that_overlap_count_no_day_twice(store: Store, run: Run) -> None:
    row = [(("SI",), (100.0, 80.0, 60.0, 0.02, 2.0, 90.0, 3.0))]
    store.save_measures("example.test", run.id, [
        visits("country", row, day(27 + back), day(back)) for back in (0, 7, 14, 28, 35, 56)
    ])  # fmt: skip
    result = measure(store, run, metric="sessions", country="SI")
    assert [one.day for one in result.points] == [day(56), day(28), day(0)]
    assert (result.step, result.state) == ("window", GoalState.UNKNOWN)


def test_a_table_that_failed_is_no_point(store: Store, run: Run) -> None:
    failed = visits("country", (), state=MeasureState.UNAVAILABLE, reason="quota")
    store.save_measures("example.test", run.id, [failed])
    assert measure(store, run, metric="sessions", country="SI").reason is GoalReason.NO_DATA


def test_leads_and_returning_people_come_from_windows(store: Store, run: Run) -> None:
    events = Measures("analytics", "event", "properties/7", "all", day(27), day(0), ("event",), ("events",),
                      ((("generate_lead",), (56.0,)), (("purchase",), (9.0,))))  # fmt: skip
    people = Measures("analytics", "returning", "properties/7", "all", day(27), day(0), ("visitor",), ("active_users",),
                      ((("new",), (75.0,)), (("returning",), (25.0,)), (("(not set)",), (9.0,))))  # fmt: skip
    store.save_measures("example.test", run.id, [events, people])
    assert measure(store, run, metric="leads").current == 56.0
    assert measure(store, run, metric="returning-share", target=60).current == 25.0


def test_pages_that_pass_the_core_web_vitals_are_counted_in_windows_apart(store: Store, run: Run) -> None:
    rows = []
    for back in range(0, 140, 7):
        for url, lcp in ((HOME, 2_000.0), (ARABIC, 4_000.0)):
            for metric, value in (("lcp_ms", lcp), ("cls", 0.01), ("inp_ms", 100.0)):
                rows.append(((url, "page", "PHONE", metric, day(back)), (value,)))
        rows.append((("https://example.test", "origin", "PHONE", "lcp_ms", day(back)), (9_000.0,)))
    keys = ("target", "answered_by", "form_factor", "metric", "last_day")
    table = Measures(
        "crux", "field_history", "https://example.test", "all", day(160), day(0), keys, ("p75",), tuple(rows)
    )
    store.save_measures("example.test", run.id, [table])
    result = measure(store, run, metric="core-web-vitals-pass-rate", target=90)
    assert [one.value for one in result.points] == [50.0] * 5
    assert measure(store, run, metric="core-web-vitals-pass-rate", target=90, language="ar").current == 0.0


# --- what audits found


def test_earlier_runs_give_the_line_of_what_audits_count(store: Store) -> None:
    for number in range(6):
        at = NOW.timestamp() - (6 - number) * 14 * 86_400
        one = store.begin_run("example.test", HOME, {}, {}, at)
        causes = tuple(cause_of(f"c{place}") for place in range(20 - 2 * number))
        store.save_verdict(one.id, Verdict(causes, (), (Score(None, 60.0 + number, 1), *_tested(causes))), [])
        store.end_run(one.id, RunState.DONE, at)
    run = store.begin_run("example.test", HOME, {}, {}, NOW.timestamp())
    now = Verdict((cause_of("c1"),), (), (Score(None, 70.0, 1), *_tested((cause_of("c1"),))))
    health = measure(store, run, now, metric="health-score", target=72)
    assert [one.value for one in health.points] == [60.0, 61.0, 62.0, 63.0, 64.0, 65.0, 70.0]
    assert health.step == "run"
    counted = measure(store, run, now, metric="open-causes", target=0)
    assert [one.value for one in counted.points][-1] <= 1.0
    assert counted.points[0].value > counted.points[-2].value


def _tested(causes: Any) -> list[Score]:
    return [Score(category, 50.0, 1) for category in dict.fromkeys(one.category for one in causes)]


def test_what_was_not_tested_is_no_zero(store: Store, run: Run) -> None:
    result = measure(store, run, Verdict((), (), ()), metric="accessibility-causes", target=0)
    assert (result.current, result.state) == (None, GoalState.UNKNOWN)


# --- afterwards


def test_goals_are_kept_with_the_verdict_and_can_fail_a_build(store: Store, run: Run) -> None:
    save_searches(store)
    result = measure(store, run, metric="search-clicks", deadline="2026-05-20")
    verdict = Verdict((), (), (), goals=(result,))
    store.save_verdict(run.id, verdict, [])
    assert store.verdict(run.id) == verdict
    assert result.state is GoalState.MISSED
    assert "1 goals are missed, first of all: A goal" in Gate(goals=("missed",)).broken_by(verdict, 1)
    assert Gate(goals=("at-risk",)).broken_by(verdict, 1) == ""
