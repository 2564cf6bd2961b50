"""Google Search Console's questions and answers: properties, sitemaps, search rows and the index status of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from integrations.google import GoogleClient
from integrations.trouble import ServiceError, Trouble
from store.search_model import IndexState, Inspection, Pull, SearchRow
from store.urls import normal_form, split

SERVICE = "Search Console"
ROWS_A_PAGE = 25_000
MOST_ROWS = 50_000
"""Rows that Google hands out for a day, a type of search and a property (its published limit)."""
NO_ACCESS = "siteUnverifiedUser"

DIMENSIONS = {
    Pull.DAY: ("date",),
    Pull.PAGE: ("date", "page"),
    Pull.QUERY: ("date", "query"),
    Pull.PAGE_QUERY: ("date", "page", "query"),
    Pull.COUNTRY: ("date", "country"),
    Pull.DEVICE: ("date", "device"),
}
_WITHOUT_QUERIES = frozenset({"discover", "googleNews"})
_WITHOUT_DEVICES = frozenset({"discover"})


@dataclass(frozen=True, slots=True)
class Property:
    """A property that the account sees."""

    name: str  # "sc-domain:example.com" or a URL with its closing slash
    permission: str  # siteOwner, siteFullUser, siteRestrictedUser, siteUnverifiedUser

    @property
    def is_readable(self) -> bool:
        """Whether its data may be read."""
        return bool(self.permission) and self.permission != NO_ACCESS


@dataclass(frozen=True, slots=True)
class SubmittedSitemap:
    """A sitemap as Search Console knows it. Counts are None where Google names none."""

    path: str
    kind: str
    is_index: bool
    is_pending: bool
    last_submitted: str
    last_downloaded: str
    errors: int | None
    warnings: int | None
    submitted: Mapping[str, int | None]  # type of content -> URLs


@dataclass(frozen=True, slots=True)
class Pulled:
    """The rows of one pull, by day. `is_capped` where Google has more than it hands out."""

    days: Mapping[str, Sequence[SearchRow]]
    is_capped: bool
    requests: int


def pulls_of(kind: str) -> tuple[Pull, ...]:
    """What can be pulled of a type of search: Discover knows no queries and devices, Google News no queries."""
    return tuple(
        pull for pull in Pull
        if not (kind in _WITHOUT_QUERIES and "query" in DIMENSIONS[pull])
        and not (kind in _WITHOUT_DEVICES and pull is Pull.DEVICE)
    )  # fmt: skip


class SearchConsole:
    """Asks Search Console through a GoogleClient. Every method may raise ServiceError."""

    def __init__(self, client: GoogleClient) -> None:
        self._client = client

    def properties(self) -> list[Property]:
        """All that the account sees, those without access too."""
        answer = self._client.call("searchconsole", "v1", lambda api: api.sites().list())
        with _shaped():
            return [
                Property(str(one.get("siteUrl", "")), _camel(str(one.get("permissionLevel", ""))))
                for one in answer.get("siteEntry") or ()
            ]

    def sitemaps(self, name: str) -> list[SubmittedSitemap]:
        """The sitemaps that were submitted to a property."""
        answer = self._client.call("searchconsole", "v1", lambda api: api.sitemaps().list(siteUrl=name))
        with _shaped():
            return [_sitemap_of(one) for one in answer.get("sitemap") or ()]

    def rows(self, name: str, kind: str, pull: Pull, first: str, last: str) -> Pulled:
        """The final rows of the days from `first` to `last`, all pages of them up to Google's limit.

        Raises ServiceError; BAD_ANSWER also where the answer is not of the shape that was asked for.
        """
        body = {
            "startDate": first, "endDate": last, "dimensions": list(DIMENSIONS[pull]), "type": kind,
            "dataState": "final", "aggregationType": _aggregation(kind, pull), "rowLimit": ROWS_A_PAGE,
        }  # fmt: skip
        days: dict[str, dict[tuple[str, str], SearchRow]] = {}
        got = requests = 0
        while True:
            asked = {**body, "startRow": got}
            answer = self._client.call(
                "searchconsole",
                "v1",
                lambda api: api.searchanalytics().query(siteUrl=name, body=asked),  # noqa: B023
            )
            requests += 1
            found = answer.get("rows") or []
            with _shaped():
                for day, row in map(_row_of, found):
                    # By key: should Google tell a row twice over two pages, it counts once.
                    days.setdefault(day, {})[row.name, row.other] = row
            got += len(found)
            if len(found) < ROWS_A_PAGE or got >= MOST_ROWS:
                return Pulled({day: list(rows.values()) for day, rows in days.items()}, got >= MOST_ROWS, requests)

    def page_countries(self, name: str, kind: str, first: str, last: str) -> tuple[dict[tuple[str, str], int], bool]:
        """Page and country -> impressions over the days, and whether Google has more rows than it hands out.

        Raises ServiceError.
        """
        body = {
            "startDate": first, "endDate": last, "dimensions": ["page", "country"], "type": kind,
            "dataState": "final", "aggregationType": "auto", "rowLimit": ROWS_A_PAGE,
        }  # fmt: skip
        found: dict[tuple[str, str], int] = {}
        got = 0
        while True:
            asked = {**body, "startRow": got}
            answer = self._client.call(
                "searchconsole",
                "v1",
                lambda api: api.searchanalytics().query(siteUrl=name, body=asked),  # noqa: B023
            )
            rows = answer.get("rows") or []
            with _shaped():
                for row in rows:
                    page, country = row["keys"]
                    found[str(page), str(country)] = int(row["impressions"])
            got += len(rows)
            if len(rows) < ROWS_A_PAGE or got >= MOST_ROWS:
                return found, got >= MOST_ROWS

    def inspect(self, name: str, url: str, now: float, reason: str = "") -> Inspection:
        """What Google says of a page in its index; English, because its words are told as they are."""
        body = {"inspectionUrl": url, "siteUrl": name, "languageCode": "en-US"}
        answer = self._client.call("searchconsole", "v1", lambda api: api.urlInspection().index().inspect(body=body))
        with _shaped():
            return inspection_of(url, answer, now, reason)


def property_for(url: str, known: Iterable[Property]) -> Property | None:
    """The readable property that covers a start URL: the longest URL prefix, else the nearest domain."""
    readable = [one for one in known if one.is_readable]
    prefixes = [one for one in readable if "://" in one.name and covers(one.name, url)]
    if prefixes:
        whole = [one for one in readable if covers(one.name, url) and "://" not in one.name]
        # A domain property sees every host and both schemes: more than a prefix of the whole host.
        return whole[0] if whole and _is_root(max(prefixes, key=_length)) else max(prefixes, key=_length)
    domains = [one for one in readable if "://" not in one.name and covers(one.name, url)]
    return max(domains, key=_length, default=None)


def covers(name: str, url: str) -> bool:
    """Whether a property's data may hold a normal URL."""
    if not name.startswith("sc-domain:"):
        return url.startswith(normal_form(name) or name)
    host, domain = split(url).host.lower(), split(f"https://{name.removeprefix('sc-domain:')}/").host.lower()
    return host == domain or host.endswith(f".{domain}")


