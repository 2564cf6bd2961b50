"""Pages that earlier runs read and a run has not met are found in each database, by the newest run that asked them."""

from __future__ import annotations

from dataclasses import replace

from store.database import Batch, Fetched, NewUrl, Store
from store.model import Link, LinkFlag, LinkKind, Page, Place, Run, Source, UrlState
from tests.store.samples import fetched, url_of


def next_run(store: Store, run: Run) -> Run:
    return store.begin_run(run.site, run.start_url, {}, {}, run.started_at + 86_400)


def keep(store: Store, run: Run, *pages: Fetched, source: Source = Source.LINK) -> None:
    store.add_urls(run.id, [NewUrl(one.page.url, source=source) for one in pages])
    store.save_batch(run.id, Batch(fetched=list(pages)))


def answering(number: int, status: int, redirect_to: str | None = None) -> Fetched:
    return Fetched(Page(url_of(number), status=status, redirect_to=redirect_to, fetched_at=1.0))


def test_what_is_gone_or_met_is_not_looked_for_and_what_was_in_trouble_is(store: Store, run: Run) -> None:
    second, third = next_run(store, run), None
    keep(store, run, *(fetched(number) for number in range(1, 7)))
    keep(store, second, fetched(1), answering(2, 404))
    keep(store, second, answering(3, 503), source=Source.EARLIER)
    third = next_run(store, second)
    store.add_urls(third.id, [NewUrl(url_of(1)), NewUrl(url_of(5), source=Source.ASSET)])
    found, total = store.unmet_pages(third.id, [second.id, run.id], 10)
    assert sorted(one.url for one in found) == sorted(url_of(number) for number in (3, 4, 5, 6))
    assert total == 4  # an asset may be a page all the same
    assert len(store.unmet_pages(third.id, [second.id, run.id], 2)[0]) == 2
    answers = store.newest_answers(run.site, [one.id for one in store.pages(run.id)], run.id, third.id)
    assert {one.url: one.status for one in answers.values()} == {url_of(1): 200, url_of(2): 404, url_of(3): 503}


def test_what_waits_of_them_is_forgotten_and_the_rest_is_kept(store: Store, run: Run) -> None:
    store.add_urls(run.id, [NewUrl(url_of(1)), NewUrl(url_of(2), source=Source.EARLIER)])
    keep(store, run, answering(3, 404), source=Source.EARLIER)
    assert len(store.ids_from(run.id, Source.EARLIER)) == 2
    assert store.drop_waiting(run.id, Source.EARLIER) == 1
    assert store.frontier_counts(run.id)[UrlState.QUEUED] == 1
    store.add_urls(run.id, [NewUrl(url_of(2))])  # not taken for known
    assert store.frontier_counts(run.id)[UrlState.QUEUED] == 2


def test_links_are_those_of_the_newest_run_that_read_the_page(store: Store, run: Run) -> None:
    def linking(number: int, target: int) -> Fetched:
        link = Link(url_of(target), LinkKind.A, "", Place.OTHER, LinkFlag(0))
        return replace(fetched(number), links=(link,))

    second = next_run(store, run)
    keep(store, run, linking(1, 8), linking(2, 9))
    keep(store, second, linking(1, 7), answering(2, 503))
    third = next_run(store, second)
    ids = {url: number for number, url in store.urls(run.id).items()} | {
        url: number for number, url in store.urls(second.id).items()
    }
    found = store.earlier_targets(run.site, third.id, [ids[url_of(1)], ids[url_of(2)]])
    assert found == {ids[url_of(7)], ids[url_of(9)]}
