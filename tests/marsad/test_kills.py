"""Twenty SIGKILLs at random moments of an audit: what is found in the end equals an uninterrupted run's."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.marsad.conftest import ROOT, command
from tests.servers import Asked, Reply, Site, html, redirect

PAGES = 240
KILLS = 20
FEWEST_KILLS = 8
VOLATILE = frozenset(
    {"fetched_at", "ttfb_ms", "download_ms", "depth", "tries", "source_count", "text"}
    | {"checked_at", "first_seen", "last_ok", "last_failed", "line"}
)


def routes() -> dict[str, Reply]:
    dice = random.Random(7)
    found: dict[str, Reply] = {
        "/robots.txt": Reply("", 404),
        "/": html("Home", *(f"/p{n}" for n in range(0, PAGES, 12))),
    }
    for number in range(PAGES):
        links = [f"/p{dice.randrange(PAGES)}" for _ in range(8)] + [f"/p{(number + 1) % PAGES}"]
        links += [f"/gone{number}"] if number % 20 == 0 else []
        links += [f"/old{number}"] if number % 30 == 0 else []
        image = '<img src="/i.png">' if number % 5 == 0 else ""
        title = "" if number % 40 == 0 else f"Page {number % 100}"
        found[f"/p{number}"] = html(
            title, *links, body=f"<h1>Page</h1>{image}<p>{'words of this page ' * 30}{number}</p>"
        )
        found[f"/old{number}"] = redirect(f"/p{number}")
    return found


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site({path: unhurried(reply) for path, reply in routes().items()}) as served:
        yield served


def unhurried(reply: Reply) -> Callable[[Asked], Reply]:
    """Let the answer take its time, so that a kill finds something under way."""

    def answer(_asked: Asked) -> Reply:
        time.sleep(0.05)
        return reply

    return answer


def start(folder: Path, site: Site, *more: str) -> subprocess.Popen[bytes]:
    # No retries: a killed run must not differ because the server was asked at another time.
    return subprocess.Popen(
        command("audit", site.url(), "--browser", "never", "--concurrency", "4", "--log-format", "json", *more),
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL,
        stderr=(folder / "log").open("ab"),
    )  # fmt: skip


def until(process: subprocess.Popen[bytes], happens: Callable[[], bool], timeout_s: float = 600) -> None:
    deadline = time.monotonic() + timeout_s
    while process.poll() is None and not happens() and time.monotonic() < deadline:
        time.sleep(0.005)


def exported(folder: Path, what: str) -> list[str]:
    done = subprocess.run(
        command("export", what), cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rows = []
    for line in done.stdout.splitlines():
        row = {key: value for key, value in json.loads(line).items() if key not in VOLATILE}
        if isinstance(row.get("sources"), list):
            row["sources"] = sorted(row["sources"])
        rows.append(json.dumps(row, sort_keys=True))
    return sorted(rows)


@pytest.mark.slow
def test_an_audit_killed_twenty_times_finds_what_an_uninterrupted_one_finds(tmp_path: Path, site: Site) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    whole.mkdir()
    broken.mkdir()
    assert start(whole, site).wait(120) == 0

    dice = random.Random(20)
    kills = 0
    for turn in range(KILLS):
        asked, told = len(site.asked), (broken / "log").stat().st_size if turn else 0
        process = start(broken, site, *(["--resume"] if turn else []))
        if turn % 4 == 3:  # at some moment after it began to speak, whatever it does then
            until(process, lambda told=told: (broken / "log").stat().st_size > told)
            time.sleep(dice.uniform(0.0, 0.4))
        else:  # in the midst of fetching
            wanted = dice.randrange(1, 8)
            until(process, lambda asked=asked, wanted=wanted: len(site.asked) - asked >= wanted)
        if process.poll() is not None:
            break  # on a fast machine it may be through before the last kill
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        kills += 1
    assert kills >= FEWEST_KILLS, f"it ended before kill {kills + 1}: {(broken / 'log').read_text()[-2000:]}"
    # Once more when everything is gathered: judging and telling are killed too.
    for _ in range(2 if process.returncode != 0 else 0):
        told = (broken / "log").stat().st_size
        process = start(broken, site, "--resume")
        until(process, lambda told=told: b'"stage": "crawl"' in (broken / "log").read_bytes()[told:])
        time.sleep(dice.uniform(0.0, 0.3))
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    if process.returncode != 0:
        assert start(broken, site, "--resume").wait(120) == 0, (broken / "log").read_text()[-2000:]
    for what in ("pages", "links", "findings"):
        assert exported(broken, what) == exported(whole, what), what
    assert "Traceback" not in (broken / "log").read_text()
