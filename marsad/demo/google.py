"""Made-up Google services for the sample shop, on loopback: Search Console, Analytics, Chrome UX Report, PageSpeed.

They answer in the shapes that the client library's discovery documents name, and only what the audit asks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

from marsad.demo import traffic
from marsad.demo.server import Asked, Reply

Said = dict[str, Any]
FINAL_AFTER_DAYS = 3
_NOT_ENOUGH = {"error": {"code": 404, "message": "chrome ux report data not found", "status": "NOT_FOUND"}}
_SPEEDS = {"": 2350, "/": 2100, "/kettles/": 2480, "/cups/": 2650, "/tea/": 2900, "/sl/": 2250, "/ar/": 3400}
"""Path -> LCP in milliseconds at the 75th percentile half-way through the history; "" is the whole site."""


class MadeUpGoogle:
    """Answers for one shop. `today` is the day on which it is asked."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.shop = ""  # origin of the shop, set once its port is known

    def answer(self, asked: Asked) -> Reply:
        """One answer as JSON."""
        body = json.loads(asked.body) if asked.body and asked.body[:1] == b"{" else {}
        for pattern, handler in self._handlers():
            if found := re.fullmatch(pattern, asked.path):
                said = handler(found, body, asked)
                return _json(said, 404 if "error" in said else 200)
        return _json({"error": {"code": 404, "message": f"the demo has no {asked.path}", "status": "NOT_FOUND"}}, 404)

    def _handlers(self) -> Iterable[tuple[str, Callable[[re.Match[str], Said, Asked], Said]]]:
        return (
            (r"/token", lambda *_: {"access_token": "made-up", "expires_in": 3600, "token_type": "Bearer"}),
            (r"/webmasters/v3/sites", lambda *_: {
                "siteEntry": [{"siteUrl": f"{self.shop}/", "permissionLevel": "siteOwner"}]}),
            (r"/webmasters/v3/sites/(.+)/sitemaps", lambda *_: self.sitemaps()),
            (r"/webmasters/v3/sites/(.+)/searchAnalytics/query", lambda _, body, __: self.searches(body)),
            (r"/v1/urlInspection/index:inspect", lambda _, body, __: self.inspect(body["inspectionUrl"])),
            (r"/v1beta/(properties/\d+):runReport", lambda _, body, __: self.report(body)),
            (r"/v1/records:queryRecord", lambda _, body, __: self.speed(body)),
            (r"/v1/records:queryHistoryRecord", lambda _, body, __: self.speed_history(body)),
            (r"/pagespeedonline/v5/runPagespeed", lambda _, __, asked: self.lab(asked.query["url"][0])),
        )  # fmt: skip

    # --- Search Console

    def sitemaps(self) -> Said:
        """The one that was submitted."""
        seen = f"{(self.today - timedelta(days=2)).isoformat()}T08:00:00.000Z"
        one = {"path": f"{self.shop}/sitemap.xml", "lastSubmitted": "2026-01-10T09:00:00.000Z", "isPending": False,
               "isSitemapsIndex": False, "type": "sitemap", "lastDownloaded": seen, "warnings": "0", "errors": "0",
               "contents": [{"type": "web", "submitted": "49"}]}  # fmt: skip
        return {"sitemap": [one]}

    def searches(self, body: Mapping[str, Any]) -> Said:
        """Rows by the dimensions that are asked for; no `rows` where there are none."""
        dimensions = list(body.get("dimensions", ()))
        last = min(date.fromisoformat(body["endDate"]), self.today - timedelta(days=FINAL_AFTER_DAYS))
        groups: dict[tuple[str, ...], list[float]] = {}
        for day in _days(date.fromisoformat(body["startDate"]), last):
            for one in traffic.searches_of(day):
                if "query" in dimensions and one.query is None:
                    continue
                facts = {"date": day, "page": self.shop + one.path, "query": one.query or "", "country": one.country,
                         "device": one.device}  # fmt: skip
                sums = groups.setdefault(tuple(facts[name] for name in dimensions), [0.0, 0.0, 0.0])
                sums[0] += one.clicks
                sums[1] += one.impressions
                sums[2] += one.position * one.impressions
        rows = [
            {"keys": list(keys), "clicks": clicks, "impressions": shown, "ctr": clicks / shown,
             "position": places / shown}
            for keys, (clicks, shown, places) in groups.items()
        ]  # fmt: skip
        rows.sort(key=lambda row: row["keys"][0] if dimensions == ["date"] else -row["clicks"])  # type: ignore[index,operator]
        start = int(body.get("startRow", 0))
        part = rows[start : start + int(body.get("rowLimit", 1_000))]
        said: Said = {"responseAggregationType": "byPage" if "page" in dimensions else "byProperty"}
        return said | ({"rows": part} if part else {})

    def inspect(self, url: str) -> Said:
        """What the index says of one page."""
        status: Said = {"verdict": "NEUTRAL", "coverageState": "Crawled - currently not indexed",
                        "robotsTxtState": "ALLOWED", "indexingState": "INDEXING_STATE_UNSPECIFIED",
                        "pageFetchState": "SUCCESSFUL", "crawledAs": "MOBILE",
                        "lastCrawlTime": f"{(self.today - timedelta(days=9)).isoformat()}T04:00:00Z"}  # fmt: skip
        path = unquote(url.removeprefix(self.shop))
        if path in ("/about", "/contact", "/guides/"):
            status |= {"verdict": "PASS", "coverageState": "Submitted and indexed", "googleCanonical": url,
                       "userCanonical": url, "indexingState": "INDEXING_ALLOWED"}  # fmt: skip
        elif path == "/ar/contact":
            status = {"verdict": "NEUTRAL", "coverageState": "URL is unknown to Google"}
        return {"inspectionResult": {"indexStatusResult": status}}

    # --- Analytics

    def report(self, body: Mapping[str, Any]) -> Said:
        """One runReport: all values as texts, neither rows nor rowCount where there is nothing."""
        names = [one["name"] for one in body["metrics"]]
        labels = tuple(one["name"] for one in body.get("dimensions", ()))
        days = self._asked_days(body["dateRanges"][0])
        channel, events = _filters(body.get("dimensionFilter") or {})
        meta: Said = {"timeZone": "Europe/Ljubljana", "currencyCode": "EUR"}
        if labels == ("countryId",):
            meta["subjectToThresholding"] = True
        share, act = (traffic.CHANNELS[channel], traffic.acts(channel)) if channel else (1.0, 1.0)
        found = self._rows(labels, days, events, share, act)
        said: Said = {"kind": "analyticsData#runReport", "metadata": meta}
        if not found:
            return said
        start, limit = int(body.get("offset", 0)), int(body.get("limit", 10_000))
        if labels:
            said["dimensionHeaders"] = [{"name": name} for name in labels]
        said["metricHeaders"] = [{"name": name, "type": "TYPE_FLOAT"} for name in names]
        said["rowCount"] = len(found)
        said["rows"] = [
            {"dimensionValues": [{"value": text} for text in key],
             "metricValues": [{"value": values.get(name, "0")} for name in names]}
            for key, values in found[start : start + limit]
        ]  # fmt: skip
        return said

    def _asked_days(self, asked: Mapping[str, str]) -> list[str]:
        relative = {"2daysAgo": 2, "yesterday": 1}
        first, last = (
            self.today - timedelta(days=relative[text]) if text in relative else date.fromisoformat(text)
            for text in (asked["startDate"], asked["endDate"])
        )
        return list(_days(first, last))

    def _rows(
        self, labels: tuple[str, ...], days: list[str], events: tuple[str, ...], share: float, act: float
    ) -> list[tuple[tuple[str, ...], dict[str, str]]]:
        tables: dict[tuple[str, ...], dict[str, float]] = {
            ("sessionDefaultChannelGroup",): traffic.CHANNELS,
            ("countryId",): traffic.COUNTRIES,
            ("deviceCategory",): traffic.DEVICES,
            ("sessionSourceMedium",): traffic.SOURCES,
            ("newVsReturning",): {"new": 0.68, "returning": 0.32},
        }
        shares = tables.get(labels)
        if shares is not None:
            return [((name,), traffic.metrics_of(days, part * share, traffic.acts(name) * act))
                    for name, part in shares.items()]  # fmt: skip
        if labels == ("date",):
            return [((day.replace("-", ""),), traffic.metrics_of([day], share, act)) for day in days]
        if labels == ("hostName", "landingPage"):
            rows = [(("127.0.0.1", path.rstrip("/") or "/"), traffic.metrics_of(days, part * share, act))
                    for path, part in traffic.landing_shares().items()]  # fmt: skip
            return [*rows, (("127.0.0.1", "(not set)"), traffic.metrics_of(days, 0.07 * share, act))]
        if labels == ("eventName",):
            return [((name,), one) for name, one in self._events(days, events).items()]
        if labels == ("hostName", "landingPage", "eventName"):
            lead = self._events(days, ("generate_lead",))
            return [(("127.0.0.1", "/contact", name), one) for name, one in lead.items()]
        return [((), traffic.metrics_of(days, share, act))] if not labels else []

    def _events(self, days: list[str], wanted: tuple[str, ...]) -> dict[str, dict[str, str]]:
        whole = traffic.metrics_of(days)
        found = {name: round(float(whole["sessions"]) * rate) for name, rate in traffic.EVENTS.items()}
        found["purchase"] = round(float(whole["ecommercePurchases"]))
        return {
            name: {"eventCount": str(count), "totalUsers": str(round(count * 0.8)),
                   "keyEvents": str(count if name in ("purchase", "generate_lead") else 0)}
            for name, count in found.items() if name in wanted
        }  # fmt: skip

    # --- speed

    def speed(self, body: Mapping[str, Any]) -> Said:
        """One record of the Chrome UX Report; only a few pages have visits enough."""
        lcp = _SPEEDS.get(self._path(body))
        if lcp is None:
            return _NOT_ENOUGH
        last = self.today - timedelta(days=2)
        period = {"firstDate": _date(last - timedelta(days=27)), "lastDate": _date(last)}
        metrics = {name: {"histogram": _bins(good), "percentiles": {"p75": p75}}
                   for name, p75, good in _metrics(lcp * 0.9)}  # fmt: skip
        return {"record": {"key": _key(body), "metrics": metrics,
                           "collectionPeriod": period}}  # fmt: skip

    def speed_history(self, body: Mapping[str, Any]) -> Said:
        """Weekly windows; the shop grows faster, but not everywhere."""
        lcp = _SPEEDS.get(self._path(body))
        if lcp is None:
            return _NOT_ENOUGH
        count = int(body.get("collectionPeriodCount", 25))
        ends = [self.today - timedelta(days=2 + 7 * back) for back in reversed(range(count))]
        told = [_metrics(lcp * (1.12 - 0.22 * place / count)) for place in range(count)]
        metrics: Said = {}
        for number, (name, _, _) in enumerate(told[0]):
            bins = [_bins(one[number][2]) for one in told]
            metrics[name] = {
                "histogramTimeseries": [
                    {**{key: value for key, value in bins[0][place].items() if key != "density"},
                     "densities": [one[place]["density"] for one in bins]} for place in range(3)
                ],
                "percentilesTimeseries": {"p75s": [one[number][1] for one in told]},
            }  # fmt: skip
        periods = [{"firstDate": _date(end - timedelta(days=27)), "lastDate": _date(end)} for end in ends]
        return {"record": {"key": _key(body), "metrics": metrics, "collectionPeriods": periods}}

    def lab(self, url: str) -> Said:
        """What PageSpeed Insights says of one page."""
        lcp = 1.2 * _SPEEDS.get(self._path({"url": url}), 2700)
        audits = {"first-contentful-paint": lcp * 0.6, "largest-contentful-paint": lcp, "total-blocking-time": 90,
                  "cumulative-layout-shift": 0.04, "speed-index": lcp * 0.9, "server-response-time": 240}  # fmt: skip
        scores = {"performance": 0.81, "accessibility": 0.9, "best-practices": 0.96, "seo": 0.92}
        result = {
            "lighthouseVersion": "made up", "finalUrl": url,
            "categories": {name: {"id": name, "score": score} for name, score in scores.items()},
            "audits": {name: {"id": name, "numericValue": value} for name, value in audits.items()},
        }  # fmt: skip
        return {"id": url, "lighthouseResult": result}

    def _path(self, body: Mapping[str, Any]) -> str:
        if "origin" in body:
            return ""
        return unquote(str(body.get("url", "")).removeprefix(self.shop))


