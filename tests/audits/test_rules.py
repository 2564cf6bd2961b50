"""Every rule keeps the promises of its own examples, and the examples would notice a broken rule."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from audits.registry import all_rules
from audits.rule import Evidence, Example, Rule, Scope
from audits.standards.wcag import CRITERIA
from marsad.rehearsal import page_view, rehearse, site_view
from reports.references import reference
from store.document import Document, css_path
from store.model import Outcome
from store.urls import normal_form

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
    mute = dataclasses.replace(rule, check=lambda _view, **_settings: iter(()))
    assert is_noticed(mute), f"{rule.id}: no example fails when the rule finds nothing"


@by_rule(RULES)
def test_examples_notice_a_rule_that_flags_everything(rule: Rule) -> None:
    flag = flag_every_element if rule.scope is Scope.PAGE else flag_every_page
    assert is_noticed(dataclasses.replace(rule, check=flag)), f"{rule.id}: no example fails when everything is flagged"


def thresholds() -> Iterator[Any]:
    for rule in RULES:
        for name, default, _ in rule.card.settings:
            if isinstance(default, (int, float)) and not isinstance(default, bool):
                for direction in ("up", "down"):
                    yield pytest.param(rule, name, direction, id=f"{rule.id}-{name}-{direction}")


@pytest.mark.parametrize(("rule", "name", "direction"), list(thresholds()))
def test_examples_notice_a_threshold_that_moves(rule: Rule, name: str, direction: str) -> None:
    default = rule.settings[name]
    far = abs(default) * 1000 + 1000
    moved = type(default)(far if direction == "up" else -far)
    assert is_noticed(rule, {name: moved}), f"{rule.id}: no example fails when {name} is {moved}"


def is_noticed(rule: Rule, settings: dict[str, Any] | None = None) -> bool:
    for example in rule.examples:
        try:
            if broken_promise(rule, example, settings):
                return True
            # A threshold may also decide how bad a finding is.
            if settings and weights(rule, example, settings) != weights(rule, example, None):
                return True
        except Exception:  # noqa: BLE001 - a check that breaks on an absurd threshold is noticed too
            return True
    return False


def weights(rule: Rule, example: Example, settings: dict[str, Any] | None) -> Counter[tuple[str, str]]:
    return Counter((str(one.severity), str(one.certainty)) for one in rehearse(rule, example, settings).evidence)


def flag_every_element(page: Any, **_settings: Any) -> Iterator[Evidence]:
    yield page.evidence()
    for element in page.document.elements():
        yield page.evidence(element)


def flag_every_page(site: Any, **_settings: Any) -> Iterator[Evidence]:
    yield site.evidence(site.start_url)
    for url in site.urls.values():
        yield site.evidence(url)


def broken_promise(rule: Rule, example: Example, settings: dict[str, Any] | None = None) -> str:
    """What the rule does not keep of an example; empty where it keeps all."""
    outcome, found = rehearse(rule, example, settings)
    if example.kind == "inapplicable":
        return "" if outcome is Outcome.NOT_APPLICABLE else f"applies, with the outcome {outcome.value}"
    if outcome is Outcome.NOT_APPLICABLE:
        return "does not apply"
    if outcome is Outcome.NOT_RUN:
        return "lacks an artifact that the rule needs"
    if example.kind == "passes":
        return f"found {said(found)}" if found else ""
    wanted_outcome = Outcome.FAIL if example.kind == "fails" else Outcome.REVIEW
    if not example.at:
        return "names nothing in `at`"
    expected, actual = page_places(example, found) if rule.scope is Scope.PAGE else site_places(example, found)
    if missing := expected - actual:
        return f"did not find {sorted(missing)}, but {said(found)}"
    if surplus := actual - expected:
        return f"found {sorted(surplus)} too: {said(found)}"
    others = [one for one in found if one.outcome is not wanted_outcome]
    return f"is not of the outcome {wanted_outcome.value}: {said(others)}" if others else ""


def page_places(example: Example, found: list[Evidence]) -> tuple[Counter[str], Counter[str]]:
    document = Document(page_view(example).body)
    expected: Counter[str] = Counter()
    for selector in example.at:
        paths = selected(document, selector)
        expected.update(paths)
    return expected, Counter(path for one in found for path in selected(document, one.selector))


def selected(document: Document, selector: str) -> list[str]:
    """The paths of what a selector selects; the selector itself where it selects nothing, e.g. inside a frame."""
    if not selector:
        return ["(the page)"]
    try:
        return [css_path(element) for element in document.select(selector)] or [selector]
    except ValueError:
        return [selector]


def site_places(example: Example, found: list[Evidence]) -> tuple[Counter[str], Counter[str]]:
    view = site_view(example)
    # A path stands for a URL of the site; anything else that a rule names as its target is compared as it is.
    expected = Counter({normal_form(place, view.start_url) or place for place in example.at})
    actual = Counter({normal_form(one.target or one.url, view.start_url) or one.target for one in found})
    return expected, actual


def said(found: list[Evidence]) -> list[str]:
    return [
        " ".join(filter(None, (one.outcome.value, one.url, one.target, one.selector, one.message))) for one in found
    ]
