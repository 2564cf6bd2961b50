"""Asks Google Analytics 4 what visitors did, and keeps with each table how far it can be trusted."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from integrations.analytics_report import PAGE_ROWS, Report, Table, body_of, read_report, trust_of
from integrations.google import GoogleClient
from integrations.measure_options import AnalyticsOptions
from integrations.trouble import ServiceError, Trouble
from store.measures import Measures, MeasureState

SOURCE = "analytics"
ORGANIC = "Organic Search"
LEAST_TOKENS = 100
"""Quota tokens that are left for the people who look at the property in Analytics itself."""

VISITS = {
    "sessions": "sessions",
    "totalUsers": "users",
    "newUsers": "new_users",
    "engagedSessions": "engaged_sessions",
    "userEngagementDuration": "engagement_s",
    "screenPageViews": "views",
    "keyEvents": "key_events",
    "sessionKeyEventRate": "conversion_rate",
    "ecommercePurchases": "purchases",
    "purchaseRevenue": "revenue",
}
"""Metric of the API -> our column. Ten are allowed in one question. Bounce and order value follow from them."""
SUMMARY = {
    "sessions": "sessions",
    "activeUsers": "active_users",
    "bounceRate": "bounce_rate",
    "averageSessionDuration": "session_s",
    "screenPageViewsPerSession": "views_per_session",
    "userKeyEventRate": "user_conversion_rate",
    "transactions": "transactions",
    "averagePurchaseRevenue": "order_value",
    "averageRevenuePerUser": "revenue_per_user",
    "totalRevenue": "total_revenue",
}
RETURNING = {
    "activeUsers": "active_users",
    "sessions": "sessions",
    "engagedSessions": "engaged_sessions",
    "keyEvents": "key_events",
    "purchaseRevenue": "revenue",
}
EVENTS = {"eventCount": "events", "totalUsers": "users", "keyEvents": "key_events"}


@dataclass(frozen=True, slots=True)
class Window:
    """Days in the property's zone, both inclusive."""

    first: datetime.date
    last: datetime.date

    def back(self, days: int) -> Window:
        """The window of so many days with the same end."""
        return Window(self.last - datetime.timedelta(days=days - 1), self.last)


def ask_analytics(
    client: GoogleClient,
    options: AnalyticsOptions,
    hosts: Sequence[str],
    now: float,
    stop: Callable[[], bool] = lambda: False,
) -> list[Measures]:
    """All tables of one property for the traffic of some hosts; `now` is Unix time.

    A table that cannot be had is UNAVAILABLE with its reason. Raises ServiceError where the property cannot be asked at
    all: not connected, no access, no such property.
    """
    return _Asking(client, options, tuple(hosts), now, stop).ask()


