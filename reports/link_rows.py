"""Reads from the store what is known of every target that pages link to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reports.links import ORDER, is_waiting
from reports.model import LinkRow
from store.links import LinkTable
from store.model import Failure, LinkState, Page, Probe, Run
from store.redirects import replacement_of

if TYPE_CHECKING:
    from store.database import LinkHistory, Store

WORKING = frozenset({LinkState.OK, LinkState.EXCLUDED})
"""States of targets that the report's table of links leaves out."""
NOT_ASKED = "not asked"

_EXAMPLES = 100
_GONE = frozenset({Failure.DNS, Failure.REFUSED})
_BLOCKED = frozenset({401, 403, 407, 429, 451, 999})
_FLAKY = frozenset({Failure.TIMEOUT, Failure.RESET, Failure.TRUNCATED})
_PLACE = {verdict: place for place, verdict in enumerate(ORDER)}


def link_rows(
    store: Store, run_id: int, pages: Sequence[Page] | None = None, table: LinkTable | None = None
) -> Iterator[LinkRow]:
    """One row for each target that a page links to, the broken first, then the most linked.

    Of `pages` only what they answered is read (see `Store.page_answers`).
    """
    rows, _ = _rows(store, run_id, pages, table, is_whole=True)
    yield from rows


def told_links(
    store: Store, run_id: int, pages: Sequence[Page], table: LinkTable
) -> tuple[list[LinkRow], Sequence[str]]:
    """The rows of `link_rows` that do not simply work, and the verdict of every target, these and the others."""
    return _rows(store, run_id, pages, table, is_whole=False)


def is_told(row: LinkRow) -> bool:
    """Whether the report's table of links has a row for it."""
    return row.state not in WORKING and row.detail != NOT_ASKED


def _rows(
    store: Store, run_id: int, pages: Sequence[Page] | None, table: LinkTable | None, *, is_whole: bool
) -> tuple[list[LinkRow], Sequence[str]]:
    table = store.links(run_id) if table is None else table
    pages = list(store.page_answers(run_id)) if pages is None else pages
    run, probes = store.run(run_id), store.probes(run_id)
    known = store.link_history(run.site)
    highest = max(int(table.target.max()) if len(table) else 0, max((page.id for page in pages), default=0))
    linked = np.zeros(highest + 1, np.bool_)
    linked[table.target] = True
    found = _targets(store, run, known, pages, probes, linked)
    places = list(_place_rows(probes, known, run_id))
    verdicts = [str(LinkState.EXCLUDED) if one.detail == NOT_ASKED else one.verdict for one in found.values()]
    verdicts += [one.verdict for one in places]
    kept = found if is_whole else {number: one for number, one in found.items() if is_told(one)}
    rows = list(_with_sources(kept, table, {page.id: page.url for page in pages}))
    rows += [one for one in places if is_whole or is_told(one)]
    rows.sort(key=lambda row: (_PLACE[row.verdict], -row.sources, row.target))
    return rows, verdicts


def _targets(
    store: Store, run: Run, known: Mapping[str, LinkHistory], pages: Sequence[Page], probes: Sequence[Probe],
    linked: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> dict[int, LinkRow]:  # fmt: skip
    """Id -> row without its sources, of all targets of links."""
    rows: dict[int, LinkRow] = {}
    options = run.options.get("links") or {}
    redirects = {page.url: page.redirect_to for page in pages if page.redirect_to}
    ends = set(redirects.values())
    statuses = {page.url: page.status for page in pages if page.redirect_to or page.url in ends}
    missing = pages_that_are_missing(probes)

    def add(number: int, row: LinkRow, is_own: bool = False) -> None:
        met = known.get(row.target)
        if met is not None and met.run_id == run.id:  # this run is the newest that met it
            row = replace(row, first_seen=met.first_seen, last_ok=met.last_ok, failures=met.failures)
        if not is_own and is_waiting(row.state, row.status, row.failures, options):
            row = replace(row, is_waiting=True)
        rows[number] = row

    own = {page.url for page in pages}
    for page in pages:
        if linked[page.id]:
            add(page.id, _page_target(page, missing, redirects, statuses), is_own=True)
    fetched = {page.id for page in pages}
    others = np.flatnonzero(linked)
    waiting = {int(number) for number in others if int(number) not in fetched}
    for one in store.targets(run.id):
        if one.id in waiting:
            waiting.discard(one.id)
            final = one.final_url if one.final_url != one.url else ""
            new = replacement_of(one.url, one.final_url, one.redirects, one.status)
            row = LinkRow(one.url, one.state, one.status, one.failure.value if one.failure else "", final,
                          method=one.method, checked_at=one.checked_at, replacement=new)  # fmt: skip
            add(one.id, row, one.url in own)
    for number, url, reason, detail in store.skipped(run.id):
        if number in waiting:
            waiting.discard(number)
            why = f"{reason.value}: {detail}" if detail else reason.value
            add(number, LinkRow(url, LinkState.EXCLUDED, detail=why))
    for number, url in store.url_texts(sorted(waiting)).items():
        add(number, LinkRow(url, LinkState.UNKNOWN, detail=NOT_ASKED))
    return rows


def _page_target(
    page: Page, missing: Collection[str], redirects: Mapping[str, str], statuses: Mapping[str, int]
) -> LinkRow:
    return LinkRow(
        target=page.url,
        state=LinkState.SOFT_404 if page.url in missing else state_of(page),
        status=page.status,
        detail=page.failure.value if page.failure else "",
        final_url=_end_of(page.url, redirects),
        method="GET",
        checked_at=page.fetched_at,
        replacement=_replacement(page.url, redirects, statuses),
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


def _with_sources(found: dict[int, LinkRow], table: LinkTable, names: Mapping[int, str]) -> Iterator[LinkRow]:
    """The rows with the pages that link to them, and with text and line of the first link; empties `found`.

    `names` are the addresses of pages by id.
    """
    is_wanted = np.zeros(int(table.target.max()) + 1 if len(table) else 1, np.bool_)
    is_wanted[[number for number in found if number < len(is_wanted)]] = True
    rows = np.flatnonzero(is_wanted[table.target]).astype(np.int32) if len(table) else np.zeros(0, np.int32)
    # The table is in order of its sources: with a stable sort they stay in order for each target.
    rows = rows[np.argsort(table.target[rows], kind="stable")]
    targets, sources = table.target[rows], table.source[rows]
    is_new = np.ones(len(rows), np.bool_)
    is_new[1:] = (targets[1:] != targets[:-1]) | (sources[1:] != sources[:-1])
    rows, targets, sources = rows[is_new], targets[is_new], sources[is_new]
    numbers, starts, counts = np.unique(targets, return_index=True, return_counts=True)
    for number, start, count in zip(numbers.tolist(), starts.tolist(), counts.tolist(), strict=True):
        first, some = rows[start], sources[start : start + min(count, _EXAMPLES)].tolist()
        yield replace(
            found.pop(number),
            sources=count,
            examples=tuple(names[one] for one in some if one in names),
            text=table.texts[table.text[first]] if len(table.texts) else "",
            line=int(table.line[first]),
        )