def nearest_names(url: str, known: Iterable[Property]) -> list[str]:
    """Names of properties that somebody may have meant: the same domain with another scheme, host or kind."""
    host = split(url).host.lower().removeprefix("www.")
    return [one.name for one in known if host and host in one.name.lower()]


def inspection_of(url: str, answer: Mapping[str, Any], now: float, reason: str = "") -> Inspection:
    """An inspection from Google's answer. Indexed is what its verdict says, and nothing else."""
    result = answer.get("inspectionResult") or {}
    index = result.get("indexStatusResult") or {}
    verdict = str(index.get("verdict", ""))
    return Inspection(
        url=url,
        state=_state_of(verdict),
        asked_at=now,
        verdict=verdict,
        coverage=str(index.get("coverageState", "")).replace("\u2019", "'").replace("\u2018", "'"),
        google_canonical=str(index.get("googleCanonical", "")),
        user_canonical=str(index.get("userCanonical", "")),
        last_crawl=str(index.get("lastCrawlTime", "")),
        page_fetch=_said(index, "pageFetchState"),
        robots=_said(index, "robotsTxtState"),
        indexing=_said(index, "indexingState"),
        crawled_as=_said(index, "crawledAs"),
        sitemaps=tuple(map(str, index.get("sitemap") or ())),
        referring=tuple(map(str, index.get("referringUrls") or ())),
        rich_results=tuple(_rich_results(result.get("richResultsResult") or {})),
        reason=reason,
        link=str(result.get("inspectionResultLink", "")),
    )


