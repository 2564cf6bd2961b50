"""What is kept in PostgreSQL lives as it does in SQLite: audits, runs, comparisons, verifying, letting go."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from marsad.config import Config
from marsad.console import Console
from marsad.retention import prune
from marsad.run import audit_site
from store.database import Store
from store.model import CauseState
from store.retention import LIGHT
from store.urls import split
from tests.marsad.conftest import Marsad
from tests.marsad.test_incremental import page, site_routes
from tests.servers import Site
from tests.store.conftest import new_postgresql, postgresql_server

__all__ = ["new_postgresql", "postgresql_server"]

pytestmark = pytest.mark.postgresql
QUICK = """\
[browser]
enabled = "never"
[browser.lab]
enabled = false
[crawl]
measure_assets = false
[judge]
workers = 1
"""


def test_an_audit_on_postgresql_equals_one_on_sqlite(
    marsad: Marsad,
    little_site: Site,
    new_postgresql: Callable[[], str],
) -> None:
    stores = ("audit.db", new_postgresql())
    causes = []
    for store in stores:
        done = marsad("audit", little_site.url(), "--browser", "never", "--store", store)
        assert done.code == 0, done.err
        rows = [json.loads(line) for line in marsad("export", "causes", "--store", store).out.splitlines()]
        causes.append({(row["id"], row["rule"], row["message"], row["pages"]) for row in rows})
    assert causes[0] == causes[1]
    assert causes[0]


def test_a_password_in_the_address_is_never_shown(marsad: Marsad) -> None:
    done = marsad("runs", "--store", "postgresql+psycopg://marsad:s3cret@127.0.0.1:1/none")
    assert done.code == 3
    assert "s3cret" not in done.err + done.out


def change(site: Site) -> None:
    """One page changes, one goes, one comes."""
    site.routes["/b"] = page("", "/c", body='<p id="there">There</p>')
    del site.routes["/shop/three"]
    site.routes["/new"] = page("new", "/a", body='<img src="/palm.png">')
    site.routes["/"] = page("home", "/a", "/b", "/c", "/shop/one", "/shop/two", "/moved", "/new")


def settings(folder: Path, store: str, **more: Any) -> Config:
    return Config.model_validate(
        {
            "data": folder,
            "store": {"url": store},
            "crawl": {"measure_assets": False, "questions": False},
            "browser": {"enabled": "never", "lab": {"enabled": False}},
            "judge": {"workers": 1},
            **more,
        }
    )


@contextmanager
def two_runs(folder: Path, store: str) -> Iterator[tuple[Site, list[str]]]:
    """A site that was audited twice, changed in between; with the options that name the store."""
    (folder / "marsad.toml").write_text(QUICK, encoding="utf-8")
    data = folder / re.sub(r"\W+", "-", store)[-20:]
    config = settings(data, store if "://" in store else f"sqlite:///{folder}/{store}")
    with Site(site_routes()) as site:
        for deed in (lambda one: None, change):
            deed(site)
            audit_site(site.url(), config, Console(quiet=True))
        yield site, ["--store", store, "--data", str(data)]


def said(text: str, site: Site, folder: str) -> str:
    """Without what differs from one machine, port and minute to the next."""
    host = split(site.url("/")).netloc
    text = text.replace(host, "SITE").replace(host.replace(":", "_"), "SITE").replace(host.replace(":", "%3A"), "SITE")
    text = text.replace(folder, "DATA")
    return re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?", "TIME", text)


def test_the_second_run_takes_over_what_has_not_changed_and_compares_and_lists_as_on_sqlite(
    marsad: Marsad, tmp_path: Path, new_postgresql: Callable[[], str]
) -> None:
    told: list[dict[str, Any]] = []
    for store in ("life.db", new_postgresql()):
        with two_runs(tmp_path, store) as (site, options):
            folder = options[-1]
            found: dict[str, Any] = {}
            for words in (["runs"], ["compare"]):
                done = marsad(*words, *options)
                assert done.code == 0, done.err
                found[" ".join(words)] = said(done.out, site, folder)
            found["portal"] = said((Path(folder) / "reports" / "index.html").read_text("utf-8"), site, folder)
        with Store.open(store if "://" in store else str(tmp_path / store)) as kept:
            taken = kept.run(2).coverage["incremental"]
            assert taken["from_run"] == 1 and taken["pages"] >= 4 and taken["judged"] >= 4
            found["taken over"] = taken
            verdict = kept.verdict(2)
            assert verdict is not None
            found["lives"] = sorted((one.rule, said(one.message, site, folder), one.state) for one in verdict.causes)
            assert {one.state for one in verdict.causes} >= {CauseState.NEW, CauseState.STILL}
        told.append(found)
    assert told[0].keys() == told[1].keys()
    for what, text in told[0].items():
        assert told[1][what] == text, what


def test_a_cause_is_verified_as_on_sqlite(marsad: Marsad, tmp_path: Path, new_postgresql: Callable[[], str]) -> None:
    told = []
    for store in ("life.db", new_postgresql()):
        with two_runs(tmp_path, store) as (site, options):
            rows = [json.loads(line) for line in marsad("export", "causes", *options).out.splitlines()]
            cause = next(one["id"] for one in rows if one["rule"] == "image-alt-missing")
            first = marsad("verify", cause, *options)
            for path in ("/shop/one", "/shop/two", "/new"):
                site.routes[path] = page(path, "/a", body='<img src="/palm.png" alt="A palm">')
            second = marsad("verify", cause, *options)
            # The order of the pages is that in which the crawl met them.
            told.append([(one.code, sorted(said(one.out, site, options[-1]).splitlines())) for one in (first, second)])
            assert (first.code, second.code) == (1, 0), first.err + second.err
            assert "/new" in first.out
    assert told[0] == told[1]


def test_old_runs_go_or_lose_their_pages_with_all_that_is_theirs(
    marsad: Marsad, tmp_path: Path, new_postgresql: Callable[[], str]
) -> None:
    address, data = new_postgresql(), tmp_path / "data"
    config = settings(data, address, keep={"last": 4, "daily": 0, "weekly": 0, "monthly": 0, "bodies": 2})
    with Site(site_routes()) as site:
        for _ in range(5):
            audit_site(site.url(), config, Console(quiet=True))
        with Store.open(address) as store:
            causes = store.verdict(2).causes  # type: ignore[union-attr]
            prune(store, config, Console(quiet=True))
            light = {one.id: bool(one.coverage.get(LIGHT)) for one in store.runs()}
            assert light == {5: False, 4: False, 3: False, 2: True}
            ids = [one.id for one in store.pages(2)]
            assert ids and not store.bodies(2, ids)
            assert store.bodies(5, [one.id for one in store.pages(5)])
            assert store.verdict(2).causes == causes  # type: ignore[union-attr]
        reports = sorted(path.name for path in (data / "reports").glob("*/run-*"))
        assert reports == ["run-2", "run-3", "run-4", "run-5"]
        options = ["--store", address, "--data", str(data)]
        assert [one["run"] for one in json.loads(marsad("runs", "--format", "json", *options).out)] == [5, 4, 3, 2]
        assert marsad("compare", "2", "5", *options).code == 0
        audit_site(site.url(), config, Console(quiet=True))  # what is left carries the next run
    with Store.open(address) as store:
        assert store.run(6).coverage["incremental"]["from_run"] == 5
        for one in store.runs():
            store.delete_run(one.id)
        assert _rows(store).keys() <= {"link_history"}  # what became of links is known beyond the runs that asked


def _rows(store: Store) -> dict[str, int]:
    """How many rows the tables of runs still hold, those that hold none left out."""
    import sqlalchemy as sa

    from store.schema import metadata

    with store._db.read() as connection:
        counts = {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
            if "run_id" in table.c
        }
    return {name: number for name, number in counts.items() if number}
