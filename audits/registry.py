"""Finds every rule: one module a rule under audits/rules, and the rules that axe brings."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterable
from functools import cache
from types import ModuleType

from audits import rules as rules_package
from audits.rule import Rule
from store.errors import RuleError
from store.model import RuleCard


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every built-in rule, ordered by id.

    Raises RuleError where a module holds no rule, where its name does not fit the rule's id, or where two share an id.
    """
    return checked_rules([*_own_rules(), *_axe_rules()])


def rule(rule_id: str) -> Rule:
    """Return one rule by its id. Raises RuleError where there is none."""
    found = _by_id().get(rule_id)
    if found is None:
        raise RuleError(f"there is no rule {rule_id!r}; `marsad rules` lists them all")
    return found


def cards() -> dict[str, RuleCard]:
    """Return the card of every rule by its id."""
    return {one.id: one.card for one in all_rules()}


def checked_rules(found: Iterable[Rule]) -> tuple[Rule, ...]:
    """Order rules by id; raises RuleError where two share one."""
    by_id: dict[str, Rule] = {}
    for one in found:
        if one.id in by_id:
            first = by_id[one.id].check.__module__
            raise RuleError(f"rule {one.id}: declared in {first} and again in {one.check.__module__}; rename one")
        by_id[one.id] = one
    return tuple(by_id[rule_id] for rule_id in sorted(by_id))


def rule_of(module: ModuleType) -> Rule:
    """Return the one rule that a module declares, after checking its name. Raises RuleError."""
    declared = [
        one.__rule__
        for one in vars(module).values()
        if isinstance(getattr(one, "__rule__", None), Rule) and getattr(one, "__module__", "") == module.__name__
    ]
    if len(declared) != 1:
        raise RuleError(f"{module.__name__} declares {len(declared)} rules; one file holds one rule")
    found: Rule = declared[0]
    name = module.__name__.rpartition(".")[2]
    if found.id.rpartition("/")[2].replace("-", "_") != name:
        raise RuleError(f"rule {found.id}: its file is called {name}.py; the file carries the id with underscores")
    return found


@cache
def _by_id() -> dict[str, Rule]:
    return {one.id: one for one in all_rules()}


def _own_rules() -> Iterable[Rule]:
    for group in pkgutil.iter_modules(rules_package.__path__, f"{rules_package.__name__}."):
        if not group.ispkg:
            raise RuleError(f"{group.name} lies outside a group; put it in a folder of audits/rules")
        package = importlib.import_module(group.name)
        for module in pkgutil.iter_modules(package.__path__, f"{group.name}."):
            # A name with an underscore in front is shared by the rules of its group and holds none.
            if not module.name.rpartition(".")[2].startswith("_"):
                yield rule_of(importlib.import_module(module.name))


def _axe_rules() -> Iterable[Rule]:
    if importlib.util.find_spec("audits.axe") is None:
        return ()
    found: Iterable[Rule] = importlib.import_module("audits.axe").axe_rules()
    return found
