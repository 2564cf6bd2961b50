"""What a second audit of an unchanged site costs beside the first: CPU of crawl, judging and report.

    python -m benchmarks.incremental [PAGES] [FOLDER]      default: 2000 pages, a folder of its own

Whole audits without a browser, each a process with its children; the server is not counted. One series against a
server that sends ETag and Last-Modified, one against a server that sends neither, so that only digests tell.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measure import PYTHON, load, measure
from benchmarks.server import built_site, serving

GOAL = 0.15


def audit(url: str, folder: Path, pages: int = 1_000_000) -> dict[str, Any]:
    """One audit from the command line: CPU and wall seconds. Raises RuntimeError where it fails."""
    arguments = ("audit", url, "--data", folder, "--browser", "never", "--no-lab", "--max-pages", str(pages), "--quiet")
    done = measure([PYTHON, "-c", "from marsad.cli import main; main()", *arguments], timeout_s=3_600)
    if done.code:
        raise RuntimeError(done.output[-2_000:])
    return {"cpu_s": round(done.cpu_s, 2), "wall_s": round(done.wall_s, 2), "rss_mb": round(done.rss_mb)}


def told(folder: Path) -> list[tuple[Any, ...]]:
    """Id, rule, pages and occurrences of the causes of each run."""
    with sqlite3.connect(folder / "marsad.db") as store:
        runs = [row[0] for row in store.execute("SELECT id FROM run ORDER BY id")]
        query = "SELECT id, rule, pages, occurrences FROM cause WHERE run_id = ? ORDER BY id"
        return [tuple(store.execute(query, (run,)).fetchall()) for run in runs]


def series(pages: int, work: Path) -> Iterator[dict[str, Any]]:
    """Two audits with validators and two without, each pair in a store of its own."""
    site = built_site(pages)
    for validators in (True, False):
        folder = work / ("etag" if validators else "digest")
        with serving(site, folder, validators=validators) as server:
            audit(server.url, folder / "warm", 20)  # Python compiles each module once, as an installation does
            first, second = (audit(server.url, folder / "data") for _ in range(2))
            kind = server.kind
        one, other = told(folder / "data")
        yield {
            "pages": pages, "server": kind, "validators": validators, "first": first, "second": second,
            "ratio": round(second["cpu_s"] / first["cpu_s"], 4), "goal": GOAL, "same_causes": one == other,
            "causes": len(one), "load": load(),
        }  # fmt: skip


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp(prefix="compiled-")  # not into the working tree
    if len(sys.argv) > 2:
        for line in series(pages, Path(sys.argv[2])):
            print(json.dumps(line), flush=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        for line in series(pages, Path(folder)):
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
