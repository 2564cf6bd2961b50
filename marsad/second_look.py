"""Shows a browser the links that the crawler could not decide, within a budget, and keeps what it says."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

import numpy as np

from crawler.browser.questions import METHOD, Opinion, Question
from marsad.config import Config
from marsad.console import Console
from marsad.coverage import Coverage
from store.database import Batch, Store
from store.model import LinkState, Probe, Run, Target

FRAGMENTS = "fragments"
_NEEDS_A_PASSWORD = frozenset({401, 407})
_WORKING = frozenset({LinkState.OK, LinkState.REDIRECT})
_OF_BLOCKED = _WORKING | {LinkState.DEAD, LinkState.BLOCKED}
_OF_PLACES = _WORKING | {LinkState.FRAGMENT_MISSING, LinkState.SOFT_404}
WHAT = "Second opinion of a browser on links that refuse crawlers or name what scripts make"


def look_again(
    store: Store, run: Run, config: Config, console: Console, coverage: Coverage, stop: threading.Event
) -> None:
    """Load in a browser what the crawler could not decide, and store what it decides.

    First the targets that refused the crawler, the most linked of each host before; then places on pages that only
    scripts may make. What could not be looked at is told in the coverage.
    """
    blocked = blocked_targets(store, run)
    places = doubted_places(store, run)
    doubted = [Question(one.url) for one in blocked] + [question for asked in places.values() for question in asked]
    if not doubted:
        return
    options = config.links
    if not options.browser_links or not options.browser_seconds or config.browser.enabled == "never":
        coverage.add_gap(WHAT, f"{len(doubted)} links were not shown to a browser: it was turned off", "")
        return
    from crawler.browser.find import find_browser

    found = find_browser(config.browser)
    if not found.ok:
        coverage.add_gap(WHAT, f"{len(doubted)} links were not shown to a browser: {found.reason}", found.how)
        return
    said = _ask(store, run, config, doubted[: options.browser_links], stop)
    _keep_targets(store, run, blocked, said)
    _keep_places(store, run, places, said)
    decided = Counter(_told(one) for one in said.values())
    coverage.second_opinions = dict(decided)
    left = len(doubted) - len(said)
    if left and not stop.is_set():
        why = f"{left} of {len(doubted)} links did not fit into {options.browser_links} links and "
        coverage.add_gap(WHAT, f"{why}{options.browser_seconds:g} s", "Raise `links.browser_links` in marsad.toml.")
    counts = ", ".join(f"{number} {state}" for state, number in decided.items())
    console.log("links", f"a browser looked at {len(said)} links that crawlers cannot decide: {counts or 'none'}")


def _told(opinion: Opinion) -> str:
    known = _OF_PLACES if opinion.question.fragment else _OF_BLOCKED
    return opinion.state.value if opinion.state in known else "undecided"


def _ask(
    store: Store, run: Run, config: Config, questions: Sequence[Question], stop: threading.Event
) -> dict[Question, Opinion]:
    from crawler.browser.second_opinion import second_opinions
    from marsad.run import browser_options

    browser = browser_options(config, [run.start_url])
    return {one.question: one for one in second_opinions(questions, browser, config.links.browser_seconds, stop)}


def _keep_targets(store: Store, run: Run, blocked: Sequence[Target], said: Mapping[Question, Opinion]) -> None:
    decided = [
        replace(
            target,
            state=opinion.state,
            status=opinion.status,
            failure=opinion.failure,
            final_url=opinion.final_url,
            detail=opinion.reason,
            # What the crawler followed is no proof of another way that the browser went.
            redirects=target.redirects if opinion.final_url == target.final_url else (),
            method=METHOD,
            checked_at=time.time(),
        )
        for target in blocked
        if (opinion := said.get(Question(target.url))) is not None and opinion.state in _OF_BLOCKED
    ]
    store.save_batch(run.id, Batch(targets=decided))


def _keep_places(
    store: Store, run: Run, places: Mapping[str, Sequence[Question]], said: Mapping[Question, Opinion]
) -> None:
    """Take back the places that the browser found; where it decided all of a page, the others are surely missing."""
    changed: list[Probe] = []
    for probe in store.probes(run.id):
        asked = places.get(probe.url, ()) if probe.kind == FRAGMENTS else ()
        states = {one.fragment: said[one].state for one in asked if one in said}
        if not states:
            continue
        missing = {name: wish for name, wish in probe.data["missing"].items() if states.get(name) not in _WORKING}
        is_sure = all(states.get(name) in _OF_PLACES for name in missing)
        data = {**probe.data, "missing": missing, "is_rendered": is_sure}
        changed.append(replace(probe, data=data))
    store.save_batch(run.id, Batch(probes=changed))


def doubted_places(store: Store, run: Run) -> dict[str, list[Question]]:
    """Page -> places on it that links name and that only scripts may make, the most linked pages first."""
    open_ = [
        probe
        for probe in store.probes(run.id)
        if probe.kind == FRAGMENTS and probe.data.get("is_scripted") and not probe.data.get("is_rendered")
    ]
    open_.sort(key=lambda one: -sum(int(wish["pages"]) for wish in one.data["missing"].values()))
    return {
        probe.url: [Question(str(probe.data.get("final_url") or probe.url), name) for name in probe.data["missing"]]
        for probe in open_
    }


def blocked_targets(store: Store, run: Run) -> list[Target]:
    """Targets that refused the crawler and were not looked at yet: the most linked of each host, then the second."""
    refused = [
        one
        for one in store.targets(run.id)
        if one.state is LinkState.BLOCKED and one.status not in _NEEDS_A_PASSWORD and one.method != METHOD
    ]
    if not refused:
        return []  # the links of a large site are not read for nothing
    links = store.links(run.id, texts=False)
    counts = np.bincount(links.target) if len(links) else np.zeros(0, dtype=np.int64)
    by_host: dict[str, list[Target]] = defaultdict(list)
    for one in refused:
        if one.id < len(counts) and counts[one.id]:
            by_host[one.url.partition("://")[2].partition("/")[0]].append(one)
    for targets in by_host.values():
        targets.sort(key=lambda one: (-int(counts[one.id]), one.url))
    return [one for turn in zip_longest(*by_host.values()) for one in turn if one is not None]
