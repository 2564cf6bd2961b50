"""How often a result is clicked at its position: by the site's own searches, else by a common curve."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

COMMON = (0.27, 0.15, 0.10, 0.07, 0.05, 0.035, 0.025, 0.02, 0.015, 0.012)
"""Clicks for each impression at positions 1 to 10, where the site's own searches are too few to tell."""
LEAST_IMPRESSIONS = 1_000
"""Impressions at a position that make the site's own searches count; of at least five pages, three with clicks."""
LEAST_PAGES, LEAST_CLICKED, LEAST_OF_PAGE = 5, 3, 30
_QUARTILE = 75
_BOUNDS = (0.5, 1.5)  # how far the own curve may leave the common one


class Expected(NamedTuple):
    """A rate that is to be expected, and whether the site's own searches say so."""

    rate: float
    is_own: bool


class ClickCurve:
    """Rates by position from rows of pages and queries on the first page of results."""

    def __init__(
        self,
        pages: NDArray[np.int64],
        clicks: NDArray[np.int64],
        impressions: NDArray[np.int64],
        positions: NDArray[np.float64],
    ) -> None:
        on_first = (positions >= 0.5) & (positions <= 10.5)
        self._bands = np.clip(np.rint(positions[on_first]), 1, 10).astype(np.int64)
        self._pages, self._clicks, self._impressions = pages[on_first], clicks[on_first], impressions[on_first]
        self._known: dict[int, tuple[Expected, ...]] = {}

    def expected(self, position: float, page: int = -1) -> Expected:
        """The rate at a position by all other pages: a page is not measured by itself."""
        if page not in self._known:
            self._known[page] = self._curve(page)
        return self._known[page][min(10, max(1, round(position))) - 1]

    def _curve(self, page: int) -> tuple[Expected, ...]:
        found: list[Expected] = []
        for band, common in enumerate(COMMON, start=1):
            own = self._own(band, page)
            rate = common if own is None else min(max(own, common * _BOUNDS[0]), common * _BOUNDS[1])
            ceiling = found[-1].rate if found else 1.0
            found.append(Expected(min(rate, ceiling), own is not None))  # further down is never clicked more
        return tuple(found)

    def _own(self, band: int, page: int) -> float | None:
        """The upper quartile of the pages at a position; None where they are too few."""
        mine = (self._bands == band) & (self._pages != page)
        pages, place = np.unique(self._pages[mine], return_inverse=True)
        impressions = np.bincount(place, self._impressions[mine], len(pages))
        clicks = np.bincount(place, self._clicks[mine], len(pages))
        counts = impressions >= LEAST_OF_PAGE
        is_enough = impressions[counts].sum() >= LEAST_IMPRESSIONS and counts.sum() >= LEAST_PAGES
        if not is_enough or (clicks[counts] > 0).sum() < LEAST_CLICKED:
            return None
        return float(np.percentile(clicks[counts] / impressions[counts], _QUARTILE))
