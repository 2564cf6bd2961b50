"""When a cause counts as tested again, and when the reason is told why it was not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from audits.life import Look, Past, live, untested
from audits.moves import moved_pages
from audits.page import SiteFacts
from audits.site import SiteView
from store.life_model import Verified
from store.links import LinkTable
from store.model import (
    Category,
    Cause,
    CauseState,
    Certainty,
    Effort,
    Facts,
    Outcome,
    Owner,
    Page,
    RuleCount,
    Severity,
)
from tests.audits.makers import card_of, finding_of

RULE = "image-alt-missing"
CARD = card_of()


def cause_of(**fields: Any) -> Cause:
    given: dict[str, Any] = {
        "id": "0123456789abcdef", "rule": RULE, "outcome": Outcome.FAIL, "severity": Severity.MEDIUM,
        "certainty": Certainty.DEFECT, "owner": Owner.CONTENT, "effort": Effort.PAGE,
        "category": Category.ACCESSIBILITY, "message": "Two images.", "pages": 2, "occurrences": 2, "page_ids": (1, 2),
        "samples": (finding_of(1), finding_of(2)),
    }  # fmt: skip
    return Cause(**{**given, **fields})


def look(**fields: Any) -> Look:
    given: dict[str, Any] = {"counts": {RULE: RuleCount(RULE, passed=9)}, "answered": {1, 2, 3}}
    return Look(**{**given, **fields})


SEEN = look()
SITE_CARD = replace(CARD, sees_site=True)
AXE = replace(CARD, needs=("axe",))


@pytest.mark.parametrize(
    ("now", "card", "why"),
    [
        (look(), CARD, ""),
        (look(gone={2}, answered={1}), CARD, ""),
        (look(moved={2: 3}, answered={1, 3}), CARD, ""),
        (look(moved={2: 3}, answered={1, 2}), CARD, "page-not-crawled"),
        (look(answered={1}), CARD, "page-not-crawled"),
        (look(answered={1}, beyond_limits={2}), CARD, "page-limit"),
        (look(answered={1}, failed={2}), CARD, "page-failed"),
        (look(disabled={RULE}), CARD, "rule-off"),
        (look(), None, "rule-gone"),
        (look(counts={}), CARD, "rule-not-run"),
        (look(counts={RULE: RuleCount(RULE, error=2)}), CARD, "rule-error"),
        (look(troubled={RULE: {2}}), CARD, "rule-error"),
        (look(reviewed={(RULE, 1)}), CARD, "unsure"),
        (look(), AXE, "browser-missing"),
        (look(rendered={"axe": {1}}), AXE, "not-rendered"),
        (look(rendered={"axe": {1, 2}}), AXE, ""),
        (look(counts={RULE: RuleCount(RULE, not_run=1)}), replace(SITE_CARD, needs_source="bing"), "source-missing"),
        (look(counts={RULE: RuleCount(RULE, not_applicable=1)}, is_truncated=True), SITE_CARD, "crawl-cut-short"),
        (look(counts={RULE: RuleCount(RULE, not_applicable=1)}, is_patchy=True), SITE_CARD, "page-failed"),
        (look(counts={RULE: RuleCount(RULE, passed=1)}, is_patchy=True), SITE_CARD, ""),
        (look(files_failed=True), replace(SITE_CARD, group="sitemaps"), "not-asked"),
        (look(counts={RULE: RuleCount(RULE, passed=1)}), SITE_CARD, ""),
    ],
)
def test_a_cause_is_tested_again_only_where_all_that_showed_it_was_looked_at(now: Look, card: Any, why: str) -> None:
    assert untested(cause_of(), now, SEEN, card) == why


def test_what_a_sample_showed_is_not_mended_because_the_sampled_pages_are_gone() -> None:
    gone = look(gone={1, 2}, rendered={"axe": {3}})
    assert untested(cause_of(inferred=True), gone, SEEN, AXE) == "not-rendered"
    assert untested(cause_of(), gone, SEEN, CARD) == ""


def test_an_address_that_was_not_asked_leaves_its_cause_untested() -> None:
    target = "https://elsewhere.example/dead"
    cause = cause_of(target=target)
    assert untested(cause, look(unasked={target}), SEEN, CARD) == "target-not-asked"
    assert untested(cause, look(), SEEN, CARD) == ""
    assert untested(cause, look(unasked={target}), look(unasked={target}), CARD) == ""  # found without an answer
    carried = replace(cause, found_in=1)
    assert untested(carried, look(unasked={target}), look(unasked={target}), CARD) == "target-not-asked"


def states(found: list[Cause], before: list[Cause], now: Look = SEEN, **fields: Any) -> dict[str, CauseState]:
    lives = live(found, now, Past(before, SEEN, run_id=1, at=5.0, **fields), {RULE: CARD}, now=10.0)
    assert lives.counts is not None
    return {one.id: one.state for one in lives.causes}


def test_a_cause_that_was_mended_in_an_older_run_has_come_back() -> None:
    lives = live([cause_of()], SEEN, Past([], SEEN, fixed={cause_of().id}), {RULE: CARD}, now=10.0)
    assert lives.causes[0].state is CauseState.REGRESSED
    assert lives.causes[0].severity is Severity.HIGH
    assert lives.counts is not None
    assert lives.counts.regressed == 1


def test_pages_that_were_seen_to_be_mended_between_the_runs_count() -> None:
    cause = cause_of()
    unread = look(answered=set())
    assert states([], [cause], unread) == {cause.id: CauseState.NOT_RETESTED}
    mended = Verified(cause.id, 7.0, ("https://example.com/1", "https://example.com/2"))
    assert states([], [cause], unread, verified={cause.id: mended}) == {cause.id: CauseState.FIXED}
    half = Verified(cause.id, 7.0, ("https://example.com/1",), (), ("https://example.com/2",))
    assert states([], [cause], unread, verified={cause.id: half}) == {cause.id: CauseState.NOT_RETESTED}


def test_events_and_information_are_not_carried_on() -> None:
    event = cause_of(id="1" * 16, rule="change-status")
    notice = cause_of(id="2" * 16, severity=Severity.INFO)
    question = cause_of(id="3" * 16, outcome=Outcome.REVIEW)
    assert states([], [event, notice, question], look(answered=set())) == {}


def test_what_nobody_looked_for_before_is_new_only_because_somebody_looks() -> None:
    def first(then: Look, cause: Cause | None = None) -> bool:
        made = live([cause or cause_of()], SEEN, Past([], then), {RULE: CARD}, now=10.0).causes[0]
        assert made.state is CauseState.NEW
        return made.first_look

    assert first(look(counts={}))  # a new rule
    assert first(look(answered=set(), is_truncated=True))  # pages beyond the limit of that run
    assert not first(look(answered=set()))  # new pages
    assert not first(SEEN)  # it broke


def page_of(number: int, url: str, **fields: Any) -> Page:
    facts = Facts(title="A", text_digest=fields.pop("text", str(number)), word_count=fields.pop("words", 90))
    given: dict[str, Any] = {"url": url, "id": number, "status": 200, "facts": facts}
    return Page(**{**given, **fields})


def moves(before: list[Page], now: list[Page]) -> dict[int, int]:
    urls = {page.id: page.url for page in [*before, *now]}
    site = SiteView(SiteFacts("https://a.test/"), now, LinkTable.empty(), urls)
    return moved_pages({page.id: page for page in before}, site)


def test_a_page_moves_by_redirect_or_with_its_text_and_never_by_guess() -> None:
    old = page_of(1, "https://a.test/old", text="same")
    new = page_of(2, "https://a.test/new", text="same")
    led = Page("https://a.test/old", id=1, status=301, redirect_to=new.url)
    assert moves([old], [led, new]) == {1: 2}
    assert moves([old], [new]) == {1: 2}
    assert moves([old], [page_of(1, old.url, text="same"), new]) == {}
    assert moves([old, page_of(3, "https://a.test/copy", text="same")], [new]) == {}
    assert moves([old], [new, page_of(4, "https://a.test/newer", text="same")]) == {}
    assert moves([page_of(1, old.url, text="same", words=3)], [page_of(2, new.url, text="same", words=3)]) == {}
    assert moves([old], [led]) == {}  # nobody knows where it leads