def _state_of(verdict: str) -> IndexState:
    return {
        "PASS": IndexState.INDEXED,
        "NEUTRAL": IndexState.NOT_INDEXED,
        "FAIL": IndexState.NOT_INDEXED,
    }.get(verdict, IndexState.UNKNOWN)


def _said(index: Mapping[str, Any], name: str) -> str:
    """A word of a list; empty where Google left it open."""
    word = str(index.get(name, ""))
    return "" if word.endswith("_UNSPECIFIED") else word


def _rich_results(result: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for kind in result.get("detectedItems") or ():
        issues = [issue for item in kind.get("items") or () for issue in item.get("issues") or ()]
        yield {
            "type": str(kind.get("richResultType", "")),
            "items": len(kind.get("items") or ()),
            "errors": sum(1 for one in issues if one.get("severity") == "ERROR"),
            "warnings": sum(1 for one in issues if one.get("severity") == "WARNING"),
            "issues": sorted({str(one.get("issueMessage", "")) for one in issues}),
        }


def _aggregation(kind: str, pull: Pull) -> str:
    by_page = "page" in DIMENSIONS[pull]
    return "auto" if by_page or kind in _WITHOUT_QUERIES else "byProperty"


def _row_of(row: Any) -> tuple[str, SearchRow]:
    day, *names = (str(one) for one in row["keys"])
    position = row.get("position")
    return day, SearchRow(
        name=names[0] if names else "",
        clicks=round(float(row.get("clicks", 0))),
        impressions=round(float(row.get("impressions", 0))),
        position=None if position is None else float(position),
        other=names[1] if len(names) > 1 else "",
    )


@contextmanager
def _shaped() -> Iterator[None]:
    """Turn an answer of another shape than the documented one into a ServiceError."""
    try:
        yield
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError):
        raise ServiceError(Trouble.BAD_ANSWER, SERVICE, "the answer is not of the shape that was asked for") from None


def _sitemap_of(one: Mapping[str, Any]) -> SubmittedSitemap:
    return SubmittedSitemap(
        path=str(one.get("path", "")),
        kind=_camel(str(one.get("type", ""))),
        is_index=bool(one.get("isSitemapsIndex", False)),
        is_pending=bool(one.get("isPending", False)),
        last_submitted=str(one.get("lastSubmitted", "")),
        last_downloaded=str(one.get("lastDownloaded", "")),
        errors=_number(one.get("errors")),
        warnings=_number(one.get("warnings")),
        submitted={
            _camel(str(part.get("type", ""))): _number(part.get("submitted")) for part in one.get("contents") or ()
        },
    )


def _number(value: object) -> int | None:
    """A count, which Google writes as text; None where there is none."""
    try:
        return int(str(value))
    except ValueError:
        return None


def _camel(word: str) -> str:
    """A word of a list in the spelling of answers: SITE_OWNER -> siteOwner."""
    if not word.isupper():
        return word
    first, *rest = word.lower().split("_")
    return first + "".join(one.capitalize() for one in rest)


def _is_root(one: Property) -> bool:
    return one.name.count("/") == 3


def _length(one: Property) -> int:
    return len(one.name)
