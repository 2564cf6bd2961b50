"""Reads two runs of one site and says what differs: pages and their parts, files, forms, robots.txt, sitemaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from store.comparison import Comparison, compare_pages, in_doubt, is_content, text_difference
from store.database import Store
from store.links import LinkTable
from store.model import Facts, LinkKind, LinkState, Page, Probe, Run, RunState, Skip, Source, Template
from store.urls import split

LIMITS = (Skip.PAGES, Skip.TIME, Skip.BYTES, Skip.ERRORS, Skip.DEPTH, Skip.STOPPED)
"""Reasons by which a crawl ended before the site did."""
_SCOPE = (
    "scope", "include", "exclude", "obey_robots", "mode", "max_pages", "max_depth", "max_seconds", "follow", "urls",
    "sitemaps", "sitemap_urls",
)  # fmt: skip
_BUILD = re.compile(r"[.\-_~](?=[0-9a-zA-Z]*\d)[0-9a-zA-Z]{6,}(?=\.)|\?.*$")
"""What a build writes into the name of a file: a digest before the ending, a version behind it."""
PARTS: Mapping[str, tuple[LinkKind, ...]] = {
    "forms": (LinkKind.FORM, LinkKind.FORM_GET),
    "scripts": (LinkKind.SCRIPT,),
    "files": (LinkKind.STYLESHEET, LinkKind.FONT, LinkKind.PRELOAD),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A file or a form that pages began or ceased to use."""

    url: str
    pages_before: int
    pages_now: int


@dataclass(slots=True)
class RunChanges:
    """All that differs between two runs."""

    before: Run
    now: Run
    pages: Comparison
    parts: dict[str, list[Part]] = field(default_factory=dict)  # by kind of PARTS
    robots: dict[str, list[str]] = field(default_factory=dict)  # address -> lines taken out and put in
    sitemaps: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)  # address -> new and missing URLs
    templates: dict[int, Template] = field(default_factory=dict)  # of the later run
    templates_before: dict[int, Template] = field(default_factory=dict)
    why_not_whole: str = ""  # "options", "before" or "now": pages may be missing for other reasons than the site


def scope_of(run: Run) -> tuple[object, ...]:
    """The options that say which pages a run could read."""
    crawl = run.options.get("crawl", {})
    return (run.start_url, *(str(crawl.get(name)) for name in _SCOPE))


def is_truncated(store: Store, run: Run) -> bool:
    """Whether a limit or a stop left known URLs of a run unfetched."""
    skips = store.skip_counts(run.id)
    return run.state is not RunState.DONE or bool(run.coverage.get("limit")) or any(skips.get(one) for one in LIMITS)


def stood_in(store: Store, run: Run) -> set[int]:
    """Ids of pages of earlier runs in whose place a run was given what the site answers for any address."""
    ids = set(store.ids_from(run.id, Source.EARLIER))
    found = (one.id for one in store.targets(run.id) if one.state is LinkState.SOFT_404) if ids else ()
    return ids.intersection(found)


def compare_runs(store: Store, before: Run, now: Run) -> RunChanges:
    """Compare two runs of one site; what is compared of the pages of both is in memory for as long as that takes."""
    why = "options" if scope_of(before) != scope_of(now) else ""
    why = why or ("before" if is_truncated(store, before) else "now" if is_truncated(store, now) else "")
    then = list(_compared(store, before, {}))
    pages = list(_compared(store, now, {page.id: page for page in then}, copies=is_copied(before, now)))
    both = {page.id for page in then if is_content(page)} & {page.id for page in pages if is_content(page)}
    copied = {page.id for page in pages if page.is_reused} if is_copied(before, now) else set()
    doubtful = in_doubt(
        {page.id: page for page in pages},
        (number for number, *_ in store.skipped(now.id)),
        lambda ids: store.earlier_targets(now.site, now.id, ids),
    )
    compared = compare_pages(then, pages, is_whole=not why, stood_in=stood_in(store, now), doubtful=doubtful)
    found = RunChanges(before, now, compared, why_not_whole=why)
    del then, pages
    _settle_unmet(store, found)
    found.templates = {one.id: one for one in store.templates(now.id)}
    found.templates_before = {one.id: one for one in store.templates(before.id)}
    found.parts = _parts(store, before, now, both, copied)
    found.robots = _robots(store.probes(before.id), store.probes(now.id))
    found.sitemaps = _sitemaps(store, before, now)
    return found


def _settle_unmet(store: Store, found: RunChanges) -> None:
    """Tell what runs in between found of pages that the later run did not meet: what is gone is not asked again."""
    pages = found.pages
    if not pages.unmet:
        return
    ids = [page.id for page in pages.unmet]
    answers = store.newest_answers(found.now.site, ids, found.before.id, found.now.id)
    unmet, pages.unmet = pages.unmet, []
    for old in unmet:
        answer = answers.get(old.id)
        if answer is not None and answer.status in (404, 410):
            pages.removed.append(old)
        elif answer is not None and answer.redirect_to:
            pages.moved.append((old, Page(answer.redirect_to)))
        else:
            pages.unmet.append(old)


def is_copied(before: Run, now: Run) -> bool:
    """Whether what the later run took over is of this very run before it: copied pages link to the same in both."""
    found = now.coverage.get("incremental")
    return isinstance(found, Mapping) and found.get("from_run") == before.id


