"""The forms of the report, each read back by a parser that is not ours: hostile text stays text everywhere."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from reports.build import build
from reports.cells import cell, cell_text
from reports.changes import ChangeLine, ChangeRow, ChangesChapter, ChangeTable
from reports.form_names import USES
from reports.forms import FORMS, write_form, write_forms
from reports.junit import write_junit
from reports.machine import write_json
from reports.mail import summary_mail
from reports.markdown import code, escaped, write_markdown
from reports.model import Report
from reports.options import FormName, ReportOptions
from reports.sarif import write_sarif
from reports.schema import schema_text
from reports.words import Words
from store.database import Store
from store.errors import ConfigError, RunError
from store.model import Run
from tests.reports.specimen import HOSTILE, NOW, specimen
from tests.reports.specimen_life import lived

HOSTILE_TEXTS = (
    HOSTILE, "=1+1", "＝1+1", "+1", "＋cmd", "-2", "－2", "@SUM(A1)", "＠x", "\t=1", "\r=1", "\n=1", "\x00=1", " =1",
    "\u200b=1", "﹦1", "a;=1", 'a";=1', "]]>", "<![CDATA[x", "&lt;&amp;", "\x1b[31m", "\ud800", "\uffff", "\u202eexe",
    "| a | b |", "`", "``x`", "[x](javascript:alert(1))", "![x](http://evil.example/x.png)", "<img src=x onerror=1>",
    "# h", "- l", "1. l", "@everyone", "#1", "https://evil.example/", "www.evil.example", "a@evil.example", "***", "\\",
    "\\`", "$x$", "~~~", "a\n\n# b", "",
)  # fmt: skip
hostile = st.one_of(
    st.sampled_from(HOSTILE_TEXTS),
    st.text(alphabet=st.characters(codec=None), max_size=40),
    st.tuples(st.sampled_from(HOSTILE_TEXTS), st.text(max_size=10)).map("".join),
)
STARTS = tuple("=+-@\t\r\n＝＋－＠﹢﹣﹦−")
_LINK = re.compile(r'href="([^"]*)"')
SHEETS = ("Summary", "Causes", "Pages", "Links", "Findings", "Checks")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "data").mkdir()
    with Store.open(str(tmp_path / "data" / "marsad.sqlite")) as opened:
        opened.begin_run("shop.example", "https://shop.example/", {}, {"marsad": "0.1.0"}, NOW)
        yield opened


@pytest.fixture(scope="module")
def report() -> Report:
    return build(specimen())


def run_of(store: Store) -> Run:
    return store.runs()[0]


@cache
def little() -> Report:
    return build(specimen(pages=30, causes=6))


def poisoned(text: str) -> Report:
    """A report in which a site says `text` wherever a site can say something."""
    found = little()
    causes = tuple(
        replace(one, title=text, message=text, brief=text, place=text, target=text, template=text,
                urls=(text,), page_ids=(), key_urls=(text,),
                proof=replace(one.proof, url=text, selector=text, snippet=text, message=text) if one.proof else None)
        for one in found.causes
    )  # fmt: skip
    pages = tuple(replace(one, title=text) for one in found.pages)
    return replace(
        found,
        causes=causes,
        pages=pages,
        host=text or "x",
        links=tuple(replace(one, text=text, target=text) for one in found.links),
    )


def test_every_form_has_a_name_a_use_and_a_setting() -> None:
    assert list(FORMS) == list(USES) == list(FormName.__args__)


def test_every_form_is_written_and_its_first_file_is_there(store: Store, report: Report, tmp_path: Path) -> None:
    for name, form in FORMS.items():
        if name == "pdf":
            continue
        written = write_form(name, report, store, run_of(store).id, tmp_path / name)
        assert tmp_path / name / form.main in written
        assert all(path.is_file() for path in written)


def test_an_unknown_form_names_the_known_ones(store: Store, report: Report, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="html, single-file, json"):
        write_form("docx", report, store, run_of(store).id, tmp_path)


def test_the_folder_links_to_files_that_are_there_and_the_single_file_to_none(
    store: Store, report: Report, tmp_path: Path
) -> None:
    write_form("html", report, store, run_of(store).id, tmp_path / "folder")
    page = BeautifulSoup((tmp_path / "folder" / "index.html").read_text("utf-8"), "lxml")
    beside = [str(one["href"]) for one in page.select(".beside a")]
    named = {f"tables/{name}.csv" for name in ("pages", "links", "causes", "checks")}
    assert set(beside) == {*named, "report.json"}
    assert all((tmp_path / "folder" / one).is_file() for one in beside)
    written = write_form("single-file", report, store, run_of(store).id, tmp_path / "single")
    assert [path.name for path in written] == ["index.html"]
    alone = _LINK.findall((tmp_path / "single" / "index.html").read_text("utf-8"))
    assert not [one for one in alone if not one.startswith(("#", "http://", "https://"))]


def test_tables_beside_the_report_hold_every_row(store: Store, report: Report, tmp_path: Path) -> None:
    write_form("html", report, store, run_of(store).id, tmp_path)
    for name, rows in (("pages", report.pages), ("links", report.links), ("causes", report.all_causes)):
        with (tmp_path / "tables" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.DictReader(file))) == len(rows)


def test_the_json_is_as_its_published_schema_says_and_every_field_is_described(
    store: Store, report: Report, tmp_path: Path
) -> None:
    write_form("json", report, store, run_of(store).id, tmp_path)
    schema = json.loads((tmp_path / "report.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    data = json.loads((tmp_path / "report.json").read_bytes())
    faults = [
        f"{list(one.absolute_path)}: {one.message[:200]}" for one in Draft202012Validator(schema).iter_errors(data)
    ]
    assert not faults[:5]
    for place in (schema, *schema["$defs"].values()):
        assert all(one.get("description") for one in place["properties"].values())
    assert Draft202012Validator(schema).is_valid({**data, "more": 1}) is False


def test_the_lives_of_causes_and_what_changed_are_in_the_schema_too() -> None:
    told = build(lived(60, 12))
    line = ChangeLine("title", 3, "/product/{slug}", ("abc",), ("https://shop.example/a",), 0.5)
    table = ChangeTable("title", (ChangeRow("https://shop.example/a", "A", "B"),), 3)
    chapter = ChangesChapter(1, NOW - 9e5, 2, NOW, (line,), (table,))
    out = io.BytesIO()
    write_json(replace(told, changes=chapter), out)
    data = json.loads(out.getvalue())
    assert data["changes"]["lines"][0]["causes"] == ["abc"]
    assert data["trend"]
    assert not [one.message for one in Draft202012Validator(json.loads(schema_text())).iter_errors(data)]


def test_the_schema_in_the_reference_is_the_one_that_is_shipped() -> None:
    reference = Path(__file__).parents[2] / "docs" / "reference" / "report.schema.json"
    assert reference.read_text("utf-8") == schema_text()


# --- cells -----------------------------------------------------------------------------------------------------------


@settings(max_examples=400, deadline=None)
@given(hostile)
@example("\ufeff=1")
@example("\u00a0@x")
def test_no_cell_is_a_formula_or_holds_control_characters(text: str) -> None:
    found = cell(text)
    assert isinstance(found, str)
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", found):
        assert not found.lstrip().startswith(STARTS)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e]", found)


@settings(max_examples=200, deadline=None)
@given(st.lists(hostile, min_size=1, max_size=5))
def test_rows_of_csv_keep_their_cells(texts: list[str]) -> None:
    held = io.StringIO(newline="")
    csv.writer(held, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC).writerow([cell(one) for one in texts])
    assert next(csv.reader(io.StringIO(held.getvalue(), newline=""))) == [str(cell(one)) for one in texts]
    # where a semicolon divides columns, no cell breaks in two
    assert all(one.startswith('"') for one in held.getvalue().split("\r\n")[0:1])


def test_numbers_stay_numbers() -> None:
    assert [cell(one) for one in (1, -2.5, "-3", True, None, float("nan"))] == [1, -2.5, "-3", "yes", "", ""]
    assert cell_text("+386 40 123 456").startswith("'")


# --- spreadsheet -----------------------------------------------------------------------------------------------------


def sheets(path: Path) -> dict[str, ElementTree.Element]:
    """The sheets of a workbook by name, read as the XML that they are."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as book:
        names = [
            one.get("name", "") for one in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{space}sheet")
        ]
        for part in book.namelist():
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(book.read(part))
        return {
            name: ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            for number, name in enumerate(names, 1)
        }


