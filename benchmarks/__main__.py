"""Measures Marsad on a generated site, beside its peers, and prints a table with the targets.

python -m benchmarks                 everything: about ten minutes
python -m benchmarks --quick         a small site, one round, no 20,000 pages
python -m benchmarks crawl judge     only these parts: crawl, pace, memory, store, judge, report, graph, links,
                                     browse
python -m benchmarks --install       install the peers (advertools, lychee, linkinator) into benchmarks/.peers first
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import browsing, parts
from benchmarks.measure import ROOT, load
from benchmarks.peers.install import install

PARTS = ("crawl", "pace", "memory", "store", "judge", "report", "graph", "links", "browse")
WITH_STORE = {"memory", "store", "judge", "report"}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="part", help=f"parts to run: {', '.join(PARTS)}; default: all")
    parser.add_argument("--quick", action="store_true", help="small site, one round")
    parser.add_argument("--pages", type=int, default=0, help="pages of the large site (default 5,000; quick: 1,000)")
    parser.add_argument("--rounds", type=int, default=0, help="rounds beside the peers (default 3; quick: 1)")
    parser.add_argument("--install", action="store_true", help="install the peers first")
    parser.add_argument("--json", type=Path, help="write everything measured to this file")
    parser.add_argument("--keep", type=Path, help="work in this folder and keep it")
    given = parser.parse_args()
    unknown = sorted(set(given.names) - set(PARTS))
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; parts: {', '.join(PARTS)}")
    if given.install:
        install()
    wanted = set(given.names) or set(PARTS)
    report = parts.Report()
    about = _about()
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as folder:
        work = given.keep or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        _run(report, work, wanted, given)
    about["load_after"] = load()
    parts.show(report, about)
    if given.json:
        parts.save(report, given.json, about)
    return 0


def _run(report: parts.Report, work: Path, wanted: set[str], given: argparse.Namespace) -> None:
    rounds = given.rounds or (1 if given.quick else 3)
    large = given.pages or (1_000 if given.quick else 5_000)
    if "crawl" in wanted:
        pages = min(given.pages or 10**9, 150 if given.quick else 600)
        print(f"crawl: {pages} pages beside peers, {rounds} rounds, load {load()}", flush=True)
        parts.beside_peers(report, work, pages, rounds)
    if "pace" in wanted:
        print(f"pace, load {load()}", flush=True)
        parts.pace(report, work, min(large, 2_000), rounds)
    if wanted & WITH_STORE:
        print(f"memory, load {load()}", flush=True)
        many = 0 if given.quick or "memory" not in wanted else large * 4
        folder = parts.memory(report, work, large, many)
        if "store" in wanted:
            parts.space(report, folder)
        if wanted & {"judge", "report"}:
            print(f"judge, load {load()}", flush=True)
            parts.judging(report, folder, 100 if given.quick else 400)
        if "report" in wanted:
            print(f"report, load {load()}", flush=True)
            parts.reporting(report, folder)
    if "graph" in wanted:
        print(f"graph, load {load()}", flush=True)
        parts.graph(report, work, 10_000 if given.quick else 100_000)
    if "links" in wanted:
        from benchmarks import links  # the cases lie with the tests, which a wheel leaves out

        print(f"links, {rounds} rounds, load {load()}", flush=True)
        links.compare(report, work, rounds)
    if "browse" in wanted:
        print(f"browse, load {load()}", flush=True)
        browsing.browsing(report, work, given.pages or (40 if given.quick else 200))


def _about() -> dict[str, Any]:
    processor = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        processor = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    command = ["git", "log", "-1", "--format=%h"]
    commit = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    return {
        "when": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "commit": commit,
        "machine": f"{os.cpu_count()} x {processor}, {platform.system()}, Python {platform.python_version()}",
        "load_before": load(),
    }


if __name__ == "__main__":
    sys.exit(main())