class _Asking:
    def __init__(
        self,
        client: GoogleClient,
        options: AnalyticsOptions,
        hosts: tuple[str, ...],
        now: float,
        stop: Callable[[], bool],
    ) -> None:
        self.client = client
        self.options = options
        self.hosts = hosts
        self.now = now
        self.stop = stop
        self.property = f"properties/{options.property}"
        self.quota: dict[str, dict[str, int]] = {}
        self.ended = ""  # why nothing more is asked

    def ask(self) -> list[Measures]:
        window, zone_note = self._window()
        long = window.back(self.options.history_days)
        found = [self._table(table, long if table.name == "day" else window) for table in tables(self.options)]
        found += self._funnel(next((one for one in found if one.name == "event"), None))
        return [self._noted(one, zone_note) for one in found]

    def _window(self) -> tuple[Window, str]:
        """The window in the property's own days. Its zone is told with an answer only: a small question goes first."""
        probe = Table("probe", (), {"sessions": "sessions"})
        relative = {"startDate": "2daysAgo", "endDate": "yesterday"}
        trust = trust_of(self._send(body_of(probe, relative, self.hosts, limit=1)))
        zone, note = datetime.UTC, "the property did not tell its time zone: days are of UTC"
        try:
            if name := trust.get("time_zone"):
                zone, note = ZoneInfo(name), ""  # type: ignore[assignment]
        except (ZoneInfoNotFoundError, ValueError):
            note = f"the property's time zone {name} is unknown here: days are of UTC"
        today = datetime.datetime.fromtimestamp(self.now, zone).date()
        last = today - datetime.timedelta(days=self.options.settle_days)
        return Window(last, last).back(self.options.days), note

    def _table(self, table: Table, window: Window) -> Measures:
        blank = Measures(SOURCE, table.name, self.property, table.scope, window.first.isoformat(),
                         window.last.isoformat(), table.keys, table.columns, taken_at=self.now)  # fmt: skip
        if self.stop():
            self.ended = self.ended or "stopped by hand"
        if self.ended:
            return replace(blank, state=MeasureState.UNAVAILABLE, reason=self.ended)
        try:
            return self._filled(blank, table, window)
        except ServiceError as error:
            if error.trouble not in (Trouble.BAD_REQUEST, Trouble.NOT_FOUND):
                self.ended = str(error)  # what refuses one question will refuse the next
            return replace(blank, state=MeasureState.UNAVAILABLE, reason=str(error))

    def _filled(self, blank: Measures, table: Table, window: Window) -> Measures:
        left_out: tuple[str, ...] = ()
        try:
            report = self._report(table, window)
        except ServiceError as error:
            if error.trouble is not Trouble.BAD_REQUEST:
                raise
            left_out = self._incompatible(table)
            if not left_out or len(left_out) == len(table.metrics):
                raise
            table = table.without(left_out)
            report = self._report(table, window)
        trust = report.trust | ({"left_out": sorted(left_out)} if left_out else {})
        if self.quota:
            trust["quota"] = self.quota
        empty = "Analytics has nothing in this window" + (f" ({report.empty})" if report.empty else "")
        return replace(
            blank, columns=table.columns, rows=report.rows, trust=trust,
            state=MeasureState.OK if report.rows else MeasureState.EMPTY, reason="" if report.rows else empty,
        )  # fmt: skip

    def _report(self, table: Table, window: Window) -> Report:
        """All pages of one report, up to the wanted number of rows."""
        dates = {"startDate": window.first.isoformat(), "endDate": window.last.isoformat()}
        most = self.options.max_rows
        whole: Report | None = None
        while True:
            offset = len(whole.rows) if whole else 0
            limit = min(PAGE_ROWS, most - offset)
            part = read_report(self._send(body_of(table, dates, self.hosts, limit=limit, offset=offset)), table)
            whole = part if whole is None else whole.joined(part)
            if not part.rows or len(whole.rows) >= min(whole.total, most):
                return whole.cut(most)

    def _incompatible(self, table: Table) -> tuple[str, ...]:
        """Metrics that the property does not combine with the table's dimensions."""
        body = {
            "dimensions": [{"name": name} for name in table.dimensions],
            "metrics": [{"name": name} for name in table.metrics],
            "compatibilityFilter": "INCOMPATIBLE",
        }
        answer = self.client.call(
            "analyticsdata", "v1beta",
            lambda api: api.properties().checkCompatibility(property=self.property, body=body),
        )  # fmt: skip
        named = {one.get("metricMetadata", {}).get("apiName") for one in answer.get("metricCompatibilities", ())
                 if one.get("compatibility") == "INCOMPATIBLE"}  # fmt: skip
        return tuple(name for name in table.metrics if name in named)

    def _send(self, body: Mapping[str, Any]) -> dict[str, Any]:
        answer = self.client.call(
            "analyticsdata", "v1beta", lambda api: api.properties().runReport(property=self.property, body=body)
        )
        self._note_quota(answer.get("propertyQuota") or {})
        return answer

    def _note_quota(self, said: Mapping[str, Any]) -> None:
        for name, one in said.items():
            if isinstance(one, dict):
                self.quota[name] = {key: int(one[key]) for key in ("consumed", "remaining") if key in one}
        for name in ("tokensPerDay", "tokensPerHour", "tokensPerProjectPerHour"):
            left = self.quota.get(name, {}).get("remaining")
            if left is not None and left < LEAST_TOKENS:
                self.ended = f"Google Analytics: only {left} quota tokens are left ({name}); run again later"

    def _funnel(self, events: Measures | None) -> list[Measures]:
        """Users who did each event on the way to a purchase. An event that never came is unknown, not zero."""
        if not self.options.funnel or events is None:
            return []
        known = {key[0]: values for key, values in events.rows}
        rows = tuple(((name,), known[name]) for name in self.options.funnel if name in known)
        missing = [name for name in self.options.funnel if name not in known]
        trust = dict(events.trust) | {"order": list(self.options.funnel), "not_seen": missing, "is_ordered": False}
        if not events.is_known:
            return [replace(events, name="funnel", trust=trust)]
        reason = "" if rows else "none of the events was recorded"
        state = MeasureState.OK if rows else MeasureState.EMPTY
        return [replace(events, name="funnel", rows=rows, trust=trust, state=state, reason=reason)]

    def _noted(self, one: Measures, zone_note: str) -> Measures:
        trust = dict(one.trust) | {"hosts": list(self.hosts)}
        if zone_note:
            trust["zone_note"] = zone_note
        return replace(one, trust=trust)


