"""Writes a run as a workbook: summary, causes, pages, links, findings, checks. Rows stream, so memory stays small."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reports.cells import cell, xml_text
from reports.load import link_rows
from reports.summary import Summary
from reports.text import is_web_address
from reports.words import Words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from reports.model import CauseView, Report
    from store.database import Store

MOST_ROWS = 1_048_575
"""Rows of a sheet below its head. Source: Excel specifications and limits."""
MOST_LETTERS = 32_000
MOST_LINKS = 60_000
"""Excel opens a sheet with at most 65,530 hyperlinks; addresses beyond stay text."""
MOST_LINK_LETTERS = 2_000


class Column(NamedTuple):
    """One column: key of its word, its width in letters, and what it holds of a row."""

    name: str
    width: int
    value: Callable[[Any], Any]
    is_address: bool = False


def write_xlsx(report: Report, summary: Summary, store: Store, run_id: int, words: Words, path: Path) -> None:
    """Write the workbook. Raises OSError where it cannot be written."""
    import xlsxwriter  # only here: it is large, and most reports are no workbooks

    book = xlsxwriter.Workbook(str(path), {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "tmpdir": str(path.parent), "use_zip64": True,
    })  # fmt: skip
    book.set_properties({"title": xml_text(summary.title), "author": "Marsad", "comments": xml_text(summary.start_url)})
    writer = _Writer(book, words)
    try:
        writer.summary(summary)
        writer.table("causes", _cause_columns(report, words), _causes(report))
        writer.table("pages", _page_columns(report), report.pages)
        writer.table("links", _link_columns(words), link_rows(store, run_id))
        writer.table("findings", _finding_columns(words), store.findings(run_id))
        writer.table("checks", _check_columns(), report.checks)
    except BaseException:
        with contextlib.suppress(Exception):
            book.close()
        raise
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        inner = error.args[0] if error.args and isinstance(error.args[0], OSError) else None
        raise inner or OSError(str(error)) from error


class _Writer:
    """Sheets of one workbook."""

    def __init__(self, book: Workbook, words: Words) -> None:
        self.book = book
        self.words = words
        self.is_rtl = words.direction == "rtl"
        align = {"align": "right"} if self.is_rtl else {}
        self.head = book.add_format(
            {"bold": True, "bg_color": "#0A5C6B", "font_color": "#FFFFFF", "bottom": 1, **align}
        )
        self.title = book.add_format({"bold": True, "font_size": 16, **align})
        self.strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top", **align})
        self.prose = book.add_format({"text_wrap": True, "valign": "top", **align})
        self.address = book.add_format({"font_color": "#0A5C6B", "underline": 1, "reading_order": 1})

    def sheet(self, name: str) -> Worksheet:
        sheet = self.book.add_worksheet(self.words(f"sheet.{name}")[:31])
        if self.is_rtl:
            sheet.right_to_left()
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def summary(self, found: Summary) -> None:
        """The first sheet, to be read from the top."""
        sheet = self.sheet("summary")
        sheet.set_column(0, 0, 46)
        sheet.set_column(1, 5, 18)
        sheet.hide_gridlines(2)
        for number, (kind, values) in enumerate(self._summary_rows(found)):
            for place, value in enumerate(values):
                self._put(sheet, number, place, value, kind)

    def _summary_rows(self, found: Summary) -> Iterator[tuple[Format | None, tuple[Any, ...]]]:
        words = self.words
        yield self.title, (found.title,)
        yield None, (found.date,)
        yield self.strong, (found.sentence,)
        yield self.prose, (found.changes,)
        yield None, ()
        yield self.head, tuple(words(f"summary.{one}") for one in ("heading.first", "severity", "pages", "owner",
                                                                    "effort", "gain"))  # fmt: skip
        for one in found.actions:
            yield self.prose, (one.title, one.severity_said, one.pages, one.owner, one.effort, one.gain)
        yield None, ()
        yield self.head, tuple(words(f"summary.{one}") for one in ("part", "points", "causes"))
        for part in found.parts:
            yield self.prose, (part.name, part.said if part.score is None else round(part.score), part.causes)
        yield None, ()
        yield self.head, (words("summary.heading.seen"),)
        for line in found.seen:
            yield self.prose, (line,)
        yield None, ()
        yield self.head, (words("summary.heading.gaps"), words("summary.why"))
        for what, why in found.gaps:
            yield self.prose, (what, why)
        yield None, (found.made,)

    def table(self, name: str, columns: Sequence[Column], rows: Iterable[Any]) -> None:
        """A sheet with one row each, a frozen head and a filter."""
        sheet = self.sheet(name)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, xml_text(self.words(f"column.{column.name}")), self.head)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        links = written = total = 0
        for row in rows:
            total += 1
            if written == MOST_ROWS - 1:
                continue  # counted, so that the last row can say how many there are
            written += 1
            for place, column in enumerate(columns):
                value = column.value(row)
                if column.is_address and links < MOST_LINKS and _is_linked(value):
                    links += sheet.write_url(written, place, value, self.address, string=value) == 0
                else:
                    self._put(sheet, written, place, value)
        if total > written:
            self._put(sheet, written + 1, 0, self.words(
                "sheet.capped", n=MOST_ROWS - 1, total=total, file=f"marsad export {name}"))  # fmt: skip
        sheet.autofilter(0, 0, max(1, written), len(columns) - 1)

    def _put(self, sheet: Worksheet, row: int, column: int, value: Any, style: Format | None = None) -> None:
        found = cell(value)
        if found == "":
            return
        if isinstance(found, str):
            sheet.write_string(row, column, xml_text(found)[:MOST_LETTERS], style)
        else:
            sheet.write_number(row, column, found, style)


def _is_linked(value: Any) -> bool:
    """Whether an address becomes a link: of the web, not too long, and the same after cleaning."""
    return (
        isinstance(value, str)
        and len(value) <= MOST_LINK_LETTERS
        and is_web_address(value)
        and xml_text(value) == value
    )


def _causes(report: Report) -> Iterator[tuple[str, CauseView]]:
    for kind, causes in (("cause", report.causes), ("review", report.reviews), ("information", report.information),
                         ("settled", report.settled)):  # fmt: skip
        for cause in causes:
            yield kind, cause


def _cause_columns(report: Report, words: Words) -> list[Column]:
    return [
        Column("title", 44, lambda one: one[1].title),
        Column("message", 60, lambda one: one[1].message),
        Column("kind", 12, lambda one: words(f"kind.{one[0]}")),
        Column("severity", 12, lambda one: words(f"severity.{one[1].severity.value}")),
        Column("certainty", 16, lambda one: words(f"certainty.{one[1].certainty.value}")),
        Column("category", 14, lambda one: words(f"category.{one[1].category.value}")),
        Column("owner", 14, lambda one: words(f"owner.{one[1].owner.value}")),
        Column("effort", 16, lambda one: words(f"effort.{one[1].effort.value}")),
        Column("state", 14, lambda one: words(f"life.{one[1].state.value}")),
        Column("pages", 9, lambda one: one[1].pages),
        Column("occurrences", 9, lambda one: one[1].occurrences),
        Column("gain", 10, lambda one: round(one[1].gain, 2)),
        Column("priority", 10, lambda one: round(one[1].priority, 3)),
        Column("template", 24, lambda one: one[1].template),
        Column("url", 50, lambda one: next(iter(report.urls_of(one[1], 1)), ""), is_address=True),
        Column("target", 40, lambda one: one[1].target, is_address=True),
        Column("fix", 60, lambda one: one[1].fix_editor or one[1].fix_developer),
        Column("verify", 50, lambda one: one[1].command),
        Column("first_seen", 14, lambda one: _day(one[1].first_seen)),
        Column("rule", 26, lambda one: one[1].rule),
        Column("id", 20, lambda one: one[1].id),
    ]


def _page_columns(report: Report) -> list[Column]:
    found: Mapping[int, int] = report.page_findings
    return [
        Column("url", 60, lambda one: one.url, is_address=True),
        Column("status", 9, lambda one: one.status),
        Column("failure", 14, lambda one: one.failure),
        Column("title", 44, lambda one: one.title),
        Column("template", 24, lambda one: report.template_names.get(one.template_id or 0, "")),
        Column("causes", 9, lambda one: found.get(one.id, 0)),
        Column("words", 9, lambda one: one.words),
        Column("depth", 9, lambda one: one.depth),
        Column("inlinks", 12, lambda one: one.inlinks),
        Column("ttfb_ms", 14, lambda one: None if one.ttfb_ms is None else round(one.ttfb_ms)),
        Column("size_bytes", 14, lambda one: one.size_bytes),
    ]


def _link_columns(words: Words) -> list[Column]:
    return [
        Column("url", 60, lambda one: one.target, is_address=True),
        Column("verdict", 20, lambda one: words(f"link.{one.verdict}")),
        Column("status", 9, lambda one: one.status or None),
        Column("detail", 24, lambda one: one.detail),
        Column("final", 50, lambda one: one.final_url, is_address=True),
        Column("replacement", 50, lambda one: one.replacement, is_address=True),
        Column("sources", 12, lambda one: one.sources),
        Column("example", 50, lambda one: next(iter(one.examples), ""), is_address=True),
        Column("line", 9, lambda one: one.line or None),
        Column("text", 40, lambda one: one.text),
    ]


def _finding_columns(words: Words) -> list[Column]:
    return [
        Column("url", 60, lambda one: one.url, is_address=True),
        Column("rule", 26, lambda one: one.rule),
        Column("outcome", 12, lambda one: words("kind.review" if one.outcome.value == "review" else "column.fail")),
        Column("severity", 12, lambda one: words(f"severity.{one.severity.value}")),
        Column("message", 60, lambda one: one.message),
        Column("selector", 40, lambda one: one.evidence.selector),
        Column("line", 9, lambda one: one.evidence.line),
        Column("snippet", 60, lambda one: one.evidence.snippet),
        Column("target", 50, lambda one: one.evidence.target, is_address=True),
        Column("cause", 20, lambda one: one.cause),
    ]


def _check_columns() -> list[Column]:
    return [
        Column("rule", 30, lambda one: one.count.rule),
        Column("title", 50, lambda one: one.card.title if one.card else ""),
        *(
            Column(name, 14, _count(name))
            for name in ("fail", "review", "passed", "not_applicable", "not_run", "error")
        ),
        Column("detail", 60, lambda one: one.count.detail),
    ]


_OUTCOMES = ("fail", "review", "passed", "not_applicable", "not_run", "error")


def _count(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row.count, name)


def _day(moment: float) -> str:
    return datetime.datetime.fromtimestamp(moment, datetime.UTC).date().isoformat() if moment else ""
