"""The whole keyboard walk of the page in the tab, in the form of a KEYBOARD artifact."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from crawler.browser.keyboard import probes
from crawler.browser.keyboard.keys import single_keys
from crawler.browser.keyboard.order import out_of_order
from crawler.browser.keyboard.tab import KeyboardTab, WalkOverError
from crawler.browser.keyboard.visibility import compare_pictures
from crawler.browser.keyboard.walk import Walk, walk
from crawler.browser.options import KeyboardOptions
from crawler.browser.session import Browser, PageFailedError

VERSION = 1
MOST_PROBLEMS = 100
_SIZE = (
    "[innerWidth, innerHeight, document.documentElement.scrollWidth, "
    "Math.max(document.documentElement.scrollHeight, innerHeight)]"
)


def read_keyboard(browser: Browser, options: KeyboardOptions) -> dict[str, Any]:
    """The data of a KEYBOARD artifact: `stops` in the order of Tab, and `problems` with kind and outcome.

    A stop has number, selector, place, name, role, rect (page coordinates), tabindex and `focus`: how the focus shows
    there ("style", "caret", "pixels", "none", "inside": the element shows it itself, "unknown"). `complete` says that
    the whole page was walked through; `ended` why the walk ended. No form is sent and the page is never left; buttons
    are pressed only where the options allow it.

    Raises PageFailedError, ContextGoneError and BrowserFailedError as the browser does.
    """
    began = time.monotonic()
    tab = KeyboardTab(browser, options.deadline_s)
    size = browser.evaluate(_SIZE)
    tab.install()
    found = Walk([], [], ended="deadline")
    visible: dict[int, bool] = {}
    problems: list[dict[str, Any]] = []
    errors: list[str] = []
    walked_s = 0.0
    presses = 0
    try:
        found = walk(tab, options.max_stops)
        walked_s, presses = time.monotonic() - began, tab.presses
        visible = compare_pictures(tab)
        for probe in _probes(tab, found, options):
            problems += _asked(probe, errors)
    except WalkOverError:
        walked_s, presses = walked_s or time.monotonic() - began, presses or tab.presses
    stops = _stops(tab.say("stops"), found, visible)
    problems = [*found.problems, *_of_stops(stops), *problems, *out_of_order(stops)]
    return {
        "version": VERSION,
        "viewport": size[:2],
        "page": size[2:],
        "stops": [
            {name: value for name, value in one.items() if name not in ("id", "covered", "seen")} for one in stops
        ],
        "problems": [_trimmed(one) for one in problems[:MOST_PROBLEMS]],
        "problems_total": len(problems),
        "dialogs": found.dialogs,
        "expected": len(found.expected),
        "complete": found.is_complete,
        "ended": found.ended,
        "presses": presses,
        "walk_ms": round(walked_s * 1000),
        "ms": round((time.monotonic() - began) * 1000),
        "errors": errors,
        "pressed_buttons": options.allow_pressing,
    }


def _probes(tab: KeyboardTab, found: Walk, options: KeyboardOptions) -> list[Callable[[], list[dict[str, Any]]]]:
    asked: list[Callable[[], list[dict[str, Any]]]] = []
    if found.is_complete:
        asked.append(lambda: probes.unreached(tab, found))
        asked.append(lambda: probes.clicks(tab))
    asked.append(lambda: probes.lost_focus(tab, found))
    asked.append(lambda: probes.context_changes(tab, found))
    if found.is_complete:
        asked.append(lambda: probes.hover_only(tab))
        asked.append(lambda: probes.skip_links(tab))
        if options.allow_pressing:
            asked.append(lambda: probes.dialogs(tab))
    if found.is_complete:
        asked.append(lambda: probes.ignored_keys(tab))
    asked.append(lambda: single_keys(tab))  # the last: what a key opens may lie over everything
    return asked


def _asked(probe: Callable[[], list[dict[str, Any]]], errors: list[str]) -> list[dict[str, Any]]:
    """A page that breaks one question still gets the others."""
    try:
        return probe()
    except PageFailedError as fault:
        errors.append(str(fault)[:200])
        return []


def _stops(known: list[dict[str, Any]], found: Walk, visible: dict[int, bool]) -> list[dict[str, Any]]:
    by_id = {int(one["id"]): one for one in known}
    stops: list[dict[str, Any]] = []
    for one in found.visited:
        stop = by_id.get(one)
        if stop is None:
            continue
        focus = stop["focus"]
        if focus == "same":
            focus = {True: "pixels", False: "none", None: "unknown"}[visible.get(one)]
        stops.append({**stop, "number": len(stops) + 1, "focus": focus})
    return stops


def _of_stops(stops: list[dict[str, Any]]) -> list[dict[str, Any]]:
    problems = []
    for stop in stops:
        if stop["focus"] == "none":
            is_bare = not stop["seen"] and not stop["name"]  # such as the ends of a dialog's round
            problems.append({**stop, "kind": "focus-invisible", "outcome": "review" if is_bare else "fail"})
        covered = stop.get("covered")
        if covered:
            outcome = "fail" if covered["fixed"] else "review"
            problems.append({**stop, "kind": "focus-obscured", "outcome": outcome, "by": covered["selector"]})
    return problems


_KEPT = ("kind", "outcome", "selector", "place", "html", "name", "role", "rect")
_DROPPED = ("id", "focus", "covered", "seen", "tag", "tabindex", "frame")


def _trimmed(problem: dict[str, Any]) -> dict[str, Any]:
    """The problem's own fields, and the rest as facts."""
    kept = {name: problem[name] for name in _KEPT if name in problem}
    facts = {name: value for name, value in problem.items() if name not in (*_KEPT, *_DROPPED)}
    return {**kept, "facts": facts}
