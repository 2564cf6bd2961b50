"""`marsad links check`: exactly these addresses, asked again, with evidence and an exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.browser.find import find_browser
from crawler.browser.options import BrowserOptions
from tests.marsad.conftest import Marsad
from tests.servers import Asked, Hang, Reply, Route, Site, html, redirect

ROUTES: dict[str, Route] = {
    "/fine": html("fine", body='<h2 id="part">Part</h2>'),
    "/old": redirect("/fine", 301),
    "/gone": Reply("", 404),
    "/to-gone": redirect("/gone", 302),
    "/shut": Reply("", 403),
    "/scripted": html("app", body="<script>document.body.innerHTML += '<p id=made>x</p>'</script>"),
    "/slow": Hang(),
}
QUICK = "[crawl]\nask_timeout_s = 0.5\nretry_wait_s = 0.01\n"


@pytest.mark.parametrize(
    ("path", "verdict", "code"),
    [
        ("/fine", "ok", 0),
        ("/fine#part", "ok", 0),
        ("/fine#top", "ok", 0),
        ("/fine#none", "fragment-missing", 1),
        ("/old", "redirect", 0),
        ("/gone", "dead", 1),
        ("/to-gone", "dead", 1),
        ("/shut", "blocked", 0),
        ("/scripted#none", "unknown", 0),
        ("/slow", "flaky", 0),
    ],
)
def test_verdict_and_exit_code(marsad: Marsad, tmp_path: Path, path: str, verdict: str, code: int) -> None:
    (tmp_path / "marsad.toml").write_text(QUICK)
    with Site(ROUTES) as site:
        done = marsad("links", "check", site.url(path), "--browser", "never", "--format", "jsonl")
    line = json.loads(done.out)
    assert (line["url"], line["verdict"], done.code) == (site.url(path), verdict, code)
    assert line["meaning"]


def test_every_hop_is_shown_and_the_new_address_advised(marsad: Marsad, tmp_path: Path) -> None:
    (tmp_path / "marsad.toml").write_text(QUICK)
    with Site(ROUTES) as site:
        done = marsad("links", "check", site.url("/old"), site.url("/gone"), "--browser", "never")
        assert set(site.paths()) <= {"/old", "/fine", "/gone"}
    assert f"    GET 301  {site.url('/old')}\n    GET 200  {site.url('/fine')}\n" in done.out
    assert f"    link to {site.url('/fine')} instead" in done.out
    assert f"dead  {site.url('/gone')}\n" in done.out
    assert "2 asked: 1 broken, 0 could not be verified" in done.err
    assert done.code == 1


def test_what_may_pass_is_asked_twice(marsad: Marsad, tmp_path: Path) -> None:
    (tmp_path / "marsad.toml").write_text(QUICK)
    asked: list[str] = []

    def recovers(one: Asked) -> Reply:
        asked.append(one.path)
        return Reply("", 503) if len(asked) == 1 else Reply("here")

    with Site({"/x": recovers}) as site:
        done = marsad("links", "check", site.url("/x"), "--browser", "never")
    assert done.out.startswith("ok  ")
    assert "asked 2 times" in done.out


@pytest.mark.parametrize("address", ["mailto:a@b.example", "ftp://a.example/", "no address"])
def test_what_is_no_address_is_refused(marsad: Marsad, address: str) -> None:
    done = marsad("links", "check", address)
    assert done.code == 2
    assert "is not an http(s) address" in done.last_error


def test_nothing_to_check_is_refused(marsad: Marsad) -> None:
    assert marsad("links", "check").code == 2


def test_a_cause_names_its_addresses(marsad: Marsad, little_site: Site) -> None:
    assert marsad("audit", little_site.url("/"), "--browser", "never").code == 0
    causes = [json.loads(line) for line in marsad("export", "causes").out.splitlines()]
    dead = next(one for one in causes if one["target"] == little_site.url("/gone"))
    done = marsad("links", "check", "--cause", dead["id"])
    assert f"dead  {little_site.url('/gone')}" in done.out
    assert done.code == 1
    other = next(one for one in causes if one["rule"] == "title-missing")
    assert "names no link target" in marsad("links", "check", "--cause", other["id"]).last_error
    assert "has no cause" in marsad("links", "check", "--cause", "nonesuch").last_error


@pytest.mark.browser
@pytest.mark.slow
def test_a_browser_decides_what_scripts_make(marsad: Marsad) -> None:
    found = find_browser(BrowserOptions())
    if not found.ok:
        pytest.skip(f"{found.reason} {found.how}")
    with Site(ROUTES) as site:
        done = marsad("links", "check", site.url("/scripted#made"), site.url("/scripted#none"), "--format", "jsonl")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [(line["verdict"], line["method"]) for line in lines] == [("ok", "browser"), ("fragment-missing", "browser")]
    assert done.code == 1
