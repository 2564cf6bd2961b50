"""Pages whose description a script changes or takes away."""

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

_MOST = 1_500  # characters that are compared: the browser stage keeps no more than 2,000


@page_rule(
    id="js-desc-changed",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:javascript-seo-basics", "google:snippet"],
    title="Scripts change the description",
    message="The description as sent is another than the one after scripts ran.",
    why="Search results may show the one after scripts ran, link previews show the one before.",
    fix="Ask your developers to send the final description with the page.",
    fix_developer="Send the description of the page, not that of the site, and let no script write it anew.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    applies=lambda page: is_comparable(page) and bool(folded(page.facts.description)),
    examples=[
        Fails(
            '<meta name="description" content="Our shop">',
            at=["meta"],
            artifacts={"rendered": {"description": "Quinces from our garden"}},
        ),
        Fails('<meta name="description" content="Our shop">', at=["meta"], artifacts={"rendered": {"description": ""}}),
        Passes('<meta name="description" content="Our  shop">', artifacts={"rendered": {"description": "Our shop"}}),
        Passes('<meta name="description" content="Our shop">', artifacts={"rendered": {}}, note="not known"),
        Inapplicable("<p>Text</p>", artifacts={"rendered": {"description": "Ours"}}),
    ],
)
def js_desc_changed(page: PageView) -> Iterator[Evidence]:
    """Yield the description that was sent where the rendered one differs."""
    seen = facts_of(page).get("description")
    if seen is None:
        return
    sent, rendered = folded(page.facts.description), folded(str(seen))
    if sent[:_MOST].casefold() != rendered[:_MOST].casefold():
        after = f"as “{rendered[:100]}”" if rendered else "not at all"
        message = f"The description is sent as “{sent[:100]}”; after scripts ran it is there {after}."
        element = page.select_one('meta[name="description" i]')
        yield page.evidence(element, message, facts={"sent": sent[:200], "rendered": rendered[:200]})
