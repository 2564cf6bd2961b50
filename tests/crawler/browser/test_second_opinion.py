"""A browser's word on links that the crawler could not decide."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.browser.options import BrowserOptions
from crawler.browser.second_opinion import Opinion, Question, second_opinions
from store.errors import GatherError
from store.model import Failure, LinkState

from .conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html lang=en><head><title>t</title>{head}</head><body>{body}</body></html>".encode()


ROUTER = """<div id=app></div><script>
const views = {"": "Start", "/boats": "All our boats", "!/quays": "All our quays"};
const show = () => { document.getElementById("app").textContent = views[location.hash.slice(1)] || "No such view"; };
addEventListener("hashchange", show); show();
</script>"""
PASSED = "<script>if (!document.cookie) { document.cookie = 'ok=1'; location.reload(); }</script>"

PAGES: dict[str, Any] = {
    "/fine": page("<h1>Fine</h1>"),
    "/refused": (403, {}, page("<h1>No</h1>")),
    "/login": (401, {}, page("<h1>Who are you?</h1>")),
    "/gone": (404, {}, page("<h1>Gone</h1>")),
    "/removed": (410, {}, page("<h1>Removed</h1>")),
    "/wordless": (404, {}, b""),
    "/busy": (503, {}, page("<h1>Later</h1>")),
    "/wall": page("<div class='px-captcha' id='px-captcha'></div><script src='/__cf_chl_x.js'></script>"),
    "/moved": (301, {"location": "/fine"}, b""),
    "/moved-to-gone": (302, {"location": "/gone"}, b""),
    "/file": (200, {"content-type": "application/zip", "content-disposition": "attachment"}, b"PK"),
    "/made": page("<script>document.body.insertAdjacentHTML('beforeend', '<h2 id=\"caf\u00e9\">C</h2>')</script>"),
    "/named": page("<a name=old></a>"),
    "/routes": page(ROUTER),
    "/static": page("<h1>Whatever stands behind the sign</h1>"),
}


@pytest.fixture(scope="module")
def opinions(site: Site, chromium: None) -> Iterator[dict[tuple[str, str], Opinion]]:
    site.pages.update(PAGES)
    asked = [
        *(Question(site.url + path) for path in PAGES if path not in ("/made", "/named", "/routes", "/static")),
        Question(site.url + "/made", "caf%C3%A9"),
        Question(site.url + "/made", "tea"),
        Question(site.url + "/named", "old"),
        Question(site.url + "/gone", "part"),
        *(Question(site.url + "/routes", name) for name in ("/boats", "!/quays", "/nothing")),
        Question(site.url + "/static", "/boats"),
        Question("http://127.0.0.1:1/refused"),
    ]
    options = BrowserOptions(allow_private=True, page_timeout_s=60)
    found = list(second_opinions(asked, options, 300))
    yield {(one.question.url.removeprefix(site.url), one.question.fragment): one for one in found}


@pytest.mark.parametrize(
    ("path", "fragment", "state", "status"),
    [
        ("/fine", "", LinkState.OK, 200),
        ("/refused", "", LinkState.BLOCKED, 403),
        ("/login", "", LinkState.BLOCKED, 401),
        ("/gone", "", LinkState.DEAD, 404),
        ("/removed", "", LinkState.DEAD, 410),
        ("/wordless", "", LinkState.DEAD, 404),
        ("/busy", "", LinkState.FLAKY, 503),
        ("/wall", "", LinkState.BLOCKED, 200),
        ("/moved", "", LinkState.REDIRECT, 200),
        ("/moved-to-gone", "", LinkState.DEAD, 404),
        ("/file", "", LinkState.OK, 200),
        ("/made", "caf%C3%A9", LinkState.OK, 200),
        ("/made", "tea", LinkState.FRAGMENT_MISSING, 200),
        ("/named", "old", LinkState.OK, 200),
        ("/gone", "part", LinkState.DEAD, 404),
        ("/routes", "/boats", LinkState.OK, 200),
        ("/routes", "!/quays", LinkState.OK, 200),
        ("/routes", "/nothing", LinkState.SOFT_404, 200),
        ("/static", "/boats", LinkState.UNKNOWN, 200),
        ("http://127.0.0.1:1/refused", "", LinkState.UNKNOWN, 0),
    ],
)
def test_what_the_browser_says(
    opinions: dict[tuple[str, str], Opinion], path: str, fragment: str, state: LinkState, status: int
) -> None:
    said = opinions[path, fragment]
    assert (said.state, said.status) == (state, status), said.reason
    assert said.reason


def test_a_wall_is_named_and_a_redirect_has_its_end(opinions: dict[tuple[str, str], Opinion], site: Site) -> None:
    assert opinions["/wall", ""].failure is Failure.CHALLENGE
    assert opinions["/moved", ""].final_url == f"{site.url}/fine"


def test_a_wall_that_lets_browsers_through_is_no_wall(site: Site, chromium: None) -> None:
    visits: list[int] = []

    def wall() -> bytes:
        visits.append(1)
        if len(visits) > 1:
            return page("<h1>Welcome</h1>")
        return page(f"<p id=__cf_chl_rt>One moment</p>{PASSED}")

    site.pages["/soft-wall"] = wall
    found = list(second_opinions([Question(f"{site.url}/soft-wall")], BrowserOptions(allow_private=True), 60))
    assert [one.state for one in found] == [LinkState.OK]


def test_private_addresses_are_refused(site: Site, chromium: None) -> None:
    site.asked.clear()
    found = list(second_opinions([Question(f"{site.url}/fine")], BrowserOptions(), 60))
    assert [one.state for one in found] == [LinkState.UNKNOWN]
    assert site.asked == []


def test_no_time_asks_nothing(site: Site, chromium: None) -> None:
    site.asked.clear()
    assert list(second_opinions([Question(f"{site.url}/fine")], BrowserOptions(allow_private=True), 0)) == []
    assert site.asked == []


def test_a_stop_leaves_the_rest(site: Site, chromium: None) -> None:
    stop = threading.Event()
    questions = [Question(f"{site.url}/fine?{number}") for number in range(3)]
    found = []
    for one in second_opinions(questions, BrowserOptions(allow_private=True), 120, stop):
        found.append(one)
        stop.set()
    assert len(found) == 1


def test_without_a_browser_it_says_so(tmp_path: Path) -> None:
    options = BrowserOptions(binary=str(tmp_path / "none"), driver=str(tmp_path / "none"))
    with pytest.raises(GatherError):
        list(second_opinions([Question("https://example.com/")], options, 10))
