"""Asks rules about pages and sites; a rule that raises becomes an outcome, and nothing else is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import xxhash

from audits.axe import most_precise, told_once
from audits.duplicates import signature_of
from audits.options import JudgeOptions
from audits.page import PageView
from audits.rule import Rule
from audits.site import Signature, SiteView
from audits.twins import TWINS
from store.document import place_of
from store.model import ArtifactKind, Evidence, EvidenceClass, Failure, Finding, Outcome, RuleCount, Severity

FINDINGS_PER_PAGE = 200
"""Findings kept of one rule on one page; the first then says in its facts (`found`) how many there are in truth."""
FINDINGS_PER_RULE = 200_000
"""Findings kept of one site rule."""
CHALLENGE_RULES = frozenset({"resp-blocked-by-waf"})
"""What may be asked of a page where a bot wall answered instead of the site."""

_MESSAGE_CHARACTERS = 1_000
_SELECTOR_CHARACTERS = 1_000
_SNIPPET_CHARACTERS = 500
_CAUSE_CHARACTERS = 300
_DEFAULTS = JudgeOptions()
_NO_THRESHOLDS: Mapping[str, Any] = {}
_PASS, _NOT_APPLICABLE, _NOT_RUN = Outcome.PASS, Outcome.NOT_APPLICABLE, Outcome.NOT_RUN


@dataclass(slots=True)
class PageVerdict:
    """What the page rules say of one page."""

    findings: list[Finding] = field(default_factory=list)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)  # rule id -> why it raised, or why it was not run
    signature: Signature | None = None


@dataclass(slots=True)
class SiteVerdict:
    """What the site rules say of the site."""

    findings: list[Finding] = field(default_factory=list)
    counts: list[RuleCount] = field(default_factory=list)


def judge_page(view: PageView, rules: Iterable[Rule], options: JudgeOptions | None = None) -> PageVerdict:
    """Ask page rules about one page. A lacking artifact makes a rule not-run, an exception makes it an error."""
    settings = options or _DEFAULTS
    verdict = PageVerdict()
    outcomes, disabled, thresholds = verdict.outcomes, settings.disabled, settings.rules
    is_challenge = view.page.failure is Failure.CHALLENGE
    lacking: dict[ArtifactKind, str] = {}
    for rule in rules:  # some 230 times a page: what is looked up here shows in the time of a run
        rule_id = rule.card.id
        if rule_id in disabled:
            continue
        if is_challenge and rule_id not in CHALLENGE_RULES:
            outcomes[rule_id] = _NOT_APPLICABLE
            continue
        try:
            if not rule.applies(view):
                outcomes[rule_id] = _NOT_APPLICABLE
                continue
            if rule.needs and (why := _lack(view, rule.needs, lacking)):
                outcomes[rule_id], verdict.errors[rule_id] = _NOT_RUN, why
                continue
            found = list(rule.check(view, **thresholds.get(rule_id, _NO_THRESHOLDS)))
        except Exception as error:  # noqa: BLE001 - whatever a rule raises must cost no other rule its answer
            outcomes[rule_id], verdict.errors[rule_id] = Outcome.ERROR, cause_of(error)
            continue
        if found:
            outcomes[rule_id] = _worst(found)
            verdict.findings += _findings(rule, found, settings, view.url, view.page.id or None)
        else:
            outcomes[rule_id] = _PASS
    if ArtifactKind.AXE in view.artifacts:
        verdict.findings = told_once(verdict.findings, view.document, view.artifacts[ArtifactKind.AXE])
        _confirm(verdict)
    else:
        verdict.findings = most_precise(verdict.findings)
    if not is_challenge:
        verdict.signature = signature_of(view)
    return verdict


def _confirm(verdict: PageVerdict) -> None:
    """Let twins of the browser's rules pass where the browser took away all that they found."""
    left: dict[str, set[Outcome]] = {}
    for one in verdict.findings:
        left.setdefault(one.rule, set()).add(one.outcome)
    for rule_id in TWINS:
        if verdict.outcomes.get(rule_id) in (Outcome.FAIL, Outcome.REVIEW):
            outcomes = left.get(rule_id, {_PASS})
            verdict.outcomes[rule_id] = Outcome.FAIL if Outcome.FAIL in outcomes else min(outcomes)


def judge_site(site: SiteView, rules: Iterable[Rule], options: JudgeOptions | None = None) -> SiteVerdict:
    """Ask site rules about the site; each rule counts once, as the worst of what it found."""
    settings = options or _DEFAULTS
    verdict = SiteVerdict()
    for rule in rules:
        if rule.id in settings.disabled:
            continue
        detail = ""
        outcome = Outcome.NOT_APPLICABLE
        try:
            if why := next(filter(None, map(site.lacks, rule.needs_source)), ""):
                outcome, detail = Outcome.NOT_RUN, why
            elif rule.applies(site):
                found = _taken(rule.check(site, **_thresholds(rule, settings)), FINDINGS_PER_RULE)
                outcome = _worst(found)
                verdict.findings += _site_findings(rule, found, settings, site)
                if len(found) >= FINDINGS_PER_RULE:
                    detail = f"only the first {FINDINGS_PER_RULE:,} findings are kept"
        except Exception as error:  # noqa: BLE001 - as above
            outcome, detail = Outcome.ERROR, cause_of(error)
        verdict.counts.append(count_of(rule.id, outcome, detail))
    site.forget_views()
    return verdict


