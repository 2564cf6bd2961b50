"""What page rules read is noted or is part of the key: nothing else may decide what they say of an unchanged page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, ClassVar

import pytest

from audits.duplicates import signature_of
from audits.page import PageView, SiteFacts
from audits.registry import all_rules
from audits.rule import Rule, Scope
from audits.trace import ASSET_KEYS, PAGE_HEADERS, TARGET_HEADERS, Reads, TracedFacts, hash_of, page_digest, world_of
from marsad.judged import VOLATILE, World
from marsad.rehearsal import page_view
from store.model import LinkState, Page, Target

IN_THE_KEY = {
    "url", "status", "failure", "failure_detail", "redirect_to", "content_type", "charset", "wire_bytes",
    "body_bytes", "body_digest", "facts", "template_id", "id", "header", "is_html",
}  # fmt: skip
READS_EVERYTHING = {"custom-search", "custom-extract"}  # with these every header is part of the key


class _Page(Page):
    """A page that notes what is read of it."""

    seen: ClassVar[set[str]] = set()
    asked: ClassVar[set[str]] = set()

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("__") and name not in ("seen", "asked"):
            _Page.seen.add(name)
        return object.__getattribute__(self, name)

    def header(self, name: str) -> str | None:
        _Page.asked.add(name.lower())
        found = [value for key, value in object.__getattribute__(self, "headers") if key == name.lower()]
        return ", ".join(found) if found else None


class _Target(Target):
    seen: ClassVar[set[str]] = set()

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("__") and name != "seen":
            _Target.seen.add(name)
        return object.__getattribute__(self, name)


class _Data(dict[str, Any]):
    seen: ClassVar[set[str]] = set()

    def __getitem__(self, key: str) -> Any:
        _Data.seen.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        _Data.seen.add(key)
        return super().get(key, default)


def copy(kind: type[Any], of: type[Any], value: Any) -> Any:
    return kind(**{one.name: getattr(value, one.name) for one in fields(of)})


def traced(view: PageView) -> tuple[PageView, Reads]:
    site = replace(
        view.site,
        targets={url: copy(_Target, Target, one) for url, one in view.site.targets.items()},
        assets={url: _Data(one) for url, one in view.site.assets.items()},
    )
    facts = TracedFacts.of(site)
    for one in (_Page, _Target, _Data):
        one.seen.clear()
    _Page.asked.clear()
    reads = facts.begin(view.page.template_id)
    return PageView(copy(_Page, Page, view.page), view.body, site=facts, artifacts=view.artifacts), reads


def page_rules() -> Iterator[Rule]:
    yield from (rule for rule in all_rules() if rule.scope is Scope.PAGE)


@pytest.mark.parametrize("rule", list(page_rules()), ids=lambda rule: rule.id)
def test_a_page_rule_reads_nothing_that_the_key_and_the_notes_leave_out(rule: Rule) -> None:
    for example in rule.examples:
        view, reads = traced(page_view(example))
        if rule.applies(view) and all(kind in view.artifacts for kind in rule.needs):
            list(rule.check(view, **example.settings))
        signature_of(view)
        assert not reads.is_bound_to_now, "ask SiteFacts for the year, a day or whether a moment is over"
        if rule.id in READS_EVERYTHING:
            continue
        assert _Page.seen <= IN_THE_KEY
        assert not _Page.seen & set(VOLATILE)
        assert _Page.asked <= PAGE_HEADERS
        assert not _Target.seen & {"checked_at", "id"}
        assert "headers" not in _Target.seen or (rule.id == "image-legacy-format" and "vary" in TARGET_HEADERS)
        of_pictures = {"pages"} if rule.id == "speed-lcp-heavy" else set()  # told by its look-up in lcp_images
        assert _Data.seen <= ASSET_KEYS | of_pictures


FACTS = SiteFacts(
    targets={"https://x.example/": Target("https://x.example/", LinkState.OK, 200, checked_at=1.0)},
    scripts={"https://x.example/a.js": {"map": ""}},
    assets={"https://x.example/a.png": {"bytes": 10, "pages": 3, "width": 5}},
    templates={1: "/a/{slug}", 2: "/b/{slug}"},
    measured_templates=frozenset({1}),
    lcp_images=frozenset({"https://x.example/a.png"}),
    now=1_767_225_600.0,
)


def held(facts: SiteFacts, packed: bytes) -> bool:
    return World(facts).are_same([packed])[0]


@pytest.mark.parametrize(
    ("look", "change"),
    [
        (lambda site: site.targets.get("https://x.example/"), {"targets": {}}),
        (lambda site: site.targets.get("https://new.example/"),
         {"targets": {"https://new.example/": Target("https://new.example/", LinkState.DEAD, 404)}}),
        (lambda site: site.targets["https://x.example/"],
         {"targets": {"https://x.example/": Target("https://x.example/", LinkState.DEAD, 404)}}),
        (lambda site: "https://x.example/a.png" in site.assets, {"assets": {}}),
        (lambda site: bool(site.scripts), {"scripts": {}}),
        (lambda site: list(site.assets.values()), {"assets": {**FACTS.assets, "https://y.example/": {"bytes": 1}}}),
        (lambda site: site.templates.get(2), {"templates": {1: "/a/{slug}", 2: "/c/{slug}"}}),
        (lambda site: 1 in site.measured_templates, {"measured_templates": frozenset({2})}),
        (lambda site: "https://x.example/a.png" in site.lcp_images, {"lcp_images": frozenset()}),
        (lambda site: site.year, {"now": FACTS.now - 86_400}),
    ],
)  # fmt: skip
def test_what_was_looked_up_holds_until_it_gives_something_else(look: Any, change: Mapping[str, Any]) -> None:
    facts = TracedFacts.of(FACTS)
    reads = facts.begin()
    look(facts)
    packed = World(FACTS).pack(reads.hashes)
    assert reads.hashes and held(FACTS, packed)
    assert not held(replace(FACTS, **change), packed)


def test_what_was_not_looked_up_may_change() -> None:
    facts = TracedFacts.of(FACTS)
    reads = facts.begin(template_id=2)
    facts.targets.get("https://x.example/")
    facts.templates.get(2)  # the page's own: its name is part of the page's key
    packed = World(FACTS).pack(reads.hashes)
    asked_again = replace(FACTS.targets["https://x.example/"], checked_at=2.0, headers=(("expires", "tomorrow"),))
    changed = replace(FACTS, targets={"https://x.example/": asked_again}, assets={}, scripts={}, templates={}, now=9e8)
    assert held(changed, packed)


def test_days_and_moments_are_noted_with_what_they_gave() -> None:
    facts = TracedFacts.of(FACTS)
    reads = facts.begin()
    assert facts.compare_day("2026-01-02", 1) == 0
    assert facts.is_over(FACTS.now - 1) and not facts.is_over(FACTS.now + 1)
    said = {
        "days": [[day, days, was] for (day, days), was in reads.days.items()],
        "moments": list(reads.moments.items()),
    }
    assert World(FACTS).holds(said, {}, all_headers=False)
    assert not World(replace(FACTS, now=FACTS.now + 86_400)).holds(said, {}, all_headers=False)
    assert not World(replace(FACTS, now=FACTS.now + 2)).holds(said, {}, all_headers=False)


def test_another_page_that_was_read_must_be_the_same() -> None:
    page = Page("https://x.example/b", status=200, body_digest="1" * 32)
    facts = TracedFacts.of(replace(FACTS, page_at=lambda url: PageView(page) if url == page.url else None))
    reads = facts.begin()
    assert facts.page_at is not None
    facts.page_at(page.url), facts.page_at("https://x.example/none")
    said = {"pages": reads.pages}
    world = World(FACTS)
    assert world.holds(said, {page.url: page}, all_headers=False)
    assert not world.holds(said, {page.url: replace(page, body_digest="2" * 32)}, all_headers=False)
    assert not world.holds(said, {}, all_headers=False)
    assert not world.holds(said, {one.url: one for one in (page, Page("https://x.example/none"))}, all_headers=False)


def test_the_second_of_the_run_binds_whoever_reads_it() -> None:
    facts = TracedFacts.of(FACTS)
    reads = facts.begin()
    assert facts.now == FACTS.now and reads.is_bound_to_now


def test_headers_that_move_from_answer_to_answer_are_no_part_of_a_page() -> None:
    page = Page("https://x.example/", status=200, headers=(("expires", "now"), ("vary", "accept")))
    moved = replace(page, headers=(("expires", "later"), ("vary", "accept")), ttfb_ms=9.0, fetched_at=9.0)
    assert page_digest(page) == page_digest(moved)
    assert page_digest(page) != page_digest(replace(page, headers=()))
    assert page_digest(page, all_headers=True) != page_digest(moved, all_headers=True)


def test_the_world_names_everything_that_can_be_found() -> None:
    found = world_of(FACTS)
    assert found[hash_of("targets", "https://x.example/")] and found[hash_of("year", "")] == 2026
    assert found[hash_of("measured_templates", 1)]
    more = replace(FACTS, assets={"https://x.example/a.png": {**FACTS.assets["https://x.example/a.png"], "pages": 4}})
    changed = {key for key, value in world_of(more).items() if found[key] != value}
    picture = hash_of("lcp_images", "https://x.example/a.png")
    assert picture in changed and hash_of("assets", "https://x.example/a.png") not in changed
