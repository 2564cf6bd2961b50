"""A site behind a login, audited through the command line: the login, its end, what is left alone, no secret left."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.browser.find import find_browser
from crawler.browser.login import _Login
from crawler.browser.options import BrowserOptions
from reports.form_names import USES
from store.database import Store
from tests.marsad.conftest import Marsad
from tests.members import BASIC_PASSWORD, FACTOR, PASSWORD, TOKEN, USER, Members, basic, members
from tests.secret_search import Secrets
from tests.servers import Site, html, redirect


@pytest.fixture(autouse=True)
def kept_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MEMBER", USER)
    monkeypatch.setenv("MEMBER_PASSWORD", PASSWORD)
    monkeypatch.setenv("GATE_PASSWORD", BASIC_PASSWORD)
    monkeypatch.setenv("SITE_TOKEN", TOKEN)
    (tmp_path / "factor").write_text(f"{FACTOR}\n", encoding="utf-8")


@pytest.fixture
def chromium() -> None:
    found = find_browser(BrowserOptions())
    if not found.ok:
        pytest.skip(found.reason)


@pytest.fixture
def elsewhere() -> Iterator[Site]:
    """Another host: the same machine under another address."""
    with Site({"/out": html("Out"), "/p.png": html("no picture")}, host="127.0.0.2") as site:
        yield site


STEPS = """
[[login.step]]
open = "/login"
[[login.step]]
fill = "[name=user]"
secret = "env:MEMBER"
[[login.step]]
fill = "[name=password]"
secret = "env:MEMBER_PASSWORD"
"""
CLICK = '[[login.step]]\nclick = "form button"\n'
FACTOR_STEP = '[[login.step]]\nfill = "[name=code]"\ntotp = "file:factor"\n'
LITTLE = "[sample]\nmax_pages = 0\n[links]\nbrowser_links = 0\n"


def configure(folder: Path, site: Members, text: str) -> None:
    (folder / "marsad.toml").write_text(f'url = "{site.url}/"\n{text}', encoding="utf-8")


def titles(folder: Path) -> dict[str, str]:
    with Store.open(str(folder / "marsad-data" / "marsad.db")) as store:
        run = store.latest_run()
        assert run is not None
        return {
            page.url.partition("127.0.0.1:")[2].partition("/")[2]: page.facts.title or ""
            for page in store.pages(run.id)
            if page.facts is not None
        }


def test_login_test_says_what_it_saw(chromium: None, marsad: Marsad, tmp_path: Path) -> None:
    with members(needs_factor=True) as site:
        configure(tmp_path, site, STEPS + FACTOR_STEP + CLICK)
        done = marsad("login", "test")
    assert done.code == 0, done.err
    assert "logged in: the login page was left" in done.out and "'Page /'" in done.out
    assert "/logout (it would log out: logout)" in done.out and "/bye/7 (its link says 'abmelden')" in done.out
    assert site.logged_out == 0
    _secrets(site).not_in(done.out + done.err)


def test_a_wrong_password_is_told_in_one_line_without_it(
    chromium: None, marsad: Marsad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEMBER_PASSWORD", "not-the-password-4711")
    with members() as site:
        configure(tmp_path, site, "[login]\ntimeout_s = 4\n" + STEPS + CLICK)
        done = marsad("login", "test")
    assert done.code == 3
    assert "still asks for a password within" not in done.out
    assert "the login stopped at step 4 (click form button)" in done.last_error
    assert "'Wrong: [masked]'" in done.last_error and "4711" not in done.err + done.out


def test_a_secret_that_is_not_there_is_told_before_anything_is_asked(marsad: Marsad, tmp_path: Path) -> None:
    with members() as site:
        configure(tmp_path, site, '[crawl]\ncookies = {sid = "env:NOWHERE_SET"}\n' + LITTLE)
        done = marsad("audit")
    assert done.code == 2
    assert "crawl.cookies.sid: the environment variable NOWHERE_SET is not set" in done.last_error
    assert not site.asked


def test_passwords_in_the_file_are_refused_and_not_repeated(marsad: Marsad, tmp_path: Path) -> None:
    with members() as site:
        configure(tmp_path, site, '[crawl]\nbasic_auth = {user = "u", password = "plain-secret-1"}\n')
        done = marsad("audit")
    assert done.code == 2
    assert "crawl.basic_auth.password is wrong: password must not stand in the file" in done.last_error
    assert "plain-secret-1" not in done.err


def test_a_logged_in_audit_leaves_no_secret_and_never_logs_out(
    chromium: None, marsad: Marsad, tmp_path: Path, elsewhere: Site
) -> None:
    other = f"http://127.0.0.2:{elsewhere._server.server_address[1]}"
    with members(basic=True, needs_factor=True, other=other, tickets=[]) as site:
        configure(
            tmp_path,
            site,
            '[crawl]\nbasic_auth = {user = "env:MEMBER", password = "env:GATE_PASSWORD"}\nallow_private = true\n'
            'headers = {X-Site-Token = "env:SITE_TOKEN"}\ncookies = {flag = "env:SITE_TOKEN"}\n'
            "[sample]\nmax_pages = 3\nphones = false\n[browser.lab]\nenabled = false\n"
            "[browser.media]\nenabled = false\n[report]\nforms = "
            + json.dumps(list(USES))
            + "\n"
            + STEPS
            + FACTOR_STEP
            + CLICK,
        )
        seen = _Processes()
        with seen:
            done = marsad("audit", "--log-format", "json")
        assert done.code == 0, done.err
        assert site.logged_out == 0 and site.deleted == 0
        assert site.logins == 1
        own = [headers for _, _, headers in site.asked if "sid=" in headers.get("cookie", "")]
        assert {one.get("authorization") for one in own} == {basic(USER, BASIC_PASSWORD)}
        browsers = [one for one in own if "Chrome" in one.get("user-agent", "")]
        assert browsers and all(one.get("x-site-token") == TOKEN for one in browsers)
        shown = titles(tmp_path)
        assert shown["a"] == "Page /a" and shown["account"] == "Account" and "Log in" not in shown.values()
        assert elsewhere.asked
        for one in elsewhere.asked:
            assert not {"authorization", "cookie", "x-site-token"} & one.headers.keys()
        secrets = _secrets(site)
        secrets.not_in(done.out + done.err)
        assert seen.lines and site.tickets
        secrets.not_in("\n".join(seen.lines))
        names = {one.name for one in secrets.not_in_folder(tmp_path, but=["factor"])}
        assert {"marsad.db", "index.html"} <= names and any(one.endswith(".pdf") for one in names), names
    with Store.open(str(tmp_path / "marsad-data" / "marsad.db")) as store:
        run = store.latest_run()
        assert run is not None
        left = {url.rpartition("127.0.0.1:")[2].partition("/")[2]: (skip.value, why) for _, url, skip, why in
                store.skipped(run.id)}  # fmt: skip
        assert left["logout"] == ("action", "it would log out: logout")
        assert left["bye/7"] == ("action", "its link says 'abmelden'")
        assert left["c?action=delete&id=4"] == ("action", "it would change something: ?action=")
        assert "login" not in run.options and not {"headers", "cookies", "basic_auth"} & run.options["crawl"].keys()
        secrets.not_in_store(store)
        assert store.pages(run.id) and any(one.data for one in store.artifacts(run.id))
        echo = store.page(run.id, f"{site.url}/echo")
        assert echo is not None and b"[masked]" in store.bodies(run.id, [echo.id])[echo.id]
        assert any(name == "x-seen" and "sid=[masked]" in value for name, value in echo.headers)


def test_a_session_that_ends_is_begun_again_once(chromium: None, marsad: Marsad, tmp_path: Path) -> None:
    with members(lives=[6]) as site:
        configure(tmp_path, site, LITTLE + STEPS + CLICK)
        done = marsad("audit", "-q")
        assert done.code == 0, done.err
    assert site.logins == 2
    assert "Log in" not in titles(tmp_path).values()
    assert {"", "a", "b", "echo", "account"} <= titles(tmp_path).keys()


def test_a_session_that_ends_again_and_again_ends_the_audit_with_one_line(
    chromium: None, marsad: Marsad, tmp_path: Path
) -> None:
    with members(lives=[6, 2, 2, 2, 2, 2]) as site:
        configure(tmp_path, site, LITTLE + STEPS + CLICK)
        done = marsad("audit")
    assert done.code == 3
    assert "the login was done 2 times, and the site does not take us for logged in any more" in done.last_error
    assert site.logins == 2
    assert "Log in" not in titles(tmp_path).values()


def test_cookies_that_are_not_valid_any_more_end_the_audit_before_the_login_page_is_taken_for_the_site(
    marsad: Marsad, tmp_path: Path
) -> None:
    with members() as site:
        configure(
            tmp_path,
            site,
            '[crawl]\ncookies = {sid = "env:SITE_TOKEN"}\n[login]\nlogged_in = "#member"\nlogin_url = "/login"\n'
            + LITTLE,
        )
        done = marsad("audit")
    assert done.code == 3
    assert "with the given credentials" in done.last_error and "leads to the login page" in done.last_error
    assert TOKEN not in done.err


@pytest.mark.parametrize("settings", ['headers = {X-Preview = "env:SITE_TOKEN"}', 'cookies = {sid = "env:SITE_TOKEN"}'])
def test_a_form_in_the_head_of_every_page_is_no_sign_that_a_header_or_cookie_is_not_taken(
    settings: str, marsad: Marsad, tmp_path: Path
) -> None:
    form = '<form action="/login"><input name=user><input type=password name=password></form>'
    routes = {"/": redirect("/en"), "/en": html("Shop", "/a", "/b", body=form), "/a": html("A", body=form),
              "/b": html("B", body=form)}  # fmt: skip
    with Site(routes) as site:
        (tmp_path / "marsad.toml").write_text(
            f'url = "{site.url()}"\n[crawl]\n{settings}\n[browser]\nenabled = "never"\n'
        )
        done = marsad("audit")
    assert done.code == 0, done.err
    assert titles(tmp_path) == {"en": "Shop", "a": "A", "b": "B"}


# --- searching for secrets


def _secrets(site: Members) -> Secrets:
    given = [PASSWORD, FACTOR, TOKEN, BASIC_PASSWORD, USER, basic(USER, BASIC_PASSWORD)[6:], *site.sessions]
    return Secrets([*given, *(site.tickets or ())])


class _Processes:
    """Notes the command lines of all processes while something runs."""

    def __init__(self) -> None:
        self.lines: set[str] = set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            for one in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    line = one.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                except OSError:
                    continue
                if "marsad" in line:
                    self.lines.add(line)


def test_a_page_that_moves_on_while_it_is_asked_counts_as_no_login_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The old page is complete, and before its fields are asked for it is gone."""
    answers = {"document.readyState": "complete"}
    monkeypatch.setattr(_Login, "_ask", lambda self, expression: answers.get(expression))
    assert not object.__new__(_Login)._has_left()
