"""What a store promises about what a crawl gathers, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from store.database import Batch, Fetched, NewUrl, Store
from store.errors import StoreError
from store.model import (
    Artifact,
    ArtifactKind,
    Failure,
    Link,
    LinkKind,
    Page,
    Run,
    RunState,
    Source,
    Stage,
    Template,
    UrlState,
)
from tests.store.samples import SITE, batch_of, extras, fetched, links_of, page_of, url_of


def everything(store: Store, run_id: int) -> dict[str, object]:
    """All that a run holds, without ids."""
    urls = store.urls(run_id)
    table = store.links(run_id)
    return {
        "pages": sorted((replace(page, id=0) for page in store.pages(run_id)), key=lambda page: page.url),
        "links": sorted(
            (urls[int(one)], urls[int(other)], int(kind), table.texts[int(text)])
            for one, other, kind, text in zip(table.source, table.target, table.kind, table.text, strict=True)
        ),
        "known": sorted(store.known_urls(run_id)),
        "targets": sorted((replace(one, id=0) for one in store.targets(run_id)), key=lambda one: one.url),
        "probes": store.probes(run_id),
        "sitemap": store.sitemap(run_id),
    }


def test_page_comes_back_as_it_was_saved(store: Store, run: Run) -> None:
    store.save_batch(run.id, batch_of(1))
    page = store.page(run.id, url_of(1))
    assert page is not None
    assert replace(page, id=0) == page_of(1)


def test_page_without_an_answer_comes_back_as_it_was_saved(store: Store, run: Run) -> None:
    failed = Page(
        url=f"{SITE}/x", asked_url=f"{SITE}/X", failure=Failure.TIMEOUT, failure_detail="10 s \x00 \ud800", depth=3
    )
    store.save_batch(run.id, Batch(fetched=[Fetched(failed)]))
    page = store.page(run.id, f"{SITE}/x")
    assert page is not None
    assert replace(page, id=0) == replace(failed, failure_detail="10 s � ?")
    assert store.bodies(run.id, [page.id]) == {}


def test_redirect_names_its_next_hop_and_the_hop_is_a_known_url(store: Store, run: Run) -> None:
    hop = Page(url=f"{SITE}/old", status=301, redirect_to=f"{SITE}/new")
    store.save_batch(run.id, Batch(fetched=[Fetched(hop)]))
    page = store.page(run.id, f"{SITE}/old")
    assert page is not None
    assert page.redirect_to == f"{SITE}/new"
    assert f"{SITE}/new" in store.urls(run.id).values()


@pytest.mark.parametrize("digest", ["", "ab" * 16, "AB" * 16, "0" * 32, "fedcba9876543210", "fifteen letters"])
def test_any_body_digest_comes_back(store: Store, run: Run, digest: str) -> None:
    store.save_batch(run.id, Batch(fetched=[Fetched(replace(page_of(1), body_digest=digest))]))
    assert [page.body_digest for page in store.pages(run.id)] == [digest]


def test_body_comes_back_and_only_for_pages_that_have_one(store: Store, run: Run) -> None:
    store.save_batch(run.id, Batch(fetched=[fetched(1), Fetched(page_of(2))]))
    ids = {page.url: page.id for page in store.pages(run.id)}
    assert store.bodies(run.id, ids.values()) == {ids[url_of(1)]: fetched(1).body}


def test_pages_come_in_order_of_id_and_only_those_asked_for(store: Store, run: Run) -> None:
    store.save_batch(run.id, Batch(fetched=[fetched(number) for number in range(1_100)]))
    ids = [page.id for page in store.pages(run.id)]
    assert len(ids) == 1_100 == store.count_pages(run.id)
    assert ids == sorted(ids)
    assert [page.id for page in store.pages(run.id, [ids[7], ids[3], 10**8])] == [ids[3], ids[7]]
    assert list(store.pages(run.id, [])) == []


def test_links_come_back_by_source_in_the_order_of_the_page(store: Store, run: Run) -> None:
    store.save_batch(run.id, batch_of(1, 2))
    table = store.links(run.id)
    urls = store.urls(run.id)
    got: dict[str, list[Link]] = {}
    for row in range(len(table)):
        link = Link(
            target=urls[int(table.target[row])],
            kind=LinkKind(int(table.kind[row])),
            text=table.texts[int(table.text[row])],
            place=links_of(1)[0].place.__class__(int(table.place[row])),
            flags=links_of(1)[0].flags.__class__(int(table.flags[row])),
            line=int(table.line[row]),
            count=int(table.count[row]),
        )
        got.setdefault(urls[int(table.source[row])], []).append(link)
    assert got == {url_of(1): list(links_of(1)), url_of(2): list(links_of(2))}
    assert np.all(np.diff(table.source) >= 0)
    assert table.texts[0] == ""


def test_run_without_links_has_an_empty_table(store: Store, run: Run) -> None:
    table = store.links(run.id)
    assert len(table) == 0
    assert list(table.texts) == [""]
    assert store.urls(run.id) == {}


def test_link_text_is_cut_at_200_characters(store: Store, run: Run) -> None:
    links = [Link(url_of(2), LinkKind.A, "x" * 300), Link(url_of(3), LinkKind.A, "y\x00z")]
    store.save_batch(run.id, Batch(fetched=[Fetched(page_of(1), links=links)]))
    assert sorted(store.links(run.id).texts) == ["", "x" * 200, "y�z"]


def test_a_batch_written_twice_changes_nothing(store: Store, run: Run) -> None:
    for batch in (batch_of(1, 2), extras()):
        store.save_batch(run.id, batch)
    before = everything(store, run.id)
    for batch in (batch_of(1, 2), extras()):
        store.save_batch(run.id, batch)
    assert everything(store, run.id) == before


def test_page_fetched_again_replaces_the_first_with_its_links_and_body(store: Store, run: Run) -> None:
    store.save_batch(run.id, batch_of(1))
    store.save_batch(run.id, Batch(fetched=[Fetched(Page(url=url_of(1), status=500))]))
    (page,) = store.pages(run.id)
    assert (page.status, page.facts) == (500, None)
    assert len(store.links(run.id)) == 0
    assert store.bodies(run.id, [page.id]) == {}


def test_fetched_pages_are_done_and_what_they_link_to_waits(store: Store, run: Run) -> None:
    store.add_urls(run.id, [NewUrl(url_of(1), 0, Source.START)])
    leased = store.lease(run.id, "me", 10, 60, 0.0)
    page = replace(page_of(1), id=leased[0].id)
    store.save_batch(run.id, Batch(fetched=[Fetched(page, links=links_of(1))], discovered=[NewUrl(url_of(2), 1)]))
    assert store.page(run.id, url_of(1)) == replace(page, sources=Source.START)
    assert list(store.known_urls(run.id)) == [
        (url_of(1), Source.START, UrlState.DONE),
        (url_of(2), Source.LINK, UrlState.QUEUED),
    ]


def test_targets_probes_and_sitemaps_come_back_as_they_were_saved(store: Store, run: Run) -> None:
    store.save_batch(run.id, extras())
    wanted = extras()
    assert [replace(one, id=0) for one in store.targets(run.id)] == sorted(wanted.targets, key=lambda one: one.url)
    assert store.probes(run.id) == wanted.probes
    assert store.sitemap(run.id) == wanted.sitemap


def test_artifacts_come_back_filtered_by_page_and_kind(store: Store, run: Run) -> None:
    shot = Artifact(7, ArtifactKind.SCREENSHOT, data={"width": 1}, blob=b"\x89PNG\x00", taken_at=5.0)
    broken = Artifact(8, ArtifactKind.AXE, "phone", error="the page crashed", taken_at=6.0)
    store.save_artifacts(run.id, [broken, shot])
    store.save_artifacts(run.id, [replace(shot, blob=b"new")])
    shot = replace(shot, blob=b"new")
    assert list(store.artifacts(run.id)) == [shot, broken]
    assert list(store.artifacts(run.id, kinds=[ArtifactKind.AXE])) == [broken]
    assert list(store.artifacts(run.id, page_ids=[7])) == [shot]
    store.drop_artifacts(run.id)
    assert list(store.artifacts(run.id)) == []


def test_pages_know_their_template_and_new_templates_replace_old_ones(store: Store, run: Run) -> None:
    store.save_batch(run.id, Batch(fetched=[fetched(1), fetched(2)]))
    one, two = (page.id for page in store.pages(run.id))
    store.save_templates(run.id, [Template(9, "/old", 1, url_of(1))], {one: 9, two: 9})
    templates = [Template(1, "/page/{n}", 1, url_of(2))]
    store.save_templates(run.id, templates, {two: 1})
    assert store.templates(run.id) == templates
    assert [page.template_id for page in store.pages(run.id)] == [None, 1]


def test_a_run_keeps_its_stages_state_and_coverage(store: Store, run: Run) -> None:
    store.finish_stage(run.id, Stage.CRAWL)
    store.finish_stage(run.id, Stage.CRAWL)
    store.finish_stage(run.id, Stage.JUDGE)
    store.set_coverage(run.id, {"known": 3, "skipped": {"robots": 1}})
    store.end_run(run.id, RunState.STOPPED, 2_000.0, "by hand")
    ended = store.run(run.id)
    assert ended.stages_done == (Stage.CRAWL, Stage.JUDGE)
    assert (ended.state, ended.ended_at, ended.message) == (RunState.STOPPED, 2_000.0, "by hand")
    assert ended.coverage == {"known": 3, "skipped": {"robots": 1}}
    assert ended.options == {"max_pages": 5}
    store.reopen_run(run.id)
    again = store.run(run.id)
    assert (again.state, again.ended_at, again.message) == (RunState.RUNNING, None, "")
    assert again.stages_done == ended.stages_done


def test_runs_are_listed_newest_first_even_when_the_clock_went_back(store: Store, run: Run) -> None:
    later = store.begin_run("example.test", "https://example.test/", {}, {}, 500.0)
    other = store.begin_run("other.test", "https://other.test/", {}, {}, 400.0)
    store.end_run(run.id, RunState.DONE, 2_000.0)
    assert [one.id for one in store.runs()] == [other.id, later.id, run.id]
    assert [one.id for one in store.runs("example.test")] == [later.id, run.id]
    latest = store.latest_run("example.test", [RunState.DONE])
    assert latest is not None
    assert latest.id == run.id
    assert store.latest_run("nobody.test") is None


def test_a_run_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(StoreError, match="no run 77"):
        store.run(77)


def test_deleting_a_run_leaves_the_others_alone_and_never_reuses_its_id(store: Store, run: Run) -> None:
    other = store.begin_run("example.test", "https://example.test/", {}, {}, 1.0)
    for number in (run.id, other.id):
        store.save_batch(number, batch_of(1))
        store.save_batch(number, extras())
    kept = everything(store, run.id)
    store.delete_run(other.id)
    assert everything(store, run.id) == kept
    assert [one.id for one in store.runs()] == [run.id]
    assert list(store.pages(other.id)) == []
    assert len(store.links(other.id)) == 0
    assert store.begin_run("example.test", "https://example.test/", {}, {}, 1.0).id > other.id


def test_two_urls_with_one_hash_stay_two(store: Store, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    real = __import__("store.dictionary", fromlist=["hash_of"]).hash_of
    monkeypatch.setattr("store.dictionary.hash_of", lambda text, seed=0: 42 if seed == 0 else real(text, seed))
    store.add_urls(run.id, [NewUrl(url_of(number)) for number in range(3)])
    store.save_batch(run.id, Batch(fetched=[fetched(2)]))
    store._urls.forget()
    store.add_urls(run.id, [NewUrl(url_of(number), source=Source.SITEMAP) for number in range(4)])
    assert sorted(url for url, _, _ in store.known_urls(run.id)) == [url_of(number) for number in range(4)]
    page = store.page(run.id, url_of(2))
    assert page is not None
    assert page.url == url_of(2)
    assert store.page(run.id, url_of(9)) is None


def test_what_is_remembered_of_urls_is_bounded(store: Store, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.dictionary.CACHE_BYTES", 1_000)
    monkeypatch.setattr("store.frontier._KNOWN_LIMIT", 5)
    for start in range(0, 40, 4):
        store.add_urls(run.id, [NewUrl(url_of(number)) for number in range(start, start + 8)])
    assert len(store._urls._cache) < 10
    assert sum(1 for _ in store.known_urls(run.id)) == 44


def test_threads_may_write_and_read_one_store_at_once(store: Store, run: Run) -> None:
    faults: list[BaseException] = []

    def write(first: int) -> None:
        try:
            for number in range(first, first + 40, 4):
                store.save_batch(run.id, batch_of(*range(number, number + 4)))
                assert sum(1 for _ in store.pages(run.id)) >= 4
        except BaseException as error:  # noqa: BLE001 - shown by the test itself
            faults.append(error)

    threads = [threading.Thread(target=write, args=(first,)) for first in (0, 20, 40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert store.count_pages(run.id) == 80


def test_another_store_reads_while_one_writes(store: Store, run: Run, address: str) -> None:
    with Store.open(address) as reader, store._db.write() as connection:
        connection.exec_driver_sql("UPDATE run SET message = 'not yet'")
        assert reader.run(run.id).message == ""
    assert store.run(run.id).message == "not yet"
