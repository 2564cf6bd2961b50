"""The chapters on structure, languages, structured data and checks: what they count, and what they leave out."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from reports.build import build
from reports.checks import CheckOutcome, checks_chapter, outcome_of
from reports.html import render
from reports.international import InternationalChapter, international_chapter
from reports.load import load
from reports.model import CheckRow, Report
from reports.options import ReportOptions
from reports.structure import StructureChapter
from reports.structured import structured_chapter, structured_found
from reports.survey import Survey
from reports.tables_csv import TABLES, write_table
from store.database import Batch, Fetched, Store
from store.indexability import Indexability, indexability_of, other_canonical
from store.model import (
    Canonical,
    Facts,
    Failure,
    Hreflang,
    Link,
    LinkKind,
    Page,
    RobotsDirective,
    RuleCount,
    SitemapEntry,
    Source,
)
from tests.reports.specimen import specimen

SITE = "https://example.test"
START = f"{SITE}/"


def page(path: str, **facts: Any) -> Page:
    return Page(f"{SITE}{path}", status=200, facts=Facts(**facts), sources=Source.LINK, fetched_at=1.0)


def versions(**codes: str) -> tuple[Hreflang, ...]:
    named = {code.replace("_", "-"): f"{SITE}{path}" for code, path in codes.items()}
    return tuple(Hreflang(code, to, to, "head") for code, to in named.items())


def surveyed(*pages: Page, sitemap: tuple[SitemapEntry, ...] = ()) -> Survey:
    survey = Survey()
    for number, one in enumerate(pages, 1):
        survey.add(Page(**{**{name: getattr(one, name) for name in one.__slots__}, "id": number}))
    survey.add_sitemap(sitemap)
    return survey


def languages(*pages: Page, sitemap: tuple[SitemapEntry, ...] = ()) -> InternationalChapter:
    found = international_chapter(surveyed(*pages, sitemap=sitemap))
    assert found is not None
    return found


# --- structure


@pytest.fixture
def read(tmp_path: Path) -> Report:
    """A site of two levels with a page that nothing links to, two redirects in a row, and a circle of redirects."""
    linked = {"/": ["/a", "/old"], "/a": ["/b"], "/b": ["/loop"]}
    moved = {"/old": "/older", "/older": "/a", "/loop": "/pool", "/pool": "/loop"}
    with Store.open(str(tmp_path / "marsad.db")) as store:
        run = store.begin_run("example.test", START, {}, {}, 1.0)
        fetched = [
            Fetched(
                Page(f"{SITE}{path}", status=200, facts=Facts(title=path), fetched_at=1.0,
                     sources=Source.SITEMAP if path == "/lost" else Source.LINK),
                b"<p>", [Link(f"{SITE}{to}", LinkKind.A) for to in linked.get(path, [])],
            )
            for path in ("/", "/a", "/b", "/lost")
        ]  # fmt: skip
        fetched += [
            Fetched(Page(f"{SITE}{path}", status=301, redirect_to=f"{SITE}{to}", fetched_at=1.0), b"", [])
            for path, to in moved.items()
        ]
        store.save_batch(run.id, Batch(fetched=fetched))
        return build(load(store, run.id, {}))


def structure(report: Report) -> StructureChapter:
    assert report.structure is not None
    return report.structure


def test_pages_are_counted_by_the_clicks_that_lead_to_them(read: Report) -> None:
    found = structure(read)
    assert found.levels == ((0, 1), (1, 1), (2, 1))
    assert (found.pages, found.near, found.unreached) == (4, 3, 1)
    assert {one.url: one.clicks for one in read.pages}[f"{SITE}/lost"] is None


def test_a_page_of_the_sitemap_that_nothing_links_to_is_an_orphan(read: Report) -> None:
    assert [(row.url, row.known_from) for row in structure(read).orphan_rows] == [(f"{SITE}/lost", ("sitemap",))]


def test_redirects_are_followed_to_their_end_and_circles_come_first(read: Report) -> None:
    rows = [(row.url.removeprefix(SITE), row.hops, row.end.removeprefix(SITE)) for row in structure(read).redirects]
    assert {row[0] for row in rows[:2]} == {"/loop", "/pool"}
    assert all(hops == 0 for _, hops, _ in rows[:2])
    assert rows[2:] == [("/old", 2, "/a"), ("/older", 1, "/a")]


def test_the_first_line_says_depth_and_orphans(read: Report) -> None:
    lead = BeautifulSoup(render(read), "html.parser").select_one("#structure .lead")
    assert lead is not None
    assert lead.text.startswith("75% of the pages lie within 3 clicks of the start; one page is linked from nowhere.")


@pytest.mark.parametrize(
    ("seen", "wanted"),
    [
        (Page(START, status=200, facts=Facts()), Indexability.INDEXABLE),
        (Page(START, status=200), Indexability.FILE),
        (Page(START, status=301, redirect_to=f"{SITE}/a"), Indexability.REDIRECT),
        (Page(START, status=404), Indexability.MISSING),
        (Page(START, status=403), Indexability.REFUSED),
        (Page(START, status=503), Indexability.ERROR),
        (Page(START, failure=Failure.TIMEOUT), Indexability.ERROR),
        (Page(START, status=200, failure=Failure.CHALLENGE, facts=Facts()), Indexability.REFUSED),
        (page("/", robots=(RobotsDirective("googlebot", ("none",), "header"),)), Indexability.NOINDEX),
        (page("/", robots=(RobotsDirective("bingbot", ("noindex",), "meta"),)), Indexability.INDEXABLE),
        (page("/", canonicals=(Canonical(f"{SITE}/a", "/a", "head"),)), Indexability.CANONICALISED),
        (page("/", canonicals=(Canonical(START, "/", "head"),)), Indexability.INDEXABLE),
        (page("/", canonicals=(Canonical(f"{SITE}/a", "/a", "body"),)), Indexability.INDEXABLE),
        (page("/", refresh_url=f"{SITE}/a"), Indexability.FORWARDING),
    ],
)
def test_an_address_stands_as_its_answer_says(seen: Page, wanted: Indexability) -> None:
    assert indexability_of(seen) is wanted


def test_canonicals_that_contradict_each_other_name_no_other_page() -> None:
    both = (Canonical(f"{SITE}/a", "/a", "head"), Canonical(f"{SITE}/b", "/b", "header"))
    assert other_canonical(page("/", canonicals=both)) == ""


# --- languages


def test_a_version_that_does_not_name_its_page_is_counted_in_the_matrix() -> None:
    found = languages(
        page("/", lang="en", hreflang=versions(en="/", de="/de")), page("/de", lang="de", hreflang=versions(de="/de"))
    )
    assert (found.links, found.missing, found.clusters, found.whole_clusters) == (1, 1, 1, 0)
    cell = found.matrix[found.matrix_codes.index("en")][found.matrix_codes.index("de")]
    assert cell is not None
    assert (cell.links, cell.missing) == (1, 1)
    assert [(row.url, row.version) for row in found.returns] == [(START, f"{SITE}/de")]


def test_what_html_and_sitemap_declare_is_taken_together() -> None:
    entry = SitemapEntry(f"{SITE}/de", "/de", "sitemap.xml", hreflang=(Hreflang("en", START, START, "sitemap"),))
    found = languages(page("/", hreflang=versions(en="/", de="/de")), page("/de", lang="de"), sitemap=(entry,))
    assert (found.missing, found.whole_clusters) == (0, 1)
    assert dict(found.methods) == {"head": 1, "sitemap": 1}


def test_versions_that_were_not_fetched_or_are_closed_are_not_said_to_lack_a_link() -> None:
    closed = page("/fr", robots=(RobotsDirective("robots", ("noindex",), "meta"),))
    found = languages(page("/", hreflang=versions(en="/", de="/de", fr="/fr")), closed)
    assert found.missing == 0
    rows = {row.code: (row.unseen, row.unusable) for row in found.languages}
    assert rows == {"en": (0, 0), "de": (1, 0), "fr": (0, 1)}


def test_a_page_for_everybody_else_need_not_name_the_others() -> None:
    found = languages(page("/"), page("/en", hreflang=versions(en="/en", x_default="/")))
    assert (found.missing, found.x_default_clusters) == (0, 1)
    assert [row.code for row in found.languages] == ["en", "x-default"]


def test_a_page_in_another_language_than_it_says_of_itself_is_counted() -> None:
    found = languages(page("/", lang="sl-SI", hreflang=versions(en="/", de="/de")))
    assert {row.code: row.other_lang for row in found.languages}["en"] == 1


def test_a_site_of_one_language_has_no_chapter_on_languages() -> None:
    assert international_chapter(surveyed(page("/", lang="en"), page("/a", lang="en-GB"))) is None


# --- structured data


def test_types_are_counted_by_page_and_template() -> None:
    survey = surveyed(page("/", schema_types=("Product", "Offer")), page("/a", schema_types=("Product",)), page("/b"))
    found = structured_chapter(structured_found(survey), (), (RuleCount("schema-product", passed=2),), ())
    assert found is not None
    assert [(row.name, row.pages, row.rich) for row in found.types] == [("Product", 2, "Product"), ("Offer", 1, "")]
    assert (found.declaring, found.pages, found.is_judged) == (2, 3, True)
    assert [(row.name, row.eligible, row.faulty) for row in found.rich] == [("Product", 2, 0)]


def test_without_a_check_nothing_is_said_of_faults() -> None:
    survey = surveyed(page("/", schema_types=("Product",)))
    found = structured_chapter(structured_found(survey), (), (RuleCount("schema-product", not_run=1),), ())
    assert found is not None
    assert not found.is_judged


def test_a_site_without_structured_data_has_no_chapter_on_it() -> None:
    assert structured_chapter(structured_found(surveyed(page("/"))), (), (), ()) is None


# --- checks


@pytest.mark.parametrize(
    ("count", "wanted"),
    [
        (RuleCount("a", fail=1, passed=9, error=1), CheckOutcome.FAIL),
        (RuleCount("a", review=1, passed=9), CheckOutcome.REVIEW),
        (RuleCount("a", passed=9, error=1), CheckOutcome.ERROR),
        (RuleCount("a", passed=1, not_run=9), CheckOutcome.PASSED),
        (RuleCount("a", not_applicable=2, not_run=9), CheckOutcome.NOT_RUN),
        (RuleCount("a", not_applicable=2), CheckOutcome.NOT_APPLICABLE),
        (RuleCount("a"), CheckOutcome.NOT_RUN),
    ],
)
def test_a_check_comes_out_as_its_counts_say(count: RuleCount, wanted: CheckOutcome) -> None:
    assert outcome_of(count) is wanted


def test_reasons_are_told_of_checks_that_were_not_run_alone() -> None:
    rows = [
        CheckRow(RuleCount("a", not_run=3, detail="no browser"), None),
        CheckRow(RuleCount("b", error=1, detail="ValueError"), None),
    ]
    found = checks_chapter(rows, ())
    assert found is not None
    assert found.reasons == (("no browser", 1),)
    assert found.count(CheckOutcome.ERROR) == 1


def test_every_check_stands_in_the_csv_with_its_causes(tmp_path: Path) -> None:
    report = build(specimen())
    path = tmp_path / "checks.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        write_table(report, "checks", out)
    with path.open(newline="", encoding="utf-8") as held:
        rows = {row["rule"]: row for row in csv.DictReader(held)}
    assert len(rows) == len(report.checks)
    assert rows["feed-broken"]["outcome"] == "error"
    assert rows["link-broken"]["causes"].split(" | ") == [
        one.id for one in report.all_causes if one.rule == "link-broken"
    ]
    assert set(TABLES) == {"pages", "links", "causes", "checks"}


def test_columns_without_room_are_left_to_the_csv() -> None:
    page = BeautifulSoup(render(build(specimen()), ReportOptions(table_bytes=0)), "html.parser")
    note = page.select_one("#pages .chooser .note")
    assert note is not None
    assert "CSV" in note.text
    whole = BeautifulSoup(render(build(specimen())), "html.parser")
    assert whole.select_one("#pages .chooser .note") is None
