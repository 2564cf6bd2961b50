"""The jury of widgets: nothing may be told of what works by keyboard, and what is planted there must be found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audits.registry import rule as known_rule
from crawler.browser.options import MediaOptions, ResponsiveOptions
from store.model import Category
from tests.jury.act import at_least, at_most
from tests.jury.examined import Bench, Seen, is_fail
from tests.jury.served import Served
from tests.sites.widgets.composites import COMPOSITES
from tests.sites.widgets.mutants import MARK, MUTANTS, Mutant, with_mutant
from tests.sites.widgets.singles import SINGLES

WIDGETS: dict[str, bytes] = {**COMPOSITES, **SINGLES}
NO_HOSTS = frozenset({"dialog-open-at-load", "shadow-parts", "frame"})
"""Widgets whose elements a script of the page does not find, or that lie under a dialog."""
FAULTS_A_WIDGET = 2
WALK_ONLY: dict[str, Any] = {
    "responsive": ResponsiveOptions(enabled=False),
    "media": MediaOptions(enabled=False),
    "interaction": False,
}
"""No planted fault is one of what these look at."""


@dataclass(slots=True)
class Correct:
    """What was told of a widget that works."""

    name: str
    fails: tuple[str, ...]
    asks: tuple[str, ...]
    stops: int
    complete: bool
    errors: tuple[str, ...]


@dataclass(slots=True)
class Planted:
    """Whether a planted fault was found."""

    widget: str
    mutant: Mutant
    found: str  # fail, review, none
    told: tuple[str, ...]  # the rules that speak of the planted element
    others: tuple[str, ...]  # keyboard rules that fail on something else


@dataclass(slots=True)
class Trial:
    """All verdicts."""

    correct: list[Correct]
    planted: list[Planted]


def pairs(names: Sequence[str], each: int = FAULTS_A_WIDGET) -> list[tuple[str, Mutant]]:
    """Which faults are planted in which widgets: all faults in turn, so that each meets many kinds of widget."""
    hosts = [name for name in names if name not in NO_HOSTS]
    return [(name, MUTANTS[(at * each + more) % len(MUTANTS)]) for at, name in enumerate(hosts) for more in range(each)]


def try_widgets(served: Served, bench: Bench, names: Sequence[str], progress: Any) -> Trial:
    """Examine every widget as it is, and with faults planted in it."""
    chosen = pairs(names)
    served.made |= {f"/{name}.html": WIDGETS[name] for name in names}
    served.made |= {f"/{name}.{mutant.name}.html": with_mutant(WIDGETS[name], mutant) for name, mutant in chosen}
    seen = bench.examine([f"/{name}.html" for name in names], progress)
    walking = Bench(served, bench.keep, bench.options.model_copy(update=WALK_ONLY), as_kept=bench.as_kept)
    seen |= walking.examine([f"/{name}.{mutant.name}.html" for name, mutant in chosen], progress)
    return Trial(
        [_correct(name, seen[f"/{name}.html"]) for name in names],
        [_planted(name, mutant, seen[f"/{name}.{mutant.name}.html"]) for name, mutant in chosen],
    )


def _correct(name: str, seen: Seen) -> Correct:
    mine = [one for one in seen.findings if _is_accessibility(one.rule)]
    return Correct(
        name,
        tuple(f"{one.rule} {one.evidence.selector}" for one in mine if is_fail(one)),
        tuple(f"{one.rule} {one.evidence.selector}" for one in mine if not is_fail(one)),
        len(seen.walk.get("stops", ())),
        bool(seen.walk.get("complete")),
        tuple(seen.errors),
    )


def _planted(name: str, mutant: Mutant, seen: Seen) -> Planted:
    there = [one for one in seen.findings if MARK in one.evidence.snippet and one.rule in mutant.rules]
    fails = {one.rule for one in there if is_fail(one)}
    word = "fail" if fails else "review" if there else "none"
    others = {one.rule for one in seen.findings if is_fail(one) and one.rule.startswith("kb-")} - set(mutant.rules)
    return Planted(name, mutant, word, tuple(sorted({one.rule for one in there})), tuple(sorted(others)))


def _is_accessibility(rule: str) -> bool:
    card = known_rule(rule).card
    return bool(card.wcag) or card.category is Category.ACCESSIBILITY


def is_found(one: Planted) -> bool:
    """Whether the planted fault is told as it should: for sure, or as a question where a machine can only ask."""
    return one.found == "fail" or (one.mutant.asks and one.found == "review")


def goals(trial: Trial) -> list[tuple[str, str, bool]]:
    """What must be true of the numbers."""
    wrong = sum(bool(one.fails) for one in trial.correct)
    found = sum(is_found(one) for one in trial.planted)
    return [
        at_least("correct widgets tried, of the 30 that are wanted", min(len(trial.correct), 30), 30, 1.0),
        at_most("correct widgets with a fail", wrong, len(trial.correct), 0.0),
        at_least("planted faults found", found, len(trial.planted), 0.90),
    ]


def tables(trial: Trial) -> list[tuple[str, list[str], list[list[str]]]]:
    """Title, head and rows of what is printed."""
    rows = [
        [
            one.name,
            str(one.stops),
            "yes" if one.complete else "NO",
            " ".join(one.fails),
            " ".join(one.asks)[:120],
            " ".join(one.errors)[:80],
        ]
        for one in trial.correct
    ]
    by_fault: dict[str, list[Planted]] = defaultdict(list)
    for one in trial.planted:
        by_fault[one.mutant.name].append(one)
    faults = [_fault_row(name, all_of) for name, all_of in by_fault.items()]
    return [
        ("Widgets that work", ["widget", "stops", "walked", "fails", "asks", "errors"], rows),
        ("Planted faults", ["fault", "planted", "fail", "review", "not found in", "told besides"], faults),
    ]


def _fault_row(name: str, all_of: Sequence[Planted]) -> list[str]:
    words = [str(sum(one.found == word for one in all_of)) for word in ("fail", "review")]
    missed = " ".join(one.widget for one in all_of if not is_found(one))
    besides = {f"{rule}@{one.widget}" for one in all_of for rule in one.others}
    return [name, str(len(all_of)), *words, missed, " ".join(sorted(besides))[:100]]


def record(trial: Trial) -> dict[str, Any]:
    """Everything as JSON."""
    return {
        "goals": [{"goal": words, "figure": figure, "met": met} for words, figure, met in goals(trial)],
        "widgets": [{"widget": one.name, "fails": list(one.fails), "asks": list(one.asks)} for one in trial.correct],
        "planted": [
            {
                "widget": one.widget,
                "fault": one.mutant.name,
                "found": one.found,
                "told": list(one.told),
                "besides": list(one.others),
            }
            for one in trial.planted
        ],
    }