def parts(sheet: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [one for one in sheet.iter() if one.tag.endswith(f"}}{name}")]


def test_the_workbook_has_its_sheets_with_filters_frozen_heads_and_every_row(
    store: Store, report: Report, tmp_path: Path
) -> None:
    write_form("xlsx", report, store, run_of(store).id, tmp_path)
    found = sheets(tmp_path / "report.xlsx")
    assert tuple(found) == SHEETS
    for name in SHEETS[1:]:
        assert parts(found[name], "autoFilter")
        assert parts(found[name], "pane")[0].get("state") == "frozen"
        assert parts(found[name], "cols")
    assert len(parts(found["Causes"], "row")) == len(report.all_causes) + 1
    assert len(parts(found["Pages"], "row")) == len(report.pages) + 1
    status = next(one for one in parts(found["Pages"], "c") if one.get("r") == "B2")
    assert status.get("t") in (None, "n")
    assert not parts(found["Causes"], "f")
    assert not parts(found["Causes"], "sheetView")[0].get("rightToLeft")


def test_the_workbook_of_a_right_to_left_language_runs_from_the_right(
    store: Store, report: Report, tmp_path: Path
) -> None:
    write_form("xlsx", report, store, run_of(store).id, tmp_path, ReportOptions(lang="ar"))
    assert {parts(one, "sheetView")[0].get("rightToLeft") for one in sheets(tmp_path / "report.xlsx").values()} == {"1"}


def test_no_text_of_a_site_is_a_formula_or_a_strange_link_in_the_workbook(store: Store, tmp_path: Path) -> None:
    bad = poisoned(HOSTILE)
    pages = tuple(replace(bad.pages[0], id=number, title=text, url=text) for number, text in enumerate(HOSTILE_TEXTS))
    causes = tuple(
        replace(bad.causes[0], title=text, message=text, target=text, urls=(text,)) for text in HOSTILE_TEXTS
    )
    write_form("xlsx", replace(bad, pages=pages, causes=causes), store, run_of(store).id, tmp_path)
    said = []
    for sheet in sheets(tmp_path / "report.xlsx").values():
        assert not parts(sheet, "f")
        said += [one.text or "" for one in parts(sheet, "t")]
    assert len(said) > 4 * len(HOSTILE_TEXTS)
    for one in said:
        assert re.fullmatch(r"[+-]?[0-9.]+", one) or not one.lstrip().startswith(STARTS)
    with zipfile.ZipFile(tmp_path / "report.xlsx") as book:
        for part in book.namelist():
            if "worksheets/_rels" in part:
                for link in ElementTree.fromstring(book.read(part)):
                    assert link.get("Target", "").startswith(("http://", "https://"))


# --- SARIF -----------------------------------------------------------------------------------------------------------

SARIF: dict[str, Any] = json.loads((Path(__file__).parent / "sarif.schema.json").read_text("utf-8"))


def sarif_of(report: Report) -> dict[str, Any]:
    out = io.BytesIO()
    write_sarif(report, "0.1.0", out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_sarif_names_each_cause_once_with_rule_places_and_fingerprint(report: Report) -> None:
    found = sarif_of(report)
    Draft202012Validator(SARIF).validate(found)
    run = found["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(report.all_causes)
    for result, cause in zip(run["results"], report.all_causes, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == cause.rule
        assert result["partialFingerprints"] == {"marsadCause/v1": cause.id}
        assert 1 <= len(result["locations"]) <= 20
        assert result["occurrenceCount"] == max(1, cause.pages)
    assert len({one["id"] for one in rules}) == len(rules)
    assert {one["suppressions"][0]["justification"] for one in run["results"] if "suppressions" in one} == {
        one.ignored.reason for one in report.ignored if one.ignored
    }
    reviews = [one for one in run["results"] if one["kind"] == "review"]
    assert len(reviews) >= len(report.reviews) > 0
    assert {one["level"] for one in reviews} == {"none"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile)
@example("https://shop.example/50%off")
def test_sarif_and_junit_stay_valid_whatever_a_site_says(text: str) -> None:
    found = poisoned(text)
    said = sarif_of(found)
    Draft202012Validator(SARIF).validate(said)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\u202a-\u202e]", json.dumps(said, ensure_ascii=False))
    out = io.BytesIO()
    write_junit(found, Words(), out)
    root = ElementTree.fromstring(out.getvalue())
    assert {one.tag for one in root.iter()} <= {"testsuites", "testsuite", "testcase", "failure", "error", "skipped"}


# --- JUnit -----------------------------------------------------------------------------------------------------------


def junit_of(report: Report) -> ElementTree.Element:
    out = io.BytesIO()
    write_junit(report, Words(), out)
    return ElementTree.fromstring(out.getvalue())


def test_junit_has_one_test_case_a_check_and_its_sums_are_right(report: Report) -> None:
    root = junit_of(report)
    cases = list(root.iter("testcase"))
    rules = [one.get("name", "").split(":")[0] for one in cases]
    known = {row.count.rule for row in report.checks} | {one.rule for one in report.problems}
    assert sorted(rules) == sorted(known)
    failed = {one.get("name", "").split(":")[0] for one in cases if one.find("failure") is not None}
    assert failed == {one.rule for one in report.problems}
    for tag, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        assert int(root.get(name, "-1")) == sum(int(one.get(name, "0")) for one in root.iter("testsuite"))
        assert int(root.get(name, "-1")) == sum(1 for one in cases if one.find(tag) is not None)
    assert int(root.get("tests", "0")) == len(cases)


def test_what_was_not_run_is_skipped_with_its_reason(report: Report) -> None:
    row = report.checks[0]
    bare = replace(
        row,
        count=replace(
            row.count, rule="not-run-here", fail=0, review=0, passed=0, not_run=5, error=0, detail="no browser"
        ),
    )
    case = next(
        one
        for one in junit_of(replace(report, checks=(bare,))).iter("testcase")
        if "not-run-here" in one.get("name", "")
    )
    skipped = case.find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "no browser"


# --- Markdown --------------------------------------------------------------------------------------------------------


def markdown_of(report: Report) -> str:
    out = io.StringIO()
    write_markdown(report, Words(), ReportOptions(), out)
    return out.getvalue()


def test_the_markdown_summary_says_what_matters(report: Report) -> None:
    page = BeautifulSoup(MarkdownIt("commonmark").enable("table").render(markdown_of(report)), "lxml")
    assert len(page.select("ol > li")) == len(report.first)
    assert page.select_one("h1")
    assert len(page.select("table")) == 2
    assert str(len(report.problems)) in page.get_text()


@settings(max_examples=300, deadline=None)
@given(hostile)
def test_text_of_a_site_is_never_markup_in_markdown(text: str) -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for written in (
        f"1. **{escaped(text)}** x",
        f"| a |\n|---|\n| {escaped(text)} |",
        escaped(text),
        f"x {code(text)} x",
    ):
        page = BeautifulSoup(reader.render(written), "lxml")
        tags = {one.name for one in page.find_all(True)}
        assert tags <= {"html", "body", "p", "ol", "li", "strong", "table", "thead", "tbody", "tr", "th", "td", "code"}
        assert len(page.find_all("td")) <= 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile)
def test_a_hostile_site_adds_nothing_to_the_markdown_document(text: str) -> None:
    page = BeautifulSoup(
        MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown_of(poisoned(text))), "lxml"
    )
    assert not page.find_all(["a", "img", "script", "hr", "blockquote", "pre"])
    assert len(page.find_all("h1")) == 1
    assert len(page.find_all("h2")) == 4


# --- mail ------------------------------------------------------------------------------------------------------------


def test_the_mail_has_a_subject_five_lines_and_a_link(report: Report) -> None:
    mail = summary_mail(report, Words(), "https://reports.example/run-1/")
    assert "shop.example" in mail.subject
    assert "\n" not in mail.subject
    assert "https://reports.example/run-1/" in mail.text
    page = BeautifulSoup(mail.html, "lxml")
    assert [one["href"] for one in page.select("a")] == ["https://reports.example/run-1/"]
    assert not page.find_all(["script", "link", "style", "img"])
    for one in report.first:
        assert one.title in mail.text
        assert one.title in page.get_text()


def test_a_path_in_a_mail_is_text_and_no_link(report: Report) -> None:
    page = BeautifulSoup(summary_mail(report, Words(), "javascript:alert(1)").html, "lxml")
    assert not page.select("a")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile)
