"""Real audits of sites that change by lot: every state is true, the counts add up, and every form says the same."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audits.life import OPEN, is_counted, is_found
from marsad.cli import main
from marsad.config import Config, load_config
from marsad.console import Console
from marsad.rulebook import cards_of
from marsad.run import audit_site
from reports.build import build
from reports.load import load
from reports.mail import summary_mail
from reports.text import plain
from reports.words import Words
from store.database import Store
from store.model import Cause, CauseState, Finding, Verdict
from tests.servers import Reply, Site, html, redirect, text

IMAGE, DEAD = "image-alt-missing", "resp-internal-404"
WORDS = Words("en")
BUSY = Reply("busy", 503)
LOGO = "/logo.png"
Proof = tuple[str, str]
"""Of an image without words: the page's lasting name and the image. Of a dead link: "" and the address."""


@dataclass
class Thing:
    """A page of the site, whatever its address."""

    name: str
    path: str
    images: set[str] = field(default_factory=set)  # without words
    wrapper: str = "section"
    title: str = ""
    is_gone: bool = False
    is_linked: bool = True
    old: list[str] = field(default_factory=list)


class World:
    """A site of which every defect is known, and what befalls it in one run alone."""

    def __init__(self, site: Site, folder: Path, seed: int) -> None:
        self.site, self.folder, self.dice = site, folder, random.Random(seed)
        self.things: list[Thing] = []
        self.has_logo_defect = False
        self.robots: set[str] = set()
        self.busy: set[str] = set()
        self.limit = 10_000
        self.ignored: set[str] = set()
        for _ in range(7):
            self.add()

    # --- what happens

    def add(self) -> None:
        name = f"p{len(self.things)}"
        self.things.append(Thing(name, f"/goods/{name}", title=f"All about {name}"))
        if self.dice.random() < 0.4:
            self.spoil(self.things[-1])

    def there(self) -> list[Thing]:
        return [one for one in self.things if not one.is_gone]

    def spoil(self, thing: Thing) -> None:
        thing.images.add(f"/{thing.name}-{self.dice.choice('ab')}.png")

    def change(self, deed: str) -> None:
        thing = self.dice.choice(self.there())
        match deed:
            case "add":
                self.add()
            case "delete" | "delete-linked":
                thing.is_gone, thing.is_linked = True, deed == "delete-linked"
            case "move":
                thing.old.append(thing.path)
                thing.path = f"/moved/{thing.name}-{len(thing.old)}"
            case "orphan":
                thing.is_linked = False
            case "adopt":
                for one in self.there():
                    one.is_linked = True
            case "spoil":
                self.spoil(thing)
            case "mend":
                for one in self.dice.sample(self.there(), 3):
                    one.images.clear()
            case "template":
                self.has_logo_defect = not self.has_logo_defect
            case "reorder":
                for one in self.things:
                    one.wrapper = "div" if one.wrapper == "section" else "section"
            case "title":
                thing.title += ", told anew"
            case "outage":
                self.busy = {one.path for one in self.dice.sample(self.there(), 3)}
            case "big-outage":
                self.busy = {one.path for one in self.there()}
            case "robots":
                self.robots = {one.path for one in self.dice.sample(self.there(), 2)}
            case "limit":
                self.limit = 4
            case "ignore":
                self.ignore()
            case _:
                raise AssertionError(deed)

    def ignore(self) -> None:
        with self.store() as store:
            verdict = store.verdict(store.runs()[0].id)
        assert verdict is not None
        for cause in verdict.causes:
            if cause.rule == IMAGE and is_counted(cause) and cause.state in OPEN and cause.id not in self.ignored:
                self.ignored.add(cause.id)
                self.command("ignore", cause.id[:10], "--reason", "known", "--until", "2199-01-01")
                return

    def calm(self) -> None:
        """What befell one run alone is over."""
        self.robots, self.busy, self.limit = set(), set(), 10_000

    # --- what is served

    def serve(self) -> None:
        routes = self.site.routes
        routes.clear()
        links = [one.path for one in self.things if one.is_linked]
        start = "<main><h1>Start</h1><p>The shop has all that anybody may want to have.</p></main>"
        routes["/"] = html("The start of it all", *links, body=start)
        rules = "".join(f"Disallow: {path}\n" for path in sorted(self.robots)) or "Allow: /\n"
        routes["/robots.txt"] = text(f"User-agent: *\n{rules}")
        for one in self.things:
            for image in (LOGO, f"/{one.name}-a.png", f"/{one.name}-b.png"):
                routes[image] = Reply(b"\x89PNG\r\n\x1a\n", content_type="image/png")
            for old in one.old:
                routes[old] = redirect(one.path) if not one.is_gone else Reply("gone", 404)
            if not one.is_gone:
                routes[one.path] = BUSY if one.path in self.busy else self.page(one)

    def page(self, one: Thing) -> Reply:
        words = " ".join(f"{one.name}word{number}" for number in range(60))
        images = "".join(f'<img src="{image}" width="9" height="9">' for image in sorted(one.images))
        logo = "" if self.has_logo_defect else ' alt="The shop"'
        body = (
            f"<main><h1>{one.name}</h1><{one.wrapper}><p>{words}</p>{images}</{one.wrapper}></main>"
            f'<footer><p><img src="{LOGO}"{logo} width="9" height="9"></p></footer>'
        )
        return html(one.title, "/", body=body)

    # --- what is true

    def truth(self) -> set[Proof]:
        """All defects of the site, seen or not."""
        found = {(one.name, image) for one in self.there() for image in one.images}
        if self.has_logo_defect:
            found |= {(one.name, LOGO) for one in self.there()}
        return found | {("", one.path) for one in self.things if one.is_gone and one.is_linked}

    def name_of(self, path: str) -> str:
        return next(one.name for one in self.things if path in (one.path, *one.old))

    def proof_of(self, finding: Finding) -> Proof:
        if finding.rule == DEAD:
            return "", finding.evidence.target.removeprefix(self.site.url(""))
        image = re.search(r'src="([^"]+)"', finding.evidence.snippet)
        assert image is not None
        return self.name_of(finding.url.removeprefix(self.site.url(""))), image[1]

    # --- audits

    def config(self) -> Config:
        crawl = {
            "check_external": False, "measure_assets": False, "questions": False, "retries": 0, "max_pages": self.limit,
        }  # fmt: skip
        return load_config(None, {"data": str(self.folder), "browser": {"enabled": "never"}, "crawl": crawl,
                                  "report": {"forms": ["html", "json"]}})  # fmt: skip

    def store(self) -> Store:
        return Store.open(str(self.folder / "marsad.db"))

    def command(self, *arguments: str) -> str:
        done = CliRunner().invoke(main, [*arguments, "--data", str(self.folder), "-q"], standalone_mode=False)
        assert done.exception is None, done.output
        return done.output


