"""The names of the report's forms and what each is for; without the writers, so that help is quick."""

from __future__ import annotations

from collections.abc import Mapping

USES: Mapping[str, str] = {
    "html": "the report to read, with its tables as CSV and report.json beside it",
    "single-file": "the report to read as one file that needs nothing beside it",
    "json": "the whole report for programs, with its JSON Schema",
    "jsonl": "causes, pages, links and findings as JSON Lines",
    "csv": "the same as CSV for spreadsheets",
    "xlsx": "one workbook with summary, causes, pages, links, findings, checks",
    "sarif": "SARIF 2.1.0 for code scanning, one result a cause",
    "junit": "JUnit XML for build servers, one test case a check",
    "earl": "what was tested for accessibility, as W3C's EARL",
    "markdown": "a summary for pull requests and tickets",
    "pdf": "two printed pages for managers; needs Chromium",
    "mail": "the summary as a mail that is ready to be addressed",
}
"""Every form by its name, in the order in which help and reference name them."""
