"""Which runs are kept, and letting go of the others with their reports."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from marsad.config import Config
from marsad.console import Console
from marsad.schedule_options import KeepOptions
from marsad.telling import report_folder
from store.database import Store
from store.errors import StoreBusyError, StoreError
from store.model import Run, RunState
from store.retention import LIGHT

DAY_S = 86_400.0
UNFINISHED_DAYS = 7.0  # a run that failed or was stopped may be gone on with so long, though a whole one followed


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is done with the runs of one site; every list newest first."""

    keep: Mapping[int, tuple[str, ...]]  # run id -> the rules that keep it
    lighten: tuple[Run, ...]  # lose their pages and pictures
    drop: tuple[Run, ...]


def plan_of(runs: Sequence[Run], keep: KeepOptions, zone: str, now: float, needed: Iterable[int] = ()) -> Keeping:
    """What to do with the runs of one site (newest first).

    Kept whatever the rules say: a run that goes on, the newest whole run, the newest whose gate held, those in
    `needed` (others are compared with them), and newer unfinished ones, which can be gone on with.
    """
    why: dict[int, list[str]] = {}

    def hold(run: Run, reason: str) -> None:
        why.setdefault(run.id, []).append(reason)

    whole = [run for run in runs if run.state is RunState.DONE]
    for run in whole[: keep.last]:
        hold(run, "last")
    for name, number, key in _calendar(keep, zone):
        met: set[str] = set()
        for run in whole:
            if len(met) < number and (day := key(run)) not in met:
                met.add(day)
                hold(run, name)
    green = {next((run.id for run in whole if is_green(run)), 0) for is_green in (_gate_held, _no_gate_failed)}
    wanted = set(needed)
    newest = whole[0].id if whole else 0
    for run in runs:
        if run.state is RunState.RUNNING:
            hold(run, "running")
        elif run.state is not RunState.DONE and (run.id > newest or now - run.started_at < UNFINISHED_DAYS * DAY_S):
            hold(run, "unfinished")
        if keep.days and now - run.started_at <= keep.days * DAY_S:
            hold(run, "days")
        if run.id in green:
            hold(run, "last green")
        if run.id in wanted:
            hold(run, "compared with")
    full = {run.id for run in whole[: keep.bodies]} | wanted | {run.id for run in runs if run.id >= newest}
    lighten = tuple(run for run in whole if run.id in why and run.id not in full and not run.coverage.get(LIGHT))
    drop = tuple(run for run in runs if run.id not in why)
    return Keeping({number: tuple(reasons) for number, reasons in why.items()}, lighten, drop)


def _calendar(keep: KeepOptions, zone: str) -> list[tuple[str, int, Callable[[Run], str]]]:
    place = ZoneInfo(zone) if zone != "UTC" else UTC

    def by(form: str) -> Callable[[Run], str]:
        return lambda run: datetime.fromtimestamp(run.started_at, place).strftime(form)

    return [("daily", keep.daily, by("%Y-%m-%d")), ("weekly", keep.weekly, by("%G-%V")),
            ("monthly", keep.monthly, by("%Y-%m"))]  # fmt: skip


def _gate_held(run: Run) -> bool:
    return bool((run.coverage.get("gate") or {}).get("held"))


def _no_gate_failed(run: Run) -> bool:
    return not (run.coverage.get("gate") or {}).get("reasons")


def prune(
    store: Store, config: Config, console: Console, *, site: str | None = None, dry_run: bool = False
) -> list[Keeping]:
    """Let go of the runs that no rule keeps, of one site or of all in the store; returns what was done.

    A site that is being audited is left for the next time. Raises StoreError.
    """
    done = []
    for host in [site] if site else sorted({run.site for run in store.runs()}):
        runs = store.runs(host)
        needed = {before for run in runs[: config.keep.bodies] if (before := _compared_with(store, run))}
        plan = plan_of(runs, config.keep, config.schedule.timezone, time.time(), needed)
        if plan.drop or plan.lighten:
            if not dry_run and not _carry_out(store, config, host, plan, console):
                continue
            may = "would go" if dry_run else "gone"
            console.log("keep", f"{host}: {len(plan.keep)} runs kept, {len(plan.drop)} {may}, {len(plan.lighten)} "
                                f"{'would lose' if dry_run else 'without'} their pages and pictures")  # fmt: skip
        done.append(plan)
    if not dry_run:
        try:
            if given := store.give_back():
                console.log("keep", f"the database is {given / 1e6:.0f} MB smaller")
        except StoreError as error:  # somebody else is at work in it: the room is used again anyway
            console.log("keep", f"the file keeps its size for now: {error}")
    return done


def _carry_out(store: Store, config: Config, host: str, plan: Keeping, console: Console) -> bool:
    try:
        with store.lock_site(host):
            for run in plan.lighten:
                store.lighten_run(run.id)
            for run in plan.drop:
                store.delete_run(run.id)
                shutil.rmtree(report_folder(config, run), ignore_errors=True)
    except StoreBusyError:
        console.log("keep", f"{host} is being audited: its old runs are left for the next time")
        return False
    return True


def _compared_with(store: Store, run: Run) -> int | None:
    verdict = store.verdict(run.id) if run.state is RunState.DONE else None
    return verdict.before_run if verdict is not None else None
