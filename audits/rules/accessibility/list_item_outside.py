"""Entries of lists outside any list."""

from collections.abc import Iterator

from audits.aria import is_exposed, role
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.document import Element


@page_rule(
    id="list-item-outside",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["html:the-li-element", "wcag:1.3.1"],
    wcag=["1.3.1"],
    title="Entry of a list stands outside a list",
    message="This entry of a list stands in no list.",
    why="A screen reader does not say that it belongs to a list, nor how many entries there are.",
    fix="Ask the developer for a repair of the list.",
    fix_developer="Put each `li` straight into a `ul`, `ol` or `menu`.",
    applies=lambda page: page.is_content and page.select_one("li") is not None,
    examples=[
        Fails("<div><li>One</li></div>", at=["li"]),
        Fails('<ul role="tablist"><li>One</li></ul>', at=["li"], note="by its role no list any more"),
        Passes("<ul><li>One</li></ul><ol><li>Two</li></ol><menu><li>Three</li></menu>"),
        Passes('<div role="list"><li>One</li></div><ul role="none"><li>One</li></ul>'),
        Passes('<div><li role="menuitem">One</li></div>', note="told as what it plays"),
        Passes("<x-list><li>One</li></x-list>", note="what it draws around is not to be seen"),
        Passes("<div hidden><li>One</li></div>"),
        Inapplicable("<p>A</p>"),
    ],
)
def list_item_outside(page: PageView) -> Iterator[Evidence]:
    """Yield each exposed entry whose parent is no list."""
    for item in page.select("li:not(ul:not([role]) > li, ol:not([role]) > li)"):
        parent = item.parent
        if (item.attr("role") or "").strip() or not isinstance(parent, Element) or "-" in parent.tag:
            continue
        if parent.tag in ("slot", "template", "noscript") or role(parent) in ("list", "none", "presentation"):
            continue
        if is_exposed(item):
            yield page.evidence(item)
