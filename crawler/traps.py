"""Notices endless spaces: query variants without end, paths that repeat themselves, calendars."""

from __future__ import annotations

import re
from collections import Counter

from store.urls import UrlParts

REPEATS = 4  # one segment so often in a path is a relative-link loop
DATE_PAGES = 1_000  # pages of one date pattern
_DATE = re.compile(r"/(?:19|20|21)\d\d(?:[/-]\d{1,2}){1,2}(?=/|$)")


class TrapGuard:
    """Counts the URLs of every pattern and says when a budget is spent. A budget of 0 is none."""

    def __init__(self, max_query_variants: int) -> None:
        self._max_variants = max_query_variants
        self._variants: Counter[str] = Counter()
        self._dates: Counter[str] = Counter()

    def trap_of(self, parts: UrlParts) -> str:
        """Why this URL is left out, or "". Counts it."""
        path = parts.path
        if path.count("/") > REPEATS:
            segment, times = Counter(one for one in path.split("/") if one).most_common(1)[0]
            if times >= REPEATS:
                return f"the path repeats /{segment[:40]}/ {times} times"
        if parts.query and self._max_variants:
            key = f"{parts.netloc}{path}"
            self._variants[key] += 1
            if self._variants[key] > self._max_variants:
                return f"more than {self._max_variants} query variants of {path[:100]}"
        if _DATE.search(path):
            key = f"{parts.netloc}{_DATE.sub('/{date}', path)}"
            self._dates[key] += 1
            if self._dates[key] > DATE_PAGES:
                return f"more than {DATE_PAGES} dates of {key[:100]}"
        return ""
