"""The commands as a user and a script meet them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

from audits.options import JudgeOptions
from marsad import __version__
from marsad.judge import site_view
from store.database import Store
from store.model import ArtifactKind
from tests.marsad.conftest import ROOT, Marsad, command
from tests.servers import Reply, Site, html

QUICK = ("--browser", "never")
LINE = ["url", "rule", "outcome", "severity", "certainty", "wcag", "selector", "message"]


def rows(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_the_version_is_that_of_the_package(marsad: Marsad) -> None:
    assert marsad("--version").out.strip() == f"marsad, version {__version__}"


def test_help_names_every_command_and_every_exit_code(marsad: Marsad) -> None:
    listed = marsad("--help").out
    for name in ("audit", "page", "export", "rules", "runs", "judge", "doctor"):
        assert name in listed
        assert marsad(name, "--help").code == 0
    shown = marsad("audit", "--help").out
    documented = (Path(__file__).parents[2] / "docs/reference/exit-codes.md").read_text()
    for code in ("0", "1", "2", "3", "130"):
        assert re.search(rf"^ +{code} +\w", shown, re.MULTILINE)
        assert f"| {code} |" in documented


def test_an_audit_prints_where_the_report_is_and_finds_what_is_wrong(
    marsad: Marsad, tmp_path: Path, little_site: Site
) -> None:
    done = marsad("audit", little_site.url(), *QUICK)
    assert done.code == 0
    report = tmp_path / done.out.strip()
    assert report.name == "index.html"
    data = json.loads((report.parent / "report.json").read_text())
    found = {cause["rule"] for cause in data["causes"]}
    assert {"title-missing", "image-alt-missing", "resp-internal-404"} <= found
    assert "Chromium" in report.read_text() or "browser" in report.read_text()


def test_what_was_not_run_stands_on_the_first_screen(marsad: Marsad, tmp_path: Path, little_site: Site) -> None:
    (tmp_path / "marsad.toml").write_text('[browser]\nbinary = "/no/such/chromium"\n')
    done = marsad("audit", little_site.url(), "--no-lab")
    assert done.code == 0
    page = (tmp_path / done.out.strip()).read_text()
    first_screen = page[: page.index('id="causes"')]
    assert "Real browser" in first_screen
    assert "/no/such/chromium" in first_screen


def test_always_a_browser_means_no_run_without_one(marsad: Marsad, tmp_path: Path, little_site: Site) -> None:
    (tmp_path / "marsad.toml").write_text('[browser]\nbinary = "/no/such/chromium"\n')
    done = marsad("audit", little_site.url(), "--browser", "always", "--no-lab")
    assert done.code == 3
    assert "/no/such/chromium" in done.last_error


def test_the_gate_fails_with_1_and_says_why(marsad: Marsad, little_site: Site) -> None:
    assert marsad("audit", little_site.url(), *QUICK, "--fail-on", "high").code == 1
    done = marsad("audit", little_site.url(), *QUICK, "--min-pages", "50")
    assert done.code == 1
    assert "only 3 pages" in done.err
    assert marsad("audit", little_site.url(), *QUICK, "--fail-on", "critical").code == 0


def test_json_log_lines_are_json_and_nothing_else(marsad: Marsad, little_site: Site) -> None:
    done = marsad("audit", little_site.url(), *QUICK, "--log-format", "json")
    lines = rows(done.err)
    assert {"crawl", "judge", "report"} <= {line["stage"] for line in lines}
    assert all({"time", "level", "message"} <= line.keys() for line in lines)
    failed = marsad("audit", "not a url", "--log-format", "json")
    assert rows(failed.err)[-1]["exit_code"] == 2


def test_a_page_is_tested_without_a_crawl(marsad: Marsad, little_site: Site, tmp_path: Path) -> None:
    done = marsad("page", little_site.url("/a"), little_site.url("/b"), *QUICK, "--format", "jsonl")
    assert done.code == 0
    found = rows(done.out)
    assert all(list(line) == LINE for line in found)
    image = next(line for line in found if line["rule"] == "image-alt-missing")
    assert image["url"] == little_site.url("/a")
    assert image["wcag"] == ["1.1.1"]
    assert "img" in str(image["selector"])
    assert set(little_site.paths()) == {"/a", "/b"}
    assert not (tmp_path / "marsad-data").exists()


def test_a_page_can_be_tested_with_one_rule(marsad: Marsad, little_site: Site) -> None:
    done = marsad("page", little_site.url("/a"), *QUICK, "--rule", "image-alt-missing", "--format", "jsonl")
    assert {line["rule"] for line in rows(done.out)} == {"image-alt-missing"}
    assert marsad("page", little_site.url("/a"), *QUICK, "--rule", "no-such").code == 2


def test_a_named_page_is_not_taken_for_the_home_page(marsad: Marsad) -> None:
    little = "<!doctype html><title>Boats</title><main><h1>Boats</h1><p>Soon.</p></main>"
    with Site({"/boats": Reply(little), "/gone": Reply("<p>Gone</p>", 404)}) as site:
        done = marsad("page", site.url("/boats"), *QUICK, "--rule", "content-empty-main", "--format", "jsonl")
        missing = marsad("page", site.url("/gone"), *QUICK, "--format", "jsonl")
    assert [line["rule"] for line in rows(done.out)] == ["content-empty-main"]
    assert "answered 404" in missing.err


def test_a_page_that_cannot_be_had_is_no_pass(marsad: Marsad, little_site: Site) -> None:
    with Site({}) as gone:
        url = gone.url()
    mixed = marsad("page", url, little_site.url("/a"), *QUICK, "--format", "jsonl")
    assert mixed.code == 0
    assert url in mixed.err
    assert marsad("page", url, *QUICK).code == 3


def test_exports_of_every_kind_are_whole(marsad: Marsad, little_site: Site) -> None:
    assert marsad("audit", little_site.url(), *QUICK).code == 0
    pages = rows(marsad("export", "pages").out)
    assert {page["url"] for page in pages} == {little_site.url(path) for path in ("/", "/a", "/b", "/gone")}
    links = {row["url"]: row for row in rows(marsad("export", "links").out)}
    gone = links[little_site.url("/gone")]
    assert (gone["verdict"], gone["status"]) == ("dead", 404)
    assert gone["sources"] == [little_site.url("/")]
    findings = rows(marsad("export", "findings").out)
    causes = rows(marsad("export", "causes").out)
    assert {line["cause"] for line in findings} == {cause["id"] for cause in causes}
    assert set(LINE) <= findings[0].keys()
    table = list(csv.DictReader(io.StringIO(marsad("export", "pages", "--format", "csv").out)))
    assert [row["url"] for row in table] == [page["url"] for page in pages]


def test_rules_are_listed_with_their_words(marsad: Marsad) -> None:
    listed = json.loads(marsad("rules", "--format", "json").out)
    assert len([rule for rule in listed if not rule["id"].startswith("axe/")]) >= 80
    for rule in listed:
        assert all(rule["words"][name] for name in ("title", "message", "why", "fix"))
        assert {"id", "group", "severity", "certainty", "evidence_class", "references", "needs"} <= rule.keys()


def test_the_doctor_says_what_is_missing_and_how_to_get_it(marsad: Marsad, tmp_path: Path) -> None:
    (tmp_path / "marsad.toml").write_text('[browser]\nbinary = "/no/such/chromium"\n')
    checks = json.loads(marsad("doctor", "--format", "json").out)
    browser = next(check for check in checks if check["name"] == "browser")
    assert browser["state"] == "missing"
    assert browser["how"]
    assert next(check for check in checks if check["name"] == "rooms")["state"] == "ok"


def test_ctrl_c_stops_cleanly_and_resume_goes_on(tmp_path: Path, marsad: Marsad) -> None:
    def slow(asked: object) -> Reply:
        time.sleep(0.1)
        return html(
            f"Page {getattr(asked, 'path', '')}", *(f"/{number}" for number in range(40)), body="<h1>Hello</h1>"
        )

    with Site({"*": slow, "/robots.txt": Reply("", 404), "/sitemap.xml": Reply("", 404)}) as site:
        first = subprocess.Popen(
            command("audit", site.url(), *QUICK, "--concurrency", "2"), cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        deadline = time.monotonic() + 30
        while len(site.asked) < 15 and time.monotonic() < deadline:
            time.sleep(0.02)
        first.send_signal(signal.SIGINT)
        _, err = first.communicate(timeout=600)
        assert first.returncode == 130
        assert "--resume" in err
        assert "Traceback" not in err
        done = marsad("audit", site.url(), *QUICK, "--resume")
    assert done.code == 0
    pages = rows(marsad("export", "pages").out)
    assert len({page["url"] for page in pages if page["status"] == 200}) == 41


def test_a_second_run_is_judged_beside_the_run_before(marsad: Marsad, tmp_path: Path, little_site: Site) -> None:
    for _ in range(2):
        assert marsad("audit", little_site.url(), *QUICK).code == 0
    with Store.open(str(tmp_path / "marsad-data" / "marsad.db")) as store:
        first, second = sorted(store.runs(), key=lambda run: run.id)
        views = [site_view(store, run, JudgeOptions(), list(store.pages(run.id))) for run in (first, second)]
    assert views[0].previous is None
    assert views[1].previous is not None
    assert {page.url for page in views[1].previous.pages} == {page.url for page in views[1].pages}


def test_every_page_is_loaded_in_a_browser_where_that_is_asked(marsad: Marsad, tmp_path: Path) -> None:
    links = [f"/p{number}" for number in range(4)]
    pages = {link: html(f"Boat {link}", *links, body="<p>A shop that sells boats.</p>") for link in links}
    with Site({"/": html("Boats", *links), **pages}) as site:
        done = marsad("audit", site.url(), "--browser-pages", "all", "--no-lab", "--no-external")
    assert done.code == 0, done.err
    with Store.open(str(tmp_path / "marsad-data" / "marsad.db")) as store:
        run = store.latest_run()
        assert run is not None
        seen = {one.page_id for one in store.artifacts(run.id, kinds=[ArtifactKind.AXE]) if not one.error}
        assert seen == {page.id for page in store.pages(run.id) if page.facts is not None}
        assert len(seen) == 5
        walked = {one.page_id for one in store.artifacts(run.id, kinds=[ArtifactKind.KEYBOARD])}
        assert walked < seen  # one page of a template is walked through, as ever
    assert marsad("audit", site.url(), "--browser-pages", "some").code == 2


def test_pages_that_stand_for_their_templates_are_looked_at_as_a_phone_shows_them(
    marsad: Marsad, tmp_path: Path
) -> None:
    narrow = "@media (max-width: 500px) {.small {display: block; color: #ccc; background: #fff}}"
    head = f'<meta name="viewport" content="width=device-width"><style>.small {{display: none}} {narrow}</style>'
    page = html("Boats", body='<main><h1>Boats</h1><p class="small">For phones</p></main>', head=head)
    with Site({"/": page}) as site:
        done = marsad("audit", site.url(), "--no-lab", "--no-external")
    assert done.code == 0, done.err
    with Store.open(str(tmp_path / "marsad-data" / "marsad.db")) as store:
        run = store.latest_run()
        assert run is not None
        seen = list(store.artifacts(run.id))
        found = [one for one in store.findings(run.id) if one.rule == "axe/color-contrast"]
    assert {one.device for one in seen if one.kind is ArtifactKind.AXE} == {"desktop", "mobile"}
    assert {one.device for one in seen if one.kind is ArtifactKind.VITALS} == {"desktop"}
    assert [one.evidence.facts["devices"] for one in found] == [["mobile"]]


def test_what_only_reads_makes_no_store_where_none_is(marsad: Marsad, tmp_path: Path) -> None:
    for words in (("judge",), ("judge", "1"), ("gate", "check", "--fail-on", "high"), ("gate", "baseline"), ("runs",)):
        done = marsad(*words)
        assert (done.code, len(done.err.strip().splitlines())) == (2, 1), done.err
        assert "no store here yet" in done.last_error
    assert not (tmp_path / "marsad-data").exists()


def test_a_run_is_judged_again_by_its_number_as_other_commands_take_it(
    marsad: Marsad, tmp_path: Path, little_site: Site
) -> None:
    for _ in range(2):
        assert marsad("audit", little_site.url(), *QUICK).code == 0
    assert "run-1" in marsad("judge", "1").out
    assert "run-1" in marsad("judge", "--run", "1").out  # as it was said before
    assert "run-2" in marsad("judge").out
    assert marsad("judge", "9").code == 2


def test_a_run_that_is_judged_again_is_held_against_the_gate_of_the_configuration(
    marsad: Marsad, tmp_path: Path, little_site: Site
) -> None:
    assert marsad("audit", little_site.url(), *QUICK).code == 0
    (tmp_path / "marsad.toml").write_text("[gate]\nmin_pages = 5000\n")
    assert marsad("judge").code == 1


def test_a_run_that_read_nothing_is_not_made_whole_by_judging_it(marsad: Marsad) -> None:
    assert marsad("audit", "http://127.0.0.1:9/", *QUICK).code == 3
    done = marsad("judge")
    assert done.code == 2
    assert "audit again" in done.last_error
    assert [one["state"] for one in json.loads(marsad("runs", "--format", "json").out)] == ["failed"]


def test_the_gate_is_asked_about_the_site_that_was_named(marsad: Marsad, tmp_path: Path, little_site: Site) -> None:
    with Site({"/": html("One page of boats")}) as other:
        tables = (f'[[site]]\nname = "{name}"\nurl = "{url}"\n' for name, url in
                  (("palms", little_site.url()), ("boats", other.url())))  # fmt: skip
        (tmp_path / "marsad.toml").write_text("\n".join(tables), encoding="utf-8")
        for name in ("palms", "boats"):
            assert marsad("audit", "--site", name, *QUICK).code == 0
    assert marsad("gate", "check", "--site", "palms", "--min-pages", "3").code == 0
    assert marsad("gate", "check", "--site", "boats", "--min-pages", "3").code == 1
    assert "run 1 " in marsad("gate", "baseline", "--site", "palms").err
