"""`marsad watch --status`: how every watched address stood at the last look, and how often it was up."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

import click

from marsad.config import Config
from marsad.console import printable
from store.database import Store
from store.urls import split
from store.watch_model import WatchDay, Watched
from store.watching import day_of

DAY_S = 86_400.0


def show_status(sites: Sequence[tuple[str, Config]], days: int, form: str) -> int:
    """Print how the sites stand over so many days; returns 0."""
    now = time.time()
    rows: list[dict[str, Any]] = []
    with Store.open(sites[0][1].store_url) as store:
        for url, _ in sites:
            site = split(url).netloc
            counted = store.watching.days(site, day_of(now - days * DAY_S))
            rows += [_row(one, counted, now) for one in store.watching.states(site)]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    if not rows:
        click.echo("nothing was watched yet; start with `marsad watch`")
    for row in rows:
        share = "unknown" if row["availability"] is None else f"{row['availability']:.2%}"
        parts = [f"{row['state']:>6}", f"{row['kind']:<11}", f"{share:>8}", row["url"]]
        if row["certificate_days"] is not None:
            parts.append(f"({row['certificate_days']:.0f} days left)")
        if row["why"]:
            parts.append(f"({row['why']})")
        click.echo(printable(" ".join(parts)))
    return 0


def _row(watched: Watched, days: Sequence[WatchDay], now: float) -> dict[str, Any]:
    own = [one for one in days if (one.kind, one.url) == (watched.kind, watched.url)]
    up, down = sum(one.up for one in own), sum(one.down for one in own)
    timed = sum(one.timed for one in own)
    ends = watched.facts.get("not_after")
    return {
        "site": watched.site,
        "kind": watched.kind.value,
        "url": watched.url,
        "state": watched.state.value,
        "why": watched.why,
        "status": watched.status,
        "checked_at": watched.checked_at,
        "looks": up + down + sum(one.unsure for one in own),
        "availability": up / (up + down) if up + down else None,
        "first_byte_ms": sum(one.ms_sum for one in own) / timed if timed else None,
        "certificate_days": (float(ends) - now) / DAY_S if ends else None,
    }
