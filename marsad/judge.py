"""The judging stage: page rules in a process pool, then site rules, causes, priority and score; no network."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from audits.custom import columns_of, template_of
from audits.life import is_found
from audits.options import JudgeOptions
from audits.page import PageView, SiteFacts
from audits.rule import Rule, Scope
from audits.runner import judge_page, judge_site
from audits.segments import segments_of
from audits.site import Signature, SiteView, SkippedUrl
from audits.trace import TracedFacts
from crawler.decode import decode
from marsad.config import Config
from marsad.console import Console
from marsad.deadline import Bounded, OverrunError
from marsad.goals import brand_split, goals_of
from marsad.judged import PageMemory, Recalled, World, row_of
from marsad.link_memory import unconfirmed
from marsad.outside import read_search
from marsad.outside_field import read_field
from marsad.outside_visits import read_bing, read_visits
from marsad.rulebook import rules_of, worker_json
from marsad.settlement import verdict_of
from marsad.speed_facts import speed_facts
from store.database import Store
from store.judged import JudgedPage
from store.links import LinkTable
from store.model import (
    Artifact,
    ArtifactKind,
    CustomFields,
    Finding,
    Outcome,
    Page,
    RuleCount,
    Run,
    RunState,
    Skip,
    Verdict,
)
from store.run_changes import is_copied, is_truncated, scope_of
from store.urls import split

CHUNK_PAGES = 100
POOL_FROM_PAGES = 400
"""Below this a pool costs more to start than it saves."""
SKIPPED_LIMIT = 20_000
MAX_HOPS = 10  # redirects that are followed from the start URL, as search engines do
_LIMITS = (Skip.PAGES, Skip.TIME, Skip.BYTES, Skip.ERRORS, Skip.DEPTH, Skip.STOPPED)
"""Reasons by which a crawl ended before the site did."""


@dataclass(slots=True)
class _Judged:
    """What one chunk of pages gives."""

    pages: int = 0
    findings: list[Finding] = field(default_factory=list)
    outcomes: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    errors: dict[str, str] = field(default_factory=dict)
    signatures: list[Signature] = field(default_factory=list)
    custom: dict[int, CustomFields] = field(default_factory=dict)
    troubled: dict[str, set[int]] = field(default_factory=dict)  # rule -> pages on which it failed
    rows: list[JudgedPage] = field(default_factory=list)  # to be kept for later runs
    reused: int = 0  # pages of which an earlier run said the same

    def add(self, other: _Judged) -> None:
        self.pages += other.pages
        self.findings += other.findings
        self.outcomes.update(other.outcomes)
        for rule, error in other.errors.items():
            self.errors.setdefault(rule, error)
        self.signatures += other.signatures
        self.custom.update(other.custom)
        for rule, pages in other.troubled.items():
            self.troubled.setdefault(rule, set()).update(pages)

    def take_over(self, known: Recalled) -> None:
        """Add what an earlier run said of pages that have not changed."""
        self.pages += len(known.ids)
        self.reused += len(known.ids)
        self.findings += known.findings
        self.outcomes.update(known.outcomes)
        self.errors.update(known.errors)
        self.signatures += known.signatures
        self.custom.update(known.custom)


def judge_run(
    store: Store,
    run: Run,
    config: Config,
    console: Console,
    stop: threading.Event | None = None,
    *,
    on_reused: Callable[[int], None] = lambda pages: None,
) -> Verdict:
    """Judge everything that a run gathered and store the verdict; returns it.

    `on_reused` is told of how many pages an earlier run's judgement was taken over.
    """
    options = config.judge
    pages = list(store.pages(run.id))
    hosts = hosts_of(pages)
    doubted = unconfirmed(store, run, config.links)
    judged = _judge_pages(store, run, config, pages, hosts, doubted, console, stop)
    on_reused(judged.reused)
    if stop is not None and stop.is_set():
        return Verdict((), (), ())
    site = with_sources(site_view(store, run, options, pages, judged.signatures, doubted), store, run, config)
    chosen = [rule for rule in rules_of(config) if rule.scope is Scope.SITE]
    verdict = judge_site(site, chosen, options)
    findings = judged.findings + list(verdict.findings)
    counts = _counts(judged, verdict.counts)
    result, findings = verdict_of(store, run, config, site, findings, counts, judged.custom, judged.troubled)
    now = replace(result, causes=tuple(one for one in result.causes if is_found(one)))
    result = replace(result, goals=goals_of(store, run, config, now), brand=brand_split(run, site))
    for note in result.notes:
        console.warn("judge", note)
    store.save_custom(run.id, judged.custom)
    store.save_verdict(run.id, result, findings)
    return result


def hosts_of(pages: Iterable[Page]) -> tuple[str, ...]:
    """The hosts that answered with pages: they are the site."""
    found = {split(page.url).netloc for page in pages if page.facts is not None and page.status == 200}
    return tuple(sorted(found))


def site_facts(
    store: Store,
    run: Run,
    options: JudgeOptions,
    hosts: Sequence[str],
    doubted: Mapping[str, str] = MappingProxyType({}),
) -> SiteFacts:
    """What page rules may know of the site; `doubted` are the targets that failed too seldom to be told as failing."""
    return SiteFacts(
        start_url=run.start_url,
        home_url=_home_url(store, run),
        hosts=tuple(hosts),
        now=run.started_at,
        staging_hosts=tuple(options.staging_hosts),
        blocked_hosts=tuple(options.blocked_hosts),
        targets={target.url: target for target in store.targets(run.id) if target.url not in doubted},
        scripts={probe.url: probe.data for probe in store.probes(run.id) if probe.kind == "script"},
        unconfirmed=dict(doubted),
        templates={template.id: template.name for template in store.templates(run.id)},
        page_at=lambda url: _page_at(store, run, url),
        **speed_facts(store, run),
    )


def _page_at(store: Store, run: Run, url: str) -> PageView | None:
    """The fetched page of a normal URL, with its body."""
    page = store.page(run.id, url)
    if page is None:
        return None
    return view_of(page, store.bodies(run.id, [page.id]).get(page.id, b""), SiteFacts(start_url=run.start_url), {})


def _home_url(store: Store, run: Run) -> str:
    """The page that the start URL leads to by redirects; "" where it does not redirect."""
    url = run.start_url
    for _ in range(MAX_HOPS):
        page = store.page(run.id, url)
        if page is None or not page.redirect_to:
            break
        url = page.redirect_to
    return url if url != run.start_url else ""


def site_view(
    store: Store,
    run: Run,
    options: JudgeOptions,
    pages: Sequence[Page],
    signatures: Iterable[Signature] = (),
    doubted: Mapping[str, str] = MappingProxyType({}),
) -> SiteView:
    """The whole site for the site rules."""
    facts = site_facts(store, run, options, hosts_of(pages), doubted)
    skips = store.skip_counts(run.id)
    links = store.links(run.id)
    view = SiteView(
        facts=facts,
        pages=pages,
        links=links,
        urls=store.urls(run.id, links),
        targets=facts.targets,
        probes=tuple(store.probes(run.id)),
        sitemap=tuple(store.sitemap(run.id)),
        skipped=[
            SkippedUrl(url, reason, detail, number)
            for number, url, reason, detail in store.skipped(run.id, limit=SKIPPED_LIMIT)
        ],
        skip_counts=skips,
        templates=tuple(store.templates(run.id)),
        signatures={one.page_id: one for one in signatures},
        is_truncated=bool(run.coverage.get("limit")) or any(skips.get(reason) for reason in _LIMITS),
        previous_run=previous_view(store, run, facts),
        previous_id=before.id if (before := _run_before(store, run)) is not None else 0,
        previous_is_like=is_like_before(store, run),
        previous_inlinks=lambda: _inlinks_before(store, run, view),
        earlier_targets=lambda ids: store.earlier_targets(run.site, run.id, ids),
        runs_before=lambda days: _digests_before(store, run, days),
    )
    return view


def with_sources(site: SiteView, store: Store, run: Run, config: Config) -> SiteView:
    """The site with what searches and visits say of it; what they do not say stands in `unknown` with the reason."""
    others = [one.url for one in site.skipped]
    site.search, no_search = read_search(store, run, config, site.pages, others)
    site.visits, no_visits = read_visits(store, run, config, site.pages)
    site.bing, no_bing = read_bing(store, run, site.pages, others)
    site.field_speed, no_field = read_field(store, run)
    site.unknown = {**no_search, **no_visits, **no_bing, **no_field}
    site.read_text = lambda page: (
        view_of(page, store.bodies(run.id, [page.id]).get(page.id, b""), site.facts, {}).visible_text
    )
    return site


def _run_before(store: Store, run: Run) -> Run | None:
    """The site's newest whole run before this one."""
    return next((one for one in store.runs(run.site) if one.id < run.id and one.state is RunState.DONE), None)


