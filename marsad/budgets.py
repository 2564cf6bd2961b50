"""Holds budgets against what was measured; a figure that could not be had is unknown, and never kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from audits.segments import page_segments
from marsad.budget_options import BudgetOptions
from marsad.config import Config
from store.database import Store
from store.model import ArtifactKind, Page, Run

_KINDS = {"lab": ArtifactKind.LAB, "browser": ArtifactKind.VITALS}
NO_PAGE = "no page of the run fits it"
NOT_MEASURED = "none of its pages was measured so"


def check_budgets(store: Store, run: Run, config: Config) -> list[dict[str, Any]]:
    """One mapping a budget, for the run's coverage: name, metric, measured, device, type, limit, is_least, state
    ("kept", "broken" or "unknown"), why, value and url of the worst page, pages measured and pages beyond."""
    if not config.budget:
        return []
    pages = [one for one in store.pages(run.id) if one.facts is not None and one.status == 200]
    names = {one.id: one.name for one in store.templates(run.id)}
    segments = page_segments(config.segment, pages, names)
    return [_checked(one, store, run, pages, names, segments) for one in config.budget]


def gate_sentence(budgets: Sequence[Mapping[str, Any]]) -> str:
    """One sentence on why budgets fail the gate; empty where they hold."""
    broken = [one for one in budgets if one["state"] == "broken"]
    if broken:
        first = broken[0]
        said = f"{len(broken)} budgets are broken, first of all: {first['name']}: {_figure(first)} on {first['url']}"
        return f"{said}; this machine was busy while it was measured" if first["is_busy"] else said
    unknown = [one for one in budgets if one["state"] == "unknown" and one["unknown"] == "fail"]
    if unknown:
        return f"{len(unknown)} budgets could not be verified, first of all: {unknown[0]['name']}: {unknown[0]['why']}"
    return ""


def _figure(told: Mapping[str, Any]) -> str:
    """A broken budget's worst value beside its limit."""
    value, limit = (f"{one:,.0f}" if one >= 100 else f"{one:.4g}" for one in (told["value"], told["limit"]))
    return f"{value} ({'at least' if told['is_least'] else 'at most'} {limit})"


def _checked(
    budget: BudgetOptions,
    store: Store,
    run: Run,
    pages: Sequence[Page],
    names: Mapping[int, str],
    segments: Mapping[int, tuple[str, ...]],
) -> dict[str, Any]:
    chosen = {
        page.id: page
        for page in pages
        if re.search(budget.template, names.get(page.template_id or 0, ""))
        and re.search(budget.url, page.url)
        and (not budget.segment or budget.segment in segments.get(page.id, ()))
    }
    found = [(value, url, busy) for value, url, busy in _values(budget, store, run, chosen) if value is not None]
    is_least = budget.minimum is not None
    limit = budget.minimum if budget.minimum is not None else budget.maximum
    assert limit is not None
    told: dict[str, Any] = {
        "name": budget.title, "metric": budget.metric, "measured": budget.measured, "device": budget.device,
        "type": budget.type, "limit": limit, "is_least": is_least, "unknown": budget.unknown,
    }  # fmt: skip
    if not found:
        why = NOT_MEASURED if chosen else NO_PAGE
        return {**told, "state": "unknown", "why": why, "value": None, "url": "", "pages": 0, "beyond": 0,
                "is_busy": False}  # fmt: skip
    value, url, is_busy = (min if is_least else max)(found)
    beyond = sum(one < limit if is_least else one > limit for one, *_ in found)
    state = "broken" if beyond else "kept"
    return {**told, "state": state, "why": "", "value": value, "url": url, "pages": len(found), "beyond": beyond,
            "is_busy": is_busy}  # fmt: skip


def _values(
    budget: BudgetOptions, store: Store, run: Run, pages: Mapping[int, Page]
) -> Iterator[tuple[float | None, str, bool]]:
    """Value, URL, and whether it is a time that was taken while the machine was busy."""
    if budget.measured == "crawl":
        for page in pages.values():
            yield _of_page(budget.metric, page), page.url, False
        return
    for artifact in store.artifacts(run.id, list(pages), [_KINDS[budget.measured]]):
        if artifact.error or (budget.device and artifact.device != budget.device):
            continue
        is_time = budget.metric == "score" or budget.metric.endswith("_ms")
        is_busy = is_time and bool((artifact.data.get("machine") or {}).get("is_busy"))
        yield _of_load(budget, artifact.data), pages[artifact.page_id].url, is_busy


def _of_page(metric: str, page: Page) -> float | None:
    if metric == "ttfb_ms":
        return page.ttfb_ms
    if metric == "html_bytes":
        return float(page.body_bytes)
    return float(page.facts.dom_elements) if page.facts is not None else None


def _of_load(budget: BudgetOptions, data: Mapping[str, Any]) -> float | None:
    if budget.type:
        of_type = data.get("by_type")
        if not isinstance(of_type, Mapping):
            return None
        return float((of_type.get(budget.type) or {}).get(budget.metric) or 0)
    if budget.metric == "inp_ms":
        value = (data.get("inp") or {}).get("ms")
    elif budget.measured == "lab" and budget.metric not in ("bytes", "requests"):
        value = (data.get("median") or {}).get(budget.metric)
    else:
        value = data.get(budget.metric)
    return float(value) if isinstance(value, (int, float)) else None
