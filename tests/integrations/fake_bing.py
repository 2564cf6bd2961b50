"""A Bing on loopback in the shapes of Microsoft's reference and of recorded answers. Its figures are made up.

Which parameters an operation takes is from the reference (IWebmasterApi); any other one is refused. Of crawl statistics
and crawl issues there are recordings; traffic, feeds, sites and errors have only published shapes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs

from tests.servers import Answer, Asked, Reply, Site

KEY = "0123456789abcdef0123456789abcdef"
TOKEN = "made-up-access-token"
SITE = "https://www.example.test/"
TAKES = {
    "GetUserSites": (),
    "GetRankAndTrafficStats": ("siteUrl",),
    "GetQueryStats": ("siteUrl",),
    "GetPageStats": ("siteUrl",),
    "GetCrawlStats": ("siteUrl",),
    "GetCrawlIssues": ("siteUrl",),
    "GetFeeds": ("siteUrl",),
    "GetUrlSubmissionQuota": ("siteUrl",),
    "GetUrlInfo": ("siteUrl", "url"),
}
API = "#Microsoft.Bing.Webmaster.Api"
CORPUS = Path(__file__).parents[2] / "../shared/corpora/bing/cassettes"


def said(body: object, status: int = 200) -> Reply:
    return Reply(json.dumps(body), status, (), "application/json; charset=utf-8")


def refused(code: int, message: str, status: int = 400) -> Reply:
    """An error as Bing words it: the status says little, the code in the body all."""
    return said({"ErrorCode": code, "Message": message}, status)


THROTTLED = refused(4, "ERROR!!! ThrottleUser")
WRONG_KEY = refused(3, "ERROR!!! InvalidApiKey")
NOT_YOURS = refused(14, "ERROR!!! NotAuthorized")


def searched(text: str, millis: int, clicks: int, shown: int, at: float, clicked_at: float = -1) -> dict[str, Any]:
    return {
        "__type": f"QueryStats:{API}", "AvgClickPosition": clicked_at, "AvgImpressionPosition": at, "Clicks": clicks,
        "Date": f"/Date({millis}-0700)/", "Impressions": shown, "Query": text,
    }  # fmt: skip


WEEK = 1_728_975_600_000
FIGURES: dict[str, Any] = {
    "GetUserSites": [
        {"__type": f"Site:{API}", "AuthenticationCode": "x", "DnsVerificationCode": "y", "IsVerified": ok, "Url": url}
        for url, ok in ((SITE, True), ("https://draft.example.test/", False))
    ],
    "GetRankAndTrafficStats": [
        {"__type": f"RankAndTrafficStats:{API}", "Clicks": 5, "Date": "/Date(1728975600000)/", "Impressions": 170},
        {"__type": f"RankAndTrafficStats:{API}", "Clicks": 7, "Date": "/Date(1729062000000)/", "Impressions": 190},
    ],
    "GetQueryStats": [searched("shoes", WEEK, 0, 1, 27), searched("red shoes", WEEK, 3, 44, 6.5, 4.25)],
    "GetPageStats": [searched(f"{SITE}shoes", WEEK, 3, 45, 7.1, 4.25)],
    "GetCrawlStats": [],
    "GetCrawlIssues": [{"__type": f"UrlWithCrawlIssues:{API}", "HttpCode": 404, "InLinks": 9, "Issues": 4 | 64,
                        "Url": f"{SITE}gone"}],
    "GetFeeds": [{"__type": f"Feed:{API}", "Compressed": False, "FileSize": 81_000, "LastCrawled":
                  "/Date(1729062000000-0700)/", "Status": "Success", "Submitted": "/Date(1728975600000-0700)/",
                  "Type": "Sitemap", "Url": f"{SITE}sitemap.xml", "UrlCount": 1_200}],
    "GetUrlSubmissionQuota": {"__type": f"UrlSubmissionQuota:{API}", "DailyQuota": 100, "MonthlyQuota": 2_900},
}  # fmt: skip


@dataclass
class FakeBing:
    """The server. Use it as a context manager; `endpoint` goes to BingClient."""

    figures: dict[str, Any] = field(default_factory=lambda: dict(FIGURES))
    faults: dict[str, list[Answer | None]] = field(default_factory=dict)  # one each, None: as usual
    complaints: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.site = Site({"*": self._answer}).__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.site.close()
        assert not self.complaints, self.complaints

    @property
    def endpoint(self) -> str:
        return self.site.url("/webmaster/api.svc/json/")

    def asked(self) -> list[str]:
        """The operations in order."""
        return [one.name.rpartition("/")[2] for one in self.site.asked]

    def _answer(self, asked: Asked) -> Answer:
        operation = asked.name.rpartition("/")[2]
        query = {name: values[0] for name, values in parse_qs(asked.path.partition("?")[2]).items()}
        if (left := self.faults.get(operation)) and (fault := left.pop(0)) is not None:
            return fault
        key = query.pop("apikey", None)
        if key != KEY and asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return WRONG_KEY
        if asked.method != "GET" or operation not in TAKES or set(query) != set(TAKES[operation]):
            self.complaints.append(f"{asked.method} {operation} with {sorted(query)}")
            return refused(8, "ERROR!!! InvalidParameter")
        if "siteUrl" in query and query["siteUrl"] != SITE:
            return NOT_YOURS
        if operation == "GetUrlInfo":
            return said({"d": self.info(query["url"])})
        found = self.figures[operation]
        return said({"d": found() if isinstance(found, Callable) else found})  # type: ignore[arg-type]

    def info(self, url: str) -> dict[str, Any]:
        """A page that Bing knows: DocumentSize is 0 for indexed pages too."""
        return {"__type": f"UrlInfo:{API}", "AnchorCount": 3, "DiscoveryDate": "/Date(1728975600000-0700)/",
                "DocumentSize": 0, "HttpStatus": 200, "IsPage": True, "LastCrawledDate": "/Date(-62135568000000-0800)/",
                "TotalChildUrlCount": 0, "Url": url}  # fmt: skip


def recorded(operation: str) -> Any:
    """What `d` held in a recording of an operation; None where the recordings are not there."""
    for file in sorted(CORPUS.rglob("*.yaml")) if CORPUS.is_dir() else ():
        text = file.read_text(encoding="utf-8")
        found = re.search(rf"uri: \S+/{operation}\?.*?string: '(.*?)'\n    headers", text, re.DOTALL)
        if found:
            return json.loads(re.sub(r"\n\s+", " ", found[1]).replace("''", "'"))["d"]
    return None
