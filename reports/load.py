"""Reads from the store what a report is built from."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from reports.availability import load_availability
from reports.changes import load_changes
from reports.history import load_lives, load_trend
from reports.inside import differences
from reports.keyboard import load_tab_order
from reports.links import ORDER, is_waiting
from reports.model import LinkRow, LoadRow, PageRow, ReportInput
from reports.search import load_search
from reports.speed import load_speed
from store.graph import LinkGraph
from store.links import LinkTable
from store.model import (
    ArtifactKind,
    Cause,
    Failure,
    LinkState,
    Page,
    Probe,
    RuleCard,
    Run,
    UrlState,
    Verdict,
)
from store.redirects import replacement_of

if TYPE_CHECKING:
    from store.database import LinkHistory, Store

WORKING = frozenset({LinkState.OK, LinkState.EXCLUDED})
"""States of targets that the report's table of links leaves out."""

_SKIPPED_EXAMPLES = 1_000
_EXAMPLES = 100
NOT_ASKED = "not asked"
_GONE = frozenset({Failure.DNS, Failure.REFUSED})
_BLOCKED = frozenset({401, 403, 407, 429, 451, 999})
_FLAKY = frozenset({Failure.TIMEOUT, Failure.RESET, Failure.TRUNCATED})


def load(store: Store, run_id: int, cards: Mapping[str, RuleCard]) -> ReportInput:
    """Read a run with its verdict; a run that was not judged has an empty verdict, which the report says."""
    run = store.run(run_id)
    verdict = store.verdict(run_id) or Verdict((), (), (), tuple(store.templates(run_id)))
    table = store.links(run_id)
    crawled = list(store.pages(run_id))
    graph = LinkGraph(table, max((page.id for page in crawled), default=0) + 1)
    scores = graph.ranks(page.id for page in crawled)
    pages = [_page_row(page, int(graph.inlinks[page.id]), scores[page.id]) for page in crawled]
    links = list(link_rows(store, run_id, crawled, table))
    return ReportInput(
        run=run,
        verdict=verdict,
        cards=cards,
        pages=pages,
        links=[row for row in links if row.state not in WORKING and row.detail != NOT_ASKED],
        link_verdicts=[LinkState.EXCLUDED if row.detail == NOT_ASKED else row.verdict for row in links],
        loads=list(_loads(store, run_id, {page.id: page.url for page in crawled})),
        skip_counts=store.skip_counts(run_id),
        skipped=[(url, why, detail) for _, url, why, detail in store.skipped(run_id, _SKIPPED_EXAMPLES)],
        waiting=sum(store.frontier_counts(run_id).get(state, 0) for state in (UrlState.QUEUED, UrlState.LEASED)),
        crops=_crops(store, run_id, verdict.causes),
        headers=_headers(crawled, verdict.causes),
        custom=store.custom(run_id),
        differences=differences(crawled),
        generated_at=time.time(),
        search=load_search(
            store, run, [page.url for page in pages if page.is_html and page.status == 200], verdict.brand
        ),
        speed=load_speed(
            store,
            run,
            crawled,
            verdict.templates,
            verdict.causes,
            {rule: card.title for rule, card in cards.items()},
        ),
        trend=load_trend(store, run),
        lives=load_lives(store, run, [one.id for one in verdict.causes]),
        changes=load_changes(store, run, verdict.before_run),
        availability=load_availability(store, run, time.time()),
        tab_order=load_tab_order(store, run_id, {page.id: page.url for page in crawled}, run.start_url),
    )


def _loads(store: Store, run_id: int, urls: Mapping[int, str]) -> Iterator[LoadRow]:
    """What the browser measured, one row a load, in the order of the pages."""
    for seen in store.artifacts(run_id, kinds=[ArtifactKind.VITALS]):
        data = seen.data
        errors = data.get("console_errors")
        yield LoadRow(
            url=urls.get(seen.page_id, ""),
            device=seen.device,
            error=seen.error,
            fcp_ms=data.get("fcp_ms"),
            lcp_ms=data.get("lcp_ms"),
            cls=data.get("cls"),
            tbt_ms=data.get("tbt_ms"),
            load_ms=data.get("load_ms"),
            requests=data.get("requests"),
            size_bytes=data.get("bytes"),
            dom_elements=data.get("dom_elements"),
            console_errors=len(errors) if isinstance(errors, list) else None,
        )


