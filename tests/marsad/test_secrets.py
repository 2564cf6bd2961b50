"""Secrets are searched in all that an audit leaves: reports, mails, messages, comparisons, exports, logs, failures."""

from __future__ import annotations

import base64
import io
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from marsad.schedule.memory import Memory, SiteMemory, save_memory
from store.database import Store
from tests.mail_server import MailServer
from tests.marsad.conftest import Marsad
from tests.secret_search import Secrets, opened
from tests.servers import Asked, Raw, Reply, Route, Site, html

PASSWORD = 'gate "pass" & <word>/+=%41 ö'
BEARER = "bearer-token-0c4f8812"
COOKIE = "cookie-value-71aa90e3"
HOST_KEY = "key-of-this-host-5518"
BASIC = base64.b64encode(f"preview:{PASSWORD}".encode()).decode()
FRESH = "given-with-the-page-9912"
ALL = (PASSWORD, BEARER, COOKIE, HOST_KEY, BASIC)
CONFIG = """
[crawl]
basic_auth = {user = "preview", password = "env:GATE_PASSWORD"}
headers = {X-Preview-Token = "Bearer ${PREVIEW}"}
cookies = {session = "env:SESSION"}
retries = 0
[[host]]
match = "127.0.0.1:*"
headers = {X-Host-Key = "${HOST_KEY}"}
[browser]
enabled = "never"
[judge]
workers = 1
"""


@pytest.fixture(autouse=True)
def kept_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("GATE_PASSWORD", PASSWORD), ("PREVIEW", BEARER), ("SESSION", COOKIE), ("HOST_KEY", HOST_KEY)):
        monkeypatch.setenv(name, value)


def escapes(text: str) -> list[str]:
    """A text as template languages, scripts and addresses write it, each in its own mixture."""
    jinja = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;")
    php = jinja.replace("&#34;", "&quot;").replace("'", "&#039;")
    handlebars = php.replace("=", "&#x3D;").replace("/", "&#x2F;")
    rails = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e").replace('"', '\\"')
    go = (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;").replace("+", "&#43;")
    )
    latin = php.replace("ö", "&ouml;")
    script = text.replace('"', "\\x22").replace("<", "\\x3C").replace("/", "\\/").replace("ö", "\\u00F6")
    partly = text.replace(" ", "+").replace('"', "%22").replace("%4", "%254").replace("ö", "%C3%B6").replace("<", "%3c")
    return [text.replace("<", "&lt;"), jinja, php, handlebars, rails, go, latin, script, partly]


def echo(asked: Asked) -> str:
    """All that came, as an application shows it that is still in its debug mode."""
    sent = "".join(f"<p>{name}: {value}</p>" for name, value in asked.headers.items())
    words = "".join(f"<p>{one}</p>" for one in escapes(PASSWORD))
    kept = json.dumps({"token": BEARER, "password": PASSWORD})
    link = f'<a href="/next?token={BEARER}&amp;s={COOKIE}">go on as {COOKIE}</a>'
    return f"{sent}{words}{link}<script>var a = {kept}</script>"


def page(title: str, *links: str) -> Callable[[Asked], Reply]:
    def answer(asked: Asked) -> Reply:
        head = f'<meta name="description" content="{BASIC} {FRESH}">'
        shown = html(f"{title} {BEARER}", *links, body=echo(asked), head=head)
        given = (
            ("Set-Cookie", f"session={COOKIE}; Path=/; HttpOnly"),
            ("Set-Cookie", f"fresh={FRESH}; HttpOnly"),
            ("X-Seen", f"{asked.headers.get('authorization')} {COOKIE} {HOST_KEY} {FRESH}"),
        )
        return Reply(shown.body, shown.status, given)

    return answer


def gone(asked: Asked) -> Reply:
    return Reply(f"<title>Error for {BEARER}</title>{echo(asked)}", 500, (("X-Debug", BASIC),))


