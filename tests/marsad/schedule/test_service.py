"""The schedule over simulated weeks: nothing is missed, doubled or forgotten, whatever happens to clock and process."""

from __future__ import annotations

import contextlib
import itertools
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from marsad.schedule.memory import Memory, Result, Running
from marsad.schedule.process import UNKNOWN, Process
from marsad.schedule.service import GRACE_S, Service
from marsad.schedule_options import ScheduleOptions

HOUR = 3600.0
DAY = 24 * HOUR


@dataclass
class FakeClock:
    """Time passes only by waiting; `jumps` sets the wall clock at a moment of the other one."""

    wall: float
    passed: float = 0.0
    until: float = float("inf")  # monotonic time at which the schedule is asked to stop
    jumps: list[tuple[float, float]] = field(default_factory=list)  # (monotonic time, seconds)
    on_wait: Callable[[], None] = lambda: None

    def now(self) -> float:
        return self.wall

    def monotonic(self) -> float:
        return self.passed

    def wait(self, seconds: float) -> bool:
        assert seconds >= 0
        self.wall += max(seconds, 0.01)
        self.passed += max(seconds, 0.01)
        while self.jumps and self.jumps[0][0] <= self.passed:
            self.wall += self.jumps.pop(0)[1]
        self.on_wait()
        return self.passed >= self.until


@dataclass
class FakeAudit:
    """An audit that takes a while; one that hangs heeds SIGTERM or does not."""

    world: World
    site: str
    resume: bool
    takes: float
    code: int = 0
    moves: bool = True
    heeds: bool = True
    pid: int = 0
    mark: str = "m"
    began: float = 0.0
    ended: int | None = None
    terminated: float | None = None
    killed: bool = False

    def poll(self) -> int | None:
        now = self.world.clock.passed
        if self.ended is None:
            if self.killed:
                self.ended = -9
            elif self.terminated is not None and self.heeds:
                self.ended = 130
            elif now - self.began >= self.takes:
                self.ended = self.code
        if self.ended is not None:
            self.world.alive.discard(self.pid)
        return self.ended

    def progress(self) -> str:
        return str(self.world.clock.passed) if self.moves else "stuck"

    def last_words(self) -> tuple[str, str]:
        return "said", f"reports/{self.site}/index.html"

    def terminate(self) -> None:
        self.terminated = self.world.clock.passed

    def kill(self) -> None:
        self.killed = True


@dataclass
class World:
    """Launcher and chores in one, with a record of all that happened."""

    clock: FakeClock
    plan: Callable[[str, int], dict[str, object]] = lambda _site, _number: {}
    started: list[tuple[str, float, bool]] = field(default_factory=list)  # site, wall time, resumed
    audits: list[FakeAudit] = field(default_factory=list)
    alive: set[int] = field(default_factory=set)
    results: list[tuple[str, Result]] = field(default_factory=list)
    disk: bytes = b""
    store: dict[str, int] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def start(self, site: str, *, resume: bool) -> Process:
        number = len(self.started)
        assert all(one.site != site or one.pid not in self.alive for one in self.audits), "two audits of one site"
        audit = FakeAudit(self, site, resume, **{"takes": 0.5 * HOUR, **self.plan(site, number)})  # type: ignore[arg-type]
        audit.pid, audit.began = number + 1, self.clock.passed
        self.alive.add(audit.pid)
        self.started.append((site, self.clock.wall, resume))
        self.audits.append(audit)
        return audit

    def adopt(self, site: str, running: Running) -> Process | None:
        found = next((one for one in self.audits if one.pid == running.pid and one.pid in self.alive), None)
        if found is None or found.poll() is not None:
            return None
        return found

    def remembered(self, memory: Memory) -> None:
        self.disk = pickle.dumps(memory)

    def told(self, site: str, message: str, *, is_bad: bool = False) -> None:
        self.said.append(f"{site}: {message}")

    def state_of(self, site: str, started: float) -> int | None:
        return self.store.get(site)

    def ended(self, site: str, result: Result) -> None:
        self.results.append((site, result))

    def kept(self) -> Memory:
        memory = pickle.loads(self.disk)
        assert isinstance(memory, Memory)
        return memory

    @property
    def outcomes(self) -> list[str]:
        return [result.outcome for _, result in self.results]

    def times(self, zone: str = "UTC") -> list[str]:
        return [datetime.fromtimestamp(wall, ZoneInfo(zone)).strftime("%m-%d %H:%M") for _, wall, _ in self.started]


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def options(cron: str = "0 3 * * *", zone: str = "UTC", **more: object) -> ScheduleOptions:
    return ScheduleOptions.model_validate({"cron": cron, "timezone": zone, "jitter_minutes": 0, **more})


