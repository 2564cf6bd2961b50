"""The documentation says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from audits.registry import all_rules
from marsad.cli import main
from marsad.rulebook import reference_of
from marsad.settings_page import settings_page

DOCS = Path(__file__).parents[2] / "docs"
README = (DOCS.parent / "README.md").read_text(encoding="utf-8")


def test_the_rule_reference_is_what_the_rules_say() -> None:
    written = (DOCS / "reference/rules.md").read_text(encoding="utf-8")
    assert written == reference_of([rule.card for rule in all_rules()]), "run `make docs`"


def test_the_configuration_reference_is_what_the_options_say() -> None:
    written = (DOCS / "reference/configuration.md").read_text(encoding="utf-8")
    assert written == settings_page(), "run `make docs`"
    for row in re.findall(r"^\| `.*", written, re.MULTILINE):
        assert not row.endswith("|  |"), f"say what this key means: {row}"


def test_every_command_of_the_readme_exists() -> None:
    for name in set(re.findall(r"bin/marsad (\w+)", README)):
        assert name in main.commands, name
    for option in set(re.findall(r"(--[a-z-]+)", README)):
        assert any(option in one.opts for command in main.commands.values() for one in command.params), option


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    for page in [DOCS.parent / "README.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_command_has_an_example_or_a_sentence_of_help() -> None:
    for command in main.commands.values():
        assert command.help
        assert len(command.help.split()) > 5
    assert CliRunner().invoke(main.commands["audit"], ["--help"]).output
