"""What is installed, what is missing, and how to get it."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from marsad.config import Config
from marsad.identity import check_rooms, tool_versions
from store.errors import MarsadError

_ENOUGH_DISK_BYTES = 1_000_000_000
_ENOUGH_SHARED_MEMORY_BYTES = 256_000_000


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. State: ok, missing (a part will not run) or broken (nothing will run)."""

    name: str
    state: str
    found: str
    how: str = ""


def examine(config: Config, form: str) -> int:
    """Print what was found; return 0, or 3 where something without which nothing runs is broken."""
    checks = list(_checks(config))
    if form == "json":
        click.echo(json.dumps([asdict(check) for check in checks], ensure_ascii=False, indent=1))
    else:
        for check in checks:
            click.echo(f"{check.state:<8} {check.name:<16} {check.found}")
            if check.how:
                click.echo(f"{'':<25} → {check.how}")
        bad = [check.name for check in checks if check.state != "ok"]
        click.echo("\nEverything is there." if not bad else f"\nTo look at: {', '.join(bad)}.")
    return 3 if any(check.state == "broken" for check in checks) else 0


def _checks(config: Config) -> Iterator[Check]:
    versions = tool_versions()
    yield Check("marsad", "ok", f"{versions['marsad']} with Python {versions['python']} at {sys.prefix}")
    try:
        check_rooms()
        yield Check("rooms", "ok", "crawler, audits, integrations, reports and store are Marsad's own")
    except MarsadError as error:
        yield Check("rooms", "broken", str(error))
    packages = ", ".join(f"{name} {version}" for name, version in versions.items() if name not in ("marsad", "python"))
    yield Check("packages", "ok", packages)
    yield from _browser(config)
    yield _store(config)
    yield _disk(config)
    if Path("/dev/shm").exists():  # noqa: S108 - the browser's shared memory, not a temporary file of ours
        size = shutil.disk_usage("/dev/shm").total  # noqa: S108
        small = size < _ENOUGH_SHARED_MEMORY_BYTES
        how = "Chromium is started without it; give the container more (docker run --shm-size=1g) for speed"
        yield Check("shared memory", "missing" if small else "ok", f"{size // 1_000_000} MB", how if small else "")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        yield Check("user", "ok", "root: Chromium runs without its sandbox; prefer an ordinary user")
    yield _fonts()


def _browser(config: Config) -> Iterator[Check]:
    from crawler.browser.find import find_browser

    found = find_browser(config.browser)
    state = "ok" if found.ok else "missing"
    shown = f"{found.browser or '-'} {found.browser_version}, driver {found.driver or '-'} {found.driver_version}"
    yield Check("browser", state, shown if found.ok else f"{found.reason} ({shown})", "" if found.ok else found.how)
    axe = Check("axe-core", "ok" if found.axe_version else "missing", found.axe_version or "not fetched yet",
                "" if found.axe_version else "run `make setup`, or `python scripts/assets.py`")  # fmt: skip
    yield axe


def _store(config: Config) -> Check:
    from store.database import Store

    url = config.store_url
    shown = url.split("@")[-1]  # never the password of a database URL
    path = Path(url.removeprefix("sqlite:///"))
    if "://" not in url.removeprefix("sqlite:///") and not path.exists():
        return Check("store", "ok", f"{shown} will be made by the first audit")
    try:
        with Store.open(url) as store:
            return Check("store", "ok", f"{shown} with {len(store.runs())} runs")
    except MarsadError as error:
        return Check("store", "broken", str(error))


def _disk(config: Config) -> Check:
    folder = config.data
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    state = "ok" if free > _ENOUGH_DISK_BYTES else "missing"
    how = "" if state == "ok" else "make room, or name another folder with --data"
    return Check("disk", state, f"{free / 1e9:.1f} GB free at {folder.resolve()}", how)


def _fonts() -> Check:
    folders = [Path("/usr/share/fonts"), Path.home() / ".fonts", Path("/usr/local/share/fonts"), Path("/Library/Fonts")]
    count = sum(1 for folder in folders if folder.exists() for _ in folder.rglob("*.[to]t[fc]"))
    how = "install a font with wide coverage (Debian: apt-get install fonts-noto-core) for true screenshots"
    return Check("fonts", "ok" if count else "missing", f"{count} found", "" if count else how)
