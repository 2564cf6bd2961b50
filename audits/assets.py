"""Images, scripts and other parts of pages: what the site's answer to each was, and which pages use it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from audits.site import Edge, SiteView
from store.model import LinkKind, LinkState, Target
from store.urls import resolve

MOST_USES = 500  # pages that are named for one asset: a logo stands on every page
IMAGE_KINDS = (LinkKind.IMAGE, LinkKind.SRCSET, LinkKind.CSS_IMAGE, LinkKind.POSTER)


_SLASHES = re.compile("/{2,}")


class AssetUse(NamedTuple):
    """An asset that was asked, with the links of distinct pages that load it."""

    target: Target
    uses: list[Edge]


def is_misspelt(site: SiteView, url: str, target: str = "") -> bool:
    """Whether a page is fetched under an address with two slashes in a row besides its own.

    Its relative links miss there, and url-double-slash tells why. Where its own address is not known, the link to
    `target` decides: from the address without the second slash it would have hit.
    """
    if url.count("//") < 2:
        return False  # nearly always, and asked of every link
    scheme, mark, rest = url.partition("://")
    path, query_mark, query = rest.partition("?")
    if "//" not in path or ":/" in path:
        return False
    own = f"{scheme}{mark}{_SLASHES.sub('/', path)}"
    twin = site.page(f"{own}{query_mark}{query}")
    if twin is not None or not target.startswith(f"{scheme}{mark}{path.partition('/')[0]}/"):
        return twin is not None and twin.status == 200
    meant = resolve(_relative(path, target.partition("://")[2]), own)
    page, asset = site.page(meant or ""), site.targets.get(meant or "")
    return (page is not None and page.status == 200) or (asset is not None and asset.state is LinkState.OK)


def _relative(path: str, target: str) -> str:
    """The link that leads from one path to another; here two slashes have an empty folder between them."""
    folders, steps = path.split("/")[:-1], target.split("/")
    shared = 0
    while shared < min(len(folders), len(steps) - 1) and folders[shared] == steps[shared]:
        shared += 1
    return "/".join([".."] * (len(folders) - shared) + steps[shared:])


def users_of(site: SiteView, url: str, kinds: Iterable[LinkKind]) -> list[Edge]:
    """One link of each page that loads a URL, at most MOST_USES."""
    found: dict[str, Edge] = {}
    for edge in site.edges_to(url, kinds, MOST_USES):
        if not is_misspelt(site, edge.source, url):
            found.setdefault(edge.source, edge)
    return list(found.values())


def asset_uses(
    site: SiteView, kinds: Iterable[LinkKind], is_wanted: Callable[[Target], bool] = lambda _target: True
) -> Iterator[AssetUse]:
    """Every asked asset that pages load in one of the given ways, and that is wanted: the uses are looked up late.

    An image that was crawled as a page of its own, because a link leads to it, counts too.
    """
    wanted = tuple(kinds)
    for target in (*site.targets.values(), *_crawled(site)):
        if is_wanted(target) and (uses := users_of(site, target.url, wanted)):
            yield AssetUse(target, uses)


def _crawled(site: SiteView) -> Iterator[Target]:
    for page in site.pages:
        if page.is_html or not page.status or page.url in site.targets or page.redirect_to:
            continue
        is_dead = page.status in (404, 410)
        state = LinkState.OK if page.status == 200 else LinkState.DEAD if is_dead else LinkState.UNKNOWN
        yield Target(
            page.url,
            state,
            page.status,
            content_type=page.content_type,
            size_bytes=page.body_bytes or None,
            headers=page.headers,
            method="GET",
        )
