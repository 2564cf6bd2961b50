"""Pages that get their main heading only from a script."""

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
    id="js-h1-render-only",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:javascript-seo-basics"],
    title="Main heading appears only after scripts run",
    message="The HTML as sent has no `h1`; a script adds it.",
    why="Crawlers that run no scripts do not see what the page says it is about.",
    fix="Ask your developers to send the main heading with the page.",
    fix_developer="Render the `h1` on the server.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    applies=lambda page: is_comparable(page) and not any(map(folded, page.facts.h1)),
    examples=[
        Fails('<div id="app"></div>', at=[""], artifacts={"rendered": {"h1": ["Quinces"]}}),
        Passes("<p>Text</p>", artifacts={"rendered": {"h1": [""]}}),
        Inapplicable("<h1>Quinces</h1>", artifacts={"rendered": {"h1": ["Quinces"]}}),
        Fails("<h1></h1>", at=[""], artifacts={"rendered": {"h1": ["Quinces"]}}, note="an empty one was sent"),
        Passes(
            '<h1><img src="logo.png" alt="Quinces"></h1>',
            artifacts={"rendered": {"h1": ["Quinces"]}},
            note="a heading that is a picture was sent",
        ),
    ],
)
def js_h1_render_only(page: PageView) -> Iterator[Evidence]:
    """Yield the page whose main heading is there only when rendered."""
    heading = next(filter(None, (folded(str(one)) for one in facts_of(page).get("h1", ()))), "")
    if heading and page.select_one("h1 img, h1 svg") is None:
        message = f"The HTML as sent has no `h1`; a script adds “{heading[:100]}”."
        yield page.evidence(message=message, group="made by scripts", facts={"rendered": heading[:200]})
