"""Lists the runs of the store for people and programs."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from marsad.config import Config, load_config
from marsad.console import printable
from marsad.retention import Keeping
from marsad.run_summaries import RunSummary, report_of, summaries_of
from marsad.sites import host_of, site_called
from store.database import Store
from store.model import Run


def one_site(path: Path | None, overrides: Mapping[str, Any], name: str | None) -> tuple[Config, str | None]:
    """What counts, and the host that a name stands for: that of a [[site]], or any host. Raises ConfigError."""
    base = load_config(path, overrides, "")
    if name is None:
        return base, None
    found = site_called(name, base.site)
    if found is not None:
        return load_config(path, overrides, found.name), found.host
    return base, host_of(base.url) if name == base.name and base.url else host_of(name) or name


def list_runs(store: Store, config: Config, host: str | None, form: str, limit: int | None = None) -> None:
    """Print the runs, the newest first: one line each, or as a JSON array. Raises StoreError."""
    found = store.runs(host)[:limit]
    summaries = summaries_of(store, found, config)
    names = {one.host: one.name for one in config.site}
    if form == "json":
        rows = [_row(run, summaries.get(run.id), config, names) for run in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not found:
        click.echo(f"no runs{f' of {host}' if host else ''} yet; start one with `marsad audit URL`")
        return
    click.echo("  run  begun             state     pages  health  mend   new  back fixed  site, report")
    for run in found:
        click.echo(_line(run, summaries.get(run.id), config, names))


def prune_lines(plans: Sequence[Keeping], *, dry_run: bool) -> Iterator[str]:
    """What was let go, or would be, one line a run."""
    gone = "would go" if dry_run else "gone"
    lighter = "would lose its pages and pictures" if dry_run else "without its pages and pictures"
    for plan in plans:
        for run in plan.drop:
            yield f"{run.id:>5}  {_when(run)}  {run.site}  {gone}"
        for run in plan.lighten:
            yield f"{run.id:>5}  {_when(run)}  {run.site}  {lighter} (kept: {', '.join(plan.keep[run.id])})"
    if not any(plan.drop or plan.lighten for plan in plans):
        yield "nothing to let go: [keep] in marsad.toml keeps every run"


def _line(run: Run, known: RunSummary | None, config: Config, names: Mapping[str, str]) -> str:
    score = "-" if known is None or known.score is None else f"{known.score:.0f}"
    counts = [known.problems, known.new, known.back, known.fixed] if known else [None] * 4
    problems, new, back, fixed = ("-" if one is None else str(one) for one in counts)
    report = report_of(config, run)
    where = str(report) if report else printable(run.message) or ",".join(one.value for one in run.stages_done)
    site = names.get(run.site, run.start_url)
    pages = run.coverage.get("html", 0)
    return (
        f"{run.id:>5}  {_when(run)}  {run.state.value:<8}{pages:>7}{score:>8}{problems:>6}{new:>6}{back:>6}{fixed:>6}  "
        f"{printable(site)}  {where}".rstrip()
    )


def _row(run: Run, known: RunSummary | None, config: Config, names: Mapping[str, str]) -> dict[str, Any]:
    report = report_of(config, run)
    gate = run.coverage.get("gate") or {}
    return {
        "run": run.id,
        "site": run.site,
        "name": names.get(run.site, ""),
        "url": run.start_url,
        "started": _iso(run.started_at),
        "ended": _iso(run.ended_at) if run.ended_at else None,
        "state": run.state.value,
        "stages": [one.value for one in run.stages_done],
        "message": run.message,
        "pages": run.coverage.get("html", 0),
        "health": round(known.score, 1) if known is not None and known.score is not None else None,
        "problems": known.problems if known else None,
        "new": known.new if known else None,
        "back": known.back if known else None,
        "fixed": known.fixed if known else None,
        "gate": {"asked": bool(gate.get("asked")), "held": bool(gate.get("held"))},
        "report": str(report.resolve()) if report else None,
    }


def _when(run: Run) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(run.started_at))


def _iso(moment: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