def _compared(store: Store, run: Run, before: Mapping[int, Page], *, copies: bool = False) -> Iterator[Page]:
    """The pages of a run with what is compared of them alone; facts that are as in `before` are those, once.

    `copies` says that the pages that were taken over are copies of those.
    """
    for page in store.pages(run.id, headers=False):
        facts, old = page.facts, before.get(page.id)
        if copies and page.is_reused and old is not None and old.facts is not None:
            facts = old.facts
        elif facts is not None:
            facts = Facts(
                title=facts.title, description=facts.description, h1=facts.h1, canonicals=facts.canonicals,
                robots=facts.robots, hreflang=facts.hreflang, schema_types=facts.schema_types,
                text_digest=facts.text_digest, word_count=facts.word_count,
            )  # fmt: skip
            if old is not None and old.facts == facts:
                facts = old.facts
        yield Page(
            page.url, id=page.id, status=page.status, failure=page.failure, redirect_to=page.redirect_to,
            fingerprint=page.fingerprint if old is None or old.fingerprint != page.fingerprint else old.fingerprint,
            template_id=page.template_id, facts=facts, is_reused=page.is_reused, sources=page.sources,
        )  # fmt: skip


def _parts(store: Store, before: Run, now: Run, both: set[int], copied: set[int]) -> dict[str, list[Part]]:
    """Files and forms that more or fewer pages use, of the pages that both runs read.

    Pages that were copied use the same in both: where the others do, too, nothing of the rest needs to be read.
    """
    differing = _differing_parts(store, before, now, both - copied)
    return _differing_parts(store, before, now, both) if copied and any(differing.values()) else differing


def _differing_parts(store: Store, before: Run, now: Run, pages: set[int]) -> dict[str, list[Part]]:
    kept = np.array(sorted(pages), dtype=np.int64)
    then = _used(store.links(before.id, texts=False, ids=pages), kept)
    since = _used(store.links(now.id, texts=False, ids=pages), kept)
    numbers = {number for used in (then, since) for found in used.values() for number in found}
    urls = store.url_texts(numbers)
    return {kind: _differing(_named(then[kind], urls), _named(since[kind], urls)) for kind in PARTS}


def _used(links: LinkTable, pages: npt.NDArray[np.int64]) -> dict[str, dict[int, int]]:
    """Kind of part -> id of the file or form -> how many of the pages use it."""
    found = {}
    is_kept = np.isin(links.source, pages)
    for kind, kinds in PARTS.items():
        rows = np.flatnonzero(is_kept & np.isin(links.kind, [int(one) for one in kinds]))
        pairs = np.unique(np.stack([links.target[rows], links.source[rows]], axis=1), axis=0)
        targets, counts = np.unique(pairs[:, 0], return_counts=True)
        found[kind] = dict(zip(targets.tolist(), counts.tolist(), strict=True))
    return found


def _named(used: Mapping[int, int], urls: Mapping[int, str]) -> dict[str, int]:
    """The counts by addresses without what a build writes into them."""
    found: dict[str, int] = {}
    for number, pages in used.items():
        name = _BUILD.sub("", urls.get(number, ""))
        found[name] = max(found.get(name, 0), pages)
    found.pop("", None)
    return found


def _differing(then: Mapping[str, int], since: Mapping[str, int]) -> list[Part]:
    """What is new or gone altogether, the most used first."""
    found = [Part(url, then.get(url, 0), since.get(url, 0)) for url in then.keys() ^ since.keys()]
    return sorted(found, key=lambda one: (-max(one.pages_before, one.pages_now), one.url))


def host_of(url: str) -> str:
    """The host of an address; empty where it is none."""
    try:
        return split(url).netloc
    except ValueError:
        return ""


def _robots(before: Iterable[Probe], now: Iterable[Probe]) -> dict[str, list[str]]:
    then, since = _robots_texts(before), _robots_texts(now)
    found = {url: text_difference(then[url], since[url]) for url in then.keys() & since.keys()}
    return {url: lines for url, lines in found.items() if lines}


def _robots_texts(probes: Iterable[Probe]) -> dict[str, str]:
    """The texts that surely answered; none (404) is an empty one."""
    return {
        one.url: str(one.data.get("text", "")) if one.status == 200 else ""
        for one in probes
        if one.kind == "robots" and one.status in (200, 404, 410)
    }


def _sitemaps(store: Store, before: Run, now: Run) -> dict[str, tuple[list[str], list[str]]]:
    """What sitemaps of which both runs know for certain list more and less."""
    clear = [
        {one.url for one in store.probes(run.id) if one.kind == "sitemap" and one.status in (200, 404, 410)}
        for run in (before, now)
    ]
    listed = [_listed(store, run) for run in (before, now)]
    found = {}
    for url in sorted(listed[0].keys() | listed[1].keys()):
        then, since = listed[0].get(url, set()), listed[1].get(url, set())
        if then != since and url in clear[0] & clear[1]:
            found[url] = (sorted(since - then), sorted(then - since))
    return found


def _listed(store: Store, run: Run) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry in store.sitemap(run.id):
        if entry.url:
            found.setdefault(entry.sitemap, set()).add(entry.url)
    return found


__all__ = [
    "LIMITS", "PARTS", "Part", "RunChanges", "compare_runs", "host_of", "is_copied", "is_truncated",
    "scope_of", "stood_in",
]  # fmt: skip
