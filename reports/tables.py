"""Packs big tables into a small block of text that the report's own script unpacks: columns, dictionary-coded.

A block is JSON, then the bytes of its columns, deflated and in base64. Each text is told once, and of a text that
begins as the one before only what differs; a row names its text by number. Numbers are whole, in byte planes: the
lowest bytes of all rows first. A hundred thousand rows of ten columns take some 1.5 MB.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os.path import commonprefix
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from reports.checks import said_reason
from reports.links import day
from reports.model import LinkRow, PageRow, Report
from reports.text import plain
from reports.words import Words
from store.model import Severity

_DIGITS = re.compile(r"\d+")
_MOST_SHARED = 0xD000
"""Letters that a text may share with the one before: their number is written as one letter, counted from the space."""


def packed(value: Any, columns: Sequence[Column] = ()) -> str:
    """JSON and the bytes of columns, deflated, in base64: safe inside a script element, for it holds no markup."""
    text = orjson.dumps(value)
    if columns:
        text += b"\n" + b"".join(column.data for column in columns)
    return base64.b64encode(zlib.compress(text, 9)).decode("ascii")


def _table(rows: int, columns: Sequence[Column]) -> str:
    return packed({"rows": rows, "columns": columns}, columns)


class Column(dict[str, Any]):
    """What the head of a block tells of a column, and the column's bytes."""

    data: bytes = b""


def text_column(values: Iterable[str]) -> Column:
    """A column of texts: each different text once, and for every row the text's number from 1, or 0 for the next."""
    known: dict[str, int] = {}
    rows = []
    for value in values:
        text = plain(value).replace("\n", " ")
        number = known.get(text)
        if number is None:
            known[text] = len(known)
        rows.append(0 if number is None else number + 1)
    return _column(rows, d="\n".join(_fronted(known)))


def number_column(values: Iterable[float | None], decimals: int = 0) -> Column:
    """A column of numbers with so many decimals; None where there is none."""
    times = 10**decimals
    told = [None if value is None else round(value * times) for value in values]
    least = min((one for one in told if one is not None), default=0)
    return _column([0 if one is None else one - least + 1 for one in told], n=least, by=times)


