"""What to mend first: a published formula whose factors stand beside its result.

    priority = severity × reach × value × confidence ÷ effort

- severity: critical 8, high 4, medium 2, low 1, information 0
- reach: log2(1 + affected pages) ÷ log2(1 + pages tested), at most 1; a cause of the site as a whole reaches 1
- value: 1 + 4 × the affected pages' share of the site's revenue; where Analytics does not know that, of its clicks from
  search (from 100 clicks on); where nothing is known of these pages, of the site's link scores (0 where none are known)
- confidence: 1.0 found in an earlier run too, 0.7 found once, 0.4 inferred from a sample, or for a person to judge
- effort: 1 one template, 2 one setting of the site, 3 work on every page

Information and what Google contradicts have priority 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from store.model import Cause, CauseState, Effort, EvidenceClass, Finding, Outcome, Owner, RuleCard, Severity

SEVERITY = {Severity.CRITICAL: 8.0, Severity.HIGH: 4.0, Severity.MEDIUM: 2.0, Severity.LOW: 1.0, Severity.INFO: 0.0}
EFFORT = {Effort.TEMPLATE: 1.0, Effort.SITE: 2.0, Effort.PAGE: 3.0}
VALUE_WEIGHT = 4.0
CONFIRMED, ONCE, INFERRED = 1.0, 0.7, 0.4


def rank_causes(
    causes: Iterable[Cause],
    *,
    cards: Mapping[str, RuleCard],
    pages_tested: int,
    link_scores: Mapping[int, float] | None = None,
) -> list[Cause]:
    """Return the causes with their priority and its parts, what to mend first at the top.

    `link_scores` gives each page's worth by its id, in any unit, where the cause's traffic does not tell it. What a
    person must judge stands after what is certain to the same priority; information stands last.
    """
    scores = link_scores or {}
    total = sum(scores.values())
    ranked = []
    for cause in causes:
        known = cause.traffic.share if cause.traffic is not None else None
        if known is None:
            known = sum(scores.get(page_id, 0.0) for page_id in cause.page_ids) / total if total else 0.0
        parts = priority_parts(cause, cards.get(cause.rule), pages_tested, known)
        ranked.append(replace(cause, priority=priority_of(parts), priority_parts=parts))
    return sorted(ranked, key=_order)


def priority_parts(cause: Cause, card: RuleCard | None, pages_tested: int, value_share: float) -> dict[str, float]:
    """Return the five factors by name, unrounded."""
    counts = card is None or card.evidence_class is not EvidenceClass.CONTRADICTED
    return {
        "severity": SEVERITY[cause.severity] if counts else 0.0,
        "reach": reach_of(affected_pages(cause, pages_tested), pages_tested),
        "value": 1.0 + VALUE_WEIGHT * min(1.0, max(0.0, value_share)),
        "confidence": confidence_of(cause),
        "effort": EFFORT[cause.effort],
    }


def priority_of(parts: Mapping[str, float]) -> float:
    """Return severity × reach × value × confidence ÷ effort."""
    return parts["severity"] * parts["reach"] * parts["value"] * parts["confidence"] / parts["effort"]


def reach_of(affected: int, pages_tested: int) -> float:
    """Return 0.0 to 1.0; it grows with the logarithm, so that the first pages count most."""
    if affected <= 0:
        return 0.0
    return min(1.0, math.log2(1 + affected) / math.log2(1 + max(pages_tested, affected, 1)))


def affected_pages(cause: Cause, pages_tested: int) -> int:
    """Return how many pages a cause affects: all, where a setting of the site mends what no page or the start shows."""
    if is_of_site(cause.effort, cause.samples):
        return max(1, pages_tested)
    if cause.pages:
        return cause.pages
    is_site = cause.effort is Effort.SITE or cause.owner is Owner.SERVER
    return max(1, pages_tested) if is_site and not cause.target else 1


def is_of_site(effort: Effort, findings: Iterable[Finding]) -> bool:
    """Whether a setting of the site mends it and one page shows it for its host, as for its headers.

    That page is the host's start page, or any where the group of the finding, or what it says, begins with the host's
    name: the start page may be none of those that were judged.
    """
    if effort is not Effort.SITE:
        return False
    shown = {(finding.url, finding.evidence.group, finding.message) for finding in findings}
    if not shown:
        return False
    if all(_host(url) in (group.partition(" ")[0], message.partition(" ")[0]) for url, group, message in shown):
        return True
    return len({url for url, *_ in shown}) == 1 and all(_is_root(url) for url, *_ in shown)


def confidence_of(cause: Cause) -> float:
    """Return how sure the cause is: confirmed by another run, seen once, or inferred."""
    if cause.inferred or cause.outcome is Outcome.REVIEW:
        return INFERRED
    return CONFIRMED if cause.state is CauseState.STILL else ONCE


def _is_root(url: str) -> bool:
    return url.endswith("/") and url.count("/") == 3


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]


def _order(cause: Cause) -> tuple[float, int, int, int, str, str]:
    is_open = cause.outcome is not Outcome.FAIL
    return (-cause.priority, int(is_open), -cause.severity.rank, -cause.pages, cause.rule, cause.id)