def _key(body: Mapping[str, Any]) -> Said:
    return {name: body[name] for name in ("origin", "url", "formFactor") if name in body}


def _metrics(lcp: float) -> list[tuple[str, Any, float]]:
    """Name, 75th percentile as Google writes it (layout shift as a text), share of good visits."""
    good = max(0.3, min(0.95, 0.75 + (2500 - lcp) / 4000))
    return [
        ("largest_contentful_paint", round(lcp), good), ("first_contentful_paint", round(lcp * 0.7), good),
        ("experimental_time_to_first_byte", round(lcp * 0.3), good), ("interaction_to_next_paint", 150, 0.9),
        ("cumulative_layout_shift", "0.06", 0.9),
    ]  # fmt: skip


def _bins(good: float) -> list[Said]:
    rest = (1 - good) / 2
    return [{"start": 0, "end": 1, "density": round(good, 4)}, {"start": 1, "end": 2, "density": round(rest, 4)},
            {"start": 2, "density": round(rest, 4)}]  # fmt: skip


def _filters(said: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The channel and the events that are asked for."""
    parts = said.get("andGroup", {}).get("expressions", [said] if said else [])
    channel, events = "", ()
    for one in (part.get("filter", {}) for part in parts):
        if one.get("fieldName") == "sessionDefaultChannelGroup":
            channel = one["stringFilter"]["value"]
        if one.get("fieldName") == "eventName":
            events = tuple(one["inListFilter"]["values"])
    return channel, events


def _days(first: date, last: date) -> Iterable[str]:
    for back in range((last - first).days + 1):
        yield (first + timedelta(days=back)).isoformat()


def _date(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _json(said: Said, status: int = 200) -> Reply:
    return Reply(json.dumps(said).encode(), "application/json; charset=UTF-8", status)