def tables(options: AnalyticsOptions) -> tuple[Table, ...]:
    """The questions, the most telling first: what a quota cuts off is the least."""
    page = ("hostName", "landingPage")
    wanted = list(dict.fromkeys((*options.leads, *options.funnel)))
    found = [
        Table("total", (), VISITS),
        Table("landing_page", page, VISITS),
        Table("landing_page", page, VISITS, scope="organic", channel=ORGANIC),
        Table("summary", (), SUMMARY),
        Table("channel", ("sessionDefaultChannelGroup",), VISITS),
        Table("country", ("countryId",), VISITS),
        Table("device", ("deviceCategory",), VISITS),
        Table("returning", ("newVsReturning",), RETURNING),
        Table("day", ("date",), VISITS),
        Table("day", ("date",), VISITS, scope="organic", channel=ORGANIC),
    ]
    if wanted:
        found.append(Table("event", ("eventName",), EVENTS, events=tuple(wanted)))
    if options.leads:
        found.append(Table("lead", (*page, "eventName"), {"eventCount": "events"}, events=options.leads))
    found.append(Table("source", ("sessionSourceMedium",), VISITS))
    return tuple(found)


def hosts_of(host: str, options: AnalyticsOptions) -> tuple[str, ...]:
    """The host names whose traffic counts."""
    if options.hosts:
        return tuple(dict.fromkeys(one.lower() for one in options.hosts))
    bare = host.lower().removeprefix("www.")
    return (bare, f"www.{bare}")


def doubts_of(found: Iterable[Measures]) -> list[str]:
    """What must be said beside the numbers, in plain words, each once."""
    said: dict[str, None] = {}
    for one in found:
        name = f"{one.name} ({one.scope})" if one.scope != "all" else one.name
        for flag, words in DOUBTS.items():
            if one.trust.get(flag):
                said.setdefault(f"{name}: {words}")
    return list(said)


DOUBTS = {
    "thresholded": "rows of few users may be left out (thresholding)",
    "sampled": "counted from a sample of the events",
    "other_row": 'small rows are put together in a row "(other)"',
    "restricted": "this account may not see some metrics; they are unknown here",
    "truncation": "Analytics cut the report",
    "truncated": "only the rows with most sessions were asked for",
    "left_out": "some metrics cannot be had in this table",
    "zone_note": "the property's time zone is not known",
}
