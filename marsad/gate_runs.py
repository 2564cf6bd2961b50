"""Says how a gate went on the screen and to build services; finds the judged runs that gates are asked about."""

from __future__ import annotations

import os

import click

from marsad.annotations import github_notes, write_code_quality
from marsad.cli_options import host_asked
from marsad.console import Console
from marsad.gate_check import Checked
from marsad.gate_notes import Notes
from store.database import Store
from store.errors import ConfigError
from store.model import Run, RunState, Verdict


def judged_run(store: Store, run_id: int | None, site: str | None = None) -> tuple[Run, Verdict]:
    """A judged run with its verdict: the one of this id, or the newest whole one of the site, which --site may name.

    Raises ConfigError where there is none.
    """
    known = store.runs(site or (host_asked() if run_id is None else None))
    found = next((one for one in known if (one.state is RunState.DONE if run_id is None else one.id == run_id)), None)
    verdict = store.verdict(found.id) if found is not None else None
    if found is None or verdict is None:
        which = "no judged run" if run_id is None else f"no judged run {run_id}"
        raise ConfigError(f"there is {which} in the store; `marsad runs` lists what there is")
    return found, verdict


def say_gate(checked: Checked, verdict: Verdict, console: Console, notes: Notes) -> None:
    """Tell the person and the build service. Raises RunError where the code quality report cannot be written."""
    for why in checked.reasons:
        console.warn("gate", f"failed: {why}")
    for warning in checked.warnings:
        console.warn("gate", warning)
    if checked.asked and not checked.reasons:
        console.log("gate", "held" + (f", compared with {checked.baseline}" if checked.baseline else ""))
    if notes.annotate == "github" or (notes.annotate == "auto" and os.environ.get("GITHUB_ACTIONS") == "true"):
        for line in github_notes(verdict, checked):
            click.echo(line, err=True)
    if notes.code_quality is not None:
        write_code_quality(notes.code_quality, verdict.causes)