def _column(rows: Sequence[int], **head: Any) -> Column:
    whole = np.array(rows, np.int64)
    width = max(1, (int(whole.max(initial=0)).bit_length() + 7) // 8)
    column = Column(head, w=width)
    column.data = whole.astype("<i8").view(np.uint8).reshape(-1, 8)[:, :width].T.tobytes()
    return column


def _fronted(texts: Iterable[str]) -> Iterator[str]:
    """Each text as the number of letters that it shares with the one before, as a letter, and its rest."""
    before = ""
    for text in texts:
        shared = min(len(commonprefix((before, text))), _MOST_SHARED)  # noqa: RUF071 - letters are meant, not folders
        if not text.isascii():  # the script counts letters beyond the basic plane as two
            shared = next((place for place, letter in enumerate(text[:shared]) if letter > "\uffff"), shared)
        yield chr(32 + shared) + text[shared:]
        before = text


def in_order(pages: Sequence[PageRow], limit: int) -> list[PageRow]:
    """The first `limit` pages as the table holds them: by address, which packs well, numbers in it by their size."""
    return sorted(pages[:limit], key=lambda page: _natural(page.url))


def _natural(text: str) -> str:
    return _DIGITS.sub(lambda run: chr(48 + min(len(run[0]), 40)) + run[0], text)


def pages_block(report: Report, rows: Sequence[PageRow], words: Mapping[str, str]) -> str:
    """The table of pages (see `in_order`) as one packed block: the columns that it shows at first, and the segments.

    `words` are the texts of the report, for how pages stand and what further columns are called.
    """
    columns = [
        text_column(page.url for page in rows),
        text_column(status_of(page) for page in rows),
        text_column(words.get(f"indexability.{page.indexability}", "") for page in rows),
        text_column(report.template_names.get(page.template_id or 0, "") for page in rows),
        text_column(page.title for page in rows),
        number_column(page.clicks for page in rows),
        number_column(page.inlinks for page in rows),
        number_column(report.page_findings.get(page.id, 0) for page in rows),
    ]
    more = []
    if any(fields.segments for fields in report.custom.values()):
        columns.append(text_column(_segments(report, page) for page in rows))
        more.append((words["col.segments"], "list", "segments"))
    return packed({"rows": len(rows), "columns": columns, "more": more}, columns)


def more_block(report: Report, rows: Sequence[PageRow], words: Mapping[str, str], room: int) -> tuple[str, bool]:
    """The columns of the table of pages that wait until they are asked for, with names of causes; and whether all fit.

    `room` is the most that they may take, in characters; what has none stands in the CSV alone.
    """
    wanted: list[tuple[str, str, str, Column]] = []
    for severity in (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW):
        found = _found(report, severity)
        name = words["col.severity"].format(name=words[f"severity.{severity.value}"])
        wanted.append((name, "number", "findings", number_column(int(found[page.id]) for page in rows)))
    wanted += [
        (words["col.canonical"], "url", "canonical", text_column(page.canonical for page in rows)),
        (words["col.lang"], "text", "lang", text_column(page.lang for page in rows)),
        (words["col.modified"], "text", "modified", text_column(day(page.modified) for page in rows)),
        (words["col.links_out"], "number", "inlinks",
         number_column(page.links_out if page.is_html else None for page in rows)),
        (words["col.words"], "number", "words", number_column(page.words if page.is_html else None for page in rows)),
        (words["col.size"], "number", "size", number_column(page.size_bytes / 1024 for page in rows)),
        (words["col.ttfb"], "number", "ttfb",
         number_column(None if page.ttfb_ms is None else round(page.ttfb_ms) for page in rows)),
    ]  # fmt: skip
    kept = []
    for name, kind, look, column in wanted:
        size = len(packed(None, [column])) + len(column.get("d", "")) // 8
        if size <= room:
            kept.append((name, kind, look, column))
            room -= size
    columns = [column for *_, column in kept]
    causes = {
        one.id: (one.title.replace("`", ""), words[f"severity.{one.severity.value}"]) for one in report.all_causes
    }
    more = [(name, kind, look) for name, kind, look, _ in kept]
    head = {"rows": len(rows), "columns": columns, "more": more, "causes": causes}
    return packed(head, columns), len(kept) == len(wanted)


def _segments(report: Report, page: PageRow) -> str:
    fields = report.custom.get(page.id)
    return "|".join(name.replace("|", " ") for name in fields.segments) if fields else ""


def _found(report: Report, severity: Severity) -> npt.NDArray[np.int64]:
    """By page id: causes of one severity on it."""
    size = max((page.id for page in report.pages), default=0) + 1
    counts = np.zeros(size, np.int64)
    for cause in report.causes:
        if cause.severity is severity:
            ids = np.unique(np.fromiter(cause.page_ids, np.int64, len(cause.page_ids)))
            counts[ids[ids < size]] += 1
    return counts


def checks_block(report: Report, words: Words) -> str:
    """Every check as one packed block."""
    rows = report.check_list.checks if report.check_list else ()
    counts = [one.row.count for one in rows]
    return _table(
        len(rows),
        [
            text_column(one.row.card.title.replace("`", "") if one.row.card else one.row.count.rule for one in rows),
            text_column(one.rule for one in counts),
            text_column(words(f"category.{one.category.value}") if one.category else "" for one in rows),
            text_column(words(f"outcome.{one.outcome.value}") for one in rows),
            text_column(one.group.replace("_", " ") for one in rows),
            number_column(one.fail for one in counts),
            number_column(one.review for one in counts),
            number_column(one.passed for one in counts),
            number_column(one.not_applicable for one in counts),
            number_column(one.not_run for one in counts),
            number_column(one.error for one in counts),
            text_column(f"{one.causes[0].id}|{len(one.causes)}" if one.causes else "" for one in rows),
            text_column(said_reason(one.detail, words) for one in counts),
        ],
    )


def links_block(links: Sequence[LinkRow], states: Mapping[str, str], limit: int) -> str:
    """Targets that do not simply answer, as one packed block; `states` are the words for link states."""
    rows = links[:limit]
    return _table(
        len(rows),
        [
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
    )


def cause_pages_block(report: Report, pages: Sequence[PageRow]) -> str:
    """For each cause its pages' rows in the table `pages`, as differences."""
    row_of = {page.id: row for row, page in enumerate(pages)}
    lists = {}
    for cause in report.all_causes:
        rows = sorted(row_of[number] for number in cause.page_ids if number in row_of)
        if rows:
            lists[cause.id] = [row - before for row, before in zip(rows, [0, *rows], strict=False)]
    return packed(lists)


def status_of(page: PageRow) -> str:
    """The status code, or the failure's name where no answer came."""
    return str(page.status) if page.status else page.failure


def worst_pages(report: Report, limit: int) -> list[PageRow]:
    """The pages with the most causes on them; the most linked first among equals."""
    found = report.page_findings
    return sorted(report.pages, key=lambda page: (-found.get(page.id, 0), -page.inlinks, page.id))[:limit]
