"""Marsad on its own report: not one accessibility finding, nor a question left to a person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.browser.find import find_browser
from crawler.browser.options import BrowserOptions
from tests.marsad.conftest import Marsad
from tests.servers import Reply, Site


@pytest.mark.browser
def test_the_report_has_no_accessibility_finding(marsad: Marsad, tmp_path: Path, little_site: Site) -> None:
    found = find_browser(BrowserOptions())
    if not found.ok:
        pytest.skip(f"{found.reason} {found.how}")
    done = marsad("audit", little_site.url(), "--browser-pages", "2", "--no-lab")
    assert done.code == 0, done.err
    report = (tmp_path / done.out.strip()).read_bytes()
    rules = {
        rule["id"]
        for rule in json.loads(marsad("rules", "--format", "json").out)
        if rule["category"] == "accessibility"
    }
    with Site({"/": Reply(report, headers=(("Content-Language", "en"),))}) as site:
        tested = marsad("page", site.url(), "--browser", "always", "--format", "jsonl")
    assert tested.code == 0, tested.err
    lines = [json.loads(line) for line in tested.out.splitlines()]
    assert [line for line in lines if line["rule"] in rules] == []
