"""`marsad verify` on causes of a real audit: mended is fixed, not mended is still there, else it could not be told."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

from audits.options import JudgeOptions
from audits.rule import Rule
from crawler.browser.find import find_browser
from crawler.browser.options import BrowserOptions
from marsad.cli import main
from marsad.console import Console
from marsad.verify_answer import spread
from marsad.verify_fresh import is_unreadable
from store.database import Store
from store.model import Cause, Evidence, Page
from tests.marsad.conftest import Done, Marsad
from tests.servers import Asked, Hang, Raw, Reply, Route, Site, html, redirect, text

FIXED, STILL, UNKNOWN = 0, 1, 3
WORDS = " ".join(f"word{number}" for number in range(80))


def page(title: str, body: str = "", head: str = "", text_of: str = "") -> Reply:
    """A page with a main text of its own."""
    own = text_of or " ".join(f"{title.split()[0].lower()}{number}" for number in range(80))
    return html(
        title, "/", head=f'<meta name="description" content="All about {title} and more.">{head}',
        body=f"<main><h1>{title}</h1><p>{own}</p>{body}</main>",
    )  # fmt: skip


def canonical(path: str) -> str:
    return f'<link rel="canonical" href="{path}">'


def version(code: str, path: str) -> str:
    return f'<link rel="alternate" hreflang="{code}" href="{path}">'


LINKED = ("/a", "/b", "/c1", "/c2", "/c3", "/d", "/en", "/de", "/x", "/y", "/n", "/old", "/pic", "/lonely", "/p1")
FAULTY: dict[str, Route] = {
    "/": html("The start of it all", *LINKED, body="<main><h1>Start</h1></main>"),
    "/a": page("Shoes for everybody"),
    "/b": page("Shoes for everybody", text_of=WORDS + " other"),
    "/c1": page("Chain one", head=canonical("/c2")),
    "/c2": page("Chain two", head=canonical("/c3")),
    "/c3": page("Chain three"),
    "/d": page("Dead canonical", head=canonical("/nowhere")),
    "/en": page("English page", head=version("en", "/en") + version("de", "/de")),
    "/de": page("Deutsche Seite", head=version("de", "/de")),
    "/x": page("Exact copy", text_of=WORDS),
    "/y": page("Yet another copy", text_of=WORDS).__class__(
        html("Yet another copy", "/", body=f"<main><h1>Exact copy</h1><p>{WORDS}</p></main>").body
    ),
    "/n": page("Not in the index", head='<meta name="robots" content="noindex">'),
    "/old": redirect("/a"),
    "/pic": page("Picture page", body='<img src="/broken.png" alt="A thing on a table" width="10" height="10">'),
    "/lonely": page("Lonely page"),
    "/orphan": page("Orphan page"),
    "/p1": page("Palm picture", body='<img src="/ok.png" width="10" height="10">'),
    "/ok.png": Reply(b"\x89PNG\r\n\x1a\n", content_type="image/png"),
    "/robots.txt": text("User-agent: *\nDisalow: /cart\nSitemap: /sitemap.xml\n"),
}


def sitemap(site: Site, *paths: str) -> Reply:
    rows = "".join(f"<url><loc>{site.url(path)}</loc></url>" for path in paths)
    xml = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    return Reply(xml, content_type="application/xml")


class Audited:
    """A site with many faults, and the folder of its audit."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder

    def routes(self) -> dict[str, Route]:
        return {**FAULTY, "/sitemap.xml": sitemap(self.site, "/", *LINKED[:6], "/n", "/orphan", "/gone-map")}

    def causes(self, rule: str) -> list[Cause]:
        with Store.open(str(self.folder / "marsad-data/marsad.db")) as store:
            run = store.latest_run()
            assert run is not None
            verdict = store.verdict(run.id)
        assert verdict is not None
        return [one for one in verdict.causes if one.rule == rule]

    def cause(self, rule: str) -> str:
        found = self.causes(rule)
        assert found, rule
        return found[0].id


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audited]:
    """Audited once: a verification changes nothing of the run."""
    folder = tmp_path_factory.mktemp("audited")
    with Site() as site:
        made = Audited(site, folder)
        site.routes = made.routes()
        (folder / "marsad.toml").write_text(
            f'url = "{site.url()}"\ndata = "{folder}/marsad-data"\n[browser]\nenabled = "never"\n'
            "[crawl]\nretries = 0\ntimeout_s = 5\nmeasure_assets = false\n"
        )
        done = CliRunner().invoke(main, ["audit", "--config", str(folder / "marsad.toml"), "-q"])
        assert done.exit_code in (0, 1), done.output
        yield made


