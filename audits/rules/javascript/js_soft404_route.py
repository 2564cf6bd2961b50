"""Pages that answer 200 and say “not found” only after scripts run."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import facts_of, folded, is_comparable, rendered_tokens
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
from store.not_found import says_not_found


def _said(page: PageView) -> list[str]:
    return [folded(page.facts.title), *page.facts.h1[:3]]


@page_rule(
    id="js-soft404-route",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:javascript-seo-basics"],
    title="Scripts show an error page that answers 200",
    message="The server answers 200, and a script then shows that the page does not exist.",
    why="Search engines take the answer for a page, index the error message and keep asking for it.",
    fix="Remove the links to this address, or bring the page back.",
    fix_developer="Answer 404 for addresses that the application does not know. Where only the script can tell, send "
    'the visitor to an address that answers 404, or add `<meta name="robots" content="noindex">`.',
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    applies=lambda page: is_comparable(page) and not any(map(says_not_found, _said(page))),
    examples=[
        Fails('<div id="app"></div>', at=[""], artifacts={"rendered": {"h1": ["Page not found"]}}),
        Fails("<title>Shop</title>", at=[""], artifacts={"rendered": {"title": "404 - Not found", "h1": ["Oops"]}}),
        Passes('<div id="app"></div>', artifacts={"rendered": {"title": "Shop", "h1": ["Quinces"]}}),
        Passes(
            '<div id="app"></div>',
            artifacts={"rendered": {"h1": ["Page not found"], "robots": ["noindex"]}},
            note="the script keeps it out of search, as Google asks",
        ),
        Passes(
            "<h1>Quinces</h1>",
            artifacts={"rendered": {"title": "Quinces", "h1": ["Quinces", "Page not found"]}},
            note="the main heading that was sent still stands first",
        ),
        Inapplicable("<h1>Page not found</h1>", artifacts={"rendered": {"h1": ["Page not found"]}}, note="sent so"),
    ],
)
def js_soft404_route(page: PageView) -> Iterator[Evidence]:
    """Yield the page whose rendered title or first heading says that it does not exist."""
    seen = facts_of(page)
    headings = [folded(str(one)) for one in seen.get("h1", ())]
    said = [folded(str(seen.get("title", ""))), *headings[:1]]
    words = next(filter(says_not_found, said), "")
    if words and "noindex" not in rendered_tokens(page):
        yield page.evidence(
            message=f"The server answers 200, and a script then shows “{words[:100]}”.", facts={"rendered": words[:200]}
        )