@dataclass
class Seen:
    """What was told of the tracked defects up to a run."""

    verdict: Verdict | None = None
    ever: set[Proof] = field(default_factory=set)  # found in any run
    last: set[Proof] = field(default_factory=set)  # found in the run before
    ids: set[str] = field(default_factory=set)  # of causes found in any run


SEQUENCES = (
    ("spoil add", "mend title", "spoil reorder"),
    ("delete", "add orphan", "mend", "adopt"),
    ("template", "", "template", "template"),
    ("outage mend", "", "outage delete", ""),
    ("move", "reorder move", "mend", "spoil"),
    ("big-outage mend", "", "template", "big-outage"),
    ("robots mend", "", "robots orphan", ""),
    ("limit mend", "delete", "limit", ""),
    ("ignore", "mend spoil", "reorder", "ignore template"),
    ("delete-linked", "delete-linked spoil", "mend", "add"),
    ("orphan template", "delete mend", "spoil move", "adopt"),
    ("ignore outage", "limit spoil", "delete move", "mend"),
    ("template orphan", "outage", "template delete", "big-outage", "adopt"),
)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as made:
        yield made


@pytest.mark.parametrize(("seed", "deeds"), list(enumerate(SEQUENCES, 1)))
def test_what_a_sequence_of_audits_tells_is_true(
    seed: int, deeds: tuple[str, ...], site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    world = World(site, tmp_path, seed)
    seen = Seen()
    for number, step in enumerate(("", *deeds), 1):
        world.calm()
        for deed in step.split():
            world.change(deed)
        world.serve()
        config = world.config()
        ended = audit_site(site.url("/"), config, Console(quiet=True))
        assert ended.run_id == number
        seen = check(world, seen, number)
        check_forms(world, config, number, ended.report)


def check(world: World, seen: Seen, run: int) -> Seen:
    """Hold a run's verdict against what is true."""
    with world.store() as store:
        verdict = store.verdict(run)
        assert verdict is not None
        answers = {page.url.removeprefix(world.site.url("")): page.status for page in store.pages(run)}
        read = {one.name for one in world.there() if answers.get(one.path) == 200}
        proofs = {
            one.id: {world.proof_of(finding) for finding in store.findings(one.found_in or run, one.id)}
            for one in verdict.causes
            if one.rule in (IMAGE, DEAD)
        }
    check_counts(verdict, seen.verdict)
    truth = world.truth()
    visible = {one for one in truth if one[0] in read}
    found: set[Proof] = set()
    for cause in verdict.causes:
        if cause.rule in (IMAGE, DEAD):
            check_state(cause, proofs[cause.id], truth, read, seen)
            found |= proofs[cause.id] if is_found(cause) else set()
    assert {one for one in found if one[0]} == visible  # nothing that could be seen is missing
    ids = {one.id for one in verdict.causes if is_found(one)}
    return Seen(verdict, seen.ever | found, found, seen.ids | ids)


def check_state(cause: Cause, proofs: set[Proof], truth: set[Proof], read: set[str], seen: Seen) -> None:
    """What is said of a cause must be so on the site."""
    assert proofs, cause
    if is_found(cause):
        assert proofs <= truth, (cause.state, cause.message, proofs - truth)
    match cause.state:
        case CauseState.FIXED:
            assert not proofs & truth, ("told as fixed and still there", cause.message, proofs & truth)
        case CauseState.NEW:
            assert not proofs & seen.ever, ("told as new and was told before", cause.message)
        case CauseState.REGRESSED:
            # The unit is rule, template and place: another page of the template at the same place brings it back.
            assert cause.id in seen.ids, ("told as back and never told before", cause.message)
            assert not proofs & seen.last, ("told as back and was there", cause.message)
        case CauseState.NOT_RETESTED if cause.rule == IMAGE:
            assert {name for name, _ in proofs} - read, ("told as not tested, and every page was read", cause.message)


def check_counts(now: Verdict, before: Verdict | None) -> None:
    """The sums of LifeCounts hold between neighbouring runs, and with the causes themselves."""
    if before is None:
        assert now.life is None
        return
    life = now.life
    assert life is not None

    def opened(verdict: Verdict) -> int:
        return sum(is_counted(one) and one.state in OPEN for one in verdict.causes)

    assert (life.open_before, life.open_now) == (opened(before), opened(now))
    states = [one.state for one in now.causes if is_counted(one)]
    assert life.fixed == sum(
        one.state is CauseState.FIXED and _was_open(one, before) for one in now.causes if is_counted(one)
    )
    assert life.regressed == states.count(CauseState.REGRESSED)
    assert life.new == states.count(CauseState.NEW)
    assert life.ignored == states.count(CauseState.IGNORED)


def _was_open(cause: Cause, before: Verdict) -> bool:
    old = next(one for one in before.causes if one.id == cause.id)
    return old.state is not CauseState.IGNORED


def check_forms(world: World, config: Config, run: int, report: Path | None) -> None:
    """Report, JSON, list of runs, portal, comparison and mail give the numbers of the verdict."""
    assert report is not None
    with world.store() as store:
        verdict = store.verdict(run)
        assert verdict is not None
        built = build(load(store, run, cards_of(config)))
        mail = summary_mail(built, WORDS, "", config.report)
        pages = next(one for one in verdict.scores if one.category is None).pages_tested
    life = verdict.life
    told: dict[str, Any] = json.loads((report.parent / "report.json").read_text())
    listed = next(one for one in json.loads(world.command("runs", "--format", "json")) if one["run"] == run)
    portal = _portal_row((world.folder / "reports" / "index.html").read_text(), run)
    first = " ".join(
        re.sub(r"<[^>]+>", " ", report.read_text().partition("</header>")[2] or report.read_text()).split()
    )
    assert (listed["pages"], portal["pages"]) == (pages, pages)
    assert listed["problems"] == portal["problems"] == len(built.problems)
    if life is None:
        assert (listed["new"], listed["fixed"], told["life"]) == (None, None, None)
        return
    numbers = {"new": life.new, "fixed": life.fixed, "back": life.regressed}
    assert {name: listed[name] for name in numbers} == numbers
    assert {name: portal[name] for name in numbers} == numbers
    assert {name: told["life"][name] for name in ("new", "fixed", "regressed", "not_retested", "ignored", "still")} == {
        name: getattr(life, name) for name in ("new", "fixed", "regressed", "not_retested", "ignored", "still")
    }
    said = [WORDS(f"verdict.{name}", n=number) for name, number in numbers.items()]
    assert ", ".join(said) in first
    if life.not_retested:
        assert WORDS("verdict.not_retested", n=life.not_retested) in first
    short = [
        WORDS(f"summary.{name}", n=number)
        for name, number in (("new", life.new), ("fixed", life.fixed), ("regressed", life.regressed))
        if number
    ]
    wanted = WORDS("summary.since", changes=", ".join(short)) if short else WORDS("summary.since.none")
    assert plain(wanted) in " ".join(mail.text.split())
    compared = json.loads(world.command("compare", str(run - 1), str(run), "--format", "json"))["causes"]
    assert len(compared["new"]) == life.new
    assert len(compared["regressed"]) == life.regressed
    states = [one.state for one in verdict.causes if is_counted(one)]
    assert len(compared["fixed"]) == states.count(CauseState.FIXED)
    assert len(compared["not-retested"]) == states.count(CauseState.NOT_RETESTED)


def _portal_row(page: str, run: int) -> dict[str, int | None]:
    row = re.search(rf'<tr><td class="number">{run}</td>.*?</tr>', page, re.DOTALL)
    assert row is not None
    cells = re.findall(r'<td class="number">([^<]*)</td>', row[0])
    names = ("run", "score", "problems", "new", "back", "fixed", "pages")
    return {
        name: int(cell.replace(",", "")) if cell.replace(",", "").isdigit() else None
        for name, cell in zip(names, cells, strict=True)
    }
