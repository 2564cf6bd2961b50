"""All rules that a configuration asks: built in, people's own, searches and segments; and their list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import click

from audits.custom import extract_rule, javascript_rule, search_rule, segment_rule
from audits.options import JudgeOptions
from audits.registry import all_rules, checked_rules
from audits.registry import rule as built_in
from audits.rule import Rule, Scope
from marsad.config import Config, RulesOptions
from marsad.own_rules import bounded, rules_of_folders, rules_of_packages, unique
from store.errors import ConfigError
from store.model import RuleCard

FILLED = frozenset({"custom-search", "custom-extract", "custom-javascript", "segment-expectation"})
"""Rules that the configuration fills: each of its tables makes a rule of its own, and they alone are asked."""


def rules_of(config: Config) -> tuple[Rule, ...]:
    """Every rule that this configuration asks, ordered by id.

    Raises RuleError where a rule of one's own is broken, or two share an id.
    """
    return _rules_of(_key_of(config))


def cards_of(config: Config) -> dict[str, RuleCard]:
    """The card of every rule by its id, those that the configuration fills among them."""
    return {rule.id: rule.card for rule in (*all_rules(), *rules_of(config))}


def check_settings(config: Config) -> None:
    """Raise ConfigError where the configuration names a rule or a threshold that does not exist."""
    rules = rules_of(config)
    config.judge.check(rules)
    for segment in config.segment:
        JudgeOptions(severity=segment.severity).check(rules, place=f"segment.{segment.name}.severity")


def own_rules(options: RulesOptions) -> list[Rule]:
    """People's own rules, without a bound on their time.

    Raises RuleError in one line for the first that is broken.
    """
    return unique([*rules_of_folders(options.folders), *(rules_of_packages() if options.packages else ())])


def worker_json(config: Config) -> str:
    """What a worker process needs of the configuration, as JSON for `Config.model_validate_json`."""
    parts = {"store", "data", "judge", "rules", "search", "extract", "javascript", "segment"}
    return config.model_dump_json(include=parts, by_alias=True)


def _key_of(config: Config) -> str:
    return config.model_dump_json(include={"rules", "search", "extract", "javascript", "segment"}, by_alias=True)


@lru_cache(maxsize=8)
def _rules_of(key: str) -> tuple[Rule, ...]:
    config = Config.model_validate_json(key)
    own = own_rules(config.rules)
    own += [search_rule(built_in("custom-search"), one, config.segment) for one in config.search]
    own += [extract_rule(built_in("custom-extract"), one, config.segment) for one in config.extract if one.asserts]
    own += [javascript_rule(built_in("custom-javascript"), one, config.segment) for one in config.javascript]
    own += [
        segment_rule(built_in("segment-expectation"), one)
        for one in config.segment
        if one.must_have or one.must_not_have
    ]
    limited = [bounded(rule, config.rules.seconds) if rule.scope is Scope.PAGE else rule for rule in own]
    return checked_rules([*(rule for rule in all_rules() if rule.id not in FILLED), *limited])


def run_examples(what: str | None, config: Config) -> int:
    """Run the examples of rules and print what each promises in vain; returns 0, or 1 where a promise is broken.

    `what` is a folder, the id of a rule, or None for all rules of one's own. Raises ConfigError where there is none.
    """
    from marsad.promises import complaints

    chosen = _chosen(what, config)
    broken = 0
    for rule in chosen:
        found = complaints(rule)
        broken += bool(found)
        click.echo(f"{'FAIL' if found else 'ok':<5} {rule.id} ({len(rule.examples)} examples)")
        for complaint in found:
            click.echo(f"      {complaint}")
    click.echo(f"{len(chosen)} rules tested, {broken} of them do not keep their promises")
    return int(broken > 0)


def _chosen(what: str | None, config: Config) -> list[Rule]:
    if what is not None and Path(what).is_dir():
        found = rules_of_folders([Path(what)])
        if not found:
            raise ConfigError(f"{what}: no rule is in this folder; put each into a .py file of its own")
        return unique(found)
    own = own_rules(config.rules)
    if what is None:
        if not own:
            raise ConfigError("there are no rules of your own; name a folder, or set `folders` under [rules]")
        return own
    found = [rule for rule in (*own, *all_rules()) if rule.id == what]
    if not found:
        raise ConfigError(f"{what!r} is neither a folder nor the id of a rule; `marsad rules` lists all ids")
    return found


def print_rules(form: str, group: str | None, config: Config | None = None) -> None:
    """Print every rule, or those of one group; with those of a configuration, where one is given.

    Raises ConfigError where no rule is in the group.
    """
    everything = (cards_of(config) if config is not None else {rule.id: rule.card for rule in all_rules()}).values()
    cards = sorted((card for card in everything if group is None or card.group == group), key=lambda one: one.id)
    if not cards:
        groups = ", ".join(sorted({card.group for card in everything}))
        raise ConfigError(f"no rule is in the group {group!r}; the groups are: {groups}")
    if form == "json":
        click.echo(json.dumps([mapping_of(card) for card in cards], ensure_ascii=False, indent=1))
        return
    if form == "markdown":
        click.echo(reference_of(cards), nl=False)
        return
    for name in sorted({card.group for card in cards}):
        click.echo(f"\n{name}")
        for card in cards:
            if card.group == name:
                click.echo(f"  {card.id:<34} {card.severity.value:<8} {card.certainty.value:<11} {card.title}")
    click.echo(f"\n{len(cards)} rules")


def reference_of(cards: Sequence[RuleCard]) -> str:
    """The reference page of all rules, in Markdown: docs/reference/rules.md is this text."""
    lines = [
        "# Rules",
        "",
        f"{len(cards)} rules, written by `make docs` from the rules themselves. Severity says how much it hurts, "
        "certainty whether it is wrong whatever the intent (defect), may be meant so (check) "
        "or could be better (opportunity).",
    ]
    for group in sorted({card.group for card in cards}):
        lines += ["", f"## {group}"]
        for card in sorted((one for one in cards if one.group == group), key=lambda one: one.id):
            lines += ["", f"### `{card.id}`", "", f"**{card.title}.** {card.why}", ""]
            ground = f"{card.severity.value} {card.certainty.value}, {card.evidence_class.value}"
            lines += [f"- weight: {ground}; {card.category.value}; mended by: {card.owner.value}"]
            if card.wcag:
                lines += [f"- WCAG: {', '.join(card.wcag)}"]
            if card.refs:
                lines += [f"- sources: {', '.join(card.refs)}"]
            lines += [f"- setting `{name}` = {value!r}: {meaning}" for name, value, meaning in card.settings]
            lines += [f"- mend: {card.fix_editor}"]
            lines += [f"- for the developer: {card.fix_developer}"] if card.fix_developer else []
    return "\n".join(lines) + "\n"


def mapping_of(card: RuleCard) -> dict[str, Any]:
    """A rule as `marsad rules --format json` shows it: a documented, stable shape."""
    return {
        "id": card.id,
        "group": card.group,
        "category": card.category.value,
        "severity": card.severity.value,
        "certainty": card.certainty.value,
        "evidence_class": card.evidence_class.value,
        "references": list(card.refs),
        "wcag": list(card.wcag),
        "needs": [*card.needs, *filter(None, card.needs_source.split(", "))],
        "owner": card.owner.value,
        "settings": [{"name": name, "default": value, "meaning": meaning} for name, value, meaning in card.settings],
        "words": {
            "title": card.title,
            "message": card.message,
            "why": card.why,
            "fix": card.fix_editor,
            "fix_developer": card.fix_developer,
        },
    }