def serve(world: World, days: float, memory: Memory | None = None, **sites: ScheduleOptions) -> Memory:
    """Let the schedule run for so many days; returns what it remembers."""
    world.clock.until = world.clock.passed + days * DAY
    Service(sites, memory or Memory(), world.clock, world, world).run()
    return world.kept()


def killed_after(world: World, days: float, memory: Memory | None = None, **sites: ScheduleOptions) -> Memory:
    """As `serve`, but the schedule is killed at the end: nothing is stopped, the last memory on disk remains."""

    class Killed(Exception):
        pass

    def kill() -> None:
        if world.clock.passed >= end:
            raise Killed

    end = world.clock.passed + days * DAY
    world.clock.on_wait = kill
    with contextlib.suppress(Killed):
        Service(sites, memory or Memory(), world.clock, world, world).run()
    world.clock.on_wait = lambda: None
    return world.kept()


def test_a_daily_audit_runs_once_a_day_through_the_night_that_skips_an_hour() -> None:
    world = World(FakeClock(at("2026-03-26T12:00")))
    serve(world, 5, shop=options("30 2 * * *", "Europe/Ljubljana"))
    assert world.times("Europe/Ljubljana") == [
        "03-27 02:30", "03-28 02:30", "03-29 03:00", "03-30 02:30", "03-31 02:30",
    ]  # fmt: skip
    assert world.outcomes == ["done"] * 5


def test_a_daily_audit_runs_once_in_the_night_that_repeats_an_hour() -> None:
    world = World(FakeClock(at("2026-10-23T12:00")))
    serve(world, 4, shop=options("30 2 * * *", "Europe/Ljubljana"))
    assert world.times() == ["10-24 00:30", "10-25 00:30", "10-26 01:30", "10-27 01:30"]


def test_weeks_in_two_zones_side_by_side_keep_each_site_at_its_own_hour() -> None:
    world = World(FakeClock(at("2026-03-01")))
    serve(world, 60, sl=options("0 4 * * 1", "Europe/Ljubljana"), sa=options("0 4 * * 0", "Asia/Riyadh"))
    for name, zone, weekday in (("sl", "Europe/Ljubljana", "Mon"), ("sa", "Asia/Riyadh", "Sun")):
        met = [datetime.fromtimestamp(wall, ZoneInfo(zone)) for site, wall, _ in world.started if site == name]
        assert {one.strftime("%a %H:%M") for one in met} == {f"{weekday} 04:00"}
        assert len(met) in (8, 9)


def test_runs_missed_while_the_service_was_down_are_made_up_for_once() -> None:
    world = World(FakeClock(at("2026-06-01T12:00")))
    memory = serve(world, 2, shop=options())
    world.clock.wall += 10 * DAY
    serve(world, 2, memory, shop=options())
    assert world.times() == ["06-02 03:00", "06-03 03:00", "06-13 12:00", "06-14 03:00", "06-15 03:00"]
    assert any("makes up" in one for one in world.said)


def test_missed_runs_are_left_out_where_catch_up_says_so() -> None:
    world = World(FakeClock(at("2026-06-01T12:00")))
    memory = serve(world, 2, shop=options(catch_up=False))
    world.clock.wall += 10 * DAY
    serve(world, 1, memory, shop=options(catch_up=False))
    assert world.times() == ["06-02 03:00", "06-03 03:00", "06-14 03:00"]


def test_a_new_schedule_makes_up_for_nothing_of_the_past() -> None:
    world = World(FakeClock(at("2026-06-01T12:00")))
    memory = serve(world, 1, shop=options("0 3 * * *"))
    world.clock.wall += 5 * DAY
    serve(world, 0.2, memory, shop=options("0 4 * * *"))
    assert len(world.started) == 1


def test_a_site_is_never_audited_twice_at_a_time_and_what_came_meanwhile_falls_away() -> None:
    world = World(FakeClock(at("2026-06-01T00:30")), lambda _s, _n: {"takes": 2.6 * HOUR})
    memory = serve(world, 1, shop=options("0 * * * *"))
    assert memory.sites["shop"].fell_away > 3
    gaps = [b - a for (_, a, _), (_, b, _) in zip(world.started, world.started[1:], strict=False)]
    assert gaps
    assert all(gap == 3 * HOUR for gap in map(round, gaps))


