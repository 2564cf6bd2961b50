"""Adds up what searches and visits the pages of a cause had; unknown stays unknown, and no row counts twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audits.site import SiteView
from store.model import Traffic, TrafficSource

LEAST_CLICKS = 100
"""Clicks of the whole site below which a share of them is chance."""
CLICKS, REVENUE = "clicks", "revenue"
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Worth:
    """The share that some pages have of what the whole site has, and of what; share None: unknown."""

    share: float | None = None
    of: str = ""  # "clicks" or "revenue"


class PageTraffic:
    """What is known of each page of a site, in arrays by page id, so that thousands of causes are added up quickly."""

    def __init__(self, site: SiteView) -> None:
        self._site = site
        ids = site.ids
        size = max([0, *site.urls, *(page.id for page in site.pages)]) + 1
        self._rows = np.full(size, -1, np.int64)  # place of the page's row among those of the search engine
        self._clicks = self._impressions = np.empty(0)
        search = site.search
        if search is not None:
            homes = {url: place for place, url in enumerate(search.now.pages)}
            self._clicks = np.array([one.clicks for one in search.now.pages.values()], np.float64)
            self._impressions = np.array([one.impressions for one in search.now.pages.values()], np.float64)
            known = {ids[url]: place for url, place in homes.items() if url in ids}
            for page in site.pages:
                place = known.get(page.id)
                if place is None and (page.redirect_to or page.facts is not None):
                    place = homes.get(search.join.home(page.url))
                if place is not None:
                    self._rows[page.id] = place
            for number, place in known.items():
                self._rows[number] = place
        self._sessions, self._revenue = np.full(size, np.nan), np.full(size, np.nan)
        for url, visits in (site.visits.pages if site.visits is not None else {}).items():
            if url in ids:
                self._sessions[ids[url]] = _nan(visits.sessions)
                self._revenue[ids[url]] = _nan(visits.revenue)

    def of(self, page_ids: Sequence[int]) -> Traffic | None:
        """The sums over some pages; None where neither searches nor visits are known of the site at all."""
        search, visits = self._site.search, self._site.visits
        if search is None and visits is None:
            return None
        ids = np.unique(np.fromiter((number for number in page_ids if 0 < number < len(self._rows)), np.int64))
        found = self._rows[ids]
        rows = np.unique(found[found >= 0])
        sessions, revenue = self._sessions[ids], self._revenue[ids]
        has_row, has_visit = found >= 0, ~np.isnan(sessions)
        sources = []
        if search is not None:
            sources.append(TrafficSource(search.source, search.account, *search.now.window, int(has_row.sum())))
        if visits is not None:
            sources.append(TrafficSource(visits.source, visits.account, *visits.window, int(has_visit.sum())))
        clicks, earned = self._clicks[rows], _sum(revenue)
        worth = self._worth(clicks, earned)
        return Traffic(
            clicks=_sum(clicks),
            impressions=_sum(self._impressions[rows]),
            sessions=_sum(sessions),
            revenue=earned,
            currency=visits.currency if visits is not None else "",
            pages=len(ids),
            pages_known=int((has_row | has_visit).sum()),
            sources=tuple(sources),
            notes=(*(search.notes if search is not None else ()), *(visits.notes if visits is not None else ())),
            share=worth.share,
            share_of=worth.of,
        )

    def _worth(self, clicks: Numbers, earned: float | None) -> Worth:
        """Revenue says more than clicks; where neither is known of these pages, nothing is said."""
        whole = _sum(self._revenue)
        if earned is not None and whole:
            return Worth(min(1.0, max(0.0, earned / whole)), REVENUE)
        total = float(self._clicks.sum())
        if len(clicks) and total >= LEAST_CLICKS:
            return Worth(float(clicks.sum()) / total, CLICKS)
        return Worth()


def page_worth(site: SiteView) -> dict[str, float]:
    """Crawled URL -> revenue where it is known of the site, else clicks, else visits; empty where nothing is known."""
    visits, search = site.visits, site.search
    if visits is not None and any(one.revenue for one in visits.pages.values()):
        return {url: one.revenue for url, one in visits.pages.items() if one.revenue}
    if search is not None and search.now.pages:
        return {url: float(one.clicks) for url, one in search.now.pages.items() if one.clicks}
    if visits is not None:
        return {url: one.sessions for url, one in visits.pages.items() if one.sessions}
    return {}


def _sum(values: Numbers | Iterable[float]) -> float | None:
    """The sum of what is known; None where nothing is."""
    known = np.asarray(values, np.float64)
    known = known[~np.isnan(known)]
    return float(known.sum()) if len(known) else None


def _nan(value: float | None) -> float:
    return float("nan") if value is None else value


__all__ = ["PageTraffic", "page_worth"]
