"""What a browser saw of an unchanged page holds for a time, and no longer than its parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from marsad.browse_memory import DAY_S, keep_what_was_seen, oldest_sight
from marsad.config import Config
from store.batch import Copied
from store.database import Batch, Fetched, Store
from store.model import (
    Artifact,
    ArtifactKind,
    Facts,
    Link,
    LinkFlag,
    LinkKind,
    LinkState,
    Page,
    Place,
    Probe,
    Run,
    Target,
)

URL, STYLE = "https://x.example/", "https://x.example/main.css"
NOW = 1_000 * DAY_S
VERSIONS = {"browser": "140.0"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "marsad.db")) as opened:
        yield opened


def style(etag: str) -> Target:
    headers = (("etag", etag),) if etag else ()
    return Target(STYLE, LinkState.OK, 200, size_bytes=10, headers=headers)


def first_run(
    store: Store, etag: str = '"1"', taken_at: float = NOW - DAY_S / 2, ttfb_ms: float | None = None, **artifact: Any
) -> Run:
    run = store.begin_run("x.example", URL, {}, VERSIONS, NOW - DAY_S / 2)
    link = Link(STYLE, LinkKind.STYLESHEET, "", Place.HEAD, LinkFlag(0))
    found = Page(URL, status=200, facts=Facts(), ttfb_ms=ttfb_ms)
    batch = Batch(fetched=[Fetched(found, b"<p>", (link,))], targets=[style(etag)])
    store.save_batch(run.id, batch)
    (page,) = store.pages(run.id)
    seen = [
        Artifact(page.id, ArtifactKind.AXE, "desktop", {"violations": []}, taken_at=taken_at, **artifact),
        Artifact(page.id, ArtifactKind.AXE, "mobile", {"violations": []}, taken_at=taken_at),
        Artifact(page.id, ArtifactKind.KEYBOARD, "desktop", {"stops": []}, taken_at=taken_at),
        Artifact(page.id, ArtifactKind.LAB, "mobile", {"runs": []}, taken_at=taken_at),
    ]
    store.save_artifacts(run.id, seen)
    return run


def second_run(
    store: Store, before: Run, etag: str = '"1"', versions: Any = VERSIONS, ttfb_ms: float | None = None
) -> tuple[Run, list[Page]]:
    run = store.begin_run("x.example", URL, {}, versions, NOW)
    (page,) = store.pages(before.id)
    page = replace(page, ttfb_ms=ttfb_ms)
    store.save_batch(run.id, Batch(copied=[Copied(page, before.id)], targets=[style(etag)]))
    return run, list(store.pages(run.id))


def kinds(store: Store, run: Run) -> set[ArtifactKind]:
    return {one.kind for one in store.artifacts(run.id)}


def test_what_was_seen_of_an_unchanged_page_is_taken_over_with_its_date(store: Store) -> None:
    before = first_run(store)
    run, pages = second_run(store, before)
    assert keep_what_was_seen(store, run, before, Config(), pages, {pages[0].id}) == 1
    assert kinds(store, run) == {ArtifactKind.AXE, ArtifactKind.KEYBOARD, ArtifactKind.LAB}
    assert oldest_sight(store, run) == NOW - DAY_S / 2
    assert store.artifact_digests(run.id) == store.artifact_digests(before.id)


def test_loads_in_the_lab_hold_for_less_long(store: Store) -> None:
    before = first_run(store, taken_at=NOW - 2 * DAY_S)
    run, pages = second_run(store, before)
    assert keep_what_was_seen(store, run, before, Config(), pages, set()) == 1
    assert kinds(store, run) == {ArtifactKind.AXE, ArtifactKind.KEYBOARD}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"taken_at": NOW - 8 * DAY_S}, {}),
        ({"error": "timed out"}, {}),
        ({}, {"etag": '"2"'}),
        ({"etag": ""}, {"etag": ""}),
        ({}, {"versions": {"browser": "141.0"}}),
        ({}, {"versions": {}}),
    ],
    ids=["too old", "went wrong", "a part changed", "a part says nothing of itself", "new browser", "no browser"],
)
def test_it_is_loaded_again_where(first: dict[str, Any], second: dict[str, Any], store: Store) -> None:
    before = first_run(store, **first)
    run, pages = second_run(store, before, **second)
    assert keep_what_was_seen(store, run, before, Config(), pages, set()) == 0
    assert not kinds(store, run)


@pytest.mark.parametrize(("then", "now", "taken_over"), [(20.0, 320.0, 1), (20.0, 321.0, 0), (900.0, 20.0, 0)])
def test_an_unchanged_page_is_loaded_again_where_its_server_has_another_pace(
    then: float, now: float, taken_over: int, store: Store
) -> None:
    before = first_run(store, ttfb_ms=then)
    run, pages = second_run(store, before, ttfb_ms=now)
    assert keep_what_was_seen(store, run, before, Config(), pages, set()) == taken_over
    assert bool(kinds(store, run)) == bool(taken_over)


def test_a_page_that_changed_is_loaded_again(store: Store) -> None:
    before = first_run(store)
    run, pages = second_run(store, before)
    changed = [replace(page, is_reused=False) for page in pages]
    assert keep_what_was_seen(store, run, before, Config(), changed, set()) == 0


def test_a_page_that_stands_for_its_template_now_is_loaded_again_where_it_was_not_walked(store: Store) -> None:
    before = first_run(store)
    store.drop_artifacts(before.id)
    (page,) = store.pages(before.id)
    store.save_artifacts(before.id, [Artifact(page.id, ArtifactKind.AXE, "desktop", taken_at=NOW)])
    run, pages = second_run(store, before)
    assert keep_what_was_seen(store, run, before, Config(), pages, {pages[0].id}) == 0
    assert keep_what_was_seen(store, run, before, Config(), pages, set()) == 1


def test_a_digest_of_a_part_stands_for_its_validators(store: Store) -> None:
    before = first_run(store, etag="")
    run, pages = second_run(store, before, etag="")
    for one in (before, run):
        store.save_batch(one.id, Batch(probes=[Probe("asset", STYLE, 200, None, {"digest": "d", "bytes": 10})]))
    assert keep_what_was_seen(store, run, before, Config(), pages, set()) == 1


def test_nothing_is_kept_without_an_earlier_run(store: Store) -> None:
    before = first_run(store)
    run, pages = second_run(store, before)
    assert keep_what_was_seen(store, run, None, Config(), pages, set()) == 0
