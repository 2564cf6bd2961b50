"""Tables of data inside tables of data."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from audits.tables import is_header
from store.document import Element


@page_rule(
    id="table-nested",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1"],
    wcag=["1.3.1"],
    title="Table of data stands in another one",
    message="A table of data stands in a cell of this table of data.",
    why="Screen readers lose the place between the two, and headers are read with the wrong cells.",
    fix="Split the two tables.",
    fix_developer="Put the inner table after the outer one, or spread its rows over the outer one.",
    applies=lambda page: page.is_content and bool(page.tables),
    examples=[
        Reviews(
            "<table><tr><th>A</th><th>B</th></tr><tr><td><table><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr></table></td></tr></table>",
            at=["body > table"],
        ),
        Passes(
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr></table><table><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr></table>"
        ),
        Passes(
            "<table><tr><td><table><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr></table></td></tr></table>",
            note="the outer one only places",
        ),
        Passes('<table><tr><th>A</th><th>B</th></tr><tr><td><table role="none"><tr><td>1</table></table>'),
        Passes(
            "<table><tr><th>A</th><th>B</th></tr><tr><td><table><tr><td>1</td></tr></table></td></tr></table>",
            note="the inner one only places",
        ),
        Inapplicable("<p>A</p>"),
    ],
)
def table_nested(page: PageView) -> Iterator[Evidence]:
    """Yield each table with headers in which another one with headers stands."""
    if len(page.tables) < 2:
        return
    told: set[Element] = set()
    headed = {table for table, rows in page.tables if any(is_header(cell) for row in rows for cell in row)}
    for table in headed:
        parent = table.parent
        outer = parent.closest("table") if isinstance(parent, Element) else None
        if outer in headed and outer not in told:
            told.add(outer)
            yield page.review(outer, "Can the table in a cell of this table stand by itself? Both hold data.")
