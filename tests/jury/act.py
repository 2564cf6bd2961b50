"""The jury of W3C's ACT test cases: what is found, asked, missed and wrongly told, by rule, beside axe-core alone."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from audits.registry import rule as known_rule
from audits.standards.axe_rules import ACT
from tests.jury.examined import Bench, Seen, is_fail

_CRITERION = re.compile(r"^wcag2\d:(\d\.\d\.\d+)$")
_AXE_TAG = re.compile(r"^wcag(\d)(\d)(\d+)$")
PARTS = ("violations", "incomplete")
AAA = frozenset(
    "1.2.6 1.2.7 1.2.8 1.2.9 1.3.6 1.4.6 1.4.7 1.4.8 1.4.9 2.1.3 2.2.3 2.2.4 2.2.5 2.2.6 2.3.2 2.3.3 2.4.8 2.4.9 "
    "2.4.10 2.4.12 2.4.13 2.5.5 2.5.6 3.1.3 3.1.4 3.1.5 3.1.6 3.2.5 3.3.5 3.3.6 3.3.9".split()
)


@dataclass(frozen=True, slots=True)
class Case:
    """One test case: a page, a rule, and what the rule should say."""

    rule: str
    name: str
    expected: str
    title: str
    path: str
    criteria: frozenset[str]
    primary: frozenset[str]
    missing: tuple[str, ...]

    @property
    def is_failed(self) -> bool:
        """Whether the rule must fail here."""
        return self.expected == "failed"

    @property
    def is_a_or_aa(self) -> bool:
        """Whether the rule speaks of a success criterion of level A or AA."""
        return bool((self.primary or self.criteria) - AAA)


@dataclass(slots=True)
class Verdict:
    """What one examiner said of one case, and by which rules."""

    case: Case
    ours: str
    axe: str
    by: tuple[str, ...] = ()  # our rules that speak of the case's rule, failing ones first
    errors: tuple[str, ...] = ()


@dataclass(slots=True)
class Trial:
    """All verdicts."""

    verdicts: list[Verdict] = field(default_factory=list)


def cases(folder: Path, rules: Iterable[str] = (), limit: int = 0) -> list[Case]:
    """The cases of the collection, in its order; `limit` keeps the first so many of each rule."""
    chosen = set(rules)
    listed = json.loads((folder / "testcases.json").read_text("utf-8"))["testcases"]
    found = [_case(one) for one in listed if not chosen or one["ruleId"] in chosen]
    if not limit:
        return found
    count: Counter[str] = Counter()
    kept = []
    for one in found:
        count[one.rule] += 1
        if count[one.rule] <= limit:
            kept.append(one)
    return kept


def _case(one: Mapping[str, Any]) -> Case:
    criteria, primary = set(), set()
    for key, how in one["ruleAccessibilityRequirements"].items() if one["ruleAccessibilityRequirements"] else ():
        number = _CRITERION.match(key)
        if number:
            criteria.add(number[1])
            if "secondary" not in how:
                primary.add(number[1])
    return Case(
        rule=one["ruleId"],
        name=one["ruleName"],
        expected=one["expected"],
        title=one["testcaseTitle"],
        path=one["path"] if one["path"].startswith("/") else "/" + one["path"],
        criteria=frozenset(criteria),
        primary=frozenset(primary),
        missing=tuple(one.get("missingAssets") or ()),
    )


def try_cases(bench: Bench, chosen: Sequence[Case], progress: Any) -> Trial:
    """Examine every case's page once and say of each case what we and what axe-core alone made of it."""
    seen = bench.examine([one.path for one in chosen if not one.missing], progress)
    return Trial([_verdict(one, seen.get(one.path)) for one in chosen])


def _verdict(case: Case, seen: Seen | None) -> Verdict:
    if seen is None:
        return Verdict(case, "could not verify", "could not verify", errors=case.missing)
    speaking = [one for one in seen.findings if speaks_of(one.rule, case)]
    fails = sorted({one.rule for one in speaking if is_fail(one)})
    asks = sorted({one.rule for one in speaking if not is_fail(one)} - set(fails))
    ours = _word(case, bool(fails), bool(asks))
    told, asked = ({one["id"] for one in seen.axe.get(part, ()) if _axe_speaks(one, case)} for part in PARTS)
    axe = _word(case, bool(told), bool(asked))
    return Verdict(case, ours, axe, (*fails, *(f"{one}?" for one in asks)), tuple(seen.errors))


def _word(case: Case, fails: bool, asks: bool) -> str:
    if case.is_failed:
        return "hit" if fails else "review" if asks else "missed"
    return "false alarm" if fails else "asked in vain" if asks else "quiet"


def speaks_of(rule: str, case: Case) -> bool:
    """Whether one of our rules speaks of what the case's rule demands: by success criterion, or by name."""
    criteria, acts = _subjects(rule)
    if case.rule in acts:
        return True
    # What only level AAA asks says nothing of a rule of level A or AA, though that may name AAA as a looser relative.
    return bool(criteria & case.criteria) and not (case.is_a_or_aa and criteria <= AAA)


@cache
def _subjects(rule: str) -> tuple[frozenset[str], frozenset[str]]:
    """The success criteria and the ACT rules that a rule of ours speaks of, as its card says."""
    card = known_rule(rule).card
    return frozenset(card.wcag), frozenset(ref.removeprefix("act:") for ref in card.refs if ref.startswith("act:"))


