"""Exceptions of the site's own scripts that nothing catches."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import is_comparable
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.script_errors import thrown

_OWN = "https://example.com/app.js"


def _threw(message: str, script: str, failed: str = "") -> dict[str, dict[str, object]]:
    requests = [{"url": failed, "type": "script", "status": 0, "error": "net::ERR_FAILED"}] if failed else []
    errors = [{"message": message, "script": script, "line": 12}]
    return {"vitals": {"script_errors": errors, "failed_requests": requests}}


@page_rule(
    id="js-console-error",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:fix-search-javascript"],
    title="Script fails while the page loads",
    message="A script of the site throws an error that nothing catches.",
    why="The script stops there: what it should still have done (a menu, a form, text) may be missing, for visitors "
    "and for search engines.",
    fix="Tell your developers the message and the page; check whether anything on the page does not work.",
    fix_developer="Repair the cause of the exception, or catch it where it is expected.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.VITALS],
    applies=is_comparable,
    examples=[
        Fails("<p>Text</p>", at=[""], artifacts=_threw("Uncaught TypeError: a is null", "https://example.com/app.js")),
        Fails(
            "<p>Text</p>", at=[""], artifacts=_threw("Uncaught Error: no", "https://example.com/page"), note="inline"
        ),
        Reviews(
            "<p>Text</p>",
            at=[""],
            artifacts=_threw("Uncaught ReferenceError: $ is not defined", _OWN, "https://cdn.example.net/jquery.js"),
            note="perhaps only because a script of another site could not be had from here",
        ),
        Fails(
            "<p>Text</p>",
            at=[""],
            artifacts={"vitals": {"script_errors": [{"message": "Uncaught Error: no", "script": _OWN, "line": 1}] * 2}},
            note="one message of one script is told once",
        ),
        Passes("<p>Text</p>", artifacts={"vitals": {"script_errors": [], "console_errors": ["/a.js 404"]}}),
        Passes("<p>Text</p>", artifacts=_threw("Uncaught Error", "https://chat.example.net/w.js"), note="not ours"),
        Passes(
            "<p>Text</p>", artifacts=_threw("Uncaught (in promise) AbortError: play()", _OWN), note="a broken-off load"
        ),
        Passes("<p>Text</p>", artifacts=_threw("Uncaught (in promise)", _OWN), note="nothing is said of what failed"),
        Inapplicable("<p>Gone</p>", status=404, artifacts=_threw("Uncaught Error: no", "https://example.com/a.js")),
    ],
)
def js_console_error(page: PageView) -> Iterator[Evidence]:
    """Yield each message of each own script once."""
    yield from thrown(page, is_own=True)
