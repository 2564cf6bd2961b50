"""The ledger hides nothing: what it covers is marked with its reason, what it does not cover stays as it was."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from audits.causes import assign_causes, group_causes
from audits.ignoring import IgnoreOptions, Settled, mark_ignored, settle
from store.model import Cause, CauseState, Finding, Ignored
from tests.audits.makers import card_of, finding_of

CARDS = {"image-alt-missing": card_of(), "title-missing": card_of("title-missing")}
TODAY = date(2026, 6, 30)


def judged(findings: list[Finding], *ledger: IgnoreOptions) -> tuple[list[Finding], list[Cause], Settled]:
    """As the judging stage does it."""
    known = assign_causes(findings, cards=CARDS)
    settled = settle(known, ledger, TODAY)
    known = assign_causes(known, cards=CARDS, parts=settled.parts)
    causes = group_causes(known, cards=CARDS, parts=settled.parts)
    return known, mark_ignored(causes, known, settled), settled


FINDINGS = [
    *(finding_of(page, url=f"https://example.com/old/{page}") for page in (1, 2)),
    *(finding_of(page, url=f"https://example.com/new/{page}") for page in (3, 4, 5)),
    finding_of(6, rule="title-missing"),
]


def test_a_whole_rule_is_ignored_with_its_reason_and_keeps_its_id() -> None:
    entry = IgnoreOptions(rule="image-alt-missing", reason="the widget goes in May", owner="Ana", expires=TODAY)
    _, before, _ = judged(FINDINGS)
    _, after, settled = judged(FINDINGS, entry)
    assert {cause.id for cause in before} == {cause.id for cause in after}
    image = next(cause for cause in after if cause.rule == "image-alt-missing")
    assert image.state is CauseState.IGNORED
    assert image.ignored == Ignored("the widget goes in May", "Ana", "2026-06-30")
    assert [cause.state for cause in after if cause.rule == "title-missing"] == [CauseState.NEW]
    assert settled.notes == []


def test_a_cause_that_is_ignored_on_some_pages_stays_open_on_the_others() -> None:
    entry = IgnoreOptions(rule="image-*", url="/old/*", reason="the old shop is closed soon")
    findings, causes, _ = judged(FINDINGS, entry)
    _, before, _ = judged(FINDINGS)
    ignored = next(cause for cause in causes if cause.state is CauseState.IGNORED)
    opened = next(cause for cause in causes if cause.rule == ignored.rule and cause.state is not CauseState.IGNORED)
    assert (ignored.page_ids, opened.page_ids) == ((1, 2), (3, 4, 5))
    assert opened.id in {cause.id for cause in before}
    assert ignored.id != opened.id
    assert {finding.cause for finding in findings} == {cause.id for cause in causes}


def test_an_expired_entry_is_told_and_does_not_count() -> None:
    entry = IgnoreOptions(rule="*", reason="later", owner="Ana", expires=date(2026, 6, 29))
    _, causes, settled = judged(FINDINGS, entry)
    assert all(cause.state is CauseState.NEW for cause in causes)
    assert len(settled.notes) == 1
    assert "expired on 2026-06-29" in settled.notes[0]
    assert "Ana" in settled.notes[0]


def test_an_entry_that_matches_nothing_is_told() -> None:
    _, _, settled = judged(FINDINGS, IgnoreOptions(target="https://gone.example/*", reason="their fault"))
    assert "matched nothing" in settled.notes[0]


def test_one_cause_is_ignored_by_its_id_and_by_its_target() -> None:
    gone = "https://gone.example/a"
    findings = [finding_of(page, target=gone) for page in (1, 2)] + [finding_of(3, rule="title-missing")]
    _, plain, _ = judged(findings)
    wanted = next(cause for cause in plain if cause.target == gone)
    for entry in (
        IgnoreOptions(cause=wanted.id, reason="their fault"),
        IgnoreOptions(target="https://gone.example/*", reason="their fault"),
    ):
        _, causes, _ = judged(findings, entry)
        assert {cause.rule for cause in causes if cause.state is CauseState.IGNORED} == {wanted.rule}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": "because"}, "must say what it ignores"),
        ({"rule": "title-missing"}, "reason"),
        ({"rule": "title-missing", "reason": "x" * 5, "expires": "soon"}, "expires"),
        ({"url": "re:(", "reason": "because"}, "is no regular expression"),
    ],
)
def test_an_entry_that_says_too_little_is_refused(fields: dict[str, str], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        IgnoreOptions.model_validate(fields)
