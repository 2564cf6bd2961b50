"""The parts of the benchmark: each measures one promise and gives lines for the table."""

from __future__ import annotations

import json
import shutil
import statistics
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.measure import PYTHON, Measured, load, measure, median, ours, spread
from benchmarks.peers.install import Peer, peers
from benchmarks.server import Server, built_site, serving

SMALL_BYTES = 0  # pages without padding: about 30 KB


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of targets."""

    what: str
    value: str
    target: str
    met: bool | None  # None: not measured, or no target

    @property
    def verdict(self) -> str:
        return {True: "met", False: "NOT MET", None: "-" if self.target == "-" else "not measured"}[self.met]


@dataclass(slots=True)
class Report:
    """What was measured so far."""

    rows: list[Row] = field(default_factory=list)
    tables: list[tuple[str, list[str], list[list[str]]]] = field(default_factory=list)
    raw: dict[str, Any] = field(default_factory=dict)

    def add(self, what: str, value: str, target: str = "-", met: bool | None = None) -> None:
        self.rows.append(Row(what, value, target, met))
        beside = f" (target {target}: {self.rows[-1].verdict})" if target != "-" else ""
        print(f"    {what}: {value}{beside}", flush=True)


def show(report: Report, about: dict[str, Any]) -> None:
    """Print the tables of a report, then its targets."""
    out = sys.stdout.write
    out("\n" + "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in about.items()) + "\n")
    for title, head, rows in report.tables:
        out(f"\n{title}\n\n{_table(head, rows)}")
    rows = [[row.what, row.value, row.target, row.verdict] for row in report.rows]
    out(f"\nTargets\n\n{_table(['what', 'measured', 'target', ''], rows)}")


def _table(head: list[str], rows: list[list[str]]) -> str:
    """The rows as a Markdown table whose columns stand under each other."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
             for row in [head, *rows]]  # fmt: skip
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines) + "\n"


def beside_peers(report: Report, work: Path, pages: int, rounds: int) -> None:
    """Crawl one site with every tool in turn, round by round; what a start costs is told by a page without links."""
    measured: dict[str, list[tuple[Measured, int, int]]] = {}
    starts: dict[str, list[float]] = {}
    found = peers()
    with serving(built_site(pages), work) as server:
        alone = f"{server.url}legal-0.html"
        for number in range(rounds):
            order: list[Peer | None] = [None, *found]
            for peer in order[number % len(order) :] + order[: number % len(order)]:
                if peer is not None and peer.missing:
                    continue
                name = peer.name if peer else "Marsad"
                starts.setdefault(name, []).append(_crawled(peer, alone, work, server)[0].cpu_s)
                one = _crawled(peer, server.url, work, server)
                measured.setdefault(name, []).append(one)
                cpu, wall = one[0].cpu_s, one[0].wall_s
                print(f"    {name}: {one[1]} pages, CPU {cpu:.2f} s, wall {wall:.1f} s, load {load()}", flush=True)
    report.raw["peers"] = {
        name: {"pages": runs[-1][1], "cpu_s": [one.cpu_s for one, _, _ in runs], "start_cpu_s": starts[name],
               "wall_s": [one.wall_s for one, _, _ in runs], "rss_mb": [one.rss_mb for one, _, _ in runs]}
        for name, runs in measured.items()
    }  # fmt: skip
    _compare(report, found, measured, starts, pages)


def _crawled(peer: Peer | None, url: str, work: Path, server: Server) -> tuple[Measured, int, int]:
    folder = work / "crawled"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    server.new_requests()
    done = ours("crawl", folder, url) if peer is None else measure(peer.command(url, folder), folder=folder)
    if peer is not None and done.code not in peer.good_codes:
        raise RuntimeError(f"{peer.name} ended with {done.code}:\n{done.output[-2_000:]}")
    pages, requests = server.new_pages()
    return done, pages, requests


