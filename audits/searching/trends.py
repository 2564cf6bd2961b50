"""What became of the clicks of a page between two windows, and what most likely took them."""

from __future__ import annotations

from typing import NamedTuple

from store.search_model import Measures

WORSE_BY = 1.0  # places
FEWER = 0.9  # impressions against before, below which they are fewer
SELDOM = 0.8  # clicks for each impression against before, below which they are seldom


class Fall(NamedTuple):
    """How much a page lost."""

    lost: int  # clicks
    share: float  # of what it had, 0 to 1
    reason: str  # in words


def fall_of(before: Measures, now: Measures | None) -> Fall:
    """The fall from one window to the next; `now` is None where the page has no row any more."""
    if now is None:
        return Fall(before.clicks, 1.0, "search no longer shows it")
    lost = before.clicks - now.clicks
    return Fall(lost, lost / before.clicks if before.clicks else 0.0, _reason(before, now))


def _reason(before: Measures, now: Measures) -> str:
    fewer = now.impressions < FEWER * before.impressions
    if before.position is not None and now.position is not None and now.position - before.position > WORSE_BY:
        return f"it stands lower: {before.position:.1f} before, {now.position:.1f} now"
    if not fewer and (now.ctr or 0.0) < SELDOM * (before.ctr or 0.0):
        return f"it is clicked less often: {before.ctr or 0:.1%} before, {now.ctr or 0:.1%} now"
    if fewer:
        return f"it is shown less often: {before.impressions:,} times before, {now.impressions:,} now"
    return "no single reason stands out"
