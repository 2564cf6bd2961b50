"""Whoever needs less of a run reads less of it, and what is read is the same as in the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import sqlalchemy as sa

from store import run_changes, schema
from store.database import Batch, Store
from store.links import COLUMNS, LinkTable
from store.model import Link, LinkFlag, LinkKind, LinkState, Place, Run, RunState, Target
from store.run_changes import Part, compare_runs
from tests.store.samples import SITE, batch_of, fetched, url_of

OLD, SHARED, NEW = (f"{SITE}/{name}.js" for name in ("old", "shared", "new"))


def test_links_of_some_pages_are_those_that_stand_among_all(store: Store, run: Run) -> None:
    store.save_batch(run.id, batch_of(1, 2, 3))
    some = [page.id for page in store.pages(run.id) if page.url != url_of(2)]
    whole, part = store.links(run.id), store.links(run.id, ids=some)
    kept = np.isin(whole.source, some)
    assert 0 < len(part) < len(whole)
    for name in set(COLUMNS) - {"text"}:
        assert getattr(part, name).tolist() == getattr(whole, name)[kept].tolist(), name
    texts = [whole.texts[number] for number in whole.text[kept].tolist()]
    assert [part.texts[number] for number in part.text.tolist()] == texts
    assert len(store.links(run.id, ids=[])) == 0


def test_links_without_texts_are_the_same_links(store: Store, run: Run) -> None:
    store.save_batch(run.id, batch_of(1, 2))
    whole, bare = store.links(run.id), store.links(run.id, texts=False)
    for name in set(COLUMNS) - {"text"}:
        assert getattr(bare, name).tolist() == getattr(whole, name).tolist(), name
    assert {bare.texts[number] for number in bare.text.tolist()} == {""}


def test_pages_without_headers_are_otherwise_whole(store: Store, run: Run) -> None:
    store.save_batch(run.id, batch_of(1, 2))
    whole = list(store.pages(run.id))
    assert all(page.headers for page in whole)
    assert list(store.pages(run.id, headers=False)) == [replace(page, headers=()) for page in whole]


def page_with(number: int, *scripts: str) -> Batch:
    links = tuple(Link(one, LinkKind.SCRIPT, "", Place.HEAD, LinkFlag(0), 1) for one in scripts)
    return Batch(fetched=[replace(fetched(number), links=links)])


def two_runs(store: Store, now: dict[int, tuple[str, ...]], before: dict[int, tuple[str, ...]]) -> tuple[Run, Run]:
    """Two runs of pages with scripts; pages that use the same in both count as copied."""
    made = []
    for pages in (before, now):
        run = store.begin_run("example.test", f"{SITE}/", {}, {}, 1_000.0)
        for number, scripts in pages.items():
            store.save_batch(run.id, page_with(number, *scripts))
        made.append(run.id)
    same = {url_of(number) for number in now if before.get(number) == now[number]}
    ids = [page.id for page in store.pages(made[1]) if page.url in same]
    with store._db.write() as connection:
        connection.execute(
            sa.update(schema.page)
            .where(schema.page.c.run_id == made[1], schema.page.c.url_id.in_(ids))
            .values(is_reused=1)
        )
    store.set_coverage(made[1], {"incremental": {"from_run": made[0], "pages": len(ids)}})
    for number in made:
        store.end_run(number, RunState.DONE, 2_000.0)
    return store.run(made[0]), store.run(made[1])


def test_scripts_that_came_or_went_are_counted_over_copied_pages_too(store: Store) -> None:
    before, now = two_runs(
        store,
        before={1: (SHARED,), 2: (SHARED, OLD), 3: (OLD,)},
        now={1: (SHARED,), 2: (SHARED, NEW), 3: (SHARED,)},
    )
    assert compare_runs(store, before, now).parts["scripts"] == [Part(OLD, 2, 0), Part(NEW, 0, 1)]


def test_a_script_that_copied_pages_use_neither_comes_nor_goes(store: Store) -> None:
    before, now = two_runs(store, before={1: (SHARED, OLD), 2: (OLD,)}, now={1: (SHARED, OLD), 2: (SHARED,)})
    assert compare_runs(store, before, now).parts["scripts"] == []


def test_of_copied_pages_no_links_are_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before, now = two_runs(store, before={1: (SHARED,), 2: (OLD,)}, now={1: (SHARED,), 2: (OLD,)})
    read = []

    def note(links: LinkTable, pages: object) -> dict[str, dict[int, int]]:
        read.append(len(links))
        return {kind: {} for kind in run_changes.PARTS}

    monkeypatch.setattr(run_changes, "_used", note)
    assert not any(compare_runs(store, before, now).parts.values())
    assert read == [0, 0]


def test_targets_of_some_urls_are_those_that_stand_among_all(store: Store, run: Run) -> None:
    store.save_batch(run.id, Batch(targets=[Target(f"{SITE}/{name}.js", LinkState.OK) for name in "abc"]))
    whole = store.targets(run.id)
    assert store.targets(run.id, [f"{SITE}/c.js", f"{SITE}/unknown"]) == [one for one in whole if one.url[-4] == "c"]
    assert len(whole) == 3 and store.targets(run.id, []) == []
