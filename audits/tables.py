"""The cells of a table and whether it holds data: https://html.spec.whatwg.org/multipage/tables.html."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audits.aria import explicit_role, is_exposed
from store.document import Element

if TYPE_CHECKING:
    from audits.page import PageView

_LARGEST_SPAN = 1_000
_TABLES = ("table", "grid", "treegrid")
_HEADERS = ("columnheader", "rowheader")


def rows_of(table: Element) -> list[list[Element]]:
    """The cells of each row, without those of tables inside."""
    rows: list[list[Element]] = []
    for part in _children(table):
        if part.tag == "tr":
            rows.append(_cells(part))
        elif part.tag in ("thead", "tbody", "tfoot"):
            rows += [_cells(row) for row in _children(part) if row.tag == "tr"]
    return rows


def _children(element: Element) -> list[Element]:
    return [one for one in element.children if isinstance(one, Element)]


def _cells(row: Element) -> list[Element]:
    return [cell for cell in _children(row) if cell.tag in ("td", "th")]


def widths_of(rows: list[list[Element]]) -> list[int]:
    """How many columns each row fills, with the cells that reach down into it; as wide as rows that reach over all."""
    widths = []
    reaching: list[tuple[int, int]] = []  # columns of a cell above, rows that it still fills
    for cells in rows:
        spans = [(span(cell, "colspan"), span(cell, "rowspan")) for cell in cells]
        widths.append(sum(columns for columns, _ in spans) + sum(columns for columns, _ in reaching))
        reaching = [(columns, left - 1) for columns, left in reaching if left > 1]
        reaching += [(columns, down - 1) for columns, down in spans if down > 1]
    return widths


def span(cell: Element, name: str) -> int:
    """The number in colspan or rowspan; 1 where there is none."""
    written = (cell.attr(name) or "").strip()
    return min(max(int(written), 1), _LARGEST_SPAN) if written.isdecimal() else 1


def is_header(cell: Element) -> bool:
    """Whether the cell is a header by its element or its role."""
    role = explicit_role(cell)
    return role in _HEADERS or (cell.tag == "th" and role in ("", "none", "presentation"))


def tables_of(page: PageView) -> list[tuple[Element, list[list[Element]]]]:
    """The exposed tables of a page that do not say that they only place things, each with its rows."""
    found = [one for one in page.select("table") if not explicit_role(one) or explicit_role(one) in _TABLES]
    return [(one, rows_of(one)) for one in found if is_exposed(one)]


def has_headers(table: Element, rows: list[list[Element]]) -> bool:
    """Whether anything says which cells are headers."""
    if table.select_one("thead, [scope], [headers]") is not None:
        return True
    return any(is_header(cell) for cells in rows for cell in cells)