def away(asked: Asked) -> Reply:
    return Reply("", 302, (("Location", f"http://127.0.0.2:1/landing?auth={BASIC}&s={COOKIE}&k={HOST_KEY}"),))


def inward(asked: Asked) -> Reply:
    return Reply("", 302, (("Location", f"/b;jsessionid={COOKIE}?t={BEARER}"),))


def torn(asked: Asked) -> Raw:
    return Raw(f"HTTP/1.1 200 {BEARER}\r\nContent-Length: {COOKIE}\r\nX: {BASIC}\r\n\r\n{HOST_KEY}".encode())


def site_routes() -> dict[str, Route]:
    return {"/": page("Home", "/a", "/b", "/away", "/inward", "/torn", "/error"), "/a": page("A", "/"), "/b": page("B"),
            "/away": away, "/inward": inward, "/torn": torn, "/error": gone}  # fmt: skip


def configured(folder: Path, site: Site, alerts: str = "") -> None:
    (folder / "marsad.toml").write_text(f'url = "{site.url()}"\n{CONFIG}{alerts}', encoding="utf-8")


def test_no_secret_is_in_reports_messages_comparisons_exports_and_the_schedules_files(
    marsad: Marsad, tmp_path: Path
) -> None:
    secrets = Secrets([*ALL, FRESH])
    with Site(site_routes()) as site, Site({"*": Reply("", 200)}) as hook, MailServer() as post:
        alerts = (
            f'[schedule]\ncron = "0 0 * * *"\njitter_minutes = 0\n[alerts]\nlevel = "low"\ntries = 1\n'
            f'[[alerts.channel]]\nurl = "json://127.0.0.1:{hook.port}/x"\n[[alerts.channel]]\nurl = '
            f'"mailto://127.0.0.1:{post.port}?from=marsad@example.com&to=team@example.com&mode=insecure"\n'
            '[report]\nforms = ["html", "single-file", "json", "jsonl", "csv", "xlsx", "sarif", "junit", "earl", '
            '"markdown", "mail"]\n'
        )
        configured(tmp_path, site, alerts)
        said = [marsad("audit", "--log-format", "json")]
        site.routes["/b"] = gone  # news, whose words and addresses hold what came
        site.routes["/a"] = Reply(html("", f"/lost?token={BEARER}", body=f"<p>{PASSWORD}</p>").body)
        host = f"127.0.0.1:{site.port}"
        save_memory(tmp_path / "marsad-data", Memory({host: SiteMemory("0 0 * * *", "UTC", time.time() - 200_000)}))
        said.append(marsad("schedule", "--once", "--log-format", "json"))
        assert [one.code for one in said] == [0, 0], said[-1].err
        assert post.taken and hook.asked
        for mail in post.taken:
            secrets.not_in_mail(mail)
        for asked in hook.asked:
            assert "New, " in json.loads(asked.body)["message"]
            secrets.not_in(asked.body, "webhook")
            secrets.not_in(repr(asked), "webhook")
        for words in (
            ["compare"], ["compare", "--format", "json"], ["compare", "--format", "html"], ["runs"],
            ["runs", "--format", "json"], ["export", "pages"], ["export", "links", "--format", "csv"],
            ["export", "findings"], ["export", "causes", "--format", "csv"], ["export", "earl"],
            ["schedule", "--status", "--format", "json"], ["schedule", "--print", "systemd"],
            ["schedule", "--print", "cron"], ["schedule", "--print", "kubernetes"], ["schedule", "--print", "github"],
            ["links", "check", f"{site.url()}inward"], ["page", f"{site.url()}"],
            ["gate", "baseline", "--output", "baseline"],
        ):  # fmt: skip
            done = marsad(*words)
            assert done.code in (0, 1), (words, done.err)
            assert done.out or words[0] == "gate"
            said.append(done)
    for done in said:
        secrets.not_in(done.out, "output")
        secrets.not_in(done.err, "messages")
    names = {one.name for one in secrets.not_in_folder(tmp_path)}
    assert {"marsad.db", "schedule.json", "index.html", "report.sarif", "junit.xml", "report.xlsx"} <= names, names
    assert any(one.endswith(".log") for one in names)
    with Store.open(str(tmp_path / "marsad-data" / "marsad.db")) as store:
        assert len(store.runs()) == 2
        secrets.not_in_store(store)
        assert any(b"[masked]" in body for body in store.bodies(1, [one.id for one in store.pages(1)]).values())


