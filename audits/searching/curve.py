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
_QUARTILE = 0.75
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
        bands = np.clip(np.rint(positions[on_first]), 1, 10).astype(np.int64)
        own, clicked, shown = pages[on_first], clicks[on_first], impressions[on_first]
        self._bands = [_band(own[bands == band], clicked[bands == band], shown[bands == band]) for band in range(1, 11)]
        self._known: dict[int, tuple[Expected, ...]] = {}

    def expected(self, position: float, page: int = -1) -> Expected:
        """The rate at a position by all other pages: a page is not measured by itself."""
        if page not in self._known:
            self._known[page] = self._curve(page)
        return self._known[page][min(10, max(1, round(position))) - 1]

    def _curve(self, page: int) -> tuple[Expected, ...]:
        found: list[Expected] = []
        for band, common in zip(self._bands, COMMON, strict=True):
            own = band.quartile_without(page)
            rate = common if own is None else min(max(own, common * _BOUNDS[0]), common * _BOUNDS[1])
            ceiling = found[-1].rate if found else 1.0
            found.append(Expected(min(rate, ceiling), own is not None))  # further down is never clicked more
        return tuple(found)


class _Band(NamedTuple):
    """The pages at one position that were shown often enough, by rising rate."""

    rates: list[float]
    impressions: list[float]
    place: dict[int, int]  # page -> its place in the rates
    shown: float  # impressions of all
    clicked: int  # pages with clicks

    def quartile_without(self, page: int) -> float | None:
        """The upper quartile of all other pages; None where they are too few."""
        out = self.place.get(page)
        number = len(self.rates) - (out is not None)
        shown = self.shown - (self.impressions[out] if out is not None else 0)
        clicked = self.clicked - (out is not None and self.rates[out] > 0)
        if shown < LEAST_IMPRESSIONS or number < LEAST_PAGES or clicked < LEAST_CLICKED:
            return None

        def rate(at: int) -> float:
            return self.rates[at if out is None or at < out else at + 1]

        at = (number - 1) * _QUARTILE
        low = int(at)
        return rate(low) + (at - low) * (rate(min(low + 1, number - 1)) - rate(low))


def _band(pages: NDArray[np.int64], clicks: NDArray[np.int64], impressions: NDArray[np.int64]) -> _Band:
    names, place = np.unique(pages, return_inverse=True)
    shown = np.bincount(place, impressions, len(names))
    clicked = np.bincount(place, clicks, len(names))
    enough = np.flatnonzero(shown >= LEAST_OF_PAGE)
    rates = clicked[enough] / shown[enough]
    order = np.argsort(rates, kind="stable")
    ordered = enough[order]
    return _Band(
        rates[order].tolist(), shown[ordered].tolist(),
        {page: at for at, page in enumerate(names[ordered].tolist())},
        float(shown[ordered].sum()), int((clicked[ordered] > 0).sum()),
    )  # fmt: skip
