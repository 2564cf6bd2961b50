"""Every condition of every check is turned round, one at a time: the examples notice nearly all of them."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest

from audits.registry import all_rules
from audits.rule import Rule, _is_page, _is_site
from marsad.promises import is_noticed

ONLY_WORDS = 3
"""Conditions of one check that may go unnoticed: some only choose words, and examples do not tell words."""


def conditions(tree: ast.AST) -> list[tuple[ast.AST, int]]:
    """Each condition of a function: the node that holds it, and which one of several it is."""
    found: list[tuple[ast.AST, int]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.If | ast.IfExp):
            found.append((node, 0))
        elif isinstance(node, ast.comprehension):
            found += [(node, number) for number in range(len(node.ifs))]
    return found


def undecorated(source: str) -> ast.Module:
    """The function alone, without what declares it."""
    tree = ast.parse(source)
    assert isinstance(tree.body[0], ast.FunctionDef)
    tree.body[0].decorator_list = []
    return tree


def turned_round(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """The rule with one condition of its check negated, and that condition."""
    source = textwrap.dedent(inspect.getsource(rule.check))
    for number in range(len(conditions(undecorated(source)))):
        tree = undecorated(source)
        node, place = conditions(tree)[number]
        if isinstance(node, ast.comprehension):
            condition = node.ifs[place]
            node.ifs[place] = ast.UnaryOp(ast.Not(), condition)
        else:
            assert isinstance(node, ast.If | ast.IfExp)
            condition = node.test
            node.test = ast.UnaryOp(ast.Not(), condition)
        names: dict[str, Any] = {}
        code = compile(ast.fix_missing_locations(tree), f"<{rule.id}>", "exec")
        exec(code, rule.check.__globals__, names)
        yield ast.unparse(condition), dataclasses.replace(rule, check=names[rule.check.__name__])


OWN = [rule for rule in all_rules() if "/" not in rule.id]


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in OWN])
def test_examples_notice_when_a_condition_is_turned_round(rule: Rule) -> None:
    unnoticed = [condition for condition, broken in turned_round(rule) if not is_noticed(broken)]
    assert len(unnoticed) <= ONLY_WORDS, f"{rule.id}: no example fails when these are turned round: {unnoticed}"


CHOOSY = [
    rule
    for rule in OWN
    if rule.applies not in (_is_page, _is_site) and rule.applies.__code__.co_names != ("is_content",)
]
"""Rules that choose more narrowly than to want a page."""


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in CHOOSY])
def test_examples_notice_a_rule_that_applies_everywhere(rule: Rule) -> None:
    assert is_noticed(dataclasses.replace(rule, applies=lambda _view: True)), f"{rule.id}: add an Inapplicable(…)"
