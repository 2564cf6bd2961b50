"""Lists that hold other things than entries."""

from collections.abc import Iterator

from audits.aria import explicit_role, is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.document import Element, Text


@page_rule(
    id="list-structure",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["html:the-ul-element", "wcag:1.3.1"],
    wcag=["1.3.1"],
    title="List holds other things than entries",
    message="Something that is no entry stands straight in this list.",
    why="Screen readers count the entries wrongly or do not announce the list at all.",
    fix="Ask the developer for a repair of the list.",
    fix_developer="Put only `li` straight into `ul` and `ol`; nested lists go into an `li`.",
    applies=lambda page: page.is_content and (page.select_one("ul") is not None or page.select_one("ol") is not None),
    examples=[
        Fails("<ul><ul><li>One</li></ul></ul>", at=["body > ul"]),
        Fails("<ul><li>One</li><a href='/'>Two</a></ul>", at=["ul"]),
        Fails("<ol>First <li>One</li></ol>", at=["ol"]),
        Fails('<ul><li role="menuitem">One</li></ul>', at=["ul"]),
        Passes("<ul><li>One<ul><li>Two</li></ul></li></ul>"),
        Passes("<ul><script>1</script><template><p>A</p></template><li>One</li></ul>"),
        Passes('<ul><p hidden>A</p><li>One</li><li role="listitem">B</li><div role="listitem">C</div></ul>'),
        Passes('<ul role="menu"><p>A</p></ul>', note="told by its role"),
        Passes("<ul><x-item>One</x-item><slot></slot></ul>", note="components"),
        Passes("<ul hidden><p>A</p></ul>"),
        Inapplicable("<p>A</p>"),
    ],
)
def list_structure(page: PageView) -> Iterator[Evidence]:
    """Yield each exposed list without a role in which a text or another element than an entry stands."""
    for one in [*page.select("ul"), *page.select("ol")]:
        if one.attr("role") is not None:
            continue
        wrong = loose = ""
        for child in one.children:
            if isinstance(child, Text):
                loose = loose or child.data.strip()
            elif isinstance(child, Element) and (child.tag != "li" or child.attr("role") is not None):
                wrong = wrong or (child.tag if _is_wrong(child) else "")
        if wrong and is_exposed(one):
            yield page.evidence(one, f"A `{wrong}` stands straight in this list.", facts={"tag": wrong})
        elif loose and is_exposed(one):
            yield page.evidence(one, f"The text “{loose[:40]}” stands straight in this list.")


def _is_wrong(child: Element) -> bool:
    if child.tag in ("script", "template", "style", "slot", "noscript", "link", "meta") or "-" in child.tag:
        return False
    written = explicit_role(child)
    is_item = written == "listitem" if written else child.tag == "li"
    return not is_item and is_exposed(child)
