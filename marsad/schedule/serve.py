"""`marsad schedule` in the real world: the clock, signals, the files of the data folder, alerts and chores."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from marsad.alerts import tell_failure
from marsad.config import FILE_NAME, Config, load_config
from marsad.console import Console
from marsad.run import listening
from marsad.schedule.memory import Memory, Result, load_memory, only_one, save_memory
from marsad.schedule.process import AuditLauncher
from marsad.schedule.service import Service
from marsad.schedule.times import next_due
from marsad.schedule_options import ScheduleOptions
from marsad.sites import host_of
from store.database import Store
from store.errors import ConfigError, MarsadError
from store.model import Run, RunState

CODES = {RunState.DONE: 0, RunState.FAILED: 3, RunState.STOPPED: 130}
_CLOCK_SLACK_S = 5.0


class SystemClock:
    """The machine's clock; waiting ends early where a signal asks to stop."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop

    def now(self) -> float:
        """Unix time."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()

    def wait(self, seconds: float) -> bool:
        """Wait at most so long; whether the schedule has been asked to stop."""
        if self._stop.is_set():
            time.sleep(min(seconds, 0.2))
            return True
        return self._stop.wait(seconds)


class ScheduleChores:
    """Keeps the memory in the data folder, and does what is to be done after a run."""

    def __init__(self, folder: Path, configs: Mapping[str, Config], console: Console) -> None:
        self.configs = configs
        self._folder = folder
        self._console = console

    def remembered(self, memory: Memory) -> None:
        """Keep the memory; a full disk must not end the schedule."""
        try:
            save_memory(self._folder, memory)
        except MarsadError as error:
            self._console.warn("memory", str(error))

    def told(self, site: str, message: str, *, is_bad: bool = False) -> None:
        """Say something to whoever reads the service's log."""
        (self._console.warn if is_bad else self._console.log)("sched", f"{site}: {message}", site=site)

    def state_of(self, site: str, started: float) -> int | None:
        """The exit code that a run of the store would have had; None where it never ended or cannot be read."""
        config = self.configs.get(site)
        if config is None:
            return None
        try:
            with Store.open(config.store_url) as store:
                run = _run_since(store, config, started)
                return CODES.get(run.state) if run is not None else None
        except MarsadError as error:
            self.told(site, str(error), is_bad=True)
            return None

    def ended(self, site: str, result: Result) -> None:
        """Alert where the audit itself could not, end its run in the store, prune, and draw the portal anew."""
        config = self.configs.get(site)
        if config is None:
            return
        try:
            with Store.open(config.store_url) as store:
                self._mourn(store, config, result)
                self._tidy(store, config)
        except (MarsadError, OSError) as error:
            self.told(site, str(error), is_bad=True)
            if _is_untold(result):
                tell_failure(config, host_of(config.url), result.message, self._console)

    def _mourn(self, store: Store, config: Config, result: Result) -> None:
        """Tell of a run that can no longer tell of itself."""
        run = _run_since(store, config, result.started)
        if run is not None and run.state is RunState.RUNNING and result.outcome in ("hung", "killed"):
            store.end_run(run.id, RunState.FAILED, result.ended, f"ended by the schedule: {result.message}")
        if _is_untold(result):
            tell_failure(config, host_of(config.url), result.message, self._console, store=store, run=run)

    def _tidy(self, store: Store, config: Config) -> None:
        from marsad.portal import draw_portal
        from marsad.retention import prune

        if config.keep.automatic:
            prune(store, config, self._console)
        now = time.time()
        plans = {host_of(one.url): one.schedule for one in self.configs.values() if one.schedule.expression}
        draw_portal(store, config, {
            host: next_due(one.expression, one.timezone, now) for host, one in plans.items()
        })  # fmt: skip


def _is_untold(result: Result) -> bool:
    return result.outcome in ("hung", "killed") or (result.outcome == "failed" and result.exit_code in (2, None))


