"""Pages whose text a script takes away."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import facts_of, is_comparable
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
from store.document import readable_text

_TEXT = "Boats of wood are built here by hand. " * 20


@page_rule(
    id="js-content-lost",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:javascript-seo-basics"],
    title="Scripts take text away",
    message="Much of the text that the server sends is gone after scripts ran.",
    why="Google judges the page as it is after its scripts ran: text that they take away does not count, and "
    "people who read the page with scripts do not get it.",
    fix="Open the page and see whether its text is there. If it is not, ask your developers why.",
    fix_developer="Look for scripts that empty or replace the main element: a failed hydration, a paywall, a wall that "
    "asks for consent.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    settings={
        "share": "share of the words as sent that must be gone",
        "min_words": "words as sent, below which nothing is said",
    },
    applies=is_comparable,
    examples=[
        Fails(f"<main>{_TEXT}</main>", at=[""], artifacts={"rendered": {"all_words": 40}}),
        Passes(f"<main>{_TEXT}</main>", artifacts={"rendered": {"all_words": 150}}),
        Passes(f"<main>{_TEXT}</main>", artifacts={"rendered": {"all_words": 82}}, note="half of it is there"),
        Passes(
            "<main>" + "Boats of wood. " * 30 + "</main>", artifacts={"rendered": {"all_words": 0}}, note="little text"
        ),
        Passes(f"<main>{_TEXT}</main>", artifacts={"rendered": {}}, note="an older audit did not count"),
        Inapplicable(
            f"<main>{_TEXT}</main>",
            artifacts={"rendered": {"all_words": 9, "document_url": "https://example.com/en/page"}},
            note="the browser was sent elsewhere",
        ),
    ],
)
def js_content_lost(page: PageView, *, share: float = 0.5, min_words: int = 100) -> Iterator[Evidence]:
    """Yield the page where the share of words that are gone exceeds the limit."""
    rendered = facts_of(page).get("all_words")
    body = page.document.body
    sent = readable_text(body).count(" ") + 1 if isinstance(rendered, int) and body is not None else 0
    if isinstance(rendered, int) and sent >= min_words and sent - rendered > share * sent:
        message = f"Of {sent:,} words that the server sends, {rendered:,} are there after scripts ran."
        yield page.evidence(message=message, group="taken away", facts={"sent": sent, "rendered": rendered})
