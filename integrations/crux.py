"""Asks the Chrome UX Report how fast pages were for people: the page itself, else the whole site, and says which."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from integrations.google import GoogleClient
from integrations.measure_options import CruxOptions
from integrations.trouble import ServiceError, Trouble
from store.measures import Measures, MeasureState, Values
from store.urls import split

SOURCE = "crux"
METRICS = {
    "largest_contentful_paint": "lcp_ms",
    "interaction_to_next_paint": "inp_ms",
    "cumulative_layout_shift": "cls",
    "first_contentful_paint": "fcp_ms",
    "experimental_time_to_first_byte": "ttfb_ms",
}
"""Name of the API -> ours."""
KEYS = ("target", "answered_by", "form_factor", "metric")
COLUMNS = ("p75", "good", "middling", "poor")
PAUSE_S = 0.45
"""Between questions: 150 a minute are allowed for a project."""
NOT_ENOUGH = "not enough people used Chrome here in these 28 days for Google to say"
ENDING = frozenset({Trouble.KEY, Trouble.NOT_ENABLED, Trouble.NOT_ALLOWED, Trouble.QUOTA_DAY, Trouble.QUOTA_SHORT,
                    Trouble.BUSY, Trouble.UNREACHABLE, Trouble.BAD_ANSWER, Trouble.SERVER})  # fmt: skip
Row = tuple[tuple[str, ...], Values]


def ask_crux(
    client: GoogleClient,
    options: CruxOptions,
    start_url: str,
    pages: Sequence[str],
    now: float,
    stop: Callable[[], bool] = lambda: False,
    sleep: Callable[[float], object] = time.sleep,
) -> list[Measures]:
    """Two tables: `field` (the last 28 days) and `field_history` (weekly windows of 28 days each).

    `now` is Unix time. A site with too little traffic is INSUFFICIENT, which is a normal answer. Raises ServiceError
    where nothing can be asked at all: wrong key, API not enabled, no network.
    """
    parts = split(start_url)
    asking = _Asking(client, f"{parts.scheme}://{parts.netloc}", now, stop, sleep)
    return asking.ask(list(dict.fromkeys(pages))[: options.pages], options)


@dataclass
class _Found:
    """What one kind of question has brought so far."""

    rows: list[Row] = field(default_factory=list)
    days: set[tuple[str, str]] = field(default_factory=set)
    origin: dict[str, list[Row]] = field(default_factory=dict)  # form factor -> rows of the whole site
    insufficient: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    normalized: dict[str, str] = field(default_factory=dict)  # asked for -> what the answer is about
    not_asked: int = 0


class _Asking:
    def __init__(
        self,
        client: GoogleClient,
        origin: str,
        now: float,
        stop: Callable[[], bool],
        sleep: Callable[[float], object],
    ) -> None:
        self.client = client
        self.origin = origin
        self.now = now
        self.stop = stop
        self.sleep = sleep
        self.asked = 0
        self.ended = ""

    def ask(self, pages: Sequence[str], options: CruxOptions) -> list[Measures]:
        latest, past = _Found(), _Found()
        for form in options.form_factors:
            self._targets(latest, form, pages, 0)
        if options.history_weeks:
            for form in options.form_factors:
                self._targets(past, form, pages, options.history_weeks)
        found = [self._table("field", KEYS, latest)]
        if options.history_weeks:
            found.append(self._table("field_history", (*KEYS, "last_day"), past))
        return found

    def _targets(self, found: _Found, form: str, pages: Sequence[str], weeks: int) -> None:
        """The whole site, then each page; the site's answer stands in for a page that has none."""
        whole = self._one(found, {"origin": self.origin}, form, weeks)
        found.origin[form] = whole or []
        found.rows += _as(found.origin[form], self.origin, "origin", form)
        for page in pages:
            own = self._one(found, {"url": page}, form, weeks)
            if own is None:
                continue
            found.rows += _as(own or found.origin[form], page, "page" if own else "origin", form)

    def _one(self, found: _Found, target: Mapping[str, str], form: str, weeks: int) -> list[Row] | None:
        """Rows of one target: empty where there is too little traffic, None where nobody knows."""
        name = next(iter(target.values()))
        if not self.ended and self.stop():
            self.ended = "stopped by hand"
        if self.ended:
            found.not_asked += 1
            return None
        try:
            answer = self._send(target, form, weeks)
        except ServiceError as error:
            if is_not_enough(error):
                found.insufficient.append(f"{name} {form}")
                return []
            if self.asked <= 1 and error.trouble in ENDING:
                raise
            if error.trouble in ENDING:
                self.ended = str(error)
            found.failed.append(f"{name} {form}: {error.detail or error.trouble.value}")
            return None
        about = (answer.get("urlNormalizationDetails") or {}).get("normalizedUrl")
        if about and about != name:
            found.normalized[name] = about  # the part after "?" is left out
        rows, days = (_history if weeks else _latest)(answer.get("record") or {})
        found.days |= days
        return rows

    def _send(self, target: Mapping[str, str], form: str, weeks: int) -> dict[str, Any]:
        if self.asked:
            self.sleep(PAUSE_S)
        self.asked += 1
        body: dict[str, Any] = {**target, "formFactor": form, "metrics": list(METRICS)}
        if not weeks:
            return self.client.call("chromeuxreport", "v1", lambda api: api.records().queryRecord(body=body))
        body["collectionPeriodCount"] = weeks
        return self.client.call("chromeuxreport", "v1", lambda api: api.records().queryHistoryRecord(body=body))

    def _table(self, name: str, keys: tuple[str, ...], found: _Found) -> Measures:
        trust: dict[str, Any] = {"insufficient": found.insufficient, "failed": found.failed,
                                 "normalized": found.normalized}  # fmt: skip
        if found.not_asked:
            trust |= {"not_asked": found.not_asked, "ended": self.ended}
        state, reason = MeasureState.OK, ""
        if not found.rows:
            is_small = bool(found.insufficient) and not found.failed and not found.not_asked
            state = MeasureState.INSUFFICIENT if is_small else MeasureState.UNAVAILABLE
            reason = NOT_ENOUGH if is_small else self.ended or "; ".join(found.failed[:3])
        first = min((one for one, _ in found.days), default="")
        last = max((one for _, one in found.days), default="")
        return Measures(
            SOURCE, name, self.origin, "all", first, last, keys, COLUMNS, tuple(found.rows), state, reason,
            {key: value for key, value in trust.items() if value}, self.now,
        )  # fmt: skip


