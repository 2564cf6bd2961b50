"""The report says why a cause stands where it stands, what is ignored and why, and what differs inside a template."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from audits.priority import priority_of
from reports.build import build
from reports.html import render
from reports.inside import Difference
from reports.machine import report_data
from reports.model import ReportInput
from reports.words import ENGLISH
from store.model import CauseState, Effort, Ignored, Outcome, Severity
from tests.reports.specimen import specimen


def body_of(given: ReportInput, cause: str) -> str:
    found = BeautifulSoup(render(build(given)), "html.parser").find(id=f"cause-{cause}")
    assert found is not None
    return " ".join(found.get_text(" ").split())


def changed(**fields: object) -> tuple[ReportInput, str]:
    """The specimen with its first cause changed."""
    given = specimen()
    first = next(one for one in given.verdict.causes if one.id == build(given).causes[0].id)
    others = tuple(one for one in given.verdict.causes if one.id != first.id)
    made = replace(first, **fields)  # type: ignore[arg-type]
    return replace(given, verdict=replace(given.verdict, causes=(made, *others))), first.id


def test_each_part_of_a_priority_has_its_meaning_beside_it() -> None:
    parts = {"severity": 4.0, "reach": 0.5, "value": 1.4, "confidence": 0.7, "effort": 2.0}
    fields = {"priority_parts": parts, "priority": 900.0, "severity": Severity.HIGH}
    given, first = changed(**fields, effort=Effort.SITE, inferred=False, pages=12)
    text = body_of(given, first)
    assert "severity 4 : High; how much it hurts" in text
    assert re.search(r"reach 0\.5 : 12 pages of [\d,]+ tested", text)
    assert "value 1.4 : these pages hold 10% of the site's link weight" in text
    assert "confidence 0.7 : found once" in text
    assert "effort 2 : One site setting" in text
    assert "Number 2 comes to" in text


@pytest.mark.parametrize(
    ("fields", "value", "words"),
    [
        ({"inferred": False}, 1.0, "part.confidence.confirmed"),
        ({"inferred": False}, 0.7, "part.confidence.once"),
        ({"inferred": True}, 0.4, "part.confidence.inferred"),
    ],
)
def test_confidence_says_what_it_stands_on(fields: dict[str, object], value: float, words: str) -> None:
    parts = {"severity": 4.0, "reach": 1.0, "value": 1.0, "confidence": value, "effort": 1.0}
    given, first = changed(priority_parts=parts, priority=900.0, **fields)
    text = body_of(given, first)
    assert ENGLISH[words] in text
    assert ENGLISH["part.value.none"] in text


def test_the_parts_of_every_cause_give_its_priority() -> None:
    for cause in build(specimen()).causes:
        if cause.priority_parts:
            assert math.isclose(priority_of(dict(cause.priority_parts)), cause.priority, rel_tol=1e-6)


def test_an_ignored_cause_is_shown_with_its_reason_and_hostile_words_stay_text() -> None:
    reason = Ignored("<b>the widget</b> goes in May", "Ana <script>", "2099-06-30")
    given, first = changed(state=CauseState.IGNORED, ignored=reason)
    report = build(given)
    assert [one.id for one in report.ignored] == [first]
    text = body_of(given, first)
    assert "Ignored: <b>the widget</b> goes in May Decided by Ana <script>. Counts until 2099-06-30." in text
    assert ENGLISH["settled.counted"] in BeautifulSoup(render(report), "html.parser").get_text(" ")
    data = next(one for one in report_data(report)["causes"] if one["id"] == first)
    assert data["ignored"] == {"reason": reason.reason, "owner": reason.owner, "expires": reason.expires}


def test_a_score_without_what_is_ignored_says_so_first() -> None:
    given, _ = changed(state=CauseState.IGNORED, ignored=Ignored("later"))
    given = replace(given, verdict=replace(given.verdict, score_without_ignored=True))
    html = render(build(given))
    assert ENGLISH["score.spared.one"] in html[: html.index('id="causes"')]
    assert ENGLISH["settled.spared"] in html
    assert report_data(build(given))["score_without_ignored"]


def test_causes_can_be_filtered_by_segment() -> None:
    given, first = changed(segments=("shop", "a|b"))
    page = BeautifulSoup(render(build(given)), "html.parser")
    chosen = [one["value"] for one in page.select('select[data-choice="segment"] option') if one["value"]]
    assert chosen == ["shop", "a b"]
    cause = page.find(id=f"cause-{first}")
    assert cause is not None
    assert cause.find_parent("details")["data-segment"] == "shop|a b"
    plain = BeautifulSoup(render(build(specimen())), "html.parser")
    assert not plain.find_all(attrs={"data-choice": "segment"})


def test_what_differs_inside_a_template_stands_beside_it() -> None:
    given = specimen()
    template = given.verdict.templates[0]
    inside = (
        Difference("lacks", "description", 3, 40, url="https://example.com/a"),
        Difference("varies", "schema", 2, 40, value="", url="https://example.com/b"),
        Difference("range", "words", low=20, high=900, url="https://example.com/c"),
    )
    report = build(replace(given, differences={template.id: inside}))
    text = " ".join(BeautifulSoup(render(report), "html.parser").find(id="templates").get_text(" ").split())
    assert "3 of 40 pages lack a description" in text
    assert "types of structured data: 2 of 40 pages are unlike the others, which have: nothing" in text
    assert "words of the main content: from 20 to 900" in text
    row = next(one for one in report_data(report)["templates"] if one["id"] == template.id)
    assert [one["fact"] for one in row["inside"]] == ["description", "schema", "words"]


def test_reviews_show_no_rank_and_no_priority() -> None:
    given, first = changed(outcome=Outcome.REVIEW)
    assert "Why number" not in body_of(given, first)