Verify = Callable[..., Done]


@pytest.fixture
def audited(whole: Audited) -> Iterator[Audited]:
    whole.site.routes = whole.routes()
    yield whole


@pytest.fixture
def verify(audited: Audited) -> Verify:
    """The command on a cause of a rule, after some paths answer otherwise; in this process, since it is asked often."""

    def run(rule: str, mended: dict[str, Route] | None = None, *more: str) -> Done:
        for path, route in (mended or {}).items():
            audited.site.routes[path] = route
        options = ("--config", str(audited.folder / "marsad.toml"), *more)
        done = CliRunner().invoke(main, ["verify", audited.cause(rule), *options])
        assert "Traceback" not in done.stderr, done.stderr
        return Done(done.exit_code, done.stdout, done.stderr)

    return run


MENDS: dict[str, Callable[[Site], dict[str, Route]]] = {
    "title-duplicate": lambda _: {"/b": page("Boots for everybody", text_of=WORDS + " other")},
    "canon-missing-on-duplicate": lambda _: {"/y": page("Yet another text")},
    "canon-chain": lambda _: {"/c1": page("Chain one", head=canonical("/c3"))},
    "canon-to-404": lambda _: {"/d": page("Dead canonical", head=canonical("/d"))},
    "hreflang-no-return": lambda _: {"/de": page("Deutsche Seite", head=version("de", "/de") + version("en", "/en"))},
    "index-noindex-in-sitemap": lambda site: {"/sitemap.xml": sitemap(site, "/", *LINKED[:6])},
    "sitemap-url-4xx": lambda site: {"/sitemap.xml": sitemap(site, "/", *LINKED[:6])},
    "robots-syntax": lambda _: {"/robots.txt": text("User-agent: *\nDisallow: /cart\n")},
    "redir-internal-link": lambda _: {"/": html("The start", *(one for one in LINKED if one != "/old"))},
    "image-broken": lambda _: {"/broken.png": Reply(b"\x89PNG\r\n\x1a\n", content_type="image/png")},
    "image-favicon-missing": lambda _: {"/favicon.ico": Reply(b"\x00\x00\x01\x00", content_type="image/x-icon")},
    "image-alt-missing": lambda _: {
        "/p1": page("Palm picture", body='<img src="/ok.png" alt="A palm" width="10" height="10">')
    },
}
"""Rule -> what mends its cause."""


@pytest.mark.parametrize("rule", sorted(MENDS))
def test_a_cause_is_still_there_until_it_is_mended_and_then_fixed(rule: str, verify: Verify, audited: Audited) -> None:
    before = verify(rule)
    assert before.code == STILL, before.out + before.err
    assert before.out.splitlines()[-1].startswith("still there: on ")
    after = verify(rule, MENDS[rule](audited.site))
    assert after.code == FIXED, after.out + after.err
    assert after.out.splitlines()[-1].startswith("fixed")
    assert "could not tell" not in after.out


WHOLE = {
    "link-orphan": "which only `marsad audit` sees",
    "link-single-inlink": "which only `marsad audit` sees",
}


