"""Watching: what is told and when, against servers that misbehave and a clock that the test moves."""

from __future__ import annotations

import asyncio
import base64
import io
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from marsad.config import Config
from marsad.console import Console
from marsad.watch import Watcher
from marsad.watch_life import advance
from marsad.watch_options import WatchOptions
from store.database import Store
from store.urls import split
from store.watch_model import Look, LookState, Watched, WatchEvent, WatchKind
from tests.marsad.conftest import Marsad
from tests.servers import Asked, Raw, Reply, Route, Site, html, redirect, text

OPTIONS = WatchOptions()
URL = "https://example.com/"
EMPTY = Watched("example.com", WatchKind.PAGE, URL)
FACTS = {"title": "Palms", "noindex": False, "canonical": URL, "final_url": URL}


def look(state: LookState = LookState.UP, at: float = 0, kind: WatchKind = WatchKind.PAGE, **facts: Any) -> Look:
    said = {**FACTS, **facts} if kind is WatchKind.PAGE else facts
    return Look(kind, URL, state, at, 200, "" if state is LookState.UP else "it answers 500",
                facts=said if state is LookState.UP else None)  # fmt: skip


def story(*looks: Look, start: Watched = EMPTY) -> list[str]:
    """What is told of looks one after the other, five minutes apart."""
    told: list[str] = []
    watched = replace(start, kind=looks[0].kind)
    for number, one in enumerate(looks):
        watched, events = advance(watched, replace(one, at=300.0 * number), OPTIONS)
        told += [event.what for event in events]
    return told


UP, DOWN, UNSURE = look(), look(LookState.DOWN), look(LookState.UNSURE)


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        ([UP, DOWN, DOWN, UP], []),
        ([UP, DOWN, DOWN, DOWN, DOWN, DOWN], ["down"]),
        ([UP, DOWN, DOWN, DOWN, UP, UP], ["down", "up"]),
        ([UP, DOWN, UP, DOWN, UP, DOWN], []),
        ([UP, *[UNSURE] * 50], []),
        ([UP, DOWN, UNSURE, DOWN, UNSURE, DOWN], ["down"]),
        ([DOWN, DOWN, DOWN, UNSURE, UNSURE, UP], ["down", "up"]),
        ([UP, look(title="Dates"), UP, UP], []),
        ([UP, look(title="Dates"), look(title="Dates"), look(title="Dates")], ["title"]),
        ([UP, look(title="Dates"), look(title="Figs"), look(title="Olives")], []),
        ([look(title="9 palms"), look(title="8 palms"), look(title="8 palms")], []),
        ([UP, look(noindex=True), look(noindex=True)], ["noindex"]),
        ([UP, *[look(noindex=True)] * 2, UP, UP], ["noindex", "index"]),
        ([UP, look(canonical="https://other.example/"), look(canonical="https://other.example/")], ["canonical"]),
        ([UP, *[look(title="Home", final_url="https://example.com/home")] * 2], ["moved"]),
        ([UP, DOWN, DOWN, DOWN, look(title="Dates"), look(title="Dates")], ["down", "up", "title"]),
    ],
)
def test_only_what_is_certain_is_told_and_once(looks: list[Look], told: list[str]) -> None:
    assert story(*looks) == told


def test_a_title_that_changes_all_day_is_told_no_more() -> None:
    looks = [look(title=name) for name in "abcdefgh" for _ in range(2)]
    assert story(*looks) == ["title"] * 3


def sitemap(urls: int) -> Look:
    return look(kind=WatchKind.SITEMAP, urls=urls)


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        ([sitemap(100), sitemap(49), sitemap(49)], ["sitemap-short"]),
        ([sitemap(100), sitemap(60), sitemap(60)], []),
        ([sitemap(8), sitemap(2), sitemap(2)], []),
        ([sitemap(100), sitemap(0), sitemap(100), sitemap(100)], []),
        ([sitemap(100), sitemap(200), sitemap(200)], []),
        ([sitemap(100), *[replace(DOWN, kind=WatchKind.SITEMAP)] * 3], ["down"]),
        ([replace(DOWN, kind=WatchKind.SITEMAP)] * 9, []),
    ],
)
def test_a_sitemap_is_told_when_it_is_gone_or_half_as_long(looks: list[Look], told: list[str]) -> None:
    assert story(*looks) == told


