"""Whether a rule keeps the promises of its examples, and whether the examples would notice a broken rule."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from typing import Any

from audits.rule import Evidence, Example, Rule, Scope
from marsad.rehearsal import page_view, rehearse, site_view
from store.document import Document, css_path
from store.model import Outcome
from store.urls import normal_form


def complaints(rule: Rule) -> list[str]:
    """What is wrong with a rule, one sentence each: broken examples first, then what the examples would not notice."""
    kinds = Counter(example.kind for example in rule.examples)
    found = []
    if not kinds["fails"] + kinds["reviews"]:
        found.append("has no failing example; add Fails(…) with what must be found in `at`")
    if not kinds["passes"]:
        found.append("has no passing example; add Passes(…)")
    for number, example in enumerate(rule.examples, start=1):
        try:
            broken = broken_promise(rule, example)
        except Exception as error:  # noqa: BLE001 - whatever the rule raises is what its author must know
            broken = f"raises {type(error).__name__}: {error}"
        if broken:
            note = f" ({example.note})" if example.note else ""
            found.append(f"example {number}, {example.kind}{note}: {broken}")
    return found or list(mutations(rule))


def mutations(rule: Rule) -> Iterator[str]:
    """What no example notices when the rule is broken on purpose."""
    if not is_noticed(mute(rule)):
        yield "no example fails when the rule finds nothing; add a failing example"
    if not is_noticed(overeager(rule)):
        yield "no example fails when everything is flagged; add a passing example with an element"
    for name, value in moved_thresholds(rule):
        if not is_noticed(rule, {name: value}):
            yield f"no example fails when {name} is {value}; add one on each side of the threshold"


def mute(rule: Rule) -> Rule:
    """The rule with a check that finds nothing."""
    return dataclasses.replace(rule, check=lambda _view, **_settings: iter(()))


def overeager(rule: Rule) -> Rule:
    """The rule with a check that flags everything."""
    return dataclasses.replace(rule, check=flag_every_element if rule.scope is Scope.PAGE else flag_every_page)


def moved_thresholds(rule: Rule) -> Iterator[tuple[str, Any]]:
    """Each numeric threshold, far up and far down."""
    for name, default, _ in rule.card.settings:
        if isinstance(default, (int, float)) and not isinstance(default, bool):
            far = abs(default) * 1000 + 1000
            yield name, type(default)(far)
            yield name, type(default)(-far)


def is_noticed(rule: Rule, settings: dict[str, Any] | None = None) -> bool:
    """Whether some example is broken by this rule, or with these thresholds."""
    for example in rule.examples:
        try:
            if broken_promise(rule, example, settings):
                return True
            # A threshold may also decide how bad a finding is.
            if settings and _weights(rule, example, settings) != _weights(rule, example, None):
                return True
        except Exception:  # noqa: BLE001 - a check that breaks on an absurd threshold is noticed too
            return True
    return False


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
        return f"found {_said(found)}" if found else ""
    wanted_outcome = Outcome.FAIL if example.kind == "fails" else Outcome.REVIEW
    if not example.at:
        return "names nothing in `at`"
    expected, actual = _page_places(example, found) if rule.scope is Scope.PAGE else _site_places(example, found)
    if missing := expected - actual:
        return f"did not find {sorted(missing)}, but {_said(found)}"
    if surplus := actual - expected:
        return f"found {sorted(surplus)} too: {_said(found)}"
    others = [one for one in found if one.outcome is not wanted_outcome]
    return f"is not of the outcome {wanted_outcome.value}: {_said(others)}" if others else ""


def flag_every_element(page: Any, **_settings: Any) -> Iterator[Evidence]:
    """A check that flags the page and every element."""
    yield page.evidence()
    for element in page.document.elements():
        yield page.evidence(element)


def flag_every_page(site: Any, **_settings: Any) -> Iterator[Evidence]:
    """A check that flags every URL."""
    yield site.evidence(site.start_url)
    for url in site.urls.values():
        yield site.evidence(url)


def _weights(rule: Rule, example: Example, settings: dict[str, Any] | None) -> Counter[tuple[str, str]]:
    return Counter((str(one.severity), str(one.certainty)) for one in rehearse(rule, example, settings).evidence)


def _page_places(example: Example, found: list[Evidence]) -> tuple[Counter[str], Counter[str]]:
    document = Document(page_view(example).body)
    expected: Counter[str] = Counter()
    for selector in example.at:
        expected.update(_selected(document, selector))
    return expected, Counter(path for one in found for path in _selected(document, one.selector))


def _selected(document: Document, selector: str) -> list[str]:
    """The paths of what a selector selects; the selector itself where it selects nothing, e.g. inside a frame."""
    if not selector:
        return ["(the page)"]
    try:
        return [css_path(element) for element in document.select(selector)] or [selector]
    except ValueError:
        return [selector]


def _site_places(example: Example, found: list[Evidence]) -> tuple[Counter[str], Counter[str]]:
    view = site_view(example)
    # A path stands for a URL of the site; anything else that a rule names as its target is compared as it is.
    expected = Counter({normal_form(place, view.start_url) or place for place in example.at})
    actual = Counter({normal_form(one.target or one.url, view.start_url) or one.target for one in found})
    return expected, actual


def _said(found: list[Evidence]) -> list[str]:
    return [
        " ".join(filter(None, (one.outcome.value, one.url, one.target, one.selector, one.message))) for one in found
    ]


__all__ = [
    "broken_promise",
    "complaints",
    "flag_every_element",
    "flag_every_page",
    "is_noticed",
    "moved_thresholds",
    "mutations",
    "mute",
    "overeager",
]
