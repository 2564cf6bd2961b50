"""Puts Marsad's accessibility stage before its juries and prints what it found beside axe-core alone.

python -m tests.jury                         everything
python -m tests.jury --only act --rule afw4f7 --rule b20e66
python -m tests.jury --only act --limit 1    the first case of each rule
python -m tests.jury --as-kept               judge again what the browser saw last time, without loading what is kept
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.jury import act, barriers, widgets
from tests.jury.examined import ROOT, Bench, browser_options, say
from tests.jury.served import Served

PARTS = ("act", "barriers", "widgets")
COLLECTIONS = ROOT.parent / "shared" / "corpora"


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.jury", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", action="append", choices=PARTS, help="only this part (may be repeated)")
    parser.add_argument("--rule", action="append", default=[], help="only this ACT rule (may be repeated)")
    parser.add_argument("--limit", type=int, default=0, help="the first so many cases of each ACT rule, or pages")
    parser.add_argument(
        "--collections", type=Path, default=COLLECTIONS, help="the folder with the collections act and barriers"
    )
    parser.add_argument("--keep", type=Path, default=ROOT / ".jury", help="where to keep what the browser saw")
    parser.add_argument("--as-kept", action="store_true", help="use what is kept although the browser stage changed")
    parser.add_argument("--seconds", type=float, default=25.0, help="deadline of each part of a page")
    parser.add_argument("--json", type=Path, help="write every verdict to this file")
    given = parser.parse_args()
    began = time.monotonic()
    goals: list[tuple[str, str, bool]] = []
    record: dict[str, Any] = {}
    for part in given.only or PARTS:
        tried = JURIES[part](given)
        if tried is not None:
            goals += tried[0]
            record[part] = tried[1]
    print(f"\n{time.strftime('%Y-%m-%d %H:%M:%S UTC', time.gmtime())}, {time.monotonic() - began:.0f} s\n")
    for words, figure, met in goals:
        print(f"{'true ' if met else 'FALSE'}  {words}  ->  {figure}")
    if given.json:
        given.json.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


Tried = tuple[list[tuple[str, str, bool]], dict[str, Any]] | None


def _act(given: argparse.Namespace) -> Tried:
    folder = given.collections / "act"
    if not (folder / "testcases.json").is_file():
        say(f"act: not tried, {folder} is not there; name the folder with --collections")
        return None
    chosen = act.cases(folder, given.rule, given.limit)
    with Served(folder / "site") as served:
        say(f"act: {len(chosen)} cases")
        bench = Bench(served, given.keep / "act", browser_options(given.seconds), as_kept=given.as_kept)
        trial = act.try_cases(bench, chosen, say)
    _print(act.tables(trial))
    return act.goals(trial), act.record(trial)


def _barriers(given: argparse.Namespace) -> Tried:
    folder = given.collections / "barriers"
    if not (folder / "list.json").is_file():
        say(f"barriers: not tried, {folder} is not there; name the folder with --collections")
        return None
    chosen = barriers.barriers(folder, given.limit)
    with Served(folder) as served:
        say(f"barriers: {len(chosen)} pages, each with its barrier and without")
        bench = Bench(served, given.keep / "barriers", browser_options(given.seconds), as_kept=given.as_kept)
        verdicts = barriers.try_barriers(served, bench, chosen, say)
    _print(barriers.tables(verdicts))
    return barriers.goals(verdicts), barriers.record(verdicts)


def _widgets(given: argparse.Namespace) -> Tried:
    names = list(widgets.WIDGETS)[: given.limit or None]
    with Served() as served:
        say(f"widgets: {len(names)}, and {len(widgets.pairs(names))} with a planted fault")
        bench = Bench(served, given.keep / "widgets", browser_options(given.seconds), as_kept=given.as_kept)
        trial = widgets.try_widgets(served, bench, names, say)
    _print(widgets.tables(trial))
    return widgets.goals(trial), widgets.record(trial)


JURIES: dict[str, Callable[[argparse.Namespace], Tried]] = {"act": _act, "barriers": _barriers, "widgets": _widgets}


def _print(tables: list[tuple[str, list[str], list[list[str]]]]) -> None:
    for title, head, rows in tables:
        if not rows:
            continue
        widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
        print(f"\n{title}\n")
        for row in [head, ["-" * width for width in widths], *rows]:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


if __name__ == "__main__":
    sys.exit(main())