# --- with real servers


class Clock:
    """Time that the test moves."""

    def __init__(self) -> None:
        self.now = datetime(2027, 3, 1, tzinfo=UTC).timestamp()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "watch.db")) as opened:
        yield opened


Rounds = Callable[..., tuple[list[WatchEvent], str]]


@pytest.fixture
def rounds(store: Store) -> Rounds:
    """Look at sites so many times, five minutes apart; `before` is called with the number of each round."""
    clock = Clock()

    def run(
        urls: list[str],
        times: int,
        before: Callable[[int], None] = lambda _: None,
        everything: bool = True,
        **watch: Any,
    ) -> tuple[list[WatchEvent], str]:
        console = Console(stream=io.StringIO())
        config = Config.model_validate({"watch": {"timeout_s": 5, **watch}})
        watcher = Watcher(store, [(url, config) for url in urls], console, clock=clock, jitter=lambda: 1.0)
        events: list[WatchEvent] = []

        async def go() -> None:
            for site in watcher.sites:
                await site.looker.__aenter__()
                site.states = {(one.kind, one.url): one for one in store.watching.states(site.site)}
            for number in range(times):
                before(number)
                events.extend(await watcher.round(everything=everything))
                clock.now += 300
            for site in watcher.sites:
                await site.looker.__aexit__(None, None, None)

        asyncio.run(go())
        return events, console.stream.getvalue()  # type: ignore[attr-defined]

    return run


def told_of(found: tuple[list[WatchEvent], str]) -> list[str]:
    return [event.what for event in found[0]]


HEALTHY: dict[str, Route] = {
    "/": html("Palms", "/dates"),
    "/dates": html("Dates"),
    "/robots.txt": text("User-agent: *\nDisallow: /cart\n"),
    "/sitemap.xml": Reply("<urlset>" + "<url><loc>http://x/</loc></url>" * 40 + "</urlset>", 200, (), "text/xml"),
}


def test_a_site_that_is_well_is_told_of_with_no_word(rounds: Rounds) -> None:
    with Site(dict(HEALTHY)) as site:
        assert told_of(rounds([site.url()], 4, pages=["/dates"])) == []
        assert {one.name for one in site.asked} == {"/", "/dates", "/robots.txt", "/sitemap.xml"}
        assert all(one.headers["user-agent"].startswith("Marsad/") for one in site.asked)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Reply("", 500), "it answers 500"),
        (Reply("", 404), "it answers 404"),
        (Raw(reset=True), "the connection breaks off"),
        (Raw(b"nonsense\r\n\r\n"), "the answer is no HTTP"),
        (redirect("/dates"), "it redirects and leads nowhere"),
    ],
)
def test_a_page_that_fails_three_times_is_told_and_its_return_too(answer: Route, why: str, rounds: Rounds) -> None:
    with Site(dict(HEALTHY)) as site:

        def change(number: int) -> None:
            site.routes["/dates"] = answer if number in (1, 2, 3, 4) else HEALTHY["/dates"]

        events, _ = rounds([site.url()], 7, change, pages=["/dates"])
    assert [(event.what, split(event.url).path) for event in events] == [("down", "/dates"), ("up", "/dates")]
    assert events[0].facts["why"] == why
    assert events[1].facts["seconds"] == 1200


@pytest.mark.parametrize("status", [401, 403, 429])
def test_a_wall_is_not_called_a_site_that_is_down(status: int, rounds: Rounds, store: Store) -> None:
    with Site({"*": Reply("who are you?", status)}) as site:
        assert told_of(rounds([site.url()], 6)) == []
        [page] = [one for one in store.watching.states() if one.kind is WatchKind.PAGE]
    assert page.state is LookState.UNSURE
    assert str(status) in page.why


