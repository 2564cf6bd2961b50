"""Plays a rule's examples: builds what an example describes, in memory, and asks the rule about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from audits.page import PageView
from audits.rule import Example, Rule, Scope
from marsad.rehearsal_page import page_view
from marsad.rehearsal_site import site_view
from store.model import (
    Evidence,
    Outcome,
)

__all__ = ["Rehearsal", "page_view", "rehearse", "site_view"]


class Rehearsal(NamedTuple):
    """What a rule said of an example."""

    outcome: Outcome
    evidence: list[Evidence]


def rehearse(rule: Rule, example: Example, settings: Mapping[str, Any] | None = None) -> Rehearsal:
    """Ask a rule about one of its examples.

    `settings` are thresholds that win over those of the example. What the rule raises is raised here too.
    """
    view = page_view(example) if rule.scope is Scope.PAGE else site_view(example)
    if not isinstance(view, PageView) and any(map(view.lacks, rule.needs_source)):
        return Rehearsal(Outcome.NOT_RUN, [])
    if not rule.applies(view):
        return Rehearsal(Outcome.NOT_APPLICABLE, [])
    if isinstance(view, PageView) and any(kind not in view.artifacts for kind in rule.needs):
        return Rehearsal(Outcome.NOT_RUN, [])
    found = list(rule.check(view, **{**example.settings, **(settings or {})}))
    if any(one.outcome is Outcome.FAIL for one in found):
        return Rehearsal(Outcome.FAIL, found)
    return Rehearsal(Outcome.REVIEW if found else Outcome.PASS, found)
