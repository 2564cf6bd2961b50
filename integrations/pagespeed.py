"""Asks PageSpeed Insights: Lighthouse on Google's machines for a sample of pages, and what people met there."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from integrations.crux import ENDING, number_of
from integrations.google import GoogleClient
from integrations.measure_options import PagespeedOptions
from integrations.trouble import ServiceError
from store.measures import Measures, MeasureState, Values
from store.urls import split

SOURCE = "pagespeed"
AT_ONCE = 3
"""Questions at the same time; each takes 10 to 30 seconds, and Google tells no limit."""
AUDITS = {
    "first-contentful-paint": "fcp_ms",
    "largest-contentful-paint": "lcp_ms",
    "total-blocking-time": "tbt_ms",
    "cumulative-layout-shift": "cls",
    "speed-index": "speed_index_ms",
    "server-response-time": "ttfb_ms",
}
"""Audit with a number -> ours."""
CATEGORIES = {
    "performance": "performance_score",
    "accessibility": "accessibility_score",
    "best-practices": "best_practices_score",
    "seo": "seo_score",
    "agentic-browsing": "agentic_browsing_score",
}
"""Category -> ours; scores are from 0 to 1."""
FIELD = {
    "LARGEST_CONTENTFUL_PAINT_MS": "lcp_ms",
    "INTERACTION_TO_NEXT_PAINT": "inp_ms",
    "CUMULATIVE_LAYOUT_SHIFT_SCORE": "cls",
    "FIRST_CONTENTFUL_PAINT_MS": "fcp_ms",
    "EXPERIMENTAL_TIME_TO_FIRST_BYTE": "ttfb_ms",
}
Row = tuple[tuple[str, ...], Values]


@dataclass
class _Found:
    lab: dict[tuple[str, ...], Values] = field(default_factory=dict)
    people: dict[tuple[str, ...], Values] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    versions: set[str] = field(default_factory=set)
    not_asked: int = 0
    ended: str = ""


def ask_pagespeed(
    client: GoogleClient,
    options: PagespeedOptions,
    start_url: str,
    pages: Sequence[str],
    now: float,
    stop: Callable[[], bool] = lambda: False,
) -> list[Measures]:
    """Two tables: `lab` (Lighthouse) and `field` (people with Chrome; page or origin, said which).

    `now` is Unix time. A page that Lighthouse cannot load is unknown, with the reason in the flags. Raises ServiceError
    where nothing can be asked at all.
    """
    parts = split(start_url)
    origin = f"{parts.scheme}://{parts.netloc}"
    wanted = list(dict.fromkeys(pages))[: options.pages]
    tasks = [(page, strategy) for strategy in options.strategies for page in wanted]
    found = _Found()
    if not tasks:
        return []
    # The first goes alone: a wrong key is then one question, not three.
    _run(client, options, tasks[0], found, stop, is_first=True)
    with ThreadPoolExecutor(AT_ONCE, "pagespeed") as pool:
        list(pool.map(lambda task: _run(client, options, task, found, stop), tasks[1:]))
    return _tables(found, origin, now)


def _run(
    client: GoogleClient,
    options: PagespeedOptions,
    task: tuple[str, str],
    found: _Found,
    stop: Callable[[], bool],
    *,
    is_first: bool = False,
) -> None:
    page, strategy = task
    if not found.ended and stop():
        found.ended = "stopped by hand"
    if found.ended:
        found.not_asked += 1
        return
    try:
        answer = client.call(
            "pagespeedonline", "v5",
            lambda api: api.pagespeedapi().runpagespeed(
                url=page, strategy=strategy, category=list(options.categories), locale="en-US"
            ),
        )  # fmt: skip
    except ServiceError as error:
        if error.trouble in ENDING and is_first:
            raise
        if error.trouble in ENDING:
            found.ended = str(error)
        found.failed.append(f"{page} {strategy}: {error.detail or error.trouble.value}")
        return
    _read_lab(answer.get("lighthouseResult") or {}, page, strategy, found)
    _read_field(answer.get("loadingExperience") or {}, page, strategy, found)


def _read_lab(result: Mapping[str, Any], page: str, strategy: str, found: _Found) -> None:
    """Scores and times of one run; a run that failed has no numbers, whatever it tells."""
    broken = result.get("runtimeError") or {}
    if broken.get("code") not in (None, "", "NO_ERROR"):
        found.failed.append(f"{page} {strategy}: {broken['code']} {broken.get('message', '')}".strip()[:300])
        return
    if version := result.get("lighthouseVersion"):
        found.versions.add(str(version))
    found.warnings += [f"{page} {strategy}: {one}"[:300] for one in result.get("runWarnings") or ()]
    for name, category in (result.get("categories") or {}).items():
        if name in CATEGORIES and isinstance(category, dict):
            found.lab[page, strategy, CATEGORIES[name]] = (number_of(category.get("score")),)
    for name, ours in AUDITS.items():
        audit = (result.get("audits") or {}).get(name) or {}
        if (value := number_of(audit.get("numericValue"))) is not None:
            found.lab[page, strategy, ours] = (value,)


def _read_field(said: Mapping[str, Any], page: str, strategy: str, found: _Found) -> None:
    """What people met; `origin_fallback` says that it is the whole site. Layout shift comes times a hundred."""
    answered_by = "origin" if said.get("origin_fallback") else "page"
    form = "PHONE" if strategy == "MOBILE" else "DESKTOP"
    for name, metric in (said.get("metrics") or {}).items():
        if name not in FIELD or not isinstance(metric, dict):
            continue
        value = number_of(metric.get("percentile"))
        if value is not None and FIELD[name] == "cls":
            value /= 100
        shares = [number_of(one.get("proportion")) for one in metric.get("distributions") or ()]
        shares = shares if len(shares) == 3 else [None, None, None]
        found.people[page, answered_by, form, FIELD[name]] = (value, *shares)


def _tables(found: _Found, origin: str, now: float) -> list[Measures]:
    today = datetime.datetime.fromtimestamp(now, datetime.UTC).date().isoformat()
    trust: dict[str, Any] = {
        "failed": sorted(found.failed), "warnings": sorted(found.warnings), "lighthouse": sorted(found.versions),
    }  # fmt: skip
    if found.not_asked:
        trust |= {"not_asked": found.not_asked, "ended": found.ended}
    trust = {name: value for name, value in trust.items() if value}
    reason = found.ended or "; ".join(sorted(found.failed)[:3]) or "nothing was measured"
    state = MeasureState.OK if found.lab else MeasureState.UNAVAILABLE
    lab = Measures(
        SOURCE, "lab", origin, "all", today, today, ("url", "strategy", "measure"), ("value",),
        tuple(sorted(found.lab.items())), state, "" if found.lab else reason, trust, now,
    )  # fmt: skip
    people = Measures(
        SOURCE, "field", origin, "all", today, today, ("target", "answered_by", "form_factor", "metric"),
        ("p75", "good", "middling", "poor"), tuple(sorted(found.people.items())),
        MeasureState.OK if found.people else MeasureState.INSUFFICIENT,
        "" if found.people else "Google tells nothing of people on these pages", {}, now,
    )  # fmt: skip
    return [lab, people]


def seconds_for(pages: int, options: PagespeedOptions) -> float:
    """How long it will take, about."""
    return min(pages, options.pages) * len(options.strategies) * 20 / AT_ONCE
