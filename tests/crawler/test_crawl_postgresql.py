"""The same crawl on PostgreSQL gathers the same."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from crawler.crawl import crawl
from crawler.options import CrawlOptions
from store.database import Store
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