def is_like_before(store: Store, run: Run) -> bool:
    """Whether the run before read the whole site with the options of this one."""
    before = _run_before(store, run)
    return before is not None and not is_truncated(store, before) and scope_of(before) == scope_of(run)


def previous_view(store: Store, run: Run, facts: SiteFacts) -> Callable[[], SiteView] | None:
    """What reads the pages and probes of the newest whole run before this one, without its links; None without one."""
    before = _run_before(store, run)
    if before is None:
        return None
    earlier = replace(facts, start_url=before.start_url, now=before.started_at, targets={}, scripts={})
    number = before.id

    def read_text(page: Page) -> str:
        return view_of(page, store.bodies(number, [page.id]).get(page.id, b""), earlier, {}).visible_text

    return lambda: SiteView(
        earlier,
        list(store.pages(number, headers=False)),  # they are half of what a page weighs
        LinkTable.empty(),
        {},
        probes=tuple(store.probes(number)),
        templates=tuple(store.templates(number)),
        read_text=read_text,
    )


def _inlinks_before(store: Store, run: Run, site: SiteView) -> Mapping[int, int]:
    """URL id -> distinct linking pages in the run before; its links are read, counted and let go.

    Of pages that were copied from it the links are the same: then only those of the others are counted anew.
    """
    before = _run_before(store, run)
    if before is None:
        return {}

    def count(run_id: int, ids: Sequence[int] | None = None) -> Mapping[int, int]:
        return SiteView(SiteFacts(before.start_url), (), store.links(run_id, texts=False, ids=ids), {}).inlinks()

    copied = {page.id for page in site.pages if page.is_reused} if is_copied(before, store.run(run.id)) else set()
    if not copied or site.previous is None:
        return count(before.id)
    counts = Counter(site.inlinks())
    counts.subtract(count(run.id, [page.id for page in site.pages if page.id not in copied]))
    counts.update(count(before.id, [page.id for page in site.previous.pages if page.id not in copied]))
    return {number: pages for number, pages in counts.items() if pages}


