"""The chapter on accessibility, EARL and WCAG-EM say of each criterion what was found, and never that it is met."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from marsad.cli import main
from reports.accessibility import CriterionRow, Standing, accessibility_chapter
from reports.build import build
from reports.earl import write_earl
from reports.html import render
from reports.model import Report
from reports.wcag_em import write_wcag_em
from store.criteria import CRITERIA
from store.database import Batch, Fetched, Store
from store.model import (
    CauseState,
    Certainty,
    Evidence,
    Facts,
    Finding,
    Outcome,
    Page,
    RuleCount,
    RunState,
    Severity,
    Verdict,
)
from tests.reports.specimen import HOSTILE, NOW, cards, specimen

SITE = "https://shop.example"


def standings(**changes: Any) -> dict[str, CriterionRow]:
    """The rows by number, of the specimen's contrast cause with changes."""
    report = build(specimen())
    cause = next(one for one in report.all_causes if one.rule == "contrast-too-low")
    cause = replace(cause, **{"outcome": Outcome.FAIL, "severity": Severity.HIGH, "state": CauseState.NEW, **changes})
    counts = [
        RuleCount("image-alt-missing", passed=9),
        RuleCount("heading-skipped", not_applicable=9),
        RuleCount("contrast-too-low", not_run=9),
    ]
    chapter = accessibility_chapter([cause], counts, cards(), 2, 9)
    return {row.criterion.number: row for row in chapter.rows}


def test_a_criterion_stands_as_its_causes_and_counts_say() -> None:
    rows = standings()
    assert {number: rows[number].standing for number in ("1.4.3", "1.1.1", "1.3.1", "1.3.3")} == {
        "1.4.3": Standing.FAILED,
        "1.1.1": Standing.CLEAN,
        "1.3.1": Standing.ABSENT,
        "1.3.3": Standing.BY_HAND,
    }
    assert rows["1.4.3"].pages == rows["1.4.3"].causes[0].pages
    assert rows["1.1.1"].checks == 1


def test_a_check_that_could_not_run_is_neither_passed_nor_absent() -> None:
    row = standings(state=CauseState.FIXED)["1.4.3"]
    assert (row.standing, row.not_run, row.checks) == (Standing.NOT_RUN, 1, 0)


@pytest.mark.parametrize("doubt", [{"outcome": Outcome.REVIEW}, {"certainty": Certainty.CHECK}])
def test_what_a_person_must_judge_fails_no_criterion(doubt: dict[str, Any]) -> None:
    row = standings(**doubt)["1.4.3"]
    assert row.standing is Standing.REVIEW
    assert not row.causes


def test_an_ignored_barrier_fails_its_criterion_all_the_same() -> None:
    assert standings(state=CauseState.IGNORED)["1.4.3"].standing is Standing.FAILED


def test_every_criterion_of_levels_a_and_aa_of_wcag_2_2_has_a_row_and_those_of_aaa_only_with_findings() -> None:
    report = build(specimen())
    assert report.accessibility is not None
    assert len(report.accessibility.rows) == 55  # 31 of level A and 24 of AA, as W3C counts them
    assert not report.accessibility.beyond


def test_the_norms_take_over_what_their_version_of_wcag_holds() -> None:
    assert (CRITERIA["1.1.1"].en_301_549_v3, CRITERIA["1.1.1"].section_508) == ("9.1.1.1", "E205.4")
    assert (CRITERIA["2.5.8"].en_301_549_v3, CRITERIA["2.5.8"].en_301_549_v4) == ("", "9.2.5.8")
    assert (CRITERIA["4.1.1"].en_301_549_v3, CRITERIA["4.1.1"].en_301_549_v4) == ("9.4.1.1", "")
    assert CRITERIA["1.4.10"].section_508 == ""  # WCAG 2.1, which Section 508 does not take over
    assert CRITERIA["1.4.6"].en_301_549_v4 == ""
    assert sum(bool(one.en_301_549_v4) for one in CRITERIA.values()) == 55
    assert sum(bool(one.en_301_549_v3) for one in CRITERIA.values()) == 50
    assert sum(bool(one.section_508) for one in CRITERIA.values()) == 38


def test_the_report_names_standards_and_people_with_each_cause_and_claims_no_conformance() -> None:
    page = BeautifulSoup(render(build(specimen())), "html.parser")
    chapter = page.select_one("#accessibility")
    assert chapter is not None
    assert len(chapter.select("tbody tr th a[href*='Understanding']")) == 55
    causes = [one for one in page.select("details.cause") if "WCAG 2.2 1.1.1" in one.get_text()]
    assert causes
    assert "EN 301 549 9.1.1.1 (v3.2.1, v4.1.1) · Section 508 E205.4" in causes[0].get_text()
    assert "use a screen reader" in causes[0].get_text()
    said = page.get_text().lower()
    assert "compliant" not in said
    assert "conformant" not in said


