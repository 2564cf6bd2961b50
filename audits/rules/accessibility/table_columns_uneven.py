"""Tables of data whose rows have different numbers of columns."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from audits.tables import is_header, span, widths_of


@page_rule(
    id="table-columns-uneven",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1"],
    wcag=["1.3.1"],
    title="Rows of a table have different numbers of columns",
    message="The rows of this table do not have the same number of columns.",
    why="Cells slide under wrong headers, and screen readers read the wrong header with them.",
    fix="Ask the developer for a repair of the table.",
    fix_developer="Give every row the same number of cells, counted with `colspan` and `rowspan`.",
    applies=lambda page: page.is_content and bool(page.tables),
    examples=[
        Reviews(
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", at=["table"]
        ),
        Passes(
            '<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr><tr><td colspan="2">3</td></tr></table>'
        ),
        Passes(
            '<table><tr><th>A</th><th>B</th></tr><tr><td rowspan="2">1</td><td>2</td></tr><tr><td>3</td></tr></table>'
        ),
        Passes(
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr><tr></tr></table>", note="an empty row"
        ),
        Passes(
            '<table><tr><th>A</th><th>B</th></tr><tr><td colspan="3">1</td></tr><tr><td>3</td><td>2</td></tr></table>',
            note="one cell reaches too far",
        ),
        Passes("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", note="no headers"),
        Inapplicable("<p>A</p>"),
    ],
)
def table_columns_uneven(page: PageView) -> Iterator[Evidence]:
    """Yield each table with headers of which two rows differ in width, rows of a single cell left aside."""
    for table, rows in page.tables:
        if not any(is_header(cell) for row in rows for cell in row):
            continue
        told = [(width, row) for width, row in zip(widths_of(rows), rows, strict=True) if row]
        widths = {width for width, row in told if not (len(row) == 1 and span(row[0], "colspan") > 1)}
        if len(widths) > 1:
            said = f"between {min(widths)} and {max(widths)} columns"
            yield page.review(table, f"Do all cells of this table stand under their header? Its rows have {said}.")
