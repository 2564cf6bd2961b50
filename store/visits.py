"""What visitors did, joined with the addresses of a crawl: sums that may be added, and rates that follow from them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from urllib.parse import unquote

from store.measures import Measures

NOT_SET = "(not set)"
OTHER = "(other)"


@dataclass(frozen=True, slots=True)
class Visits:
    """Sums over sessions. None is unknown, and unknown stays unknown when things are added.

    People are not among them: whoever visits two pages would count twice.
    """

    sessions: float | None = None
    engaged_sessions: float | None = None
    engagement_s: float | None = None
    views: float | None = None
    key_events: float | None = None
    converting_sessions: float | None = None  # sessions with at least one key event
    purchases: float | None = None
    revenue: float | None = None  # in the currency of the property

    def __add__(self, other: Visits) -> Visits:
        """Both together."""
        return Visits(**{one.name: _sum(getattr(self, one.name), getattr(other, one.name)) for one in fields(self)})

    @property
    def engagement_rate(self) -> float | None:
        """Share of sessions of more than ten seconds, or with a key event, or with two views."""
        return _share(self.engaged_sessions, self.sessions)

    @property
    def bounce_rate(self) -> float | None:
        """One less the engagement rate, as GA4 defines it; not the bounce rate of Universal Analytics."""
        rate = self.engagement_rate
        return None if rate is None else 1 - rate

    @property
    def conversion_rate(self) -> float | None:
        """Share of sessions with a key event."""
        return _share(self.converting_sessions, self.sessions)

    @property
    def order_value(self) -> float | None:
        """Revenue of a purchase on average."""
        return _share(self.revenue, self.purchases)

    @property
    def engagement_s_per_session(self) -> float | None:
        """Seconds in which the page was in front, for each session."""
        return _share(self.engagement_s, self.sessions)


@dataclass(frozen=True, slots=True)
class LandingPages:
    """Visits by the page on which they began."""

    by_url: Mapping[str, Visits]  # the crawl's address -> visits
    elsewhere: Mapping[tuple[str, str], Visits]  # host and path that no address of the crawl has, or more than one
    unattributed: Visits | None  # sessions whose landing page Analytics does not know, or has put under "(other)"


def visits_of(values: Mapping[str, float | None]) -> Visits:
    """The sums of one row of a table of Analytics."""
    sessions, rate = values.get("sessions"), values.get("conversion_rate")
    converting = float(round(sessions * rate)) if sessions is not None and rate is not None else None
    get = values.get
    return Visits(
        sessions, get("engaged_sessions"), get("engagement_s"), get("views"), get("key_events"), converting,
        get("purchases"), get("revenue"),
    )  # fmt: skip


def landing_pages(table: Measures, urls: Iterable[str]) -> LandingPages:
    """Join the table `landing_page` of Analytics with the addresses of a crawl.

    Analytics tells host and path without "?": they belong to the address without a query. Host and letter case of
    escapes do not matter, a slash at the end only where both forms are in the crawl.
    """
    known = _addresses(urls)
    by_url: dict[str, Visits] = {}
    elsewhere: dict[tuple[str, str], Visits] = {}
    unattributed: Visits | None = None
    for (host, path), values in table.rows:
        found = visits_of(dict(zip(table.columns, values, strict=True)))
        if path in (NOT_SET, OTHER, "") or host in (NOT_SET, OTHER):
            unattributed = found if unattributed is None else unattributed + found
            continue
        url = known.get(_key(host, path)) or known.get(_key(host, _other_slash(path)))
        if url is None:
            elsewhere[host, path] = found
        else:
            by_url[url] = by_url[url] + found if url in by_url else found
    return LandingPages(by_url, elsewhere, unattributed)


def _addresses(urls: Iterable[str]) -> dict[tuple[str, str], str]:
    """Host and path -> the one address: without a query before with one, https before http; several queries: none."""
    best: dict[tuple[str, str], tuple[int, list[str]]] = {}
    for url in urls:
        # Addresses of a crawl are in normal form, so cutting them is enough, and ten times faster than parsing.
        scheme, _, rest = url.partition("://")
        rest, mark, _ = rest.partition("?")
        place, _, path = rest.partition("/")
        host, _, port = place.rpartition(":")  # Analytics tells no port
        rank = 2 * bool(mark) + (scheme != "https")
        key = _key(host if port.isdigit() else place, path)
        had = best.get(key)
        if had is None or rank < had[0]:
            best[key] = (rank, [url])
        elif rank == had[0]:
            had[1].append(url)
    return {key: found[0] for key, (_, found) in best.items() if len(found) == 1}


def _key(host: str, path: str) -> tuple[str, str]:
    path = path if path.startswith("/") else f"/{path}"
    if "%" in path or not path.isascii():
        path = unicodedata.normalize("NFC", unquote(path))
    return host.lower(), path


def _other_slash(path: str) -> str:
    return path[:-1] if path.endswith("/") and path != "/" else f"{path}/"


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def _share(part: float | None, whole: float | None) -> float | None:
    """None where nothing can be said: unknown, or nothing to divide by."""
    return None if part is None or not whole else part / whole
