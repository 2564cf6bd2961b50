"""Writes a report after W3C's WCAG-EM as far as a machine can fill it; what a person must add is marked.

Source: the steps of https://www.w3.org/TR/WCAG-EM/. The document is Markdown, so that a person goes on in any editor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TextIO

from reports.accessibility import AccessibilityChapter, CriterionRow, Standing
from reports.model import CauseView, Report
from reports.text import plain
from reports.words import Words

TO_FILL = "*(to be filled in by a person)*"
_SAMPLE = 60
_CAUSES = 5
_SPECIAL = str.maketrans({one: f"\\{one}" for one in "\\`*_[]<>|#"})


def write_wcag_em(report: Report, out: TextIO) -> None:
    """Write the document of one report."""
    chapter = report.accessibility
    if chapter is None:
        return
    for line in _lines(report, chapter):
        out.write(line + "\n")


def _lines(report: Report, chapter: AccessibilityChapter) -> Iterator[str]:
    words = Words()
    seen = report.coverage
    when = datetime.fromtimestamp(report.run.started_at, UTC).date().isoformat()
    yield f"# Accessibility of {_safe(report.host)}, tested by machine on {when}"
    yield ""
    yield (
        "Pre-filled by Marsad after the steps of WCAG-EM 1.0. A machine tests a part of each criterion: this document "
        "states no conformance, and no criterion below is met before a person has looked."
    )
    yield from ("", "## 1. Scope", "")
    yield f"- Site: {_safe(report.run.start_url)}"
    yield "- Target: WCAG 2.2, levels A and AA (EN 301 549 v3.2.1 and v4.1.1, clause 9; Section 508 E205.4)"
    yield f"- Accessibility support baseline (browsers, screen readers): {TO_FILL}"
    yield f"- Additional requirements: {TO_FILL}"
    yield from ("", "## 2. What the site holds", "")
    yield f"- {seen.known} known addresses, {seen.crawled} crawled; {seen.html} HTML pages, {seen.templates} templates"
    yield f"- Essential functionality: {TO_FILL}"
    yield f"- Technologies relied upon: HTML, CSS and what else: {TO_FILL}"
    yield from ("", "## 3. Sample", "")
    yield (
        f"Markup of all {chapter.pages} pages was tested. A browser examined {chapter.browsed} pages, chosen as one of "
        "every template, its outliers and the pages that matter most. Templates and a page of each:"
    )
    yield ""
    for one in report.templates[:_SAMPLE]:
        yield f"- {_safe(one.template.name)} ({one.template.size} pages): {_safe(one.template.sample_url)}"
    if len(report.templates) > _SAMPLE:
        yield f"- and {len(report.templates) - _SAMPLE} smaller templates"
    yield f"- Complete processes (such as a checkout): {TO_FILL}"
    yield f"- Random sample: {TO_FILL}"
    yield from ("", "## 4. Results by criterion", "")
    yield "| Criterion | Level | EN 301 549 | Result of the machine | Causes | Result of a person |"
    yield "|---|---|---|---|---|---|"
    for row in sorted(chapter.rows, key=_number):
        yield _row(row, words)
    yield from ("", "## 5. Causes", "")
    failing = {cause.id: cause for row in chapter.rows for cause in row.causes}
    for cause in failing.values():
        yield from _cause(cause, words)
    if not failing:
        yield "None was found by machine."
    yield from ("", "## Not tested", "")
    by_hand = [row.criterion.number for row in chapter.rows if row.standing is Standing.BY_HAND]
    yield f"- No machine test exists for: {', '.join(by_hand) or 'none'}"
    not_run = [row.criterion.number for row in chapter.rows if row.standing is Standing.NOT_RUN]
    yield f"- Tests that could not run, for: {', '.join(not_run) or 'none'}"
    for gap in seen.gaps:
        yield f"- {_safe(gap.what)}: {_safe(gap.why)}"
    yield ""
    yield f"Evaluator, and who may be asked: {TO_FILL}"


def _number(row: CriterionRow) -> list[int]:
    return [int(part) for part in row.criterion.number.split(".")]


def _row(row: CriterionRow, words: Words) -> str:
    one = row.criterion
    causes = _names(row.causes or row.reviews)
    return (
        f"| [{one.number} {one.name}]({one.url}) | {one.level} | {one.en_301_549_v4} "
        f"| {words(f'standing.{row.standing.value}')} | {causes} | |"
    )


def _cause(cause: CauseView, words: Words) -> Iterator[str]:
    numbers = ", ".join(one.number for one in cause.criteria)
    yield f"### {_safe(cause.title)} ({numbers})"
    yield ""
    yield _safe(cause.message)
    if cause.people:
        yield f"Who is hurt: {'; '.join(words(f'people.{one}') for one in cause.people)}. {_safe(cause.why)}"
    yield f"To mend: {_safe(cause.fix_developer or cause.fix_editor)}"
    for url in cause.key_urls or cause.urls:
        yield f"- {_safe(url)}"
    yield ""


def _names(causes: Iterable[CauseView]) -> str:
    titles = list(dict.fromkeys(_safe(cause.title) for cause in causes))
    more = f" and {len(titles) - _CAUSES} more" if len(titles) > _CAUSES else ""
    return "; ".join(titles[:_CAUSES]) + more


def _safe(text: str) -> str:
    """Text of a site as Markdown that cannot become markup."""
    return plain(text).translate(_SPECIAL).replace("\n", " ")
