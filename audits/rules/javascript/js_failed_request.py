"""Data that the page's scripts ask for and the site answers with an error."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import is_comparable, vitals_of, without_query
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
    Severity,
    page_rule,
)

_REFUSED = frozenset({401, 403, 407, 429})  # a visitor who is not signed in, or a browser that is taken for a robot


def _failed(url: str, kind: str, status: int) -> dict[str, dict[str, object]]:
    return {"vitals": {"failed_requests": [{"url": url, "type": kind, "status": status, "error": ""}]}}


@page_rule(
    id="js-failed-request",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:fix-search-javascript"],
    title="Data for the page cannot be loaded",
    message="A script asks the site for data and is answered with an error.",
    why="What the script wanted to show is missing, for visitors and for search engines.",
    fix="Ask your developers what should be shown here, and why the data do not come.",
    fix_developer="Repair the address that the script asks, or do not ask where there is nothing.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.VITALS],
    applies=is_comparable,
    examples=[
        Fails("<p>Text</p>", at=[""], artifacts=_failed("https://example.com/api/prices?id=1", "fetch", 404)),
        Fails("<p>Text</p>", at=[""], artifacts=_failed("https://api.example.com/prices", "xhr", 500)),
        Passes("<p>Text</p>", artifacts={"vitals": {"failed_requests": []}}),
        Passes(
            "<p>Text</p>", artifacts=_failed("https://example.com/api/me", "fetch", 401), note="nobody is signed in"
        ),
        Passes("<p>Text</p>", artifacts=_failed("https://example.com/a.png", "image", 404), note="no data"),
        Passes("<p>Text</p>", artifacts=_failed("https://counter.example.net/hit", "xhr", 500), note="of another site"),
        Passes("<p>Text</p>", artifacts=_failed("https://example.com/api", "xhr", 0), note="could not be reached"),
        Inapplicable("<p>Gone</p>", status=404, artifacts=_failed("https://example.com/api", "fetch", 404)),
    ],
)
def js_failed_request(page: PageView) -> Iterator[Evidence]:
    """Yield each address of the site that failed, once."""
    told = set()
    for request in vitals_of(page).get("failed_requests", ()):
        url, status = str(request.get("url", "")), int(request.get("status") or 0)
        target = without_query(url)
        if request.get("type") not in ("xhr", "fetch") or status < 400 or status in _REFUSED or target in told:
            continue
        if page.is_internal(url) or page.is_same_domain(url):
            told.add(target)
            message = f"A script asks for {url} and is answered with status {status}."
            yield page.evidence(message=message, target=target, facts={"status": status})
