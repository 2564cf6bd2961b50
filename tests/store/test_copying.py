"""Rows of pages that have not changed are copied into a new run inside the database, on either of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from store.batch import Batch, Copied, NewUrl
from store.copying import KINDS, moved_on
from store.database import Store
from store.errors import StoreError
from store.model import Page, Run, UrlState
from tests.store.samples import SITE, batch_of, url_of

NUMBERS = (1, 2, 3)


def second_run(store: Store) -> Run:
    """A run of which the pages are leased."""
    run = store.begin_run("example.test", f"{SITE}/", {}, {}, 5_000.0)
    store.add_urls(run.id, [NewUrl(url_of(number), 1) for number in NUMBERS])
    store.lease(run.id, "me", 10, 900.0, 5_000.0)
    return run


def anew(page: Page) -> Page:
    """What a second run tells anew of a page."""
    told = replace(page, headers=(("server", "other"),), wire_bytes=7, depth=4, tries=1)
    return replace(told, fetched_at=6_000.0, ttfb_ms=1.5, download_ms=None)


def test_a_copied_page_is_the_earlier_one_with_what_is_told_anew(store: Store, run: Run) -> None:
    store.save_batch(run.id, batch_of(*NUMBERS))
    before = {page.id: page for page in store.pages(run.id)}
    second = second_run(store)
    copied = [Copied(anew(page), run.id, keeps_headers=page.url == url_of(2)) for page in before.values()]
    for _ in range(2):  # writing it again changes nothing
        store.save_batch(second.id, Batch(copied=copied))
    for page in store.pages(second.id):
        earlier = before[page.id]
        told = replace(anew(earlier), is_reused=True, sources=page.sources)
        assert page == (replace(told, headers=earlier.headers) if page.url == url_of(2) else told)
    assert store.bodies(second.id, before) == store.bodies(run.id, before)
    ours, theirs = (store.links(one.id) for one in (second, run))
    assert ours.target.tolist() == theirs.target.tolist() and ours.kind.tolist() == theirs.kind.tolist()
    assert store.frontier_counts(second.id)[UrlState.DONE] >= len(NUMBERS)
    assert store.frontier_counts(second.id)[UrlState.LEASED] == 0


def test_a_copied_page_that_the_frontier_has_lost_is_entered_as_done(store: Store, run: Run) -> None:
    store.save_batch(run.id, batch_of(*NUMBERS))
    second = store.begin_run("example.test", f"{SITE}/", {}, {}, 5_000.0)
    pages = list(store.pages(run.id))
    store.save_batch(second.id, Batch(copied=[Copied(anew(page), run.id) for page in pages]))
    assert store.frontier_counts(second.id)[UrlState.DONE] == len(pages)


def test_copying_from_a_run_that_is_gone_says_so_and_writes_nothing(store: Store, run: Run) -> None:
    store.save_batch(run.id, batch_of(*NUMBERS))
    pages = list(store.pages(run.id))
    second = second_run(store)
    store.delete_run(run.id)
    with pytest.raises(StoreError, match="deleted meanwhile"):
        store.save_batch(second.id, Batch(copied=[Copied(page, run.id) for page in pages]))
    assert store.count_pages(second.id) == 0
    assert store.frontier_counts(second.id)[UrlState.LEASED] == len(NUMBERS)


def test_links_of_known_codes_are_left_out_of_earlier_pages(store: Store, run: Run) -> None:
    store.save_batch(run.id, batch_of(*NUMBERS))
    ids = [page.id for page in store.pages(run.id)]
    whole = store.earlier_pages(run.id, ids)
    table = store.links(run.id)
    codes: dict[int, list[int]] = {number: [] for number in ids}
    for source, target, kind in zip(table.source.tolist(), table.target.tolist(), table.kind.tolist(), strict=True):
        codes[source].append(target * KINDS + kind)
    assert {number: list(page.links) for number, page in whole.items()} == {
        number: list(dict.fromkeys(some)) for number, some in codes.items()
    }
    known = set(whole[ids[0]].links[:2])
    part = store.earlier_pages(run.id, ids, known)
    for number, page in part.items():
        assert page.links == tuple(code for code in whole[number].links if code not in known)


@pytest.mark.parametrize(
    ("answered", "merged"),
    [
        ((("b", "3"), ("b", "2"), ("date", "now")), (("a", "1"), ("b", "2"), ("b", "3"))),
        ((("b", "2"),), (("a", "1"), ("b", "2"))),
        ((("c", "4"),), (("a", "1"), ("b", "2"), ("b", "3"), ("c", "4"))),
    ],
    ids=["the same in another order", "one of two values", "a new one"],
)
def test_headers_move_on_by_what_an_answer_says_anew(
    answered: tuple[tuple[str, str], ...], merged: tuple[tuple[str, str], ...]
) -> None:
    assert moved_on((("a", "1"), ("b", "2"), ("b", "3")), answered, frozenset({"date"})) == merged
