"""Tables whose first row is a caption."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from audits.tables import is_header, widths_of

_ROWS = 3


@page_rule(
    id="table-caption-faked",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1"],
    wcag=["1.3.1"],
    title="First row of a table may be its caption",
    message="The first row of this table is one cell across all columns.",
    why="A screen reader reads it as a cell, and does not call the table by it.",
    fix="Ask the developer to make the first row a caption.",
    fix_developer="Move the text into a `caption`.",
    applies=lambda page: page.is_content and bool(page.tables),
    examples=[
        Reviews(
            '<table><tr><td colspan="2">Ages</td></tr><tr><th>A</th><th>B</th></tr><tr><td>1<td>2</table>', at=["table"]
        ),
        Passes(
            '<table><caption>Ages</caption><tr><td colspan="2">Of all</td></tr><tr><th>A</th><th>B</th></tr></table>'
        ),
        Passes("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"),
        Passes('<table><tr><td colspan="2">Ages</td></tr><tr><td>1</td><td>2</td></tr></table>', note="no headers"),
        Passes('<table><tr><th colspan="2">Ages</th></tr><tr><td>1</td><td>2</td></tr></table>', note="one row below"),
        Passes(
            '<table title="A"><tr><td colspan="2">Ages</td></tr><tr><th>A</th><th>B</th></tr><tr><td>1<td>2</table>'
        ),
        Passes(
            '<table><tr><td colspan="2"></td></tr><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>',
            note="empty",
        ),
        Inapplicable("<p>A</p>"),
    ],
)
def table_caption_faked(page: PageView) -> Iterator[Evidence]:
    """Yield each table with headers and no name whose first row is a single cell as wide as the others together."""
    for table, rows in page.tables:
        if len(rows) < _ROWS or len(rows[0]) != 1 or page.accessible_name(table):
            continue
        widths = widths_of(rows)
        words = " ".join(rows[0][0].text.split())
        is_headed = any(is_header(cell) for row in rows[1:] for cell in row)
        if words and is_headed and widths[0] > 1 and widths[0] == max(widths):
            yield page.review(
                table, f"Is “{words[:60]}” the caption of this table? It stands in a cell of the first row."
            )