@pytest.mark.parametrize("rule", sorted(WHOLE))
def test_what_needs_a_whole_crawl_is_said_in_one_line_with_the_command(
    rule: str, verify: Verify, audited: Audited
) -> None:
    done = verify(rule)
    assert done.code == UNKNOWN, done.out + done.err
    last = done.out.splitlines()[-1]
    assert last.startswith("could not verify: ")
    assert WHOLE[rule] in last


def test_an_orphan_that_is_gone_is_fixed_though_no_crawl_looked(verify: Verify, audited: Audited) -> None:
    done = verify("link-orphan", {"/orphan": Reply("gone", 410)})
    assert done.code == FIXED, done.out
    assert "the page is gone (410)" in done.out


@pytest.mark.parametrize(
    "bad", [Reply("busy", 503), Reply("go away", 403), Raw(reset=True), Hang()], ids=["503", "403", "reset", "hang"]
)
@pytest.mark.parametrize("rule", ["title-duplicate", "image-alt-missing"])
def test_a_page_that_cannot_be_read_proves_nothing(rule: str, bad: Route, verify: Verify) -> None:
    path = "/p1" if rule == "image-alt-missing" else "/a"
    done = verify(rule, {path: bad, **({"/b": page("Boots for everybody")} if path == "/a" else {})})
    assert done.code == UNKNOWN, done.out
    assert "it could not be read" in done.out
    assert done.out.splitlines()[-1].startswith("could not verify: ")


def test_a_site_that_is_gone_altogether_is_no_proof_either(verify: Verify, audited: Audited) -> None:
    for path in [*audited.site.routes, "/favicon.ico"]:
        audited.site.routes[path] = Raw(reset=True)
    for rule in ("title-duplicate", "robots-syntax", "image-favicon-missing", "image-alt-missing", "sitemap-url-4xx"):
        done = verify(rule)
        assert done.code == UNKNOWN, rule + done.out


def test_an_error_in_the_place_of_a_file_is_not_taken_for_mended(verify: Verify) -> None:
    for path, rule in (("/robots.txt", "robots-syntax"), ("/sitemap.xml", "sitemap-url-4xx")):
        done = verify(rule, {path: Reply("busy", 503)})
        assert done.code != FIXED, rule + done.out


@pytest.mark.parametrize(
    ("rule", "path"),
    [("canon-chain", "/c2"), ("canon-to-404", "/nowhere"), ("hreflang-no-return", "/de"), ("title-duplicate", "/a"),
     ("image-broken", "/broken.png")],
)  # fmt: skip
@pytest.mark.parametrize("bad", [Reply("busy", 503), Raw(reset=True)], ids=["503", "reset"])
def test_what_a_page_is_told_with_must_be_readable_too(rule: str, path: str, bad: Route, verify: Verify) -> None:
    done = verify(rule, {path: bad})
    assert done.code == UNKNOWN, done.out
    assert "mended" not in done.out, done.out


@pytest.mark.parametrize(("rule", "path"), [("image-alt-missing", "/p1"), ("title-duplicate", "/b")])
def test_a_page_that_sends_strangers_to_a_login_now_proves_nothing(rule: str, path: str, verify: Verify) -> None:
    done = verify(rule, {path: redirect("/login"), "/login": page("Log in here")})
    assert done.code == UNKNOWN, done.out
    assert "mended" not in done.out, done.out
    assert "/login)" in done.out


def _broken_check(*_: object, **__: object) -> Iterator[Evidence]:
    raise ValueError("no such luck")
    yield Evidence("")


