"""What the schedule does next and how its last audits ended, for a person and for a program."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from marsad.config import Config
from marsad.schedule.memory import Memory, SiteMemory, load_memory
from marsad.schedule.process import mark_of
from marsad.schedule.serve import configs_of
from marsad.schedule.times import jitter_s, next_due

ALIVE_S = 180.0
"""A service that has not looked around for so long does not live."""


def show_status(path: Path | None, overrides: Mapping[str, object], form: str) -> int:
    """Print the state of every site's schedule. Raises ConfigError."""
    configs, memory = _read(path, overrides)
    lives = is_alive(memory, time.time())
    sites = {name: _state_of(name, config, memory) for name, config in configs.items()}
    if form == "json":
        click.echo(json.dumps({"alive": lives, "pid": memory.pid, "sites": sites}, ensure_ascii=False))
        return 0
    click.echo(f"service: {f'running (process {memory.pid})' if lives else 'not running; start it: marsad schedule'}")
    for name, one in sites.items():
        config = configs[name]
        click.echo(f"\n{name}  {config.url}")
        click.echo(f"  when  {one['cron']} ({one['timezone']})" if one["cron"] else "  when  never by itself")
        if one["next"]:
            click.echo(f"  next  {_shown(one['next'], one['timezone'])}")
        if running := one["running"]:
            click.echo(f"  now   runs since {_shown(running['started'], one['timezone'])} (process {running['pid']})")
        for last in reversed(one["results"][-3:]):
            minutes = (last["ended"] - last["started"]) / 60
            why = f": {last['message']}" if last["message"] else ""
            when = _shown(last["started"], one["timezone"])
            click.echo(f"  was   {when}  {last['outcome']} in {minutes:.0f} min{why}")
    return 0


def tell_health(path: Path | None, overrides: Mapping[str, object]) -> int:
    """0 where the service lives, else 1."""
    _, memory = _read(path, overrides)
    return 0 if is_alive(memory, time.time()) else 1


def is_alive(memory: Memory, now: float) -> bool:
    """Whether the service has looked around a short while ago, and its process is there."""
    return bool(memory.pid) and abs(now - memory.beat) < ALIVE_S and bool(mark_of(memory.pid))


def _read(path: Path | None, overrides: Mapping[str, object]) -> tuple[dict[str, Config], Memory]:
    configs = configs_of(path, overrides)
    memory, _ = load_memory(next(iter(configs.values())).data)
    return configs, memory


def _state_of(name: str, config: Config, memory: Memory) -> dict[str, Any]:
    options = config.schedule
    site = memory.sites.get(name, SiteMemory())
    due = next_due(options.expression, options.timezone, time.time()) if options.expression else 0.0
    return {
        "cron": options.expression,
        "timezone": options.timezone,
        "next": due + jitter_s(name, due, options.jitter_minutes) if due else None,
        "running": asdict(site.running) if site.running else None,
        "fell_away": site.fell_away,
        "results": [asdict(one) for one in site.results],
    }


def _shown(moment: float, zone: str) -> str:
    place = ZoneInfo(zone) if zone != "UTC" else UTC
    return datetime.fromtimestamp(moment, place).strftime("%a %Y-%m-%d %H:%M %Z")
