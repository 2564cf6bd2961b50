"""The schedule's loop: begins what is due, ends what hangs, and remembers all of it. Clock and processes are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from marsad.schedule.memory import Memory, Result, Running, SiteMemory
from marsad.schedule.process import UNKNOWN, Launcher, Process
from marsad.schedule.times import DAY_S, jitter_s, latest_due, next_due
from marsad.schedule_options import ScheduleOptions

LONGEST_WAIT_S = 60.0  # so that a clock that is set, a changed file and a stop are noticed
WAIT_WHILE_RUNNING_S = 5.0
GRACE_S = 60.0  # that an audit has to stop by itself once it is asked to
LATE_S = 600.0  # a run that begins later than that is one that was missed
_BEAT_S = 30.0  # how often the memory says that the service is alive
_MOST_KNOWN = 1_000
_OUTCOMES = {0: "done", 1: "gate", 130: "stopped"}


class Clock(Protocol):
    """The time, and waiting for it."""

    def now(self) -> float:
        """Unix time; may jump."""

    def monotonic(self) -> float:
        """Seconds that only ever pass."""

    def wait(self, seconds: float) -> bool:
        """Wait at most so long; whether the schedule has been asked to stop."""


class Chores(Protocol):
    """What is done around runs; nothing here may raise."""

    def remembered(self, memory: Memory) -> None:
        """Keep the memory."""

    def told(self, site: str, message: str, *, is_bad: bool = False) -> None:
        """Say something to whoever reads the service's log."""

    def state_of(self, site: str, started: float) -> int | None:
        """The exit code of a run whose process another schedule had started, from the store."""

    def ended(self, site: str, result: Result) -> None:
        """Alert, prune and draw the page of all sites anew."""


@dataclass(slots=True)
class _Watch:
    """What is known of a running audit in this process alone."""

    process: Process
    began: float  # monotonic
    moved: float  # monotonic time of the last progress
    progress: str = ""
    ending: float | None = None  # when it was asked to stop
    why: str = ""
    outcome: str = ""


