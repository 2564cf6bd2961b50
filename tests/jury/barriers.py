"""The jury of barrier pages: is the one barrier of each page named, and is nothing told once it is taken away?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audits.registry import rule as known_rule
from store.model import Category, Finding
from tests.jury.act import at_least, at_most
from tests.jury.corrections import corrected
from tests.jury.examined import Bench, Seen, is_fail
from tests.jury.served import Served


@dataclass(frozen=True, slots=True)
class Barrier:
    """One page with one barrier."""

    name: str
    title: str
    category: str
    path: str

    @property
    def corrected_path(self) -> str:
        """Where the page without its barrier is served: one folder deeper, with the same neighbours."""
        return f"{self.path.rpartition('/')[0]}/{self.name}.corrected.html"


@dataclass(slots=True)
class Verdict:
    """What was said of one barrier, and what was told of the page without it."""

    barrier: Barrier
    ours: str
    axe: str
    by: tuple[str, ...]
    false: tuple[str, ...]  # what is told as a fail of the corrected page and not of the other
    left: tuple[str, ...]  # what is told as a fail of both: a fault of the pages' common frame, or not the barrier's
    errors: tuple[str, ...]


def barriers(folder: Path, limit: int = 0) -> list[Barrier]:
    """The collection's pages, in its order."""
    listed = json.loads((folder / "list.json").read_text("utf-8"))
    found = [
        Barrier(
            Path(one["file"]).name.removesuffix(".html"),
            one["title"],
            one["category"],
            "/" + (one.get("subject") or one["file"]),
        )
        for one in listed
    ]
    return found[:limit] if limit else found


def try_barriers(served: Served, bench: Bench, chosen: Sequence[Barrier], progress: Any) -> list[Verdict]:
    """Examine each page with its barrier and without."""
    for one in chosen:
        body = served.body(one.path) or b""
        served.made[one.corrected_path] = corrected(one.name, body.decode("utf-8")).encode()
    seen = bench.examine([path for one in chosen for path in (one.path, one.corrected_path)], progress)
    return [_verdict(one, seen[one.path], seen[one.corrected_path]) for one in chosen]


def _verdict(barrier: Barrier, before: Seen, after: Seen) -> Verdict:
    """What goes away with the barrier names it: the pages differ in nothing else."""
    kept = {_key(one) for one in after.findings}
    gone = [one for one in before.findings if _key(one) not in kept and _is_accessibility(one.rule)]
    fails = sorted({one.rule for one in gone if is_fail(one)})
    asks = sorted({one.rule for one in gone if not is_fail(one)} - set(fails))
    told = {_key(one) for one in before.findings if is_fail(one)}
    fails_after = [one for one in after.findings if is_fail(one) and _is_accessibility(one.rule)]
    return Verdict(
        barrier,
        ours="fail" if fails else "review" if asks else "none",
        axe=_axe(before, after),
        by=(*fails, *(f"{one}?" for one in asks)),
        false=tuple(sorted({one.rule for one in fails_after if _key(one) not in told})),
        left=tuple(sorted({one.rule for one in fails_after if _key(one) in told})),
        errors=(*before.errors, *after.errors),
    )


def _axe(before: Seen, after: Seen) -> str:
    """What axe-core alone names: an element of a rule that is not told of the corrected page."""
    for word, part in (("fail", "violations"), ("review", "incomplete")):
        if _axe_keys(before, part) - _axe_keys(after, part):
            return word
    return "none"


def _axe_keys(seen: Seen, part: str) -> set[tuple[str, str]]:
    return {(rule["id"], node["selector"]) for rule in seen.axe.get(part, ()) for node in rule["nodes"]}


def _key(one: Finding) -> tuple[str, str, bool]:
    """The same finding on both pages: its rule and the element's own markup, wherever it stands."""
    return one.rule, one.evidence.snippet[:200] or one.evidence.place, is_fail(one)


def _is_accessibility(rule: str) -> bool:
    """Whether a rule speaks of people's access: only such a rule can name a barrier."""
    card = known_rule(rule).card
    is_of_wcag = bool(card.wcag) or any(ref.startswith("wcag:") for ref in card.refs)
    return is_of_wcag or card.category is Category.ACCESSIBILITY


def goals(verdicts: Sequence[Verdict]) -> list[tuple[str, str, bool]]:
    """What must be true of the numbers."""
    named = sum(one.ours != "none" for one in verdicts)
    false = sum(bool(one.false) for one in verdicts)
    return [
        at_least("barriers named as fail or to review", named, len(verdicts), 0.60),
        at_most("corrected copies with a new fail", false, len(verdicts), 0.0),
    ]


def tables(verdicts: Sequence[Verdict]) -> list[tuple[str, list[str], list[list[str]]]]:
    """Title, head and rows of what is printed."""
    head = ["barrier", "ours", "axe alone", "by", "false on the corrected copy", "fails on both"]
    rows = [
        [one.barrier.name[:70], one.ours, one.axe, " ".join(one.by)[:90], " ".join(one.false), " ".join(one.left)[:60]]
        for one in verdicts
    ]
    sums = [
        [
            f"total {word}",
            str(sum(one.ours == word for one in verdicts)),
            str(sum(one.axe == word for one in verdicts)),
            "",
            "",
            "",
        ]
        for word in ("fail", "review", "none")
    ]
    troubled = [[one.barrier.name[:70], " ".join(one.errors)[:200]] for one in verdicts if one.errors]
    return [("Barriers", head, [*rows, *sums]), ("Barriers: pages with errors", ["barrier", "errors"], troubled)]


def record(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Everything as JSON."""
    return {
        "goals": [{"goal": words, "figure": figure, "met": met} for words, figure, met in goals(verdicts)],
        "barriers": [
            {
                "barrier": one.barrier.name,
                "title": one.barrier.title,
                "category": one.barrier.category,
                "ours": one.ours,
                "axe": one.axe,
                "by": list(one.by),
                "false_on_corrected": list(one.false),
                "fails_on_both": list(one.left),
                "errors": list(one.errors),
            }
            for one in verdicts
        ],
    }
