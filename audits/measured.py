"""The parts of pages that were read once each after the crawl: what each weighs, and who loads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from audits.assets import users_of
from audits.site import Edge, SiteView
from store.model import ASSET_KINDS

GOOD_BYTES_PER_PIXEL = 2 / 12
"""Bytes a pixel that an image may weigh at most (Lighthouse: image-delivery); AVIF is counted like the others."""
LEAST_IMAGE_SAVING = 4_096
"""Bytes of an image that are worth a word (Lighthouse: BYTE_SAVINGS_THRESHOLD)."""
_RASTER = frozenset({"jpeg", "png", "webp", "avif"})


class Measured(NamedTuple):
    """One file that was read."""

    url: str
    data: Mapping[str, Any]

    @property
    def type(self) -> str:
        """Media type."""
        return str(self.data.get("type", ""))

    @property
    def bytes(self) -> int:
        """Bytes as sent; 0 where they are not known."""
        return int(self.data.get("bytes") or 0)

    def header(self, name: str) -> str:
        """A response header by its lower-case name; empty where it was not sent."""
        return str((self.data.get("headers") or {}).get(name, ""))

    @property
    def is_script(self) -> bool:
        """Whether it is JavaScript."""
        return "javascript" in self.type or "ecmascript" in self.type

    @property
    def is_style(self) -> bool:
        """Whether it is CSS."""
        return self.type == "text/css"


def measured(site: SiteView) -> Mapping[str, Measured]:
    """URL -> file, for those that answered."""
    return site.once("measured assets", lambda: _read(site))


def _read(site: SiteView) -> dict[str, Measured]:
    probes = (probe for probe in site.probes if probe.kind == "asset" and probe.status in (0, 200, 206))
    return {probe.url: Measured(probe.url, probe.data) for probe in probes}


def own_files(site: SiteView) -> Iterator[Measured]:
    """The files that the site itself sends."""
    return (one for one in measured(site).values() if site.is_internal(one.url))


def is_spare_font(site: SiteView, url: str) -> bool:
    """Whether a font is there for old browsers alone: an EOT, or one beside a WOFF or EOT of the same name."""

    def stems() -> frozenset[str]:
        paths = (one.partition("?")[0].rpartition(".") for one in site.ids if ".woff" in one or ".eot" in one)
        return frozenset(stem for stem, _, kind in paths if kind in ("woff2", "woff", "eot"))

    stem, _, kind = url.partition("?")[0].rpartition(".")
    return kind == "eot" or (kind in ("ttf", "otf", "svg") and stem in site.once("font_stems", stems))


def page_counts(site: SiteView) -> Mapping[int, int]:
    """URL id -> how many pages load it, counted over all of them."""

    def count() -> dict[int, int]:
        pages = np.fromiter((page.id for page in site.pages if page.is_html), dtype=np.int64)  # no style sheets
        is_part = np.isin(site.links.kind, [int(kind) for kind in ASSET_KINDS]) & np.isin(site.links.source, pages)
        source, target = site.links.source[is_part], site.links.target[is_part]
        pairs = np.unique(np.stack([source.astype(np.int64), target.astype(np.int64)]), axis=1)
        counts = np.bincount(pairs[1]) if pairs.size else np.zeros(0, dtype=np.int64)
        return {int(number): int(counts[number]) for number in np.flatnonzero(counts)}

    return site.once("pages of assets", count)


def pages_with(site: SiteView, url: str) -> int:
    """How many pages load a file; of one that only style sheets name, those that load the most used of these."""
    number = site.ids.get(url, -1)
    counts = page_counts(site)
    known = counts.get(number, 0)
    return known or max((counts.get(sheet, 0) for sheet in _sheets_with(site).get(number, ())), default=0)


def _sheets_with(site: SiteView) -> Mapping[int, list[int]]:
    """URL id -> ids of the style sheets that name it."""

    def find() -> dict[int, list[int]]:
        pages = np.fromiter((page.id for page in site.pages if page.is_html), dtype=np.int64)
        is_part = np.isin(site.links.kind, [int(kind) for kind in ASSET_KINDS]) & ~np.isin(site.links.source, pages)
        found: dict[int, list[int]] = {}
        for source, target in zip(
            site.links.source[is_part].tolist(), site.links.target[is_part].tolist(), strict=True
        ):
            found.setdefault(target, []).append(source)
        return found

    return site.once("style sheets of assets", find)


def uses_of(site: SiteView, url: str) -> list[Edge]:
    """One link of each page that loads a file, of the first 500; other files that load it are left out."""
    return [edge for edge in users_of(site, url, ASSET_KINDS) if site.page(edge.source) is not None]


def image_waste(data: Mapping[str, Any]) -> int:
    """Bytes of an image above what its pixels need; 0 where that is little or unknown."""
    if data.get("format") not in _RASTER or data.get("is_animated"):
        return 0
    pixels = int(data.get("width") or 0) * int(data.get("height") or 0)
    waste = int(data.get("bytes") or 0) - round(GOOD_BYTES_PER_PIXEL * pixels)
    return waste if pixels and waste > LEAST_IMAGE_SAVING else 0


def is_told_by_pixels(site: SiteView, url: str) -> bool:
    """Whether image-heavy-for-pixels speaks of an image, with the exact saving."""
    one = measured(site).get(url)
    return one is not None and image_waste(one.data) > 0 and url not in site.facts.lcp_images
