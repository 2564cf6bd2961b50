"""Every rule keeps the promises of its own examples, and the examples would notice a broken rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from audits.registry import all_rules
from audits.rule import Example, Rule
from marsad.promises import broken_promise, is_noticed, moved_thresholds, mute, overeager
from reports.references import reference
from store.criteria import CRITERIA

RULES = list(all_rules())
CASES = [
    pytest.param(rule, example, id=f"{rule.id}-{number}-{example.kind}")
    for rule in RULES
    for number, example in enumerate(rule.examples)
]
SENTENCE = re.compile(r"^[^a-z].*[.!?)”`]$", re.DOTALL)


def by_rule(rules: list[Rule]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in rules])


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_example_says_what_the_rule_finds(rule: Rule, example: Example) -> None:
    complaint = broken_promise(rule, example)
    assert not complaint, f"{rule.id}: {complaint}\n{example}"


@by_rule(RULES)
def test_card_is_whole(rule: Rule) -> None:
    card = rule.card
    kinds = Counter(example.kind for example in rule.examples)
    assert kinds["fails"] + kinds["reviews"] >= 1, "no failing example"
    assert kinds["passes"] >= 1, "no passing example"
    assert set(kinds) <= {"fails", "reviews", "passes", "inapplicable"}
    assert card.refs, "no source is named"
    for ref in card.refs:
        assert reference(ref).url.startswith("https://"), f"unknown source {ref}"
    for words in (card.why, card.fix_editor, card.fix_developer or "None.", card.message):
        assert SENTENCE.match(words), f"not a sentence: {words}"
    assert not card.title.endswith("."), "a title is no sentence"
    assert card.failing_example, "the documentation would show no failing example"
    assert card.passing_example, "the documentation would show no passing example"
    for number in card.wcag:
        assert number in CRITERIA, f"WCAG has no {number}"
    if rule.id.partition("/")[1] == "":
        module = rule.check.__module__.split(".")
        assert module[-1] == rule.id.replace("-", "_")
        assert module[-2] == card.group


@by_rule(RULES)
def test_examples_notice_a_rule_that_finds_nothing(rule: Rule) -> None:
    assert is_noticed(mute(rule)), f"{rule.id}: no example fails when the rule finds nothing"


@by_rule(RULES)
def test_examples_notice_a_rule_that_flags_everything(rule: Rule) -> None:
    assert is_noticed(overeager(rule)), f"{rule.id}: no example fails when everything is flagged"


def thresholds() -> Iterator[Any]:
    for rule in RULES:
        for name, value in moved_thresholds(rule):
            direction = "up" if value > 0 else "down"
            yield pytest.param(rule, name, value, id=f"{rule.id}-{name}-{direction}")


@pytest.mark.parametrize(("rule", "name", "value"), list(thresholds()))
def test_examples_notice_a_threshold_that_moves(rule: Rule, name: str, value: float) -> None:
    assert is_noticed(rule, {name: value}), f"{rule.id}: no example fails when {name} is {value}"
