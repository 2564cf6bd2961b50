"""Writes a run as SARIF 2.1.0, the form in which code-scanning tools exchange results: one result for each cause.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0. A cause names up to MOST_PLACES pages as locations and
the count of all as occurrenceCount; its stable id is the fingerprint, so that a tool knows it again. What a person must
judge is of kind "review", what an earlier run told is baselineState, what the team ignores is a suppression.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote

import orjson

from reports.cells import xml_text
from reports.references import reference
from store.model import CauseState, Certainty, Outcome, RunState, Severity

if TYPE_CHECKING:
    from reports.model import CauseView, Report
    from store.model import RuleCard, RuleCount

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME = "https://pypi.org/project/marsad/"
MOST_PLACES = 20
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
_RANKS = {Severity.CRITICAL: 95.0, Severity.HIGH: 75.0, Severity.MEDIUM: 50.0, Severity.LOW: 25.0, Severity.INFO: 5.0}
_STATES = {
    CauseState.NEW: "new",
    CauseState.STILL: "unchanged",
    CauseState.REGRESSED: "updated",
    CauseState.FIXED: "absent",
}


def write_sarif(report: Report, version: str, out: BinaryIO) -> None:
    """Write the document, a result at a time."""
    causes = [*report.causes, *report.reviews, *report.information, *report.settled]
    rules = list(dict.fromkeys([row.count.rule for row in report.checks] + [cause.rule for cause in causes]))
    places = {rule: number for number, rule in enumerate(rules)}
    counts = {row.count.rule: row.count for row in report.checks}
    described = [_rule(rule, report.cards.get(rule), counts.get(rule)) for rule in rules]
    driver = {"name": "Marsad", "informationUri": HOME, "version": version, "rules": described}
    out.write(b'{"$schema":' + _text(SCHEMA) + b',"version":"2.1.0","runs":[{"tool":{"driver":' + _text(driver) + b"}")
    out.write(b',"columnKind":"unicodeCodePoints","automationDetails":' + _text({"id": f"marsad/{report.host}/"}))
    out.write(b',"invocations":' + _text([_invocation(report, places)]))
    out.write(b',\n"results":[')
    for number, cause in enumerate(causes):
        out.write((b",\n" if number else b"\n") + _text(_result(cause, places[cause.rule], report)))
    out.write(b"\n]}]}\n")


def _rule(rule: str, card: RuleCard | None, count: RuleCount | None) -> dict[str, Any]:
    if card is None:
        return {"id": rule, "shortDescription": {"text": rule}}
    refs = [reference(ref) for ref in card.refs]
    fixes = [fix for fix in (card.fix_editor, card.fix_developer) if fix]
    links = [f"- [{_bracketless(one.name)}](<{quote(one.url, safe=_IN_LINK)}>)" for one in refs if one.url]
    markdown = "\n\n".join(part for part in (card.why, *fixes, "\n".join(links)) if part) or card.title
    described: dict[str, Any] = {
        "id": rule,
        "name": "".join(part.capitalize() for part in rule.replace("/", "-").split("-")),
        "shortDescription": {"text": card.title},
        "fullDescription": {"text": card.why or card.title},
        "help": {"text": "\n\n".join((card.why, *fixes)) or card.title, "markdown": markdown},
        "defaultConfiguration": {"level": _LEVELS[card.severity], "rank": _RANKS[card.severity]},
        "properties": {
            "tags": [card.category.value, card.group, *(f"wcag:{one}" for one in card.wcag)],
            "precision": "very-high" if card.certainty is Certainty.DEFECT else "medium",
            "problem.severity": {"error": "error", "warning": "warning"}.get(_LEVELS[card.severity], "recommendation"),
        },
    }
    if count is not None:
        described["properties"]["counts"] = {
            "fail": count.fail, "review": count.review, "pass": count.passed, "notApplicable": count.not_applicable,
            "notRun": count.not_run, "error": count.error,
        }  # fmt: skip
    if refs and refs[0].url.startswith("https://"):
        described["helpUri"] = refs[0].url
    return described


_IN_LINK = "/:?#@!$&'*+,;=%~-._"


def _bracketless(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")


def _result(cause: CauseView, index: int, report: Report) -> dict[str, Any]:
    is_fail = cause.outcome is Outcome.FAIL
    result: dict[str, Any] = {
        "ruleId": cause.rule,
        "ruleIndex": index,
        "kind": "fail" if is_fail else "review",
        "level": _LEVELS[cause.severity] if is_fail else "none",
        "rank": _RANKS[cause.severity],
        "message": {"text": xml_text(cause.message) or xml_text(cause.title) or cause.rule},
        "locations": list(_locations(cause, report)),
        "partialFingerprints": {"marsadCause/v1": cause.id},
        "occurrenceCount": max(1, cause.pages),
        "properties": {
            "severity": cause.severity.value, "certainty": cause.certainty.value, "category": cause.category.value,
            "owner": cause.owner.value, "pages": cause.pages, "occurrences": cause.occurrences,
            "template": cause.template, "priority": round(cause.priority, 4), "gain": round(cause.gain, 2),
            "verify": cause.command, "state": cause.state.value,
        },
    }  # fmt: skip
    if cause.state in _STATES:
        result["baselineState"] = _STATES[cause.state]
    if cause.ignored is not None:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": cause.ignored.reason or "ignored"}
        ]
    return result


def _locations(cause: CauseView, report: Report) -> Iterator[dict[str, Any]]:
    urls = report.urls_of(cause, MOST_PLACES) or [report.run.start_url]
    proof = cause.proof
    if proof is not None and proof.url in urls:
        urls = [proof.url, *(url for url in urls if url != proof.url)]
    for url in urls:
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(url)}}
        location: dict[str, Any] = {"physicalLocation": physical}
        if proof is not None and proof.url == url:
            if proof.line:
                physical["region"] = {"startLine": proof.line}
                if xml_text(proof.snippet):
                    physical["region"]["snippet"] = {"text": proof.snippet}
            if proof.selector:
                location["logicalLocations"] = [{"fullyQualifiedName": proof.selector, "kind": "element"}]
        yield location


def _uri(url: str) -> str:
    """The address as a URI reference after RFC 3986: whatever may not stand in one is percent-encoded."""
    quoted = quote(url.encode("utf-8", "replace"), safe="/:?#[]@!$&'()*+,;=%-._~")
    return _LONE_PERCENT.sub("%25", quoted)


def _invocation(report: Report, places: dict[str, int]) -> dict[str, Any]:
    run = report.run
    notes = []
    for row in report.checks:
        count = row.count
        if count.error or (count.not_run and not (count.passed or count.fail or count.review)):
            why = count.detail or ("it raised an error" if count.error else "it was not run")
            notes.append({
                "descriptor": {"id": count.rule, "index": places[count.rule]},
                "level": "error" if count.error else "note",
                "message": {"text": f"{count.rule}: {why}"},
            })  # fmt: skip
    told: dict[str, Any] = {
        "executionSuccessful": run.state is RunState.DONE,
        "startTimeUtc": _time(run.started_at),
        "toolConfigurationNotifications": notes,
    }
    if run.ended_at:
        told["endTimeUtc"] = _time(run.ended_at)
    return told


def _time(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(value: Any) -> bytes:
    return orjson.dumps(_clean(value))


def _clean(value: Any) -> Any:
    """Every text without control characters and marks that turn the writing direction."""
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list) else value