OK = "HTTP/1.1 200 OK\r\n"
FAILURES: dict[str, Route] = {
    "an error page": gone,
    "a redirect off the site": away,
    "a redirect in a circle": lambda asked: Reply("", 302, (("Location", f"/?again={BEARER}&s={COOKIE}"),)),
    "a broken answer": torn,
    "a header without end": lambda asked: Raw(f"{OK}X-{BEARER}: {COOKIE}{'x' * 400_000}\r\n\r\n".encode()),
    "an answer that is cut off": lambda asked: Raw(f"{OK}Content-Length: 9999\r\n\r\n{BASIC}".encode()),
}


@pytest.mark.parametrize("start", FAILURES.values(), ids=FAILURES.keys())
def test_no_secret_is_in_what_is_said_of_a_run_that_fails(start: Route, marsad: Marsad, tmp_path: Path) -> None:
    secrets = Secrets(ALL)
    with Site({"/": start}) as site, Site({"*": Reply("", 200)}) as hook:
        url = f"json://127.0.0.1:{hook.port}/x"
        configured(tmp_path, site, f'[[alerts.channel]]\nurl = "{url}"\n')
        done = marsad("audit", "--log-format", "json")
        listed = marsad("runs", "--format", "json")
    assert done.code in (0, 3), done.err
    assert site.asked and "authorization" in site.asked[-1].headers
    for text in (done.out, done.err, listed.out, *(repr(one) for one in hook.asked)):
        secrets.not_in(text)
    secrets.not_in_folder(tmp_path)
    with Store.open(str(tmp_path / "marsad-data" / "marsad.db")) as store:
        secrets.not_in_store(store)


def test_the_headers_of_a_single_host_are_masked_without_any_other_credentials(marsad: Marsad, tmp_path: Path) -> None:
    (tmp_path / "marsad.toml").write_text(
        '[browser]\nenabled = "never"\n[[host]]\nmatch = "127.0.0.1:*"\n'
        'headers = {Authorization = "Bearer ${HOST_KEY}"}\n'
    )
    shown: Callable[[Asked], Reply] = lambda asked: html(f"Home {HOST_KEY}", body=echo_of_one(asked))  # noqa: E731
    with Site({"/": shown}) as site:
        done = marsad("audit", site.url())
        assert done.code == 0, done.err
        assert f"Bearer {HOST_KEY}" in {one.headers.get("authorization") for one in site.asked}
    secrets = Secrets([HOST_KEY])
    secrets.not_in(done.out + done.err)
    secrets.not_in_folder(tmp_path)
    with Store.open(str(tmp_path / "marsad-data" / "marsad.db")) as store:
        secrets.not_in_store(store)


def echo_of_one(asked: Asked) -> str:
    return f"<p>You sent {asked.headers.get('authorization')}</p>"


def test_the_search_itself_finds_what_is_packed() -> None:
    import gzip
    import zipfile

    secrets = Secrets([BEARER])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", f"<v>{BEARER}</v>")
    inner = base64.b64encode(b"GIF89a" + b"." * 40 + BEARER.encode()).decode()
    for data in (BEARER.encode(), packed.getvalue(), gzip.compress(BEARER.encode()),
                 f'<img src="data:image/gif;base64,{inner}">'.encode(), b"bearer-token-\n0c4f8812"):  # fmt: skip
        with pytest.raises(AssertionError):
            for one in opened(data):
                secrets.not_in(one)
