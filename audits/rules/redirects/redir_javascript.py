"""Pages that a script leaves for another as soon as they are loaded."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import facts_of, is_same_document
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)

_LEAVES = re.compile(r"location(?:\.href)?\s*=(?!=)|location\.(?:replace|assign)\s*\(")


@page_rule(
    id="redir-javascript",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:301-redirects"],
    title="A script sends visitors to another page",
    message="In a browser the page leads on to another address.",
    why="Search engines follow such a redirect only after drawing the page, if at all; links and history suffer.",
    fix="Ask for a redirect by the server in place of the script.",
    fix_developer="Answer 301 or 308 with `Location`; redirect by script only where the server cannot be changed.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    applies=lambda page: (
        page.is_content and page.facts.refresh_url in (None, page.url) and page.page.header("refresh") is None
    ),
    examples=[
        Reviews(
            '<script>location.replace("/new")</script>',
            at=["script"],
            artifacts={"rendered": {"document_url": "https://example.com/new"}},
        ),
        Reviews(
            '<script src="/app.js"></script>',
            at=[""],
            artifacts={"rendered": {"document_url": "https://example.com/new"}},
            note="the script stands in a file",
        ),
        Passes("<p>A</p>", artifacts={"rendered": {"document_url": "https://example.com/page"}}),
        Passes(
            "<p>A</p>",
            artifacts={"rendered": {"document_url": "https://example.com/page/?lang=en"}},
            note="the same page with another query",
        ),
        Passes(
            "<p>A</p>",
            artifacts={
                "rendered": {"document_url": "https://example.com/page", "final_url": "https://example.com/#/start"}
            },
            note="a script only wrote another address into the tab",
        ),
        Passes("<p>No script here</p>", artifacts={"rendered": {"document_url": "https://example.com/new"}}),
        Inapplicable(
            '<meta http-equiv="refresh" content="0; url=/new">',
            artifacts={"rendered": {"document_url": "https://example.com/new"}},
        ),
    ],
)
def redir_javascript(page: PageView) -> Iterator[Evidence]:
    """Yield the script for review, or the page where the script stands in a file."""
    loaded = str(facts_of(page).get("document_url") or "")
    if not loaded or is_same_document(page, loaded):
        return
    scripts = page.select("script")
    found = next((script for script in scripts if _LEAVES.search(script.text)), None)
    if scripts:  # without any, the server itself sent the browser elsewhere
        yield page.review(found, f"In a browser the page leads on to {loaded}.", facts={"loaded": loaded})
