"""Plays a rule's examples: builds the page or little site that an example describes, in memory, and asks the rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple

import numpy as np

from audits.duplicates import signature_of
from audits.page import PageView, SiteFacts
from audits.rule import Answer, Example, Rule, Scope
from audits.site import Signature, SiteView, SkippedUrl
from audits.templates import cluster_pages
from crawler.ask import Answer as Received
from crawler.pages import gather
from crawler.robots import Robots
from store.links import LinkTable
from store.model import (
    ASSET_KINDS,
    NAVIGATION_KINDS,
    Artifact,
    ArtifactKind,
    Evidence,
    Facts,
    Failure,
    Link,
    LinkKind,
    LinkState,
    Outcome,
    Page,
    Probe,
    SitemapEntry,
    Skip,
    Source,
    Target,
)
from store.urls import normal_form, resolve, split

AGENT = "Marsad"
NOW = 1_767_225_600.0  # 2026-01-01T00:00:00Z: the day on which every example happens
_ASSET_TYPES = ("image/", "font/", "audio/", "video/", "text/css", "text/javascript", "application/javascript")


class Rehearsal(NamedTuple):
    """What a rule said of an example."""

    outcome: Outcome
    evidence: list[Evidence]


def rehearse(rule: Rule, example: Example, settings: Mapping[str, Any] | None = None) -> Rehearsal:
    """Ask a rule about one of its examples.

    `settings` are thresholds that win over those of the example. What the rule raises is raised here too.
    """
    view = page_view(example) if rule.scope is Scope.PAGE else site_view(example)
    if not rule.applies(view):
        return Rehearsal(Outcome.NOT_APPLICABLE, [])
    if isinstance(view, PageView) and any(kind not in view.artifacts for kind in rule.needs):
        return Rehearsal(Outcome.NOT_RUN, [])
    found = list(rule.check(view, **{**example.settings, **(settings or {})}))
    if any(one.outcome is Outcome.FAIL for one in found):
        return Rehearsal(Outcome.FAIL, found)
    return Rehearsal(Outcome.REVIEW if found else Outcome.PASS, found)


# --- one page


def page_view(example: Example) -> PageView:
    """Return the page that an example describes, as page rules see it."""
    url = _normal(example.url, "https://example.com/")
    site = _site_facts(example, _origin(url))
    answer = Answer(html=example.html, status=example.status, headers=example.headers)
    page = _page(url, answer, _Judge(site).is_internal).page
    page = replace(page, **_page_fields(example.page))
    artifacts = {}
    for name, data in example.artifacts.items():
        kind = ArtifactKind(name)
        error = str(data.get("error", "")) if set(data) == {"error"} else ""
        artifacts[kind] = Artifact(page_id=1, kind=kind, data=data, error=error, taken_at=NOW)
    return PageView(replace(page, id=1), example.html, site=site, artifacts=artifacts)


def _page_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    fixed = dict(given)
    if isinstance(fixed.get("failure"), str):
        fixed["failure"] = Failure(fixed["failure"])
    if "headers" in fixed and isinstance(fixed["headers"], Mapping):
        fixed["headers"] = _headers(fixed["headers"])
    if isinstance(fixed.get("facts"), Mapping):
        fixed["facts"] = Facts(**fixed["facts"])
    return fixed


@dataclass(frozen=True, slots=True)
class _Judge:
    site: SiteFacts

    def is_internal(self, url: str) -> bool:
        try:
            host = split(url).netloc
        except ValueError:
            return False
        return host == split(self.site.start_url).netloc or host in self.site.hosts


class _Fetched(NamedTuple):
    page: Page
    links: tuple[Link, ...]
    html: str


def _page(url: str, answer: Answer, is_internal: Callable[[str], bool]) -> _Fetched:
    """What the crawl would keep of an answer: the example's own words are laid over what the crawler's code makes."""
    headers = _headers(answer.headers)
    content_type = dict(headers).get("content-type", answer.content_type)
    status = answer.status
    if answer.redirect:
        status = status if 300 <= status < 400 else 301
        headers = (*(pair for pair in headers if pair[0] != "location"), ("location", answer.redirect))
    if content_type and "content-type" not in dict(headers):
        headers = (*headers, ("content-type", content_type))
    failure = Failure(answer.failure) if answer.failure else None
    if failure not in (None, Failure.CHALLENGE, Failure.TRUNCATED, Failure.TOO_BIG):
        return _Fetched(Page(url=url, failure=failure, failure_detail=failure.value, fetched_at=NOW), (), "")
    body = answer.html.encode()
    size = len(body) if answer.size_bytes is None else answer.size_bytes
    received = Received(
        url=url,
        status=status,
        headers=headers,
        content_type=content_type,
        body=body,
        wire_bytes=size,
        body_bytes=size,
        ttfb_ms=120.0 if answer.ttfb_ms is None else answer.ttfb_ms,
        download_ms=10.0,
        failure=failure,
    )
    found = gather(received, is_internal)
    facts = None if failure is Failure.CHALLENGE else found.page.facts
    page = replace(found.page, fetched_at=NOW, failure=found.page.failure or failure, facts=facts)
    return _Fetched(page, found.links if facts is not None else (), answer.html)


def _headers(given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    # A line break inside a value stands between two headers of the same name, as for several cookies.
    return tuple((name.lower(), value) for name, values in given.items() for value in values.split("\n"))


def _site_facts(example: Example, origin: str) -> SiteFacts:
    names = {one.name for one in fields(SiteFacts)}
    options = {name: value for name, value in example.site_options.items() if name in names}
    targets = {}
    for raw, answer in example.targets.items():
        target = _target(_normal(raw, example.url if not example.site else origin), answer)
        targets[target.url] = target
    return SiteFacts(**{"start_url": origin, "now": NOW, "targets": targets, **options})


def _target(url: str, answer: Answer, target_id: int = 0) -> Target:
    failure = Failure(answer.failure) if answer.failure else None
    status = 0 if failure else answer.status
    state = LinkState.OK
    if failure is Failure.CHALLENGE or status in (401, 403, 429, 999):
        state = LinkState.BLOCKED
    elif failure in (Failure.TIMEOUT, Failure.RESET) or status >= 500:
        state = LinkState.FLAKY
    elif failure or status in (404, 410) or 400 <= status < 500:
        state = LinkState.DEAD
    elif answer.redirect:
        state = LinkState.REDIRECT
    headers = _headers(answer.headers)
    return Target(
        url=url,
        state=state,
        status=status,
        failure=failure,
        final_url=_normal(answer.redirect, url) if answer.redirect else url,
        content_type=(dict(headers).get("content-type") or answer.content_type).partition(";")[0],
        size_bytes=answer.size_bytes,
        headers=headers,
        checked_at=NOW,
        id=target_id,
    )


# --- a little site


def site_view(example: Example) -> SiteView:
    """Return the site that an example describes, as a crawl would leave it."""
    return _LittleSite(example).view()


@dataclass(slots=True)
class _LittleSite:
    example: Example
    origin: str = ""
    site: SiteFacts = field(default_factory=SiteFacts)
    answers: dict[str, Answer] = field(default_factory=dict)
    fetched: dict[str, _Fetched] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    skipped: dict[str, SkippedUrl] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    def view(self) -> SiteView:
        example = self.example
        wanted = example.site_options.get("start_url") or next(iter(example.site), "/")
        self.origin = _origin(_normal(str(wanted), "https://example.com/"))
        start = _normal("/", self.origin)
        for raw, answer in example.site.items():
            url = _normal(raw, self.origin)
            self.answers[url] = Answer(html=answer) if isinstance(answer, str) else answer
        if start not in self.answers and self.answers:
            start = next(iter(self.answers))
        self.site = _site_facts(replace_options(example, start), self.origin)
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
            skip_counts=dict(counts),
            templates=templates,
            signatures=self.signatures(pages),
            is_truncated=bool(example.site_options.get("is_truncated", False)),
        )

    def is_internal(self, url: str) -> bool:
        return _Judge(self.site).is_internal(url)

    def fetch(self) -> None:
        """Fetch every listed page that robots.txt allows; what only serves as an asset is asked, not fetched."""
        robots = Robots.parse(self.robots_text())
        for url, answer in self.answers.items():
            if not self.is_internal(url):
                self.targets[url] = _target(url, answer)
            elif not robots.allows(AGENT, url):
                self.skipped[url] = SkippedUrl(url, Skip.ROBOTS, robots.rule(AGENT, url))
            else:
                self.fetched[url] = _page(url, answer, self.is_internal)
        kinds: dict[str, set[LinkKind]] = defaultdict(set)
        for one in self.fetched.values():
            for link in one.links:
                kinds[link.target].add(link.kind)
        for url in list(self.fetched):
            answer = self.answers[url]
            is_loaded = bool(kinds[url]) and kinds[url] <= ASSET_KINDS
            if is_loaded or (answer.content_type.startswith(_ASSET_TYPES) and not kinds[url] & NAVIGATION_KINDS):
                del self.fetched[url]
                self.targets[url] = _target(url, answer)
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
        address = _normal("/sitemap.xml", self.origin)
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
            Probe(**{**one, "url": _normal(str(one.get("url", "/")), self.origin), "failure": _failure(one)})
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
            url=_normal("/robots.txt", self.origin),
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
        address = _normal("/sitemap.xml", self.origin)
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


def _normal(raw: str, base: str) -> str:
    return normal_form(raw, base) or raw


def _origin(url: str) -> str:
    parts = split(url)
    return f"{parts.scheme}://{parts.netloc}/"
