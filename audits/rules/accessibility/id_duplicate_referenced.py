"""Ids that stand twice and that something refers to."""

from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule

_RELATIONS = frozenset({"labelledby", "describedby", "controls", "owns", "details", "errormessage", "activedescendant"})


@page_rule(
    id="id-duplicate-referenced",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:4.1.2", "wcag:1.3.1", "act:3ea0c8"],
    wcag=["4.1.2", "1.3.1"],
    title="Id that is referred to stands twice",
    message="Several elements have this id, and something refers to it.",
    why="Only the first is found, so a label or description may be read with the wrong field.",
    fix="Ask for a repair of this component.",
    fix_developer="Give each element an `id` of its own, and let references name the right one.",
    applies=lambda page: page.is_content and (bool(page.labels_by_id) or bool(page.aria.written & _RELATIONS)),
    examples=[
        Fails(
            '<label for="a">A</label><input id="a"><label for="a">B</label><input id="a">', at=["input:nth-of-type(2)"]
        ),
        Fails('<p id="h">A</p><p id="h">B</p><input aria-label="C" aria-describedby="h">', at=["p:nth-of-type(2)"]),
        Passes('<p id="h">A</p><p id="h">B</p><label for="c">C</label><input id="c">', note="nothing refers to it"),
        Passes('<label for="a">A</label><input id="a">'),
        Passes('<p id="h">A</p><template><p id="h">B</p></template><input aria-label="C" aria-describedby="h">'),
        Passes(
            '<p id="h">A</p><p id="h" hidden>B</p><input aria-label="C" aria-describedby="h">',
            note="the first is the one",
        ),
        Inapplicable('<a href="#h">A</a><p id="h">A</p><p id="h">B</p><input aria-label="C">'),
        Inapplicable("<p>A</p>"),
    ],
)
def id_duplicate_referenced(page: PageView) -> Iterator[Evidence]:
    """Yield the second exposed element of each id that a label or a relation of ARIA names."""
    named = set(page.labels_by_id)
    for _, attributes in page.aria.described:
        for name in attributes.keys() & _RELATIONS:
            named.update(attributes[name].split())
    if not named:
        return
    seen: set[str] = set()
    told: set[str] = set()
    for element in page.select("[id]"):
        own = element.attr("id") or ""
        if own not in named or own in told:
            continue
        if own in seen and is_exposed(element):
            told.add(own)
            yield page.evidence(element, f"The id `{own[:60]}` stands more than once, and something refers to it.")
        seen.add(own)