def _page_row(page: Page, inlinks: int, score: float) -> PageRow:
    facts = page.facts
    return PageRow(
        id=page.id,
        url=page.url,
        status=page.status,
        failure=page.failure.value if page.failure else "",
        template_id=page.template_id,
        title=(facts.title or "") if facts else "",
        words=facts.word_count if facts else 0,
        depth=page.depth,
        inlinks=inlinks,
        link_score=score,
        ttfb_ms=page.ttfb_ms,
        size_bytes=page.body_bytes,
        fetched_at=page.fetched_at,
        tries=page.tries,
        is_html=page.is_html,
        redirect_to=page.redirect_to or "",
    )


def state_of(page: Page) -> LinkState:
    """What a crawled page is as a target of links; what cannot be told is never called dead."""
    if page.failure is Failure.CHALLENGE or page.status in _BLOCKED:
        return LinkState.BLOCKED
    if page.status >= 500 or page.status in (408, 425) or (not page.status and page.failure in _FLAKY):
        return LinkState.FLAKY
    if not page.status:
        if page.failure is Failure.TLS:
            return LinkState.INSECURE
        return LinkState.DEAD if page.failure in _GONE else LinkState.UNKNOWN
    if page.redirect_to:
        return LinkState.REDIRECT
    return LinkState.DEAD if page.status >= 400 else LinkState.OK


def link_rows(
    store: Store, run_id: int, pages: Sequence[Page] | None = None, table: LinkTable | None = None
) -> Iterator[LinkRow]:
    """One row for each target that a page links to, the broken first, then the most linked."""
    table = store.links(run_id) if table is None else table
    pages = list(store.pages(run_id)) if pages is None else pages
    urls = store.urls(run_id)
    redirects = {page.url: page.redirect_to for page in pages if page.redirect_to}
    statuses = {page.url: page.status for page in pages}
    probes = store.probes(run_id)
    missing = pages_that_are_missing(probes)
    rows: dict[int, dict[str, Any]] = {}
    for page in pages:
        rows[page.id] = {
            "target": page.url,
            "state": LinkState.SOFT_404 if page.url in missing else state_of(page),
            "status": page.status,
            "detail": page.failure.value if page.failure else "",
            "final_url": _end_of(page.url, redirects),
            "method": "GET",
            "checked_at": page.fetched_at,
            "replacement": _replacement(page.url, redirects, statuses),
        }
    for one in store.targets(run_id):
        if one.id not in rows:
            rows[one.id] = {
                "target": one.url,
                "state": one.state,
                "status": one.status,
                "detail": one.failure.value if one.failure else "",
                "final_url": one.final_url if one.final_url != one.url else "",
                "method": one.method,
                "checked_at": one.checked_at,
                "replacement": replacement_of(one.url, one.final_url, one.redirects, one.status),
            }
    for number, url, reason, detail in store.skipped(run_id):
        if number not in rows:
            rows[number] = _unasked(url, LinkState.EXCLUDED, f"{reason.value}: {detail}" if detail else reason.value)
    for number, url in urls.items():
        if number not in rows:
            rows[number] = _unasked(url, LinkState.UNKNOWN, NOT_ASKED)
    run = store.run(run_id)
    known = store.link_history(run.site)
    _add_history(run, known, rows.values(), {one.url for one in pages})
    sources = _sources(table, rows)
    named = [
        LinkRow(
            **values,
            sources=sources[number][0],
            examples=tuple(urls[one] for one in sources[number][1] if one in urls),
            text=table.texts[sources[number][2]] if len(table.texts) else "",
            line=sources[number][3],
        )
        for number, values in rows.items()
        if number in sources
    ]
    named += _place_rows(probes, known, run_id)
    yield from sorted(named, key=lambda row: (ORDER.index(row.verdict), -row.sources, row.target))


def pages_that_are_missing(probes: Iterable[Probe]) -> set[str]:
    """Pages of the site that answer 200 and show what an invented address shows."""
    return {one.url for one in probes if one.kind == "soft-404-page" and one.data.get("verdict") == "same"}


def missing_places(probes: Iterable[Probe]) -> dict[str, tuple[LinkState, float]]:
    """Place -> state and time of what pages lack; unknown where a script may add it and no browser looked."""
    found: dict[str, tuple[LinkState, float]] = {}
    for probe in probes:
        if probe.kind == "fragments":
            is_unsure = bool(probe.data.get("is_scripted")) and not probe.data.get("is_rendered")
            state = LinkState.UNKNOWN if is_unsure else LinkState.FRAGMENT_MISSING
            found.update((f"{probe.url}#{name}", (state, probe.asked_at)) for name in probe.data.get("missing", {}))
    return found