def _digests_before(store: Store, run: Run, days: int) -> Callable[[], Mapping[str, str]] | None:
    """What reads URL -> digest of the main text of the newest whole run so many days older; None without one."""
    latest = run.started_at - days * 86_400
    before = next(
        (one for one in store.runs(run.site) if one.started_at <= latest and one.state is RunState.DONE), None
    )
    if before is None:
        return None
    number = before.id
    return lambda: {
        page.url: page.facts.text_digest
        for page in store.pages(number)
        if page.facts is not None and page.status == 200
    }


def _judge_pages(
    store: Store,
    run: Run,
    config: Config,
    pages: Sequence[Page],
    hosts: tuple[str, ...],
    doubted: Mapping[str, str],
    console: Console,
    stop: threading.Event | None,
) -> _Judged:
    """What the page rules say of every page, in order of id; of unchanged pages it is what they said before."""
    total = _Judged()
    rules = [rule for rule in rules_of(config) if rule.scope is Scope.PAGE]
    memory = PageMemory(store, run, config, site_facts(store, run, config.judge, hosts, doubted), rules)
    keys = memory.keys(pages)
    known = memory.recall(pages, keys) if config.crawl.incremental == "auto" else Recalled()
    total.take_over(known)
    left = [(page.id, keys[page.id]) for page in pages if page.id not in known.ids]
    chunks = [left[start : start + CHUNK_PAGES] for start in range(0, len(left), CHUNK_PAGES)]
    with console.bar("judge", len(pages)) as bar:
        for part in _judged_chunks(run, config, chunks, hosts, doubted, stop):
            store.save_judged(run.site, part.rows)
            total.add(part)
            bar.update(total.pages, len(pages))
    # Whatever was taken over and whichever worker was first: the same pages give the same list.
    total.findings.sort(key=lambda one: one.page_id or 0)
    total.signatures.sort(key=lambda one: one.page_id)
    return total


def _judged_chunks(
    run: Run,
    config: Config,
    chunks: Sequence[Sequence[tuple[int, bytes]]],
    hosts: tuple[str, ...],
    doubted: Mapping[str, str],
    stop: threading.Event | None,
) -> Iterator[_Judged]:
    if not chunks:
        return
    workers = config.judge.workers or os.cpu_count() or 1
    setup = (config.store_url, run.id, worker_json(config), hosts, dict(doubted))
    if workers == 1 or sum(len(chunk) for chunk in chunks) < POOL_FROM_PAGES:
        _start_worker(*setup)
        try:
            for chunk in chunks:
                if stop is not None and stop.is_set():
                    return
                yield _judge_chunk(chunk)
        finally:
            _end_worker()
        return
    # Spawned, not forked: the crawl leaves an event loop and threads behind that must not be copied.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=setup) as pool:
        waiting: set[Future[_Judged]] = set()
        left = iter(chunks)
        while True:
            for chunk in itertools.islice(left, workers * 2 - len(waiting)):
                waiting.add(pool.submit(_judge_chunk, chunk))
            if not waiting or (stop is not None and stop.is_set()):
                pool.shutdown(cancel_futures=True)
                return
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()


# --- in the worker process -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Worker:
    store: Store
    run: Run
    facts: TracedFacts
    world: World
    rules: list[Rule]
    config: Config
    ask: Bounded  # reads what the configuration asks of a page


