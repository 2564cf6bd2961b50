"""Shortcut keys of the page."""

from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule


@page_rule(
    id="accesskey-used",
    category=Category.ACCESSIBILITY,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["html:the-accesskey-attribute"],
    title="Page has shortcut keys of its own",
    message="The page has shortcut keys of its own.",
    why="Such keys often clash with those of a browser, a screen reader or a keyboard of another language.",
    fix="Ask whether anybody uses the keys; if not, leave them out.",
    fix_developer="Remove `accesskey` where it is not asked for, or list the keys on the page.",
    applies=lambda page: page.is_content and bool(page.shortcuts),
    examples=[
        Reviews('<a href="/a" accesskey="n">A</a><a href="/b" accesskey="m">B</a>', at=["a:first-child"]),
        Passes('<a href="/a" accesskey="n" hidden>A</a>'),
        Inapplicable('<a href="/a" accesskey="">A</a>'),
        Inapplicable("<a href='/a'>A</a>"),
    ],
)
def accesskey_used(page: PageView) -> Iterator[Evidence]:
    """Yield the first element with a shortcut key, with all keys of the page."""
    first = next((one for one in page.shortcuts if is_exposed(one)), None)
    if first is not None:
        keys = sorted({(one.attr("accesskey") or "").strip() for one in page.shortcuts})
        said = ", ".join(keys[:12])
        yield page.review(
            first,
            f"Does anybody use the shortcut keys of this page ({said})?",
            facts={"keys": keys[:50]},
            group="keys",
        )