def _compare(
    report: Report,
    found: Iterable[Peer],
    measured: dict[str, list[tuple[Measured, int, int]]],
    starts: dict[str, list[float]],
    pages: int,
) -> None:
    rows, marginal, whole = [], {}, {}
    for name, runs in measured.items():
        start = median(starts[name])
        each = [1000 * (one.cpu_s - start) / max(1, count or pages) for one, count, _ in runs]
        all_in = [1000 * one.cpu_s / max(1, count or pages) for one, count, _ in runs]
        marginal[name], whole[name] = median(each), median(all_in)
        rows.append(
            [name, str(len(runs)), str(runs[-1][1] or "?"), str(runs[-1][2] or "?"), f"{start:.2f}", spread(each),
             spread(all_in), f"{max((count or pages) / one.wall_s for one, count, _ in runs):.0f}",
             f"{median(one.rss_mb for one, _, _ in runs):.0f}", f"{marginal[name] / marginal['Marsad']:.1f}x",
             f"{whole[name] / whole['Marsad']:.1f}x"]
        )  # fmt: skip
    head = ["tool", "n", "pages", "requests", "start CPU s", "CPU ms/page beyond start", "CPU ms/page all in",
            "pages/s best, all in", "peak MB", "CPU x ours beyond start", "all in"]  # fmt: skip
    report.tables.append((f"Crawl beside peers, {pages} pages", head, rows))
    for peer in found:
        label = f"CPU a page, {peer.name} {peer.version}".rstrip()
        target = f">= {peer.least_ratio:g}x ours"
        if peer.missing:
            report.add(label, f"not measured: {peer.missing}", target)
            continue
        ratio = marginal[peer.name] / marginal["Marsad"]
        text = f"{ratio:.1f}x ours ({whole[peer.name] / whole['Marsad']:.1f}x with the start of both)"
        report.add(label, text, target, ratio >= peer.least_ratio)


def pace(report: Report, work: Path, pages: int, rounds: int) -> None:
    """Crawl, facts and store of a larger site, alone: pages a second and CPU a page."""
    runs, loads = [], []
    with serving(built_site(pages), work) as server:
        for _ in range(rounds):
            loads.append(load())
            runs.append(_crawled(None, server.url, work, server)[0])
    paces = [one.result["fetched"] / one.result["crawl_wall_s"] for one in runs]
    each = [1000 * one.result["crawl_cpu_s"] / one.result["fetched"] for one in runs]
    report.raw["pace"] = {"pages": pages, "pages_s": paces, "cpu_ms": each, "load": loads}
    report.add(f"CPU ms a page, {pages:,} pages, beyond start", spread(each))
    # One core is one second of CPU a second; a wait for another process on the same core is not ours.
    report.add(
        f"pages a second, {pages:,} pages (load before: {', '.join(loads)})",
        f"best {max(paces):.0f}, median {statistics.median(paces):.0f}; by CPU of one core {1000 / median(each):.0f}",
        ">= 300 on a quiet core",
        max(paces) >= 300,
    )


def memory(report: Report, work: Path, pages: int, many: int) -> Path:
    """Peak memory at 5,000 pages and at four times as many, smaller ones; returns the folder of the first store."""
    folder = work / "large"
    with serving(built_site(pages), work) as server:
        done = ours("crawl", folder, server.url)
    what = "peak memory of the crawl"
    report.add(f"{what}, {pages:,} pages of 64 KB", f"{done.rss_mb:.0f} MB", "< 300 MB", done.rss_mb < 300)
    report.raw["memory"] = {str(pages): done.rss_mb}
    if many:
        with serving(built_site(many, page_bytes=SMALL_BYTES), work) as server:
            most = ours("crawl", work / "huge", server.url, timeout_s=1_800)
        shutil.rmtree(work / "huge")
        report.raw["memory"][str(many)] = most.rss_mb
        report.add(f"{what}, {many:,} pages of 30 KB", f"{most.rss_mb:.0f} MB", "< 300 MB", most.rss_mb < 300)
    return folder


def space(report: Report, folder: Path) -> None:
    """Bytes that a stored page takes besides its body."""
    found = ours("space", folder).result
    pages = ours("count", folder).result["pages"]
    rest = found["bytes"] - found["tables"].get("body", 0)
    report.raw["space"] = {**found, "pages": pages}
    report.add("stored besides bodies, a page", f"{rest / pages:,.0f} bytes", "<= 2,560 bytes", rest / pages <= 2_560)
    rows = [[name, f"{size:,}", f"{size / pages:,.0f}"] for name, size in found["tables"].items() if size / pages >= 1]
    report.tables.append((f"Where the bytes of {pages:,} stored pages are", ["table", "bytes", "a page"], rows))


