"""The machine copies: report.json, and exports from a real store."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.build import build
from reports.load import load, state_of
from reports.machine import SCHEMA, export, report_data, write_json
from reports.write import write_report
from store.database import Batch, Fetched, NewUrl, Store
from store.errors import ConfigError, RunError
from store.model import (
    Artifact,
    ArtifactKind,
    Facts,
    Failure,
    Link,
    LinkKind,
    LinkState,
    Page,
    Run,
    Skip,
    Target,
    UrlState,
)
from tests.reports.specimen import NOW, cards, crop, specimen

SITE = "https://shop.example"


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[tuple[Store, Run]]:
    """Three pages: the start links to a working page, a page that is gone, a redirect and a dead external target."""
    with Store.open(str(tmp_path / "marsad.sqlite")) as store:
        run = store.begin_run("shop.example", f"{SITE}/", {}, {"marsad": "0.1.0"}, NOW)
        store.add_urls(run.id, [NewUrl(f"{SITE}{path}") for path in ("/", "/a", "/gone", "/old")])
        links = [
            Link(f"{SITE}/a", LinkKind.A, "A"),
            Link(f"{SITE}/gone", LinkKind.A, "Gone"),
            Link(f"{SITE}/old", LinkKind.A, "Old"),
            Link("https://dead.example/", LinkKind.A, "=cmd|'x'!A1"),
        ]
        facts = Facts(title="=1+1", word_count=10)
        pages = [
            Fetched(Page(f"{SITE}/", status=200, facts=facts, fetched_at=NOW), b"<p>", links),
            Fetched(Page(f"{SITE}/a", status=200, facts=Facts(title="A", word_count=5)), b"<p>", links[1:2]),
            Fetched(Page(f"{SITE}/gone", status=404)),
            Fetched(Page(f"{SITE}/old", status=301, redirect_to=f"{SITE}/a")),
        ]
        store.save_batch(run.id, Batch(
            fetched=pages,
            discovered=[
                NewUrl(f"{SITE}/private", state=UrlState.SKIPPED, reason=Skip.ROBOTS, detail="Disallow: /private")
            ],
            targets=[Target("https://dead.example/", LinkState.DEAD, failure=Failure.DNS)],
        ))  # fmt: skip
        yield store, run


def rows_of(stored: tuple[Store, Run], what: str, form: str = "jsonl") -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    export(stored[0], stored[1].id, what, form, out)
    if form == "csv":
        return list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_links_are_told_by_target_with_verdict_and_sources(stored: tuple[Store, Run]) -> None:
    found = {row["url"]: row for row in rows_of(stored, "links")}
    assert (found[f"{SITE}/gone"]["verdict"], found[f"{SITE}/gone"]["source_count"]) == ("dead", 2)
    assert found[f"{SITE}/gone"]["sources"] == [f"{SITE}/", f"{SITE}/a"]
    assert (found[f"{SITE}/old"]["verdict"], found[f"{SITE}/old"]["final"]) == ("redirect", f"{SITE}/a")
    assert (found["https://dead.example/"]["verdict"], found["https://dead.example/"]["detail"]) == ("dead", "dns")
    assert found[f"{SITE}/a"]["verdict"] == "ok"
    assert f"{SITE}/" not in found


def test_csv_cells_are_no_formulas(stored: tuple[Store, Run]) -> None:
    pages = {row["url"]: row for row in rows_of(stored, "pages", "csv")}
    assert pages[f"{SITE}/"]["title"] == "'=1+1"
    links = {row["url"]: row for row in rows_of(stored, "links", "csv")}
    assert links["https://dead.example/"]["text"].startswith("'=")


def test_both_formats_tell_the_same_pages(stored: tuple[Store, Run]) -> None:
    assert [row["url"] for row in rows_of(stored, "pages")] == [row["url"] for row in rows_of(stored, "pages", "csv")]
    assert len(rows_of(stored, "pages")) == 4


def test_findings_and_causes_come_from_the_verdict(stored: tuple[Store, Run]) -> None:
    store, run = stored
    verdict = specimen(pages=40).verdict
    store.save_verdict(run.id, verdict, [cause.samples[0] for cause in verdict.causes[:3]])
    assert {row["id"] for row in rows_of(stored, "causes")} == {cause.id for cause in verdict.causes}
    assert [row["rule"] for row in rows_of(stored, "findings")] == [cause.rule for cause in verdict.causes[:3]]


def test_an_unknown_export_names_the_known_ones(stored: tuple[Store, Run]) -> None:
    with pytest.raises(ConfigError, match="pages, links, findings, causes"):
        export(stored[0], stored[1].id, "cookies", "csv", io.StringIO())
    with pytest.raises(ConfigError, match="jsonl, csv"):
        export(stored[0], stored[1].id, "pages", "xml", io.StringIO())


def test_loading_counts_inlinks_and_leaves_working_links_out(stored: tuple[Store, Run]) -> None:
    given = load(stored[0], stored[1].id, {})
    inlinks = {page.url: page.inlinks for page in given.pages}
    assert inlinks == {f"{SITE}/": 0, f"{SITE}/a": 1, f"{SITE}/gone": 2, f"{SITE}/old": 1}
    assert sum(page.link_score for page in given.pages) == pytest.approx(1.0)
    assert {row.target for row in given.links} == {f"{SITE}/gone", f"{SITE}/old", "https://dead.example/"}
    assert given.skipped == [(f"{SITE}/private", Skip.ROBOTS, "Disallow: /private")]


def test_pictures_of_sample_elements_are_loaded(stored: tuple[Store, Run]) -> None:
    store, run = stored
    verdict = specimen(pages=40).verdict
    sample = verdict.causes[0].samples[0]
    selector = sample.evidence.selector
    store.save_artifacts(
        run.id, [Artifact(sample.page_id or 0, ArtifactKind.ELEMENTS, data={selector: {"png": crop()}})]
    )
    store.save_verdict(run.id, verdict, [])
    assert load(store, run.id, {}).crops == {(sample.page_id, selector): crop()}


@pytest.mark.parametrize(
    ("page", "state"),
    [
        (Page("https://a.example/", status=404), LinkState.DEAD),
        (Page("https://a.example/", status=500), LinkState.FLAKY),
        (Page("https://a.example/", status=403), LinkState.BLOCKED),
        (Page("https://a.example/", status=429), LinkState.BLOCKED),
        (Page("https://a.example/", status=503), LinkState.FLAKY),
        (Page("https://a.example/", failure=Failure.TIMEOUT), LinkState.FLAKY),
        (Page("https://a.example/", failure=Failure.DNS), LinkState.DEAD),
        (Page("https://a.example/", status=200, failure=Failure.CHALLENGE), LinkState.BLOCKED),
    ],
)
def test_what_could_not_be_verified_is_never_dead(page: Page, state: LinkState) -> None:
    assert state_of(page) is state


def test_a_report_is_written_whole_beside_its_machine_copy(stored: tuple[Store, Run], tmp_path: Path) -> None:
    path = write_report(stored[0], stored[1].id, cards(), tmp_path / "deep" / "report")
    assert path.read_text("utf-8").endswith("</html>")
    assert json.loads((path.parent / "report.json").read_bytes())["run"]["id"] == stored[1].id
    names = {one.name for one in path.parent.iterdir()} - {".marsad-report.json"}
    assert names == {"index.html", "report.json", "tables"}


def test_a_folder_that_cannot_be_written_is_said_in_one_line(stored: tuple[Store, Run], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="choose another folder") as raised:
        write_report(stored[0], stored[1].id, {}, tmp_path / "file" / "report")
    assert "\n" not in str(raised.value)


def test_report_json_is_whole(tmp_path: Path) -> None:
    report = build(specimen())
    with (tmp_path / "report.json").open("wb") as out:
        write_json(report, out)
    data = json.loads((tmp_path / "report.json").read_bytes())
    assert data["schema"] == SCHEMA
    assert set(data) == set(report_data(report))
    assert len(data["causes"]) == len(specimen().verdict.causes)
    pages = {page["id"] for page in data["pages"]}
    assert all(set(cause["page_ids"]) <= pages for cause in data["causes"])
    assert {cause["rule"] for cause in data["causes"]} <= set(data["rules"])
    assert data["scores"][0]["category"] is None
    assert data["coverage"]["skipped"] == {"robots": 90, "depth": 22, "trap": 41}
