"""Exceptions of other sites' scripts that nothing catches."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import is_comparable
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Effort,
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


def _threw(message: str, script: str, failed: str = "") -> dict[str, dict[str, object]]:
    requests = [{"url": failed, "type": "script", "status": 0, "error": "net::ERR_FAILED"}] if failed else []
    errors = [{"message": message, "script": script, "line": 12}]
    return {"vitals": {"script_errors": errors, "failed_requests": requests}}


@page_rule(
    id="js-third-party-error",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:fix-search-javascript"],
    title="Script of another site fails while the page loads",
    message="A script of another site throws an error that nothing catches.",
    why="What that service adds to the page (a chat, a map, a count of visits) may not work.",
    fix="If the service is still needed, report the message to those who run it; if not, remove it from the page.",
    fix_developer="Check how the script is embedded and whether its version is current.",
    owner=Owner.THIRD_PARTY,
    effort=Effort.SITE,
    needs=[ArtifactKind.VITALS],
    applies=is_comparable,
    examples=[
        Fails("<p>Text</p>", at=[""], artifacts=_threw("Uncaught Error: no", "https://chat.example.net/w.js")),
        Reviews(
            "<p>Text</p>",
            at=[""],
            artifacts=_threw("Uncaught Error: no", "https://chat.example.net/w.js", "https://chat.example.net/x.js"),
            note="perhaps only because a part of it could not be had from here",
        ),
        Passes("<p>Text</p>", artifacts={"vitals": {"script_errors": []}}),
        Passes("<p>Text</p>", artifacts=_threw("Uncaught Error: no", "https://example.com/app.js"), note="our own"),
        Passes(
            "<p>Text</p>", artifacts=_threw("Uncaught Error: no", "https://cdn.example.com/a.js"), note="our domain"
        ),
        Passes("<p>Text</p>", artifacts=_threw("Uncaught Error: no", "chrome-extension://a/b.js"), note="no website's"),
        Inapplicable("<p>Gone</p>", status=404, artifacts=_threw("Uncaught Error: no", "https://b.example.net/w.js")),
    ],
)
def js_third_party_error(page: PageView) -> Iterator[Evidence]:
    """Yield each message of each script of another site once."""
    yield from thrown(page, is_own=False)
