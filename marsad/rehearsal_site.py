"""Builds the little site that a rule's example describes, as a crawl would leave it, in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from audits.duplicates import signature_of
from audits.page import PageView, SiteFacts
from audits.rule import Answer, Example
from audits.site import Signature, SiteView, SkippedUrl
from audits.templates import cluster_pages
from crawler.robots import Robots
from marsad.rehearsal_page import (
    NOW,
    Fetched,
    is_internal_to,
    normal_of,
    origin_of,
    page_of,
    site_facts,
    target_of,
)
from marsad.rehearsal_sources import bing_view, field_view, search_view, visit_view
from store.links import LinkTable
from store.model import (
    ASSET_KINDS,
    NAVIGATION_KINDS,
    Failure,
    LinkKind,
    Page,
    Probe,
    SitemapEntry,
    Skip,
    Source,
    Target,
)
from store.urls import normal_form, resolve

AGENT = "Marsad"
_ASSET_TYPES = ("image/", "font/", "audio/", "video/", "text/css", "text/javascript", "application/javascript")


def site_view(example: Example) -> SiteView:
    """Return the site that an example describes, as a crawl would leave it."""
    return _LittleSite(example).view()


@dataclass(slots=True)
class _LittleSite:
    example: Example
    origin: str = ""
    site: SiteFacts = field(default_factory=SiteFacts)
    answers: dict[str, Answer] = field(default_factory=dict)
    fetched: dict[str, Fetched] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    skipped: dict[str, SkippedUrl] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    def view(self) -> SiteView:
        example = self.example
        wanted = example.site_options.get("start_url") or next(iter(example.site), "/")
        self.origin = origin_of(normal_of(str(wanted), "https://example.com/"))
        start = normal_of("/", self.origin)
        for raw, answer in example.site.items():
            url = normal_of(raw, self.origin)
            self.answers[url] = Answer(html=answer) if isinstance(answer, str) else answer
        if start not in self.answers and self.answers:
            start = next(iter(self.answers))
        self.site = site_facts(replace_options(example, start), self.origin)
        self.targets = dict(self.site.targets)
        self.fetch()
        entries = self.sitemap()
        self.number(entries)
        pages = self.pages(entries)
        templates, assigned = cluster_pages(
            (page.id, page.url, page.fingerprint) for page in pages if page.is_html and page.status == 200
        )
        pages = [replace(page, template_id=assigned.get(page.id)) for page in pages]
        self.targets = {url: replace(one, id=self.ids[url]) for url, one in self.targets.items()}
        counts: dict[Skip, int] = defaultdict(int)
        left_out = {Skip(name): number for name, number in example.site_options.get("skip_counts", {}).items()}
        for one in self.skipped.values():
            counts[one.reason] += 1
        return SiteView(
            facts=replace(self.site, targets=self.targets),
            pages=pages,
            links=self.links(),
            urls={number: url for url, number in self.ids.items()},
            targets=self.targets,
            probes=self.probes(entries),
            sitemap=entries,
            skipped=[replace(one, url_id=self.ids[one.url]) for one in self.skipped.values()],
            skip_counts=dict(counts) | left_out,
            templates=templates,
            signatures=self.signatures(pages),
            is_truncated=bool(example.site_options.get("is_truncated", False)),
            previous_run=self.previous if self.example.site_options.get("previous") else None,
            previous_is_like=not self.example.site_options.get("previous_unlike", False),
            previous_inlinks=self.inlinks_before,
            earlier_targets=self.targets_before if self.example.site_options.get("previous") else None,
            runs_before=self.runs_before,
            search=search_view(example.search, self.origin, pages, list(self.skipped)),
            visits=visit_view(example.visits, self.origin),
            bing=bing_view(example.bing, self.origin),
            field_speed=field_view(example.field_speed, self.origin),
            read_text=lambda page: PageView(page, self.fetched[page.url].html, site=self.site).visible_text,
        )

    def is_internal(self, url: str) -> bool:
        return is_internal_to(self.site, url)

    def previous(self) -> SiteView:
        """The site as a run 30 days before left it: its pages are named in the example's site options."""
        nothing: dict[str, Any] = {"search": None, "visits": None, "bing": None, "field_speed": None}
        pages = self.example.site_options["previous"]
        nothing["robots"] = self.example.site_options.get("previous_robots", self.example.robots)
        view = site_view(replace(self.example, site=pages, site_options={}, sitemap=(), **nothing))
        view.pages = [
            replace(page, id=self.id_of(page.url), fetched_at=page.fetched_at - 30 * 86_400) for page in view.pages
        ]
        return view

    def inlinks_before(self) -> Mapping[int, int]:
        """How many pages linked to each URL in the run before."""
        view = self.previous()
        return {self.id_of(view.urls[number]): found for number, found in view.inlinks().items()}

    def targets_before(self, ids: Sequence[int]) -> Iterable[int]:
        """What some pages linked to in the run before."""
        view = self.previous()
        known = {url: self.id_of(url) for url in view.urls.values()}
        linked = zip(view.links.source.tolist(), view.links.target.tolist(), strict=True)
        return {known[view.urls[target]] for source, target in linked if known[view.urls[source]] in ids}

    def id_of(self, url: str) -> int:
        """The id of a URL, the same in both runs."""
        return self.ids.setdefault(url, len(self.ids) + 1)

    def runs_before(self, days: int) -> Callable[[], Mapping[str, str]] | None:
        """Digests of an older run: the site option `older_run` gives its age in days and what changed since,
        `older_without` what was not there."""
        age, changed = self.example.site_options.get("older_run", (0, ()))
        if age < days:
            return None
        told = {url: one.page.facts.text_digest for url, one in self.fetched.items() if one.page.facts is not None}
        for url in self.example.site_options.get("older_without", ()):
            told.pop(normal_of(url, self.origin), None)
        return lambda: told | {normal_of(url, self.origin): "other" for url in changed}

    def fetch(self) -> None:
        """Fetch every listed page that robots.txt allows; what only serves as an asset is asked, not fetched."""
        robots = Robots.parse(self.robots_text())
        for url, answer in self.answers.items():
            if not self.is_internal(url):
                self.targets[url] = target_of(url, answer)
            elif not robots.allows(AGENT, url):
                self.skipped[url] = SkippedUrl(url, Skip.ROBOTS, robots.rule(AGENT, url))
            else:
                self.fetched[url] = page_of(url, answer, self.is_internal)
        kinds: dict[str, set[LinkKind]] = defaultdict(set)
        for one in self.fetched.values():
            for link in one.links:
                kinds[link.target].add(link.kind)
        for url in list(self.fetched):
            answer = self.answers[url]
            is_loaded = bool(kinds[url]) and kinds[url] <= ASSET_KINDS
            if is_loaded or (answer.content_type.startswith(_ASSET_TYPES) and not kinds[url] & NAVIGATION_KINDS):
                del self.fetched[url]
                self.targets[url] = target_of(url, answer)
        for url, used in kinds.items():
            if self.is_internal(url) and used & NAVIGATION_KINDS and not robots.allows(AGENT, url):
                self.skipped.setdefault(url, SkippedUrl(url, Skip.ROBOTS, robots.rule(AGENT, url)))

    def robots_text(self) -> str:
        robots = self.example.robots
        if isinstance(robots, Answer):
            return robots.html if robots.status == 200 else ""
        return robots or ""

    def sitemap(self) -> list[SitemapEntry]:
        """The entries; a line may give a last change after the URL, as in "/a 2026-01-01"."""
        address = normal_of("/sitemap.xml", self.origin)
        entries = []
        for line in self.example.sitemap:
            raw, _, lastmod = line.partition(" ")
            absolute = resolve(raw, self.origin) or raw
            entries.append(SitemapEntry(normal_form(absolute) or "", absolute, address, lastmod.strip()))
        return entries

    def number(self, entries: Iterable[SitemapEntry]) -> None:
        known = [*self.answers, *self.targets, *self.skipped]
        known += [one.page.redirect_to for one in self.fetched.values() if one.page.redirect_to]
        known += [link.target for one in self.fetched.values() for link in one.links]
        known += [entry.url for entry in entries if entry.url]
        for url in known:
            self.ids.setdefault(url, len(self.ids) + 1)

    def pages(self, entries: Iterable[SitemapEntry]) -> list[Page]:
        sources = self.sources(entries)
        depths = self.depths()
        found = []
        for url, one in self.fetched.items():
            given = self.answers[url].depth
            depth = depths.get(url, 0) if given is None else given
            found.append(replace(one.page, id=self.ids[url], sources=sources[url] or Source.GIVEN, depth=depth))
        return sorted(found, key=lambda page: page.id)

    def sources(self, entries: Iterable[SitemapEntry]) -> dict[str, Source]:
        sources: dict[str, Source] = defaultdict(lambda: Source(0))
        sources[self.site.start_url] |= Source.START
        by_kind = {LinkKind.CANONICAL: Source.CANONICAL, LinkKind.HREFLANG: Source.HREFLANG}
        for url, one in self.fetched.items():
            if one.page.redirect_to:
                sources[one.page.redirect_to] |= Source.REDIRECT
            for link in one.links:
                if link.target != url:
                    followed = Source.LINK if link.kind in NAVIGATION_KINDS else Source(0)
                    sources[link.target] |= by_kind.get(link.kind, followed)
        for entry in entries:
            sources[entry.url] |= Source.SITEMAP
        for path in self.example.site_options.get("left_alone", ()):  # asked because an earlier run knew them
            sources[normal_of(path, self.origin)] |= Source.EARLIER
        return sources

    def depths(self) -> dict[str, int]:
        depths = {self.site.start_url: 0}
        ring = [self.site.start_url]
        for url in ring:  # grows while it is walked, in order of depth
            one = self.fetched.get(url)
            if one is None:
                continue
            if one.page.redirect_to:
                hops = [(one.page.redirect_to, depths[url])]
            else:
                hops = [(link.target, depths[url] + 1) for link in one.links if link.kind in NAVIGATION_KINDS]
            for target, depth in hops:
                if target not in depths:
                    depths[target] = depth
                    ring.append(target)
        return depths

    def links(self) -> LinkTable:
        rows = [
            (self.ids[url], self.ids[link.target], link)
            for url, one in sorted(self.fetched.items(), key=lambda item: self.ids[item[0]])
            for link in one.links
        ]
        texts = {"": 0}
        for _, _, link in rows:
            texts.setdefault(link.text, len(texts))
        return LinkTable(
            source=np.array([row[0] for row in rows], dtype=np.int32),
            target=np.array([row[1] for row in rows], dtype=np.int32),
            kind=np.array([int(row[2].kind) for row in rows], dtype=np.uint8),
            flags=np.array([int(row[2].flags) for row in rows], dtype=np.uint8),
            place=np.array([int(row[2].place) for row in rows], dtype=np.uint8),
            text=np.array([texts[row[2].text] for row in rows], dtype=np.int32),
            line=np.array([row[2].line for row in rows], dtype=np.int32),
            count=np.array([row[2].count for row in rows], dtype=np.int32),
            texts=list(texts),
        )

    def probes(self, entries: list[SitemapEntry]) -> list[Probe]:
        given = [
            Probe(**{**one, "url": normal_of(str(one.get("url", "/")), self.origin), "failure": _failure(one)})
            for one in self.example.probes
        ]
        kinds = {one.kind for one in given}
        made = []
        if "robots" not in kinds:
            made.append(self.robots_probe())
        if "sitemap" not in kinds:
            made.append(self.sitemap_probe(entries))
        return [*made, *given]

    def robots_probe(self) -> Probe:
        robots = self.example.robots
        answer = (
            robots if isinstance(robots, Answer) else Answer(html=robots or "", status=404 if robots is None else 200)
        )
        text = answer.html if answer.status == 200 else ""
        content_type = "text/plain" if answer.content_type == "text/html" and not isinstance(robots, Answer) else ""
        return Probe(
            kind="robots",
            url=normal_of("/robots.txt", self.origin),
            status=0 if answer.failure else answer.status,
            failure=Failure(answer.failure) if answer.failure else None,
            data={
                "text": text,
                "truncated": False,
                "hops": 1 if answer.redirect else 0,
                "content_type": content_type or answer.content_type,
            },
            asked_at=NOW,
        )

    def sitemap_probe(self, entries: list[SitemapEntry]) -> Probe:
        address = normal_of("/sitemap.xml", self.origin)
        named = any(line.lower().startswith("sitemap:") for line in self.robots_text().splitlines())
        data: dict[str, Any] = {
            "kind": "urlset",
            "found_in": "robots" if named else "guess",
            "urls": len(entries),
            "bytes": sum(len(entry.raw) + 40 for entry in entries),
            "faults": [],
            "children": [],
        }
        return Probe("sitemap", address, status=200 if entries else 404, data=data, asked_at=NOW)

    def signatures(self, pages: Iterable[Page]) -> dict[int, Signature]:
        found = {}
        for page in pages:
            signature = signature_of(PageView(page, self.fetched[page.url].html, site=self.site))
            if signature is not None:
                found[page.id] = signature
        return found


def replace_options(example: Example, start_url: str) -> Example:
    """Return the example with a start URL among its site options, unless it names one."""
    return replace(example, site_options={"start_url": start_url, **example.site_options})


def _failure(probe: Mapping[str, Any]) -> Failure | None:
    return Failure(probe["failure"]) if probe.get("failure") else None
