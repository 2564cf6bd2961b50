"""A browser that is let in: headers and cookies for the site alone, no way to log out, nothing left for the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from crawler.admission import Admission, Cookie, Session
from crawler.browser.find import find_browser
from crawler.browser.options import BrowserOptions
from crawler.browser.session import Browser
from crawler.browser.visit import load
from crawler.login_options import LoginOptions
from store.urls import split
from tests.servers import Asked, Reply, Site, html

pytestmark = pytest.mark.usefixtures("chromium")


def _page(other: Site) -> Reply:
    away = f"http://127.0.0.2:{_port(other)}"
    return html(
        "Home",
        body=f'<img src="/own.png" alt=o><img src="{away}/away.png" alt=a><script>'
        "document.title = `${localStorage.getItem('jwt')} ${document.cookie}`;"
        f"for (const one of ['/logout', '/api/logout?x', '/abmelden', '/data', '{away}/logout', '{away}/data'])"
        " fetch(one, {mode: 'no-cors'}).catch(() => 0);</script>",
    )


def _port(site: Site) -> int:
    return int(site._server.server_address[1])


@pytest.fixture
def sites() -> Iterator[tuple[Site, Site]]:
    with Site(host="127.0.0.2") as other, Site() as own:
        own.routes["/"] = _page(other)
        own.routes["/go"] = Reply(b"", 302, (("Location", f"http://127.0.0.2:{_port(other)}/landed"),))
        for name in ("/data", "/own.png", "/abmelden", "/logout", "/api/logout"):
            own.routes[name] = html("x")
        for name in ("/landed", "/data", "/away.png", "/logout"):
            other.routes[name] = html("y")
        yield own, other


def _credentials(asked: list[Asked]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in asked:
        sent = {name for name in ("authorization", "x-key", "cookie") if name in one.headers}
        found[one.name] = found.get(one.name, set()) | sent
    return found


def test_credentials_reach_the_site_alone_and_nobody_logs_out(sites: tuple[Site, Site]) -> None:
    own, other = sites
    start = f"http://127.0.0.1:{_port(own)}/"
    admission = Admission(
        start,
        LoginOptions(),
        is_local=True,
        headers={"X-Key": "open"},
        secret_headers={"Authorization": "Bearer hush-hush"},
    )
    storage: dict[str, Any] = {start[:-1]: {"jwt": "token-in-storage"}}
    admission.take_session(Session((Cookie("sid", "0123456789abcdef", "127.0.0.1", is_http_only=False),), storage))
    options = BrowserOptions(allow_private=True).with_admission(admission)
    browser = Browser(find_browser(options), options)
    try:
        browser.start()
        for address in ("", "go"):
            loaded = load(browser, start + address, "desktop", options)
            if not address:
                assert browser.evaluate("document.title") == "token-in-storage sid=0123456789abcdef"
        assert split(loaded.final_url).host == "127.0.0.2"
    finally:
        browser.stop()
    everything = {"authorization", "x-key", "cookie"}
    seen = _credentials(own.asked)
    assert seen["/"] == seen["/data"] == seen["/own.png"] == seen["/go"] == everything
    assert not {"/logout", "/api/logout", "/abmelden"} & seen.keys()
    away = _credentials(other.asked)
    assert {"/landed", "/data", "/away.png", "/logout"} <= away.keys()
    assert not set().union(*away.values())