def test_sites_wait_for_one_another_and_none_is_lost() -> None:
    world = World(FakeClock(at("2026-06-01T12:00")), lambda _s, _n: {"takes": 3 * HOUR})
    serve(world, 1.5, a=options(catch_up=False), b=options(catch_up=False), c=options(catch_up=False))
    assert sorted(site for site, _, _ in world.started) == ["a", "b", "c"]
    begun = sorted(wall for _, wall, _ in world.started)
    assert all(later - earlier >= 3 * HOUR for earlier, later in itertools.pairwise(begun))


def test_as_many_audits_as_allowed_run_side_by_side() -> None:
    world = World(FakeClock(at("2026-06-01T12:00")), lambda _s, _n: {"takes": 3 * HOUR})
    serve(world, 1, a=options(at_once=2), b=options(at_once=2), c=options(at_once=2))
    begun = sorted(wall for _, wall, _ in world.started)
    assert begun[1] - begun[0] < 60
    assert begun[2] - begun[0] >= 3 * HOUR


def test_each_site_begins_a_little_later_than_its_time_and_not_all_together() -> None:
    world = World(FakeClock(at("2026-06-01T12:00")), lambda _s, _n: {"takes": 60.0})
    serve(world, 1, **{name: options(jitter_minutes=30, at_once=9) for name in "abcdef"})
    late = [wall - at("2026-06-02T03:00") for _, wall, _ in world.started]
    assert len(late) == 6
    assert all(0 <= one < 30 * 60 + 61 for one in late)
    assert len({round(one) for one in late}) >= 5


def test_an_audit_that_takes_too_long_is_ended_and_the_next_one_comes() -> None:
    world = World(FakeClock(at("2026-06-01T12:00")), lambda _s, n: {"takes": 99 * HOUR} if n == 0 else {})
    serve(world, 2, shop=options(max_hours=2))
    assert world.outcomes == ["hung", "done"]
    assert "longer than 2 hours" in world.results[0][1].message
    assert world.times() == ["06-02 03:00", "06-03 03:00"]


def test_an_audit_that_gets_no_further_and_heeds_nothing_is_killed() -> None:
    world = World(
        FakeClock(at("2026-06-01T12:00")),
        lambda _s, n: {"takes": 99 * HOUR, "moves": False, "heeds": False} if n == 0 else {},
    )
    serve(world, 1, shop=options(stall_minutes=30))
    assert world.outcomes == ["hung"]
    assert "30 minutes" in world.results[0][1].message
    assert world.audits[0].terminated is not None
    assert world.audits[0].killed
    lasted = world.results[0][1].ended - world.results[0][1].started
    assert 30 * 60 + GRACE_S <= lasted < 30 * 60 + GRACE_S + 120


def test_an_audit_that_was_killed_by_the_system_is_told_and_not_begun_again_at_once() -> None:
    world = World(FakeClock(at("2026-06-01T12:00")), lambda _s, n: {"takes": 60.0, "code": -9} if n == 0 else {})
    serve(world, 1, shop=options())
    assert world.outcomes == ["killed"]
    assert "signal 9" in world.results[0][1].message


def test_a_gate_that_fails_and_an_audit_that_fails_are_different_outcomes() -> None:
    codes = {0: 1, 1: 3, 2: 2}
    world = World(FakeClock(at("2026-06-01T12:00")), lambda _s, n: {"code": codes[n]})
    serve(world, 3, shop=options())
    assert world.outcomes == ["gate", "failed", "failed"]
    assert [one.exit_code for _, one in world.results] == [1, 3, 2]


def test_a_stop_lets_the_audit_end_and_the_next_start_goes_on_with_it() -> None:
    world = World(FakeClock(at("2026-06-01T12:00")), lambda _s, n: {"takes": 20 * HOUR} if n == 0 else {})
    memory = serve(world, 1, shop=options())
    assert world.outcomes == ["stopped"]
    assert world.audits[0].terminated is not None
    assert not world.alive
    serve(world, 0.5, memory, shop=options())
    assert [resumed for _, _, resumed in world.started] == [False, True]
    assert world.outcomes == ["stopped", "done"]


def test_an_audit_that_a_person_stopped_is_not_begun_again() -> None:
    world = World(FakeClock(at("2026-06-01T12:00")), lambda _s, _n: {"takes": 60.0, "code": 130})
    serve(world, 0.9, shop=options())
    assert world.outcomes == ["stopped"]


def test_a_killed_service_finds_its_audit_still_running_and_waits_for_it() -> None:
    world = World(FakeClock(at("2026-06-01T12:00")), lambda _s, _n: {"takes": 4 * HOUR, "code": UNKNOWN})
    memory = killed_after(world, 15.5 / 24, shop=options())
    assert memory.sites["shop"].running is not None
    world.store["shop"] = 0
    serve(world, 1, memory, shop=options())
    assert world.outcomes[0] == "done"
    assert world.times() == ["06-02 03:00", "06-03 03:00"]


