"""Packs big tables into a small block of text that the report's own script unpacks: columns, dictionary-coded."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from reports.links import day
from reports.model import LinkRow, PageRow, Report
from reports.text import plain


def packed(value: Any) -> str:
    """JSON, deflated, in base64: safe inside a script element, since its alphabet holds no markup."""
    return base64.b64encode(zlib.compress(orjson.dumps(value), 9)).decode("ascii")


def text_column(values: Iterable[str]) -> dict[str, Any]:
    """A column of texts: each different text once, and its number for every row."""
    known: dict[str, int] = {}
    rows = [known.setdefault(plain(value), len(known)) for value in values]
    return {"d": list(known), "i": rows}


def number_column(values: Iterable[float | None]) -> dict[str, Any]:
    """A column of numbers; None where there is none."""
    return {"n": list(values)}


def pages_block(report: Report, limit: int) -> str:
    """All pages, the first `limit` of them, as one packed block."""
    rows = report.pages[:limit]
    return packed(
        {
            "ids": [page.id for page in rows],
            "rows": len(rows),
            "columns": [
                text_column(page.url for page in rows),
                text_column(status_of(page) for page in rows),
                text_column(report.template_names.get(page.template_id or 0, "") for page in rows),
                text_column(page.title for page in rows),
                number_column(page.words if page.is_html else None for page in rows),
                number_column(page.depth for page in rows),
                number_column(page.inlinks for page in rows),
                number_column(report.page_findings.get(page.id, 0) for page in rows),
                number_column(None if page.ttfb_ms is None else round(page.ttfb_ms) for page in rows),
                number_column(round(page.size_bytes / 1024, 1) for page in rows),
            ],
        }
    )


def links_block(links: Sequence[LinkRow], states: Mapping[str, str], limit: int) -> str:
    """Targets that do not simply answer, as one packed block; `states` are the words for link states."""
    rows = links[:limit]
    return packed(
        {
            "rows": len(rows),
            "columns": [
                text_column(link.target for link in rows),
                text_column(states[link.verdict] for link in rows),
                text_column(str(link.status) if link.status else link.detail for link in rows),
                text_column(link.final_url for link in rows),
                text_column(day(link.first_seen) for link in rows),
                text_column(day(link.last_ok) for link in rows),
                number_column(link.failures for link in rows),
                number_column(link.sources for link in rows),
                text_column(link.examples[0] if link.examples else "" for link in rows),
                number_column(link.line or None for link in rows),
            ],
        }
    )


def cause_pages_block(report: Report, shown: Mapping[str, int], limit: int) -> str:
    """For each cause with more pages than shown: its pages' row numbers, as differences."""
    row_of = {page.id: row for row, page in enumerate(report.pages[:limit])}
    lists = {}
    for cause in report.all_causes:
        if len(cause.page_ids) > shown.get(cause.id, 0):
            rows = sorted(row_of[number] for number in cause.page_ids if number in row_of)
            lists[cause.id] = [row - before for row, before in zip(rows, [0, *rows], strict=False)]
    return packed(lists)


def status_of(page: PageRow) -> str:
    """The status code, or the failure's name where no answer came."""
    return str(page.status) if page.status else page.failure


def worst_pages(report: Report, limit: int) -> list[PageRow]:
    """The pages with the most causes on them; the most linked first among equals."""
    found = report.page_findings
    return sorted(report.pages, key=lambda page: (-found.get(page.id, 0), -page.inlinks, page.id))[:limit]
