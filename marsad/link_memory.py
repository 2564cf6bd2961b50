"""What runs of a site remember of links for each other: answers that still hold, and failures in a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crawler.link_options import LinkOptions
from reports.links import NOT_FOUND, runs_needed
from reports.load import missing_places, pages_that_are_missing, state_of
from store.database import LinkCheck, LinkHistory, Store
from store.model import Failure, LinkState, Probe, Run, Target
from store.urls import split

_DAY_S = 86_400.0
_WORKING = frozenset({LinkState.OK, LinkState.REDIRECT})


def answers_that_hold(store: Store, run: Run, options: LinkOptions) -> dict[str, Target]:
    """URL -> answer of an earlier run of the site that need not be asked for again at the start of this one.

    Success and "not found" hold for their own times; blocks, timeouts and errors never do.
    """
    if options.fresh:
        return {}
    now = run.started_at
    longest = max(options.ok_days, options.missing_days) * _DAY_S
    states = (*_WORKING, LinkState.DEAD)
    return {
        one.url: one
        for one in store.link_answers(run.site, states, now - longest)
        if one.checked_at < now and now - one.checked_at < _holds_for(one, options)
    }


def _holds_for(target: Target, options: LinkOptions) -> float:
    if target.state in _WORKING:
        return options.ok_days * _DAY_S
    return options.missing_days * _DAY_S if target.status in NOT_FOUND else 0.0


def remember(store: Store, run: Run) -> None:
    """Add what a run found of pages and asked targets to the history of its site; doing it again changes nothing."""
    store.record_links(run, _checks(store, run))


def _checks(store: Store, run: Run) -> Iterator[LinkCheck]:
    probes = store.probes(run.id)
    missing = pages_that_are_missing(probes)
    seen: dict[str, float] = {}  # pages that answered well in this run
    for page in store.page_answers(run.id):
        state = LinkState.SOFT_404 if page.url in missing else state_of(page)
        if state in _WORKING:
            seen[page.url] = page.fetched_at
        yield LinkCheck(
            page.url, state, page.status, page.failure, page.redirect_to or "", "GET", page.fetched_at, page.id
        )
    for one in store.targets(run.id):
        if one.state in _WORKING and one.checked_at >= run.started_at:
            seen.setdefault(one.url, one.checked_at)
        yield LinkCheck(one.url, one.state, one.status, one.failure, one.final_url, one.method, one.checked_at, one.id)
    yield from _place_checks(store, run, probes, seen)


def _place_checks(store: Store, run: Run, probes: Sequence[Probe], seen: Mapping[str, float]) -> Iterator[LinkCheck]:
    """Places that pages lack. One that was missing before is there where its page answered and does not lack it."""
    missing = missing_places(probes)
    for place, (state, asked_at) in missing.items():
        yield LinkCheck(place, state, 200, None, "", "GET", asked_at)
    for known in store.link_history(run.site, only_failing=True):
        page, mark, _ = known.partition("#")
        if mark and known not in missing and page in seen:
            yield LinkCheck(known, LinkState.OK, 200, None, "", "GET", seen[page])


def unconfirmed(store: Store, run: Run, options: LinkOptions) -> dict[str, str]:
    """URL -> answer of targets on other sites that fail, but not in enough runs in a row to be told as failing."""
    known = store.link_history(run.site, only_failing=True)
    others = [one for one in store.targets(run.id) if split(one.url).netloc != run.site]
    return {
        one.url: str(one.status or one.failure or one.state)
        for one in others
        if _says_nothing(one) or is_waiting(one.state, one.status, known.get(one.url), options)
    }


def _says_nothing(target: Target) -> bool:
    """Whether a name was not found where DNS was not known to work."""
    return target.state is LinkState.UNKNOWN and target.failure is Failure.DNS


def is_waiting(state: LinkState, status: int, known: LinkHistory | None, options: LinkOptions) -> bool:
    """Whether a target in this state has failed in too few runs in a row to be told as failing."""
    needed = runs_needed(state, status, options.dead_runs, options.flaky_runs)
    return needed > max(1, known.failures if known is not None else 0)
