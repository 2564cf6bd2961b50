"""The lines of goals from what services told: weeks of searches and visits, and windows where days are not divided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from audits.goal_options import GoalOptions
from audits.goals import Line
from integrations.analytics import ORGANIC, SOURCE, doubts_of
from marsad.config import Config
from store.countries import THREE
from store.database import Store
from store.field_data import FieldSpeed
from store.goal_model import GoalPoint
from store.measures import Measures
from store.search_model import Measures as Searches
from store.search_model import Pull
from store.visits import Visits, landing_pages, visits_of

WEEKS = 78
"""Weeks that are read back: half a year to follow, and a year more to look at."""
LEAST_DAYS = 5
"""Days of a week that must be known; the week's rate is that of the days that are."""
SEARCH_TYPE = "web"
_FORMS = {"": "PHONE", "mobile": "PHONE", "desktop": "DESKTOP", "tablet": "TABLET"}
_DEVICES = {"desktop": "DESKTOP", "mobile": "MOBILE", "tablet": "TABLET"}
Languages = Callable[[], Mapping[str, str]]
"""Gives URL -> language of the run's pages; asked only where a goal is about one language."""


def search_line(store: Store, prop: str, goal: GoalOptions, languages: Languages) -> Line:
    """Weeks of Google Search Console, the whole property or one country, device or language."""
    if not prop:
        return Line("week", why="Search Console has told nothing yet; connect it with `marsad connect google`")
    last = store.search.last_day(prop, SEARCH_TYPE)
    if last is None:
        return Line("week", account=prop, why="Search Console has no day of this property yet")
    pull = {"country": Pull.COUNTRY, "device": Pull.DEVICE, "language": Pull.PAGE}.get(next(iter(goal.market), ""))
    known = store.search.days(prop, SEARCH_TYPE, pull or Pull.DAY, _back(last, WEEKS * 7 - 1), last)
    points = []
    for first, end in _weeks(last):
        days = sum(1 for day in known if first <= day <= end)
        sums = _searches(store, prop, pull, goal, languages, first, end) if days >= LEAST_DAYS else None
        value = _search_value(goal, sums, days) if sums is not None else None
        if value is not None:
            points.append(GoalPoint(end, value))
    doubts = (f"days up to {last} are final; newer ones are not counted",)
    why = "" if points else f"no week of {', '.join(goal.market.values())} is pulled yet; run again"
    return Line("week", tuple(reversed(points)), "search_console", prop, trust=doubts, why=why)


def _searches(
    store: Store, prop: str, pull: Pull | None, goal: GoalOptions, languages: Languages, first: str, last: str
) -> Searches | None:
    if pull is None:
        return store.search.totals(prop, SEARCH_TYPE, first, last)
    if pull is Pull.PAGE:
        of = languages()
        rows = store.search.pages(prop, SEARCH_TYPE, first, last)
        return _joined(one for url, one in rows.items() if of.get(url) == goal.language)
    wanted = THREE.get(goal.country.lower(), goal.country.lower()) if goal.country else _DEVICES[goal.device]
    found = store.search.measures(prop, SEARCH_TYPE, pull, first, last)
    return _joined(one for name, one in found.items() if name.casefold() == wanted.casefold())


def _joined(parts: Iterable[Searches]) -> Searches:
    clicks = impressions = 0
    positions = 0.0
    for one in parts:
        clicks += one.clicks
        impressions += one.impressions
        positions += (one.position or 0.0) * one.impressions
    return Searches(clicks, impressions, positions / impressions if impressions else None)


def _search_value(goal: GoalOptions, sums: Searches, days: int) -> float | None:
    if goal.metric == "search-position":
        return sums.position
    if goal.metric == "search-ctr":
        return None if sums.ctr is None else 100 * sums.ctr
    count = sums.clicks if goal.metric == "search-clicks" else sums.impressions
    return count / days * goal.span_days


def visit_line(store: Store, site: str, config: Config, goal: GoalOptions, languages: Languages) -> Line:
    """Weeks of Google Analytics where days are kept, else the windows that each run asked for."""
    account = f"properties/{config.analytics.property}"
    if goal.metric not in ("returning-share", "leads") and (not goal.market or goal.channel == ORGANIC):
        return _weekly_visits(store, site, account, goal)
    return _windows(store, site, account, goal, config, languages)


def _weekly_visits(store: Store, site: str, account: str, goal: GoalOptions) -> Line:
    scope = "organic" if goal.channel else "all"
    tables = store.newest_measures(site, source=SOURCE, name="day")
    table = next((one for one in tables if one.account == account and one.scope == scope), None)
    if table is None or not table.is_known or not table.rows:
        why = table.reason if table is not None and table.reason else "Analytics has told nothing yet"
        return Line("week", account=account, why=why)
    days = {key[0]: dict(zip(table.columns, values, strict=True)) for key, values in table.rows}
    points = []
    for first, end in _weeks(max(days)):
        met = [values for day, values in days.items() if first <= day <= end]
        value = _visit_value(goal, met, len(met)) if len(met) >= LEAST_DAYS else None
        if value is not None:
            points.append(GoalPoint(end, value))
    return Line("week", tuple(reversed(points)), SOURCE, account, str(table.trust.get("currency", "")),
                tuple(doubts_of([table])))  # fmt: skip


