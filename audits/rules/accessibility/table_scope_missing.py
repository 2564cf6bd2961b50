"""Tables with headers above and beside that do not say which is which."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from audits.tables import is_header

_ROWS = 3


@page_rule(
    id="table-scope-missing",
    category=Category.ACCESSIBILITY,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["wcag:1.3.1"],
    wcag=["1.3.1"],
    title="Headers of a table do not say what they head",
    message="This table has headers above and beside its cells, and none says which cells it heads.",
    why="Some screen readers read a header of the row where one of the column is meant.",
    fix="Ask the developer for a repair of the table.",
    fix_developer='Add `scope="col"` to headers above and `scope="row"` to headers beside.',
    applies=lambda page: page.is_content and bool(page.tables),
    examples=[
        Reviews(
            "<table><tr><td></td><th>Mo</th></tr><tr><th>8</th><td>open</td></tr><tr><th>9</th><td>shut</td></tr></table>",
            at=["table"],
        ),
        Passes('<table><tr><td></td><th scope="col">Mo</th></tr><tr><th scope="row">8</th><td>open</td></tr></table>'),
        Passes("<table><tr><th>Mo</th><th>Tu</th></tr><tr><td>8</td><td>9</td></tr></table>", note="above only"),
        Passes("<table><tr><th>Mo</th><td>8</td></tr><tr><th>Tu</th><td>9</td></tr></table>", note="beside only"),
        Passes(
            "<table><thead><tr><th>Day</th><th>Mo</th></tr></thead><tr><th>8</th><td>open</td></tr></table>",
            note="a head tells",
        ),
        Inapplicable("<p>A</p>"),
    ],
)
def table_scope_missing(page: PageView) -> Iterator[Evidence]:
    """Yield each table with header cells in its first row and in its first column that say nothing of their scope."""
    for table, rows in page.tables:
        if len(rows) < _ROWS or table.select_one("thead, [scope], [headers]") is not None:
            continue
        above = [cell for cell in rows[0][1:] if is_header(cell)]
        beside = [row for row in rows[1:] if row and is_header(row[0]) and any(not is_header(cell) for cell in row)]
        if above and len(beside) == len(rows) - 1:
            yield page.review(table, "Do screen readers tell the headers above from those beside? None has a scope.")
