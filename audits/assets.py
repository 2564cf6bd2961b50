"""Images, scripts and other parts of pages: what the site's answer to each was, and which pages use it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from audits.site import Edge, SiteView
from store.model import LinkKind, LinkState, Target

MOST_USES = 500  # pages that are named for one asset: a logo stands on every page
IMAGE_KINDS = (LinkKind.IMAGE, LinkKind.SRCSET, LinkKind.CSS_IMAGE, LinkKind.POSTER)


class AssetUse(NamedTuple):
    """An asset that was asked, with the links of distinct pages that load it."""

    target: Target
    uses: list[Edge]


def users_of(site: SiteView, url: str, kinds: Iterable[LinkKind]) -> list[Edge]:
    """One link of each page that loads a URL, at most MOST_USES."""
    found: dict[str, Edge] = {}
    for edge in site.edges_to(url, kinds):
        found.setdefault(edge.source, edge)
        if len(found) >= MOST_USES:
            break
    return list(found.values())


def asset_uses(site: SiteView, kinds: Iterable[LinkKind]) -> Iterator[AssetUse]:
    """Every asked asset that pages load in one of the given ways.

    An image that was crawled as a page of its own, because a link leads to it, counts too.
    """
    wanted = tuple(kinds)
    for target in site.targets.values():
        if uses := users_of(site, target.url, wanted):
            yield AssetUse(target, uses)
    for page in site.pages:
        if page.is_html or not page.status or page.url in site.targets or page.redirect_to:
            continue
        if uses := users_of(site, page.url, wanted):
            state = (
                LinkState.OK
                if page.status == 200
                else LinkState.DEAD
                if page.status in (404, 410)
                else LinkState.UNKNOWN
            )
            size = page.body_bytes or None
            yield AssetUse(Target(page.url, state, page.status, content_type=page.content_type, size_bytes=size), uses)
