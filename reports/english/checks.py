"""What the report says of all checks."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "nav.checks": "Checks",
    "checks.lead": "{all} checks: {failed} found something, {review} leave it to a person, {passed} found nothing.",
    "checks.rest": "For {absent} there was nothing on the site; {not_run} were not run.",
    "checks.errors.one": "One check failed itself.",
    "checks.errors.other": "{n} checks failed themselves.",
    "checks.summary": "Checks by part and outcome",
    "checks.part": "Part",
    "checks.every": "Every check",
    "checks.id": "Id",
    "checks.number": "Checks",
    "checks.reasons": "Why checks were not run",
    "checks.reason": "Reason",
    "checks.no_browser": "No browser looked at the pages: {what}",
    "checks.needs.axe": "accessibility as rendered",
    "checks.needs.rendered": "the page after its scripts ran",
    "checks.needs.vitals": "how the page loads",
    "checks.needs.keyboard": "the walk by keyboard",
    "checks.needs.media": "pictures and media",
    "checks.needs.responsive": "the layout at several widths",
    "checks.outcome": "Outcome",
    "checks.group": "Group",
    "checks.causes": "Causes",
    "checks.first": "The first {shown} of {n}; with JavaScript the table shows all, and so does the CSV.",
    "checks.pages_note": "Numbers are pages, or the site as a whole counted as one. What could not be told is never "
    "counted as passed.",
    "outcome.fail": "Found something",
    "outcome.review": "For a person to judge",
    "outcome.error": "Failed itself",
    "outcome.pass": "Found nothing",
    "outcome.not-applicable": "Nothing to check",
    "outcome.not-run": "Not run",
}