def stored(folder: Path) -> Path:
    """A store with one run: a failure, a doubt, an inferred failure, a rule that passed, and one that could not run."""
    path = folder / "marsad.sqlite"
    with Store.open(str(path)) as store:
        run = store.begin_run("shop.example", f"{SITE}/", {}, {}, NOW)
        fetched = [Fetched(Page(f"{SITE}{one}", status=200, facts=Facts(title="T"))) for one in ("/", "/a")]
        store.save_batch(run.id, Batch(fetched=fetched))
        pages = {page.url: page.id for page in store.pages(run.id)}

        def finding(rule: str, path: str, **more: Any) -> Finding:
            url = f"{SITE}{path}"
            given = {"outcome": Outcome.FAIL, "certainty": Certainty.DEFECT, "message": "The `img` has no `alt`."}
            known = {**given, **more}
            return Finding(
                rule,
                url,
                severity=Severity.HIGH,
                evidence=Evidence(selector="main > img", message=HOSTILE),
                page_id=pages[url],
                **known,
            )

        found = [
            finding("image-alt-missing", "/", message=HOSTILE),
            finding("image-alt-missing", "/a", inferred=True),
            finding("contrast-too-low", "/a", outcome=Outcome.REVIEW),
            finding("link-broken", "/a"),
        ]
        counts = (
            RuleCount("image-alt-missing", fail=1),
            RuleCount("contrast-too-low", review=1),
            RuleCount("heading-skipped", passed=2),
            RuleCount("axe/color-contrast", not_run=2),
        )
        store.save_verdict(run.id, Verdict((), counts, ()), found)
        store.end_run(run.id, RunState.DONE, NOW + 1)
    return path


def test_earl_asserts_what_was_tested_and_nothing_that_was_inferred(tmp_path: Path) -> None:
    out = io.StringIO()
    with Store.open(str(stored(tmp_path))) as store:
        written = write_earl(store, store.runs()[0], cards(), "1.2.3", out)
    document = json.loads(out.getvalue())
    asserted = [one for one in document["@graph"] if one["@type"] == "Assertion"]
    told = {(one["test"]["dct:title"], one["subject"]["@id"], one["result"]["outcome"]) for one in asserted}
    assert written == len(asserted) == 3
    assert told == {
        ("Image has no text alternative", f"{SITE}/", "earl:failed"),
        ("Text is too pale for its background", f"{SITE}/a", "earl:cantTell"),
        ("A heading level is skipped", f"{SITE}/", "earl:passed"),
    }
    failed = next(one for one in asserted if one["result"]["outcome"] == "earl:failed")
    assert failed["test"]["dct:isPartOf"] == ["WCAG22:non-text-content"]
    assert failed["result"]["pointer"]["ptr:expression"] == "main > img"


def wcag_em(report: Report) -> str:
    out = io.StringIO()
    write_wcag_em(report, out)
    return out.getvalue()


def test_wcag_em_leaves_to_a_person_what_no_machine_knows_and_lets_no_text_of_the_site_be_markup() -> None:
    given = specimen(browser=False)
    hostile = replace(given.verdict.causes[1], message=HOSTILE + " [a](javascript:b)")
    causes = (given.verdict.causes[0], hostile, *given.verdict.causes[2:])
    text = wcag_em(build(replace(given, verdict=replace(given.verdict, causes=causes))))
    assert text.count("\n| [") == 55
    assert text.index("| [1.4.3") < text.index("| [1.4.10")
    assert "*(to be filled in by a person)*" in text
    assert "no Chromium was found" in text
    assert "<script" not in text.replace("\\<script", "")
    assert "[a](javascript" not in text


def test_documents_are_exported_by_the_command_and_not_as_rows(tmp_path: Path) -> None:
    store = f"sqlite:///{stored(tmp_path)}"
    shell = CliRunner()
    earl = shell.invoke(main, ["export", "earl", "--store", store])
    assert earl.exit_code == 0, earl.output
    titles = {one["test"]["dct:title"] for one in json.loads(earl.stdout)["@graph"] if "test" in one}
    assert "Text is too faint against its background" in titles
    summary = shell.invoke(main, ["export", "wcag-em", "--store", store, "--output", str(tmp_path / "em.md")])
    assert summary.exit_code == 0, summary.output
    assert (tmp_path / "em.md").read_text(encoding="utf-8").startswith("# Accessibility of shop.example")
    refused = shell.invoke(main, ["export", "earl", "--format", "csv", "--store", store])
    assert refused.exit_code == 2
    assert "one document" in refused.output
