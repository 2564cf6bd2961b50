"""Notices endless spaces: query variants without end, paths that repeat themselves, calendars."""

from __future__ import annotations

import re
from collections import Counter

from store.urls import UrlParts

REPEATS = 4  # one segment so often in a path is a relative-link loop
DATE_PAGES = 1_000  # pages of one date pattern
NAMED_PAGES = 50  # times the budget of query variants for queries that only name a page
_DATE = re.compile(r"/(?:19|20|21)\d\d(?:[/-]\d{1,2}){1,2}(?=/|$)")
_NAMES = frozenset(
    "id p page_id pid tid t f nid aid cid uid post post_id topic topic_id forum article article_id news news_id item "
    "item_id product product_id sku entry doc document story title node option view route module controller".split()
)
"""Parameters by which many systems name their pages: /doku.php?id=start, /viewtopic.php?f=2&t=17."""


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
            # A budget of their own for names of pages: filters and actions must not use it up, nor may they be endless.
            is_name = all(pair.partition("=")[0].lower() in _NAMES for pair in parts.query.split("&"))
            budget = self._max_variants * (NAMED_PAGES if is_name else 1)
            key = f"{is_name}{parts.netloc}{path}"
            self._variants[key] += 1
            if self._variants[key] > budget:
                return f"more than {budget} query variants of {path[:100]}"
        if _DATE.search(path):
            key = f"{parts.netloc}{_DATE.sub('/{date}', path)}"
            self._dates[key] += 1
            if self._dates[key] > DATE_PAGES:
                return f"more than {DATE_PAGES} dates of {key[:100]}"
        return ""
