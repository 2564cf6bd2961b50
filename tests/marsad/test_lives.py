"""A real site that is audited again and again: what was mended, came back, moved or was not read is told as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.config import Config, load_config
from marsad.console import Console
from marsad.run import audit_site, judge_again
from reports.changes import load_changes
from reports.history import load_lives, load_trend
from store.database import Store
from store.model import Cause, CauseState, Verdict
from tests.servers import Reply, Site, html, redirect

TITLES = {"/a": "Shoes in all sizes", "/b": "Hats for sun and rain", "/c": "Bags of good leather"}
RULE = "image-alt-missing"


class Changing:
    """A site with an image without words on one page, whose pages can be mended, moved or taken out of reach."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder
        self.faulty, self.wrapper = {"/b"}, "section"
        self.site.routes["/x.png"] = Reply(b"\x89PNG\r\n\x1a\n", content_type="image/png")
        self.show(*TITLES)

    def show(self, *linked: str) -> None:
        self.site.routes["/"] = html("The start of it all", *linked, body="<main><h1>Start</h1></main>")
        for path, title in TITLES.items():
            self.site.routes[path] = self.page(path, title)

    def page(self, path: str, title: str) -> Reply:
        words = " ".join(f"word{path.strip('/')}{one}" for one in range(60))
        image = '<img src="/x.png">' if path in self.faulty else '<img src="/x.png" alt="A thing on a table">'
        text = f"<main><h1>{title}</h1><{self.wrapper}><p>{words}</p>{image}</{self.wrapper}></main>"
        return html(title, "/", body=text)

    def config(self, **crawl: object) -> Config:
        told = {"data": str(self.folder), "browser": {"enabled": "never"}, "crawl": {"check_external": False, **crawl}}
        return load_config(None, told)

    def audit(self, rules_off: tuple[str, ...] = (), **crawl: object) -> Verdict:
        config = self.config(**crawl)
        if rules_off:
            config.judge = config.judge.model_copy(update={"disabled": rules_off})
        ended = audit_site(self.site.url("/"), config, Console(quiet=True))
        return self.verdict(ended.run_id)

    def verdict(self, run: int) -> Verdict:
        with self.store() as store:
            found = store.verdict(run)
        assert found is not None
        if found.life is not None:
            opened = [one for one in found.causes if one.outcome == "fail" and one.severity != "info"]
            opened = [one for one in opened if not one.rule.startswith("change-")]
            settled = (CauseState.FIXED, CauseState.IGNORED)
            assert found.life.open_now == sum(one.state not in settled for one in opened)
        return found

    def store(self) -> Store:
        return Store.open(str(self.folder / "marsad.db"))


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[Changing]:
    with Site() as site:
        yield Changing(site, tmp_path)


def alt_of(verdict: Verdict) -> Cause:
    (found,) = [one for one in verdict.causes if one.rule == RULE]
    return found


def test_a_mended_defect_is_mended_and_one_that_returns_has_come_back(changing: Changing) -> None:
    first = changing.audit()
    assert alt_of(first).state is CauseState.NEW
    assert first.life is None
    second = changing.audit()
    assert alt_of(second).state is CauseState.STILL
    assert second.life is not None
    assert (second.life.new, second.life.fixed, second.life.not_retested) == (0, 0, 0)
    changing.faulty.clear()
    changing.show(*TITLES)
    third = changing.audit()
    assert alt_of(third).state is CauseState.FIXED
    assert third.life is not None
    assert third.life.fixed == 1
    changing.faulty.add("/b")
    changing.show(*TITLES)
    fourth = changing.audit()
    back = alt_of(fourth)
    assert back.state is CauseState.REGRESSED
    assert back.id == alt_of(first).id
    assert back.first_seen == alt_of(first).first_seen
    assert back.severity.rank == alt_of(first).severity.rank + 1
    with changing.store() as store:
        run = store.runs()[0]
        trend = load_trend(store, run)
        life = load_lives(store, run, [back.id])[back.id]
    assert [point.run_id for point in trend] == [1, 2, 3, 4]
    assert [state for _, _, state, _ in life.runs] == ["new", "still", "fixed", "regressed"]
    assert life.returned == 1
    assert life.fixed_at is not None


def test_a_page_that_was_not_read_or_a_rule_that_is_off_mends_nothing(changing: Changing) -> None:
    changing.audit()
    changing.faulty.clear()  # mended, and nobody sees it
    changing.show("/a")
    second = changing.audit()
    kept = alt_of(second)
    assert kept.state is CauseState.NOT_RETESTED
    assert kept.untested == "page-not-crawled"
    changing.show(*TITLES)
    third = changing.audit(rules_off=(RULE,))
    assert alt_of(third).state is CauseState.NOT_RETESTED
    assert alt_of(third).untested == "rule-off"
    assert alt_of(third).last_seen == kept.last_seen
    changing.site.routes["/b"] = Reply("busy", 503)
    assert alt_of(changing.audit()).state is CauseState.NOT_RETESTED
    changing.show(*TITLES)
    assert alt_of(changing.audit()).state is CauseState.FIXED


def test_a_moved_page_and_other_markup_around_it_keep_the_id(changing: Changing) -> None:
    first = alt_of(changing.audit())
    changing.wrapper = "div"
    changing.show(*TITLES)
    assert alt_of(changing.audit()).id == first.id
    changing.show("/a", "/c", "/goods/hats")
    changing.site.routes["/goods/hats"] = changing.site.routes["/b"]
    changing.site.routes["/b"] = redirect("/goods/hats")
    moved = changing.audit()
    assert alt_of(moved).id == first.id
    assert alt_of(moved).state is CauseState.STILL
    with changing.store() as store:
        chapter = load_changes(store, store.runs()[0], moved.before_run)
    assert chapter is not None
    assert "pages-moved" in {line.kind for line in chapter.lines} or "pages-added" in {
        line.kind for line in chapter.lines
    }


def test_judging_an_old_run_again_gives_the_same_states(changing: Changing) -> None:
    changing.audit()
    changing.faulty = {"/c"}
    changing.show(*TITLES)
    changing.audit()
    changing.faulty = {"/a", "/b"}
    changing.show(*TITLES)
    changing.audit()
    for run in (2, 3, 1):
        was = changing.verdict(run)
        judge_again(run, changing.config(), Console(quiet=True))
        now = changing.verdict(run)
        assert {one.id: one.state for one in now.causes} == {one.id: one.state for one in was.causes}
        assert now.life == was.life