def test_a_hostile_site_changes_neither_the_mails_subject_line_nor_its_markup(text: str) -> None:
    mail = summary_mail(poisoned(text), Words())
    assert not re.search(r"[\r\n\x00]", mail.subject)
    page = BeautifulSoup(mail.html, "lxml")
    assert not page.find_all(["script", "img", "a", "svg", "iframe"])


def test_the_mail_as_a_file_is_read_by_a_mail_program(store: Store, report: Report, tmp_path: Path) -> None:
    write_form("mail", report, store, run_of(store).id, tmp_path)
    message = email.message_from_bytes((tmp_path / "mail.eml").read_bytes(), policy=email.policy.default)
    assert [one.get_content_type() for one in message.iter_parts()] == ["text/plain", "text/html"]
    assert "shop.example" in str(message["Subject"])


# --- the folder ------------------------------------------------------------------------------------------------------


def names(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()} - {".marsad-report.json"}


def test_forms_of_one_judgement_lie_beside_each_other_and_those_of_another_are_removed(
    store: Store, report: Report, tmp_path: Path
) -> None:
    run, folder = run_of(store).id, tmp_path / "report"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    write_form("html", report, store, run, folder)
    write_form("sarif", report, store, run, folder)
    assert {"index.html", "report.sarif", "tables/pages.csv", "notes.txt"} <= names(folder)
    write_form("markdown", replace(report, score=1.0), store, run, folder)
    assert names(folder) == {"summary.md", "notes.txt"}
    assert not (folder / "tables").exists()


def test_a_manifest_that_was_tampered_with_removes_nothing_outside(
    store: Store, report: Report, tmp_path: Path
) -> None:
    folder = tmp_path / "report"
    folder.mkdir()
    (tmp_path / "precious").write_text("x")
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "file").write_text("x")
    outside = ["../precious", str(tmp_path / "precious"), "deep/er/file", 5, "..\\precious"]
    (folder / ".marsad-report.json").write_text(json.dumps({"report": "other", "files": outside}))
    write_form("markdown", report, store, run_of(store).id, folder)
    assert (tmp_path / "precious").exists()
    assert (folder / "deep" / "er" / "file").exists()


def test_a_file_in_the_place_of_the_folder_is_said_in_one_line(store: Store, report: Report, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(RunError, match="there is a file of this name") as raised:
        write_form("markdown", report, store, run_of(store).id, tmp_path / "taken")
    assert "\n" not in str(raised.value)


def test_several_forms_are_written_in_one_go(store: Store, report: Report, tmp_path: Path) -> None:
    written = write_forms(("markdown", "junit", "markdown"), report, store, run_of(store).id, tmp_path)
    assert [path.name for path in written] == ["summary.md", "junit.xml"]
