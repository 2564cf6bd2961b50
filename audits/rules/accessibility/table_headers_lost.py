"""Cells that name headers which are not there."""

from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.tables import is_header
from store.document import Element


@page_rule(
    id="table-headers-lost",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1", "act:a25f45"],
    wcag=["1.3.1"],
    title="Cell names a header that is not there",
    message="A cell of this table names a header that the table does not have.",
    why="Screen readers read no header, or a wrong one, with these cells.",
    fix="Ask the developer for a repair of the table.",
    fix_developer="Let `headers` name the `id` of `th` cells of the same table, or leave it out.",
    applies=lambda page: page.is_content and bool(page.tables),
    examples=[
        Fails('<table><tr><th id="a">A</th></tr><tr><td headers="b">1</td></tr></table>', at=["table"]),
        Fails(
            '<table><tr><td id="a">A</td></tr><tr><td headers="a">1</td></tr></table>', at=["table"], note="no header"
        ),
        Fails('<table><tr><td id="a" headers="a">A</td></tr></table>', at=["table"], note="itself"),
        Fails('<p id="a">A</p><table><tr><td headers="a">1</td></tr></table>', at=["table"], note="outside the table"),
        Passes('<table><tr><th id="a">A</th></tr><tr><td headers="a">1</td></tr></table>'),
        Passes('<table><tr><td role="columnheader" id="a">A</td></tr><tr><td headers="a">1</td></tr></table>'),
        Passes('<table><tr><td headers="">1</td></tr></table>'),
        Passes('<table><tr><td headers="b" hidden>1</td><td>2</td></tr></table>'),
        Inapplicable('<table role="presentation"><tr><td headers="b">1</td></tr></table>'),
        Inapplicable("<p>A</p>"),
    ],
)
def table_headers_lost(page: PageView) -> Iterator[Evidence]:
    """Yield each table with a cell whose headers attribute names what is no header of the table."""
    for table, rows in page.tables:
        if table.select_one("[headers]") is None:
            continue
        cells = [cell for row in rows for cell in row]
        headers = {cell.attr("id") for cell in cells if is_header(cell)}
        wrong = [cell for cell in cells if _is_lost(cell, headers)]
        if wrong:
            message = f"{len(wrong)} cells of this table name a header that is not in it."
            if len(wrong) == 1:
                message = "A cell of this table names a header that is not in it."
            yield page.evidence(table, message, facts={"headers": (wrong[0].attr("headers") or "")[:100]})


def _is_lost(cell: Element, headers: set[str | None]) -> bool:
    named = (cell.attr("headers") or "").split()
    is_wrong = any(one not in headers or one == cell.attr("id") for one in named)
    return is_wrong and is_exposed(cell)
