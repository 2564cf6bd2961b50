"""From what rules found to the verdict: segments' weights, causes, what the ledger ignores, order and score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from audits.causes import assign_and_group, assign_causes, group_causes
from audits.ignoring import busy_notes, mark_ignored, settle
from audits.inheritance import renamed, renamed_findings
from audits.life import is_found
from audits.priority import is_of_site, rank_causes
from audits.score import score_run
from audits.searching.traffic import PageTraffic
from audits.segments import weighted
from audits.site import SiteView
from marsad.config import Config
from marsad.earlier_lives import EarlierLives, earlier_lives
from marsad.proof import with_proofs
from marsad.rulebook import cards_of
from store.database import Store
from store.model import Cause, CauseState, CustomFields, Finding, RuleCount, Run, Verdict


def verdict_of(
    store: Store,
    run: Run,
    config: Config,
    site: SiteView,
    findings: Sequence[Finding],
    counts: Sequence[RuleCount],
    custom: Mapping[int, CustomFields],
    troubled: Mapping[str, AbstractSet[int]] = MappingProxyType({}),
) -> tuple[Verdict, list[Finding]]:
    """The verdict on a run, and its findings with their weights and causes."""
    cards = cards_of(config)
    segments = {page_id: one.segments for page_id, one in custom.items() if one.segments}
    told = weighted(findings, config.segment, segments, cards)
    past = earlier_lives(store, run, config, site)
    known, causes, notes = _causes(run, config, site, told, past)
    lives = past.live(causes, counts, known, troubled)
    causes = [one for one in lives.causes if is_found(one)]
    carried = [one for one in lives.causes if not is_found(one)]
    waiting = [one for one in carried if one.state is not CauseState.FIXED]
    notes = busy_notes(notes, config.ignore, waiting)
    causes = with_traffic([_with_segments(cause, segments) for cause in causes], known, site)
    tested = len(site.content)
    causes = rank_causes(causes, cards=cards, pages_tested=tested, link_scores=site.link_scores())
    causes = with_proofs(store, run, site, causes)
    spares = config.judge.score == "without-ignored" and any(one.state is CauseState.IGNORED for one in causes)
    scores = score_run(causes, cards=cards, counts=counts, pages_tested=tested, without_ignored=spares)
    made = Verdict(
        (*causes, *carried),
        tuple(counts),
        tuple(scores),
        tuple(site.templates),
        tuple(notes),
        spares,
        life=lives.counts,
        before_run=past.run.id if past.run is not None else None,
    )
    return made, known


def _causes(
    run: Run, config: Config, site: SiteView, findings: Sequence[Finding], past: EarlierLives
) -> tuple[list[Finding], list[Cause], list[str]]:
    """The findings with their causes, the causes with what is ignored, and what the report must say of the ledger.

    Causes of earlier runs keep their ids, so that the ledger's entries still mean them.
    """
    cards = cards_of(config)
    members = {page.id: page.template_id for page in site.pages if page.template_id is not None}
    grouping: dict[str, Any] = {"cards": cards, "templates": site.templates, "page_templates": members}
    named, causes = assign_and_group(findings, **grouping, now=run.started_at)
    ids = past.inherit(causes, named)
    known = renamed_findings(named, ids)
    names = {template.id: template.name for template in site.templates}
    templates = {page_id: names.get(number, "") for page_id, number in members.items()}
    settled = settle(known, config.ignore, datetime.now(UTC).date(), templates)
    if settled.splits:
        known = renamed_findings(assign_causes(named, **grouping, parts=settled.parts), ids)
        causes = group_causes(named, **grouping, now=run.started_at, parts=settled.parts)
    return known, mark_ignored(renamed(causes, ids), known, settled), settled.notes


def with_traffic(causes: Sequence[Cause], findings: Sequence[Finding], site: SiteView) -> list[Cause]:
    """The causes with what searches and visits their pages had: those that show it, or all where it is of the site."""
    if site.search is None and site.visits is None:
        return list(causes)
    told = PageTraffic(site)
    everywhere = [page.id for page in site.content]
    unfetched: dict[str, set[int]] = {}
    for one in findings:
        # What is known of a URL that was not fetched, such as a forbidden one, counts as well.
        if one.page_id is None and one.cause and one.url in site.ids:
            unfetched.setdefault(one.cause, set()).add(site.ids[one.url])
    made = []
    for cause in causes:
        ids: Sequence[int] = (*cause.page_ids, *unfetched.get(cause.id, ()))
        if is_of_site(cause.effort, cause.samples) and not cause.target and len(ids) <= 1:
            ids = everywhere
        made.append(replace(cause, traffic=told.of(ids)))
    return made


def _with_segments(cause: Cause, segments: Mapping[int, Sequence[str]]) -> Cause:
    """The cause with the segments of its pages, the most frequent first."""
    met = Counter(name for page_id in cause.page_ids for name in segments.get(page_id, ()))
    return replace(cause, segments=tuple(name for name, _ in met.most_common())) if met else cause


__all__ = ["verdict_of"]
