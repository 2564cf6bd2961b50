"""What the browser stage costs: axe on every page, and the walk of one page a template; CPU, pace and memory.

python -m benchmarks.browsing URLS.json MODE runs one mode over a list of URLs and prints how long it took.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.measure import PYTHON, ROOT, load, ours
from benchmarks.parts import Report
from benchmarks.server import built_site, serving

MODES = ("axe", "whole")
SITE_PAGES = 1_000
_TICK = os.sysconf("SC_CLK_TCK")
_SAMPLE_S = 0.25


@dataclass(slots=True)
class Family:
    """A process with all its descendants, watched from outside: browsers do not tell their parents what they used."""

    root: int
    cpu: dict[int, float] = field(default_factory=dict)
    memory: list[float] = field(default_factory=list)  # MB, proportional set size, once a second or so
    over: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Look again and again until `over` is set."""
        rounds = 0
        while not self.over.wait(_SAMPLE_S):
            members = self._members()
            for one in members:
                self.cpu[one] = max(self.cpu.get(one, 0.0), _cpu_s(one))
            if rounds % 8 == 0:
                self.memory.append(sum(_memory_mb(one) for one in members))
            rounds += 1

    @property
    def cpu_s(self) -> float:
        """CPU of all members so far, in seconds."""
        return sum(self.cpu.values())

    def _members(self) -> list[int]:
        parents: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parents[int(entry.name)] = int(_stat(int(entry.name))[1])
                except (OSError, IndexError):
                    continue
        found, fresh = {self.root}, {self.root}
        while fresh:
            fresh = {one for one, parent in parents.items() if parent in fresh} - found
            found |= fresh
        return sorted(found)


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _cpu_s(pid: int) -> float:
    try:
        fields = _stat(pid)
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK


def _memory_mb(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:")), 0.0)


def browsing(report: Report, work: Path, pages: int) -> None:
    """Measure each mode on `pages` pages of a generated site and say what 1,000 pages need."""
    rows = []
    with serving(built_site(pages), work) as server:
        folder = work / "browsed"
        ours("crawl", folder, server.url)
        urls = work / "urls.json"
        urls.write_text(json.dumps(_addresses(folder)[:pages]))
        for mode in MODES:
            before = load()
            done, family = _measured(urls, mode)
            number, seconds = done["pages"], done["seconds"]
            early, late = _thirds(family.memory)
            each = family.cpu_s / number
            rows.append([mode, str(number), f"{seconds:.0f}", f"{60 * number / seconds:.0f}", f"{each:.2f}",
                         f"{early:.0f}", f"{late:.0f}", str(done["errors"]), before])  # fmt: skip
            if mode == "axe":
                minutes = SITE_PAGES * seconds / number / 60
                report.add("axe on every page of 1,000, two browsers", f"{minutes:.1f} min", "<= 30 min", minutes <= 30)
                report.add("CPU of a page with axe, all in", f"{each:.2f} s", "<= 1.35 s", each <= 1.35)
                report.add(
                    "memory of the browsers, first and last third",
                    f"{early:.0f} and {late:.0f} MB", "flat (+10 %)", late <= early * 1.1,
                )  # fmt: skip
            else:
                report.add("a page with everything, keyboard walk too", f"{seconds / number:.1f} s wall")
    head = ["mode", "pages", "s", "pages/min", "CPU s/page", "MB early", "MB late", "errors", "load before"]
    report.tables.append((f"The browser stage, two browsers, {pages} pages", head, rows))


def _addresses(folder: Path) -> list[str]:
    from store.database import Store

    with Store.open(str(folder / "marsad.db")) as store:
        run = store.latest_run()
        assert run is not None
        return [page.url for page in store.pages(run.id) if page.facts is not None and page.status == 200]


def _measured(urls: Path, mode: str) -> tuple[dict[str, Any], Family]:
    child = subprocess.Popen(
        [PYTHON, "-m", "benchmarks.browsing", str(urls), mode], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    family = Family(child.pid)
    watcher = threading.Thread(target=family.watch)
    watcher.start()
    try:
        out, _ = child.communicate()
    finally:
        family.over.set()
        watcher.join()
    if child.returncode:
        raise RuntimeError(f"the browser stage ended with {child.returncode}")
    return json.loads(out.splitlines()[-1]), family


def _thirds(values: list[float]) -> tuple[float, float]:
    """The highest value of the first third and of the last, after a start in which nothing runs yet."""
    running = values[2:] or values or [0.0]
    third = max(1, len(running) // 3)
    return max(running[:third]), max(running[-third:])


def run_mode(urls: list[str], mode: str) -> dict[str, Any]:
    """Browse the URLs: with axe and what comes with it, or as the pages that stand for their templates."""
    from crawler.browser.browse import BrowseTask, browse
    from crawler.browser.options import BrowserOptions
    from store.model import Artifact

    options = BrowserOptions(allow_private=True)
    is_whole = mode == "whole"
    tasks = [
        BrowseTask(number, url, is_whole) for number, url in enumerate(urls[: len(urls) // 10 if is_whole else None])
    ]
    failed: set[int] = set()

    def keep(artifact: Artifact) -> None:
        if artifact.error:
            failed.add(artifact.page_id)

    began = time.monotonic()
    browse(tasks, options, keep)
    return {"pages": len(tasks), "seconds": time.monotonic() - began, "errors": len(failed)}


if __name__ == "__main__":
    print(json.dumps(run_mode(json.loads(Path(sys.argv[1]).read_text()), sys.argv[2])))
