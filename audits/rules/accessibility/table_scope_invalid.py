"""Header cells with a scope that does not exist."""

from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule

_SCOPES = ("row", "col", "rowgroup", "colgroup")


@page_rule(
    id="table-scope-invalid",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["html:attr-th-scope", "wcag:1.3.1"],
    wcag=["1.3.1"],
    title="Header cell has a wrong scope",
    message="The scope of this cell is none, or it stands on a cell that is no header.",
    why="Browsers ignore it, so screen readers may read the wrong header with a cell.",
    fix="Ask the developer for a repair of the table.",
    fix_developer='Write `scope="col"`, `"row"`, `"colgroup"` or `"rowgroup"`, on `th` only.',
    applies=lambda page: page.is_content and bool(page.tables),
    examples=[
        Fails('<table><tr><th scope="column">A</th></tr><tr><td>1</td></tr></table>', at=["th"]),
        Fails('<!doctype html><table><tr><td scope="row">A</td><td>1</td></tr></table>', at=["td:first-child"]),
        Passes('<table><tr><th scope="col">A</th></tr><tr><th scope="ROW">1</th></tr></table>'),
        Passes('<table><tr><th scope="">A</th></tr></table>', note="empty is as good as none"),
        Inapplicable('<table hidden><tr><th scope="column">A</th></tr></table>'),
    ],
)
def table_scope_invalid(page: PageView) -> Iterator[Evidence]:
    """Yield each cell with a scope that HTML does not know, or that is no header."""
    for cell in page.select("table :is(td, th)[scope]"):
        scope = (cell.attr("scope") or "").strip().lower()
        if not scope or (scope in _SCOPES and cell.tag == "th") or "{" in scope:
            continue
        if is_exposed(cell):
            yield page.evidence(cell, facts={"scope": scope[:40]})
