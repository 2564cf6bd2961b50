"""A dead link comes with the archived copy of its page, where the owner lets the archive be asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.marsad.conftest import Marsad
from tests.servers import Asked, Reply, Site, html

COPY = "https://web.archive.org/web/20200304000000/x"


def archive(asked: Asked) -> Reply:
    found = {"closest": {"available": True, "url": COPY, "timestamp": "20200304000000", "status": "200"}}
    return Reply(json.dumps({"archived_snapshots": found if "kept" in asked.path else {}}))


@pytest.mark.parametrize("lookups", [0, 1, 9])
def test_copies_are_looked_up_within_the_budget_and_told_with_the_link(
    marsad: Marsad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lookups: int
) -> None:
    with Site({"*": archive}) as wayback, Site({"/": html("Other")}) as other:
        dead = [other.url("/kept"), other.url("/lost")]
        with Site({"/": html("Home of the palm", *dead)}) as site:
            (tmp_path / "marsad.toml").write_text(f"[links]\narchive_lookups = {lookups}\n")
            monkeypatch.setenv("MARSAD_ARCHIVE_ENDPOINT", wayback.url("/"))
            done = marsad("audit", site.url(), "--browser", "never")
    assert done.code == 0, done.err
    assert len(wayback.asked) == min(lookups, 2)
    report = json.loads((tmp_path / done.out.strip()).with_name("report.json").read_text())
    said = {cause["target"]: cause["message"] for cause in report["causes"] if cause["rule"] == "resp-external-404"}
    assert set(said) == set(dead)
    assert (f"A copy of 2020-03-04 is kept at {COPY}" in said[dead[0]]) is (lookups > 0)
    assert "copy" not in said[dead[1]]
    gaps = [gap["why"] for gap in report["coverage"]["gaps"] if "Archive" in gap["what"]]
    assert gaps == (["1 of 2 dead links were not looked up"] if lookups == 1 else [])
