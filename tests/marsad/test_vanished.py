"""Pages that nothing leads to any more: gone, moved, left behind or in trouble, each is told as what it is."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audits.life import is_counted
from marsad.cli import main
from marsad.config import Config, load_config
from marsad.console import Console
from marsad.run import audit_site
from reports.changes import ChangesChapter, load_changes
from store.database import Store
from store.model import Cause, CauseState, RunState, Source, UrlState, Verdict
from tests.servers import Asked, Reply, Site, html, redirect
from tests.servers import text as text_reply

PAGES = ("/a", "/b", "/c", "/d")
RULE = "image-alt-missing"
GONE = Reply("<title>Not found</title><p>gone</p>", 404)


class Shrinking:
    """A site of a start page and four pages; on /b an image has no words."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder
        site.routes["/x.png"] = Reply(b"\x89PNG\r\n\x1a\n", content_type="image/png")
        for path in PAGES:
            site.routes[path] = self.page(path)
        self.link(*PAGES)

    def page(self, path: str, *links: str, faulty: bool | None = None) -> Reply:
        words = " ".join(f"word{path.strip('/')}{one}" for one in range(60))
        is_faulty = path == "/b" if faulty is None else faulty
        image = '<img src="/x.png">' if is_faulty else '<img src="/x.png" alt="A thing on a table">'
        body = f"<main><h1>The page {path}</h1><p>{words}</p>{image}</main>"
        return html(f"The page {path} of the shop", "/", *links, body=body)

    def link(self, *paths: str) -> None:
        self.site.routes["/"] = html("The start of it all", *paths, body="<main><h1>Start</h1></main>")

    def config(self, **crawl: Any) -> Config:
        given = {"check_external": False, "measure_assets": False, "retry_wait_s": 0.01, **crawl}
        return load_config(None, {"data": str(self.folder), "browser": {"enabled": "never"}, "crawl": given})

    def audit(self, **crawl: Any) -> Verdict:
        self.site.asked.clear()
        ended = audit_site(self.site.url("/"), self.config(**crawl), Console(quiet=True))
        with self.store() as store:
            found = store.verdict(ended.run_id)
        assert found is not None
        return found

    def asked(self) -> set[str]:
        return set(self.site.paths("GET"))

    def store(self) -> Store:
        return Store.open(str(self.folder / "marsad.db"))

    def coverage(self) -> dict[str, Any]:
        with self.store() as store:
            return dict(store.runs()[0].coverage)

    def chapter(self, before: int | None = None) -> ChangesChapter:
        with self.store() as store:
            run = store.runs()[0]
            found = load_changes(store, run, before or run.id - 1)
        assert found is not None
        return found

    def changed(self, kind: str, before: int | None = None) -> list[str]:
        """The paths that the chapter on changes tells under a kind."""
        tables = {one.kind: one for one in self.chapter(before).tables}
        return [row.url.removeprefix(self.site.url("")) for row in tables[kind].rows] if kind in tables else []


@pytest.fixture
def shrinking(tmp_path: Path) -> Iterator[Shrinking]:
    with Site() as site:
        yield Shrinking(site, tmp_path)


def of_rule(verdict: Verdict, rule: str) -> list[Cause]:
    return [one for one in verdict.causes if one.rule == rule]


def alt_of(verdict: Verdict) -> Cause:
    (found,) = of_rule(verdict, RULE)
    return found


def test_a_page_that_is_deleted_with_its_links_takes_its_causes_with_it(shrinking: Shrinking) -> None:
    shrinking.audit()
    shrinking.link("/a", "/c", "/d")
    shrinking.site.routes["/b"] = GONE
    second = shrinking.audit()
    assert alt_of(second).state is CauseState.FIXED
    assert shrinking.changed("pages-removed") == ["/b"]
    assert shrinking.coverage()["vanished"] == {"found": 1, "asked": 1, "there": 0, "moved": 0, "gone": 1, "unclear": 0}
    (event,) = of_rule(second, "change-status")
    assert (event.outcome, event.severity) == ("review", "low")
    assert shrinking.coverage()["html"] == 4
    third = shrinking.audit()
    assert "/b" not in shrinking.asked()  # once is enough
    assert of_rule(third, RULE) == []
    assert shrinking.chapter().lines == ()
    assert shrinking.changed("pages-removed", before=1) == ["/b"]  # as the run in between found


