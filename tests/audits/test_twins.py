"""Where a browser looked at a page, its word wins over that of rules which judge by markup."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from audits.axe import ALSO_SAME_AS, SAME_AS, axe_rules
from audits.registry import all_rules, rule
from audits.rule import Example
from audits.runner import PageVerdict, judge_page
from audits.standards.axe_rules import AXE_RULES, EXPERIMENTAL
from audits.twins import TWINS
from marsad.rehearsal import page_view
from store.model import Outcome

BUTTONS = '<main><button id="a"></button><button id="b" class="menu"></button></main>'


def result(axe_id: str, *selectors: str, total: int = 0) -> dict[str, Any]:
    nodes = [{"selector": one, "html": "", "summary": "", "data": {}} for one in selectors]
    return {"id": axe_id, "impact": "serious", "tags": [], "nodes": nodes, "total": total or len(nodes)}


def verdict(html: str, rule_id: str, **looked: Any) -> PageVerdict:
    ran = [name for name in AXE_RULES if name not in EXPERIMENTAL]
    data = {"violations": [], "incomplete": [], "passes": ran, "inapplicable": [], **looked}
    view = page_view(Example("fails", html=html, artifacts={"axe": data}))
    return judge_page(view, [rule(rule_id), *axe_rules()])


def told(found: PageVerdict) -> list[tuple[str, str, str]]:
    return [(one.rule, one.evidence.selector, one.outcome.value) for one in found.findings]


def test_twins_exist_and_are_told_once() -> None:
    ids = {one.id for one in all_rules()}
    assert set(TWINS) <= ids
    assert set(SAME_AS.values()) <= ids
    assert set(ALSO_SAME_AS.values()) <= ids
    for twin, names in TWINS.items():
        for name in names:
            assert name in AXE_RULES
            assert twin in (SAME_AS.get(name), ALSO_SAME_AS.get(name)), f"{twin} and {name} would be told twice"


def test_browser_that_names_one_of_two_elements_clears_the_other() -> None:
    found = verdict(BUTTONS, "button-unnamed", violations=[result("button-name", "#b")])
    assert told(found) == [("button-unnamed", "#b", "fail")]
    assert found.outcomes["button-unnamed"] is Outcome.FAIL


def test_browser_that_finds_nothing_clears_all() -> None:
    found = verdict(BUTTONS, "button-unnamed")
    assert told(found) == []
    assert found.outcomes["button-unnamed"] is Outcome.PASS


def test_browser_that_was_not_there_clears_nothing() -> None:
    view = page_view(Example("fails", html=BUTTONS))
    found = judge_page(view, [rule("button-unnamed")])
    assert [one.evidence.selector for one in found.findings] == ["#a", "#b"]


@pytest.mark.parametrize(
    "looked",
    [
        {"passes": ["label"]},
        {"violations": [result("button-name", "#b", total=70)]},
    ],
    ids=["a rule did not run", "not all elements were kept"],
)
def test_browser_that_did_not_look_at_all_clears_nothing(looked: dict[str, Any]) -> None:
    found = verdict(BUTTONS, "button-unnamed", **looked)
    assert [one for one in told(found) if one[0] == "button-unnamed"] == [
        ("button-unnamed", "#a", "fail"),
        ("button-unnamed", "#b", "fail"),
    ]


def test_failure_that_the_browser_only_asks_about_stays_a_failure() -> None:
    html = '<main><div id="a" aria-label="Price">1</div></main>'
    found = verdict(html, "aria-name-prohibited", incomplete=[result("aria-prohibited-attr", "#a")])
    assert told(found) == [("aria-name-prohibited", "#a", "fail")]


def test_question_that_the_browser_answers_with_no_is_told_by_the_browser() -> None:
    html = '<main><button id="a" aria-controls="gone">A</button></main>'
    found = verdict(html, "aria-value-invalid", violations=[result("aria-valid-attr-value", "#a")])
    assert told(found) == [("axe/aria-valid-attr-value", "#a", "fail")]
    assert found.outcomes["aria-value-invalid"] is Outcome.PASS


def test_what_the_browser_does_not_look_for_is_kept() -> None:
    html = '<main><p id="a" aria-roledescription="slide">A</p></main>'
    assert told(verdict(html, "aria-name-prohibited")) == [("aria-name-prohibited", "#a", "fail")]


def test_element_in_a_frame_says_nothing_of_the_page() -> None:
    found = verdict(BUTTONS, "button-unnamed", violations=[result("button-name", "iframe >>> #a")])
    assert told(found) == [("axe/button-name", "iframe >>> #a", "fail")]


def test_results_with_an_error_clear_nothing() -> None:
    view = page_view(Example("fails", html=BUTTONS, artifacts={"axe": {"passes": list(AXE_RULES)}}))
    view.artifacts = {kind: replace(one, error="the browser hung") for kind, one in view.artifacts.items()}
    assert len(judge_page(view, [rule("button-unnamed")]).findings) == 2
