"""The nouns of what search engines say of a site: pulls, days, measures and what they know of single pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Pull(StrEnum):
    """What rows are kept by. Only DAY holds true totals: rows by page or query leave out what was anonymised."""

    DAY = "day"
    PAGE = "page"
    QUERY = "query"
    PAGE_QUERY = "page-query"
    COUNTRY = "country"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class SearchDay:
    """One pull of one day. `day` is a date as text (YYYY-MM-DD) of the engine's own time zone.

    `position_sum` is the sum of position times impressions; None where the engine gives no positions. `names` and
    `others` say what each row is of: the page or the query, the country, the device; `others` the query of PAGE_QUERY.
    """

    day: str
    clicks: int = 0
    impressions: int = 0
    position_sum: float | None = None
    rows: int = 0
    is_settled: bool = True  # False: so fresh that it is pulled again
    is_capped: bool = False  # True: the engine has more rows than it hands out
    fetched_at: float = 0.0  # Unix time


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One row as an engine answered it. `position` is one-based; None where the engine gives none."""

    name: str
    clicks: int
    impressions: int
    position: float | None = None
    other: str = ""  # the query, where `name` is the page of PAGE_QUERY


@dataclass(frozen=True, slots=True)
class Measures:
    """Sums over a window. `position` is the mean over impressions; None without impressions or positions."""

    clicks: int
    impressions: int
    position: float | None

    @property
    def ctr(self) -> float | None:
        """Clicks for each impression; None without impressions."""
        return self.clicks / self.impressions if self.impressions else None


@dataclass(frozen=True, slots=True)
class PageQueries:
    """Pages and their queries over a window, as columns of one length; `pages` and `queries` hold places in the names.

    `positions` are means over impressions, NaN where the engine gives none.
    """

    page_names: tuple[str, ...]
    query_names: tuple[str, ...]
    pages: NDArray[np.int64]
    queries: NDArray[np.int64]
    clicks: NDArray[np.int64]
    impressions: NDArray[np.int64]
    positions: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.pages)


class IndexState(StrEnum):
    """Whether an engine says that it has a page in its index. UNKNOWN is an answer that settles nothing."""

    INDEXED = "indexed"
    NOT_INDEXED = "not-indexed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Inspection:
    """What an engine said of one page. Texts are empty where it said nothing."""

    url: str
    state: IndexState
    asked_at: float  # Unix time
    verdict: str = ""  # PASS, NEUTRAL, FAIL as answered
    coverage: str = ""  # the engine's own words, in English
    google_canonical: str = ""
    user_canonical: str = ""
    last_crawl: str = ""  # RFC 3339
    page_fetch: str = ""
    robots: str = ""
    indexing: str = ""
    crawled_as: str = ""
    sitemaps: tuple[str, ...] = ()
    referring: tuple[str, ...] = ()
    rich_results: tuple[dict[str, Any], ...] = field(default=())  # {"type", "verdict", "errors", "warnings"}
    reason: str = ""  # why it was asked
    link: str = ""  # to the engine's own page about it


@dataclass(frozen=True, slots=True)
class SearchSnapshot:
    """What an engine last said of something that is kept whole: the property's sitemaps, its access."""

    kind: str
    taken_at: float  # Unix time
    data: Any