def judging(report: Report, folder: Path, sample: int) -> None:
    """CPU of the judging stage, and which rules it goes to."""
    idle = ours("nothing", folder)
    done = ours("judge", folder)
    found = done.result
    each = 1000 * (done.cpu_s - idle.cpu_s) / found["pages"]
    report.raw["judge"] = {**found, "cpu_s": done.cpu_s, "start_cpu_s": idle.cpu_s, "rss_mb": done.rss_mb}
    report.add(
        f"judging, CPU ms a page: {found['rules']} rules, causes, score ({found['pages']:,} pages)",
        f"{each:.2f} ({done.wall_s:.1f} s wall, {found['findings']:,} findings, largest process {done.rss_mb:.0f} MB)",
        "<= 5",
        each <= 5,
    )
    for rule, error in found["errors"].items():
        report.add(f"rule {rule} raised", error)
    rules = ours("rules", folder, sample).result
    report.raw["rules"] = rules
    what = f"page rules alone, CPU ms a page ({rules['rules']} rules, {rules['pages']} pages)"
    report.add(what, f"{rules['total_ms']:.2f}")
    rows = [[name, f"{value:.3f}"] for name, value in list(rules["ms"].items())[:20]]
    report.tables.append(("Where judging goes: CPU ms a page", ["rule or step", "ms"], rows))


def reporting(report: Report, folder: Path) -> None:
    """Size of the report's HTML file, where its bytes go, and how long it takes."""
    idle = ours("nothing", folder)
    done = ours("report", folder)
    found = done.result
    size = found["files"]["index.html"]
    report.raw["report"] = {**found, "cpu_s": done.cpu_s, "wall_s": done.wall_s, "rss_mb": done.rss_mb}
    whole = f"{size / 1e6:.2f} MB in {done.wall_s - idle.wall_s:.1f} s, {done.rss_mb:.0f} MB of memory"
    report.add("report, index.html (everything in one file)", whole)
    first, overview = found["parts"]["without_data"], found["parts"]["overview"]
    value = f"{first / 1e6:.2f} MB; the overview on top is there after {overview / 1e6:.2f} MB"
    report.add("report, index.html without the rows of its tables", value, "< 1 MB", first < 1_000_000)
    rows = [[name, f"{value:,}"] for name, value in found["parts"].items()]
    report.tables.append(("Where the bytes of index.html are", ["part", "bytes"], rows))


def graph(report: Report, work: Path, pages: int) -> None:
    """The analyses of the link graph of a large site, written straight into a store: 100 links a page."""
    folder = work / "graph"
    for stage in (["fill", folder, pages, 100], ["graph", folder]):
        done = measure([PYTHON, "-m", "benchmarks.large", *(str(one) for one in stage)], timeout_s=1_800)
        if done.code:
            raise RuntimeError(f"{stage[0]} ended with {done.code}:\n{done.output[-2_000:]}")
    shutil.rmtree(folder)
    found = done.result
    report.raw["graph"] = found
    what = f"link graph, {found['pages']:,} pages, {found['links'] / 1e6:.0f} million links"
    steps = ", ".join(f"{name} {cost:.1f}" for name, cost in found["cpu_s"].items())
    report.add(f"{what}: CPU s", f"{found['all_s']:.1f} ({steps})", "<= 5", found["all_s"] <= 5)
    report.add(f"{what}: peak memory", f"{found['rss_mb']:.0f} MB", "<= 700 MB", found["rss_mb"] <= 700)


def save(report: Report, file: Path, about: dict[str, Any]) -> None:
    """Write everything that was measured as JSON."""
    rows = [{"what": row.what, "value": row.value, "target": row.target, "verdict": row.verdict} for row in report.rows]
    file.write_text(json.dumps({"about": about, "rows": rows, "raw": report.raw}, indent=1))