def test_a_killed_service_whose_audit_died_too_goes_on_with_it_once() -> None:
    world = World(FakeClock(at("2026-06-01T12:00")), lambda _s, _n: {"takes": 4 * HOUR})
    memory = killed_after(world, 15.5 / 24, shop=options())
    world.alive.clear()
    memory = killed_after(world, 1 / 24, memory, shop=options())
    assert [resumed for _, _, resumed in world.started] == [False, True]
    world.alive.clear()
    killed_after(world, 1 / 24, memory, shop=options())
    assert len(world.started) == 2  # what dies twice is left until its time comes again
    assert world.outcomes == ["cut off", "cut off"]


def test_kills_at_any_moment_of_three_weeks_lose_no_day_and_double_none() -> None:
    for step in (0.37, 0.71, 1.3):
        world = World(FakeClock(at("2026-03-20T12:00")), lambda _s, _n: {"takes": 0.6 * HOUR})
        memory = Memory()
        for _ in range(int(21 / step)):
            memory = killed_after(world, step, memory, shop=options("30 2 * * *", "Europe/Ljubljana"))
        fresh = [datetime.fromtimestamp(wall, UTC).date() for _, wall, resumed in world.started if not resumed]
        assert len(set(fresh)) == len(fresh)
        assert (fresh[-1] - fresh[0]).days + 1 == len(fresh)
        assert len(fresh) >= 19


def test_a_clock_set_back_an_hour_repeats_nothing() -> None:
    world = World(FakeClock(at("2026-06-01T12:00"), jumps=[(15.9 * HOUR, -HOUR)]))
    serve(world, 2, shop=options())
    assert world.times() == ["06-02 03:00", "06-03 03:00"]


def test_a_clock_set_forward_and_back_again_by_years_goes_on_from_now() -> None:
    world = World(FakeClock(at("2026-06-01T12:00"), jumps=[(16 * HOUR, 3650 * DAY), (18 * HOUR, -3650 * DAY)]))
    serve(world, 3, shop=options())
    # One while the clock was wrong, and then every day again.
    assert len(world.started) == 4
    assert world.times()[-2:] == ["06-03 03:00", "06-04 03:00"]
    assert any("set back" in one for one in world.said)


def test_a_clock_set_forward_makes_up_for_the_gap_once() -> None:
    world = World(FakeClock(at("2026-06-01T12:00"), jumps=[(2 * HOUR, 7 * DAY)]))
    serve(world, 1, shop=options())
    assert world.times() == ["06-08 14:00", "06-09 03:00"]


def test_a_site_without_a_schedule_is_left_alone() -> None:
    world = World(FakeClock(at("2026-06-01T12:00")))
    serve(world, 2, shop=options(), other=ScheduleOptions.model_validate({}))
    assert {site for site, _, _ in world.started} == {"shop"}


def test_an_audit_that_cannot_be_started_is_told_and_the_schedule_goes_on() -> None:
    world = World(FakeClock(at("2026-06-01T12:00")))
    begin = world.start

    def start(site: str, *, resume: bool) -> Process:
        if not world.results:
            raise OSError("no more processes")
        return begin(site, resume=resume)

    world.start = start  # type: ignore[method-assign]
    serve(world, 2, shop=options())
    assert world.outcomes == ["failed", "done"]
    assert "no more processes" in world.results[0][1].message


def test_once_does_what_is_due_and_nothing_else() -> None:
    world = World(FakeClock(at("2026-06-01T12:00")))
    sites = {"shop": options(), "blog": options("0 5 * * 1")}
    memory = Memory()
    assert Service(sites, memory, world.clock, world, world).run_once() == []
    world.clock.wall += DAY
    assert [one.outcome for one in Service(sites, memory, world.clock, world, world).run_once()] == ["done"]
    assert Service(sites, memory, world.clock, world, world).run_once() == []
    assert [site for site, _, _ in world.started] == ["shop"]


def test_a_changed_file_counts_from_then_on() -> None:
    world = World(FakeClock(at("2026-06-01T12:00"), until=3 * DAY))
    changed = iter([{"shop": options("0 20 * * *")}])

    def reload() -> dict[str, ScheduleOptions] | None:
        return next(changed, None) if world.clock.passed > DAY else None

    Service({"shop": options()}, Memory(), world.clock, world, world, reload).run()
    assert world.times() == ["06-02 03:00", "06-02 20:00", "06-03 20:00"]
