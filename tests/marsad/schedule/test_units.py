"""The units for other schedulers are what these schedulers read."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cronsim import CronSim

from marsad.schedule.calendars import systemd_calendar
from marsad.schedule.times import next_due
from marsad.schedule_options import ScheduleOptions
from tests.marsad.conftest import Marsad

yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
TWO = """\
[schedule]
cron = "30 3 * * 1-5"
timezone = "Europe/Ljubljana"
max_hours = 4

[[site]]
name = "shop"
url = "https://shop.example/"

[[site]]
name = "blog"
url = "https://blog.example/"
schedule = "weekly"

[[site]]
name = "rare"
url = "https://rare.example/"
schedule = ""
"""
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


@pytest.fixture
def written(marsad: Marsad, tmp_path: Path) -> Marsad:
    (tmp_path / "marsad.toml").write_text(TWO, encoding="utf-8")
    return marsad


def test_a_crontab_has_a_line_for_each_scheduled_site_that_reads_back_as_its_times(written: Marsad) -> None:
    lines = [one for one in written("schedule", "--print", "cron").out.splitlines() if re.match(r"[\d*]", one)]
    assert len(lines) == 2
    fields = [" ".join(line.split()[:5]) for line in lines]
    assert fields in (["30 3 * * 1-5", "30 3 * * 1"], ["30 * * * *"] * 2, ["* * * * *"] * 2)  # by this machine's zone
    for line, site in zip(lines, ("shop", "blog"), strict=True):
        CronSim(" ".join(line.split()[:5]), datetime(2026, 1, 1, tzinfo=UTC))
        words = shlex.split(line.split(maxsplit=5)[5])
        assert words[words.index("--site") + 1] == site
        assert "flock" in words
        assert words[words.index("timeout") + 3] == str(4 * 3600)
        assert re.search(r"(?<!\\)%", line) is None


def test_the_command_of_a_crontab_line_is_a_shell_command(written: Marsad) -> None:
    line = next(one for one in written("schedule", "--print", "cron").out.splitlines() if re.match(r"[\d*]", one))
    assert subprocess.run(["sh", "-n", "-c", line.split(maxsplit=5)[5]], check=False).returncode == 0


@needs_systemd
def test_systemd_finds_no_fault_in_service_and_timer(written: Marsad, tmp_path: Path) -> None:
    text = written("schedule", "--print", "systemd", "--site", "shop").out
    parts = re.split(r"^# --- (\S+)$", text, flags=re.MULTILINE)[1:]
    files = []
    for name, body in zip(parts[::2], parts[1::2], strict=True):
        files.append(tmp_path / Path(name).name)
        files[-1].write_text(body, encoding="utf-8")
    assert [one.name for one in files] == ["marsad-shop.service", "marsad-shop.timer"]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, files)], capture_output=True, text=True, check=False
    )
    ours = [line for line in done.stderr.splitlines() if "marsad" in line and "is not executable" not in line]
    assert ours == []


@needs_systemd
@pytest.mark.parametrize("cron", ["30 3 * * 1-5", "*/20 * * * *", "15 6-18/4 * * sun", "0 4 1,15 * *", "5 5 1 jan *"])
def test_systemd_understands_the_same_times_as_cron(cron: str) -> None:
    (calendar,) = systemd_calendar(cron, "UTC")
    base = datetime(2026, 2, 10, 12, tzinfo=UTC)
    done = subprocess.run(
        ["systemd-analyze", "calendar", f"--base-time={base:%Y-%m-%d %H:%M:%S} UTC", "--iterations=3", calendar],
        capture_output=True, text=True, check=False, env={"TZ": "UTC", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = re.findall(r"(\d{4}-\d\d-\d\d \d\d:\d\d):\d\d UTC", "\n".join(
        line for line in done.stdout.splitlines() if re.search(r"Next elapse|Iter", line)))  # fmt: skip
    moment, wanted = base.timestamp(), []
    for _ in range(3):
        moment = next_due(cron, "UTC", moment)
        wanted.append(f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M}")
    assert found[:3] == wanted


def test_days_of_the_month_or_weekdays_become_two_events() -> None:
    assert systemd_calendar("0 4 13 * 5", "UTC") == ["*-*-13 04:00:00 UTC", "Fri *-*-* 04:00:00 UTC"]


def test_kubernetes_gets_one_cron_job_for_each_site_that_never_overlaps(written: Marsad) -> None:
    jobs = list(yaml.safe_load_all(written("schedule", "--print", "kubernetes").out))
    assert [one["metadata"]["name"] for one in jobs] == ["marsad-shop", "marsad-blog"]
    for one in jobs:
        spec = one["spec"]
        assert (one["apiVersion"], one["kind"]) == ("batch/v1", "CronJob")
        assert spec["concurrencyPolicy"] == "Forbid"
        assert spec["timeZone"] == "Europe/Ljubljana"
        assert spec["jobTemplate"]["spec"]["activeDeadlineSeconds"] == 4 * 3600
        pod = spec["jobTemplate"]["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["containers"][0]["args"][0] == "audit"
        names = {one["name"] for one in pod["volumes"]}
        assert {one["name"] for one in pod["containers"][0]["volumeMounts"]} == names
    ScheduleOptions.model_validate({"cron": jobs[0]["spec"]["schedule"]})


def test_github_gets_a_workflow_with_a_schedule_and_a_button(written: Marsad) -> None:
    workflow = yaml.safe_load(written("schedule", "--print", "github", "--site", "shop").out)
    when = workflow.get("on", workflow.get(True))
    assert when["schedule"] == [{"cron": "30 3 * * 1-5", "timezone": "Europe/Ljubljana"}]
    assert "workflow_dispatch" in when
    assert workflow["concurrency"]["cancel-in-progress"] is False
    runs = [step["run"] for step in workflow["jobs"]["audit"]["steps"] if "run" in step]
    assert any("marsad audit" in one and "--site shop" in one for one in runs)


def test_gitlab_gets_a_job_for_each_site(written: Marsad) -> None:
    jobs = yaml.safe_load(written("schedule", "--print", "gitlab").out)
    assert list(jobs) == ["marsad-shop", "marsad-blog"]
    assert any("--site blog" in one for one in jobs["marsad-blog"]["script"])


def test_no_unit_holds_a_secret_on_its_command_line(written: Marsad, tmp_path: Path) -> None:
    file = tmp_path / "marsad.toml"
    file.write_text(TWO + '\n[site.crawl]\nheaders = {Authorization = "Bearer hush-hush"}\n', encoding="utf-8")
    for kind in ("systemd", "cron", "kubernetes", "github", "gitlab"):
        assert "hush" not in written("schedule", "--print", kind).out


def test_without_a_schedule_there_is_no_unit_and_the_way_is_said(marsad: Marsad, tmp_path: Path) -> None:
    (tmp_path / "marsad.toml").write_text('url = "https://a.example/"\n', encoding="utf-8")
    done = marsad("schedule", "--print", "cron")
    assert done.code == 2
    assert "[schedule]" in done.last_error
