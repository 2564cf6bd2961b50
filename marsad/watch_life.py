"""What a look changes: when an address is down for certain, is up again, or says something else than before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marsad.watch_options import WatchOptions
from store.watch_model import Look, LookState, Watched, WatchEvent, WatchKind

DAY_S = 86_400.0
MOST_CHANGES_A_DAY = 3
"""Of one address: what changes more often is meant to change, and is told no more that day."""
_FEWEST_URLS = 10  # a sitemap of fewer may well halve
_NUMBERS = re.compile(r"\d+")
_WATCHED = {
    WatchKind.PAGE: ("final_url", "title", "noindex", "canonical"),
    WatchKind.ROBOTS: ("digest", "forbids"),
    WatchKind.SITEMAP: ("urls",),
    WatchKind.CERTIFICATE: (),
}


def advance(watched: Watched, look: Look, options: WatchOptions) -> tuple[Watched, list[WatchEvent]]:
    """How an address stands after a look, and what has happened. Pure.

    A failure counts when it comes `options.failures` times in a row; what nobody can tell neither counts nor clears. A
    change is told when two looks in a row agree on it.
    """
    now = replace(watched, checked_at=look.at, status=look.status, why=look.why)
    if look.state is LookState.UNSURE:
        return replace(now, state=LookState.UNSURE if not watched.is_told else LookState.DOWN), []
    if look.state is LookState.DOWN:
        return _failed(now, look, options)
    now = replace(now, state=LookState.UP, failures=0, failing_since=0.0, is_told=False)
    events = []
    if watched.is_told:
        lasted = look.at - watched.failing_since
        events.append(_event(watched, look, "up", {"seconds": lasted, "since": watched.failing_since}))
    if look.facts is not None:
        now = replace(now, etag=look.etag, last_modified=look.last_modified)
    changed, told = _compared(now, watched.newest, look, options)
    return changed, events + told


def _failed(now: Watched, look: Look, options: WatchOptions) -> tuple[Watched, list[WatchEvent]]:
    if now.kind is WatchKind.SITEMAP and not now.facts:
        return replace(now, state=LookState.UNSURE), []  # it was never there: a guessed address
    now = replace(
        now,
        state=LookState.DOWN,
        failures=now.failures + 1,
        failing_since=now.failing_since or look.at,
        # The answer of another time must not be taken for unchanged.
        etag="",
        last_modified="",
    )
    if now.is_told or now.failures < options.failures:
        return now, []
    facts = {"why": look.why, "looks": now.failures, "since": now.failing_since, "status": look.status}
    return replace(now, is_told=True), [_event(now, look, "down", facts)]


def _compared(
    now: Watched, newest: Mapping[str, Any], look: Look, options: WatchOptions
) -> tuple[Watched, list[WatchEvent]]:
    """Compare what a look found with what the address is taken to say. A 304 confirms what was found last."""
    found = look.facts if look.facts is not None else newest
    if not found:
        return now, []
    now = replace(now, newest=dict(found))
    if not now.facts:
        return replace(now, facts=dict(found)), []
    differing = [key for key in _WATCHED[now.kind] if _differs(key, now.facts.get(key), found.get(key))]
    if not differing:
        keeps = {key: now.facts[key] for key in _WATCHED[now.kind] if key == "urls" and key in now.facts}
        return replace(now, facts={**found, **_larger(keeps, found)}), []
    if any(_differs(key, newest.get(key), found.get(key)) for key in differing):
        return now, []  # not twice the same yet
    if "final_url" in differing:
        differing = ["final_url"]  # what another page says is no change of this one
    told = [one for key in differing for one in _change(now, look, key, found, options)]
    recent = tuple(at for at in now.changes if look.at - at < DAY_S)
    now = replace(now, facts=dict(found), changes=(*recent, *([look.at] if told else ())))
    return now, told if len(recent) < MOST_CHANGES_A_DAY else []


def _larger(kept: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """A sitemap that shrinks a little every hour is held against its largest."""
    return {key: max(value, found.get(key, 0)) for key, value in kept.items()}


def _differs(key: str, before: Any, now: Any) -> bool:
    if key == "title":  # a counter or a price in it is no change
        return bool(_NUMBERS.sub("#", str(before)) != _NUMBERS.sub("#", str(now)))
    if key == "urls":
        return bool((now or 0) < (before or 0)) and (before or 0) >= _FEWEST_URLS and (now or 0) <= 0.9 * (before or 0)
    return bool(before != now)


def _change(now: Watched, look: Look, key: str, found: Mapping[str, Any], options: WatchOptions) -> list[WatchEvent]:
    old, new = now.facts.get(key), found.get(key)
    if key == "urls":
        if (new or 0) >= options.sitemap_share * (old or 0):
            return []
        return [_event(now, look, "sitemap-short", {"before": old, "now": new})]
    if key == "forbids":
        forbidden = sorted(set(new or ()) - set(old or ()))
        return [_event(now, look, "robots-forbids", {"urls": forbidden})] if forbidden else []
    if key == "digest":
        if set(found.get("forbids") or ()) - set(now.facts.get("forbids") or ()):
            return []  # told as what it forbids
        return [_event(now, look, "robots", {"before": now.facts.get("text", ""), "now": found.get("text", "")})]
    if key == "noindex":
        return [_event(now, look, "noindex" if new else "index", {})]
    return [_event(now, look, "moved" if key == "final_url" else key, {"before": old, "now": new})]


def _event(watched: Watched, look: Look, what: str, facts: Mapping[str, Any]) -> WatchEvent:
    return WatchEvent(watched.site, watched.kind, watched.url, look.at, what, facts)