def test_a_page_that_moved_and_is_linked_nowhere_is_followed(shrinking: Shrinking) -> None:
    first = alt_of(shrinking.audit())
    shrinking.link("/a", "/c", "/d")
    shrinking.site.routes["/goods/b"] = shrinking.site.routes["/b"]
    shrinking.site.routes["/b"] = redirect("/goods/b")
    second = shrinking.audit()
    assert (alt_of(second).state, alt_of(second).id) == (CauseState.STILL, first.id)
    assert shrinking.changed("pages-moved") == ["/goods/b"]
    assert shrinking.coverage()["vanished"]["moved"] == 1
    shrinking.site.routes["/goods/b"] = shrinking.page("/b", faulty=False)
    assert alt_of(shrinking.audit()).state is CauseState.FIXED


def test_a_page_that_moved_behind_a_login_is_not_mended(shrinking: Shrinking) -> None:
    shrinking.audit()
    shrinking.link("/a", "/c", "/d")
    shrinking.site.routes["/login"] = html("Please log in", body="<h1>Log in</h1><p>Who are you?</p>")
    shrinking.site.routes["/b"] = redirect("/login", 302)
    assert alt_of(shrinking.audit()).state is CauseState.NOT_RETESTED


def test_an_orphan_that_still_answers_is_audited_and_told_once(shrinking: Shrinking) -> None:
    shrinking.audit()
    shrinking.link("/a", "/c", "/d")
    second = shrinking.audit()
    assert alt_of(second).state is CauseState.STILL
    (orphan,) = of_rule(second, "link-orphan")
    assert orphan.outcome == "review"
    assert orphan.pages == 1
    assert "any more" in orphan.message
    assert [one.rule for one in second.causes if one.rule.startswith("change-")] == []
    assert shrinking.changed("pages-orphaned") == ["/b"]
    assert shrinking.changed("pages-removed") == []
    whole = next(one for one in second.scores if one.category is None)
    assert (whole.pages_tested, shrinking.coverage()["html"]) == (5, 5)
    shrinking.site.routes["/b"] = shrinking.page("/b", faulty=False)
    third = shrinking.audit()
    assert alt_of(third).state is CauseState.FIXED  # looked at, and mended
    assert [one.state for one in of_rule(third, "link-orphan")] == [CauseState.STILL]
    assert shrinking.changed("pages-orphaned") == []  # it was one before
    shrinking.link(*PAGES)
    assert of_rule(shrinking.audit(), "link-orphan") == []


def test_a_folder_that_lost_its_way_in_is_orphaned_though_its_pages_link_to_each_other(shrinking: Shrinking) -> None:
    shrinking.site.routes["/b"] = shrinking.page("/b", "/c", "/only-here")
    shrinking.site.routes["/c"] = shrinking.page("/c", "/b")
    shrinking.site.routes["/only-here"] = shrinking.page("/only-here", "/b")
    shrinking.audit()
    shrinking.site.routes["/c"] = shrinking.page("/c", "/b", "/new-and-hidden", "/dead")
    shrinking.site.routes["/new-and-hidden"] = shrinking.page("/new-and-hidden", "/deeper")
    shrinking.link("/a", "/d")
    second = shrinking.audit()
    assert sum(one.pages for one in of_rule(second, "link-orphan")) == 3
    assert sorted(shrinking.changed("pages-orphaned")) == ["/b", "/c", "/only-here"]
    assert "/deeper" not in shrinking.site.paths()  # what only orphans link to is asked and not crawled
    assert [one.target for one in of_rule(second, "resp-internal-404")] == [shrinking.site.url("/dead")]


@pytest.mark.parametrize("trouble", [Reply("busy", 503), Reply("no", 403), Reply("later", 429)])
def test_a_server_in_trouble_proves_nothing_and_is_asked_again(shrinking: Shrinking, trouble: Reply) -> None:
    shrinking.audit()
    shrinking.link("/a", "/c", "/d")
    shrinking.site.routes["/b"] = trouble
    second = shrinking.audit(retries=0)
    assert alt_of(second).state is CauseState.NOT_RETESTED
    assert alt_of(second).untested == "page-failed"
    assert of_rule(second, "link-orphan") == []
    assert shrinking.changed("pages-removed") == []
    shrinking.site.routes["/b"] = GONE
    assert alt_of(shrinking.audit()).state is CauseState.FIXED
    assert "/b" in shrinking.asked()


