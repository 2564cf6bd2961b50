"""`marsad verify`: tests the pages of one cause again, and says of each whether it is mended."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import click

from audits.inheritance import proof_of
from audits.moves import is_door
from audits.page import SiteFacts
from audits.rule import Rule, Scope
from audits.runner import judge_page
from crawler.recheck import recheck
from marsad.config import Config
from marsad.console import Console, printable
from marsad.judge import merged_artifact, site_facts, view_of
from marsad.known_cause import find_cause
from marsad.pages import Given, look_at
from marsad.rulebook import rules_of
from marsad.verify_answer import AUDIT, Answer, Standing, all_unknown, spread
from marsad.verify_fresh import UNSURE
from marsad.verify_site import SiteCheck
from store.database import Store
from store.life_model import Verified
from store.model import Artifact, ArtifactKind, Cause, Finding, LinkState, Page, Run, Target
from store.urls import split

MOST_TARGETS = 50
MOST_NOT_ASKED = 50  # pages of a cause that are kept as not asked
NEIGHBOURS = 10  # findings of a site rule that stand together often belong together: pages of one title
LINKING = frozenset({"links", "redirects", "responses"})
"""Groups whose rules tell of an address on each page that links to it."""
MOVED = frozenset({"redir-external-link", "redir-internal-link"})
"""Rules for which it is the fault of an address that it redirects at all."""
FILES = "it rests on what files weigh or hold, which only `marsad audit` measures again"
_GONE = frozenset({404, 410})


def verify_cause(
    store: Store, wanted: str, config: Config, console: Console, *, form: str = "text", site: str | None = None
) -> int:
    """Test the pages of a cause again, print one line each and what they come to, keep the result.

    Returns 0 where all that were asked are mended, 1 where one is still there, 3 where none is but some could not be
    told. Of the run nothing is changed; a table of its own keeps which pages gave what, and when. Raises ConfigError
    where there is no such cause.
    """
    run, cause = find_cause(store, wanted, site)
    console.log("verify", f"{cause.id} ({cause.rule}) of run {run.id}: {cause.message}")
    check = _Verification(store, run, cause, config, console)
    answers = check.answers()
    for one in answers:
        click.echo(_line(one, form, len(answers), check.of))
    by = {kind: tuple(one.url for one in answers if one.standing is kind) for kind in Standing}
    # What was not asked is no proof that the whole is mended.
    left = tuple(url for url in check.urls if url not in {one.url for one in answers})[:MOST_NOT_ASKED]
    store.save_verification(
        run.site,
        Verified(cause.id, time.time(), by[Standing.MENDED], by[Standing.STILL], (*by[Standing.UNKNOWN], *left)),
    )
    if form == "text":
        click.echo(_outcome(by, answers, check))
    console.log(
        "verify",
        f"{len(by[Standing.MENDED])} mended, {len(by[Standing.STILL])} still there, "
        f"{len(by[Standing.UNKNOWN])} could not be told",
    )
    if by[Standing.STILL]:
        return 1
    return 3 if by[Standing.UNKNOWN] or not answers else 0


def _line(one: Answer, form: str, asked: int, of: int) -> str:
    if form == "jsonl":
        told = {"url": one.url, "standing": one.standing.value, "why": one.why, "asked": asked, "of": of}
        return json.dumps(told, ensure_ascii=False)
    return printable(f"{one.standing.value}  {one.url}" + (f": {one.why}" if one.why else ""))


def _outcome(by: Mapping[Standing, Sequence[str]], answers: Sequence[Answer], check: _Verification) -> str:
    """One line: the outcome, and of how many pages it is known."""
    pages = f"{len(answers):,} of {check.of:,} page{'s' if check.of != 1 else ''} asked"
    if by[Standing.STILL]:
        return f"still there: on {len(by[Standing.STILL]):,} of the pages ({pages})"
    if by[Standing.UNKNOWN] or not answers:
        why = next((one.why for one in answers if one.standing is Standing.UNKNOWN), "no page of it is known")
        return printable(f"could not verify: {why} ({pages})")
    is_part = len(answers) < check.of or check.is_of_site
    return f"fixed{', as far as these pages show' if is_part else ''} ({pages})"


class _Verification:
    """One cause, as the run left it and as its pages are now."""

    def __init__(self, store: Store, run: Run, cause: Cause, config: Config, console: Console) -> None:
        self.store, self.cause, self.config, self.console = store, cause, config, console
        self.run = store.run(cause.found_in) if cause.found_in else run  # the run that found it
        self.findings = list(store.findings(self.run.id, cause.id)) or list(cause.samples)
        self.rule = next((one for one in rules_of(config) if one.id == cause.rule), None)
        self.urls = self._urls()
        self.pages: dict[int, Page] = {}  # those that are asked

    @property
    def of(self) -> int:
        """How many pages the cause has."""
        return max(len(self.urls), len(self.cause.page_ids))

    @property
    def is_of_site(self) -> bool:
        """Whether the rule sees more than one page."""
        return self.rule is not None and self.rule.scope is Scope.SITE

    def _urls(self) -> list[str]:
        found = list(dict.fromkeys(one.url for one in self.findings))
        if self.rule is not None and self.rule.scope is Scope.SITE and found:
            return found
        known = self.store.url_texts(self.cause.page_ids)
        return [known[one] for one in self.cause.page_ids if one in known] or found

    def answers(self) -> list[Answer]:
        """One answer for each page of the cause, or of a sample."""
        if self.rule is None:
            return all_unknown(spread(self.urls), f"there is no rule {self.cause.rule} any more")
        if self.rule.scope is Scope.SITE:
            return self._of_site(self.rule)
        asked = spread(self._seen_by_browser(self.rule) if self.rule.needs else self.urls)
        self._take(asked)
        return self._judged(look_at(asked, self.config, self.console, needs=self.rule.needs), self.rule)

    def _take(self, urls: Sequence[str]) -> None:
        found = (self.store.page(self.run.id, url) for url in urls)
        self.pages = {page.id: page for page in found if page is not None}

    def _seen_by_browser(self, rule: Rule) -> list[str]:
        """Those pages that a browser looked at in the run: of the others nothing can be compared."""
        seen = self.store.artifacts(self.run.id, kinds=rule.needs, page_ids=list(self.cause.page_ids))
        shown = set(self.store.url_texts({one.page_id for one in seen}).values())
        return [url for url in self.urls if url in shown] or self.urls

    def _of_site(self, rule: Rule) -> list[Answer]:
        was = self._fault_then(self.cause.target) if rule.card.group in LINKING else ""
        if was == "broken" or (was and rule.id in MOVED):
            return self._by_target(spread(self.urls), self.cause.target, was)
        check = SiteCheck(self.store, self.run, self.cause, self.findings, rule, self.config, self.console)
        return check.answers(spread(self.urls, block=NEIGHBOURS))

    # --- rules that see one page

    @cached_property
    def _facts(self) -> SiteFacts:
        hosts = {split(page.url).netloc for page in self.store.page_answers(self.run.id) if page.status == 200}
        return site_facts(self.store, self.run, self.config.judge, sorted(hosts))

    def _judged(self, looked: Sequence[Given], rule: Rule) -> list[Answer]:
        then = self._targets_then()
        now = self._targets_now(list(then))
        bodies = self.store.bodies(self.run.id, list(self.pages))
        artifacts = self._artifacts_then(rule)
        by_url = {page.url: page for page in self.pages.values()}
        found = []
        for one in looked:
            old = by_url.get(one.url)
            if old is None:
                found.append(Answer(one.url, Standing.UNKNOWN, "its page is not stored"))
                continue
            seen = artifacts.get(old.id, {})
            if not self._is_shown(rule, old, bodies.get(old.id, b""), seen):
                why = f"no browser looked at it in the run; {AUDIT}" if rule.needs and not seen else AUDIT
                found.append(Answer(one.url, Standing.UNKNOWN, why))
            else:
                found.append(self._answer(one, old, rule, then, now))
        return found

    def _is_shown(self, rule: Rule, page: Page, body: bytes, artifacts: Mapping[ArtifactKind, Artifact]) -> bool:
        """Whether the rule, asked of the stored page alone, finds the cause: else its silence now proves nothing."""
        return any(self._is_ours(one, page) for one in self._ask(rule, page, body, artifacts, self._facts)[0])

    def _answer(
        self, one: Given, old: Page, rule: Rule, then: Mapping[str, Target], now: Mapping[str, Target]
    ) -> Answer:
        page = one.page
        if page is not None and page.status in _GONE:
            return Answer(one.url, Standing.MENDED, f"the page is gone ({page.status})")
        if page is None or page.failure is not None or page.status != 200:
            why = "too many redirects" if page is None else page.failure_detail or page.failure or page.status
            return Answer(one.url, Standing.UNKNOWN, f"it could not be read ({why})")
        if is_door(one.url, page.url):
            return Answer(one.url, Standing.UNKNOWN, f"it could not be read (it redirects to {page.url})")
        missing = [kind for kind in rule.needs if kind not in one.artifacts or one.artifacts[kind].error]
        if missing:
            error = one.artifacts[missing[0]].error if missing[0] in one.artifacts else ""
            return Answer(one.url, Standing.UNKNOWN, f"no browser looked at it{f' ({error})' if error else ''}")
        here = replace(page, id=old.id, template_id=old.template_id)
        known = {**self._facts.targets, **now}
        facts = replace(
            self._facts, now=time.time(), targets={url: known[url] for url in known if url in now or url not in then}
        )
        findings, failed = self._ask(rule, here, one.body, one.artifacts, facts)
        if failed:
            return Answer(one.url, Standing.UNKNOWN, f"the check failed on what is there now: {failed}")
        ours = [found for found in findings if self._is_ours(found, old)]
        if any(found.outcome is self.cause.outcome for found in ours):
            # Sizes of files and the like are those of the run: what rests on them nobody has tested.
            bare = replace(facts, assets={}, targets=now)
            left = self._ask(rule, here, one.body, one.artifacts, bare)[0]
            if any(found.outcome is self.cause.outcome and self._is_ours(found, old) for found in left):
                return Answer(one.url, Standing.STILL)
            return Answer(one.url, Standing.UNKNOWN, FILES)
        unclear = [url for url in then if url not in now and url in one.links]
        if ours or unclear:
            return Answer(one.url, Standing.UNKNOWN, "a person must look" if ours else f"no clear answer: {unclear[0]}")
        return Answer(one.url, Standing.MENDED)

    def _ask(
        self, rule: Rule, page: Page, body: bytes, artifacts: Mapping[ArtifactKind, Artifact], facts: SiteFacts
    ) -> tuple[list[Finding], str]:
        """What the rule finds, and what it raised."""
        verdict = judge_page(view_of(page, body, facts, artifacts), [rule], self.config.judge)
        failed = verdict.errors.get(rule.id, "")
        if failed:
            self.console.warn("verify", f"{page.url}: {rule.id}: {failed}")
        return verdict.findings, failed

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
            for one in self.store.artifacts(self.run.id, page_ids=list(self.pages)):
                kept = found.setdefault(one.page_id, {})
                kept[one.kind] = merged_artifact(kept.get(one.kind), one)
        return found

    # --- what a page points at

    def _targets_then(self) -> dict[str, Target]:
        wanted = {one.evidence.target for one in self.findings if one.evidence.target}
        return {one.url: one for one in self.store.targets(self.run.id) if one.url in wanted}

    def _targets_now(self, urls: Sequence[str]) -> dict[str, Target]:
        """The answers of addresses now, those that are clear."""
        web = [url for url in urls if url.startswith(("http://", "https://"))][:MOST_TARGETS]
        found = recheck(web, self.config.crawl, self.config.url, self.config.admission) if web else []
        return {one.target.url: one.target for one in found if one.target.state not in UNSURE}

    def _by_target(self, urls: Sequence[str], target: str, was: str) -> list[Answer]:
        """For rules about an address that pages link to: the link must be gone, or the address be well."""
        answer = self._targets_now([target]).get(target)
        looked = look_at(urls, self.config, self.console)
        return [self._linking(one, target, was, answer) for one in looked]

    def _fault_then(self, target: str) -> str:
        """What was wrong with the address in the run: "broken", "moved" or nothing that asking it would show."""
        if not target.startswith(("http://", "https://")):
            return ""
        page = self.store.page(self.run.id, target)
        if page is not None:
            return "moved" if page.redirect_to else "" if 200 <= page.status < 300 else "broken"
        asked = next((one for one in self.store.targets(self.run.id) if one.url == target), None)
        return _fault(asked) if asked is not None else ""

    def _linking(self, one: Given, target: str, was: str, answer: Target | None) -> Answer:
        if one.page is not None and one.page.status in _GONE:
            return Answer(one.url, Standing.MENDED, f"the page is gone ({one.page.status})")
        if one.page is None or one.page.status != 200 or one.page.failure is not None:
            return Answer(one.url, Standing.UNKNOWN, "it could not be read")
        if target not in one.links:
            return Answer(one.url, Standing.MENDED, f"it no longer links to {target}")
        if answer is None:
            return Answer(one.url, Standing.UNKNOWN, f"{target} gave no clear answer")
        is_now = _fault(answer)
        leads = f"redirects to {answer.final_url}" if is_now == "moved" and answer.final_url else ""
        said = f"{target} {leads or f'answers {answer.status or answer.detail}'}"
        if not is_now or (was, is_now) == ("broken", "moved"):
            return Answer(one.url, Standing.MENDED, said)
        return Answer(one.url, Standing.STILL, said)


def _fault(target: Target) -> str:
    if target.state is LinkState.OK:
        return ""
    return "moved" if target.state is LinkState.REDIRECT else "broken"


__all__ = ["Answer", "Standing", "verify_cause"]
