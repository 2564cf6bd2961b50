"""Draws the page of all sites and runs anew: reports/index.html in the data folder."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from marsad.config import Config
from marsad.run_summaries import report_of, summaries_of
from reports.portal import PortalRun, PortalSite, render_portal
from store.database import Store
from store.errors import RunError
from store.model import Run

NAME = "index.html"


def draw_portal(store: Store, config: Config, next_runs: Mapping[str, float] | None = None) -> Path:
    """Write the page and return its path. `next_runs` says host -> Unix time.

    Raises StoreError, and RunError where the folder cannot be written.
    """
    folder = config.data / "reports"
    runs = store.runs()
    summaries = summaries_of(store, runs, config)
    names = {one.host: one.name for one in config.site}
    by_site: dict[str, list[PortalRun]] = {host: [] for host in names}
    urls = {one.host: one.url for one in config.site}
    for run in runs:
        link = report_of(config, run)
        address = quote(link.relative_to(folder).as_posix()) if link is not None else ""
        known = summaries.get(run.id)
        by_site.setdefault(run.site, []).append(
            PortalRun(
                run.id, run.started_at, run.state.value,
                known.score if known else None, known.problems if known else None,
                known.new if known else None, known.fixed if known else None,
                int(run.coverage.get("html", 0)), _gate_of(run), address, run.message,
                known.back if known else None,
            )
        )  # fmt: skip
        urls.setdefault(run.site, run.start_url)
    later = next_runs or {}
    sites = [
        PortalSite(names.get(host, host), urls[host], tuple(found), later.get(host, 0.0))
        for host, found in sorted(by_site.items(), key=lambda pair: names.get(pair[0], pair[0]))
    ]
    page = render_portal(sites, time.time(), config.report)
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Two audits may end at the same time: each writes a part of its own.
        part = folder / f".{NAME}.{os.getpid()}.part"
        part.write_text(page, encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        raise RunError(f"{path}: cannot be written ({error.strerror}); free space or choose another --data") from error
    return path


def _gate_of(run: Run) -> str:
    gate = run.coverage.get("gate") or {}
    if not gate.get("asked"):
        return ""
    return "held" if gate.get("held") else "failed"