def _run_since(store: Store, config: Config, started: float) -> Run | None:
    """The newest run of the site, where it was begun or gone on with since a moment."""
    run = store.latest_run(host_of(config.url))
    if run is None:
        return None
    is_new = run.started_at >= started - _CLOCK_SLACK_S
    return run if is_new or run.state is RunState.RUNNING or (run.ended_at or 0) >= started else None


def configs_of(path: Path | None, overrides: Mapping[str, object]) -> dict[str, Config]:
    """Site name -> what counts for it: every [[site]], or the one `url`. Raises ConfigError where there is none."""
    base = load_config(path, overrides, "")
    if base.site:
        return {one.name: load_config(path, overrides, one.name) for one in base.site}
    if not base.url:
        raise ConfigError(
            f'{path or FILE_NAME}: names no site; say url = "https://example.com/" there, or let `marsad init` write it'
        )
    return {base.name or host_of(base.url): load_config(path, overrides)}


class _File:
    """marsad.toml while the schedule runs: read again when it changes; a faulty one is told and not taken."""

    def __init__(self, path: Path | None, overrides: Mapping[str, object], chores: ScheduleChores) -> None:
        self._path = path
        self._overrides = overrides
        self._chores = chores
        self._seen = self._stamp()

    def __call__(self) -> Mapping[str, ScheduleOptions] | None:
        if (stamp := self._stamp()) == self._seen:
            return None
        self._seen = stamp
        try:
            configs = configs_of(self._path, self._overrides)
        except MarsadError as error:
            self._chores.told("marsad.toml", f"{error}; going on as before", is_bad=True)
            return None
        self._chores.configs = configs
        self._chores.told("marsad.toml", "was changed and is read again")
        return {name: config.schedule for name, config in configs.items()}

    def _stamp(self) -> tuple[int, int]:
        try:
            now = (self._path or Path(FILE_NAME)).stat()
        except OSError:
            return (0, 0)
        return (now.st_mtime_ns, now.st_size)


def serve(path: Path | None, overrides: Mapping[str, object], console: Console, *, once: bool = False) -> int:
    """Run the schedule until a signal ends it, or do once what is due now.

    Returns 0; with `once` 1 where a gate failed and 3 where an audit could not be done. Raises ConfigError.
    """
    configs = configs_of(path, overrides)
    if not any(one.schedule.expression for one in configs.values()):
        raise ConfigError(
            f'{path or FILE_NAME}: no site has a schedule; say [schedule] with cron = "daily" or a cron expression'
        )
    folder = next(iter(configs.values())).data
    with only_one(folder), listening() as stop:
        memory, fault = load_memory(folder)
        if fault:
            console.warn("memory", fault)
        memory.pid = 0 if once else os.getpid()
        chores = ScheduleChores(folder, configs, console)
        launcher = AuditLauncher(_arguments(path, overrides), folder / "schedule")
        service = Service(
            {name: one.schedule for name, one in configs.items()}, memory, SystemClock(stop), launcher, chores,
            _File(path, overrides, chores),
        )  # fmt: skip
        if once:
            return _worst(service.run_once())
        console.log("sched", f"watching {len(configs)} sites; `marsad schedule --status` says what comes next")
        service.run()
        console.log("sched", "stopped")
        return 0


def _worst(results: list[Result]) -> int:
    codes = {"done": 0, "gate": 1, "stopped": 130}
    return max((codes.get(one.outcome, 3) for one in results), default=0)


def _arguments(path: Path | None, overrides: Mapping[str, object]) -> list[str]:
    """What each audit is told beside its site: the same configuration, data folder and store."""
    found = ["--config", str(path.resolve())] if path is not None else []
    if data := overrides.get("data"):
        found += ["--data", str(data)]
    store = overrides.get("store")
    if isinstance(store, Mapping) and store.get("url"):
        found += ["--store", str(store["url"])]
    return found
