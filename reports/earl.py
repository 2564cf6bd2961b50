"""Writes what was tested for accessibility as EARL in JSON-LD, the form in which W3C exchanges test results.

Source: https://www.w3.org/TR/EARL10-Schema/. A defect is `earl:failed`, what a person must judge `earl:cantTell`; a
rule that found nothing on the tested pages is one assertion about the site: `earl:passed`, `earl:inapplicable` or
`earl:untested`. What was only inferred from a template's sample was not tested and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TextIO

import orjson

from reports.accessibility import criteria_of
from reports.text import plain
from store.criteria import Criterion
from store.database import Store
from store.model import Category, Certainty, Finding, Outcome, RuleCard, RuleCount, Run

CONTEXT = {
    "@vocab": "http://www.w3.org/ns/earl#",
    "earl": "http://www.w3.org/ns/earl#",
    "dct": "http://purl.org/dc/terms/",
    "doap": "http://usefulinc.com/ns/doap#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "ptr": "http://www.w3.org/2009/pointers#",
    "WCAG22": "https://www.w3.org/TR/WCAG22/#",
    "assertedBy": {"@type": "@id"},
    "outcome": {"@type": "@id"},
    "mode": {"@type": "@id"},
    "dct:isPartOf": {"@type": "@id"},
}
ASSERTOR = "urn:marsad"


def is_tested_for(card: RuleCard) -> bool:
    """Whether a rule's results belong into a report on accessibility."""
    return bool(card.wcag) or card.category is Category.ACCESSIBILITY


def write_earl(store: Store, run: Run, cards: Mapping[str, RuleCard], version: str, out: TextIO) -> int:
    """Write one JSON-LD document, one assertion a line; returns how many assertions."""
    out.write('{"@context":' + _text(CONTEXT) + ',\n"@graph":[\n')
    out.write(_text(_assertor(version)))
    written = 0
    for assertion in _assertions(store, run, cards):
        out.write(",\n" + _text(assertion))
        written += 1
    out.write("\n]}\n")
    return written


def _assertions(store: Store, run: Run, cards: Mapping[str, RuleCard]) -> Iterator[dict[str, Any]]:
    for finding in store.findings(run.id):
        card = cards.get(finding.rule)
        if card is not None and is_tested_for(card) and not finding.inferred:
            yield _of_finding(finding, card, run)
    verdict = store.verdict(run.id)
    for count in verdict.counts if verdict else ():
        card = cards.get(count.rule)
        if card is not None and is_tested_for(card) and not count.fail and not count.review:
            yield _of_site(count, card, run)


def _of_finding(finding: Finding, card: RuleCard, run: Run) -> dict[str, Any]:
    is_sure = finding.outcome is Outcome.FAIL and finding.certainty is Certainty.DEFECT
    result: dict[str, Any] = {
        "@type": "TestResult",
        "outcome": "earl:failed" if is_sure else "earl:cantTell",
        "dct:description": plain(finding.message),
    }
    if finding.evidence.selector:
        result["pointer"] = {"@type": "ptr:CSSSelectorPointer", "ptr:expression": finding.evidence.selector}
    return _assertion(finding.url or run.start_url, card, result, run)


def _of_site(count: RuleCount, card: RuleCard, run: Run) -> dict[str, Any]:
    outcome = "passed" if count.passed else "inapplicable" if count.not_applicable else "untested"
    result: dict[str, Any] = {"@type": "TestResult", "outcome": f"earl:{outcome}"}
    if count.passed:
        result["dct:description"] = f"{count.passed} pages tested, no failure found"
    return _assertion(run.start_url, card, result, run)


def _assertion(subject: str, card: RuleCard, result: dict[str, Any], run: Run) -> dict[str, Any]:
    result["dct:date"] = _date(run.started_at)
    return {
        "@type": "Assertion",
        "assertedBy": ASSERTOR,
        "mode": "earl:automatic",
        "subject": {"@type": ["TestSubject", "foaf:Document"], "@id": subject, "dct:source": subject},
        "test": {
            "@type": "TestCase",
            "@id": f"{ASSERTOR}:rule:{card.id}",
            "dct:title": card.title,
            "dct:isPartOf": [_criterion(one) for one in criteria_of(card)],
        },
        "result": result,
    }


def _assertor(version: str) -> dict[str, Any]:
    return {"@id": ASSERTOR, "@type": ["Software", "Assertor"], "doap:name": "Marsad",
            "doap:release": {"doap:revision": version}}  # fmt: skip


def _criterion(one: Criterion) -> str:
    return f"WCAG22:{one.slug}"


def _date(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")


def _text(value: Any) -> str:
    return orjson.dumps(value).decode()
