"""The lab in a run: a few pages after all other loads, told with its gaps, and nothing measured twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.browser.find import find_browser
from crawler.browser.options import BrowserOptions
from marsad.config import load_config
from marsad.console import Console
from marsad.coverage import Coverage
from marsad.lab import WHAT, measure_lab
from store.database import Store
from store.model import ArtifactKind
from tests.marsad.conftest import Marsad
from tests.servers import Site, html

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONFIG = "[browser]\naxe = false\nscreenshots = false\n[browser.lab]\nruns = 1\nmax_pages = 1\nfilmstrip = false\n"


@pytest.fixture
def two_templates() -> Iterator[Site]:
    list_of = "<ul>" + "<li><b>x</b></li>" * 40 + "</ul>"
    with Site({"/": html("Home", "/a", body="<h1>Home</h1>"), "/a": html("A", "/", body=f"<table>{list_of}")}) as site:
        yield site


def test_a_run_measures_as_many_pages_as_asked_and_none_of_them_twice(
    marsad: Marsad, tmp_path: Path, two_templates: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = find_browser(BrowserOptions())
    if not found.ok:
        pytest.skip(f"{found.reason} {found.how}")
    (tmp_path / "marsad.toml").write_text(CONFIG)
    done = marsad("audit", two_templates.url())
    assert done.code == 0, done.err
    assert "--no-lab leaves this out" in done.err
    monkeypatch.chdir(tmp_path)
    config = load_config(None, {})
    with Store.open(config.store_url) as store:
        run = store.latest_run()
        assert run is not None
        artifacts = list(store.artifacts(run.id, kinds=[ArtifactKind.LAB]))
        assert sorted(one.device for one in artifacts) == ["desktop", "mobile"]
        assert len({one.page_id for one in artifacts}) == 1
        gaps = [one["why"] for one in run.coverage["not_done"] if one["what"] == WHAT]
        assert any("1 templates were not measured" in why for why in gaps)
        two_templates.asked.clear()
        measure_lab(store, run, config, Console(quiet=True), Coverage(), threading.Event())
        assert two_templates.paths() == []


def test_a_lab_that_is_turned_off_is_told(tmp_path: Path) -> None:
    config = load_config(None, {"browser": {"lab": {"enabled": False}}})
    coverage = Coverage()
    with Store.open(str(tmp_path / "marsad.db")) as store:
        run = store.begin_run("example.com", "https://example.com/", {}, {}, 1.0)
        measure_lab(store, run, config, Console(quiet=True), coverage, threading.Event())
    assert [one["what"] for one in coverage.not_done] == [WHAT]
