"""Browsers that hang, crash or are killed: they are replaced, their page is told, and nothing is left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crawler.browser.browse import BrowseTask, browse, find_browser
from crawler.browser.keeper import descendants
from crawler.browser.options import BrowserOptions
from crawler.browser.pool import BrowserPool, Job
from crawler.browser.session import Browser, BrowserFailedError
from store.errors import GatherError
from store.model import Artifact, ArtifactKind

from .conftest import Site, gone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("chromium", "folder")]

PLAIN = b'<!doctype html><html lang="en"><title>Plain</title><main><h1>Plain</h1></main>'
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Browsers keep their profiles here; afterwards no process and no file of theirs may be left.

    Not pytest's own folder: Chromium's socket needs a short path.
    """
    with tempfile.TemporaryDirectory(prefix="mb-") as name:
        monkeypatch.setattr(tempfile, "tempdir", name)
        yield Path(name)
        assert gone(name) == []
        assert list(Path(name).glob("marsad-browser-*")) == []


def options(**changes: object) -> BrowserOptions:
    return BrowserOptions.model_validate(
        {"allow_private": True, "workers": 1, "page_timeout_s": 8, "axe_timeout_s": 20, "screenshots": False, **changes}
    )


def looked_at(site: Site, paths: list[str], **changes: object) -> dict[str, Artifact]:
    """The AXE artifact of each path."""
    found: list[Artifact] = []
    browse([BrowseTask(number, site.url + path) for number, path in enumerate(paths)], options(**changes), found.append)
    axe = {paths[one.page_id]: one for one in found if one.kind is ArtifactKind.AXE}
    assert set(axe) == set(paths)
    return axe


def test_endless_loop_on_load_costs_its_own_page_only(site: Site) -> None:
    site.pages |= {"/loop": b"<script>for(;;){}</script>", "/plain": PLAIN}
    seen = looked_at(site, ["/loop", "/plain"])
    assert "did not answer within" in seen["/loop"].error
    assert not seen["/plain"].error


def test_endless_loop_after_load_costs_its_own_page_only(site: Site) -> None:
    site.pages |= {"/late": b"<h1>Late</h1><script>setTimeout(() => { for(;;){} }, 200)</script>", "/plain": PLAIN}
    seen = looked_at(site, ["/late", "/plain"])
    assert seen["/late"].error
    assert not seen["/plain"].error


def test_server_that_never_answers_is_given_up(site: Site) -> None:
    def never() -> bytes:
        time.sleep(30)
        return b""

    site.pages |= {"/never": never, "/plain": PLAIN}
    seen = looked_at(site, ["/never", "/plain"])
    assert "did not answer within" in seen["/never"].error
    assert not seen["/plain"].error


def _killing(find: Callable[[int], list[int]], site: Site) -> tuple[dict[str, Artifact], int]:
    """Look at a page whose first request kills what `find` picks among the driver and its children."""
    pool = BrowserPool(find_browser(options()), options())
    killed: list[int] = []

    def kill_once() -> bytes:
        if not killed:
            for pid in find(pool.browsers[0].driver_pid):
                killed.append(pid)
                os.kill(pid, signal.SIGKILL)
        return PLAIN

    site.pages |= {"/killed": kill_once, "/plain": PLAIN}
    site.asked.clear()
    jobs = [Job(BrowseTask(1, site.url + "/killed"), "desktop"), Job(BrowseTask(2, site.url + "/plain"), "desktop")]
    found = {job.task.url.removeprefix(site.url): artifacts for job, artifacts in pool.run(jobs)}
    assert killed
    return {
        path: next(one for one in artifacts if one.kind is ArtifactKind.AXE) for path, artifacts in found.items()
    }, site.asked.count("/killed")


def _commands() -> dict[int, str]:
    """Command lines of all processes that this one has started, by id."""
    found = {}
    for pid in descendants():
        with contextlib.suppress(OSError):
            found[pid] = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    return found


def _browser(_driver: int) -> list[int]:
    return [pid for pid, line in _commands().items() if "--user-data-dir" in line and "--type=" not in line][:1]


def _tabs(_driver: int) -> list[int]:
    return [pid for pid, line in _commands().items() if "--type=renderer" in line]


@pytest.mark.parametrize(
    "find",
    [
        pytest.param(lambda driver: [driver], id="driver"),
        pytest.param(_browser, id="browser"),
    ],
)
def test_page_whose_browser_is_killed_is_tried_again_in_a_fresh_one(
    site: Site, find: Callable[[int], list[int]]
) -> None:
    seen, asked = _killing(find, site)
    assert asked == 2
    assert not seen["/killed"].error
    assert not seen["/plain"].error


def test_killed_tab_does_not_cost_its_page(site: Site) -> None:
    seen, _ = _killing(_tabs, site)
    assert not seen["/killed"].error
    assert not seen["/plain"].error


