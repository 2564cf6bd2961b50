"""Writes a run as JUnit XML, the form in which build servers read test results: one test case for each check.

A check with causes fails, and tells each of them; one that could not run is skipped with its reason; one that raised
is an error. Shape: the one that Jenkins and GitLab read (testsuites > testsuite > testcase).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO
from xml.etree.ElementTree import Element, SubElement, tostring

from reports.cells import xml_text
from reports.model import CauseView, CheckRow, Report
from reports.words import Words
from store.model import Certainty

MOST_CAUSES = 20
MOST_URLS = 10


def write_junit(report: Report, words: Words, out: BinaryIO) -> None:
    """Write the document: a suite for each part of the site."""
    suites: defaultdict[str, list[Element]] = defaultdict(list)
    causes: defaultdict[str, list[CauseView]] = defaultdict(list)
    for cause in report.causes:
        if cause.certainty is not Certainty.OPPORTUNITY:
            causes[cause.rule].append(cause)
    for row in report.checks:
        suites[_suite(row)].append(_case(row, causes[row.count.rule], report, words))
    known = {row.count.rule for row in report.checks}
    for rule, ones in causes.items():
        if rule not in known:  # of an earlier run, whose check was not counted in this one
            suites[ones[0].category.value].append(
                _failed(_bare_case(rule, ones[0].title, ones[0].category.value), ones, report, words)
            )
    root = Element(
        "testsuites", _totals([case for cases in suites.values() for case in cases], f"Marsad: {report.host}")
    )
    when = datetime.fromtimestamp(report.run.started_at, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    for name, cases in sorted(suites.items()):
        suite = SubElement(
            root, "testsuite", {**_totals(cases, name), "timestamp": when, "hostname": xml_text(report.host)}
        )
        suite.extend(cases)
    out.write(
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        + tostring(root, encoding="utf-8", short_empty_elements=True)
        + b"\n"
    )


def _suite(row: CheckRow) -> str:
    return row.card.category.value if row.card else "other"


def _totals(cases: list[Element], name: str) -> dict[str, str]:
    def number(tag: str) -> str:
        return str(sum(1 for case in cases if case.find(tag) is not None))

    return {"name": xml_text(name), "tests": str(len(cases)), "failures": number("failure"),
            "errors": number("error"), "skipped": number("skipped"), "time": "0"}  # fmt: skip


def _bare_case(rule: str, title: str, suite: str) -> Element:
    return Element(
        "testcase", {"classname": f"marsad.{xml_text(suite)}", "name": xml_text(f"{rule}: {title}"), "time": "0"}
    )


def _case(row: CheckRow, causes: list[CauseView], report: Report, words: Words) -> Element:
    count = row.count
    case = _bare_case(count.rule, row.card.title if row.card else count.rule, _suite(row))
    if causes:
        return _failed(case, causes, report, words)
    if count.error:
        SubElement(case, "error", {"message": xml_text(count.detail or words("checks.error")), "type": "error"})
    elif count.not_run and not (count.passed or count.fail or count.review):
        SubElement(case, "skipped", {"message": xml_text(count.detail or words("checks.not_run"))})
    return case


def _failed(case: Element, causes: list[CauseView], report: Report, words: Words) -> Element:
    first = causes[0]
    said = xml_text(first.message) + (f" ({words('summary.more', n=len(causes) - 1)})" if len(causes) > 1 else "")
    failure = SubElement(
        case, "failure", {"message": said, "type": max(causes, key=lambda one: one.severity.rank).severity.value}
    )
    failure.text = xml_text("\n".join(_told(causes, report, words)))
    return case


def _told(causes: list[CauseView], report: Report, words: Words) -> Iterator[str]:
    for cause in causes[:MOST_CAUSES]:
        yield f"{cause.message} [{cause.severity.value}, {words('pages', n=cause.pages)}, {cause.id}]"
        for url in report.urls_of(cause, MOST_URLS):
            yield f"  {url}"
        if cause.pages > MOST_URLS:
            yield f"  {words('summary.more', n=cause.pages - MOST_URLS)}"
        if fix := cause.fix_developer or cause.fix_editor:
            yield f"  {words('summary.fix')}: {fix}"
        yield f"  {words('summary.verify')}: {cause.command}"
    if len(causes) > MOST_CAUSES:
        yield words("summary.more", n=len(causes) - MOST_CAUSES)
