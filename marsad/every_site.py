"""Audits every site of the configuration, one after the other; one that fails stops no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from marsad.config import load_config
from marsad.console import Console
from marsad.gate_notes import Notes
from marsad.run import STOPPED_BY_HAND, Ended, audit_site
from store.errors import ConfigError, MarsadError


def audit_all(
    path: Path | None,
    overrides: Mapping[str, Any],
    console: Console,
    *,
    resume: bool = False,
    out: Path | None = None,
    notes: Notes | None = None,
) -> Iterator[Ended]:
    """How the audit of each site ended, as soon as it has; a stop by hand ends the row.

    Raises ConfigError where the configuration names no site, or a setting of one is wrong: then none is begun.
    """
    base = load_config(path, overrides, "")
    if not base.site:
        raise ConfigError("--all audits every [[site]] of marsad.toml, and there is none; add [[site]] tables")
    configs = [load_config(path, overrides, one.name) for one in base.site]
    for config in configs:
        console.log("site", f"{config.name}: {config.url}", site=config.name)
        folder = out / config.name if out is not None else None
        try:
            ended = audit_site(config.url, config, console, resume=resume, out=folder, notes=notes)
        except MarsadError as error:
            console.warn("site", f"{config.name}: {error}")
            ended = Ended(0, error.exit_code)
        yield ended
        if ended.exit_code == STOPPED_BY_HAND:
            return
