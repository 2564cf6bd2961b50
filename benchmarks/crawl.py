"""Measures crawl + facts + store on the generated site: CPU milliseconds and pages a second, best and median.

python benchmarks/crawl.py [PAGES] [ROUNDS] [--profile FILE]
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent


def crawl_once(url: str, folder: Path, profile: str = "") -> dict[str, float]:
    """Crawl in this process and measure it; run in a process of its own, so that rounds do not share memory."""
    from crawler.crawl import crawl
    from crawler.options import CrawlOptions
    from store.database import Store

    with Store.open(f"sqlite:///{folder}/marsad.db") as store:
        run = store.begin_run("bench", url, {}, {}, time.time())
        before, began = time.process_time(), time.monotonic()
        if profile:
            import cProfile

            profiler = cProfile.Profile()
            profiler.enable()
        summary = crawl(store, run, CrawlOptions())
        if profile:
            profiler.disable()
            profiler.dump_stats(profile)
        cpu, wall = time.process_time() - before, time.monotonic() - began
    size = sum(one.stat().st_size for one in folder.iterdir())
    return {
        "fetched": summary.fetched,
        "html": summary.html,
        "asked": summary.asked,
        "failed": summary.failed,
        "cpu_ms_page": 1000 * cpu / summary.fetched,
        "pages_s": summary.fetched / wall,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "store_kb_page": size / 1024 / summary.fetched,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int, nargs="?", default=2_000)
    parser.add_argument("rounds", type=int, nargs="?", default=3)
    parser.add_argument("--site", default="", help="folder of a site that is built already")
    parser.add_argument("--profile", default="")
    parser.add_argument("--once", default="", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.once:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(crawl_once(arguments.once, Path(folder), arguments.profile)))
        return
    with tempfile.TemporaryDirectory() as folder:
        site = arguments.site or f"{folder}/site"
        if not arguments.site:
            subprocess.run([sys.executable, HERE / "site.py", "build", site, str(arguments.pages)], check=True)
        server = subprocess.Popen(
            [sys.executable, HERE / "site.py", "serve", site, "0"], stdout=subprocess.PIPE, text=True
        )
        try:
            assert server.stdout is not None
            url = f"http://127.0.0.1:{server.stdout.readline().strip()}/"
            rounds = []
            for _ in range(arguments.rounds):
                command = [sys.executable, __file__, "--once", url, "--profile", arguments.profile]
                found = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE.parent,
                                       env={"PYTHONPATH": str(HERE.parent), "PATH": "/usr/bin:/bin"})  # fmt: skip
                rounds.append(json.loads(found.stdout.splitlines()[-1]))
                print({name: round(value, 2) for name, value in rounds[-1].items()}, flush=True)
        finally:
            server.terminate()
            server.wait()
    cpu = [one["cpu_ms_page"] for one in rounds]
    pace = [one["pages_s"] for one in rounds]
    print(f"CPU ms/page median {statistics.median(cpu):.2f} [{min(cpu):.2f}-{max(cpu):.2f}]; "
          f"pages/s best {max(pace):.0f}, median {statistics.median(pace):.0f}")  # fmt: skip


if __name__ == "__main__":
    main()