def test_page_that_kills_every_browser_ends_as_an_error(site: Site) -> None:
    pool = BrowserPool(find_browser(options()), options())

    def kill() -> bytes:
        os.kill(pool.browsers[0].driver_pid, signal.SIGKILL)
        return PLAIN

    site.pages |= {"/killer": kill, "/plain": PLAIN}
    jobs = [
        Job(BrowseTask(1, site.url + "/killer", keyboard=True), "desktop"),
        Job(BrowseTask(2, site.url + "/plain"), "desktop"),
    ]
    seen = {job.task.page_id: artifacts for job, artifacts in pool.run(jobs)}
    assert all("gone" in one.error for one in seen[1])
    assert ArtifactKind.KEYBOARD in {one.kind for one in seen[1]}
    assert not any(one.error for one in seen[2])


def test_walk_that_a_spent_browser_could_not_do_is_told_with_the_reason(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hangs(*_: object) -> None:
        raise BrowserFailedError("it hung")

    monkeypatch.setattr("crawler.browser.examine.run_axe", hangs)
    site.pages["/plain"] = PLAIN
    found: list[Artifact] = []
    browse([BrowseTask(1, site.url + "/plain", keyboard=True)], options(), found.append)
    walks = [one for one in found if one.kind is ArtifactKind.KEYBOARD]
    assert [one.error for one in walks] == ["not walked through, for the browser failed before: it hung"]


def test_crashed_tab_is_a_failed_browser(site: Site) -> None:
    site.pages["/plain"] = PLAIN
    browser = Browser(find_browser(options()), options())
    browser.start()
    try:
        browser.fresh_tab("desktop")
        with pytest.raises(BrowserFailedError, match="crash"):
            browser.cdp("Page.crash")
        with pytest.raises(BrowserFailedError):
            browser.evaluate("1")
    finally:
        browser.stop()


def test_browser_is_replaced_after_its_share_of_pages(site: Site) -> None:
    site.pages["/plain"] = PLAIN
    started: list[Browser] = []

    class Counted(BrowserPool):
        def _ready(self, browser: Browser | None) -> Browser:
            ready = super()._ready(browser)
            if ready not in started:
                started.append(ready)
            return ready

    chosen = options(pages_per_browser=2)
    jobs = [Job(BrowseTask(number, site.url + "/plain"), "desktop") for number in range(5)]
    assert len(list(Counted(find_browser(chosen), chosen).run(jobs))) == 5
    assert len(started) == 3


def test_stop_ends_the_stage_in_the_middle_of_a_page(site: Site) -> None:
    asked = threading.Event()
    stop = threading.Event()

    def slow() -> bytes:
        asked.set()
        stop.set()
        time.sleep(5)
        return PLAIN

    site.pages["/slow"] = slow
    found: list[Artifact] = []
    tasks = [BrowseTask(number, f"{site.url}/slow") for number in range(50)]
    browse(tasks, options(page_timeout_s=60), found.append, None, stop)
    assert asked.is_set()
    assert found == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_when_the_parent_goes(site: Site, folder: Path, number: signal.Signals) -> None:
    asked = threading.Event()

    def slow() -> bytes:
        asked.set()
        time.sleep(20)
        return PLAIN

    site.pages["/forever"] = slow
    program = (
        "from crawler.browser.browse import *\nfrom crawler.browser.options import BrowserOptions\n"
        f"browse([BrowseTask(1, {site.url + '/forever'!r})], BrowserOptions(allow_private=True), print)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "TMPDIR": str(folder)}, stderr=subprocess.DEVNULL
    )
    assert asked.wait(60)
    parent.send_signal(number)
    parent.wait(30)
    assert gone(str(folder)) == []


# --- addresses


def test_private_address_is_refused_and_its_server_never_asked(site: Site) -> None:
    site.pages["/plain"] = PLAIN
    site.asked.clear()
    seen = looked_at(site, ["/plain"], allow_private=False)
    assert "private" in seen["/plain"].error
    assert site.asked == []


def test_allowed_host_is_reached_but_nothing_else_behind_it(site: Site) -> None:
    secret = Site()
    secret.pages["/"] = PLAIN
    site.pages["/inside"] = (
        PLAIN + f'<img alt="" src="{secret.url}/"><iframe title="x" src="{secret.url}/"></iframe>'.encode()
    )
    site.pages["/leads"] = (302, {"location": secret.url + "/"}, b"")
    try:
        own = site.url.removeprefix("http://")
        seen = looked_at(site, ["/inside", "/leads"], allow_private=False, allowed_hosts=(own,))
    finally:
        secret.close()
    assert not seen["/inside"].error
    assert seen["/leads"].error
    assert secret.asked == []


def test_missing_browser_is_one_error_with_the_cure() -> None:
    with pytest.raises(GatherError, match=r"No Chromium .* was found at /nowhere\. Install"):
        browse([BrowseTask(1, "http://127.0.0.1/")], BrowserOptions(binary="/nowhere"), print)


def test_remote_driver_is_used_like_a_local_browser(site: Site) -> None:
    """A Grid speaks the protocol of a driver, so a driver of its own stands in for one."""
    site.pages["/faulty"] = PLAIN + b"<img src='/x.png'>"
    local = Browser(find_browser(options()), options())
    local.start()
    try:
        assert local.address
        seen = looked_at(site, ["/faulty"], grid=local.address, extra_args=("--no-sandbox",))
    finally:
        local.stop()
    assert "image-alt" in {rule["id"] for rule in seen["/faulty"].data["violations"]}
