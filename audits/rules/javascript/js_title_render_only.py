"""Pages that get their title only from a script."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import facts_of, folded, is_comparable
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


@page_rule(
    id="js-title-render-only",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:javascript-seo-basics", "google:title-link"],
    title="Title appears only after scripts run",
    message="The HTML as sent has no title; a script sets it.",
    why="Link previews and crawlers that run no scripts show the page without a name, and Google learns it late.",
    fix="Ask your developers to send the title with the page.",
    fix_developer="Write a `title` element with the page's own title into the head of the HTML that the server sends.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    applies=lambda page: is_comparable(page) and not folded(page.facts.title),
    examples=[
        Fails('<div id="app"></div>', at=[""], artifacts={"rendered": {"title": "Quinces | Shop"}}),
        Fails("<title> </title>", at=["title"], artifacts={"rendered": {"title": "Quinces"}}, note="an empty one"),
        Passes("<p>Text</p>", artifacts={"rendered": {"title": ""}}, note="no title at all: another rule's matter"),
        Inapplicable("<title>Quinces</title>", artifacts={"rendered": {"title": "Quinces"}}),
    ],
)
def js_title_render_only(page: PageView) -> Iterator[Evidence]:
    """Yield the page whose title is there only when rendered."""
    title = folded(str(facts_of(page).get("title", "")))
    if title:
        message = f"The HTML as sent has no title; a script sets “{title[:100]}”."
        yield page.evidence(
            page.select_one("head > title"), message, group="made by scripts", facts={"rendered": title[:200]}
        )
