"""A defect that every page of a template carries is told once, with all its pages; error pages are not looked into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from audits.templates import cluster_pages
from crawler.extract import extract
from marsad import judge
from marsad.config import load_config
from marsad.console import Console
from store.database import Batch, Fetched, Store
from store.model import Cause, CauseState, Failure, Finding, Owner, Page, RunState

SITE = "https://shop.test"
PRODUCTS = 1_710
SHELF = 100
FOOTER = '<footer><ul><li><a href="/gone">Terms of trade</a></li></ul></footer>'
FAULTY = "<html><head><title></title><title>Two</title></head><body><img src='/x.png'><h1></h1></body></html>"


def html(title: str, main: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><main><h1>{title}</h1>{main}</main>{FOOTER}</body></html>"
    )


def site() -> Iterator[Fetched]:
    shelves = range(0, PRODUCTS, SHELF)
    listed = "".join(f'<a href="/shelves/{first}/all">Shelf {first}</a> ' for first in shelves)
    yield fetched("/", html("Shop", listed + '<a href="/wall">Wall</a> <a href="/error">Error</a>'))
    for first in shelves:
        goods = range(first, min(first + SHELF, PRODUCTS))
        links = "".join(f'<li><a href="/product/p{n}">Product {n}</a></li>' for n in goods)
        yield fetched(f"/shelves/{first}/all", html(f"Shelf {first}", f"<ul>{links}</ul>"))
    for number in range(PRODUCTS):
        text = (
            f'<section><h2>About {number}</h2><p>Product {number}, made of wood.</p></section><p class="price">9 €</p>'
        )
        yield fetched(f"/product/p{number}", html(f"Product {number}", text))
    yield fetched("/gone", "<p>Not here</p>", status=404)
    yield fetched("/wall", FAULTY, failure=Failure.CHALLENGE)
    yield fetched("/error", FAULTY, status=500)


def fetched(path: str, body: str, status: int = 200, failure: Failure | None = None) -> Fetched:
    url = SITE + path
    found = extract(url, body)
    page = Page(
        url, status=status, content_type="text/html", charset="utf-8", failure=failure, facts=found.facts,
        fingerprint=found.fingerprint, body_bytes=len(body), tries=3, fetched_at=1_790_000_000.0,
    )  # fmt: skip
    return Fetched(page, body.encode(), found.links)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Cause, ...], list[Finding]]:
    """The causes of the site and its findings, as the judging stage gives them."""
    folder: Path = tmp_path_factory.mktemp("one-cause")
    config = load_config(None, {"data": str(folder), "judge": {"workers": 1}})
    with Store.open(config.store_url) as store:
        run = store.begin_run("shop.test", f"{SITE}/", {}, {}, 1_790_000_000.0)
        store.save_batch(run.id, Batch(fetched=list(site())))
        templates, members = cluster_pages(
            (page.id, page.url, page.fingerprint) for page in store.pages(run.id) if page.status == 200
        )
        store.save_templates(run.id, templates, members)
        verdict = judge.judge_run(store, run, config, Console("text", quiet=True))
        store.end_run(run.id, RunState.DONE, 1_790_000_001.0)
        return verdict.causes, list(store.findings(run.id))


def test_a_dead_link_in_the_footer_of_1710_pages_is_one_cause_with_all_its_pages(
    judged: tuple[tuple[Cause, ...], list[Finding]],
) -> None:
    causes, findings = judged
    gone = f"{SITE}/gone"
    (cause,) = [one for one in causes if gone in (one.target, one.group) or gone in one.message]
    pages = PRODUCTS + len(range(0, PRODUCTS, SHELF)) + 1
    assert (cause.rule, cause.target, cause.state) == ("resp-internal-404", gone, CauseState.NEW)
    assert (cause.pages, len(cause.page_ids)) == (pages, pages)
    assert (cause.place, cause.owner) == ("footer", Owner.TEMPLATE)
    assert "in the footer" in cause.message
    shown = [one.evidence for one in cause.samples if one.evidence.snippet]
    assert [one.snippet for one in shown] == ['<a href="/gone">Terms of trade</a>']
    assert shown[0].selector.startswith("html > body > footer")
    assert {one.cause for one in findings if one.evidence.target == gone} == {cause.id}


def test_error_pages_and_bot_walls_feed_their_own_rule_only(
    judged: tuple[tuple[Cause, ...], list[Finding]],
) -> None:
    _, findings = judged
    named = {path: {one.rule for one in findings if one.url == SITE + path} for path in ("/wall", "/error", "/gone")}
    assert named == {"/wall": {"resp-blocked-by-waf"}, "/error": set(), "/gone": set()}
    assert {one.rule for one in findings if one.evidence.target == f"{SITE}/error"} == {"resp-internal-5xx"}
