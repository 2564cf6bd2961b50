"""A crontab line runs at the schedule's time on a machine of another time zone, under a cron that knows none."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cronsim import CronSim

from marsad.schedule.crontab import LONGEST_LINE, crontab_time, machine_zone
from marsad.schedule.units import unit_of

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
FIELD = r"(?:\*|[0-9A-Za-z]+(?:-[0-9A-Za-z]+)?)(?:/[0-9]+)?"
ENTRY = re.compile(rf"(?:{FIELD}(?:,{FIELD})*\s+){{5}}(?P<command>\S.*)")
SETTING = re.compile(r'[A-Za-z_][A-Za-z0-9_]*\s*=\s*(?:"[^"]*"|\'[^\']*\'|\S.*)?')


@pytest.fixture
def clock(tmp_path: Path) -> dict[str, str]:
    """The environment of a shell whose `date` tells the time of the variable EPOCH."""
    real = shutil.which("date")
    if real is None or subprocess.run([real, "-d", "@0"], capture_output=True, check=False).returncode:
        pytest.skip("this date does not tell other times")
    tools = tmp_path / "tools"
    tools.mkdir()
    shim = tools / "date"
    shim.write_text(f'#!/bin/sh\nexec {real} -d "@$EPOCH" "$@"\n')
    shim.chmod(0o755)
    return {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(tmp_path)}


def moments(fields: str, machine: tzinfo, begin: datetime, days: int) -> list[int]:
    """When a cron of the machine begins a line."""
    found = []
    for one in CronSim(fields, begin.astimezone(machine)):
        if one > begin + timedelta(days=days):
            return found
        found.append(int(one.timestamp()))
    raise AssertionError("an expression without end has ended")


@pytest.mark.parametrize(
    ("expression", "zone", "machine", "fields"),
    [
        ("30 9 * * 1-5", "Europe/Ljubljana", UTC, "30 * * * *"),
        ("15 0 1,15 * *", "America/New_York", UTC, "15 * * * *"),
        ("0 4 13 * fri", "Asia/Tokyo", ZoneInfo("Europe/Ljubljana"), "0 * * * *"),
        ("0 4 22-31 * */2", "Asia/Riyadh", UTC, "0 * * * *"),
        ("30 6-18/4 * mar,apr sun", "Europe/Lisbon", ZoneInfo("America/Sao_Paulo"), "30 * * * *"),
        ("30 3 * * *", "Asia/Kolkata", UTC, "* * * * *"),
    ],
)
def test_it_begins_when_it_is_time_in_the_other_zone(
    expression: str, zone: str, machine: tzinfo, fields: str, clock: dict[str, str]
) -> None:
    when, unless = crontab_time(expression, zone, machine, SINCE)
    assert when == fields
    begin = datetime(2026, 3, 20, tzinfo=UTC)  # summer time begins in Europe on the 29th
    days = 1 if when[0] == "*" else 20
    looked = moments(when, machine, begin, days)
    script = f"for EPOCH in {' '.join(map(str, looked))}; do export EPOCH; ( {unless}echo $EPOCH ); done"
    done = subprocess.run(["sh", "-c", script], env=clock, capture_output=True, text=True, check=True)
    wanted = moments(expression, ZoneInfo(zone), begin, days)
    assert [int(one) for one in done.stdout.split()] == wanted
    assert wanted


@pytest.mark.parametrize(
    ("expression", "zone", "machine"),
    [
        ("30 3 * * 1-5", "Europe/Ljubljana", ZoneInfo("Europe/Vienna")),
        ("30 3 * * *", "UTC", ZoneInfo("Etc/UTC")),
        ("17 * * * *", "Europe/Ljubljana", UTC),
        ("*/20 * * * *", "America/New_York", UTC),
    ],
)
def test_it_stays_as_it_is_where_the_machines_own_time_will_do(expression: str, zone: str, machine: tzinfo) -> None:
    assert crontab_time(expression, zone, machine, SINCE) == (expression, "")


def test_zones_that_differ_in_summer_alone_are_not_the_same() -> None:
    assert crontab_time("30 3 * * *", "Europe/London", UTC, SINCE)[1]


def test_a_machine_without_a_time_zone_goes_by_utc(tmp_path: Path) -> None:
    assert machine_zone(tmp_path / "none") is UTC


def printed(folder: Path, monkeypatch: pytest.MonkeyPatch, zone: str, text: str = "") -> str:
    file = folder / "marsad.toml"
    file.write_text(
        text or f'url = "https://shop.example/"\n[schedule]\ncron = "30 2 * * *"\ntimezone = "{zone}"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr("marsad.schedule.units.machine_zone", lambda: UTC)
    program = folder / "tools and more" / "marsad"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\necho "$@" >> "{folder}/audits"\n')
    program.chmod(0o755)
    monkeypatch.setattr("marsad.schedule.units._program", lambda: str(program))
    return unit_of("cron", file, {})


@pytest.mark.skipif(shutil.which("flock") is None or shutil.which("timeout") is None, reason="no flock or no timeout")
@pytest.mark.parametrize(
    ("epochs", "times"),
    [
        ((datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)), 1),  # repeated
        ((datetime(2026, 10, 26, 1, 30, tzinfo=UTC), datetime(2026, 10, 27, 1, 30, tzinfo=UTC)), 2),
        ((datetime(2026, 7, 1, 0, 30, tzinfo=UTC), datetime(2026, 7, 1, 1, 30, tzinfo=UTC)), 1),
    ],
)
def test_the_whole_command_audits_once_a_night_also_where_an_hour_comes_twice(
    epochs: tuple[datetime, ...],
    times: int,
    clock: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = printed(tmp_path, monkeypatch, "Europe/Ljubljana")
    (entry,) = [found for line in text.splitlines() if line[:1] not in "#" and (found := ENTRY.fullmatch(line))]
    command = entry["command"].replace("\\%", "%")
    for one in epochs:
        epoch = {**clock, "EPOCH": str(int(one.timestamp()))}
        done = subprocess.run(["sh", "-c", command], env=epoch, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    said = (tmp_path / "audits").read_text().splitlines()
    assert len(said) == times
    assert said[0].startswith("audit --config ")


MANY = """\
[schedule]
timezone = "Europe/Ljubljana"
[[site]]
name = "shop"
url = "https://shop.example/"
schedule = "daily"
[[site]]
name = "متجر"
url = "https://one.example/"
schedule = "weekly"
[[site]]
name = "مدونة"
url = "https://two.example/"
schedule = {cron = "30 3 * * mon-fri", timezone = "UTC"}
"""


def test_every_line_is_one_that_debians_cron_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = printed(tmp_path, monkeypatch, "", MANY)
    assert text.endswith("\n")
    entries = []
    for line in text.splitlines():
        assert len(line) <= LONGEST_LINE
        if not line or line.startswith("#"):
            continue
        found = ENTRY.fullmatch(line)
        assert found or SETTING.fullmatch(line), line
        assert "CRON_TZ" not in line  # which only cronie reads
        if found:
            entries.append(found["command"])
            assert re.search(r"(?<!\\)%", line) is None
    assert len(entries) == 3
    locks = {re.search(r"flock -n (\S+)", one)[1] for one in entries}  # type: ignore[index]
    assert len(locks) == 3
    if crontab := shutil.which("crontab"):
        file = tmp_path / "crontab"
        file.write_text(text, encoding="utf-8")
        done = subprocess.run([crontab, "-T", str(file)], capture_output=True, text=True, check=False)
        assert done.returncode == 0 or "invalid option" in done.stderr, done.stderr
