"""Shortcut keys that two elements share."""

from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.document import Element


@page_rule(
    id="accesskey-duplicate",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["axe:accesskeys"],
    title="Two elements have the same shortcut key",
    message="Another element of the page has the same shortcut key.",
    why="The key reaches only one of the two, or moves between them, so people land where they did not want to.",
    fix="Ask the developer to give each shortcut key to one element.",
    fix_developer="Let each `accesskey` stand once, or leave shortcut keys out.",
    applies=lambda page: page.is_content and bool(page.shortcuts),
    examples=[
        Fails('<a href="/a" accesskey="n">A</a><a href="/b" accesskey="N">B</a>', at=["a:first-child"]),
        Passes('<a href="/a" accesskey="n">A</a><a href="/b" accesskey="m">B</a>'),
        Passes(
            '<a href="/a" accesskey="n">A</a><a href="/a" accesskey="n">On</a>', note="the same place, above and below"
        ),
        Passes('<a href="/a" accesskey="n">A</a><a href="/b" accesskey="n" hidden>B</a>'),
        Inapplicable('<button accesskey="">A</button><button accesskey="">B</button>'),
        Inapplicable("<a href='/a'>A</a>"),
    ],
)
def accesskey_duplicate(page: PageView) -> Iterator[Evidence]:
    """Yield the first element of each shortcut key that stands on several which do not lead to the same place."""
    by_key: dict[str, list[Element]] = {}
    for element in page.shortcuts:
        key = (element.attr("accesskey") or "").strip().lower()
        if key:
            by_key.setdefault(key, []).append(element)
    for key, sharing in by_key.items():
        if len(sharing) < 2:
            continue
        elements = [one for one in sharing if is_exposed(one)]
        targets = {page.resolve(one.attr("href") or "") if one.attr("href") else None for one in elements}
        if len(elements) > 1 and (len(targets) > 1 or None in targets):
            yield page.evidence(elements[0], f"{len(elements)} elements have the shortcut key “{key[:20]}”.")
