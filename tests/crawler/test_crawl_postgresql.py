"""The same crawl on PostgreSQL gathers the same."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from crawler.crawl import crawl
from crawler.options import CrawlOptions
from store.database import Store
from store.judged import JudgedPage
from tests.crawler.conftest import Crawl
from tests.servers import Site
from tests.sites.interlinked import routes
from tests.store.conftest import new_postgresql, postgresql_server

FIXTURES = (new_postgresql, postgresql_server)


@pytest.mark.postgresql
def test_crawl_on_postgresql_gathers_what_it_does_on_sqlite(
    crawl_site: Crawl, new_postgresql: Callable[[], str]
) -> None:
    with Site(routes(60)) as site:
        done = crawl_site(site)
        with Store.open(new_postgresql()) as store:
            run = store.begin_run("site", site.url(), {}, {}, time.time())
            crawl(store, run, CrawlOptions(retry_wait_s=0.01))
            pages = {
                page.url: (page.status, page.body_digest, page.facts, page.sources) for page in store.pages(run.id)
            }
            links = len(store.links(run.id))
            skipped = store.skip_counts(run.id)
            targets = {(target.url, target.state) for target in store.targets(run.id)}
    expected = {page.url: (page.status, page.body_digest, page.facts, page.sources) for page in done.pages.values()}
    assert pages == expected
    assert links == len(done.store.links(done.run.id))
    assert skipped == done.store.skip_counts(done.run.id)
    assert targets == {(target.url, target.state) for target in done.targets.values()}


@pytest.mark.postgresql
def test_a_second_crawl_on_postgresql_takes_unchanged_pages_over(new_postgresql: Callable[[], str]) -> None:
    options = CrawlOptions(retry_wait_s=0.01, measure_assets=False)
    with Site(routes(40)) as site, Store.open(new_postgresql()) as store:
        first = store.begin_run("site", site.url(), {}, {}, time.time())
        crawl(store, first, options)
        second = store.begin_run("site", site.url(), {}, {}, time.time())
        summary = crawl(store, second, options, before=first)
        held = []
        for run in (first, second):
            pages = list(store.pages(run.id))
            bodies = store.bodies(run.id, [page.id for page in pages])
            held.append([(page.url, page.status, page.facts, page.template_id, bodies.get(page.id)) for page in pages])
        row = JudgedPage(pages[0].id, b"key", b"reads", b"data")
        store.save_judged("site", [row])
        store.save_judged("site", [row._replace(key=b"other")])
        assert store.judged_pages("site", [row.url_id])[row.url_id].key == b"other"
        assert len(store.facts_digests(second.id)) == sum(page.facts is not None for page in pages)
        assert len(store.links(second.id)) == len(store.links(first.id))
        store.delete_run(first.id)
        store.delete_run(second.id)
        assert not store.judged_pages("site", [row.url_id])
    assert summary.unchanged > 20
    assert held[0] == held[1]
