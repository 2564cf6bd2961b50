"""Generated histories of a site: what happens to planted defects must be told as it was, and the counts must add up."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace

import pytest

from audits.causes import assign_causes, group_causes
from audits.inheritance import Inherited, inherit, renamed, renamed_findings
from audits.life import OPEN, REASONS, Look, Past, is_counted, is_found, live
from audits.moves import moved_pages
from audits.page import SiteFacts
from audits.site import SiteView
from store.links import LinkTable
from store.model import (
    Category,
    Cause,
    CauseState,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Facts,
    Finding,
    Ignored,
    Outcome,
    Owner,
    Page,
    RuleCard,
    RuleCount,
    Severity,
    Template,
)

HOST = "https://shop.example"
RULES = {"image": (), "title": (), "contrast": ("axe",), "orphan": (), "search": (), "link": ()}


def card_of(rule: str) -> RuleCard:
    return RuleCard(
        id=rule, group="titles", category=Category.SEARCH, severity=Severity.MEDIUM, certainty=Certainty.DEFECT,
        evidence_class=EvidenceClass.STANDARD, title=rule, message=rule, why="why", fix_editor="fix",
        fix_developer="", owner=Owner.CONTENT, effort=Effort.PAGE, needs=RULES[rule],
        sees_site=rule in ("orphan", "search"), needs_source="search-console" if rule == "search" else "",
    )  # fmt: skip


def count_of(rule: str, met: Counter[str]) -> RuleCount:
    if CARDS[rule].sees_site:
        return RuleCount(rule, **{next((name for name in ("not_run", "fail") if met[name]), "passed"): 1})
    return RuleCount(rule, **met)


CARDS = {rule: card_of(rule) for rule in RULES}


@dataclass(slots=True)
class Thing:
    """A page of the world, whatever its address."""

    key: int
    url: str
    text: str
    template: str
    defects: set[tuple[str, str]] = field(default_factory=set)
    is_gone: bool = False
    wrapper: str = "section"
    old_urls: list[str] = field(default_factory=list)


@dataclass(slots=True)
class World:
    """A site whose truth is known, and everything a run may not see of it."""

    dice: random.Random
    things: list[Thing] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    made: int = 0

    def id_of(self, url: str) -> int:
        return self.ids.setdefault(url, len(self.ids) + 1)

    def add(self) -> None:
        self.made += 1
        folder = self.dice.choice(("product", "blog"))
        thing = Thing(self.made, f"{HOST}/{folder}/{self.made}", f"text {self.made}", folder)
        for rule in RULES:
            if self.dice.random() < 0.25:
                thing.defects.add((rule, self.dice.choice("ab")))
        self.things.append(thing)

    def change(self) -> None:
        """What happens between two runs."""
        for _ in range(self.dice.randrange(4)):
            self.add()
        for thing in self.things:
            roll = self.dice.random()
            if thing.is_gone:
                continue
            if roll < 0.06:
                thing.is_gone = True
            elif roll < 0.14:
                thing.old_urls.append(thing.url)
                thing.template = self.dice.choice(("product", "blog", "news"))
                thing.url = f"{HOST}/{thing.template}/{thing.key}-{len(thing.old_urls)}"
            elif roll < 0.24:
                thing.wrapper = self.dice.choice(("section", "div", "main"))
            elif roll < 0.44 and thing.defects:
                thing.defects.discard(self.dice.choice(sorted(thing.defects)))
            elif roll < 0.54:
                thing.defects.add((self.dice.choice(sorted(RULES)), self.dice.choice("ab")))


@dataclass(slots=True)
class Seen:
    """One run: what it made of the site, and what it truly looked at."""

    causes: list[Cause]
    look: Look
    pages: dict[int, Page]
    proofs: dict[str, set[tuple[int, tuple[str, str]]]]  # id of a found cause -> world page and defect
    looked: set[tuple[int, str]]  # world page and rule that were truly tested


def page_of(world: World, thing: Thing, url: str, **values: object) -> Page:
    facts = Facts(title=thing.text, text_digest=thing.text, word_count=90)
    return Page(**{"url": url, "id": world.id_of(url), "status": 200, "facts": facts, **values})  # type: ignore[arg-type]


def observe(world: World, past: Seen | None, run: int, history: dict[str, CauseState], firsts: dict[str, float],
            aliases: dict[str, str]) -> tuple[Seen, Inherited, object]:  # fmt: skip
    """What a run with its own misfortunes makes of the world."""
    dice = world.dice
    off = {rule for rule in RULES if dice.random() < 0.06}
    browser = dice.random() < 0.75
    source = dice.random() < 0.75
    limit = dice.randrange(3, len(world.things) + 1) if dice.random() < 0.3 else len(world.things)
    asks_links = dice.random() < 0.8
    pages: list[Page] = []
    crawled: list[Thing] = []
    troubled: dict[str, set[int]] = {}
    for order, thing in enumerate(world.things):
        if order >= limit:
            continue
        for old in thing.old_urls:
            pages.append(Page(url=old, id=world.id_of(old), status=301, redirect_to=thing.url))
        if thing.is_gone:
            pages.append(Page(url=thing.url, id=world.id_of(thing.url), status=404))
        elif dice.random() < 0.08:
            pages.append(Page(url=thing.url, id=world.id_of(thing.url), status=503))
        else:
            pages.append(page_of(world, thing, thing.url))
            crawled.append(thing)
    names = sorted({thing.template for thing in crawled})
    dice.shuffle(names)  # numbers of templates differ from run to run
    templates = [
        Template(number, f"/{name}/{{}}", sum(one.template == name for one in crawled), "")
        for number, name in enumerate(names, start=1)
    ]
    members = {world.id_of(one.url): names.index(one.template) + 1 for one in crawled}
    rendered = {world.id_of(one.url) for one in crawled if dice.random() < 0.9} if browser else set()
    findings: list[Finding] = []
    owners: list[tuple[int, tuple[str, str]]] = []
    looked: set[tuple[int, str]] = set()
    counts: dict[str, Counter[str]] = {rule: Counter() for rule in RULES if rule not in off}
    for rule in RULES:
        if rule in off:
            continue
        if rule == "search" and not source:
            counts[rule]["not_run"] += 1
            continue
        for thing in crawled:
            number = world.id_of(thing.url)
            if rule == "contrast" and number not in rendered:
                counts[rule]["not_run"] += 1
                continue
            if not CARDS[rule].sees_site and dice.random() < 0.02:
                counts[rule]["error"] += 1
                troubled.setdefault(rule, set()).add(number)
                continue
            if rule == "link" and not asks_links:
                counts[rule]["passed"] += 1
                continue
            looked.add((thing.key, rule))
            met = sorted(defect for defect in thing.defects if defect[0] == rule)
            counts[rule]["fail" if met else "passed"] += 1
            for defect in met:
                evidence = Evidence(
                    place="" if rule in ("title", "orphan", "search") else f"body > {thing.wrapper} > p.{defect[1]}",
                    snippet="" if rule in ("title", "orphan", "search") else f"<p class={defect[1]}>{rule}</p>",
                    group=defect[1] if rule in ("title", "orphan", "search") else "",
                    target=f"https://dead.example/{defect[1]}" if rule == "link" else "",
                )
                findings.append(
                    Finding(rule, thing.url, Outcome.FAIL, Severity.MEDIUM, Certainty.DEFECT, rule, evidence,
                            page_id=number, fingerprint=f"{rule}{thing.url}{defect}")
                )  # fmt: skip
                owners.append((thing.key, defect))
    targets = {f"https://dead.example/{letter}" for letter in "ab"}
    numbers = {page.id for page in pages}
    urls = {number: url for url, number in world.ids.items()}
    site = SiteView(SiteFacts(HOST + "/"), sorted(pages, key=lambda one: one.id), LinkTable.empty(), urls)
    moved = moved_pages(past.pages, site) if past is not None else {}
    before_redirect = {n for n, one in past.pages.items() if one.redirect_to} if past is not None else set()
    unread = {one.id for one in pages if one.redirect_to and one.id not in before_redirect | moved.keys()}
    look = Look(
        counts={rule: count_of(rule, met) for rule, met in counts.items()},
        answered={one.id for one in pages if one.status in (200, 301)} - unread,
        gone={one.id for one in pages if one.status == 404},
        failed={one.id for one in pages if one.status == 503} | unread,
        beyond_limits={n for n in world.ids.values() if n not in numbers} if limit < len(world.things) else set(),
        moved=moved,
        rendered={"axe": rendered},
        troubled=troubled,
        unasked=set() if asks_links else targets,
        is_truncated=limit < len(world.things),
        disabled=off,
    )  # fmt: skip
    grouping = {"cards": CARDS, "templates": templates, "page_templates": members}
    known = assign_causes(findings, **grouping)  # type: ignore[arg-type]
    natural = group_causes(known, **grouping, now=float(run))  # type: ignore[arg-type]
    inherited = Inherited({}, {}, frozenset())
    if past is not None:
        inherited = inherit(past.causes, natural, known, moved=moved, aliases=aliases)
    aliases.update(inherited.ids)
    found = renamed(natural, inherited.ids)
    findings = renamed_findings(known, inherited.ids)
    found = [
        replace(one, state=CauseState.IGNORED, ignored=Ignored("kept")) if ledger(world, one) else one for one in found
    ]
    earlier = None
    if past is not None:
        fixed = {one for one, state in history.items() if state is CauseState.FIXED}
        earlier = Past(past.causes, past.look, fixed, firsts, run_id=run - 1, at=float(run - 1))
    lives = live(found, look, earlier, CARDS, inherited=inherited, now=float(run),
                 ignored_by=lambda one: Ignored("kept") if ledger(world, one) else None)  # fmt: skip
    proofs: dict[str, set[tuple[int, tuple[str, str]]]] = {}
    for one, owner in zip(findings, owners, strict=True):
        proofs.setdefault(one.cause, set()).add(owner)
    kept = {number: one for number, one in (past.pages if past is not None else {}).items() if one.facts is not None}
    read = {one.id: one for one in pages if one.facts is not None or one.id not in kept}
    return Seen(lives.causes, look, kept | read, proofs, looked), inherited, lives.counts


def ledger(world: World, cause: Cause) -> bool:
    """Whether the team ignores the cause in this run: an entry comes and goes by the state of the dice."""
    return (int(cause.id[:4], 16) + len(world.ids)) % 11 == 0


@pytest.mark.parametrize("seed", range(120))
def test_a_generated_history_is_told_as_it_was_and_its_counts_add_up(seed: int) -> None:
    world = World(random.Random(seed))
    for _ in range(world.dice.randrange(6, 20)):
        world.add()
    past: Seen | None = None
    history: dict[str, CauseState] = {}
    firsts: dict[str, float] = {}
    aliases: dict[str, str] = {}
    last_proofs: dict[str, set[tuple[int, tuple[str, str]]]] = {}
    for run in range(1, world.dice.randrange(6, 9)):
        seen, inherited, counts = observe(world, past, run, history, firsts, aliases)
        assert len({one.id for one in seen.causes}) == len(seen.causes)
        if past is None:
            assert counts is None
            assert all(one.state in (CauseState.NEW, CauseState.IGNORED) for one in seen.causes)
        else:
            check_sums(past, seen, counts)
            check_truth(world, past, seen, inherited, last_proofs, history)
        for one in seen.causes:
            history[one.id] = one.state
            firsts.setdefault(one.id, float(run))
        last_proofs.update(seen.proofs)
        past = seen
        world.change()


def check_sums(past: Seen, seen: Seen, counts) -> None:  # type: ignore[no-untyped-def]
    before = [one for one in past.causes if is_counted(one) and one.state in OPEN]
    now = [one for one in seen.causes if is_counted(one) and one.state in OPEN]
    assert counts.open_before == len(before)
    assert counts.open_now == len(now)
    assert counts.ignored == sum(one.state is CauseState.IGNORED for one in seen.causes)
    assert counts.new == sum(one.state is CauseState.NEW for one in now)
    assert counts.regressed == sum(one.state is CauseState.REGRESSED for one in now)
    assert counts.first_tested <= counts.new


def check_truth(world: World, past: Seen, seen: Seen, inherited: Inherited, last, history) -> None:  # type: ignore[no-untyped-def]
    truth = {thing.key: thing for thing in world.things}
    was_found = {one.id for one in past.causes if is_found(one) and is_counted(one)}
    for one in seen.causes:
        proofs = last.get(one.id, set())
        alive = {(key, defect) for key, defect in proofs if not truth[key].is_gone and defect in truth[key].defects}
        if one.state is CauseState.FIXED:
            assert not alive, "what was not mended was called mended"
            assert all(truth[key].is_gone or (key, one.rule) in seen.looked for key, _ in proofs)
        if one.state is CauseState.NOT_RETESTED:
            assert one.untested in REASONS
            assert one.rule not in seen.look.counts or any((key, one.rule) not in seen.looked for key, _ in proofs), (
                "what was tested again was called not tested again"
            )
        if one.state is CauseState.REGRESSED:
            assert history[one.id] is CauseState.FIXED
        if one.state is CauseState.NEW:
            held = {proof for cause in was_found for proof in last.get(cause, ())}
            mine = seen.proofs[one.id]
            assert len(mine & held) < len(mine), "what stood there before was called new"