@pytest.mark.parametrize(
    ("rule", "module", "judge"),
    [("image-alt-missing", "marsad.verify", "judge_page"), ("title-duplicate", "marsad.verify_site", "judge_site")],
)
def test_a_check_that_fails_on_what_is_there_now_proves_nothing(
    rule: str, module: str, judge: str, verify: Verify, audited: Audited, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = getattr(sys.modules[module], judge)
    mended = MENDS[rule](audited.site)

    def asked(view: Any, rules: Sequence[Rule], options: JudgeOptions) -> Any:
        html_of = view.body if judge == "judge_page" else " ".join(str(page.facts) for page in view.pages)
        is_new = "A palm" in html_of or "Boots" in html_of
        return sound(view, [replace(one, check=_broken_check) for one in rules] if is_new else rules, options)

    monkeypatch.setattr(f"{module}.{judge}", asked)
    done = verify(rule, mended)
    assert done.code == UNKNOWN, done.out
    assert "ValueError: no such luck" in done.out


def test_another_dead_canonical_in_the_place_of_the_first_is_still_there(verify: Verify) -> None:
    done = verify("canon-to-404", {"/d": page("Dead canonical", head=canonical("/nowhere-else"))})
    assert done.code == STILL, done.out
    assert "in another way: " in done.out


def test_both_titles_changed_to_one_other_are_still_duplicates(verify: Verify) -> None:
    done = verify(
        "title-duplicate", {"/a": page("Boots for everybody"), "/b": page("Boots for everybody", text_of=WORDS + " b")}
    )
    assert done.code == STILL, done.out


def everything(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but those that say what was verified."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in names if name != "verification"}


def test_a_verification_changes_nothing_of_the_run_and_keeps_when_it_looked(verify: Verify, audited: Audited) -> None:
    file = audited.folder / "marsad-data/marsad.db"
    before = everything(file)
    reports = {
        path: path.read_bytes() for path in (audited.folder / "marsad-data/reports").rglob("*") if path.is_file()
    }
    cause = audited.cause("title-duplicate")
    assert verify("title-duplicate").code == STILL
    assert verify("image-alt-missing").code == STILL
    assert everything(file) == before
    assert {path: path.read_bytes() for path in reports} == reports
    with Store.open(str(file)) as store:
        (checks,) = [one for key, one in store.verifications(store.runs()[0].site).items() if key == cause]
    assert set(checks.still) == {audited.site.url("/a"), audited.site.url("/b")}


def test_each_line_says_of_how_many_pages_it_is_one(verify: Verify, audited: Audited) -> None:
    rows = [json.loads(line) for line in verify("title-duplicate", None, "--format", "jsonl").out.splitlines()]
    assert {one["url"] for one in rows} == {audited.site.url("/a"), audited.site.url("/b")}
    assert {(one["standing"], one["asked"], one["of"]) for one in rows} == {("still there", 2, 2)}


def test_very_many_pages_are_asked_as_a_sample_and_that_is_said(marsad: Marsad, tmp_path: Path) -> None:
    many = [f"/p{number}" for number in range(44)]
    with Site({"/": html("Home", *many)}) as site:
        for path in many:
            site.routes[path] = page("One title for all", text_of=" ".join(f"{path[1:]}w{n}" for n in range(60)))
        assert marsad("audit", site.url(), "--browser", "never", "-q").code == 0
        rows = [json.loads(line) for line in marsad("export", "causes").out.splitlines()]
        cause = next(one["id"] for one in rows if one["rule"] == "title-duplicate")
        assert "(30 of 44 pages asked)" in marsad("verify", cause).out.splitlines()[-1]
        before = len(site.asked)
        for path in many:
            site.routes[path] = page(f"The page {path[1:]}", text_of=" ".join(f"{path[1:]}w{n}" for n in range(60)))
        done = marsad("verify", cause)
        assert done.code == FIXED, done.out
        assert done.out.splitlines()[-1] == "fixed, as far as these pages show (30 of 44 pages asked)"
        assert len({one.name for one in site.asked[before:]} & set(many)) == 30
    with Store.open(str(tmp_path / "marsad-data/marsad.db")) as store:
        (check,) = store.verifications(store.runs()[0].site).values()
    assert len(check.mended) == 30
    assert len(check.unknown) == 14  # so that no later audit takes the whole for fixed


def test_a_page_that_still_fails_is_still_there_though_the_others_answer_again(marsad: Marsad, tmp_path: Path) -> None:
    failing = [f"/p{number}" for number in range(22)]
    with Site({"/": html("Home", *failing)}) as site:
        site.routes.update(dict.fromkeys(failing, Reply("busy", 503)))
        (tmp_path / "marsad.toml").write_text(
            f'url = "{site.url()}"\n[browser]\nenabled = "never"\n[crawl]\nretries = 0\n'
        )
        assert marsad("audit", "-q").code in (0, 1)
        rows = [json.loads(line) for line in marsad("export", "causes").out.splitlines()]
        (cause,) = [one["id"] for one in rows if one["rule"] == "resp-internal-5xx"]
        done = marsad("verify", cause)
        assert done.code == STILL, done.out
        for path in failing[1:]:
            site.routes[path] = page(f"Page {path[1:]}")
        done = marsad("verify", cause)
        assert done.code == STILL, done.out
        assert f"still there  {site.url('/p0')}: it answers 503" in done.out.splitlines()
        assert done.out.count("mended  ") == 21
        site.routes["/p0"] = page("Page p0")
        assert marsad("verify", cause).code == FIXED


def test_a_file_that_was_not_measured_again_is_not_called_still_too_large(marsad: Marsad, tmp_path: Path) -> None:
    def picture(width: int) -> Reply:
        out = io.BytesIO()
        Image.effect_noise((width, width), 90).save(out, "JPEG")
        return Reply(out.getvalue(), content_type="image/jpeg")

    body = '<img src="/noise.jpg" alt="Noise" width="100" height="100">'
    with Site({"/": html("Home", "/a"), "/a": page("Noise page", body), "/noise.jpg": picture(800)}) as site:
        assert marsad("audit", site.url(), "--browser", "never", "-q").code in (0, 1)
        rows = [json.loads(line) for line in marsad("export", "causes").out.splitlines()]
        cause = next(one["id"] for one in rows if one["rule"] == "image-oversized-likely")
        site.routes["/noise.jpg"] = picture(150)
        done = marsad("verify", cause)
        assert done.code == UNKNOWN, done.out
        assert "which only `marsad audit` measures again" in done.out
        site.routes["/a"] = page("Noise page")
        assert marsad("verify", cause).code == FIXED


@pytest.mark.parametrize(
    ("now", "then", "unreadable"),
    [(503, 500, False), (503, 503, False), (503, 200, True), (403, 200, True), (404, 200, False), (410, 404, False),
     (200, 503, False), (503, None, True), (0, 503, True)],
)  # fmt: skip
def test_one_server_error_after_another_is_a_clear_answer(now: int, then: int | None, unreadable: bool) -> None:
    old = Page("https://a.test/a", status=then) if then is not None else None
    assert is_unreadable(Page("https://a.test/a", status=now), old) is unreadable


def test_a_sample_is_spread_and_keeps_neighbours_together() -> None:
    urls = [str(number) for number in range(100)]
    assert spread(urls, 200) == urls
    assert spread(urls, 4) == ["0", "25", "50", "75"]
    assert spread(urls, 6, block=3) == ["0", "1", "2", "50", "51", "52"]
    assert len(spread(urls[:31])) == 30


def test_what_a_robots_txt_forbids_now_is_not_fetched(verify: Verify) -> None:
    done = verify("title-duplicate", {"/robots.txt": text("User-agent: *\nDisallow: /a\n")})
    assert done.code != FIXED
    assert "/a: it was not fetched again" in done.out


def test_a_password_of_the_configuration_opens_the_pages_that_are_verified(
    marsad: Marsad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAGING_PASSWORD", "staging-password-4711")
    titles = {"/a": "Shoes", "/b": "Shoes"}

    def answer(asked: Asked) -> Reply:
        if "authorization" not in asked.headers:
            return Reply("who are you?", 401)
        if asked.name == "/":
            return html("Home", "/a", "/b")
        return page(titles[asked.name], text_of=WORDS + asked.name) if asked.name in titles else Reply("", 404)

    with Site({"*": answer}) as site:
        (tmp_path / "marsad.toml").write_text(
            f'url = "{site.url()}"\n[browser]\nenabled = "never"\n'
            '[crawl]\nbasic_auth = {user = "ana", password = "env:STAGING_PASSWORD"}\n'
        )
        assert marsad("audit", "-q").code == 0
        rows = [json.loads(line) for line in marsad("export", "causes").out.splitlines()]
        cause = next(one["id"] for one in rows if one["rule"] == "title-duplicate")
        assert marsad("verify", cause).code == STILL
        titles["/b"] = "Boots"
        done = marsad("verify", cause)
    assert done.code == FIXED, done.out + done.err
    assert "4711" not in done.out + done.err


@pytest.mark.slow
def test_no_cause_is_called_fixed_while_nothing_has_changed(audited: Audited, verify: Verify) -> None:
    with Store.open(str(audited.folder / "marsad-data/marsad.db")) as store:
        verdict = store.verdict(1)
    assert verdict is not None
    rules = sorted({one.rule for one in verdict.causes})
    codes = {rule: verify(rule).code for rule in rules}
    assert [rule for rule, code in codes.items() if code not in (STILL, UNKNOWN)] == []
    assert sum(code == STILL for code in codes.values()) > 0.8 * len(codes), codes


def test_an_outlier_is_seen_to_be_mended_and_not_to_be_one_still(marsad: Marsad, tmp_path: Path) -> None:
    many = [f"/goods/{number}" for number in range(24)]
    with Site({"/": html("Home of goods", *many)}) as site:
        for number, path in enumerate(many):
            own = " ".join(f"w{number}x{one}" for one in range(60))
            site.routes[path] = page(f"Thing {number} | Goods and more", text_of=own)
        plain = site.routes["/goods/7"]
        site.routes["/goods/7"] = page("Something else", text_of=" ".join(f"other{one}" for one in range(60)))
        assert marsad("audit", site.url(), "--browser", "never", "-q").code == 0
        rows = [json.loads(line) for line in marsad("export", "causes").out.splitlines()]
        cause = next(one["id"] for one in rows if one["rule"] == "title-pattern-outlier")
        before = marsad("verify", cause)
        assert before.code == UNKNOWN, before.out
        assert "`marsad audit`" in before.out.splitlines()[-1]
        site.routes["/goods/7"] = plain
        after = marsad("verify", cause)
    assert after.code == FIXED, after.out


# --- with a real browser

DARK, FAINT = "color:#111;background:#fff", "color:#bbb;background:#fff"


def shown(style: str, image: str) -> Reply:
    text_of = f'<p style="{style}">These words are to be read by everybody who comes here.</p>'
    return html("A page to look at", "/", body=f"<main><h1>Look</h1>{text_of}{image}</main>")


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audited]:
    """A page with faint words and a picture without words, audited with a real browser."""
    found = find_browser(BrowserOptions())
    if not found.ok:
        pytest.skip(found.reason)
    from marsad.config import load_config
    from marsad.run import audit_site

    folder = tmp_path_factory.mktemp("browsed")
    with Site({"/ok.png": FAULTY["/ok.png"]}) as site:
        site.routes["/"] = html("Home of the page", "/look", body="<main><h1>Home</h1></main>")
        site.routes["/look"] = shown(FAINT, '<a href="/"><img src="/ok.png" width="30" height="30"></a>')
        (folder / "marsad.toml").write_text(
            f'url = "{site.url()}"\ndata = "{folder}/marsad-data"\n[browser.lab]\nenabled = false\n'
            "[crawl]\nmeasure_assets = false\n"
        )
        config = load_config(folder / "marsad.toml", {})
        audit_site(site.url(), config, Console(quiet=True))
        yield Audited(site, folder)


@pytest.mark.browser
@pytest.mark.slow
def test_what_a_browser_saw_is_looked_at_by_a_real_browser_again(looked_at: Audited, marsad: Marsad) -> None:
    folder, site = looked_at.folder, looked_at.site
    with Store.open(str(folder / "marsad-data/marsad.db")) as store:
        verdict = store.verdict(1)
    assert verdict is not None
    faint = next(one for one in verdict.causes if one.rule in ("axe/color-contrast", "contrast-too-low"))
    nameless = [one for one in verdict.causes if one.rule.startswith("axe/") and one is not faint]
    named = {one.rule: one.id for one in nameless}
    rule = next((one for one in ("axe/image-alt", "axe/link-name") if one in named), "")
    options = ("--config", str(folder / "marsad.toml"))
    assert marsad("verify", faint.id, *options).code == STILL
    if rule:
        assert marsad("verify", named[rule], *options).code == STILL
    site.routes["/look"] = shown(DARK, '<a href="/"><img src="/ok.png" width="30" height="30"></a>')
    assert marsad("verify", faint.id, *options).code == FIXED
    if rule:
        assert marsad("verify", named[rule], *options).code == STILL
        site.routes["/look"] = shown(DARK, '<a href="/"><img src="/ok.png" alt="Home" width="30" height="30"></a>')
        assert marsad("verify", named[rule], *options).code == FIXED
    unseen = marsad("verify", faint.id, *options, "--browser", "never")
    assert unseen.code == UNKNOWN
    assert "no browser looked at it" in unseen.out
    site.routes["/look"] = Reply("busy", 503)
    assert marsad("verify", faint.id, *options).code == UNKNOWN


# --- and what is ignored


def test_a_cause_of_a_real_audit_is_ignored_and_counts_again_through_the_command_line(
    audited: Audited, marsad: Marsad, tmp_path: Path
) -> None:
    shutil.copytree(audited.folder, tmp_path / "copy")
    here = tmp_path / "copy"
    file = here / "marsad.toml"
    file.write_text(file.read_text().replace(str(audited.folder), str(here)))
    options = ("--config", str(file))
    cause = audited.cause("title-duplicate")
    done = marsad(
        "ignore", cause[:8], "--reason", "both are one shoe", "--until", "2199-01-01", "--author", "Ana", *options
    )
    assert done.code == 0, done.err
    entry = (here / "marsad-ignore.toml").read_text("utf-8")
    assert f'cause = "{cause}"' in entry and 'owner = "Ana"' in entry and "title-duplicate" in entry
    assert marsad("verify", cause, *options).code == STILL  # what is ignored can be tested all the same
    assert marsad("judge", *options, "-q").code == 0
    rows = {one["id"]: one for one in map(json.loads, marsad("export", "causes", *options).out.splitlines())}
    assert rows[cause]["state"] == "ignored"
    assert "both are one shoe" in marsad("ignore", "--list", *options).out
    assert marsad("ignore", cause, "--remove", *options).code == 0
    assert marsad("judge", *options, "-q").code == 0
    rows = {one["id"]: one for one in map(json.loads, marsad("export", "causes", *options).out.splitlines())}
    assert rows[cause]["state"] != "ignored"
    for wrong, words in (
        (("0000ffff", "--reason", "x"), "no run has a cause '0000ffff'"),
        ((cause,), "a reason is needed"),
        ((cause, "--reason", "x", "--until", "2001-01-01"), "2001-01-01 has passed"),
        ((cause, "--remove"), "has no entry for"),
    ):
        refused = marsad("ignore", *wrong, *options)
        assert refused.code == 2, wrong
        assert words in refused.last_error
    assert marsad("verify", "0000ffff", *options).code == 2