def _axe_speaks(result: Mapping[str, Any], case: Case) -> bool:
    """Whether a result of axe-core speaks of the case: by itself, so without what we measured in its place."""
    if result["id"].startswith("color-contrast") and all(_is_measured(result["id"], one) for one in result["nodes"]):
        return False
    if case.rule in ACT.get(result["id"], ()):
        return True
    tags = (_AXE_TAG.match(tag) for tag in result.get("tags", ()))
    return bool({".".join(tag.groups()) for tag in tags if tag} & case.criteria)


def _is_measured(rule: str, node: Mapping[str, Any]) -> bool:
    return bool((node.get("data", {}).get(rule) or {}).get("measured"))


# --- counts

COLUMNS = tuple("failed,hit,review,missed,ok,false,asked,axe hit,axe review,axe false,unverified".split(","))
SUMS = (("all rules", False), ("level A and AA", True))


@dataclass(slots=True)
class Count:
    """How often each verdict was given."""

    failed: int = 0
    ok: int = 0
    unverified: int = 0
    ours: Counter[str] = field(default_factory=Counter)
    axe: Counter[str] = field(default_factory=Counter)

    def add(self, one: Verdict) -> None:
        """Count one verdict."""
        if one.ours == "could not verify":
            self.unverified += 1
            return
        self.failed += one.case.is_failed
        self.ok += not one.case.is_failed
        self.ours[one.ours] += 1
        self.axe[one.axe] += 1


def count(verdicts: Iterable[Verdict]) -> Count:
    """Count verdicts."""
    total = Count()
    for one in verdicts:
        total.add(one)
    return total


def by_rule(trial: Trial) -> dict[str, list[Verdict]]:
    """The verdicts of each ACT rule, in the collection's order."""
    grouped: dict[str, list[Verdict]] = {}
    for one in trial.verdicts:
        grouped.setdefault(one.case.rule, []).append(one)
    return grouped


def goals(trial: Trial) -> list[tuple[str, str, bool]]:
    """What must be true of the numbers: words, figure, and whether it is so."""
    everything = count(trial.verdicts)
    basic = count(one for one in trial.verdicts if one.case.is_a_or_aa)
    return [
        at_least("ACT: failed cases told as fail", everything.ours["hit"], everything.failed, 0.62),
        at_least("ACT, level A and AA: failed cases told as fail", basic.ours["hit"], basic.failed, 0.75),
        at_most("ACT: false alarms where nothing is wrong", everything.ours["false alarm"], everything.ok, 0.02),
    ]


def at_least(words: str, number: int, of: int, share: float) -> tuple[str, str, bool]:
    """A goal that wants many."""
    return f"{words}: at least {share:.0%}", f"{number} of {of} ({number / max(of, 1):.1%})", number >= share * of


def at_most(words: str, number: int, of: int, share: float) -> tuple[str, str, bool]:
    """A goal that wants few."""
    return f"{words}: at most {share:.0%}", f"{number} of {of} ({number / max(of, 1):.1%})", number <= share * of


def tables(trial: Trial) -> list[tuple[str, list[str], list[list[str]]]]:
    """Title, head and rows of what is printed."""
    head = ["rule", "name", "criteria", *COLUMNS]
    rows = []
    for rule, verdicts in by_rule(trial).items():
        rows.append(_row(rule, verdicts[0].case.name, verdicts[0].case, count(verdicts)))
    for words, basic_only in SUMS:
        fitting = [one for one in trial.verdicts if one.case.is_a_or_aa or not basic_only]
        rows.append(_row("total", words, None, count(fitting)))
    missed = [_line(one) for one in trial.verdicts if one.ours in ("missed", "review")]
    false = [_line(one) for one in trial.verdicts if one.ours == "false alarm"]
    troubled = [_line(one, errors=True) for one in trial.verdicts if one.errors and one.ours != "could not verify"]
    lines = ["rule", "case", "verdict", "axe", "page", "by"]
    return [
        ("ACT rules", head, rows),
        ("ACT: false alarms", lines, false),
        ("ACT: failed cases not told as fail", lines, missed),
        ("ACT: pages with errors", lines, troubled),
    ]


def _row(rule: str, name: str, case: Case | None, one: Count) -> list[str]:
    criteria = " ".join(sorted(case.primary or case.criteria)) if case is not None else ""
    ours = [one.ours[word] for word in ("hit", "review", "missed")]
    wrong = [one.ours[word] for word in ("false alarm", "asked in vain")]
    axe = [one.axe[word] for word in ("hit", "review", "false alarm")]
    return [rule, name[:48], criteria, *map(str, (one.failed, *ours, one.ok, *wrong, *axe, one.unverified))]


def _line(one: Verdict, *, errors: bool = False) -> list[str]:
    told = " ".join(one.errors)[:200] if errors else " ".join(one.by)[:200]
    return [one.case.rule, one.case.title, one.ours, one.axe, Path(one.case.path).name, told]


def record(trial: Trial) -> dict[str, Any]:
    """Everything as JSON."""
    return {
        "goals": [{"goal": words, "figure": figure, "met": met} for words, figure, met in goals(trial)],
        "cases": [
            {
                "rule": one.case.rule,
                "case": one.case.title,
                "expected": one.case.expected,
                "page": one.case.path,
                "ours": one.ours,
                "axe": one.axe,
                "by": list(one.by),
                "errors": list(one.errors),
            }
            for one in trial.verdicts
        ],
    }
