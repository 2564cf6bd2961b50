"""A page rule may read the few other pages that it has to compare, as the crawl stored them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from audits.page import PageView
from audits.same_page import lead_to_one, page_behind, titles_of
from crawler.ask import Answer
from crawler.pages import gather
from marsad import judge
from marsad.config import load_config
from store.database import Batch, Fetched, Store
from store.model import Page

SITE = "https://shop.test"


def fetched(path: str, html: str) -> Fetched:
    body = html.encode()
    answer = Answer(url=SITE + path, status=200, headers=(), content_type="text/html", body=body)
    page = gather(answer, lambda url: url.startswith(SITE)).page
    return Fetched(replace(page, fetched_at=1_790_000_000.0), body)


def test_pages_behind_links_are_read_from_the_store_by_redirects(tmp_path: Path) -> None:
    config = load_config(None, {"data": str(tmp_path)})
    with Store.open(config.store_url) as store:
        run = store.begin_run("shop.test", f"{SITE}/", {}, {}, 1_790_000_000.0)
        moved = Fetched(Page(f"{SITE}/old", status=301, redirect_to=f"{SITE}/rules"))
        other = fetched("/play", "<title>Play</title><main>How we play")
        store.save_batch(run.id, Batch([fetched("/rules", "<title>Rules</title><main>Our rules"), moved, other]))
        facts = judge.site_facts(store, run, config.judge, ["shop.test"])
        page = PageView(Page(f"{SITE}/"), site=facts)
        rules, old, play, none = (page_behind(page, SITE + path) for path in ("/rules", "/old", "/play", "/never"))
        assert rules is not None and old is not None and rules.url == old.url == f"{SITE}/rules"
        assert none is None
        assert lead_to_one([rules, old])
        assert not lead_to_one([rules, play])
        assert not lead_to_one([rules, none])
        assert titles_of([rules, play]) == ["Rules", "Play"]
        assert titles_of([rules, none]) == []
