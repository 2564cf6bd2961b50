"""The report's markup: whole, closed to hostile text, and loading nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from reports import tables
from reports.build import build
from reports.html import render
from reports.model import ReportInput
from reports.options import ReportOptions
from reports.text import plain
from reports.words import ENGLISH, Words
from store.model import CauseState, Run, RunState, Verdict
from tests.reports.blocks import opened
from tests.reports.specimen import HOST, HOSTILE, NOW, specimen


def drawn(given: ReportInput | None = None, **options: Any) -> BeautifulSoup:
    return BeautifulSoup(render(build(given or specimen()), ReportOptions(**options)), "html.parser")


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    return drawn()


def unpacked(page: BeautifulSoup, name: str) -> Any:
    """What a block holds; of a table its rows of values, read as `blocks.js` reads them."""
    block = page.find(id=name)
    assert isinstance(block, Tag)
    return opened(block.text)


def test_every_cause_has_its_anchor_and_its_parts(page: BeautifulSoup) -> None:
    for cause in build(specimen()).all_causes:
        body = page.find(id=f"cause-{cause.id}")
        assert isinstance(body, Tag)
        headings = [one.text for one in body.find_all("h4")]
        assert headings == [
            ENGLISH[key]
            for key in ("cause.verdict", "cause.why", "cause.ground", "proof.heading", "where.heading", "fix.heading",
                        "verify.heading", "history.heading")
        ]  # fmt: skip
        assert cause.command in body.text
        assert cause.rule in body.text


def test_links_inside_the_report_lead_somewhere(page: BeautifulSoup) -> None:
    names = {one["id"] for one in page.find_all(id=True)}
    assert {a["href"][1:] for a in page.find_all("a", href=re.compile("^#"))} <= names


def test_no_id_is_given_twice(page: BeautifulSoup) -> None:
    names = [one["id"] for one in page.find_all(id=True)]
    assert len(names) == len(set(names))


def test_headings_skip_no_level(page: BeautifulSoup) -> None:
    levels = [int(one.name[1]) for one in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_hostile_text_never_becomes_markup(page: BeautifulSoup) -> None:
    assert HOSTILE in page.text
    assert len([one for one in page.find_all("script") if one.get("type") is None]) == 1
    assert not page.find_all(onerror=True)
    allowed = ("data:image/png;base64,", "data:image/svg+xml;base64,")
    assert not [image for image in page.find_all("img") if not image["src"].startswith(allowed)]


def test_no_element_carries_style_or_a_handler(page: BeautifulSoup) -> None:
    for element in page.find_all(True):
        assert not [name for name in element.attrs if name == "style" or name.startswith("on")]


def test_only_the_web_is_linked_and_without_a_trace(page: BeautifulSoup) -> None:
    for link in page.find_all("a"):
        address = str(link["href"])
        if not address.startswith("#"):
            assert address.startswith(("https://", "http://"))
            assert link["rel"] == ["noopener", "noreferrer", "nofollow"]


def test_addresses_read_left_to_right(page: BeautifulSoup) -> None:
    links = [link for link in page.find_all("a") if str(link["href"]).startswith(f"https://{HOST}")]
    assert links
    for link in links:
        inner = link.find("bdi")
        assert isinstance(inner, Tag)
        assert inner["dir"] == "ltr"


def test_the_policy_names_this_style_and_this_script(page: BeautifulSoup) -> None:
    meta = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert isinstance(meta, Tag)
    style = page.find("style")
    (script,) = [one for one in page.find_all("script") if one.get("type") is None]
    assert isinstance(style, Tag)
    for kind, element in (("style", style), ("script", script)):
        digest = base64.b64encode(hashlib.sha256(str(element.string).encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in str(meta["content"])
    assert str(meta["content"]).startswith("default-src 'none'")


def test_nothing_is_loaded(page: BeautifulSoup) -> None:
    assert not page.find_all(["link", "iframe", "object", "embed", "base", "video", "audio", "source"])
    assert not page.find_all(srcset=True)
    style = page.find("style")
    assert isinstance(style, Tag)
    assert "@import" not in style.text
    assert set(re.findall(r"url\(([^)]*)\)", style.text)) == {"#hatch"}


def test_style_has_only_logical_properties() -> None:
    style = files("reports").joinpath("assets", "report.css").read_text("utf-8")
    physical = (
        r"[;{](?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right|top|bottom|width|height)\s*:"
    )
    assert re.findall(physical, style) == []
    assert re.findall(r"text-align:(left|right)|float:(left|right)", style) == []


def test_the_pages_table_is_whole_in_its_block(page: BeautifulSoup) -> None:
    report = build(specimen())
    rows = unpacked(page, "pages-data")
    pages = tables.in_order(report.pages, 100_000)
    assert [row[0] for row in rows] == [plain(one.url) for one in pages]
    assert [row[4] for row in rows] == [plain(one.title) for one in pages]
    assert [row[5] for row in rows] == [one.clicks for one in pages]
    assert {one.id for one in pages} == {one.id for one in report.pages}


def test_pages_of_a_cause_beyond_the_list_are_in_the_block(page: BeautifulSoup) -> None:
    report = build(specimen())
    block = unpacked(page, "cause-pages-data")
    cause = report.causes[0]
    row, rows = 0, []
    for step in block[cause.id]:
        row += step
        rows.append(row)
    pages = tables.in_order(report.pages, 100_000)
    assert {pages[one].id for one in rows} == set(cause.page_ids)


def test_lists_are_cut_with_the_true_total_beside() -> None:
    report = build(specimen())
    cause = max(report.causes, key=lambda one: one.pages)
    page = drawn(urls_per_cause=50)
    body = page.find(id=f"cause-{cause.id}")
    assert isinstance(body, Tag)
    assert len([one for fold in body.select("details.fold") for one in fold.select(".urls li")]) == 50
    assert f"50 of {cause.pages:,} are listed" in body.text


def test_without_script_the_worst_pages_are_rows(page: BeautifulSoup) -> None:
    report = build(specimen())
    rows = page.select("#pages tbody tr")
    assert len(rows) == 50
    most = max(report.page_findings.values())
    assert rows[0].find_all("td")[7].text == str(most)


def test_a_missing_browser_is_said_on_the_first_screen() -> None:
    page = drawn(specimen(browser=False))
    alarm = page.select_one("#overview .alarm")
    assert alarm is not None
    assert "no Chromium was found" in alarm.text
    assert ENGLISH["coverage.not_rendered"] in page.select_one("#overview").text  # type: ignore[union-attr]
    assert len(page.select("#honesty table")[0].select("tbody tr")) == 3


def test_what_is_settled_has_a_section_only_where_there_is_any(page: BeautifulSoup) -> None:
    given = specimen()
    first, *others = given.verdict.causes
    verdict = replace(given.verdict, causes=(replace(first, state=CauseState.IGNORED), *others))
    section = drawn(replace(given, verdict=verdict)).find(id="settled")
    assert isinstance(section, Tag)
    assert len(section.select(".cause")) == 1
    assert page.find(id="settled") is None


def test_an_unfinished_run_says_so() -> None:
    page = drawn(specimen(state=RunState.STOPPED))
    assert "did not finish" in page.select_one(".alarm").text  # type: ignore[union-attr]


def test_an_empty_run_is_still_a_report() -> None:
    run = Run(1, "a.example", "https://a.example/", NOW)
    page = drawn(ReportInput(run, Verdict((), (), ()), {}))
    assert "Health could not be scored: nothing to mend was found." in page.h1.text  # type: ignore[union-attr]


PROOFS = "img:not(.taborder, .filmstrip img, .wide-picture img)"
"""Pictures of elements: neither drawings of ours nor moments of a load."""


def test_pictures_keep_to_their_room() -> None:
    report = build(specimen())
    one = len(report.all_causes[0].proof.crop) if report.all_causes[0].proof else 0
    assert one
    assert len(drawn(screenshot_bytes=one * 2).select(PROOFS)) == 2
    assert drawn(screenshot_bytes=0).select(PROOFS) == []


def test_what_is_no_picture_is_not_shown() -> None:
    given = specimen()
    hostile = dict.fromkeys(given.crops, 'iVBORw0KGgo" onerror="window.pwned=1')
    assert drawn(replace(given, crops=hostile)).select(PROOFS) == []


def test_direction_follows_the_language_or_the_wish() -> None:
    assert drawn(lang="ar").html["dir"] == "rtl"  # type: ignore[index]
    assert drawn(dir="rtl").html["dir"] == "rtl"  # type: ignore[index]
    assert drawn(lang="sl").html["dir"] == "ltr"  # type: ignore[index]


def test_a_catalogue_translates_the_reports_words() -> None:
    text = render(build(specimen()), ReportOptions(lang="ar"), {"first.heading": "أصلح أولاً"})
    assert "أصلح أولاً" in text


def test_plural_forms_are_those_of_the_language() -> None:
    assert [Words("sl").plural_form(one) for one in (1, 2, 3, 5, 101)] == ["one", "two", "few", "other", "one"]
    assert [Words("ar").plural_form(one) for one in (0, 1, 2, 3, 11, 100)] == [
        "zero",
        "one",
        "two",
        "few",
        "many",
        "other",
    ]


def test_a_large_site_stays_a_small_file() -> None:
    text = render(build(specimen(pages=5_000, causes=300)))
    assert len(text.encode()) < 4_000_000
    assert text.index('id="causes"') < 100_000