def _place_rows(probes: Sequence[Probe], known: Mapping[str, LinkHistory], run_id: int) -> Iterator[LinkRow]:
    """Places that links name and that their pages lack."""
    states = missing_places(probes)
    for probe in probes:
        for name, wish in probe.data.get("missing", {}).items() if probe.kind == "fragments" else ():
            place = f"{probe.url}#{name}"
            met = known.get(place)
            is_met = met is not None and met.run_id == run_id
            named = wish["sources"]
            yield LinkRow(
                target=place,
                state=states[place][0],
                status=probe.status,
                sources=int(wish["pages"]),
                examples=tuple(source for source, _ in named),
                text=named[0][1] if named else "",
                checked_at=probe.asked_at,
                first_seen=met.first_seen if met is not None and is_met else 0.0,
                last_ok=met.last_ok if met is not None and is_met else None,
                failures=met.failures if met is not None and is_met else 0,
            )


def _add_history(
    run: Run, known: Mapping[str, LinkHistory], rows: Iterable[dict[str, Any]], own: Collection[str]
) -> None:
    """What earlier runs of the site say of the targets, where this run is the newest that met them."""
    options = run.options.get("links") or {}
    for row in rows:
        met = known.get(row["target"])
        failures = 0
        if met is not None and met.run_id == run.id:
            failures = met.failures
            row.update(first_seen=met.first_seen, last_ok=met.last_ok, failures=failures)
        if row["target"] not in own:
            row["is_waiting"] = is_waiting(row["state"], row["status"], failures, options)


def _unasked(url: str, state: LinkState, detail: str) -> dict[str, Any]:
    return {"target": url, "state": state, "status": 0, "detail": detail, "final_url": ""}


def _replacement(url: str, redirects: Mapping[str, str], statuses: Mapping[str, int]) -> str:
    """What links to a page of the site should name instead, where it has moved for good."""
    on_the_way: list[int] = []
    end, seen = url, {url}
    while end in redirects:
        on_the_way.append(statuses[end])
        end = redirects[end]
        if end in seen:
            return ""
        seen.add(end)
    return replacement_of(url, end, on_the_way, statuses.get(end, 0)) if on_the_way else ""


def _end_of(url: str, redirects: Mapping[str, str]) -> str:
    seen = {url}
    end = redirects.get(url, "")
    while end in redirects and end not in seen:
        seen.add(end)
        end = redirects[end]
    return end


def _sources(table: LinkTable, wanted: Collection[int]) -> dict[int, tuple[int, list[int], int, int]]:
    """Target id -> number of pages that link to it, the first of them, text id and line of the first link."""
    targets = np.asarray(table.target, np.int64)
    kept = np.flatnonzero(np.isin(targets, np.fromiter(wanted, np.int64, len(wanted))))
    if not len(kept):
        return {}
    order = kept[np.lexsort((np.asarray(table.source)[kept], targets[kept]))]
    found: dict[int, tuple[int, list[int], int, int]] = {}
    starts = np.flatnonzero(np.diff(targets[order], prepend=targets[order[0]] - 1))
    for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
        rows = order[start:end]
        sources = np.unique(np.asarray(table.source)[rows])
        first = rows[0]
        found[int(targets[first])] = (
            len(sources), sources[:_EXAMPLES].tolist(), int(table.text[first]), int(table.line[first])
        )  # fmt: skip
    return found


def _headers(pages: Iterable[Page], causes: Iterable[Cause]) -> dict[int, tuple[tuple[str, str], ...]]:
    """The response headers of the pages that samples of causes come from."""
    wanted = {sample.page_id for cause in causes for sample in cause.samples}
    return {page.id: page.headers for page in pages if page.id in wanted}


def _crops(store: Store, run_id: int, causes: Sequence[Cause]) -> dict[tuple[int, str], str]:
    """Pictures of the sample elements of causes, as base64."""
    wanted = {
        (sample.page_id, sample.evidence.selector)
        for cause in causes
        for sample in cause.samples
        if sample.page_id is not None and sample.evidence.selector
    }
    if not wanted:
        return {}
    found: dict[tuple[int, str], str] = {}
    for artifact in store.artifacts(run_id, sorted({page for page, _ in wanted}), [ArtifactKind.ELEMENTS]):
        for selector, element in artifact.data.items():
            if (artifact.page_id, selector) in wanted and isinstance(element, Mapping) and element.get("png"):
                found.setdefault((artifact.page_id, selector), str(element["png"]))
    return found
