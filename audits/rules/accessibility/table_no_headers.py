"""Tables of data that do not say which cells are headers."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from audits.tables import has_headers

_ROWS = 3
_COLUMNS = 2
_LOOKED_AT = 20
_LONGEST = 80  # characters of a cell
_PLACED = "table, h1, h2, h3, h4, h5, h6, p + p, ul, ol, form, input, select, button, iframe, pre, [role=presentation]"


@page_rule(
    id="table-no-headers",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1"],
    wcag=["1.3.1"],
    title="Table may lack headers",
    message="This table seems to hold data, and no cell is marked as a header.",
    why="A screen reader reads the cells one by one, and nobody can tell what a number stands for.",
    fix="Ask the developer for a repair of the table.",
    fix_developer='Mark the first row or column with `th`; a table that only places takes `role="presentation"`.',
    applies=lambda page: page.is_content and bool(page.tables),
    examples=[
        Reviews(
            "<table><tr><td>Name</td><td>Age</td></tr><tr><td>Ana</td><td>5</td></tr><tr><td>Eva</td><td>8</td></tr></table>",
            at=["table"],
        ),
        Passes(
            "<table><tr><th>Name</th><th>Age</th></tr><tr><td>Ana</td><td>5</td></tr><tr><td>Eva</td><td>8</td></tr></table>"
        ),
        Passes("<table><tr><td>Ana</td><td>5</td></tr><tr><td>Eva</td><td>8</td></tr></table>", note="two rows"),
        Passes("<table><tr><td>a</td></tr><tr><td>b</td></tr><tr><td>c</td></tr></table>", note="one column"),
        Passes(
            "<table><tr><td>a<td><p>b</p><p>c</p><tr><td>d<td><h2>e</h2><tr><td>f<td>g</table>", note="placed things"
        ),
        Passes("<table><tr><td>a<td><tr><td>d<td><tr><td>f<td></table>", note="an empty column"),
        Passes(
            '<table class="highlight"><tr><td>1<td>a = 1<tr><td>2<td>b = 2<tr><td>3<td>c = 3</table>',
            note="numbered code",
        ),
        Inapplicable('<table role="presentation"><tr><td>A</td></tr></table>'),
    ],
)
def table_no_headers(page: PageView) -> Iterator[Evidence]:
    """Yield each table of at least three full rows and two columns of short texts without any header."""
    for table, rows in page.tables:
        if (
            len(rows) < _ROWS
            or has_headers(table, rows)
            or len({len(row) for row in rows}) != 1
            or len(rows[0]) < _COLUMNS
        ):
            continue
        if (
            table.select_one(_PLACED) is not None
            or table.closest("table table, pre, code, [class*=highlight]") is not None
        ):
            continue
        texts = [" ".join(cell.text.split()) for row in rows[:_LOOKED_AT] for cell in row]
        if all(0 < len(text) <= _LONGEST for text in texts):
            yield page.review(table, f"Does this table of {len(rows)} rows hold data? No cell is marked as a header.")