def test_a_list_that_could_not_be_read_makes_no_orphans(shrinking: Shrinking) -> None:
    shrinking.site.routes["/list"] = html("All goods", "/", "/list2", body="<main><h1>List</h1></main>")
    shrinking.site.routes["/list2"] = html("More goods", "/", "/b", "/c", body="<main><h1>List 2</h1></main>")
    shrinking.link("/a", "/d", "/list")
    shrinking.audit()
    shrinking.site.routes["/list"] = Reply("busy", 503)
    second = shrinking.audit(retries=0)
    assert {"/list2", "/b", "/c"} <= shrinking.asked()
    assert of_rule(second, "link-orphan") == []
    assert shrinking.changed("pages-orphaned") == []
    assert alt_of(second).state is CauseState.STILL
    assert of_rule(shrinking.audit(retries=0), "link-orphan") == []  # nor in the run after, when it still fails
    shrinking.site.routes["/list"] = html("All goods", "/", body="<main><h1>List</h1></main>")
    assert sum(one.pages for one in of_rule(shrinking.audit(), "link-orphan")) == 3


def test_what_robots_txt_or_the_options_forbid_now_is_not_asked(shrinking: Shrinking) -> None:
    shrinking.audit()
    shrinking.link("/a", "/c", "/d")
    shrinking.site.routes["/robots.txt"] = text_reply("User-agent: *\nDisallow: /b\n")
    second = shrinking.audit()
    assert "/b" not in shrinking.asked()
    assert alt_of(second).untested == "page-not-crawled"
    assert shrinking.coverage()["vanished"]["asked"] == 0
    assert shrinking.changed("pages-unmet") == ["/b"]
    del shrinking.site.routes["/robots.txt"]
    for other in ({"exclude": ["/b"]}, {"follow": False, "urls": [shrinking.site.url("/a")]}):
        third = shrinking.audit(**other)
        assert "/b" not in shrinking.asked()
        assert alt_of(third).state is CauseState.NOT_RETESTED


def test_the_number_is_bounded_and_takes_nothing_from_the_page_limit(shrinking: Shrinking) -> None:
    shrinking.audit(max_pages=5)
    shrinking.link("/a")
    shrinking.site.routes["/new"] = shrinking.page("/new")
    shrinking.site.routes["/a"] = shrinking.page("/a", "/new", "/newer")
    shrinking.site.routes["/newer"] = shrinking.page("/newer", "/newest")
    shrinking.site.routes["/newest"] = shrinking.page("/newest")
    second = shrinking.audit(max_pages=5, max_vanished=2)
    assert second.life is not None
    coverage = shrinking.coverage()
    assert coverage["limit"] == ""
    assert coverage["vanished"] == {"found": 3, "asked": 2, "there": 2, "moved": 0, "gone": 0, "unclear": 0}
    assert alt_of(second).state is CauseState.STILL  # what has open causes comes first
    assert len(shrinking.changed("pages-unmet")) == 1
    assert any("1 of 3 were not asked" in one["why"] for one in coverage["not_done"])
    shrinking.audit(max_pages=5, max_vanished=0)
    assert not {"/b", "/c", "/d"} & shrinking.asked()


def test_after_a_limit_nothing_is_asked_and_the_run_after_looks_behind_it(shrinking: Shrinking) -> None:
    shrinking.audit(max_pages=5)
    shrinking.link("/a", "/new", *(f"/x{one}" for one in range(9)))
    for one in range(9):
        shrinking.site.routes[f"/x{one}"] = shrinking.page(f"/x{one}")
    shrinking.site.routes["/b"] = GONE
    second = shrinking.audit(max_pages=5)
    assert not {"/b", "/c", "/d"} & shrinking.asked()
    assert alt_of(second).state is CauseState.NOT_RETESTED
    shrinking.link("/a")
    third = shrinking.audit(max_pages=5)
    assert {"/b", "/c", "/d"} <= shrinking.asked()
    assert alt_of(third).state is CauseState.FIXED


def test_a_page_that_answers_like_an_invented_address_is_gone(shrinking: Shrinking) -> None:
    missing = html("Page not found", body="<h1>Page not found</h1><p>There is nothing here.</p>")
    shrinking.site.routes["*"] = missing
    shrinking.audit()
    shrinking.link("/a")
    for path in ("/b", "/c", "/d"):
        del shrinking.site.routes[path]
    second = shrinking.audit()
    assert alt_of(second).state is CauseState.FIXED
    assert sorted(shrinking.changed("pages-removed")) == ["/b", "/c", "/d"]
    assert of_rule(second, "link-orphan") == []
    assert of_rule(second, "title-duplicate") == []


def test_a_notice_of_maintenance_mends_and_orphans_nothing(shrinking: Shrinking) -> None:
    shrinking.audit()
    notice = html("We will be back", body=f"<main><h1>Back soon</h1><p>{'The shop is mended. ' * 20}</p></main>")
    kept = dict(shrinking.site.routes)
    shrinking.site.routes.clear()
    shrinking.site.routes["*"] = notice
    second = shrinking.audit()
    assert not set(PAGES) & shrinking.asked()
    assert alt_of(second).state is CauseState.NOT_RETESTED
    shrinking.site.routes.clear()
    shrinking.site.routes.update(kept)
    assert alt_of(shrinking.audit()).state is CauseState.STILL