def test_a_robots_txt_that_begins_to_forbid_is_told_with_the_page(rounds: Rounds) -> None:
    with Site(dict(HEALTHY)) as site:

        def change(number: int) -> None:
            if number == 2:
                site.routes["/robots.txt"] = text("User-agent: *\nDisallow: /\n")

        events, said = rounds([site.url()], 5, change)
    assert [event.what for event in events] == ["robots-forbids"]
    assert events[0].facts["urls"] == [site.url()]
    assert "forbids search engines" in said


def test_a_robots_txt_that_only_changed_is_told_as_that(rounds: Rounds) -> None:
    with Site(dict(HEALTHY)) as site:

        def change(number: int) -> None:
            if number == 1:
                site.routes["/robots.txt"] = text("User-agent: *\nDisallow: /basket\n")

        events, _ = rounds([site.url()], 4, change)
    assert [event.what for event in events] == ["robots"]
    assert "/basket" in events[0].facts["now"]


def test_an_error_page_in_the_place_of_robots_txt_is_no_change_of_it(rounds: Rounds) -> None:
    with Site(dict(HEALTHY)) as site:

        def change(number: int) -> None:
            if number == 1:
                site.routes["/robots.txt"] = html("Disallow: / everything")

        assert told_of(rounds([site.url()], 4, change)) == []


