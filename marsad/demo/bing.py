"""A made-up Bing Webmaster Tools for the sample shop, on loopback, in the shapes of Microsoft's reference."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from marsad.demo import traffic
from marsad.demo.server import Asked, Reply

SHARE = 0.11
"""Searches at Bing, against those at Google."""
_WEEKS = 8


class MadeUpBing:
    """Answers for one shop."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.shop = ""  # origin of the shop, set once its port is known

    def answer(self, asked: Asked) -> Reply:
        """One operation's answer, wrapped as Bing wraps it."""
        operation = asked.path.rpartition("/")[2]
        return Reply(json.dumps({"d": self._said(operation, asked)}).encode(), "application/json; charset=utf-8")

    def _said(self, operation: str, asked: Asked) -> Any:
        if operation == "GetUserSites":
            return [{"Url": f"{self.shop}/", "IsVerified": True}]
        if operation == "GetRankAndTrafficStats":
            return [self._day(self.today - timedelta(days=back)) for back in reversed(range(2, 62))]
        if operation in ("GetQueryStats", "GetPageStats"):
            return self._weeks(by_page=operation == "GetPageStats")
        if operation == "GetCrawlIssues":
            return [{"Url": f"{self.shop}/tea/winter-offer", "HttpCode": 404, "InLinks": 2, "Issues": 4}]
        if operation == "GetFeeds":
            return [{"Url": f"{self.shop}/sitemap.xml", "Type": "Sitemap", "Status": "Success", "UrlCount": 49,
                     "FileSize": 5_100, "Submitted": _moment(self.today - timedelta(days=90)),
                     "LastCrawled": _moment(self.today - timedelta(days=3))}]  # fmt: skip
        if operation == "GetUrlSubmissionQuota":
            return {"DailyQuota": 100, "MonthlyQuota": 2_900}
        if operation == "GetUrlInfo":
            return {"Url": asked.query["url"][0], "HttpStatus": 200, "AnchorCount": 2, "IsPage": True}
        return []

    def _day(self, day: date) -> dict[str, Any]:
        rows = traffic.searches_of(day.isoformat())
        return {"Date": _moment(day), "Clicks": round(SHARE * sum(one.clicks for one in rows)),
                "Impressions": round(SHARE * sum(one.impressions for one in rows))}  # fmt: skip

    def _weeks(self, *, by_page: bool) -> list[dict[str, Any]]:
        found = []
        for week in range(1, _WEEKS + 1):
            end = self.today - timedelta(days=7 * week)
            sums: dict[str, list[float]] = {}
            for back in range(7):
                for one in traffic.searches_of((end - timedelta(days=back)).isoformat()):
                    name = self.shop + one.path if by_page else one.query
                    if name is not None:
                        had = sums.setdefault(name, [0.0, 0.0, 0.0])
                        had[0] += SHARE * one.clicks
                        had[1] += SHARE * one.impressions
                        had[2] += SHARE * one.impressions * one.position
            found += [
                {"Query": name, "Date": _moment(end), "Clicks": round(clicks), "Impressions": round(shown),
                 "AvgClickPosition": round(places / shown, 1), "AvgImpressionPosition": round(places / shown + 0.4, 1)}
                for name, (clicks, shown, places) in sums.items() if shown >= 1
            ]  # fmt: skip
        return found


def _moment(day: date) -> str:
    """Midnight in Bing's own offset, as Bing writes it."""
    return f"/Date({int(datetime(day.year, day.month, day.day, 7, tzinfo=UTC).timestamp() * 1000)}-0700)/"
