"""`marsad links`: where broken and moved links stand, and the list to work off."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.marsad.conftest import Marsad
from tests.servers import Reply, Route, Site, html, redirect

OTHER: dict[str, Route] = {
    "/gone": Reply("", 404),
    "/old": redirect("/new", 301),
    "/new": html("new"),
    "/later": redirect("/new", 302),
    "/shut": Reply("", 403),
}


@pytest.fixture
def audited(marsad: Marsad, tmp_path: Path) -> Iterator[tuple[Marsad, Site, Site]]:
    """A site whose links were asked; the servers still stand."""
    (tmp_path / "marsad.toml").write_text("[crawl]\nallow_private = true\nretry_wait_s = 0.01\n")
    with Site(OTHER) as other:
        body = (
            f'\n<nav><a href="{other.url("/gone")}">Gone</a></nav>\n<a href="{other.url("/old")}">=Old</a>\n'
            f'<a href="{other.url("/later")}">Later</a><a href="{other.url("/shut")}">Shut</a>\n'
            '<a href="/moved">Moved</a><a href="/missing">Missing</a>'
        )
        routes: dict[str, Route] = {
            "/": html("Start", "/b", body=body),
            "/b": html("B", other.url("/gone"), "/#nowhere"),
            "/moved": redirect("/b", 301),
        }
        with Site(routes) as site:
            done = marsad("audit", site.url("/"), "--browser", "never")
            assert done.code == 0, done.err
            yield marsad, site, other


def test_each_target_has_its_places_with_lines(audited: tuple[Marsad, Site, Site]) -> None:
    marsad, site, other = audited
    done = marsad("links", "--state", "dead", "--format", "jsonl")
    found = {row["url"]: row for row in map(json.loads, done.out.splitlines())}
    assert set(found) == {other.url("/gone"), site.url("/missing")}
    gone = found[other.url("/gone")]
    assert (gone["verdict"], gone["status"], gone["failures"], gone["last_ok"]) == ("dead", 404, 1, None)
    assert [(one["url"], one["text"], one["place"]) for one in gone["links"]] == [
        (site.url("/"), "Gone", "nav"),
        (site.url("/b"), other.url("/gone"), "other"),
    ]
    assert all(one["line"] for one in gone["links"])
    assert gone["links"][0]["line"] == 3


def test_the_text_says_verdict_place_line_and_since_when(audited: tuple[Marsad, Site, Site]) -> None:
    marsad, site, other = audited
    out = marsad("links").out
    assert f"dead 404  {other.url('/gone')}\n" in out
    assert f'on {site.url("/")} line 3 (nav) "Gone"' in out
    assert "1 failure, first seen 20" in out
    assert f"ends at {other.url('/new')}; link there" in out
    assert "blocked" not in out
    assert f"blocked 403  {other.url('/shut')}" in marsad("links", "--state", "unverified").out


def test_the_list_to_work_off_names_what_to_write_instead(audited: tuple[Marsad, Site, Site], tmp_path: Path) -> None:
    marsad, site, other = audited
    marsad("links", "--state", "redirect", "--format", "csv", "--output", "fixes.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "fixes.csv").read_text())))
    assert {row["old_url"]: row["new_url"] for row in rows} == {
        other.url("/old"): other.url("/new"),
        other.url("/later"): "",
        site.url("/moved"): site.url("/b"),
    }
    old = next(row for row in rows if row["old_url"] == other.url("/old"))
    assert (old["from"], old["line"]) == (site.url("/"), "4")
    assert old["text"] == "'=Old"  # no formula for a spreadsheet


def test_a_run_without_such_links_says_so(audited: tuple[Marsad, Site, Site]) -> None:
    marsad, _, _ = audited
    assert marsad("links", "--state", "insecure").out == "no such links in this run\n"


def test_a_run_that_is_not_there_is_named(audited: tuple[Marsad, Site, Site]) -> None:
    marsad, _, _ = audited
    done = marsad("links", "--run", "77")
    assert done.code == 2
    assert "there is no run 77" in done.last_error


def test_places_that_pages_lack_are_listed(audited: tuple[Marsad, Site, Site]) -> None:
    marsad, site, _ = audited
    rows = [json.loads(line) for line in marsad("links", "--state", "broken", "--format", "jsonl").out.splitlines()]
    place = next(row for row in rows if row["url"] == site.url("/#nowhere"))
    assert place["verdict"] == "fragment-missing"
    assert [one["url"] for one in place["links"]] == [site.url("/b")]