def count_of(rule_id: str, outcome: Outcome, detail: str = "") -> RuleCount:
    """Return the count of a rule that was asked once."""
    return RuleCount(
        rule=rule_id,
        fail=int(outcome is Outcome.FAIL),
        review=int(outcome is Outcome.REVIEW),
        passed=int(outcome is Outcome.PASS),
        not_applicable=int(outcome is Outcome.NOT_APPLICABLE),
        not_run=int(outcome is Outcome.NOT_RUN),
        error=int(outcome is Outcome.ERROR),
        detail=detail,
    )


def cause_of(error: Exception) -> str:
    """Return an exception in one line, with the place in the rule where it was raised."""
    words = " ".join(f"{type(error).__name__}: {error}".split())
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" ({trace.tb_frame.f_code.co_name}, line {trace.tb_lineno})" if trace is not None else ""
    return words[:_CAUSE_CHARACTERS] + where


def fingerprint_of(rule_id: str, url: str, evidence: Evidence, order: int) -> str:
    """Return a finding's digest, the same in every run: rule, URL, place, target, group, and which of several it is."""
    key = "\x1f".join((rule_id, url, evidence.place, evidence.target, evidence.group, str(order)))
    return xxhash.xxh3_64_hexdigest(key.encode(errors="replace"))


def _lack(view: PageView, needs: Iterable[ArtifactKind], known: dict[ArtifactKind, str]) -> str:
    """Why one of the artifacts is not there, or an empty string; what was found out is kept in `known`."""
    for kind in needs:
        why = known.get(kind)
        if why is None:
            artifact = view.artifacts.get(kind)
            fault = "no browser looked at this page" if artifact is None else artifact.error
            why = known[kind] = f"{kind.value}: {fault}" if fault else ""
        if why:
            return why
    return ""


def _thresholds(rule: Rule, options: JudgeOptions) -> Mapping[str, Any]:
    return options.rules.get(rule.id, {})


def _worst(found: Iterable[Evidence]) -> Outcome:
    outcomes = {one.outcome for one in found}
    if not outcomes:
        return Outcome.PASS
    return Outcome.FAIL if Outcome.FAIL in outcomes else Outcome.REVIEW


def _taken(found: Iterable[Evidence], limit: int) -> list[Evidence]:
    kept = []
    for one in found:
        kept.append(one)
        if len(kept) >= limit:
            break
    return kept


def _findings(rule: Rule, found: list[Evidence], options: JudgeOptions, url: str, page_id: int | None) -> list[Finding]:
    kept = found[:FINDINGS_PER_PAGE]
    if len(found) > len(kept):
        kept[0] = replace(kept[0], facts={**kept[0].facts, "found": len(found)})
    order: Counter[tuple[str, str, str]] = Counter()
    made = []
    for one in kept:
        evidence = _whole(one, url)
        key = (evidence.place, evidence.target, evidence.group)
        made.append(_finding(rule, evidence, options, evidence.url or url, page_id, order[key]))
        order[key] += 1
    return made


def _site_findings(rule: Rule, found: list[Evidence], options: JudgeOptions, site: SiteView) -> list[Finding]:
    by_url: dict[str, list[Evidence]] = {}
    for one in found:
        by_url.setdefault(one.url, []).append(one)
    made = []
    for url, evidence in by_url.items():
        page = site.page(url) if url else None
        made += _findings(rule, evidence, options, url or site.start_url, page.id if page is not None else None)
    return made


def _whole(evidence: Evidence, url: str) -> Evidence:
    place = evidence.place or (place_of(evidence.selector) if evidence.selector else "")
    if (
        place == evidence.place
        and len(evidence.selector) <= _SELECTOR_CHARACTERS
        and len(place) <= _SELECTOR_CHARACTERS
        and len(evidence.snippet) <= _SNIPPET_CHARACTERS
        and len(evidence.message) <= _MESSAGE_CHARACTERS
    ):
        return evidence
    return replace(
        evidence,
        place=place[-_SELECTOR_CHARACTERS:],
        selector=evidence.selector[:_SELECTOR_CHARACTERS],
        snippet=_cut(evidence.snippet, _SNIPPET_CHARACTERS),
        message=_cut(evidence.message, _MESSAGE_CHARACTERS),
    )


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _finding(
    rule: Rule, evidence: Evidence, options: JudgeOptions, url: str, page_id: int | None, order: int
) -> Finding:
    card = rule.card
    severity = options.severity.get(rule.id) or evidence.severity or card.severity
    if card.evidence_class is EvidenceClass.CONTRADICTED:
        severity = Severity.INFO
    return Finding(
        rule=rule.id,
        url=url,
        outcome=evidence.outcome,
        severity=severity,
        certainty=evidence.certainty or card.certainty,
        message=evidence.message or card.message,
        evidence=evidence,
        page_id=page_id,
        fingerprint=fingerprint_of(rule.id, url, evidence, order),
    )
