"""Pages that get their description only from a script."""

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
    id="js-desc-render-only",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:javascript-seo-basics", "google:snippet"],
    title="Description appears only after scripts run",
    message="The HTML as sent has no description; a script adds it.",
    why="Link previews and crawlers that run no scripts do not see the description that was written for them.",
    fix="Ask your developers to send the description with the page.",
    fix_developer='Write `<meta name="description">` into the head of the HTML that the server sends.',
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    applies=lambda page: is_comparable(page) and not folded(page.facts.description),
    examples=[
        Fails('<div id="app"></div>', at=[""], artifacts={"rendered": {"description": "Quinces from our garden"}}),
        Passes("<p>Text</p>", artifacts={"rendered": {"description": ""}}),
        Inapplicable('<meta name="description" content="Ours">', artifacts={"rendered": {"description": "Ours"}}),
    ],
)
def js_desc_render_only(page: PageView) -> Iterator[Evidence]:
    """Yield the page whose description is there only when rendered."""
    description = folded(str(facts_of(page).get("description", "")))
    if description:
        yield page.evidence(group="made by scripts", facts={"rendered": description[:200]})
