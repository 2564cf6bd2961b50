"""The published formulas: what they promise for any causes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.priority import priority_of, rank_causes, reach_of
from audits.score import CAP, SHARES, score_run
from store.model import (
    Category,
    Cause,
    CauseState,
    Certainty,
    Effort,
    EvidenceClass,
    Outcome,
    Owner,
    RuleCount,
    Severity,
)
from tests.audits.makers import card_of

CARDS = {
    "rule": card_of("rule"),
    "contradicted": card_of("contradicted", evidence_class=EvidenceClass.CONTRADICTED, severity=Severity.INFO),
    **{one.value: card_of(one.value, category=one) for one in Category},
}
PAGES = 100


def cause_of(**fields: object) -> Cause:
    given = {
        "id": "c1",
        "rule": "rule",
        "outcome": Outcome.FAIL,
        "severity": Severity.HIGH,
        "certainty": Certainty.DEFECT,
        "owner": Owner.TEMPLATE,
        "effort": Effort.TEMPLATE,
        "category": Category.ACCESSIBILITY,
        "message": "",
        "pages": 10,
        "occurrences": 10,
        "page_ids": tuple(range(1, 11)),
    }
    return Cause(**{**given, **fields})  # type: ignore[arg-type]


any_cause = st.builds(
    cause_of,
    id=st.text("abcdef0123456789", min_size=16, max_size=16),
    severity=st.sampled_from(Severity),
    certainty=st.sampled_from(Certainty),
    outcome=st.sampled_from([Outcome.FAIL, Outcome.REVIEW]),
    effort=st.sampled_from(Effort),
    category=st.sampled_from(Category),
    pages=st.integers(0, PAGES),
    state=st.sampled_from([CauseState.NEW, CauseState.STILL]),
    inferred=st.booleans(),
)
any_causes = st.lists(any_cause, max_size=30, unique_by=lambda cause: cause.id)
ALL_ANSWERED = [RuleCount(one.value, passed=1) for one in Category]


def test_priority_is_the_product_of_its_parts() -> None:
    (ranked,) = rank_causes([cause_of()], cards=CARDS, pages_tested=PAGES, link_scores={1: 30.0, 99: 70.0})
    parts = ranked.priority_parts
    assert parts["severity"] == 4.0
    assert parts["reach"] == pytest.approx(0.5196, abs=1e-4)
    assert parts["value"] == pytest.approx(1 + 4 * 0.3)
    assert (parts["confidence"], parts["effort"]) == (0.7, 1.0)
    assert ranked.priority == pytest.approx(4.0 * parts["reach"] * 2.2 * 0.7)


@given(any_causes)
def test_every_priority_can_be_worked_out_from_its_parts(causes: list[Cause]) -> None:
    ranked = rank_causes(causes, cards=CARDS, pages_tested=PAGES, link_scores={1: 1.0})
    assert [one.priority for one in ranked] == sorted((one.priority for one in ranked), reverse=True)
    for one in ranked:
        assert one.priority == priority_of(one.priority_parts)
        assert 0 <= one.priority <= 8 * 5


@given(any_cause, st.integers(0, PAGES))
def test_more_pages_never_lower_the_priority(cause: Cause, more: int) -> None:
    few = replace(cause, pages=max(1, cause.pages))
    many = replace(few, pages=min(PAGES, few.pages + more))
    low, high = (rank_causes([one], cards=CARDS, pages_tested=PAGES)[0].priority for one in (few, many))
    assert high >= low


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_reach_stays_between_0_and_1(affected: int, tested: int) -> None:
    assert 0.0 <= reach_of(affected, tested) <= 1.0


def test_information_and_what_google_contradicts_have_no_priority() -> None:
    causes = [cause_of(severity=Severity.INFO), cause_of(rule="contradicted")]
    assert [one.priority for one in rank_causes(causes, cards=CARDS, pages_tested=PAGES)] == [0.0, 0.0]


def test_what_is_inferred_or_open_counts_less_than_what_was_seen_twice() -> None:
    causes = [
        cause_of(id="inferred", inferred=True),
        cause_of(id="twice", state=CauseState.STILL),
        cause_of(id="once"),
        cause_of(id="open", outcome=Outcome.REVIEW),
    ]
    ranked = rank_causes(causes, cards=CARDS, pages_tested=PAGES)
    assert [one.id for one in ranked] == ["twice", "once", "inferred", "open"]


def test_a_server_setting_without_pages_reaches_the_whole_site() -> None:
    site = cause_of(pages=0, page_ids=(), owner=Owner.SERVER, effort=Effort.SITE)
    (ranked,) = rank_causes([site], cards=CARDS, pages_tested=PAGES)
    assert ranked.priority_parts["reach"] == 1.0


@given(any_causes)
def test_scores_stay_between_0_and_100_and_are_explained(causes: list[Cause]) -> None:
    scores = score_run(causes, cards=CARDS, counts=ALL_ANSWERED, pages_tested=PAGES)
    assert [score.category for score in scores] == [None, *Category]
    for score in scores:
        assert score.value is not None
        assert 0.0 <= score.value <= 100.0
        assert sum(one.points for one in score.deductions) == pytest.approx(100.0 - score.value, abs=1e-3)
        assert all(0 < one.points <= CAP for one in score.deductions)
    total = sum(SHARES[score.category] * (score.value or 0) for score in scores if score.category)
    assert scores[0].value == pytest.approx(total, abs=0.05)


@given(any_causes, any_cause)
def test_one_more_cause_never_raises_a_score(causes: list[Cause], further: Cause) -> None:
    def values(known: list[Cause]) -> list[float]:
        return [score.value or 0 for score in score_run(known, cards=CARDS, counts=ALL_ANSWERED, pages_tested=PAGES)]

    before, after = values(causes), values([*causes, replace(further, id="further")])
    assert all(new <= old + 1e-3 for old, new in zip(before, after, strict=True))


@pytest.mark.parametrize(
    "fields",
    [
        {"severity": Severity.INFO},
        {"rule": "contradicted"},
        {"outcome": Outcome.REVIEW},
        {"certainty": Certainty.OPPORTUNITY},
        {"state": CauseState.FIXED},
    ],
)
def test_what_is_no_defect_takes_no_points(fields: dict[str, object]) -> None:
    overall, accessibility, *_ = score_run([cause_of(**fields)], cards=CARDS, counts=ALL_ANSWERED, pages_tested=PAGES)
    assert accessibility.value == 100.0
    assert overall.value == 100.0
    assert not accessibility.deductions


def test_what_is_ignored_takes_its_points_unless_the_owner_has_it_otherwise() -> None:
    causes = [cause_of(state=CauseState.IGNORED)]
    counted = score_run(causes, cards=CARDS, counts=ALL_ANSWERED, pages_tested=PAGES)
    spared = score_run(causes, cards=CARDS, counts=ALL_ANSWERED, pages_tested=PAGES, without_ignored=True)
    assert counted[1].value == 98.0
    assert spared[1].value == 100.0


def test_one_cause_takes_25_points_at_most() -> None:
    cause = cause_of(severity=Severity.CRITICAL, pages=PAGES)
    _, accessibility, *_ = score_run([cause], cards=CARDS, counts=ALL_ANSWERED, pages_tested=PAGES)
    assert accessibility.value == 75.0


def test_points_grow_with_the_share_of_pages() -> None:
    _, accessibility, *_ = score_run([cause_of()], cards=CARDS, counts=ALL_ANSWERED, pages_tested=PAGES)
    assert accessibility.value == 98.0  # weight 20, on 10 of 100 pages


def test_what_was_not_tested_has_no_score() -> None:
    counts = [RuleCount("search", passed=3), RuleCount("accessibility", not_run=5, error=1), RuleCount("gone", fail=1)]
    scores = {score.category: score.value for score in score_run([], cards=CARDS, counts=counts, pages_tested=3)}
    assert scores[Category.SEARCH] == 100.0
    assert scores[Category.ACCESSIBILITY] is None
    assert scores[None] == 100.0
    nothing = score_run([], cards=CARDS, counts=ALL_ANSWERED, pages_tested=0)
    assert all(score.value is None for score in nothing)


def test_shares_of_the_whole_are_whole() -> None:
    assert sum(SHARES.values()) == pytest.approx(1.0)
    assert set(SHARES) == set(Category)
