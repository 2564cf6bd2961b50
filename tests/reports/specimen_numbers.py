"""Made-up goals, searches and visits for the specimen of a report."""

from __future__ import annotations

from datetime import date, timedelta

from reports.lines import line_chart
from reports.search import BingPart, GooglePart, IndexCounts, SearchChapter, SearchSums, Service
from reports.search_visits import VisitRow, VisitsPart, VisitTable
from store.goal_model import ForecastPoint, GoalPoint, GoalReason, GoalResult, GoalState
from store.model import BrandSplit
from store.search_model import Measures
from store.visits import Visits

LAST = date(2026, 11, 19)
FIRST_DAY, LAST_DAY = (LAST - timedelta(days=27)).isoformat(), LAST.isoformat()
PROPERTY = "sc-domain:shop.example"


def goals(causes: tuple[str, ...] = ()) -> tuple[GoalResult, ...]:
    """One goal in every state."""
    reasons = {
        GoalState.REACHED: GoalReason.MEETS, GoalState.ON_TRACK: GoalReason.MIDDLE_MEETS,
        GoalState.AT_RISK: GoalReason.BAND_FAILS, GoalState.MISSED: GoalReason.NOT_MET_AT_DEADLINE,
        GoalState.UNKNOWN: GoalReason.FEW_POINTS,
    }  # fmt: skip
    return tuple(_goal(state, reason, causes) for state, reason in reasons.items())


def _goal(state: GoalState, reason: GoalReason, causes: tuple[str, ...]) -> GoalResult:
    points = tuple(GoalPoint((LAST - timedelta(days=7 * back)).isoformat(), 4_000.0 - 40 * back + 90 * (back % 3))
                   for back in reversed(range(3 if state is GoalState.UNKNOWN else 26)))  # fmt: skip
    has_forecast = state in (GoalState.ON_TRACK, GoalState.AT_RISK, GoalState.REACHED)
    forecast = tuple(
        ForecastPoint((LAST + timedelta(days=days)).isoformat(), 3_900.0 + days, 4_050.0 + 2 * days, 4_200.0 + 3 * days)
        for days in range(0, 99, 14)
    )
    return GoalResult(
        f"Goal that is {state.value}", "search-clicks", "count", "month", False, 4_200.0, "2026-08-01", "2027-02-25",
        state, reason, 3_000.0, True, {"country": "SI"}, owner="Maja", source="search_console", account=PROPERTY,
        step="week", points=points, needed=8, current=4_010.0, current_day=LAST_DAY, course=3_600.0,
        forecast=forecast if has_forecast else (), fitted=26, trust=("days up to 2026-11-19 are final",), causes=causes,
    )  # fmt: skip


def search() -> SearchChapter:
    """What three services told, and two did not."""
    ends = [(back, (LAST - timedelta(days=7 * back)).isoformat()) for back in reversed(range(30))]
    weeks = tuple((day, 900 - 9 * back, 20_000) for back, day in ends)
    rows = tuple(SearchSums(f"https://shop.example/product/{number}", 300 - number, 4_000, 4.2) for number in range(20))
    queries = tuple(SearchSums(f"shoe {number}", 80 - number, 900, 7.5) for number in range(20))
    google = GooglePart(
        PROPERTY, FIRST_DAY, LAST_DAY, Measures(3_600, 80_000, 7.2), None,
        line_chart([(day, float(clicks)) for day, clicks, _ in weeks]), weeks, 20, 28, 0.61, rows, 412, queries, 3_120,
        (SearchSums("svn", 2_000, 30_000, 6.1), SearchSums("aut", 400, 9_000, 8.8)),
        (SearchSums("MOBILE", 2_200, 51_000, 7.0),), IndexCounts(301, 12, 187, (("Soft 404", 12),)), True,
    )  # fmt: skip
    bing = BingPart("https://shop.example/", FIRST_DAY, LAST_DAY, 310.0, 9_100.0, queries[:5], FIRST_DAY, LAST_DAY,
                    ("only the rows with most clicks and impressions are told",))  # fmt: skip
    sums = Visits(12_000.0, 7_000.0, 400_000.0, 30_000.0, 300.0, 280.0, None, 8_400.0)
    tables = (
        VisitTable("channel", (VisitRow("Organic Search", sums), VisitRow("Direct", sums)), 2, ("sampled",)),
        VisitTable("landing_page", (VisitRow("/product/1", sums, True),), 40, ()),
        VisitTable("country", (), 0, (), "the quota of the day is used up"),
    )
    visits = VisitsPart(
        "properties/7", FIRST_DAY, LAST_DAY, "EUR", "Europe/Ljubljana", sums, 9_000.0, 6_000.0, 0.31, 74.5, None,
        line_chart([(day, float(clicks)) for day, clicks, _ in weeks]),
        tuple((day, float(clicks)) for day, clicks, _ in weeks), tables,
        (("view_item", 5_000.0, 1.0), ("purchase", 180.0, 0.036)), ("begin_checkout",), ("thresholded",),
    )  # fmt: skip
    gap = (("Chrome UX Report", "not set up", "keep it with `marsad connect key google`"),)
    services = (
        Service("search_console", True, PROPERTY, FIRST_DAY, LAST_DAY, (), ()),
        Service("analytics", True, "properties/7", FIRST_DAY, LAST_DAY, ("country: rows may be left out",), ()),
        Service("crux", False, "", "", "", (), gap),
    )
    return SearchChapter(services, google, bing, visits,
                         BrandSplit(("shop",), 900, 9_000, 2_200, 60_000, FIRST_DAY, LAST_DAY))  # fmt: skip
