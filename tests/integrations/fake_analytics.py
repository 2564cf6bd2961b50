"""A made-up GA4 property behind the loopback Google: it counts what it holds as it is asked, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.integrations.fake_google import Call, FakeGoogle, refusal
from tests.servers import Answer

RUN_REPORT = "analyticsdata.properties.runReport"
COMPATIBILITY = "analyticsdata.properties.checkCompatibility"
Rows = Mapping[tuple[str, ...], Mapping[str, str]]

TOTAL = {
    "sessions": "1000", "totalUsers": "800", "newUsers": "500", "engagedSessions": "620",
    "userEngagementDuration": "40250", "screenPageViews": "2400", "keyEvents": "37", "sessionKeyEventRate": "0.035",
    "ecommercePurchases": "21", "purchaseRevenue": "1234.5", "activeUsers": "790", "bounceRate": "0.38",
    "averageSessionDuration": "95.25", "screenPageViewsPerSession": "2.4", "userKeyEventRate": "0.041",
    "transactions": "21", "averagePurchaseRevenue": "58.785714", "averageRevenuePerUser": "1.54",
    "totalRevenue": "1234.5", "eventCount": "9000",
}  # fmt: skip


@dataclass
class FakeProperty:
    """What the property holds, by the dimensions that are asked for; what it lacks has no row."""

    rows: dict[tuple[str, ...], Rows] = field(default_factory=lambda: {(): {(): TOTAL}})
    metadata: dict[str, Any] = field(default_factory=lambda: {"timeZone": "Europe/Ljubljana", "currencyCode": "EUR"})
    quota: dict[str, Any] = field(default_factory=dict)
    incompatible: dict[str, tuple[str, ...]] = field(default_factory=dict)  # dimension -> metrics

    def join(self, google: FakeGoogle) -> None:
        """Answer for this property from now on."""
        google.on(RUN_REPORT, self.report)
        google.on(COMPATIBILITY, self.compatibility)

    def report(self, call: Call) -> dict[str, Any] | Answer:
        """As the API does: all values texts, neither rows nor rowCount where there is nothing."""
        body = call.body
        names = [one["name"] for one in body["metrics"]]
        labels = tuple(one["name"] for one in body.get("dimensions", ()))
        if len(names) > 10 or len(labels) > 9:
            return refusal(400, "badRequest", "Requests are limited to 9 dimensions and 10 metrics.")
        if self._clash(labels, names):
            return refusal(400, "badRequest", "Please remove sessionKeyEventRate to make the request compatible.")
        answer: dict[str, Any] = {"kind": "analyticsData#runReport", "metadata": dict(self.metadata)}
        if body.get("returnPropertyQuota") and self.quota:
            answer["propertyQuota"] = self.quota
        found = sorted(self._wanted(labels, body), key=lambda one: (-float(one[1].get(names[0], 0)), one[0]))
        if not found:
            return answer
        start, limit = int(body.get("offset", 0)), int(body.get("limit", 10_000))
        answer |= {
            "dimensionHeaders": [{"name": name} for name in labels],
            "metricHeaders": [{"name": name, "type": "TYPE_FLOAT"} for name in names],
            "rowCount": len(found),
            "rows": [
                {"dimensionValues": [{"value": text} for text in key],
                 "metricValues": [{"value": values.get(name, "0")} for name in names]}
                for key, values in found[start : start + limit]
            ],
        }  # fmt: skip
        if not labels:
            del answer["dimensionHeaders"]
        return answer

    def compatibility(self, call: Call) -> dict[str, Any]:
        """Which of the asked metrics do not go with the asked dimensions."""
        labels = tuple(one["name"] for one in call.body["dimensions"])
        clash = self._clash(labels, [one["name"] for one in call.body["metrics"]])
        return {"metricCompatibilities": [
            {"compatibility": "INCOMPATIBLE", "metricMetadata": {"apiName": name}} for name in clash
        ]}  # fmt: skip

    def _clash(self, labels: tuple[str, ...], names: list[str]) -> list[str]:
        return [name for name in names if any(name in self.incompatible.get(one, ()) for one in labels)]

    def _wanted(self, labels: tuple[str, ...], body: Mapping[str, Any]) -> list[tuple[tuple[str, ...], Any]]:
        filters = body.get("dimensionFilter", {})
        parts = [one["filter"] for one in filters.get("andGroup", {}).get("expressions", [filters] if filters else [])]
        found = list(self.rows.get(labels, {}).items())
        for one in parts:
            name = one["fieldName"]
            if name in labels and "inListFilter" in one:
                place = labels.index(name)
                found = [row for row in found if row[0][place] in one["inListFilter"]["values"]]
        return found
