"""`marsad verify`: tests exactly the pages of one cause again, and says of each whether it is mended."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import click

from audits.inheritance import proof_of
from audits.page import SiteFacts
from audits.rule import Rule, Scope
from audits.runner import judge_page
from crawler.recheck import recheck
from marsad.config import Config
from marsad.console import Console, printable
from marsad.judge import merged_artifact, view_of
from marsad.known_cause import find_cause
from marsad.pages import Given, look_at
from marsad.rulebook import rules_of
from store.database import Store
from store.life_model import Verified
from store.model import Artifact, ArtifactKind, Cause, Finding, LinkState, Page, Run, Target
from store.urls import resolve

MOST_TARGETS = 50
_GONE = frozenset({404, 410})
_UNSURE = frozenset({LinkState.UNKNOWN, LinkState.BLOCKED, LinkState.FLAKY, LinkState.EXCLUDED})
AUDIT = "only an audit can test this rule again: it sees the whole site"


class Standing(StrEnum):
    """What testing one page again gave."""

    MENDED = "mended"
    STILL = "still there"
    UNKNOWN = "could not tell"


@dataclass(frozen=True, slots=True)
class Answer:
    """One page, what it gave, and why."""

    url: str
    standing: Standing
    why: str = ""


def verify_cause(
    store: Store, wanted: str, config: Config, console: Console, *, form: str = "text", site: str | None = None
) -> int:
    """Test the pages of a cause again, print one line each, keep the result.

    Returns 0 where all are mended, 1 where one is still there, 3 where none is but some could not be told. Raises
    ConfigError where there is no such cause.
    """
    run, cause = find_cause(store, wanted, site)
    console.log("verify", f"{cause.id} ({cause.rule}) of run {run.id}: {cause.message}")
    answers = _Verification(store, run, cause, config, console).answers()
    for one in answers:
        click.echo(_line(one, form))
    by = {kind: tuple(one.url for one in answers if one.standing is kind) for kind in Standing}
    store.save_verification(
        run.site,
        Verified(cause.id, time.time(), by[Standing.MENDED], by[Standing.STILL], by[Standing.UNKNOWN]),
    )
    console.log(
        "verify",
        f"{len(by[Standing.MENDED])} mended, {len(by[Standing.STILL])} still there, "
        f"{len(by[Standing.UNKNOWN])} could not be told",
    )
    if by[Standing.STILL]:
        return 1
    return 3 if by[Standing.UNKNOWN] or not answers else 0


def _line(one: Answer, form: str) -> str:
    if form == "jsonl":
        return json.dumps({"url": one.url, "standing": one.standing.value, "why": one.why}, ensure_ascii=False)
    return printable(f"{one.standing.value}  {one.url}" + (f": {one.why}" if one.why else ""))


class _Verification:
    """One cause, as the run left it and as its pages are now."""

    def __init__(self, store: Store, run: Run, cause: Cause, config: Config, console: Console) -> None:
        self.store, self.cause, self.config, self.console = store, cause, config, console
        self.held_by = cause.found_in or run.id  # the run that found it
        self.findings = list(store.findings(self.held_by, cause.id)) or list(cause.samples)
        self.pages = {page.id: page for page in store.pages(self.held_by, ids=list(cause.page_ids))}
        self.rule = next((one for one in rules_of(config) if one.id == cause.rule), None)

    def answers(self) -> list[Answer]:
        """One answer for each page of the cause."""
        urls = [page.url for page in self.pages.values()] or list(dict.fromkeys(one.url for one in self.findings))
        if self.rule is None:
            return [Answer(url, Standing.UNKNOWN, f"there is no rule {self.cause.rule} any more") for url in urls]
        if self.rule.scope is Scope.SITE:
            return self._by_targets(urls) if self.cause.target else _all_unknown(urls, AUDIT)
        looked = look_at(urls, self.config, self.console, in_browser=bool(self.rule.needs))
        return self._judged(looked, self.rule)

    # --- rules that see one page

    def _judged(self, looked: Sequence[Given], rule: Rule) -> list[Answer]:
        then = self._targets_then()
        now = self._targets_now(list(then))
        bodies = self.store.bodies(self.held_by, list(self.pages))
        artifacts = self._artifacts_then(rule)
        by_url = {page.url: page for page in self.pages.values()}
        found = []
        for one in looked:
            old = by_url.get(one.url)
            if old is None or not self._is_shown(rule, old, bodies.get(old.id, b""), artifacts.get(old.id, {}), then):
                found.append(Answer(one.url, Standing.UNKNOWN, AUDIT if old is not None else "its page is not stored"))
            else:
                found.append(self._answer(one, old, rule, then, now))
        return found

    def _is_shown(
        self,
        rule: Rule,
        page: Page,
        body: bytes,
        artifacts: Mapping[ArtifactKind, Artifact],
        targets: Mapping[str, Target],
    ) -> bool:
        """Whether the rule, asked of the stored page alone, finds the cause: else its silence now proves nothing."""
        return any(self._is_ours(one, page) for one in self._ask(rule, page, body, artifacts, targets))

    def _answer(
        self, one: Given, old: Page, rule: Rule, then: Mapping[str, Target], now: Mapping[str, Target]
    ) -> Answer:
        page = one.page
        if page is not None and page.status in _GONE:
            return Answer(one.url, Standing.MENDED, f"the page is gone ({page.status})")
        if page is None or page.failure is not None or page.status != 200:
            why = "too many redirects" if page is None else page.failure_detail or page.failure or page.status
            return Answer(one.url, Standing.UNKNOWN, f"it could not be read ({why})")
        missing = [kind for kind in rule.needs if kind not in one.artifacts or one.artifacts[kind].error]
        if missing:
            return Answer(one.url, Standing.UNKNOWN, "no browser looked at it")
        here = replace(page, id=old.id)
        ours = [found for found in self._ask(rule, here, one.body, one.artifacts, now) if self._is_ours(found, old)]
        if any(found.outcome is self.cause.outcome for found in ours):
            return Answer(one.url, Standing.STILL)
        unclear = [url for url in then if url not in now and url in one.links]
        if ours or unclear:
            return Answer(one.url, Standing.UNKNOWN, "a person must look" if ours else f"no clear answer: {unclear[0]}")
        return Answer(one.url, Standing.MENDED)

    def _ask(
        self,
        rule: Rule,
        page: Page,
        body: bytes,
        artifacts: Mapping[ArtifactKind, Artifact],
        targets: Mapping[str, Target],
    ) -> list[Finding]:
        home = resolve("/", page.url) or page.url
        facts = SiteFacts(
            start_url=home, now=time.time(), staging_hosts=self.config.judge.staging_hosts, targets=dict(targets)
        )
        verdict = judge_page(view_of(page, body, facts, artifacts), [rule], self.config.judge)
        if rule.id in verdict.errors:
            self.console.warn("verify", f"{page.url}: {rule.id}: {verdict.errors[rule.id]}")
        return verdict.findings

    def _is_ours(self, finding: Finding, page: Page) -> bool:
        """Whether a finding is one of the cause's on this page, wherever its element stands now."""
        ours = [one for one in self.findings if one.page_id == page.id]
        places = {(one.evidence.place, one.evidence.target, one.evidence.group) for one in ours}
        proofs = {proof_of(one, {}) for one in ours}
        evidence = finding.evidence
        return proof_of(finding, {}) in proofs or (evidence.place, evidence.target, evidence.group) in places

    def _artifacts_then(self, rule: Rule) -> dict[int, dict[ArtifactKind, Artifact]]:
        found: dict[int, dict[ArtifactKind, Artifact]] = {}
        if rule.needs:
            for one in self.store.artifacts(self.held_by, page_ids=list(self.pages)):
                kept = found.setdefault(one.page_id, {})
                kept[one.kind] = merged_artifact(kept.get(one.kind), one)
        return found

    # --- what a page points at

    def _targets_then(self) -> dict[str, Target]:
        wanted = {one.evidence.target for one in self.findings if one.evidence.target}
        return {one.url: one for one in self.store.targets(self.held_by) if one.url in wanted}

    def _targets_now(self, urls: Sequence[str]) -> dict[str, Target]:
        """The answers of addresses now, those that are clear."""
        web = [url for url in urls if url.startswith(("http://", "https://"))][:MOST_TARGETS]
        found = recheck(web, self.config.crawl, self.config.url, self.config.admission) if web else []
        return {one.target.url: one.target for one in found if one.target.state not in _UNSURE}

    def _by_targets(self, urls: Sequence[str]) -> list[Answer]:
        """For rules about an address that pages link to: the link must be gone, or the address be well."""
        target = self.cause.target
        if not target.startswith(("http://", "https://")):
            return _all_unknown(urls, AUDIT)
        answer = self._targets_now([target]).get(target)
        was = self._fault_then(target)
        looked = look_at(urls, self.config, self.console, in_browser=False)
        return [self._linking(one, target, was, answer) for one in looked]

    def _fault_then(self, target: str) -> str:
        """What was wrong with the address in the run: "broken", "moved" or nothing that asking it would show."""
        page = self.store.page(self.held_by, target)
        if page is not None:
            return "moved" if page.redirect_to else "" if 200 <= page.status < 300 else "broken"
        asked = next((one for one in self.store.targets(self.held_by) if one.url == target), None)
        return _fault(asked) if asked is not None else ""

    def _linking(self, one: Given, target: str, was: str, answer: Target | None) -> Answer:
        if one.page is not None and one.page.status in _GONE:
            return Answer(one.url, Standing.MENDED, f"the page is gone ({one.page.status})")
        if one.page is None or one.page.status != 200 or one.page.failure is not None:
            return Answer(one.url, Standing.UNKNOWN, "it could not be read")
        if target not in one.links:
            return Answer(one.url, Standing.MENDED, f"it no longer links to {target}")
        if not was:
            return Answer(one.url, Standing.UNKNOWN, AUDIT)
        if answer is None:
            return Answer(one.url, Standing.UNKNOWN, f"{target} gave no clear answer")
        said = f"{target} answers {answer.status or answer.detail}"
        is_now = _fault(answer)
        if not is_now or (was, is_now) == ("broken", "moved"):
            return Answer(one.url, Standing.MENDED, said)
        return Answer(one.url, Standing.STILL, said)


def _fault(target: Target) -> str:
    if target.state is LinkState.OK:
        return ""
    return "moved" if target.state is LinkState.REDIRECT else "broken"


def _all_unknown(urls: Iterable[str], why: str) -> list[Answer]:
    return [Answer(url, Standing.UNKNOWN, why) for url in urls]


__all__ = ["Answer", "Standing", "verify_cause"]
