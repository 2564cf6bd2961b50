"""Writes the report's own tables as CSV, beside the report: the rows that its HTML shows, all of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TextIO

from reports.cells import cell
from reports.links import day

if TYPE_CHECKING:
    from reports.model import Report

ENCODING = "utf-8-sig"
"""With the mark at its beginning by which spreadsheets know UTF-8 when the file is opened by a double click."""
TABLES = {name: f"tables/{name}.csv" for name in ("pages", "links", "causes", "checks")}
"""Where each table lies in the report's folder."""


def write_table(report: Report, what: str, out: TextIO) -> None:
    """Write one of TABLES to `out` (opened with newline="")."""
    heads, rows = _WRITERS[what]
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(heads)
    writer.writerows([cell(value) for value in row] for row in rows(report))


def segments_of(report: Report, page_id: int) -> tuple[str, ...]:
    """The segments of the configuration that a page belongs to."""
    return report.custom[page_id].segments if page_id in report.custom else ()


def _pages(report: Report) -> Iterator[tuple[Any, ...]]:
    for page in report.pages:
        yield (page.url, page.status, page.failure, page.title, report.template_names.get(page.template_id or 0, ""),
               report.page_findings.get(page.id, 0), page.words, page.depth, page.inlinks, round(page.link_score, 6),
               page.ttfb_ms, page.size_bytes, page.indexability, page.canonical, page.clicks, page.links_out, page.lang,
               day(page.modified), list(segments_of(report, page.id)))  # fmt: skip


def _links(report: Report) -> Iterator[tuple[Any, ...]]:
    for link in report.links:
        yield (link.target, link.verdict, link.status or None, link.detail, link.final_url, link.replacement,
               link.sources, next(iter(link.examples), ""), link.line or None, link.text)  # fmt: skip


def _causes(report: Report) -> Iterator[tuple[Any, ...]]:
    groups: tuple[tuple[str, Iterable[Any]], ...] = (
        ("cause", report.causes), ("review", report.reviews), ("information", report.information),
        ("settled", report.settled),
    )  # fmt: skip
    for kind, causes in groups:
        for one in causes:
            yield (one.id, kind, one.rule, one.title, one.message, one.severity.value, one.certainty.value,
                   one.category.value, one.owner.value, one.effort.name.lower(), one.state.value, one.pages,
                   one.occurrences, round(one.gain, 2), round(one.priority, 4), one.template,
                   next(iter(report.urls_of(one, 1)), ""), one.target)  # fmt: skip


def _checks(report: Report) -> Iterator[tuple[Any, ...]]:
    for one in report.check_list.checks if report.check_list else ():
        count = one.row.count
        yield (count.rule, one.row.card.title if one.row.card else "", one.category.value if one.category else "",
               one.group, one.outcome.value, count.fail, count.review, count.passed, count.not_applicable,
               count.not_run, count.error, count.detail, [cause.id for cause in one.causes])  # fmt: skip


_WRITERS = {
    "pages": ("url status failure title template causes words depth inlinks link_score ttfb_ms size_bytes "
              "indexability canonical clicks links_out lang modified segments".split(), _pages),
    "links": ("url verdict status detail final replacement sources example line text".split(), _links),
    "causes": ("id kind rule title message severity certainty category owner effort state pages occurrences gain "
               "priority template example target".split(), _causes),
    "checks": ("rule title category group outcome fail review passed not_applicable not_run error detail causes"
               .split(), _checks),
}  # fmt: skip