def test_an_unchanged_page_is_asked_for_by_its_validators_and_not_sent_again(rounds: Rounds) -> None:
    def page(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == '"v1"':
            return Reply("", 304, (("ETag", '"v1"'),), None)
        return Reply("<title>Palms</title>", 200, (("ETag", '"v1"'),))

    with Site({**HEALTHY, "/": page}) as site:
        assert told_of(rounds([site.url()], 4)) == []
        asked = [one for one in site.asked if one.name == "/"]
    assert "if-none-match" not in asked[0].headers
    assert all(one.headers["if-none-match"] == '"v1"' for one in asked[1:])


def test_when_all_sites_fail_at_once_the_own_network_is_to_blame(rounds: Rounds) -> None:
    with Site(dict(HEALTHY)) as first, Site(dict(HEALTHY), host="127.0.0.2") as second:
        urls = [first.url(), second.url()]

        def change(number: int) -> None:
            if number == 1:
                first.close()
                second.close()

        events, said = rounds(urls, 6, change)
    assert events == []
    assert "own network seems to be down" in said


def test_one_site_that_fails_while_another_answers_is_down(rounds: Rounds) -> None:
    with Site(dict(HEALTHY)) as first, Site(dict(HEALTHY), host="127.0.0.2") as second:

        def change(number: int) -> None:
            if number == 1:
                first.close()

        events, _ = rounds([first.url(), second.url()], 5, change)
    assert {split(event.url).host for event in events} == {"127.0.0.1"}
    assert [event.what for event in events if event.kind is WatchKind.PAGE] == ["down"]


def test_a_control_that_fails_too_says_that_the_own_network_is_down(rounds: Rounds) -> None:
    with Site(dict(HEALTHY)) as site, Site({"*": html("fine")}, host="127.0.0.2") as control:

        def change(number: int) -> None:
            if number == 1:
                site.close()
                control.close()

        assert told_of(rounds([site.url()], 5, change, control=control.url())) == []


def test_a_control_that_answers_leaves_the_site_down(rounds: Rounds) -> None:
    with Site(dict(HEALTHY)) as site, Site({"*": html("fine")}, host="127.0.0.2") as control:
        control_url = control.url()

        def change(number: int) -> None:
            if number == 1:
                site.close()

        assert "down" in told_of(rounds([site.url()], 5, change, control=control_url))


def test_a_redirect_to_a_private_address_is_not_followed(rounds: Rounds, store: Store) -> None:
    with Site({"*": html("secret")}, host="127.0.0.2") as inner:
        with Site({**HEALTHY, "/": redirect(inner.url("/secret"))}) as site:
            assert told_of(rounds([site.url()], 4)) == []
        assert inner.asked == []
    [page] = [one for one in store.watching.states() if one.kind is WatchKind.PAGE]
    assert page.why == "it has no public address"


def test_looks_are_added_up_by_day_and_forgotten_in_the_end(rounds: Rounds, store: Store) -> None:
    with Site(dict(HEALTHY)) as site:

        def change(number: int) -> None:
            site.routes["/"] = Reply("", 500) if number % 4 == 3 else HEALTHY["/"]

        rounds([site.url()], 8, change)
        name = split(site.url()).netloc
    [day] = [one for one in store.watching.days(name) if one.kind is WatchKind.PAGE]
    assert (day.day, day.up, day.down, day.unsure) == ("2027-03-01", 6, 2, 0)
    store.watching.drop_before(datetime(2027, 3, 2, tzinfo=UTC).timestamp())
    assert store.watching.days(name) == []


def test_a_sitemap_that_was_never_there_is_no_time_down(rounds: Rounds, store: Store) -> None:
    with Site({"/": html("Palms")}) as site:
        rounds([site.url()], 3)
        days = store.watching.days(split(site.url()).netloc)
    assert [(day.down, day.unsure) for day in days if day.kind is WatchKind.SITEMAP] == [(0, 3)]


def test_between_looks_each_kind_has_its_own_pause(rounds: Rounds) -> None:
    with Site(dict(HEALTHY)) as site:
        rounds([site.url()], 13, everything=False)  # one hour
        names = [one.name for one in site.asked]
    assert names.count("/") == 13
    assert names.count("/robots.txt") == 5
    assert names.count("/sitemap.xml") == 2


@pytest.mark.parametrize(("days", "said"), [(2, "ends in 1 days|within a day|ends in 2 days"), (300, "")])
def test_a_certificate_about_to_end_is_told_once(
    days: int, said: str, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    ends = datetime.now(UTC) + timedelta(days=days, hours=1)
    issued = authority.issue_cert("127.0.0.1", not_after=ends)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued.configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    console = Console(stream=io.StringIO())
    with Site(dict(HEALTHY), tls=context) as site:
        watcher = Watcher(store, [(site.url(), Config())], console)
        asyncio.run(watcher.watch(lambda: False, once=True))
        again = Watcher(store, [(site.url(), Config())], console)
        asyncio.run(again.watch(lambda: False, once=True))
    text_of = console.stream.getvalue()  # type: ignore[attr-defined]
    assert text_of.count("The certificate of") == (1 if said else 0)
    [seen] = [one for one in store.watching.states() if one.kind is WatchKind.CERTIFICATE]
    assert abs(seen.facts["not_after"] - ends.timestamp()) < 2


def test_the_command_looks_once_alerts_and_shows_how_it_stands(marsad: Marsad, tmp_path: Path) -> None:
    with Site({**HEALTHY, "/dates": Reply("", 500)}) as site, Site({"/hook": Reply("", 200)}) as hook:
        (tmp_path / "marsad.toml").write_text(
            f"""
            url = "{site.url()}"
            [watch]
            pages = ["/dates"]
            failures = 1
            [[alerts.channel]]
            name = "hook"
            url = "json://127.0.0.1:{hook.port}/hook"
            """
        )
        done = marsad("watch", "--once")
        assert done.code == 1
        assert "1 addresses are down" in done.err
        assert len(hook.asked) == 1
        assert "it answers 500" in hook.asked[0].body.decode()
        again = marsad("watch", "--once")
        assert again.code == 1
        assert len(hook.asked) == 1
    shown = marsad("watch", "--status")
    assert shown.code == 0
    assert any("down" in line and "/dates" in line and "0.00%" in line for line in shown.out.splitlines())
    assert any(" up " in line and "100.00%" in line for line in shown.out.splitlines())


# --- sites that ask who is there

STAGING = "staging-password-4711"


def guarded(asked: Asked) -> Reply:
    """A staging site behind HTTP's own login that shows everything it was sent."""
    if asked.headers.get("authorization") != "Basic " + base64.b64encode(f"ana:{STAGING}".encode()).decode():
        return Reply("who are you?", 401, (("WWW-Authenticate", 'Basic realm="staging"'),))
    if asked.name == "/robots.txt":
        return text(f"User-agent: *\nDisallow: /{STAGING}\n")
    return html(f"Staging for {asked.headers['authorization']} {STAGING} {asked.headers.get('cookie', '')}")


SECRETS = """
[crawl]
basic_auth = {user = "ana", password = "env:STAGING_PASSWORD"}
cookies = {gate = "env:STAGING_COOKIE"}
headers = {X-Preview = "yes"}
[watch]
pages = ["/dates"]
failures = 1
"""


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    monkeypatch.setenv("STAGING_PASSWORD", STAGING)
    monkeypatch.setenv("STAGING_COOKIE", "gate-cookie-0815")
    monkeypatch.setenv("HOST_TOKEN", "host-token-1234567")
    return STAGING, "gate-cookie-0815", "host-token-1234567", base64.b64encode(f"ana:{STAGING}".encode()).decode()


def test_a_site_behind_a_password_is_watched_with_it_and_no_secret_is_left_anywhere(
    marsad: Marsad, tmp_path: Path, secrets: tuple[str, ...]
) -> None:
    with Site({"*": guarded}) as site, Site({"*": Reply("", 200)}) as hook:
        channel = f'[[alerts.channel]]\nname = "hook"\nurl = "json://127.0.0.1:{hook.port}/hook"\n'
        (tmp_path / "marsad.toml").write_text(f'url = "{site.url()}"\n{SECRETS}{channel}')
        done = marsad("watch", "--once", "--log-format", "json")
        assert done.code == 0, done.err
        pages = [one for one in site.asked if one.name in ("/", "/dates")]
        assert all(one.headers["cookie"] == "gate=gate-cookie-0815" for one in pages)
        assert all(one.headers["x-preview"] == "yes" for one in pages)
        site.routes["/dates"] = Reply("", 500)  # something to tell
        bad = marsad("watch", "--once")
        assert bad.code == 1
        told = b"".join(one.body for one in hook.asked)
    assert hook.asked
    with Store.open(str(tmp_path / "marsad-data/marsad.db")) as store:
        states = {(one.kind, split(one.url).path): one for one in store.watching.states()}
    home = states[WatchKind.PAGE, "/"]
    assert home.state is LookState.UP
    assert "[masked]" in str(home.facts["title"])
    assert states[WatchKind.ROBOTS, "/robots.txt"].facts["text"].endswith("[masked]\n")
    shown = marsad("watch", "--status")
    left = [*(path.read_bytes() for path in (tmp_path / "marsad-data").rglob("*") if path.is_file()), told]
    left += [one.encode() for one in (done.out, done.err, bad.out, bad.err, shown.out, shown.err)]
    for secret in secrets:
        assert not any(secret.encode() in one for one in left), secret


def test_credentials_of_a_watched_site_go_to_no_other_host(
    marsad: Marsad, tmp_path: Path, secrets: tuple[str, ...]
) -> None:
    with Site({"*": html("elsewhere")}, host="127.0.0.2") as elsewhere:
        routes: dict[str, Route] = {"/": redirect(elsewhere.url("/in")), "*": guarded}
        with Site(routes) as site:
            control = f'control = "{elsewhere.url("/control")}"\n'
            text_of = SECRETS.replace("[crawl]\n", "[crawl]\nallow_private = true\n") + control
            (tmp_path / "marsad.toml").write_text(f'url = "{site.url()}"\n{text_of}')
            assert marsad("watch", "--once").code == 0
            site.close()
            marsad("watch", "--once")
        assert {"/in", "/control"} <= {one.name for one in elsewhere.asked}
    for one in elsewhere.asked:
        assert not {"authorization", "cookie", "x-preview"} & set(one.headers)


def test_headers_of_a_host_are_sent_to_it_and_statuses_that_are_fine_there_are_up(
    marsad: Marsad, tmp_path: Path, secrets: tuple[str, ...]
) -> None:
    def page(asked: Asked) -> Reply:
        return Reply(f"<title>{asked.headers.get('x-key', 'none')}</title>", 403 if asked.name == "/shut" else 200)

    with Site({"*": page, "/robots.txt": Reply("", 404)}) as site:
        host = '[[host]]\nmatch = "127.0.0.1"\naccept = [403]\nheaders = {X-Key = "${HOST_TOKEN}"}\n'
        (tmp_path / "marsad.toml").write_text(f'url = "{site.url()}"\n[watch]\npages = ["/shut"]\n{host}')
        assert marsad("watch", "--once").code == 0
        assert {one.headers.get("x-key") for one in site.asked} == {"host-token-1234567"}
    with Store.open(str(tmp_path / "marsad-data/marsad.db")) as store:
        pages = {split(one.url).path: one for one in store.watching.states() if one.kind is WatchKind.PAGE}
    assert pages["/"].facts["title"] == "[masked]"
    assert pages["/shut"].state is LookState.UP


def test_a_password_that_no_longer_fits_is_said_to_be_that_and_a_missing_one_is_refused(
    marsad: Marsad, tmp_path: Path, secrets: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Site({"*": guarded}) as site:
        (tmp_path / "marsad.toml").write_text(f'url = "{site.url()}"\n{SECRETS}')
        monkeypatch.setenv("STAGING_PASSWORD", "an-old-one-4712")
        assert marsad("watch", "--once").code == 0  # nobody can tell whether it is down
        shown = marsad("watch", "--status").out
        assert "it answers 401 though a password was sent" in shown
        monkeypatch.delenv("STAGING_PASSWORD")
        done = marsad("watch", "--once")
    assert done.code == 2
    assert "STAGING_PASSWORD is not set" in done.last_error


def test_a_watch_does_not_log_in_and_says_so(marsad: Marsad, tmp_path: Path) -> None:
    with Site(dict(HEALTHY)) as site:
        steps = '[[login.step]]\nopen = "/login"\n[[login.step]]\nclick = "button"\n'
        (tmp_path / "marsad.toml").write_text(f'url = "{site.url()}"\n{steps}')
        done = marsad("watch", "--once")
        assert done.code == 0
        assert done.err.count("a watch does not log in") == 1
        assert not any(one.name == "/login" for one in site.asked)


def test_a_staging_server_under_the_public_name_is_watched_with_its_certificate(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    ends = datetime.now(UTC) + timedelta(days=40)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("www.shop.invalid", not_after=ends).configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with Site(dict(HEALTHY), tls=context) as site:
        # Pages without proof, since the client read its authorities when it was loaded; the certificate with proof.
        where = {"www.shop.invalid": f"127.0.0.1:{site.port}"}
        config = Config.model_validate({"crawl": {"resolve": where, "verify_tls": False}})
        watcher = Watcher(store, [("https://www.shop.invalid/", config)], Console(stream=io.StringIO()))
        assert asyncio.run(watcher.watch(lambda: False, once=True)) == 0
        assert {one.headers["host"] for one in site.asked} == {"www.shop.invalid"}
    seen = {one.kind: one for one in store.watching.states()}
    assert seen[WatchKind.PAGE].state is LookState.UP
    assert abs(seen[WatchKind.CERTIFICATE].facts["not_after"] - ends.timestamp()) < 2
    assert seen[WatchKind.CERTIFICATE].facts["error"] == ""
