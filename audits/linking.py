"""Who links to a URL, told as evidence: one piece a linking page, so that a target is one cause with all its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from audits.assets import is_misspelt
from audits.site import Edge, SiteView
from store.model import NAVIGATION_KINDS, Evidence, Failure, LinkFlag, LinkKind, Outcome, Page, Severity

MAX_SOURCES = 5_000
"""Linking pages that are told for one target; the true number stands in the facts, and in the cause."""

LINK_KINDS = NAVIGATION_KINDS | {
    LinkKind.SCRIPTED, LinkKind.NOSCRIPT, LinkKind.STRUCTURED, LinkKind.SOCIAL_URL, LinkKind.CITE, LinkKind.RELATED,
    LinkKind.FORM_GET, LinkKind.REFRESH, LinkKind.FRAME,
}  # fmt: skip
"""Kinds whose target is told as a broken link; parts of pages and canonicals have rules of their own."""

_WORDS = {
    LinkKind.SCRIPTED: "link made by a script",
    LinkKind.NOSCRIPT: "link for visitors without scripts",
    LinkKind.STRUCTURED: "structured data, manifest or feed",
    LinkKind.SOCIAL_URL: "social card",
    LinkKind.CITE: "source of a quotation",
    LinkKind.RELATED: "licence, author, help or search",
    LinkKind.FORM_GET: "form",
    LinkKind.REFRESH: "refresh",
    LinkKind.FRAME: "frame",
}

NO_CONNECTION = frozenset({Failure.DNS, Failure.REFUSED, Failure.TLS, Failure.RESET})


def linking_edges(site: SiteView, url: str, kinds: Iterable[LinkKind] = NAVIGATION_KINDS) -> list[Edge]:
    """One edge for each other page that links to a URL, in the order of the pages."""
    found: dict[str, Edge] = {}
    for edge in site.edges_to(url, kinds):
        if edge.source != url and not is_misspelt(site, edge.source, url):
            found.setdefault(edge.source, edge)
    return list(found.values())


class LinkCounts(NamedTuple):
    """Links that people follow between different pages, counted by URL id: one array an answer."""

    incoming: npt.NDArray[np.int64]
    nofollow: npt.NDArray[np.int64]  # of the incoming, those that say nofollow
    from_indexable: npt.NDArray[np.int64]  # of the incoming, those that stand on indexable pages
    outgoing: npt.NDArray[np.int64]  # links to other pages of the site


def link_counts(site: SiteView) -> LinkCounts:
    """How many links lead to and from each URL; counted once for all rules, without a walk over the edges."""
    return site.once("link-counts", lambda: _count(site))


def _count(site: SiteView) -> LinkCounts:
    links = site.links
    size = max(site.urls, default=0) + 1
    mask = np.isin(links.kind, [int(kind) for kind in NAVIGATION_KINDS]) & (links.source != links.target)
    source, target, flags = links.source[mask], links.target[mask], links.flags[mask]
    is_indexable = np.zeros(size, dtype=bool)
    is_indexable[[page.id for page in site.indexable]] = True
    is_internal = np.zeros(size, dtype=bool)
    is_internal[[number for number, url in site.urls.items() if site.is_internal(url)]] = True

    def count(numbers: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
        return np.bincount(numbers, minlength=size).astype(np.int64)

    return LinkCounts(
        incoming=count(target),
        nofollow=count(target[(flags & int(LinkFlag.NOFOLLOW)) != 0]),
        from_indexable=count(target[is_indexable[source]]),
        outgoing=count(source[is_internal[target]]),
    )


def told_by_links(
    site: SiteView,
    target: str,
    message: str,
    *,
    kinds: Iterable[LinkKind] = NAVIGATION_KINDS,
    facts: Mapping[str, Any] | None = None,
    key: str | None = None,
    severity: Severity | None = None,
    outcome: Outcome = Outcome.FAIL,
) -> Iterator[Evidence]:
    """Yield evidence for each page that links to `target`, at most MAX_SOURCES; nothing where no page does.

    `key` is the URL that groups the findings where it is not the target itself.
    """
    edges = linking_edges(site, target, kinds)
    copy = _archived_copies(site).get(target)
    if copy is not None and edges:
        message = f"{message} A copy of {copy['day']} is kept at {copy['copy']}."
    for edge in edges[:MAX_SOURCES]:
        known = {"text": edge.text, "place": edge.place.name.lower(), "linking_pages": len(edges)}
        if edge.kind in _WORDS:
            known["found_in"] = _WORDS[edge.kind]
        if key is not None and key != target:
            known["linked"] = target
        yield Evidence(
            message=message,
            url=edge.source,
            target=target if key is None else key,
            place=edge.place.name.lower() if edge.place else "",
            line=edge.line or None,
            facts={**(facts or {}), **known},
            severity=severity,
            outcome=outcome,
        )


def _archived_copies(site: SiteView) -> Mapping[str, Mapping[str, str]]:
    """By URL of a page that is gone: the `copy` that an archive keeps of it, and the `day` that it shows."""

    def read() -> dict[str, Mapping[str, str]]:
        return {probe.url: probe.data for probe in site.probes_of("archived") if probe.data.get("copy")}

    return site.once("archived-copies", read)


def is_broken(page: Page) -> bool:
    """Whether a page is surely gone: a 4xx or 5xx, or no connection. Refusals, rate limits and challenges are not."""
    if page.failure is Failure.CHALLENGE or page.status in (401, 403, 407, 429) or says_later(page):
        return False
    return page.status >= 400 or (page.status == 0 and page.failure in NO_CONNECTION | {Failure.TIMEOUT})


def is_dead_end(site: SiteView, url: str | None) -> bool:
    """Whether a URL was fetched and leads to a broken page, so that a canonical which names it is told as dead."""
    page = site.final(url) if url else None
    return page is not None and is_broken(page)


def says_later(page: Page) -> bool:
    """Whether the server asked to come back later: a 429, or a 503 that says when."""
    return page.status == 429 or (page.status == 503 and page.header("retry-after") is not None)


def broken_pages(site: SiteView, wanted: Callable[[Page], bool]) -> Iterator[Page]:
    """Pages of the site itself that no bot wall answered for and that are as `wanted`."""
    own: list[Page] = site.once(
        "own pages",
        lambda: [page for page in site.pages if page.failure is not Failure.CHALLENGE and site.is_internal(page.url)],
    )
    yield from filter(wanted, own)