def is_not_enough(error: ServiceError) -> bool:
    """Whether a refusal is the normal answer for little traffic, and not a wrong address."""
    return error.trouble is Trouble.NOT_FOUND and "data not found" in error.detail.lower()


def _as(rows: Sequence[Row], target: str, answered_by: str, form: str) -> list[Row]:
    return [((target, answered_by, form, *key), values) for key, values in rows]


def _latest(record: Mapping[str, Any]) -> tuple[list[Row], set[tuple[str, str]]]:
    """Metric -> p75 and the shares of good, middling and poor. Numbers may come as texts."""
    rows: list[Row] = []
    for name, said in (record.get("metrics") or {}).items():
        if name not in METRICS:
            continue
        bins = [number_of(one.get("density")) for one in said.get("histogram") or ()]
        shares = bins if len(bins) == 3 else [None, None, None]
        p75 = number_of((said.get("percentiles") or {}).get("p75"))
        rows.append(((METRICS[name],), (p75, *shares)))
    period = _days(record.get("collectionPeriod") or {})
    return rows, {period} if rows and all(period) else set()


def _history(record: Mapping[str, Any]) -> tuple[list[Row], set[tuple[str, str]]]:
    """The same for each window; a window without enough traffic is unknown and has no row."""
    periods = [_days(one) for one in record.get("collectionPeriods") or ()]
    rows: list[Row] = []
    days: set[tuple[str, str]] = set()
    for name, said in (record.get("metrics") or {}).items():
        if name not in METRICS:
            continue
        p75s = (said.get("percentilesTimeseries") or {}).get("p75s") or ()
        bins = [one.get("densities") or () for one in said.get("histogramTimeseries") or ()]
        for place, period in enumerate(periods):
            shares = [number_of(one[place]) if place < len(one) else None for one in bins]
            shares = shares if len(shares) == 3 else [None, None, None]
            values = (number_of(p75s[place]) if place < len(p75s) else None, *shares)
            if any(value is not None for value in values):
                rows.append(((METRICS[name], period[1]), values))
                days.add(period)
    return rows, days


def number_of(value: object) -> float | None:
    """A number, also where it comes as a text; None for null and "NaN", which mark what is not known.

    >>> number_of("0.11"), number_of(2500), number_of("NaN"), number_of(None)
    (0.11, 2500.0, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if number == number else None


def _days(period: Mapping[str, Any]) -> tuple[str, str]:
    return _day(period.get("firstDate") or {}), _day(period.get("lastDate") or {})


def _day(date: Mapping[str, Any]) -> str:
    try:
        return f"{int(date['year']):04}-{int(date['month']):02}-{int(date['day']):02}"
    except (KeyError, TypeError, ValueError):
        return ""
