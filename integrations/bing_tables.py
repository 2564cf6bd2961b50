"""What Bing tells of a site as tables of numbers: days as Bing counts them, positions as they come, nothing made up."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from integrations.bing import COVERS, SERVICE, BingClient
from integrations.measure_options import BingOptions
from integrations.trouble import ServiceError, Trouble
from store.measures import Measures, MeasureState, Values
from store.urls import split

SOURCE = "bing"
TOP_LIST = "only the rows with most clicks and impressions are told: what is missing is unknown"
NO_INDEX_TRUTH = "Bing no longer tells whether a single URL is in its index"
ENDING = frozenset({Trouble.KEY, Trouble.BUSY, Trouble.SIGN_IN_AGAIN, Trouble.UNREACHABLE, Trouble.BAD_ANSWER,
                    Trouble.NOT_ALLOWED})  # fmt: skip
ISSUES = {
    1: "moved permanently (301)",
    2: "moved for now (302)",
    4: "not found or forbidden (4xx)",
    8: "server error (5xx)",
    16: "blocked by robots.txt",
    32: "malware",
    64: "important URL blocked by robots.txt",
    128: "DNS error",
    256: "timeout",
}
"""Bits of `Issues`."""
_PACIFIC = ZoneInfo("America/Los_Angeles")
_DATE = re.compile(r"/Date\((-?\d+)([+-]\d{4})?\)/")
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_CRAWL = {
    "CrawledPages": "crawled", "CrawlErrors": "errors", "InIndex": "in_index", "InLinks": "in_links",
    "Code2xx": "code_2xx", "Code301": "code_301", "Code302": "code_302", "Code4xx": "code_4xx", "Code5xx": "code_5xx",
    "BlockedByRobotsTxt": "blocked_by_robots", "ContainsMalware": "malware", "DnsFailures": "dns_failures",
    "ConnectionTimeout": "timeouts", "AllOtherCodes": "other_codes",
}  # fmt: skip
_SEARCH = {
    "Clicks": "clicks", "Impressions": "impressions", "AvgClickPosition": "click_position",
    "AvgImpressionPosition": "impression_position",
}  # fmt: skip


def ask_bing(
    client: BingClient,
    options: BingOptions,
    start_url: str,
    pages: Sequence[str],
    now: float,
    stop: Callable[[], bool] = lambda: False,
) -> list[Measures]:
    """All tables of the site that the account knows. `pages` are asked about one by one; `now` is Unix time.

    A table that cannot be had is UNAVAILABLE with its reason. Raises ServiceError where nothing can be asked at all.
    """
    account = find_site(client, options.site or start_url)
    blank = Measures(SOURCE, "", account, "all", taken_at=now, trust={"covers": COVERS, "time_zone": _PACIFIC.key})
    found: list[Measures] = []
    ended = ""
    for name, read in _READERS.items():
        ended = ended or ("stopped by hand" if stop() else "")
        one = replace(blank, name=name)
        if not ended:
            try:
                found.append(_windowed(read(client, one)))
                continue
            except ServiceError as error:
                ended = str(error) if error.trouble in ENDING else ""
                one = replace(one, reason=str(error))
        found.append(replace(one, state=MeasureState.UNAVAILABLE, reason=one.reason or ended))
    if options.url_info and pages:
        found.append(_url_info(client, replace(blank, name="url_info"), pages[: options.url_info], ended, stop))
    return [_dated(one, now) for one in found]


def find_site(client: BingClient, wanted: str) -> str:
    """The site as it is registered, which is the only form that Bing takes.

    Raises ServiceError: no such site in the account (with those that are there), or it is not verified.
    """
    known = [one for one in _rows(client.read("GetUserSites")) if one.get("Url")]
    sites = {str(one["Url"]): bool(one.get("IsVerified")) for one in known}
    ranked = sorted((_distance(url, wanted), url) for url in sites)
    if not ranked or ranked[0][0] > 2:
        there = ", ".join(sorted(sites)[:5]) or "no site at all"
        raise ServiceError(
            Trouble.NOT_FOUND, SERVICE, f"{wanted} is not among the sites of this account ({there})",
            "add it in Bing Webmaster Tools, or name one of these in [bing] site",
        )  # fmt: skip
    url = ranked[0][1]
    if not sites[url]:
        raise ServiceError(Trouble.NOT_VERIFIED, SERVICE, f"{url} is registered but not verified")
    return url


def _distance(url: str, wanted: str) -> int:
    """0: the same site; 1: the other scheme; 2: with or without www; 9: another site."""
    there, here = _parts(url), _parts(wanted)
    if there is None or here is None:
        return 9
    if there[1] == here[1]:
        return 0 if there[0] == here[0] else 1
    return 2 if there[1].removeprefix("www.") == here[1].removeprefix("www.") else 9


def _parts(url: str) -> tuple[str, str] | None:
    try:
        parts = split(url if "://" in url else f"https://{url}")
    except ValueError:
        return None
    return parts.scheme, parts.netloc


def day_of(text: object) -> str:
    """The day of a `/Date(…)/`, which is midnight at Bing: in the offset that it tells, else in Pacific time.

    Empty where there is no date, which Bing tells as the year 1.

    >>> day_of("/Date(1728975600000-0700)/"), day_of("/Date(1728975600000)/"), day_of("/Date(-62135568000000-0800)/")
    ('2024-10-15', '2024-10-15', '')
    """
    found = _DATE.fullmatch(str(text))
    if found is None:
        return ""
    try:
        moment = _EPOCH + datetime.timedelta(milliseconds=int(found[1]))
        if found[2]:
            minutes = int(found[2][1:3]) * 60 + int(found[2][3:5])
            sign = -1 if found[2][0] == "-" else 1
            day = moment.astimezone(datetime.timezone(sign * datetime.timedelta(minutes=minutes)))
        else:
            day = moment.astimezone(_PACIFIC)
    except (OverflowError, ValueError):
        return ""
    return day.date().isoformat() if day.year > 1990 else ""


def scale_doubt(rows: Iterable[Mapping[str, Any]]) -> str:
    """Whether positions seem to come times ten; empty where they do not, or too few rows can tell.

    The average of a single impression is a whole position, so if positions came times ten, each of these would be a
    multiple of ten.
    """
    single = [one["AvgImpressionPosition"] for one in rows
              if one.get("Impressions") == 1 and (one.get("AvgImpressionPosition") or 0) > 0]  # fmt: skip
    if len(single) >= 3 and all(float(one) % 10 == 0 for one in single):
        return f"all {len(single)} rows with one impression have a multiple of 10: positions may come times ten"
    return ""


def _days(client: BingClient, one: Measures) -> Measures:
    rows = _rows(client.read("GetRankAndTrafficStats", siteUrl=one.account))
    columns = {"Clicks": "clicks", "Impressions": "impressions"}
    return _filled(one, ("day",), columns, rows, lambda row: (day_of(row.get("Date")),))


def _searched(operation: str, label: str) -> Callable[[BingClient, Measures], Measures]:
    """Weekly rows of queries or pages; of pages too the name stands in `Query`."""

    def read(client: BingClient, one: Measures) -> Measures:
        rows = _rows(client.read(operation, siteUrl=one.account))
        trust = dict(one.trust) | {"list": TOP_LIST, "period": "week"}
        if doubt := scale_doubt(rows):
            trust["position_scale"] = doubt
        key = lambda row: (day_of(row.get("Date")), str(row.get("Query", "")))  # noqa: E731
        return _filled(replace(one, trust=trust), ("day", label), _SEARCH, rows, key)

    return read


def _crawl(client: BingClient, one: Measures) -> Measures:
    rows = _rows(client.read("GetCrawlStats", siteUrl=one.account))
    return _filled(one, ("day",), _CRAWL, rows, lambda row: (day_of(row.get("Date")),))


def _issues(client: BingClient, one: Measures) -> Measures:
    rows = _rows(client.read("GetCrawlIssues", siteUrl=one.account))
    columns = {"HttpCode": "http_code", "InLinks": "in_links", "Issues": "issue_bits"}
    return _filled(one, ("url", "issues"), columns, rows, lambda row: (str(row.get("Url", "")), issues_of(row)))


def issues_of(row: Mapping[str, Any]) -> str:
    """The issues of a URL in words."""
    bits = int(row.get("Issues") or 0)
    return "; ".join(words for bit, words in ISSUES.items() if bits & bit) or ("other" if bits else "")


def _feeds(client: BingClient, one: Measures) -> Measures:
    rows = _rows(client.read("GetFeeds", siteUrl=one.account))
    keys = ("url", "type", "status", "submitted", "last_crawled")
    columns = {"UrlCount": "urls", "FileSize": "size_bytes"}
    return _filled(one, keys, columns, rows, lambda row: (
        str(row.get("Url", "")), str(row.get("Type", "")), str(row.get("Status", "")),
        day_of(row.get("Submitted")), day_of(row.get("LastCrawled")),
    ))  # fmt: skip


def _quota(client: BingClient, one: Measures) -> Measures:
    said = client.read("GetUrlSubmissionQuota", siteUrl=one.account)
    columns = {"DailyQuota": "urls_a_day", "MonthlyQuota": "urls_a_month"}
    return _filled(one, (), columns, [said] if isinstance(said, dict) else [], lambda _row: ())


_READERS: dict[str, Callable[[BingClient, Measures], Measures]] = {
    "day": _days,
    "query": _searched("GetQueryStats", "query"),
    "page": _searched("GetPageStats", "url"),
    "crawl": _crawl,
    "crawl_issue": _issues,
    "feed": _feeds,
    "quota": _quota,
}
"""The tables, the most telling first."""


def _url_info(
    client: BingClient, one: Measures, pages: Sequence[str], ended: str, stop: Callable[[], bool]
) -> Measures:
    rows: list[dict[str, Any]] = []
    for page in pages:
        ended = ended or ("stopped by hand" if stop() else "")
        if ended:
            break
        try:
            said = client.read("GetUrlInfo", siteUrl=one.account, url=page)
        except ServiceError as error:
            ended = str(error) if error.trouble in ENDING else ""
            continue
        if isinstance(said, dict):
            rows.append({**said, "Url": page})
    trust = dict(one.trust) | {"index": NO_INDEX_TRUTH, "asked": len(pages)}
    if ended:
        trust["ended"] = ended
    if ended and not rows:
        return replace(one, state=MeasureState.UNAVAILABLE, reason=ended, trust=trust)
    columns = {"HttpStatus": "http_status", "AnchorCount": "anchors"}
    return _filled(replace(one, trust=trust), ("url", "last_crawled", "discovered"), columns, rows, lambda row: (
        row["Url"], day_of(row.get("LastCrawledDate")), day_of(row.get("DiscoveryDate")),
    ))  # fmt: skip


def _filled(
    one: Measures,
    keys: tuple[str, ...],
    columns: Mapping[str, str],
    rows: Sequence[Mapping[str, Any]],
    key: Callable[[Mapping[str, Any]], tuple[str, ...]],
) -> Measures:
    found: dict[tuple[str, ...], Values] = {}
    for row in rows:
        found.setdefault(key(row), tuple(_number(name, row.get(name)) for name in columns))
    state = MeasureState.OK if found else MeasureState.EMPTY
    reason = "" if found else "Bing has nothing to tell"
    return replace(one, keys=keys, columns=tuple(columns.values()), rows=tuple(found.items()), state=state,
                   reason=reason)  # fmt: skip


def _number(name: str, value: object) -> float | None:
    """A position of −1 says that there was no click; it is no position."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return None if name.endswith("Position") and value < 0 else float(value)


def _rows(said: Any) -> list[dict[str, Any]]:
    if said is None:
        return []
    if not isinstance(said, list):
        raise ServiceError(Trouble.BAD_ANSWER, SERVICE, "the answer is no list")
    return [one for one in said if isinstance(one, dict)]


def _windowed(one: Measures) -> Measures:
    """The window is what Bing sent: it takes no dates."""
    if "day" not in one.keys:
        return one
    days = sorted(key[0] for key, _ in one.rows if key[0])
    return replace(one, first_day=days[0], last_day=days[-1]) if days else one


def _dated(one: Measures, now: float) -> Measures:
    """What has no days of its own is of today."""
    if one.last_day:
        return one
    today = datetime.datetime.fromtimestamp(now, _PACIFIC).date().isoformat()
    return replace(one, first_day=today, last_day=today)
