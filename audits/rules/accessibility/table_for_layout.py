"""Tables that seem to place parts of the page."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from audits.tables import has_headers

_CELLS = 2
_PARTS = "td :is(h1, h2, h3, h4, nav, main, form, table)"


@page_rule(
    id="table-for-layout",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1", "wcag:1.3.2"],
    wcag=["1.3.1", "1.3.2"],
    title="Table may only place things",
    message="This table holds whole parts of a page and no header.",
    why="A screen reader announces rows and columns where there are none, and may read the parts in a wrong order.",
    fix="Ask the developer to place the parts with style sheets.",
    fix_developer='Place with CSS; until then, `role="presentation"` keeps the table from being announced.',
    applies=lambda page: page.is_content and bool(page.tables),
    examples=[
        Reviews(
            "<table><tr><td><ul><li>Home</li></ul></td><td><h2>Welcome</h2><p>A</p></td></tr></table>", at=["table"]
        ),
        Reviews(
            "<table><tr><td><table><tr><td>A</td></tr></table></td><td><h2>B</h2></td></tr></table>",
            at=["body > table"],
        ),
        Passes(
            "<table><tr><th>A</th><th>B</th></tr><tr><td><ul><li>Home</li></ul></td><td><h2>Welcome</h2></td></tr></table>"
        ),
        Passes("<table><tr><td>A</td><td>B</td></tr></table>"),
        Passes("<table><tr><td><ul><li>A</li></ul></td></tr></table>", note="one cell"),
        Passes('<table class="highlight"><tr><td><h2>1</h2></td><td><h2>2</h2></td></tr></table>', note="code"),
        Passes(
            '<table summary="Prices"><tr><td><h2>1</h2></td><td><h2>2</h2></td></tr></table>',
            note="data, says its summary",
        ),
        Inapplicable('<table role="none"><tr><td><h2>A</h2></td><td><h2>B</h2></td></tr></table>'),
    ],
)
def table_for_layout(page: PageView) -> Iterator[Evidence]:
    """Yield each outermost table without a header in whose cells headings, navigation or other tables stand."""
    for table, rows in page.tables:
        if sum(map(len, rows)) < _CELLS or has_headers(table, rows) or table.select_one("caption") is not None:
            continue
        if (table.attr("summary") or "").strip() or table.closest(
            "td table, pre, code, [class*=highlight]"
        ) is not None:
            continue
        if table.select_one(_PARTS) is not None:
            yield page.review(
                table, "Does this table only place parts of the page? It holds headings, lists or tables."
            )
