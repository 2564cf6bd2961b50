"""One report of Google Analytics: its question, its rows, and what the answer says of its own trustworthiness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from integrations.trouble import ServiceError, Trouble
from store.measures import Values

PAGE_ROWS = 100_000
"""Rows asked for at once; the API allows 250,000 and answers faster for fewer."""

KEYS = {
    "hostName": "host",
    "landingPage": "path",
    "sessionDefaultChannelGroup": "channel",
    "countryId": "country",
    "deviceCategory": "device",
    "newVsReturning": "visitor",
    "date": "day",
    "eventName": "event",
    "sessionSourceMedium": "source",
}
"""Dimension of the API -> our key."""


@dataclass(frozen=True, slots=True)
class Table:
    """A question: which dimensions, which metrics (API name -> column), of which part of the traffic."""

    name: str
    dimensions: tuple[str, ...]
    metrics: Mapping[str, str]
    scope: str = "all"
    channel: str = ""
    events: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """What the keys of the rows say."""
        return tuple(KEYS[name] for name in self.dimensions)

    @property
    def columns(self) -> tuple[str, ...]:
        """What the values are."""
        return tuple(self.metrics.values())

    def without(self, names: Sequence[str]) -> Table:
        """The same question without some metrics."""
        return replace(self, metrics={name: column for name, column in self.metrics.items() if name not in names})


@dataclass(frozen=True, slots=True)
class Report:
    """What was answered."""

    rows: tuple[tuple[tuple[str, ...], Values], ...]
    total: int  # rows that the report has in all
    trust: dict[str, Any]
    empty: str = ""

    def joined(self, part: Report) -> Report:
        """With the rows of a further page; a doubt about one page is a doubt about all."""
        return Report((*self.rows, *part.rows), max(self.total, part.total), part.trust | self.trust, self.empty)

    def cut(self, most: int) -> Report:
        """Whether there are more rows than were asked for, is told."""
        if self.total <= len(self.rows) or len(self.rows) < most:
            return self
        return replace(self, trust=self.trust | {"truncated": True, "rows_total": self.total})


def body_of(
    table: Table, dates: Mapping[str, str], hosts: Sequence[str], *, limit: int, offset: int = 0
) -> dict[str, Any]:
    """The body of a runReport request."""
    filters: list[dict[str, Any]] = []
    if hosts:
        filters.append({"fieldName": "hostName", "inListFilter": {"values": list(hosts), "caseSensitive": False}})
    if table.channel:
        exactly = {"matchType": "EXACT", "value": table.channel, "caseSensitive": True}
        filters.append({"fieldName": "sessionDefaultChannelGroup", "stringFilter": exactly})
    if table.events:
        filters.append(
            {"fieldName": "eventName", "inListFilter": {"values": list(table.events), "caseSensitive": True}}
        )
    body: dict[str, Any] = {
        "dateRanges": [dict(dates)],
        "metrics": [{"name": name} for name in table.metrics],
        "limit": str(limit),
        "offset": str(offset),
        "keepEmptyRows": False,
        "returnPropertyQuota": True,
    }
    if table.dimensions:
        body["dimensions"] = [{"name": name} for name in table.dimensions]
        # Without an order pages may overlap, and a cut would be by chance.
        first = {"metric": {"metricName": next(iter(table.metrics))}, "desc": True}
        rest = [{"dimension": {"dimensionName": name}} for name in table.dimensions]
        body["orderBys"] = [first, *rest]
    if filters:
        parts = [{"filter": one} for one in filters]
        body["dimensionFilter"] = parts[0] if len(parts) == 1 else {"andGroup": {"expressions": parts}}
    return body


def read_report(answer: Mapping[str, Any], table: Table) -> Report:
    """The rows by the names in the headers. Metrics that the account may not see are unknown: the API says 0 for them.

    Raises ServiceError where the answer holds other columns than were asked for.
    """
    trust = trust_of(answer)
    names = [str(one.get("name", "")) for one in answer.get("metricHeaders", ())]
    labels = [str(one.get("name", "")) for one in answer.get("dimensionHeaders", ())]
    rows = answer.get("rows") or ()
    if rows and (set(names) != set(table.metrics) or set(labels) != set(table.dimensions)):
        raise ServiceError(Trouble.BAD_ANSWER, "Google Analytics", "the answer holds other columns than were asked for")
    hidden = set(trust.get("restricted", ()))
    found: list[tuple[tuple[str, ...], Values]] = []
    for row in rows:
        said = dict(zip(labels, (one.get("value", "") for one in row.get("dimensionValues", ())), strict=True))
        told = dict(zip(names, (one.get("value") for one in row.get("metricValues", ())), strict=True))
        values = {name: None if name in hidden else _number(told[name]) for name in table.metrics}
        found.append((tuple(_key(name, said[name]) for name in table.dimensions), tuple(values.values())))
    empty = str((answer.get("metadata") or {}).get("emptyReason", ""))
    return Report(tuple(found), int(answer.get("rowCount") or len(found)), trust, empty)


def trust_of(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What the answer says of itself; only what is said stands in it."""
    said = answer.get("metadata") or {}
    restrictions = (said.get("schemaRestrictionResponse") or {}).get("activeMetricRestrictions") or ()
    samples = [
        {"read": int(one.get("samplesReadCount", 0)), "of": int(one.get("samplingSpaceSize", 0))}
        for one in said.get("samplingMetadatas") or ()
    ]
    trust = {
        "thresholded": bool(said.get("subjectToThresholding")),
        "sampled": samples,
        "other_row": bool(said.get("dataLossFromOtherRow")),
        "restricted": sorted({str(one.get("metricName", "")) for one in restrictions}),
        "truncation": list(said.get("dataTruncationReasons") or ()),
        "currency": str(said.get("currencyCode", "")),
        "time_zone": str(said.get("timeZone", "")),
    }
    return {name: value for name, value in trust.items() if value}


def _number(text: object) -> float | None:
    try:
        return float(str(text)) if text not in (None, "") else None
    except ValueError:
        return None


def _key(name: str, value: str) -> str:
    """Days as ISO dates; everything else as it is told."""
    is_day = name == "date" and len(value) == 8 and value.isdigit()
    return f"{value[:4]}-{value[4:6]}-{value[6:]}" if is_day else value
