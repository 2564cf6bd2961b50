"""The site as a site rule sees it, cut down to some of its pages: as the run left them, and as they are now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from audits.duplicates import signature_of
from audits.page import SiteFacts
from audits.site import Signature, SkippedUrl
from marsad.config import Config
from marsad.judge import SKIPPED_LIMIT, site_facts, view_of
from marsad.verify_fresh import Fresh
from marsad.verify_reads import TracedSite
from store.database import Store
from store.links import COLUMNS, LinkTable
from store.model import Page, Probe, Run, SitemapEntry, Target
from store.urls import split

SITEWIDE = frozenset(
    {"certificate", "favicon", "indexnow", "ipv6", "license", "llms-txt", "sitemap", "soft-404", "tls"}
)
"""Kinds of probes that are asked once a site: what is asked again takes the place of all of the kind."""


class Worlds:
    """The stored run of one cause, from which sites are built."""

    def __init__(self, store: Store, run: Run, config: Config) -> None:
        self.store = store
        self.run = run
        self.config = config

    # --- what the run holds, read when it is first asked for

    @cached_property
    def urls(self) -> Mapping[int, str]:
        """Id -> URL of every known URL."""
        return self.store.urls(self.run.id)

    @cached_property
    def ids(self) -> Mapping[str, int]:
        """URL -> id of every known URL."""
        return {url: number for number, url in self.urls.items()}

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """What was asked and not crawled, by URL."""
        return {one.url: one for one in self.store.targets(self.run.id)}

    @cached_property
    def probes(self) -> tuple[Probe, ...]:
        """The one-off questions."""
        return tuple(self.store.probes(self.run.id))

    @cached_property
    def skipped(self) -> list[SkippedUrl]:
        """What was known and not fetched."""
        found = self.store.skipped(self.run.id, limit=SKIPPED_LIMIT)
        return [SkippedUrl(url, reason, detail, number) for number, url, reason, detail in found]

    @cached_property
    def facts(self) -> SiteFacts:
        """What page rules know of the site."""
        hosts = {split(page.url).netloc for page in self.store.page_answers(self.run.id) if page.status == 200}
        return site_facts(self.store, self.run, self.config.judge, sorted(hosts))

    def pages_of(self, urls: Iterable[str]) -> dict[str, Page]:
        """The fetched pages of these URLs."""
        ids = [self.ids[url] for url in dict.fromkeys(urls) if url in self.ids]
        return {page.url: page for page in self.store.pages(self.run.id, ids=ids)}

    def linking(self, urls: Iterable[str]) -> list[str]:
        """The pages that link to these URLs."""
        wanted = [self.ids[url] for url in urls if url in self.ids]
        links = self.store.links(self.run.id, texts=False)
        sources = np.unique(links.source[np.isin(links.target, wanted)]).tolist()
        return [self.urls[one] for one in sources if one in self.urls]

    def users(self, files: Iterable[str]) -> list[str]:
        """One page that loads each of these files, where one does."""
        wanted = [self.ids[url] for url in files if url in self.targets and url in self.ids]
        if not wanted:
            return []
        links = self.store.links(self.run.id, texts=False)
        rows = np.flatnonzero(np.isin(links.target, wanted))
        _, first = np.unique(links.target[rows], return_index=True)
        sources = np.unique(links.source[rows[first]]).tolist()
        return [self.urls[one] for one in sources if one in self.urls]

    # --- sites

    def then(self, urls: Collection[str] | None, fresh: Fresh | None = None) -> TracedSite:
        """The site as the run left it: these pages alone, or all (None).

        With `fresh`, only what was asked again: then whatever differs from `now` differs because the site does.
        """
        pages = list((self.pages_of(urls) if urls is not None else self._all()).values())
        texts = self._texts(pages)
        links = self.store.links(self.run.id, ids=[page.id for page in pages] if urls is not None else None)
        probes: Iterable[Probe] = self.probes
        targets = self.targets
        if fresh is not None and urls is not None:
            kinds = _asked_again(fresh)
            probes = [one for one in probes if one.kind in kinds or (one.kind, one.url) in fresh.probes]
            linked = _linked(fresh)
            targets = {url: one for url, one in targets.items() if url in fresh.targets or url not in linked}
        return self._site(pages, links, self.urls, targets, tuple(probes), self._sitemap(),
                          self.skipped, self._signatures(texts, pages), texts)  # fmt: skip

    def now(self, fresh: Fresh, *, is_whole: bool) -> TracedSite:
        """The site with what was fetched again: that alone, or in the place of what the run holds (whole)."""
        urls, ids = dict(self.urls), dict(self.ids)
        known = [
            *fresh.pages,
            *fresh.targets,
            *(url for store, run in fresh.runs for url in store.urls(run.id).values()),
        ]
        for number, url in enumerate(dict.fromkeys(one for one in known if one not in ids), max(urls, default=0) + 1):
            urls[number], ids[url] = url, number
        stored = self._all() if is_whole else self.pages_of(fresh.pages)
        new = {url: _in_place(page, ids[url], stored.get(url)) for url, page in fresh.pages.items()}
        pages = sorted({**(stored if is_whole else {}), **new}.values(), key=lambda page: page.id)
        kept = self.store.links(self.run.id) if is_whole else LinkTable.empty()
        gone = [page.id for page in new.values()]
        links = _joined(kept, ~np.isin(kept.source, gone), fresh, ids)
        kinds = _asked_again(fresh)
        old = [
            one for one in self.probes if is_whole and one.kind not in kinds and (one.kind, one.url) not in fresh.probes
        ]
        skipped = [one for one in self.skipped if one.url not in fresh.pages and one.url not in fresh.skipped]
        skipped += [SkippedUrl(url, why, detail, ids.get(url, 0)) for url, (why, detail) in fresh.skipped.items()
                    if url in self.ids]  # fmt: skip
        left = frozenset() if is_whole else fresh.lost
        targets = {url: one for url, one in self.targets.items() if url not in fresh.pages and url not in left}
        targets.update(fresh.targets)
        bodies = {ids[url]: body for url, body in fresh.bodies.items()}
        sitemap = fresh.sitemap if fresh.has_sitemap else self._sitemap()
        return self._site(pages, links, urls, targets, (*old, *fresh.probes.values()), sitemap, skipped,
                          self._signatures(bodies, list(new.values())), bodies)  # fmt: skip

    def _all(self) -> dict[str, Page]:
        return {page.url: page for page in self.store.pages(self.run.id)}

    def _sitemap(self) -> tuple[SitemapEntry, ...]:
        return tuple(self.store.sitemap(self.run.id))

    def _texts(self, pages: list[Page]) -> dict[int, bytes]:
        few = [page.id for page in pages] if len(pages) <= 500 else []  # of a whole site they are read one by one
        return self.store.bodies(self.run.id, few)

    def _signatures(self, bodies: Mapping[int, bytes], pages: list[Page]) -> dict[int, Signature]:
        found = {}
        for page in pages:
            if body := bodies.get(page.id):
                one = signature_of(view_of(page, body, self.facts, {}))
                if one is not None:
                    found[page.id] = one
        return found

    def _site(
        self, pages: list[Page], links: LinkTable, urls: Mapping[int, str], targets: Mapping[str, Target],
        probes: tuple[Probe, ...], sitemap: tuple[SitemapEntry, ...], skipped: list[SkippedUrl],
        signatures: Mapping[int, Signature], bodies: Mapping[int, bytes],
    ) -> TracedSite:  # fmt: skip
        facts = replace(self.facts, targets=targets)

        def read_text(page: Page) -> str:
            body = bodies.get(page.id)
            if body is None:
                body = self.store.bodies(self.run.id, [page.id]).get(page.id, b"")
            return view_of(page, body, facts, {}).visible_text

        made = TracedSite(
            facts=facts, pages=pages, links=links, urls=urls, targets=targets, probes=probes, sitemap=sitemap,
            skipped=skipped, skip_counts=self.store.skip_counts(self.run.id),
            templates=tuple(self.store.templates(self.run.id)), signatures=signatures, read_text=read_text,
        )  # fmt: skip
        return TracedSite.of(made)


def _in_place(page: Page, number: int, before: Page | None) -> Page:
    """A page that was fetched again, under the id and in the place that it has in the run."""
    if before is None:
        return replace(page, id=number)
    return replace(
        page, id=number, depth=before.depth, sources=before.sources, template_id=before.template_id,
        asked_url=before.asked_url,
    )  # fmt: skip


def _asked_again(fresh: Fresh) -> set[str]:
    """The kinds of probes that are asked once a site and were asked again, those that found nothing among them."""
    kinds = (fresh.kinds() & SITEWIDE) - {"sitemap"}
    return kinds | {"sitemap"} if fresh.has_sitemap else kinds


def _linked(fresh: Fresh) -> set[str]:
    """The URLs that the pages link to which were fetched again."""
    found: set[str] = set()
    for store, run in fresh.runs:
        urls = store.urls(run.id)
        found.update(urls[one] for one in np.unique(store.links(run.id, texts=False).target).tolist() if one in urls)
    return found


def _joined(kept: LinkTable, mask: Any, fresh: Fresh, ids: Mapping[str, int]) -> LinkTable:
    """The links that stay and those of the pages that were fetched again, in order of their sources."""
    columns = {name: [getattr(kept, name)[mask]] for name in COLUMNS}
    texts = list(kept.texts)
    met = {ids[url] for url in fresh.lost if url in ids}
    for store, run in reversed(fresh.runs):  # the newest answer of a page counts
        found = store.links(run.id)
        numbers = store.urls(run.id)
        size = max([0, *numbers]) + 1
        place = np.zeros(size, dtype=np.int32)
        for number, url in numbers.items():
            place[number] = ids[url]
        rows = ~np.isin(place[found.source], sorted(met)) if len(found) else np.zeros(0, dtype=bool)
        for name in COLUMNS:
            column = getattr(found, name)[rows]
            if name in ("source", "target"):
                column = place[column]
            elif name == "text":
                column = column + len(texts)
            columns[name].append(column.astype(COLUMNS[name]))
        texts += found.texts
        met.update(int(one) for one in np.unique(columns["source"][-1]))
    merged = {name: np.concatenate(parts) for name, parts in columns.items()}
    order = np.argsort(merged["source"], kind="stable")
    return LinkTable(**{name: column[order] for name, column in merged.items()}, texts=texts)


__all__ = ["Worlds"]
