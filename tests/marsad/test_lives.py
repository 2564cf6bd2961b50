"""A real site that is audited again and again: what was mended, came back, moved or was not read is told as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import main
from marsad.config import Config, load_config
from marsad.console import Console
from marsad.run import audit_site, judge_again
from reports.changes import load_changes
from reports.history import load_lives, load_trend
from store.database import Store
from store.model import Cause, CauseState, Verdict
from tests.servers import Reply, Site, html, redirect
from tests.servers import text as text_reply

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
    assert [one.rule for one in second.causes if one.rule.startswith("change-")] == []
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
    second = changing.audit(max_vanished=0)
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


def run_command(changing: Changing, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*arguments, "--data", str(changing.folder), "-q"], standalone_mode=False)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    code = done.exception.code if isinstance(done.exception, SystemExit) else done.return_value
    return int(code or 0), done.output


def test_verify_tests_the_pages_of_one_cause_and_keeps_what_it_found(changing: Changing) -> None:
    changing.faulty = {"/a", "/b"}
    changing.show(*TITLES)
    cause = alt_of(changing.audit())
    code, said = run_command(changing, "verify", cause.id[:8])
    assert code == 1
    assert said.count("still there  ") == 2
    changing.faulty = {"/a"}
    changing.show(*TITLES)
    code, said = run_command(changing, "verify", cause.id[:8], "--format", "jsonl")
    assert code == 1
    told = {one["url"]: one["standing"] for one in map(json.loads, said.strip().splitlines())}
    assert told == {changing.site.url("/a"): "still there", changing.site.url("/b"): "mended"}
    changing.faulty.clear()
    changing.show(*TITLES)
    changing.site.routes["/a"] = Reply("busy", 503)
    assert run_command(changing, "verify", cause.id)[0] == 3
    del changing.site.routes["/a"]
    code, said = run_command(changing, "verify", cause.id)
    assert code == 0
    assert "the page is gone (404)" in said
    with changing.store() as store:
        run = store.runs()[0]
        tested = load_lives(store, run, [cause.id])[cause.id].last_tested
    assert tested is not None
    assert tested > run.started_at


def test_verify_asks_a_dead_address_and_finds_duplicates_by_both_pages(changing: Changing) -> None:
    changing.show(*TITLES, "/gone")
    for path in ("/a", "/b"):
        changing.site.routes[path] = html("The same title twice", "/", body=f"<main><h1>Of {path}</h1></main>")
    verdict = changing.audit()
    dead = next(one for one in verdict.causes if one.target == changing.site.url("/gone"))
    assert run_command(changing, "verify", dead.id)[0] == 1
    changing.site.routes["/gone"] = html("Back again", "/")
    code, said = run_command(changing, "verify", dead.id)
    assert (code, said.count("mended  ")) == (0, 1)
    shared = next(one for one in verdict.causes if one.rule == "title-duplicate")
    code, said = run_command(changing, "verify", shared.id)
    assert code == 1
    assert said.count("still there  ") == 2


def test_a_cause_that_was_seen_to_be_mended_by_hand_is_mended_though_nobody_crawled_it(changing: Changing) -> None:
    cause = alt_of(changing.audit())
    changing.faulty.clear()
    changing.show("/a")
    assert run_command(changing, "verify", cause.id)[0] == 0
    assert alt_of(changing.audit(max_vanished=0)).state is CauseState.FIXED


def test_an_ignored_cause_counts_again_when_its_entry_is_taken_out(
    changing: Changing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(changing.folder)
    cause = alt_of(changing.audit())
    code, _ = run_command(changing, "ignore", cause.id[:8], "--reason", "next spring", "--until", "2199-01-01")
    assert code == 0
    second = changing.audit()
    assert alt_of(second).state is CauseState.IGNORED
    assert second.life is not None
    assert (second.life.newly_ignored, second.life.ignored) == (1, 1)
    assert "next spring" in run_command(changing, "ignore", "--list")[1]
    run_command(changing, "ignore", cause.id[:8], "--remove")
    third = changing.audit()
    assert alt_of(third).state is CauseState.STILL
    assert third.life is not None
    assert third.life.reopened == 1
    assert run_command(changing, "ignore", cause.id)[0] == 2  # without a reason


def test_compare_says_what_changed_and_which_causes_came_with_it(changing: Changing, tmp_path: Path) -> None:
    many = [f"/goods/{number}" for number in range(8)]
    for path in many:
        words = " ".join(f"w{path[-1]}{one}" for one in range(40))
        text = f"<main><h1>Thing {path[-1]}</h1><p>{words}</p></main>"
        changing.site.routes[path] = html(f"A thing to buy, number {path[-1]}", "/", body=text)
    changing.show(*TITLES, *many)
    changing.site.routes["/robots.txt"] = text_reply("User-agent: *\nAllow: /\n")
    changing.audit()
    for path in many[:7]:
        words = " ".join(f"w{path[-1]}{one}" for one in range(40))
        main_part = f'<main><h1>Thing {path[-1]}</h1><p>{words}</p><img src="/x.png"></main>'
        text = f"<div><ul><li><b>New</b></li></ul></div>{main_part}"
        changing.site.routes[path] = html(f"A thing to buy, number {path[-1]}", "/", body=text)
    del changing.site.routes["/c"]
    changing.show("/a", "/b", *many)
    del changing.site.routes["/c"]
    changing.site.routes["/robots.txt"] = text_reply("User-agent: *\nAllow: /\nDisallow: /cart/\n")
    changing.audit()
    code, said = run_command(changing, "compare", "--format", "json")
    assert code == 0
    told = json.loads(said)
    lines = {line["kind"]: line for line in told["lines"]}
    assert lines["template"]["n"] == 7
    assert lines["template"]["causes"]
    assert lines["robots-txt"]["n"] == 1
    assert lines["pages-removed"]["examples"] == [changing.site.url("/c")]
    assert "another markup" in run_command(changing, "compare", "1", "2")[1]
    page = tmp_path / "compared.html"
    run_command(changing, "compare", "--format", "html", "--output", str(page))
    assert "<h1>What changed on 127.0.0.1" in page.read_text("utf-8")
    assert run_command(changing, "compare", "2", "2")[0] == 2