_worker: _Worker | None = None


def _start_worker(
    store_url: str, run_id: int, config_json: str, hosts: tuple[str, ...], doubted: Mapping[str, str]
) -> None:
    global _worker
    import signal

    if multiprocessing.parent_process() is not None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops the pool
    config = Config.model_validate_json(config_json)
    store = Store.open(store_url)
    run = store.run(run_id)
    rules = [rule for rule in rules_of(config) if rule.scope is Scope.PAGE]
    ask = Bounded(custom_fields, config.rules.seconds)
    facts = site_facts(store, run, config.judge, hosts, doubted)
    _worker = _Worker(store, run, TracedFacts.of(facts), World(facts), rules, config, ask)


def _end_worker() -> None:
    global _worker
    if _worker is not None:
        _worker.store.close()
        _worker = None


def _judge_chunk(chunk: Sequence[tuple[int, bytes]]) -> _Judged:
    """Judge pages, given by id with the key under which what is said of them is kept."""
    assert _worker is not None
    store, run = _worker.store, _worker.run
    keys = dict(chunk)
    ids = list(keys)
    bodies = store.bodies(run.id, ids)
    seen: dict[int, dict[ArtifactKind, Artifact]] = defaultdict(dict)
    for artifact in store.artifacts(run.id, page_ids=ids):
        kept = seen[artifact.page_id].get(artifact.kind)
        seen[artifact.page_id][artifact.kind] = merged_artifact(kept, artifact)
    result = _Judged()
    wants_fields = bool(_worker.config.segment or _worker.config.extract or _worker.config.javascript)
    for page in store.pages(run.id, ids=ids):
        reads = _worker.facts.begin(page.template_id)
        view = view_of(page, bodies.get(page.id, b""), _worker.facts, seen.get(page.id, {}))
        judged = judge_page(view, _worker.rules, _worker.config.judge)
        result.pages += 1
        result.findings += judged.findings
        result.outcomes.update(judged.outcomes.items())
        for rule, error in judged.errors.items():
            result.errors.setdefault(rule, error)
            if judged.outcomes.get(rule) is Outcome.ERROR:
                result.troubled.setdefault(rule, set()).add(page.id)
        if judged.signature is not None:
            result.signatures.append(judged.signature)
        fields: CustomFields | None = None
        if wants_fields:
            # An extraction that takes too long costs its column on this page, never the run.
            with suppress(OverrunError):
                fields = result.custom[page.id] = _worker.ask(view, _worker.config)
        if fields is not None or not wants_fields:
            row = row_of(page, keys[page.id], judged, reads, _worker.world, _worker.rules, fields)
            if row is not None:
                result.rows.append(row)
    return result


def custom_fields(view: PageView, config: Config) -> CustomFields:
    """The segments of a page and the columns that the configuration extracts from it."""
    columns = columns_of(view, config.extract, config.segment)
    return CustomFields(
        segments_of(config.segment, view.url, template_of(view)),
        {name: tuple(values) for name, values in columns.items()},
    )


def view_of(page: Page, body: bytes, facts: SiteFacts, artifacts: Mapping[ArtifactKind, Artifact]) -> PageView:
    """A stored page as page rules see it."""
    text = ""
    if body:
        text, _ = decode(body, f"{page.content_type}; charset={page.charset}" if page.charset else page.content_type)
    return PageView(page, text, site=facts, artifacts=artifacts)


def merged_artifact(one: Artifact | None, other: Artifact) -> Artifact:
    """Of two artifacts of one kind (two devices) the one without an error; both devices' axe results as one."""
    if one is None or one.error:
        return other
    if other.error:
        return one
    first, second = sorted((one, other), key=lambda artifact: artifact.device)  # whichever came first
    if one.kind is not ArtifactKind.AXE:
        return first
    from audits.axe import merge_devices

    return merge_devices(first, second)


def _counts(judged: _Judged, site_counts: Iterable[RuleCount]) -> list[RuleCount]:
    by_rule: dict[str, dict[Outcome, int]] = defaultdict(dict)
    for (rule, outcome), number in judged.outcomes.items():
        by_rule[rule][outcome] = number
    counts = [
        RuleCount(
            rule=rule,
            fail=outcomes.get(Outcome.FAIL, 0),
            review=outcomes.get(Outcome.REVIEW, 0),
            passed=outcomes.get(Outcome.PASS, 0),
            not_applicable=outcomes.get(Outcome.NOT_APPLICABLE, 0),
            not_run=outcomes.get(Outcome.NOT_RUN, 0),
            error=outcomes.get(Outcome.ERROR, 0),
            detail=judged.errors.get(rule, ""),
        )
        for rule, outcomes in by_rule.items()
    ]
    return sorted([*counts, *site_counts], key=lambda one: one.rule)
