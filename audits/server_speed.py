"""How long the server takes before it begins to answer, by kind of page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from statistics import median

from audits.site import SiteView
from store.model import Page

SLOW_TTFB_MS = 600.0
"""Milliseconds to the first byte above which a server is slow (Lighthouse: document-latency)."""
POOR_TTFB_MS = 1_800.0
"""Above which it is poor (web.dev)."""
MINIMUM_PAGES = 3
"""Pages of a template whose median is taken: one slow answer proves nothing."""


def pages_by_template(site: SiteView) -> Mapping[int, list[Page]]:
    """Template id -> its content pages whose first byte was timed."""
    groups: dict[int, list[Page]] = defaultdict(list)
    for page in site.content:
        if page.template_id is not None and page.ttfb_ms is not None:
            groups[page.template_id].append(page)
    return groups


def slow_templates(site: SiteView, slow_ms: float, minimum_pages: int) -> dict[int, float]:
    """Template id -> median milliseconds to the first byte, for the templates where the server begins late."""
    medians = {
        number: median([page.ttfb_ms or 0.0 for page in pages])
        for number, pages in pages_by_template(site).items()
        if len(pages) >= minimum_pages
    }
    return {number: middle for number, middle in medians.items() if middle > slow_ms}


def times_at_rest(site: SiteView) -> Mapping[str, float]:
    """URL -> median milliseconds to the first byte of the fetches that were made one by one after the crawl."""
    return {
        probe.url: median(probe.data["ttfb_ms"]) for probe in site.probes_of("first-byte") if probe.data.get("ttfb_ms")
    }