def test_what_is_true_of_the_whole_site_is_not_mended_by_an_outage(shrinking: Shrinking) -> None:
    many = [f"/goods/{one}" for one in range(12)]
    for path in many:
        shrinking.site.routes[path] = shrinking.page(path)
    shrinking.link(*PAGES, *many)
    first = shrinking.audit()
    whole = {one.id for one in first.causes if not one.page_ids and is_counted(one)}
    assert whole
    kept = dict(shrinking.site.routes)
    for path in many:
        shrinking.site.routes[path] = Reply("busy", 503)
    for _ in range(2):  # nor by one that lasts
        verdict = shrinking.audit(retries=0)
        assert {one.state for one in verdict.causes if one.id in whole} <= {CauseState.STILL, CauseState.NOT_RETESTED}
        assert [one for one in verdict.causes if one.rule == "change-inlinks"] == []
    shrinking.site.routes.update(kept)
    last = shrinking.audit()
    assert {one.state for one in last.causes if one.id in whole} == {CauseState.STILL}


def test_a_part_of_the_site_in_trouble_is_left_in_peace(shrinking: Shrinking) -> None:
    old = [f"/old/{one}" for one in range(40)]
    for path in old:
        shrinking.site.routes[path] = shrinking.page(path)
    shrinking.link(*PAGES, *old)
    shrinking.audit()
    shrinking.link(*PAGES)
    for path in old:
        shrinking.site.routes[path] = Reply("busy", 500)
    shrinking.audit(retries=0, concurrency=1)
    asked = [path for path in shrinking.site.paths() if path.startswith("/old/")]
    assert 10 <= len(asked) < 40
    assert any("in a row gave no clear answer" in one["why"] for one in shrinking.coverage()["not_done"])
    with shrinking.store() as store:
        assert store.frontier_counts(2)[UrlState.QUEUED] == 0


def test_a_run_that_was_stopped_meanwhile_goes_on_with_them(shrinking: Shrinking) -> None:
    shrinking.audit()
    shrinking.link("/a")
    stop = threading.Event()

    def stopping(asked: Asked) -> Reply:
        stop.set()
        return GONE

    shrinking.site.routes["/b"] = stopping
    from crawler.crawl import crawl
    from marsad.vanished import earlier_pages, what_became

    with shrinking.store() as store:
        before = store.runs()[0]
        run = store.begin_run(before.site, before.start_url, before.options, before.versions, before.started_at + 60)
        options = shrinking.config(concurrency=1).crawl
        assert crawl(store, run, options, stop=stop, earlier=earlier_pages(store, run)).stopped
        shrinking.site.routes["/b"] = GONE
        assert not crawl(store, run, options, earlier=earlier_pages(store, run)).stopped
        assert what_became(store, run) == {"found": 3, "asked": 3, "there": 2, "moved": 0, "gone": 1, "unclear": 0}
        told = {page.url: page.sources for page in store.pages(run.id)}
        assert told[shrinking.site.url("/c")] & Source.EARLIER
        store.end_run(run.id, RunState.FAILED, before.started_at + 61)


def test_compare_and_the_report_say_the_same_of_them(shrinking: Shrinking) -> None:
    shrinking.audit()
    shrinking.link("/a", "/d")
    shrinking.site.routes["/b"] = GONE
    shrinking.audit()
    done = CliRunner().invoke(
        main, ["compare", "1", "2", "--format", "json", "--data", str(shrinking.folder), "-q"], standalone_mode=False
    )
    told = json.loads(done.output)
    lines = {one["kind"]: one["n"] for one in told["lines"]}
    assert (lines["pages-removed"], lines["pages-orphaned"]) == (1, 1)
    assert RULE in [one["rule"] for one in told["causes"]["fixed"]]
    page = next(shrinking.folder.glob("reports/*/run-2/index.html")).read_text()
    assert "still there: 1; moved: 0; gone: 1" in page
    assert "still there, but nothing leads to" in page


def test_a_gate_counts_only_what_the_crawl_found(shrinking: Shrinking) -> None:
    shrinking.audit()
    shrinking.link("/a")  # the menu is broken
    config = shrinking.config()
    config.gate = config.gate.model_copy(update={"min_pages": 4})
    assert audit_site(shrinking.site.url("/"), config, Console(quiet=True)).exit_code == 1
