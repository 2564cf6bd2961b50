"""One cause: eight parts in one order, a stable address, its history, and a way to test it again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag

from reports.build import build
from reports.html import render
from reports.model import CauseView, Report, ReportInput
from reports.options import ReportOptions
from reports.words import ENGLISH
from store.life_model import CauseLife
from store.model import CauseState, Ignored, Severity
from tests.reports.specimen import HOSTILE, NOW, specimen
from tests.reports.specimen_life import LIVED, RUNS, lived

PARTS = ("verdict", "why", "ground", "proof", "where", "fix", "verify", "history")


def drawn(given: ReportInput) -> BeautifulSoup:
    return BeautifulSoup(render(build(given)), "html.parser")


def body_of(page: BeautifulSoup, cause: str) -> Tag:
    body = page.find(id=f"cause-{cause}")
    assert isinstance(body, Tag)
    return body


@pytest.fixture(scope="module")
def report() -> Report:
    return build(lived())


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    return drawn(lived())


def settled(state: CauseState, **more: object) -> tuple[BeautifulSoup, CauseView]:
    given = lived(60, 12)
    first, *others = given.verdict.causes
    changed = replace(first, state=state, **more)  # type: ignore[arg-type]
    given = replace(given, verdict=replace(given.verdict, causes=(changed, *others)))
    return drawn(given), next(one for one in build(given).all_causes if one.id == first.id)


def test_every_cause_has_its_eight_parts_in_one_order(page: BeautifulSoup, report: Report) -> None:
    for cause in report.all_causes:
        sections = body_of(page, cause.id).select("section.part")
        assert [next(name[5:] for name in one["class"] if name.startswith("part-")) for one in sections] == list(PARTS)


def test_every_cause_shows_the_link_that_a_ticket_can_name(page: BeautifulSoup, report: Report) -> None:
    for cause in report.all_causes:
        link = body_of(page, cause.id).select_one(".cause-link a")
        assert link is not None
        assert link["href"] == f"#cause-{cause.id}"
        assert link.text == ENGLISH["cause.link"]


@pytest.mark.parametrize("state", [CauseState.FIXED, CauseState.NOT_RETESTED, CauseState.IGNORED])
def test_what_is_settled_keeps_its_address_and_says_why(state: CauseState) -> None:
    page, cause = settled(state, ignored=Ignored("We know.", "Ana", "2027-01-31") if state.value == "ignored" else None)
    body = body_of(page, cause.id)
    assert body.find_parent(id="settled") is not None
    words = " ".join(body.text.split())
    wanted = {
        CauseState.FIXED: "Fixed: its pages were tested again on",
        CauseState.NOT_RETESTED: "this run did not look at its pages",
        CauseState.IGNORED: "We know. Decided by Ana. Counts until 2027-01-31.",
    }
    assert wanted[state] in words


def test_what_came_back_says_so_and_that_it_weighs_more() -> None:
    page, cause = settled(CauseState.REGRESSED)
    assert ENGLISH["cause.state.regressed"] in body_of(page, cause.id).text
    assert ENGLISH["cause.severity_back"] not in body_of(page, cause.id).text
    page, cause = settled(CauseState.REGRESSED, severity=Severity.CRITICAL)
    assert ENGLISH["cause.severity_back"] in body_of(page, cause.id).text


def test_the_command_names_the_cause_and_nothing_a_shell_would_run(report: Report) -> None:
    assert all(cause.verify == f"marsad verify {cause.id}" for cause in report.all_causes)
    given = specimen(60, 1)
    hostile = replace(given.verdict.causes[0], id="c; rm -rf /")
    (cause,) = build(replace(given, verdict=replace(given.verdict, causes=(hostile,)))).all_causes
    assert cause.verify == "marsad verify 'c; rm -rf /'"
    assert cause.ignore == "marsad ignore 'c; rm -rf /' --until 2027-02-17"


def test_history_is_drawn_and_stands_in_a_table(page: BeautifulSoup, report: Report) -> None:
    cause = report.causes[0]
    assert cause.life is not None
    part = body_of(page, cause.id).select_one(".part-history")
    assert part is not None
    strip = part.select_one("svg.strip")
    assert strip is not None
    states = [state for _, _, state, _ in cause.life.runs]
    found = sum(state in (CauseState.NEW, CauseState.STILL, CauseState.REGRESSED) for state in states)
    assert strip["aria-label"] == f"The last {RUNS} runs, oldest first: found in {found}."
    rows = [[cell.text for cell in row.select("th, td")] for row in part.select("tbody tr")]
    assert [row[1] for row in rows] == [ENGLISH[f"life.{state.value}"] for state in reversed(states)]
    assert set(states) == set(LIVED)


def test_a_cause_that_only_this_run_knows_has_no_strip() -> None:
    given = specimen(60, 12)
    first = given.verdict.causes[0]
    once = CauseLife(NOW, NOW, NOW, runs=((1, NOW, CauseState.NEW, 3),))
    body = body_of(drawn(replace(given, lives={first.id: once})), first.id)
    assert body.select_one("svg.strip") is None
    assert ENGLISH["history.tested"] in body.text


def test_proof_says_how_sure_it_is_and_shows_only_headers_that_tell() -> None:
    given = specimen(60, 12)
    page_id = given.verdict.causes[0].samples[0].page_id or 0
    headers = (("content-type", "text/html"), ("x-robots-tag", HOSTILE), ("x-request-id", "4711"))
    given = replace(given, headers={page_id: headers})
    cause = next(one for one in build(given).all_causes if one.id == given.verdict.causes[0].id)
    assert cause.proof is not None
    assert [name for name, _ in cause.proof.headers] == ["content-type", "x-robots-tag"]
    proof = body_of(drawn(given), cause.id).select_one(".part-proof")
    assert proof is not None
    assert HOSTILE in proof.text
    assert "4711" not in proof.text
    assert ENGLISH[f"proof.confidence.{cause.confidence}"] in proof.text


def test_causes_beyond_the_first_wait_as_text_and_are_whole_without_a_script() -> None:
    page = drawn(lived(60, 120))
    causes = page.select("#causes .cause")
    waiting = [one for one in causes if one.select_one(".cause-body > noscript")]
    assert 0 < len(waiting) < len(causes)
    ranks = {one["data-cause"]: int(str(one["data-rank"])) for one in causes}
    late = {one["data-cause"] for one in waiting}
    assert min(ranks[one] for one in late) > max(rank for one, rank in ranks.items() if one not in late)
    for one in waiting:
        assert len(one.select("noscript section.part")) == len(PARTS)


def test_what_waits_cannot_end_its_own_wrapping() -> None:
    text = render(build(lived(60, 120)), ReportOptions())
    for piece in text.split("<noscript>")[1:]:
        inner = piece.split("</noscript>")[0]
        assert "<script" not in inner
        assert "<noscript" not in inner


def test_filters_offer_what_occurs_and_rows_carry_it(page: BeautifulSoup, report: Report) -> None:
    form = page.find(id="cause-filters")
    assert isinstance(form, Tag)
    rows = page.select("#causes .cause")
    for name in ("category", "severity", "owner", "state", "evidence"):
        offered = {str(one["data-value"]) for one in form.select(f"[data-filter={name}]")}
        occurring = {str(row[f"data-{name}"]) for row in rows}
        assert offered == (occurring if len(occurring) > 1 else set())
    templates = {str(one["value"]) for one in form.select("[data-choice=template] option")} - {""}
    assert templates == {name for cause in report.causes for name, _ in cause.by_template}
    assert [str(one["value"]) for one in form.select("[data-order] option")] == [
        "rank",
        "pages",
        "clicks",
        "severity",
        "newest",
    ]


def test_the_chapter_begins_with_what_a_manager_asks(page: BeautifulSoup, report: Report) -> None:
    lead = page.select_one("#causes .lead")
    assert lead is not None
    critical = sum(cause.severity is Severity.CRITICAL for cause in report.causes)
    assert f"{len(report.causes)} causes by severity: critical {critical}" in lead.text


def test_words_of_the_script_are_all_there(page: BeautifulSoup) -> None:
    block = page.find(id="words")
    assert isinstance(block, Tag)
    assert {"filter.count", "verify.copy", "verify.copied"} <= set(json.loads(str(block.string)))
