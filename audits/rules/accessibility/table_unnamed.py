"""Tables of data without a caption."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.tables import is_header
from store.document import Element

_ROWS = 2


@page_rule(
    id="table-unnamed",
    category=Category.ACCESSIBILITY,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["wcag:1.3.1"],
    wcag=["1.3.1"],
    owner=Owner.CONTENT,
    title="Table has no caption",
    message="This table has neither a caption nor a name.",
    why="Who goes from table to table with a screen reader hears only how many rows it has.",
    fix="Say in a caption what the table shows.",
    fix_developer="Put a `caption` first into the `table`, or name it with `aria-labelledby`.",
    applies=lambda page: page.is_content and bool(page.tables),
    examples=[
        Reviews("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>", at=["table"]),
        Passes("<table><caption>Ages</caption><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"),
        Passes('<table aria-label="Ages"><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>'),
        Passes(
            "<h2>Ages</h2><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
            note="under a heading of its own",
        ),
        Passes(
            "<p>Ages of all:</p><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
            note="a sentence leads to it",
        ),
        Passes("<h2>Ages</h2><div><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table></div>"),
        Passes(
            "<figure><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table><figcaption>A</figcaption></figure>"
        ),
        Passes("<table><tr><th>A</th><td>1</td></tr></table>", note="one row"),
        Inapplicable("<p>A</p>"),
    ],
)
def table_unnamed(page: PageView) -> Iterator[Evidence]:
    """Yield each table with headers and several rows that has no name and that nothing just before it introduces."""
    for table, rows in page.tables:
        if len(rows) < _ROWS or not any(is_header(cell) for row in rows for cell in row):
            continue
        if page.accessible_name(table) or (table.attr("summary") or "").strip() or _is_introduced(table):
            continue
        yield page.review(table, "Is it clear without seeing the page what this table shows? It has no caption.")


def _is_introduced(table: Element) -> bool:
    node = table
    while node.tag not in ("body", "main", "article", "section"):
        before = next((one for one in node.previous_siblings if isinstance(one, Element)), None)
        if before is not None:
            return True
        if not isinstance(node.parent, Element) or node.tag in ("figure", "td"):
            return True
        node = node.parent
    return node.tag == "section"
