"""Shows a browser the links that refused the crawler, within a budget, and keeps what it says."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

import numpy as np

from marsad.config import Config
from marsad.console import Console
from marsad.coverage import Coverage
from store.database import Batch, Store
from store.model import LinkState, Run, Target

METHOD = "browser"
_NEEDS_A_PASSWORD = frozenset({401, 407})
_DECIDED = frozenset({LinkState.OK, LinkState.REDIRECT, LinkState.DEAD, LinkState.BLOCKED})
WHAT = "Second opinion of a browser on links that refuse crawlers"


def look_again(
    store: Store, run: Run, config: Config, console: Console, coverage: Coverage, stop: threading.Event
) -> None:
    """Load blocked targets of links in a browser, the most linked of each host first, and store what it decides.

    What could not be looked at is told in the coverage.
    """
    doubted = blocked_targets(store, run)
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
    coverage.second_opinions = dict(said)
    left = len(doubted) - sum(said.values())
    if left and not stop.is_set():
        why = f"{left} of {len(doubted)} links did not fit into {options.browser_links} links and "
        coverage.add_gap(WHAT, f"{why}{options.browser_seconds:g} s", "Raise `links.browser_links` in marsad.toml.")
    counts = ", ".join(f"{number} {state}" for state, number in said.items())
    console.log("links", f"a browser looked at {sum(said.values())} links that refuse crawlers: {counts or 'none'}")


def _ask(store: Store, run: Run, config: Config, targets: Sequence[Target], stop: threading.Event) -> Counter[str]:
    from crawler.browser.second_opinion import Question, second_opinions
    from marsad.run import browser_options

    by_url = {one.url: one for one in targets}
    questions = [Question(url) for url in by_url]
    browser = browser_options(config, [run.start_url])
    said: Counter[str] = Counter()
    for opinion in second_opinions(questions, browser, config.links.browser_seconds, stop):
        if opinion.state not in _DECIDED:
            said["undecided"] += 1
            continue
        said[opinion.state.value] += 1
        decided = replace(
            by_url[opinion.question.url],
            state=opinion.state,
            status=opinion.status,
            failure=opinion.failure,
            final_url=opinion.final_url,
            method=METHOD,
            checked_at=time.time(),
        )
        store.save_batch(run.id, Batch(targets=[decided]))
    return said


def blocked_targets(store: Store, run: Run) -> list[Target]:
    """Targets that refused the crawler and were not looked at yet: the most linked of each host, then the second."""
    links = store.links(run.id)
    counts = np.bincount(links.target) if len(links) else np.zeros(0, dtype=np.int64)
    by_host: dict[str, list[Target]] = defaultdict(list)
    for one in store.targets(run.id):
        is_open = one.state is LinkState.BLOCKED and one.status not in _NEEDS_A_PASSWORD and one.method != METHOD
        if is_open and one.id < len(counts) and counts[one.id]:
            by_host[one.url.partition("://")[2].partition("/")[0]].append(one)
    for targets in by_host.values():
        targets.sort(key=lambda one: (-int(counts[one.id]), one.url))
    return [one for turn in zip_longest(*by_host.values()) for one in turn if one is not None]
