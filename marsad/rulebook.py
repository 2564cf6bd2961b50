"""The rules as a list for people or as JSON for scripts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click

from audits.registry import all_rules
from store.errors import ConfigError
from store.model import RuleCard


def print_rules(form: str, group: str | None) -> None:
    """Print every rule, or those of one group.

    Raises ConfigError where no rule is in the group.
    """
    cards = [rule.card for rule in all_rules() if group is None or rule.card.group == group]
    if not cards:
        groups = ", ".join(sorted({rule.card.group for rule in all_rules()}))
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
        "needs": list(card.needs),
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
