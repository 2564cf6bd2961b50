"""The chapter on speed: kinds of pages with their bands, field beside lab, files with savings, budgets, a waterfall."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from audits.registry import all_rules
from reports.build import build
from reports.html import render
from reports.load import load
from reports.machine import write_json
from reports.model import Report
from reports.options import ReportOptions
from reports.speed import SpeedChapter, band
from reports.waterfall import MOST_ROWS, waterfall
from store.batch import Batch, Fetched
from store.database import Store
from store.measures import Measures, MeasureState
from store.model import (
    Artifact,
    ArtifactKind,
    Category,
    Cause,
    Certainty,
    Effort,
    Evidence,
    Facts,
    Finding,
    Outcome,
    Owner,
    Page,
    RunState,
    Severity,
    Template,
    Verdict,
)
from tests.reports.specimen import HOSTILE

SITE = "https://example.test"
PATHS = ("/", "/shop/a", "/shop/b")
DAY = 86_400.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "marsad.db")) as opened:
        yield opened


def lab_of(lcp: float, *, busy: bool = False) -> dict[str, Any]:
    figures = {"fcp_ms": lcp / 2, "lcp_ms": lcp, "cls": 0.3, "tbt_ms": 100.0, "score": 0.6}
    rows = [
        {"url": f"{SITE}/", "type": "document", "start_ms": 0.0, "response_ms": 600.0, "end_ms": 700.0, "bytes": 4_000},
        {"url": f"{SITE}/{HOSTILE}.css", "type": "stylesheet", "start_ms": 700.0, "end_ms": None, "is_blocking": True},
    ]
    return {
        "device": "mobile", "emulation": {"name": "mobile, slow 4G, CPU ×4, applied"}, "runs": [figures] * 3,
        "median": figures, "waterfall": rows, "waterfall_left": 7, "machine": {"is_busy": busy},
        "filmstrip": [{"ms": 500, "image": "UklGRg=="}, {"ms": 900, "image": "UklGRh=="}],
    }  # fmt: skip


def begin(store: Store, at: float) -> tuple[int, dict[str, int]]:
    run = store.begin_run("example.test", f"{SITE}/", {}, {}, at)
    pages = [Page(SITE + path, status=200, facts=Facts(title="A")) for path in PATHS]
    store.save_batch(run.id, Batch(fetched=[Fetched(page) for page in pages]))
    ids = {page.url.removeprefix(SITE): page.id for page in store.pages(run.id)}
    templates = [Template(1, "/", 1, ""), Template(2, "/shop/{slug}", 2, "")]
    store.save_templates(run.id, templates, {ids["/"]: 1, ids["/shop/a"]: 2, ids["/shop/b"]: 2})
    return run.id, ids


def test_nothing_is_drawn_of_a_run_that_measured_nothing(store: Store) -> None:
    number, _ = begin(store, 10 * DAY)
    report = build(load(store, number, {}))
    assert report.speed is None
    assert 'id="speed"' not in render(report)


def text_of(report: Report) -> str:
    section = BeautifulSoup(render(report), "html.parser").select_one("#speed")
    assert section is not None
    return section.get_text(" ", strip=True)


def chapter(report: Report) -> SpeedChapter:
    assert report.speed is not None
    return report.speed


def test_kinds_of_pages_stand_worst_first_with_lab_and_browser(store: Store) -> None:
    number, ids = begin(store, 10 * DAY)
    quick, slow = {"lcp_ms": 400.0, "cls": 0.0, "tbt_ms": 0.0}, {"lcp_ms": 900.0, "cls": 0.0, "tbt_ms": 0.0}
    store.save_artifacts(
        number,
        [
            Artifact(ids["/"], ArtifactKind.VITALS, "desktop", quick),
            Artifact(ids["/shop/a"], ArtifactKind.VITALS, "desktop", slow),
            Artifact(ids["/shop/a"], ArtifactKind.LAB, "mobile", lab_of(4_100.0)),
            Artifact(ids["/shop/b"], ArtifactKind.LAB, "mobile", lab_of(2_000.0)),
            Artifact(ids["/"], ArtifactKind.LAB, "mobile", {}, b"", "the page did not load"),
        ],
    )
    found = chapter(build(load(store, number, {})))
    assert [row.name for row in found.templates] == ["/shop/{slug}", "/"]
    worst = found.templates[0]
    assert (worst.spread, worst.lab_pages, worst.browser_pages, worst.pages) == ((1, 0, 1), 2, 1, 2)
    assert worst.lab["lcp_ms"].value == 3_050
    assert worst.lab["lcp_ms"].band == "middling"
    assert worst.url == f"{SITE}/shop/a"
    assert found.emulations == ("mobile, slow 4G, CPU ×4, applied",)


def test_lab_figures_never_stand_without_their_emulation_and_are_no_pagespeed_score(store: Store) -> None:
    number, ids = begin(store, 10 * DAY)
    store.save_artifacts(number, [Artifact(ids["/"], ArtifactKind.LAB, "mobile", lab_of(4_100.0, busy=True))])
    page = BeautifulSoup(render(build(load(store, number, {}))), "html.parser")
    text = page.select_one("#speed").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert text.count("mobile, slow 4G, CPU ×4, applied") >= 3
    assert "median of 3 loads" in text
    assert "no PageSpeed score" in text
    assert "machine was busy" in text
    assert len(page.select(".filmstrip img")) == 2
    assert page.select_one(".wide-picture img")
    assert "7 more files are not drawn" in text
    assert page.select_one('nav a[href="#speed"]')


def test_field_says_who_answered_and_little_traffic_is_left_out(store: Store) -> None:
    number, _ = begin(store, 400 * DAY)
    keys = ("target", "answered_by", "form_factor", "metric")
    columns = ("p75", "good", "middling", "poor")
    rows = (
        ((SITE, "origin", "PHONE", "lcp_ms"), (4_100.0, 0.5, 0.2, 0.3)),
        ((f"{SITE}/shop/a", "page", "PHONE", "lcp_ms"), (2_100.0, 0.8, 0.1, 0.1)),
        ((f"{SITE}/shop/b", "origin", "PHONE", "lcp_ms"), (4_100.0, 0.5, 0.2, 0.3)),
    )
    weeks = tuple(
        ((SITE, "origin", "PHONE", "lcp_ms", f"1970-{month:02}-07"), (2_000.0 + month, None, None, None))
        for month in range(1, 12)
    )
    store.save_measures(
        "example.test",
        number,
        [
            Measures("crux", "field", SITE, "all", "1971-01-01", "1971-01-28", keys, columns, rows),
            Measures(
                "crux", "field_history", SITE, "all", "1970-01-01", "1971-01-28", (*keys, "last_day"), columns, weeks
            ),
        ],
    )
    report = build(load(store, number, {}))
    found = chapter(report)
    assert [(one.is_origin, one.p75.band) for one in found.field] == [(True, "poor"), (False, "good")]
    assert len(found.history) == 1
    assert len(found.history[0].weeks) == 11
    text = BeautifulSoup(render(report), "html.parser").get_text(" ", strip=True)
    assert "The whole site" in text
    assert "1971-01-01 to 1971-01-28" in text


def test_insufficient_field_data_draws_no_field(store: Store) -> None:
    number, ids = begin(store, 400 * DAY)
    store.save_measures(
        "example.test",
        number,
        [Measures("crux", "field", SITE, "all", "", "", state=MeasureState.INSUFFICIENT, reason="not enough people")],
    )
    store.save_artifacts(number, [Artifact(ids["/"], ArtifactKind.VITALS, "desktop", {"lcp_ms": 1.0})])
    assert chapter(build(load(store, number, {}))).field == ()


def test_earlier_runs_make_a_trend(store: Store) -> None:
    last = 0
    for day, lcp in ((10, 4_000.0), (17, 3_000.0), (24, 2_000.0)):
        last, ids = begin(store, day * DAY)
        store.save_artifacts(last, [Artifact(ids["/"], ArtifactKind.LAB, "mobile", lab_of(lcp))])
        store.end_run(last, RunState.DONE, day * DAY + 9)
    found = chapter(build(load(store, last, {})))
    assert [value for _, _, value, _ in found.trend_rows] == [4_000, 3_000, 2_000]
    assert found.trend is not None
    first = chapter(build(load(store, last - 2, {})))
    assert [value for _, _, value, _ in first.trend_rows] == [4_000]


def test_runs_of_one_day_stand_beside_one_another_with_their_times(store: Store) -> None:
    last = 0
    for hour, lcp in ((8, 4_000.0), (9, 3_000.0), (11, 2_000.0)):
        last, ids = begin(store, 10 * DAY + hour * 3_600)
        store.save_artifacts(last, [Artifact(ids["/"], ArtifactKind.LAB, "mobile", lab_of(lcp))])
        store.end_run(last, RunState.DONE, 10 * DAY + hour * 3_600 + 9)
    found = chapter(build(load(store, last, {})))
    assert [day for day, *_ in found.trend_rows] == ["1970-01-11 08:00", "1970-01-11 09:00", "1970-01-11 11:00"]
    assert found.trend is not None
    assert [x for x, _ in found.trend.dots] == [0.0, 200.0, 600.0]
    assert (found.trend.first_day, found.trend.last_day) == ("1970-01-11 08:00", "1970-01-11 11:00")


def test_trend_tells_each_kind_of_page_for_other_pages_may_have_been_chosen(store: Store) -> None:
    for day, measured in ((10, {"/": 1_000.0, "/shop/a": 9_000.0}), (17, {"/": 1_100.0})):
        last, ids = begin(store, day * DAY)
        store.save_artifacts(
            last, [Artifact(ids[path], ArtifactKind.LAB, "mobile", lab_of(lcp)) for path, lcp in measured.items()]
        )
        if day == 17:
            store.save_artifacts(last, [Artifact(ids["/shop/b"], ArtifactKind.VITALS, "desktop", {"lcp_ms": 300.0})])
        store.end_run(last, RunState.DONE, day * DAY + 9)
    found = chapter(build(load(store, last, {})))
    assert [value for _, _, value, _ in found.trend_rows] == [5_000, 1_100]
    assert dict(found.trend_templates) == {"/": (1_000, 1_100), "/shop/{slug}": (9_000, None)}


@pytest.mark.parametrize(
    ("field", "side", "words"),
    [(3_000.0, "quicker", "quicker phones and networks"), (4_000.0, "alike", "much the same"),
     (5_200.0, "slower", "asks a server that is near")],
)  # fmt: skip
def test_visitors_beside_the_lab_are_explained(field: float, side: str, words: str, store: Store) -> None:
    number, ids = begin(store, 400 * DAY)
    store.save_artifacts(number, [Artifact(ids["/shop/a"], ArtifactKind.LAB, "mobile", lab_of(4_100.0))])
    keys, columns = ("target", "answered_by", "form_factor", "metric"), ("p75", "good", "middling", "poor")
    rows = (
        ((SITE, "origin", "PHONE", "lcp_ms"), (9_000.0, None, None, None)),
        ((f"{SITE}/shop/a", "page", "PHONE", "lcp_ms"), (field, None, None, None)),
        ((f"{SITE}/shop/a", "page", "PHONE", "ttfb_ms"), (700.0, None, None, None)),
    )
    store.save_measures(
        "example.test",
        number,
        [Measures("crux", "field", SITE, "all", "1971-01-01", "1971-01-28", keys, columns, rows)],
    )
    report = build(load(store, number, {}))
    gap = chapter(report).gap
    assert gap is not None
    assert (gap.target, gap.field_ms, gap.lab_ms, gap.side) == (f"{SITE}/shop/a", field, 4_100.0, side)
    assert words in text_of(report)
    assert "700 ms pass before the first byte" in text_of(report)


def test_pagespeed_scores_stand_by_themselves(store: Store) -> None:
    number, _ = begin(store, 400 * DAY)
    rows = (
        ((f"{SITE}/", "MOBILE", "performance_score"), (0.93,)),
        ((f"{SITE}/", "MOBILE", "lcp_ms"), (2_410.5,)),
        ((f"{SITE}/", "MOBILE", "seo_score"), (None,)),
    )
    table = Measures(
        "pagespeed", "lab", SITE, "all", "1971-01-28", "1971-01-28", ("url", "strategy", "measure"), ("value",), rows,
        trust={"lighthouse": ["13.1.0"]},
    )  # fmt: skip
    store.save_measures("example.test", number, [table])
    report = build(load(store, number, {}))
    found = chapter(report).google
    assert found is not None
    assert (found.rows[0].score, found.rows[0].form, found.lighthouse) == (0.93, "PHONE", "13.1.0")
    text = text_of(report)
    assert "What PageSpeed Insights measured" in text
    assert "2.4 s" in text


def test_slowest_page_says_what_it_is_made_of(store: Store) -> None:
    number, ids = begin(store, 10 * DAY)
    seen = {
        "lcp_ms": 900.0, "cls": 0.2, "tbt_ms": 70.0, "ttfb_ms": 30.0, "long_tasks": 2, "dom_elements": 77,
        "lcp": {"selector": "main > img", "url": f"{SITE}/hero.jpg",
                "subparts": {"ttfb_ms": 30.0, "load_delay_ms": 500.0, "load_ms": 300.0, "render_delay_ms": 70.0}},
        "cls_sources": [{"selector": f"main > p.{HOSTILE}", "value": 0.2}],
        "tbt_scripts": [{"url": f"{SITE}/slow.js", "ms": 70.0}],
        "inp": {"ms": 272.0, "selector": "button.menu"},
        "by_type": {"image": {"requests": 1, "bytes": 1_800_000}, "script": {"requests": 2, "bytes": 9_000}},
        "by_origin": {SITE: {"requests": 2, "bytes": 1_809_000, "blocking_ms": 70.0},
                      "https://cdn.example.net": {"requests": 1, "bytes": 5_000, "blocking_ms": 0.0}},
        "render_blocking": [{"url": f"{SITE}/main.css", "type": "stylesheet", "bytes": 56_000}],
        "unused": {"css": [{"url": f"{SITE}/main.css", "unused_bytes": 50_000}], "js": []},
    }  # fmt: skip
    store.save_artifacts(
        number,
        [
            Artifact(ids["/shop/a"], ArtifactKind.VITALS, "desktop", seen),
            Artifact(ids["/shop/a"], ArtifactKind.LAB, "mobile", lab_of(4_100.0)),
        ],
    )
    report = build(load(store, number, {}))
    text = text_of(report)
    for said in ("main > img", "until the file is asked for 500 ms", "slow.js", "button.menu", "cdn.example.net",
                 "1.8 MB (1)", "main.css", "50 KB"):  # fmt: skip
        assert said in text
    heads = [one.get_text() for one in BeautifulSoup(render(report), "html.parser").select("#speed thead th")]
    assert {"First byte (ms)", "Answer to a press (ms)"} <= set(heads)
    (row,) = report.loads
    assert row.parts is not None
    assert sum(ms for _, ms in row.parts.lcp_parts) == 900.0


def test_many_small_files_of_one_problem_do_not_bury_the_others(store: Store) -> None:
    number, ids = begin(store, 10 * DAY)

    def finding(file: str, cause: str, saved: int) -> Finding:
        facts = {"file": f"{SITE}/{file}", "saved_bytes": saved * 180, "saved_ms": saved, "pages": 1}
        evidence = Evidence("Heavy.", f"{SITE}/shop/a", facts=facts)
        return Finding("image-heavy-for-pixels", f"{SITE}/shop/a", Outcome.FAIL, Severity.LOW, Certainty.OPPORTUNITY,
                       "Heavy.", evidence, cause=cause, page_id=ids["/shop/a"])  # fmt: skip

    small = [finding(f"{place}.jpg", "c1", 80) for place in range(40)]
    causes = [
        Cause(name, "image-heavy-for-pixels", Outcome.FAIL, Severity.LOW, Certainty.OPPORTUNITY, Owner.CONTENT,
              Effort.TEMPLATE, Category.SPEED, "Heavy.", 1, 1, samples=(some[0],))
        for name, some in (("c1", small), ("c2", [finding("hero.jpg", "c2", 70)]))
    ]  # fmt: skip
    store.save_verdict(number, Verdict(tuple(causes), (), ()), [*small, finding("hero.jpg", "c2", 70)])
    report = build(load(store, number, {}))
    files = chapter(report).files
    assert [row.more for row in files] == [0, 0, 0, 0, 0, 35, 0]
    assert (files[5].saved_ms, files[6].file) == (35 * 80, f"{SITE}/hero.jpg")
    assert "35 more files of this problem" in text_of(report)


def test_files_name_their_saving_and_who_must_mend_them(store: Store) -> None:
    number, ids = begin(store, 10 * DAY)
    url = f"{SITE}/hero.jpg"
    facts = {"file": url, "saved_bytes": 1_800_000, "saved_ms": 1_100, "pages": 412}
    evidence = Evidence("Heavy.", f"{SITE}/shop/a", facts=facts, target=url)
    finding = Finding("speed-lcp-heavy", f"{SITE}/shop/a", Outcome.FAIL, Severity.LOW, Certainty.OPPORTUNITY, "Heavy.",
                      evidence, cause="c1", page_id=ids["/shop/a"])  # fmt: skip
    cause = Cause("c1", "speed-lcp-heavy", Outcome.FAIL, Severity.LOW, Certainty.OPPORTUNITY, Owner.CONTENT,
                  Effort.TEMPLATE, Category.SPEED, "Heavy.", 1, 1, samples=(finding,))  # fmt: skip
    store.save_verdict(number, Verdict((cause,), (), ()), [finding])
    report = build(load(store, number, {}))
    (row,) = chapter(report).files
    assert (row.file, row.pages, row.saved_bytes, row.saved_ms, row.owner) == (
        url,
        412,
        1_800_000,
        1_100,
        Owner.CONTENT,
    )
    text = text_of(report)
    assert "1.8 MB" in text
    assert "1.1 s" in text
    assert "Editor" in text


def test_titles_of_small_matters_are_told_in_the_language_of_the_report(store: Store) -> None:
    number, ids = begin(store, 10 * DAY)
    facts = {"file": f"{SITE}/a.js", "saved_bytes": 90_000, "saved_ms": 500}
    finding = Finding("speed-unused-js", f"{SITE}/shop/a", Outcome.FAIL, Severity.INFO, Certainty.OPPORTUNITY,
                      "Unused.", Evidence("Unused.", f"{SITE}/shop/a", facts=facts), cause="c1",
                      page_id=ids["/shop/a"])  # fmt: skip
    cause = Cause("c1", "speed-unused-js", Outcome.FAIL, Severity.INFO, Certainty.OPPORTUNITY, Owner.TEMPLATE,
                  Effort.TEMPLATE, Category.SPEED, "Unused.", 1, 1, samples=(finding,))  # fmt: skip
    store.save_verdict(number, Verdict((cause,), (), ()), [finding])
    cards = {rule.card.id: rule.card for rule in all_rules() if rule.card.id == "speed-unused-js"}
    report = build(load(store, number, cards))
    section = BeautifulSoup(render(report, ReportOptions(lang="ar")), "html.parser").select_one("#speed")
    assert section is not None
    assert "Page uses little of a script" not in section.get_text()


def test_budget_that_could_not_be_verified_is_not_told_as_kept(store: Store, tmp_path: Path) -> None:
    number, _ = begin(store, 10 * DAY)
    told = {"name": "shop", "metric": "lcp_ms", "measured": "lab", "device": "", "type": "", "limit": 2_500,
            "is_least": False, "unknown": "fail", "state": "unknown", "why": "none of its pages was measured so",
            "value": None, "url": "", "pages": 0, "beyond": 0}  # fmt: skip
    store.set_coverage(number, {"budgets": [told]})
    report = build(load(store, number, {}))
    text = text_of(report)
    assert "could not verify" in text
    assert "kept" not in text
    with (tmp_path / "report.json").open("wb") as out:
        write_json(report, out)
    assert json.loads((tmp_path / "report.json").read_text())["speed"]["budgets"][0]["state"] == "unknown"


@pytest.mark.parametrize(
    ("metric", "value", "name"),
    [("lcp_ms", 2_500, "good"), ("lcp_ms", 2_501, "middling"), ("lcp_ms", 4_000, "middling"), ("lcp_ms", 4_001, "poor"),
     ("cls", 0.1, "good"), ("cls", 0.26, "poor"), ("tbt_ms", 200, "good"), ("tbt_ms", 601, "poor"),
     ("lcp_ms", None, "")],
)  # fmt: skip
def test_bands_begin_where_they_are_published(metric: str, value: float | None, name: str) -> None:
    assert band(metric, value).band == name


def test_waterfall_draws_no_more_than_its_limit_and_survives_holes() -> None:
    rows: list[dict[str, Any]] = [{"url": f"{SITE}/{n}", "type": "image", "start_ms": n} for n in range(MOST_ROWS + 5)]
    rows.append({"url": "x", "start_ms": None})
    found = waterfall({"waterfall": rows, "waterfall_left": 2}, SITE, "")
    assert found is not None
    assert (len(found.bars), found.left) == (MOST_ROWS, 7)
    assert waterfall({"waterfall": []}, SITE, "") is None
