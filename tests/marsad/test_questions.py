"""The one-off questions from the command line to the finding, and nothing secret in what is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.credentials import crc_base62
from store.database import Store
from tests.marsad.conftest import Marsad
from tests.servers import Asked, Reply, Route, Site, html, text

pytestmark = pytest.mark.slow

RANDOM = "Zq8Rk3Vt6Yw1Xb5Nc7Md9Lf2Jg4Hh0"
KEY = "ghp" + "_" + RANDOM + crc_base62(RANDOM)
PROSE = "Cats sleep on warm stones beside the old harbour wall. " * 12
EXPECTED = {
    "mobile-parity", "resp-ua-mismatch", "i18n-locale-by-cookie", "pagination-endless", "sec-exposed-file",
    "sec-leaked-secret", "sec-source-map-public", "ai-bot-blocked-by-waf", "ai-llms-txt", "ai-llms-txt-broken-links",
    "ai-content-signal", "ai-rsl-license", "ai-indexnow",
}  # fmt: skip
SETTINGS = '[crawl]\nquestions = true\nexposed_files = true\nindexnow_key = "abcdefgh12"\n'


def home(asked: Asked) -> Reply:
    agent = asked.headers["user-agent"]
    if "GPTBot" in agent:
        return Reply("no", 403)
    if "Googlebot" in agent:
        return html("Casino", body=f"<main>{'win money now at our tables ' * 40}</main>")
    if "Android" in agent:
        return html("Cats", body="<main>few words</main>")
    if asked.headers.get("accept-language", "").startswith("sl"):
        return Reply(f'<html lang="sl"><title>Mačke</title><main>{"mačka spi na kamnu " * 30}</main>')
    links = ("/list?page=1", "/list?page=2", "/about")
    return html("Cats", *links, body=f'<main>{PROSE}<i lang="sl"></i></main>', head='<script src="/app.js"></script>')


def listed(asked: Asked) -> Reply:
    number = int(asked.path.rpartition("=")[2])
    items = [f"/item-{number}-{one}" for one in range(3)] if number < 3 else []
    return html(f"List {number}", "/", "/list?page=1", "/list?page=2", *items, body=f"<main>{PROSE}</main>")


def routes() -> dict[str, Route]:
    script = f"var key = '{KEY}';\n//# sourceMappingURL=app.js.map\n"
    source_map = '{"version":3,"sourcesContent":["let a"],"mappings":"AAAA"}'
    items = {f"/item-{page}-{one}": html(f"Item {page} {one}", "/") for page in (1, 2) for one in range(3)}
    return {
        "/": home, "/list": listed, "/about": html("About", "/"), **items,
        "/app.js": Reply(script, content_type="text/javascript"),
        "/app.js.map": Reply(source_map, content_type="application/json"),
        "/llms.txt": text("# Cats\n\n- [Old](/gone)\n"),
        "/.env": text("DB_PASSWORD=hunter2secret\n"),
        "/robots.txt": text("License: /none.xml\nUser-agent: *\nContent-Signal: training=no\nAllow: /\n"),
    }  # fmt: skip


def test_questions_end_in_findings_and_tell_no_secret(marsad: Marsad, tmp_path: Path) -> None:
    (tmp_path / "marsad.toml").write_text(SETTINGS, "utf-8")
    with Site(routes()) as site:
        done = marsad("audit", site.url(), "--browser", "never")
    assert done.code == 0, done.err
    with Store.open(f"sqlite:///{tmp_path}/marsad-data/marsad.db") as store:
        run = store.latest_run()
        assert run is not None
        verdict = store.verdict(run.id)
        assert verdict is not None
        found = {cause.rule for cause in verdict.causes}
    assert found >= EXPECTED, EXPECTED - found
    written = "".join(path.read_text("utf-8") for path in (tmp_path / "marsad-data").rglob("*.html"))
    written += "".join(path.read_text("utf-8") for path in (tmp_path / "marsad-data").rglob("*.json"))
    assert written
    assert RANDOM not in written
    assert "hunter2secret" not in written


def test_local_site_is_not_judged_by_questions_that_nobody_asked(marsad: Marsad, tmp_path: Path) -> None:
    with Site(routes()) as site:
        done = marsad("audit", site.url(), "--browser", "never")
    assert done.code == 0, done.err
    with Store.open(f"sqlite:///{tmp_path}/marsad-data/marsad.db") as store:
        run = store.latest_run()
        assert run is not None
        verdict = store.verdict(run.id)
        assert verdict is not None
        counts = {count.rule: count for count in verdict.counts if count.rule in EXPECTED - {"ai-content-signal"}}
    told = {rule for rule, count in counts.items() if count.passed or count.fail or count.review}
    assert told <= {"sec-leaked-secret"}, "what was not asked was judged"
