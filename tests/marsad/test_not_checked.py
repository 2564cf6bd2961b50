"""Every known check is made by a rule or stands among those that are not made, with the reason."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from audits.registry import cards

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "not-checked.md"
CATALOGUE = ROOT.parent / "shared" / "catalogue.csv"
ROW = re.compile(r"^\| ([a-z0-9-]+) \| (.+) \|$", re.MULTILINE)


def left_out() -> dict[str, str]:
    rows = {name: why for name, why in ROW.findall(PAGE.read_text("utf-8")) if name != "id" and set(name) != {"-"}}
    assert len(rows) > 30
    return rows


def test_no_check_that_is_made_is_said_not_to_be_made() -> None:
    assert sorted(set(left_out()) & set(cards())) == []


def test_rules_that_tell_it_instead_exist() -> None:
    named = set(re.findall(r"`([a-z0-9/-]+)`", " ".join(left_out().values())))
    assert named
    assert sorted(named - set(cards())) == []


def test_every_check_of_the_catalogue_is_made_or_left_out_with_a_reason() -> None:
    if not CATALOGUE.exists():
        pytest.skip("the catalogue of checks does not lie beside this clone")
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        wanted = {row["id"] for row in csv.DictReader(file)}
    assert sorted(wanted - set(cards()) - set(left_out())) == []
    assert sorted(set(left_out()) - wanted) == []
