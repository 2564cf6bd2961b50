"""The home page is the one that the start URL leads to."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad import judge
from marsad.config import load_config
from store.database import Batch, Fetched, Store
from store.model import Page

SITE = "https://shop.test"


def home_of(folder: Path, *redirects: tuple[str, str]) -> str:
    """What rules learn of the home page of a site with these redirects, whose start URL is its root."""
    config = load_config(None, {"data": str(folder)})
    with Store.open(config.store_url) as store:
        run = store.begin_run("shop.test", f"{SITE}/", {}, {}, 1_790_000_000.0)
        pages = [Page(SITE + one, status=302, redirect_to=SITE + to) for one, to in redirects]
        store.save_batch(run.id, Batch(fetched=[Fetched(page) for page in pages]))
        return judge.site_facts(store, run, config.judge, ["shop.test"]).home_url


@pytest.mark.parametrize(
    ("redirects", "home"),
    [
        ((), ""),
        ((("/", "/en/"),), f"{SITE}/en/"),
        ((("/", "/en"), ("/en", "/en/")), f"{SITE}/en/"),
    ],
)
def test_home_page_is_where_the_start_leads(tmp_path: Path, redirects: tuple[tuple[str, str], ...], home: str) -> None:
    assert home_of(tmp_path, *redirects) == home


def test_start_that_redirects_in_a_circle_is_followed_only_so_far(tmp_path: Path) -> None:
    assert home_of(tmp_path, ("/", "/a"), ("/a", "/")) in ("", f"{SITE}/a")
