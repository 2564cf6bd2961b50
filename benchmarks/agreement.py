"""Measures our lab beside Lighthouse on eight pages in the same Chromium, and says how far the two agree.

python -m benchmarks.agreement                         three rounds of all pages: about twenty-five minutes
python -m benchmarks.agreement --rounds 1 tiny app     one round of two pages
python -m benchmarks.agreement --install               install Lighthouse and a Node.js for it into benchmarks/.peers

Each round loads a page four times in turn: ours slowed down, Lighthouse `devtools`, ours not slowed down, Lighthouse
`provided`. Both have the same Chromium with the same switches and keep it; starting it is not counted.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import parts
from benchmarks.measure import PYTHON, ROOT, load
from benchmarks.peers.install import LIGHTHOUSE, LIGHTHOUSE_NODE, install_lighthouse
from benchmarks.speed_pages import PAGES
from crawler.browser.find import find_browser
from crawler.browser.interaction import read_interaction
from crawler.browser.lab import Lab
from crawler.browser.machine import read_machine
from crawler.browser.options import BrowserOptions
from crawler.browser.session import SWITCHES, Browser
from crawler.browser.unused import read_unused, watch_scripts
from crawler.browser.visit import visit
from crawler.browser.vitals import read_vitals
from store.lab_score import lab_score

MODES = ("ours slowed", "Lighthouse devtools", "ours as it is", "Lighthouse provided")
MOST_MAPE = 0.05  # of FCP and LCP
MOST_CLS = 0.001
MOST_SCORE = 0.03
SLOWED_RATIO = 3
FREE_RATIO = 8
_SCRIPT = Path(__file__).parent / "peers" / "lighthouse.mjs"

Figures = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.agreement", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="*", metavar="page", help=f"pages to load: {', '.join(PAGES)}; default: all")
    parser.add_argument("--rounds", type=int, default=3, help="rounds; the median of each figure counts (default 3)")
    parser.add_argument("--install", action="store_true", help="install Lighthouse first")
    parser.add_argument("--json", type=Path, help="write every load to this file")
    given = parser.parse_args()
    if unknown := sorted(set(given.pages) - set(PAGES)):
        parser.error(f"no such page: {', '.join(unknown)}; pages: {', '.join(PAGES)}")
    if given.install:
        install_lighthouse()
    if why := missing():
        sys.stderr.write(f"{why}\n")
        return 3
    loads = measure(given.pages or list(PAGES), given.rounds)
    if given.json:
        given.json.write_text(json.dumps(loads, indent=1))
    report = parts.Report()
    compare(report, loads)
    parts.show(report, {"when": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()), "rounds": given.rounds})
    return 0


def missing() -> str:
    """Why nothing can be compared; empty where it can."""
    found = find_browser(BrowserOptions())
    if not found.ok:
        return f"{found.reason} {found.how}"
    if not LIGHTHOUSE.exists() or not LIGHTHOUSE_NODE.exists():
        return "Lighthouse is not installed; add --install"
    return ""


def measure(pages: Sequence[str], rounds: int) -> list[Figures]:
    """Every load: page, mode, figures and seconds."""
    found = find_browser(BrowserOptions())
    options = BrowserOptions(allow_private=True)
    loads: list[Figures] = []
    with _serving() as ports, _lighthouse(found.browser) as ask, _browser() as browser:
        lab = Lab(found, options)
        ours: dict[str, Callable[[str], Figures]] = {
            "ours slowed": lambda url: lab.load(url, "mobile"),
            "ours as it is": lambda url: _as_it_is(browser, url, options),
        }
        try:
            lab.load(f"http://127.0.0.1:{ports[0]}/tiny", "mobile")  # starts its browser
            for turn in range(rounds):
                for page in pages:
                    print(f"round {turn + 1}: {page}, load {load()}", file=sys.stderr, flush=True)
                    url = f"http://127.0.0.1:{ports[0]}/{page}"
                    for mode in MODES:
                        figures = _timed(ours[mode], url) if mode in ours else ask(url, mode.split()[1])
                        if figures.get("error"):
                            raise RuntimeError(f"{mode} on {page}: {figures['error']}")
                        loads.append({"page": page, "mode": mode, "round": turn + 1, **figures})
        finally:
            lab.stop()
    return loads


def _timed(measured: Callable[[str], Figures], url: str) -> Figures:
    began = time.monotonic()
    found = measured(url)
    kept = ("fcp_ms", "lcp_ms", "cls", "tbt_ms", "requests", "bytes")
    return {
        **{name: found[name] for name in kept},
        "score": lab_score(found, "mobile"),
        "seconds": time.monotonic() - began,
        "inp": found.get("inp"),
    }


def _as_it_is(browser: Browser, url: str, options: BrowserOptions) -> Figures:
    """What the load that axe uses tells of speed, and no more."""
    seen = visit(browser, url, "mobile", options, watch_scripts)
    vitals = read_vitals(browser, seen)
    return {**vitals, "unused": read_unused(browser, seen), "inp": read_interaction(browser, "mobile")}


@contextmanager
def _browser() -> Iterator[Browser]:
    options = BrowserOptions(allow_private=True)
    browser = Browser(find_browser(options), options)
    browser.start()
    try:
        yield browser
    finally:
        browser.stop()


@contextmanager
def _serving() -> Iterator[list[int]]:
    command = [PYTHON, "-m", "benchmarks.speed_pages"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _lighthouse(chromium: str) -> Iterator[Callable[[str, str], Figures]]:
    """Asks one Lighthouse with one browser; the answer holds its figures and seconds."""
    switches = [one for one in SWITCHES if one != "--remote-debugging-pipe"] + ["--no-sandbox"]
    command = [str(LIGHTHOUSE_NODE), str(_SCRIPT), str(LIGHTHOUSE.parents[1]), chromium, json.dumps(switches)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    asked, told = process.stdin, process.stdout
    assert asked is not None
    assert told is not None

    def ask(url: str, mode: str) -> Figures:
        asked.write(json.dumps({"url": url, "mode": mode}) + "\n")
        asked.flush()
        return dict(json.loads(told.readline()))

    try:
        if not told.readline():
            raise RuntimeError("Lighthouse did not start")
        yield ask
    finally:
        asked.close()  # it ends its browser, then itself
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def compare(report: parts.Report, loads: Sequence[Figures]) -> None:
    """Add a table of the medians by page and the targets to a report."""
    pages = list(dict.fromkeys(one["page"] for one in loads))
    medians = {(page, mode): _median(loads, page, mode) for page in pages for mode in MODES}
    head = ["page", "mode", "FCP ms", "LCP ms", "CLS", "TBT ms", "requests", "score", "s"]
    report.tables.append((f"Agreement with Lighthouse, {_about(loads)}", head, [
        [page, mode, *(f"{medians[page, mode][name]:{form}}" for name, form in (
            ("fcp_ms", ".0f"), ("lcp_ms", ".0f"), ("cls", ".4f"), ("tbt_ms", ".0f"), ("requests", ".0f"),
            ("score", ".2f"), ("seconds", ".1f")))]
        for page in pages for mode in MODES
    ]))  # fmt: skip
    ours, theirs, free, provided = ([medians[page, mode] for page in pages] for mode in MODES)
    for name, what in (("fcp_ms", "FCP"), ("lcp_ms", "LCP")):
        off = _mape(ours, theirs, name)
        report.add(f"{what}, mean error against Lighthouse devtools", f"{off:.1%}", "at most 5 %", off <= MOST_MAPE)
    worst = max(abs(one["cls"] - other["cls"]) for one, other in zip(ours, theirs, strict=True))
    report.add("CLS, greatest difference", f"{worst:.4f}", "at most 0.001", worst <= MOST_CLS)
    same = sum(one["requests"] == other["requests"] for one, other in zip(ours, theirs, strict=True))
    report.add("requests, pages with the same number", f"{same} of {len(pages)}", "all", same == len(pages))
    apart = statistics.mean(abs(one["score"] - other["score"]) for one, other in zip(ours, theirs, strict=True))
    most = max(abs(one["score"] - other["score"]) for one, other in zip(ours, theirs, strict=True))
    text = f"{apart:.3f} (at most {most:.2f})"
    report.add("lab score against theirs, mean difference", text, "at most 0.03", apart <= MOST_SCORE)
    tbt = statistics.mean(abs(one["tbt_ms"] - other["tbt_ms"]) for one, other in zip(ours, theirs, strict=True))
    report.add("TBT, mean difference", f"{tbt:.0f} ms")
    report.add("FCP, mean error as it is against provided", f"{_mape(free, provided, 'fcp_ms'):.1%}")
    report.add("LCP, mean error as it is against provided", f"{_mape(free, provided, 'lcp_ms'):.1%}")
    _add_ratio(report, "seconds a page slowed down", ours, theirs, SLOWED_RATIO)
    _add_ratio(report, "seconds a page as it is", free, provided, FREE_RATIO)


def _add_ratio(
    report: parts.Report, what: str, ours: Sequence[Figures], theirs: Sequence[Figures], least: float
) -> None:
    mine = statistics.mean(one["seconds"] for one in ours)
    other = statistics.mean(one["seconds"] for one in theirs)
    text = f"{mine:.2f} against {other:.2f}, {other / mine:.1f} times fewer"
    report.add(what, text, f"at least {least} times fewer", other / mine >= least)


def _median(loads: Sequence[Figures], page: str, mode: str) -> Figures:
    own = [one for one in loads if one["page"] == page and one["mode"] == mode]
    names = ("fcp_ms", "lcp_ms", "cls", "tbt_ms", "requests", "score", "seconds")
    return {name: statistics.median(one[name] for one in own) for name in names}


def _mape(ours: Sequence[Figures], theirs: Sequence[Figures], name: str) -> float:
    return statistics.mean(abs(one[name] - other[name]) / other[name] for one, other in zip(ours, theirs, strict=True))


def _about(loads: Sequence[Figures]) -> str:
    version = next((one["version"] for one in loads if one.get("version")), "")
    rounds = max(one["round"] for one in loads)
    return f"{version}, median of {rounds} rounds, load {load()}, {read_machine()['index']:.0%} of the machine free"


if __name__ == "__main__":
    sys.exit(main())
