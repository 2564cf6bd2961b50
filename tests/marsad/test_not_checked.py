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
WEIGHT = re.compile(r"([CHMLI])([!?+]?)(?: \(.*\))?")
SEVERITY = {"C": "critical", "H": "high", "M": "medium", "L": "low", "I": "info"}
CERTAINTY = {"!": "defect", "?": "check", "+": "opportunity"}
GROUND = {
    "G": "google-requirement",
    "g": "google-recommendation",
    "S": "standard",
    "T": "convention",
    "X": "contradicted",
}
SURER = {"video-no-captions": ("high", "defect")}
"""Rules that know more than the catalogue supposes: it speaks of markup alone, and a browser hears that somebody
speaks. What they cannot hear they ask, whatever their card says."""
ROW = re.compile(r"^\| ([a-z0-9-]+) \| (.+) \|$", re.MULTILINE)


def catalogue() -> list[dict[str, str]]:
    if not CATALOGUE.exists():
        pytest.skip("the catalogue of checks does not lie beside this clone")
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def left_out() -> dict[str, str]:
    rows = {name: why for name, why in ROW.findall(PAGE.read_text("utf-8")) if name != "id" and set(name) != {"-"}}
    assert len(rows) > 20
    return rows


def test_no_check_that_is_made_is_said_not_to_be_made() -> None:
    assert sorted(set(left_out()) & set(cards())) == []


def test_rules_that_tell_it_instead_exist() -> None:
    named = set(re.findall(r"`([a-z0-9/-]+)`", " ".join(left_out().values())))
    assert named
    assert sorted(named - set(cards())) == []


def test_every_check_of_the_catalogue_is_made_or_left_out_with_a_reason() -> None:
    wanted = {row["id"] for row in catalogue()}
    assert sorted(wanted - set(cards()) - set(left_out())) == []
    assert sorted(set(left_out()) - wanted) == []


def test_every_rule_weighs_what_the_catalogue_says() -> None:
    known = cards()
    compared = 0
    wrong = []
    for row in catalogue():
        card = known.get(row["id"])
        weight = WEIGHT.fullmatch(row["severity"])  # "L/M!" and the like have more than one value
        if card is None or weight is None:
            continue
        compared += 1
        # An X stands for information, whatever else is said.
        certainty = CERTAINTY.get(weight[2], card.certainty.value)
        severity, certainty = SURER.get(row["id"], (SEVERITY[weight[1]], certainty))
        wanted = (severity, certainty, GROUND.get(row["evidence"], card.evidence_class.value))
        found = (card.severity.value, card.certainty.value, card.evidence_class.value)
        if found != wanted:
            wrong.append((row["id"], found, wanted))
    assert wrong == []
    assert compared > 400


def test_what_google_contradicts_is_information() -> None:
    known = cards()
    contradicted = [known[row["id"]] for row in catalogue() if row["evidence"] == "X" and row["id"] in known]
    assert len(contradicted) > 10
    assert {card.severity.value for card in contradicted} == {"info"}
