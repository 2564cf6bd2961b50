"""Wrong settings and wrong rule files are refused in one line that says what to do."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator

import pytest

from audits.options import JudgeOptions
from audits.registry import all_rules, cards, checked_rules, rule, rule_of
from store.errors import ConfigError, RuleError


def test_rules_are_found_in_their_folders() -> None:
    ids = [one.id for one in all_rules()]
    assert ids == sorted(ids)
    assert {"image-alt-missing", "title-duplicate"} <= set(ids)
    assert rule("image-alt-missing").card.group == "images"
    assert cards()["title-duplicate"].id == "title-duplicate"


def test_an_unknown_rule_is_named() -> None:
    with pytest.raises(RuleError, match="there is no rule 'gone'"):
        rule("gone")


def test_two_rules_with_one_id_are_refused() -> None:
    known = rule("image-alt-missing")
    with pytest.raises(RuleError, match=r"declared in .* and again in"):
        checked_rules([known, known])


@pytest.fixture
def module() -> Iterator[types.ModuleType]:
    name = "audits.rules.images.image_without_rule"
    made = types.ModuleType(name)
    sys.modules[name] = made
    yield made
    del sys.modules[name]


def test_a_file_without_a_rule_is_refused(module: types.ModuleType) -> None:
    with pytest.raises(RuleError, match="declares 0 rules; one file holds one rule"):
        rule_of(module)


def test_a_file_whose_name_is_not_the_id_is_refused(module: types.ModuleType) -> None:
    def check() -> None: ...

    check.__module__ = module.__name__
    check.__rule__ = rule("image-alt-missing")  # type: ignore[attr-defined]
    module.check = check  # type: ignore[attr-defined]
    with pytest.raises(RuleError, match=r"its file is called image_without_rule\.py"):
        rule_of(module)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"disabled": ["image-alt-mising"]}, "did you mean 'image-alt-missing'"),
        ({"severity": {"nothing-like-it-at-all": "high"}}, "`marsad rules` lists them all"),
        ({"rules": {"image-alt-missing": {"limit": 3}}}, "it has: none"),
    ],
)
def test_settings_that_fit_no_rule_are_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        JudgeOptions.model_validate(options).check(all_rules())


def test_a_threshold_of_the_wrong_kind_is_refused() -> None:
    chosen = next(one for one in all_rules() for name, value, _ in one.card.settings if isinstance(value, int))
    name = next(name for name, value, _ in chosen.card.settings if isinstance(value, int))
    JudgeOptions(rules={chosen.id: {name: 12}}).check(all_rules())
    with pytest.raises(ConfigError, match="it must be like the default"):
        JudgeOptions(rules={chosen.id: {name: "twelve"}}).check(all_rules())
