"""Budgets fail the gate where pages are beyond them, and where nobody could measure them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from marsad.budget_options import BudgetOptions
from marsad.budgets import check_budgets, gate_sentence
from marsad.config import Config
from store.batch import Batch, Fetched
from store.database import Store
from store.model import Artifact, ArtifactKind, Facts, Page, Run
from tests.marsad.conftest import Marsad
from tests.servers import Route, Site, html

QUICK = ("--browser", "never")
PAGE = "https://example.com/"


def measured(tmp_path: Path, **budget: Any) -> dict[str, Any]:
    """What becomes of one budget on a site of one page, which took 3 s in the lab and loads two scripts."""
    with Store.open(f"sqlite:///{tmp_path}/m.db") as store:
        run: Run = store.begin_run("example.com", PAGE, {}, {}, 1.0)
        page = Page(PAGE, status=200, facts=Facts(dom_elements=12), body_bytes=5_000)
        store.save_batch(run.id, Batch(fetched=[Fetched(page)]))
        (known,) = store.pages(run.id)
        load = {"lcp_ms": 900.0, "bytes": 70_000, "by_type": {"script": {"requests": 2, "bytes": 60_000}}}
        lab = {"median": {"lcp_ms": 3_000.0, "score": 0.7}}
        store.save_artifacts(
            run.id,
            [
                Artifact(known.id, ArtifactKind.VITALS, "desktop", load),
                Artifact(known.id, ArtifactKind.LAB, "mobile", lab),
            ],
        )
        (found,) = check_budgets(store, run, Config(budget=(BudgetOptions(**budget),)))
    return found


@pytest.mark.parametrize(
    ("budget", "state"),
    [
        ({"measured": "lab", "metric": "lcp_ms", "maximum": 2_999}, "broken"),
        ({"measured": "lab", "metric": "lcp_ms", "maximum": 3_000}, "kept"),
        ({"measured": "lab", "metric": "score", "minimum": 0.71}, "broken"),
        ({"measured": "lab", "metric": "score", "minimum": 0.7}, "kept"),
        ({"measured": "lab", "metric": "lcp_ms", "maximum": 9, "device": "desktop"}, "unknown"),
        ({"metric": "bytes", "type": "script", "maximum": 59_999}, "broken"),
        ({"metric": "requests", "type": "font", "maximum": 0}, "kept"),
        ({"metric": "inp_ms", "maximum": 200}, "unknown"),
        ({"measured": "crawl", "metric": "html_bytes", "maximum": 4_999}, "broken"),
        ({"measured": "crawl", "metric": "html_bytes", "maximum": 1, "url": "/shop/"}, "unknown"),
        ({"measured": "crawl", "metric": "html_bytes", "maximum": 1, "segment": "shop"}, "unknown"),
    ],
)
def test_worst_page_decides_and_what_was_not_measured_is_unknown(
    tmp_path: Path, budget: dict[str, Any], state: str
) -> None:
    found = measured(tmp_path, **budget)
    assert found["state"] == state
    assert bool(gate_sentence([found])) is (state != "kept")
    assert (found["url"] == "") is (state == "unknown")


def test_unknown_figure_may_be_let_pass(tmp_path: Path) -> None:
    found = measured(tmp_path, metric="inp_ms", maximum=200, unknown="warn")
    assert found["state"] == "unknown"
    assert not gate_sentence([found])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"metric": "lcp_ms"}, "maximum or minimum"),
        ({"metric": "lcp_ms", "maximum": 1, "minimum": 1}, "one of the two"),
        ({"metric": "lcp_ms", "maximum": 1, "measured": "crawl"}, "not measured by crawl"),
        ({"metric": "lcp_ms", "maximum": 1, "type": "script"}, "bytes and requests only"),
        ({"metric": "lcp_ms", "maximum": 1, "url": "("}, "not a regular expression"),
    ],
)
def test_budget_that_makes_no_sense_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        BudgetOptions(**given)


def test_broken_budget_fails_the_audit_and_stands_in_the_report(marsad: Marsad, tmp_path: Path) -> None:
    config = tmp_path / "b.toml"
    config.write_text('[[budget]]\nname = "small pages"\nmeasured = "crawl"\nmetric = "html_bytes"\nmaximum = 50\n')
    routes: dict[str, Route] = {"/": html("Home of the palm", body="<h1>Palms</h1>")}
    with Site(routes) as site:
        done = marsad("audit", site.url(), *QUICK, "--config", str(config))
    assert done.code == 1
    assert "small pages" in done.err
    report = next(tmp_path.rglob("report.json"))
    assert json.loads(report.read_text())["speed"]["budgets"][0]["state"] == "broken"
