"""Where the score that links pass on comes to rest: PageRank over everything that was fetched, redirects included."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from audits.site import SiteView
from store.model import NAVIGATION_KINDS, LinkFlag

_ROUNDS = 12
"""The sum over many pages settles long before single values do: what is left after twelve rounds is below 15 %."""
_DAMPING = 0.85


def link_flow(site: SiteView) -> dict[int, float]:
    """URL id of every fetched URL of the site -> its share of the score, all together 1.0.

    Every followed link counts once. What links lead to outside of the site or to what was not fetched passes nothing.
    """
    numbers = np.array(sorted(page.id for page in site.pages if site.is_internal(page.url)), dtype=np.int64)
    size = len(numbers)
    if not size:
        return {}
    source, target = _edges(site, numbers)
    out = np.bincount(source, minlength=size).astype(np.float64)
    rank = np.full(size, 1.0 / size)
    for _ in range(_ROUNDS):
        share = np.divide(rank, out, out=np.zeros(size), where=out > 0)
        lost = rank[out == 0].sum() / size
        flow = np.bincount(target, weights=share[source], minlength=size) if len(source) else np.zeros(size)
        rank = (1 - _DAMPING) / size + _DAMPING * (flow + lost)
    rank /= rank.sum()
    return dict(zip(numbers.tolist(), rank.tolist(), strict=True))


def _edges(site: SiteView, numbers: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    links = site.links
    position = np.full(max([0, *site.urls]) + 1, -1, dtype=np.int64)
    position[numbers] = np.arange(len(numbers))
    mask = np.isin(links.kind, [int(kind) for kind in NAVIGATION_KINDS]) & (links.source != links.target)
    mask &= (links.flags & int(LinkFlag.NOFOLLOW)) == 0
    source, target = position[links.source[mask]], position[links.target[mask]]
    hops = [(page.id, site.ids.get(page.redirect_to, -1)) for page in site.pages if page.redirect_to]
    if hops:
        origins, ends = (np.array(column, dtype=np.int64) for column in zip(*hops, strict=True))
        known = ends >= 0
        source = np.concatenate([source, position[origins[known]]])
        target = np.concatenate([target, position[ends[known]]])
    both = (source >= 0) & (target >= 0)
    return source[both], target[both]


__all__ = ["link_flow"]
