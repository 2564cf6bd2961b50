"""Judges the values of a sitemap's entry by the protocol: loc, scope, lastmod, changefreq, priority."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from store.urls import split

MAX_LOC_CHARACTERS = 2_047  # "less than 2,048 characters"

_ABSOLUTE = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)
_W3C = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T(?P<hour>\d\d):(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d)(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?"
)
_PRIORITY = re.compile(r"0(?:\.\d+)?|1(?:\.0+)?|\.\d+")
_CHANGEFREQ = frozenset({"always", "hourly", "daily", "weekly", "monthly", "yearly", "never"})


class Scope:
    """What a sitemap may list: its own scheme and host, and its own directory and below."""

    __slots__ = ("_directory", "_netloc", "_scheme")

    def __init__(self, url: str) -> None:
        try:
            parts = split(url)
        except ValueError:
            self._scheme = self._netloc = self._directory = ""
            return
        self._scheme = parts.scheme
        self._netloc = parts.netloc
        self._directory = parts.path[: parts.path.rfind("/") + 1]

    def faults(self, url: str, *, is_index: bool) -> list[str]:
        """The faults of an absolute URL's place; an index may list sitemaps of any directory of its host."""
        try:
            parts = split(url)
        except ValueError:
            return ["loc-not-absolute"]
        if not self._scheme:
            return []
        if parts.netloc != self._netloc:
            return ["other-host"]
        if is_index:
            return []
        if parts.scheme != self._scheme:
            return ["other-scheme"]
        return [] if parts.path.startswith(self._directory) else ["outside-directory"]


def loc_faults(raw: str | None, scope: Scope, *, is_index: bool) -> list[str]:
    """The faults of a loc; None where the entry has none."""
    if raw is None:
        return ["loc-missing"]
    loc = raw.strip()
    if not loc:
        return ["loc-empty"]
    if not _ABSOLUTE.match(loc):
        return ["loc-not-absolute"]
    faults = ["loc-too-long"] if len(loc) > MAX_LOC_CHARACTERS else []
    return faults + scope.faults(loc[: MAX_LOC_CHARACTERS * 4], is_index=is_index)


def value_faults(values: Mapping[str, str], kind: str) -> list[str]:
    """The faults of what stands beside loc. Feeds have dates of their own, which are not judged here."""
    faults: list[str] = []
    if kind == "feed":
        return faults
    lastmod = values.get("lastmod")
    if lastmod is not None:
        faults += lastmod_faults(lastmod.strip())
    changefreq = values.get("changefreq")
    if changefreq is not None and changefreq.strip() not in _CHANGEFREQ:
        faults.append("changefreq-value")
    priority = values.get("priority")
    if priority is not None and not _PRIORITY.fullmatch(priority.strip()):
        faults.append("priority-value")
    return faults


def lastmod_faults(value: str) -> list[str]:
    """The faults of a W3C date: https://www.w3.org/TR/NOTE-datetime.

    >>> lastmod_faults("2024-05-01T18:00:15"), lastmod_faults("2024-05")
    (['lastmod-no-time-zone'], [])
    """
    found = _W3C.fullmatch(value)
    if not found:
        return ["lastmod-format"]
    try:
        date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        return ["lastmod-format"]
    if found["hour"] is None:
        return []
    if int(found["hour"]) > 23 or int(found["minute"]) > 59 or int(found["second"] or 0) > 60:
        return ["lastmod-format"]
    return [] if found["zone"] else ["lastmod-no-time-zone"]
