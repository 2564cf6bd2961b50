"""A session that ends while the browser looks at pages: they are seen logged in, or it is said that they were not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.browser.find import find_browser
from crawler.browser.options import BrowserOptions
from store.database import Store
from store.model import ArtifactKind
from tests.marsad.conftest import Done, Marsad
from tests.marsad.test_login import CLICK, STEPS
from tests.members import PASSWORD, TOKEN, USER, Members, members

BROWSER = """
[sample]
max_pages = 10
every_page = true
phones = false
[links]
browser_links = 0
[browser]
workers = 2
interaction = false
unused = false
screenshots = false
keyboard = {enabled = false}
responsive = {enabled = false}
media = {enabled = false}
[browser.lab]
enabled = false
"""


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    found = find_browser(BrowserOptions())
    if not found.ok:
        pytest.skip(found.reason)
    monkeypatch.setenv("MEMBER", USER)
    monkeypatch.setenv("MEMBER_PASSWORD", PASSWORD)
    monkeypatch.setenv("SITE_TOKEN", TOKEN)


def audited(marsad: Marsad, folder: Path, site: Members, more: str = "", steps: str = STEPS + CLICK) -> Done:
    (folder / "marsad.toml").write_text(f'url = "{site.url}/"\n{BROWSER}{more}{steps}', encoding="utf-8")
    done = marsad("audit", "--log-format", "json")
    assert done.code == 0, done.err
    return done


def seen(folder: Path) -> dict[str, Any]:
    """What stood in the browser, by path: the title, or the error."""
    with Store.open(str(folder / "marsad-data" / "marsad.db")) as store:
        run = store.latest_run()
        assert run is not None
        names = {one.id: "/" + one.url.partition("127.0.0.1:")[2].partition("/")[2] for one in store.pages(run.id)}
        return {
            names[one.page_id]: one.error or one.data["title"]
            for one in store.artifacts(run.id)
            if one.kind is ArtifactKind.RENDERED
        }


ALL = {"/": "Page /", "/a": "Page /a", "/b": "Page /b", "/account": "Account", "/echo": "Echo"}


@pytest.mark.parametrize("ending", ["redirect", "form", "script", "status"])
def test_the_session_is_begun_again_and_every_page_is_seen_logged_in(
    ending: str, marsad: Marsad, tmp_path: Path
) -> None:
    with members(ending=ending, drops=["/b"]) as site:
        audited(marsad, tmp_path, site)
    shown = seen(tmp_path)
    assert {path: title for path, title in shown.items() if path in ALL} == ALL
    assert "Log in" not in shown.values()
    assert site.logins == 2
    assert site.logged_out == 0


def test_a_page_with_a_field_for_a_new_password_is_no_sign_of_an_end(marsad: Marsad, tmp_path: Path) -> None:
    with members(ending="form") as site:
        audited(marsad, tmp_path, site)
    assert seen(tmp_path)["/account"] == "Account"
    assert site.logins == 1


def test_the_mark_of_the_logged_in_decides_where_the_check_page_asks_for_a_password(
    marsad: Marsad, tmp_path: Path
) -> None:
    with members(ending="form", drops=["/account"]) as site:
        audited(marsad, tmp_path, site, '[login]\ncheck_url = "/account"\nlogged_in = "#member"\n')
    assert {path: title for path, title in seen(tmp_path).items() if path in ALL} == ALL
    assert site.logins == 2


def test_a_check_page_that_asks_for_a_password_of_its_own_costs_no_endless_logins(
    marsad: Marsad, tmp_path: Path
) -> None:
    with members(ending="form", drops=["/b"]) as site:
        audited(marsad, tmp_path, site, '[login]\ncheck_url = "/account"\nagain = 2\n')
    shown = seen(tmp_path)
    assert "Log in" not in shown.values()
    assert shown["/a"] == "Page /a" and shown["/account"] == "Account"
    assert site.logins <= 3


def test_a_session_that_ends_again_is_a_gap_and_no_login_page_is_judged(marsad: Marsad, tmp_path: Path) -> None:
    with members(drops=["/a", "/b", "/echo", "/account", "/a", "/b", "/echo", "/account"]) as site:
        done = audited(marsad, tmp_path, site)
    shown = seen(tmp_path)
    assert "Log in" not in shown.values()
    lost = [text for text in shown.values() if "the login was done 2 times" in text]
    assert lost
    assert site.logins == 2
    gaps = json.loads((tmp_path / done.out.strip()).with_name("report.json").read_text(encoding="utf-8"))["coverage"]
    assert "ended the session again while a browser" in json.dumps(gaps)


def test_cookies_that_end_in_the_browser_are_a_gap(
    marsad: Marsad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with members(drops=["/a", "/b", "/account"]) as site:
        site.sessions[sid := "5e55" * 8] = 10**9
        monkeypatch.setenv("SID", sid)
        audited(
            marsad, tmp_path, site, '[crawl]\ncookies = {sid = "env:SID"}\n[login]\nlogin_url = "/login"\n', steps=""
        )
    shown = seen(tmp_path)
    assert "Log in" not in shown.values()
    assert any("the given cookies or headers were sent and is not valid" in text for text in shown.values())