@dataclass(slots=True)
class Service:
    """One schedule of some sites: their options by name, what is remembered, and the outside world."""

    sites: Mapping[str, ScheduleOptions]
    memory: Memory
    clock: Clock
    launcher: Launcher
    chores: Chores
    reload: Callable[[], Mapping[str, ScheduleOptions] | None] = field(default=lambda: None)  # what a changed file says
    _watches: dict[str, _Watch] = field(default_factory=dict)
    _known: dict[tuple[str, str, float], float] = field(default_factory=dict)  # next times that were worked out
    _on_time: dict[str, float] = field(default_factory=dict)  # due times that were met while the service watched

    def run(self) -> None:
        """Until asked to stop."""
        self.begin()
        while True:
            wait = self.tick()
            if self.clock.wait(wait):
                break
            if (sites := self.reload()) is not None:
                self.sites = sites
                self._look_at_schedules()
        self.stop()

    def run_once(self) -> list[Result]:
        """Do all that is due now, wait for it to end, and return how it ended."""
        self.begin()
        before = {name: len(self.memory.of(name).results) for name in self.sites}
        done: list[Result] = []
        self.tick(jitter=False)
        while self._watches or self._waiting(jitter=False):
            if self.clock.wait(WAIT_WHILE_RUNNING_S):
                self.stop()
                break
            self.tick(jitter=False)
        for name, number in before.items():
            done += self.memory.of(name).results[number:]
        return done

    def begin(self) -> None:
        """Take up what an earlier schedule left: audits that still run, and those that were cut off."""
        self._look_at_schedules()
        for name, site in self.memory.sites.items():
            if site.running is None:
                continue
            process = self.launcher.adopt(name, site.running)
            if process is not None:
                gone = max(0.0, self.clock.now() - site.running.started)
                now = self.clock.monotonic()
                self._watches[name] = _Watch(process, now - gone, now)
                self.chores.told(name, f"an audit still runs (process {process.pid}); going on watching it")
            else:
                self._note_end_of_unseen(name, site, site.running)
        self.chores.remembered(self.memory)

    def tick(self, *, jitter: bool = True) -> float:
        """Look around once; returns the seconds until the next look is needed."""
        now = self.clock.now()
        self._mind_clock(now)
        for name in list(self._watches):
            self._watch(name)
        for name in self._waiting(jitter=jitter):
            if len(self._watches) >= self._at_once():
                break
            self._begin(name, now)
        if not 0 <= now - self.memory.beat < _BEAT_S:
            self.memory.beat = now
            self.chores.remembered(self.memory)
        if self._watches:
            return WAIT_WHILE_RUNNING_S
        return max(0.0, min(LONGEST_WAIT_S, *[one - now for one in self.next_runs().values()], LONGEST_WAIT_S))

    def stop(self) -> None:
        """Ask every audit to stop, wait for that, and end what does not; they are gone on with at the next start."""
        for watch in self._watches.values():
            if watch.ending is None:
                watch.process.terminate()
                watch.ending, watch.outcome, watch.why = self.clock.monotonic(), "stopped", "the schedule was stopped"
        while self._watches:
            for name in list(self._watches):
                self._watch(name)
            if self._watches:
                self.clock.wait(1.0)
        self.memory.pid = 0
        self.chores.remembered(self.memory)

    def next_runs(self) -> dict[str, float]:
        """When each scheduled site is audited next (Unix time, its delay within)."""
        now = self.clock.now()
        found = {}
        for name, options in self.sites.items():
            if options.expression:
                due = self._next_after(options, self.memory.of(name).handled)
                if due <= now:
                    due = self._next_after(options, now)
                found[name] = due + jitter_s(name, due, options.jitter_minutes)
                if (missed := self._due(name, now)) is not None and name not in self._watches:
                    found[name] = max(now, missed + jitter_s(name, missed, options.jitter_minutes))
        return found

    # --- what is due

    def _look_at_schedules(self) -> None:
        """A schedule that is new or has changed counts from now on: what it names of the past was never promised."""
        for name, options in self.sites.items():
            site = self.memory.of(name)
            if (site.cron, site.timezone) != (options.expression, options.timezone):
                site.cron, site.timezone, site.handled = options.expression, options.timezone, self.clock.now()

    def _mind_clock(self, now: float) -> None:
        for name, site in self.memory.sites.items():
            if site.handled > now + DAY_S:
                self.chores.told(name, "the clock was set back; the schedule goes on from now", is_bad=True)
                site.handled = now

    def _due(self, name: str, now: float) -> float | None:
        options, site = self.sites[name], self.memory.of(name)
        if not options.expression or self._next_after(options, site.handled) > now:
            return None
        return latest_due(options.expression, options.timezone, site.handled, now)

    def _next_after(self, options: ScheduleOptions, moment: float) -> float:
        key = (options.expression, options.timezone, moment)
        if key not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[key] = next_due(*key)
        return self._known[key]

    def _waiting(self, *, jitter: bool) -> list[str]:
        """Sites whose audit may begin now, the longest due first."""
        now = self.clock.now()
        found: list[tuple[float, str]] = []
        for name, options in self.sites.items():
            site = self.memory.of(name)
            if name in self._watches:
                continue
            due = self._due(name, now)
            if due is None:
                if site.resume and options.expression:
                    found.append((site.handled, name))
                continue
            begins = due + (jitter_s(name, due, options.jitter_minutes) if jitter else 0.0)
            if self._is_missed(name, due, begins, now) and not options.catch_up:
                self.chores.told(name, "a run was missed and is not made up for, as catch_up says", is_bad=True)
                site.handled = due
            elif now >= begins:
                found.append((begins, name))
        return [name for _, name in sorted(found)]

    def _is_missed(self, name: str, due: float, begins: float, now: float) -> bool:
        if now - begins <= LATE_S:
            self._on_time[name] = due  # it may wait for other sites to end without being missed
        return self._on_time.get(name) != due

    # --- one run

    def _begin(self, name: str, now: float) -> None:
        site = self.memory.of(name)
        due = self._due(name, now)
        resume = site.resume and due is None
        is_missed = due is not None and self._on_time.get(name) != due
        site.resume = False
        site.handled = max(site.handled, due or site.handled)
        try:
            process = self.launcher.start(name, resume=resume)
        except OSError as error:
            self._note(name, Result(due or now, now, now, "failed", None, f"could not be started: {error}"))
            return
        site.running = Running(due or now, now, process.pid, process.mark, resume)
        self.chores.remembered(self.memory)
        self._watches[name] = _Watch(process, self.clock.monotonic(), self.clock.monotonic())
        why = "goes on with the run that was cut off" if resume else "makes up for what was missed" if is_missed else ""
        self.chores.told(name, "audit begins" + (f": it {why}" if why else ""))

    def _watch(self, name: str) -> None:
        watch, site = self._watches[name], self.memory.of(name)
        code = watch.process.poll()
        if code is not None:
            self._note_end(name, watch, site, code)
            return
        now = self.clock.monotonic()
        if (progress := watch.process.progress()) != watch.progress:
            watch.progress, watch.moved = progress, now
        options = self.sites.get(name, ScheduleOptions.model_validate({}))
        if watch.ending is None:
            if now - watch.began > options.max_hours * 3600:
                watch.why = f"it took longer than {options.max_hours:g} hours (schedule.max_hours)"
            elif now - watch.moved > options.stall_minutes * 60:
                watch.why = f"it got no further for {options.stall_minutes:g} minutes (schedule.stall_minutes)"
            if watch.why:
                watch.ending, watch.outcome = now, "hung"
                self.chores.told(name, f"audit is ended: {watch.why}", is_bad=True)
                watch.process.terminate()
        elif now - watch.ending > GRACE_S:
            watch.process.kill()

    def _note_end(self, name: str, watch: _Watch, site: SiteMemory, code: int) -> None:
        del self._watches[name]
        now = self.clock.now()
        running = site.running or Running(now, now, watch.process.pid, "")
        if code == UNKNOWN:
            known = self.chores.state_of(name, running.started)
            code = known if known is not None else UNKNOWN
        said, report = watch.process.last_words()
        outcome, why = _outcome_of(code)
        if watch.ending is not None and code not in (0, 1):
            outcome, why = watch.outcome, watch.why
        is_good = outcome in ("done", "gate")
        result = Result(
            running.due, running.started, now, outcome, None if code == UNKNOWN else code,
            "" if outcome == "done" else why or said, report if is_good else "",
        )  # fmt: skip
        # What ended with a schedule is gone on with; what a person stopped is not, and what hung might hang again.
        is_cut = outcome == "cut off" or (outcome == "stopped" and watch.outcome == "stopped")
        site.resume = is_cut and not running.resumed
        self._drop_what_came_meanwhile(name, site, now)
        self._note(name, result)

    def _note_end_of_unseen(self, name: str, site: SiteMemory, running: Running) -> None:
        """Note what became of an audit that ended while no schedule watched."""
        code = self.chores.state_of(name, running.started)
        now = self.clock.now()
        if code is None or code == 130:
            site.resume = not running.resumed
            result = Result(running.due, running.started, now, "cut off", code, "ended with the schedule that began it")
        else:
            result = Result(running.due, running.started, now, _outcome_of(code)[0], code)
        self._note(name, result)

    def _drop_what_came_meanwhile(self, name: str, site: SiteMemory, now: float) -> None:
        if name in self.sites and (due := self._due(name, now)) is not None:
            site.handled = due
            site.fell_away += 1
            self.chores.told(name, "came due again while it was being audited; that run falls away", is_bad=True)

    def _note(self, name: str, result: Result) -> None:
        site = self.memory.of(name)
        site.running = None
        site.remember(result)
        self.chores.remembered(self.memory)
        is_bad = result.outcome not in ("done", "stopped")
        self.chores.told(name, f"audit {result.outcome}" + (f": {result.message}" if result.message else ""),
                         is_bad=is_bad)  # fmt: skip
        self.chores.ended(name, result)

    def _at_once(self) -> int:
        return max((one.at_once for one in self.sites.values()), default=1)


def _outcome_of(code: int) -> tuple[str, str]:
    if code == UNKNOWN:
        return "cut off", "it ended while no schedule watched, and the store does not say how"
    if code < 0:
        return "killed", f"it was killed by signal {-code}"
    return _OUTCOMES.get(code, "failed"), ""