def _windows(store: Store, site: str, account: str, goal: GoalOptions, config: Config, languages: Languages) -> Line:
    name, scope = _table_of(goal)
    points: list[GoalPoint] = []
    newest: Measures | None = None
    oldest = "9999"
    for table in store.measures(site, source=SOURCE, name=name):
        if table.account != account or table.scope != scope or not table.is_known or table.last_day >= oldest:
            continue
        newest = newest or table
        value = _window_value(table, goal, config, languages)
        if value is not None:
            points.append(GoalPoint(table.last_day, value))
            oldest = table.first_day  # windows that overlap would count the same days twice
    currency = str(newest.trust.get("currency", "")) if newest is not None else ""
    doubts = tuple(doubts_of([newest])) if newest is not None else ()
    why = "" if points else "Analytics has told nothing of it yet"
    return Line("window", tuple(reversed(points)), SOURCE, account, currency, doubts, why)


def _table_of(goal: GoalOptions) -> tuple[str, str]:
    if goal.metric == "returning-share":
        return "returning", "all"
    if goal.metric == "leads":
        return "event", "all"
    return ("landing_page" if goal.language else next(iter(goal.market))), "all"


def _window_value(table: Measures, goal: GoalOptions, config: Config, languages: Languages) -> float | None:
    days = (date.fromisoformat(table.last_day) - date.fromisoformat(table.first_day)).days + 1
    if goal.metric == "returning-share":
        users = table.column("active_users")
        told = {key[0]: value for key, value in users.items() if key[0] in ("new", "returning")}
        whole = sum(value or 0.0 for value in told.values())
        back = told.get("returning")
        return 100 * back / whole if back is not None and whole else None
    if goal.metric == "leads":
        events = [value for key, value in table.column("events").items() if key[0] in config.analytics.leads]
        return sum(value or 0.0 for value in events) / days * goal.span_days if events else None
    if goal.language:
        of = languages()
        pages = landing_pages(table, of).by_url
        return _rate(goal, _sum([one for url, one in pages.items() if of[url] == goal.language]), days)
    wanted = next(iter(goal.market.values())).casefold()
    rows = [dict(zip(table.columns, values, strict=True)) for key, values in table.rows if key[0].casefold() == wanted]
    return _visit_value(goal, rows, days) if rows else None


def _visit_value(goal: GoalOptions, rows: Sequence[Mapping[str, float | None]], days: int) -> float | None:
    if goal.metric == "users":  # people of different days may be the same: their number a day is what can be said
        users = [value for row in rows if (value := row.get("users")) is not None]
        return sum(users) / len(users) if users else None
    return _rate(goal, _sum([visits_of(row) for row in rows]), days)


def _sum(parts: Sequence[Visits]) -> Visits | None:
    if not parts:
        return None
    found = parts[0]
    for one in parts[1:]:
        found = found + one
    return found


def _rate(goal: GoalOptions, visits: Visits | None, days: int) -> float | None:
    if visits is None:
        return None
    shares = {"bounce-rate": visits.bounce_rate, "conversion-rate": visits.conversion_rate}
    if goal.metric in shares:
        share = shares[goal.metric]
        return None if share is None else 100 * share
    if goal.metric == "order-value":
        return visits.order_value
    value: float | None = getattr(visits, goal.metric.replace("-", "_"))
    return None if value is None else value / days * goal.span_days


def field_line(store: Store, site: str, goal: GoalOptions, languages: Languages) -> Line:
    """The share of pages that pass the Core Web Vitals, in windows of 28 days that do not overlap."""
    tables = store.newest_measures(site, source="crux", name="field_history")
    table = next((one for one in tables if one.is_known and one.rows), None)
    if table is None:
        why = next((one.reason for one in tables if one.reason), "the Chrome UX Report was not asked yet")
        return Line("window", why=why)
    form, of = _FORMS[goal.device], languages() if goal.language else {}
    speeds: dict[str, dict[str, dict[str, float | None]]] = defaultdict(lambda: defaultdict(dict))
    for (target, answered_by, device, metric, day), value in table.column("p75").items():
        if answered_by == "page" and device == form and (not goal.language or of.get(target) == goal.language):
            speeds[day][target][metric] = value
    points: list[GoalPoint] = []
    for day in sorted(speeds, reverse=True):
        told = [one for values in speeds[day].values() if (one := FieldSpeed("page", values).passes) is not None]
        if told and (not points or day <= _back(points[-1].day, 28)):
            points.append(GoalPoint(day, 100 * sum(told) / len(told)))
    why = "" if points else "no single page has visits enough for the Chrome UX Report to tell of it"
    doubt = (f"{form.lower()}s; pages of the sample that have visits enough of their own",)
    return Line("window", tuple(reversed(points)), "crux", table.account, trust=doubt, why=why)


def _weeks(last: str) -> list[tuple[str, str]]:
    """First and last day of each week, the newest first."""
    return [(_back(last, 7 * number + 6), _back(last, 7 * number)) for number in range(WEEKS)]


def _back(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()
