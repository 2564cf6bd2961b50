"""Search Console behind the made-up Google: answers from made-up traffic by Google's documented rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.integrations.fake_google import Call, FakeGoogle, no_permission, refusal
from tests.servers import Answer

SITES = "webmasters.sites.list"
SITEMAPS = "webmasters.sitemaps.list"
QUERY = "webmasters.searchanalytics.query"
INSPECT = "searchconsole.urlInspection.index.inspect"
DOMAIN = "sc-domain:example.test"
MOST_ROWS = 50_000


@dataclass(frozen=True)
class Seen:
    """Made-up traffic. A query of None is one that Google does not name."""

    day: str
    page: str
    query: str | None
    clicks: int
    impressions: int
    position: float
    country: str = "svn"
    device: str = "DESKTOP"
    kind: str = "web"


@dataclass
class FakeSearchConsole:
    """What one account sees. Give it to a FakeGoogle with `join`."""

    sites: dict[str, str] = field(default_factory=lambda: {DOMAIN: "siteOwner"})
    seen: list[Seen] = field(default_factory=list)
    final_until: str = "9999"  # newest day that is final
    sitemaps: list[dict[str, Any]] = field(default_factory=list)
    index: dict[str, dict[str, Any]] = field(default_factory=dict)  # URL -> indexStatusResult
    inspections_a_day: int = 2_000
    inspected: list[str] = field(default_factory=list)

    def join(self, google: FakeGoogle) -> FakeSearchConsole:
        google.on(SITES, self._list)
        google.on(SITEMAPS, lambda call: self._for(call, {"sitemap": self.sitemaps} if self.sitemaps else {}))
        google.on(QUERY, lambda call: self._for(call, None))
        google.on(INSPECT, self._inspect)
        return self

    def _list(self, _call: Call) -> dict[str, Any]:
        entries = [{"siteUrl": name, "permissionLevel": level} for name, level in self.sites.items()]
        return {"siteEntry": entries} if entries else {}

    def _for(self, call: Call, answer: dict[str, Any] | None) -> dict[str, Any] | Answer:
        name = call.params["siteUrl"]
        if self.sites.get(name, "siteUnverifiedUser") == "siteUnverifiedUser":
            return no_permission(name)
        return self._query(call.body) if answer is None else answer

    def _query(self, body: dict[str, Any]) -> dict[str, Any] | Answer:
        dimensions, kind = body.get("dimensions", []), body.get("type", "web")
        by_page = "page" in dimensions
        if (wrong := _refused(body, dimensions, kind)) is not None:
            return refusal(400, "invalidParameter", wrong)
        groups: dict[tuple[str, ...], list[float]] = {}
        for one in self.seen:
            if one.kind != kind or not body["startDate"] <= one.day <= min(body["endDate"], self.final_until):
                continue
            if "query" in dimensions and one.query is None:
                continue
            facts = {"date": one.day, "page": one.page, "query": one.query or "", "country": one.country,
                     "device": one.device}  # fmt: skip
            sums = groups.setdefault(tuple(facts[name] for name in dimensions), [0.0, 0.0, 0.0])
            sums[0] += one.clicks
            sums[1] += one.impressions
            sums[2] += one.position * one.impressions
        rows = [_row(keys, sums, kind) for keys, sums in groups.items()]
        rows.sort(key=lambda row: row["keys"][0] if dimensions == ["date"] else -row["clicks"])
        start = body.get("startRow", 0)
        part = rows[:MOST_ROWS][start : start + body.get("rowLimit", 1_000)]
        answer: dict[str, Any] = {"responseAggregationType": "byPage" if by_page else "byProperty"}
        return answer | ({"rows": part} if part else {})

    def _inspect(self, call: Call) -> dict[str, Any] | Answer:
        name, url = call.body["siteUrl"], call.body["inspectionUrl"]
        if self.sites.get(name, "siteUnverifiedUser") == "siteUnverifiedUser":
            return no_permission(name)
        if len(self.inspected) >= self.inspections_a_day:
            return refusal(429, "dailyLimitExceeded", "Quota exceeded for quota metric 'Inspections' per day")
        if call.body.get("languageCode") != "en-US":
            return refusal(400, "invalidParameter", "the test wants English")
        self.inspected.append(url)
        status = self.index.get(url, {"verdict": "NEUTRAL", "coverageState": "URL is unknown to Google"})
        return {"inspectionResult": {"indexStatusResult": status, "inspectionResultLink": "https://search.test/x"}}


def _refused(body: dict[str, Any], dimensions: list[str], kind: str) -> str | None:
    """What Google says against a question that its document allows."""
    if not 1 <= body.get("rowLimit", 1_000) <= 25_000:
        return "rowLimit must be between 1 and 25000"
    if body.get("aggregationType") == "byProperty" and ("page" in dimensions or kind in ("discover", "googleNews")):
        return "aggregation by property is not possible here"
    if kind in ("discover", "googleNews") and "query" in dimensions:
        return "queries are not known here"
    if kind == "discover" and "device" in dimensions:
        return "devices are not known here"
    return None


def _row(keys: Iterable[str], sums: list[float], kind: str) -> dict[str, Any]:
    clicks, impressions, positions = sums
    row = {"keys": list(keys), "clicks": clicks, "impressions": impressions, "ctr": clicks / (impressions or 1)}
    if kind not in ("discover", "googleNews"):
        row["position"] = positions / (impressions or 1)
    return row
