"""Pages whose main heading a script changes or takes away."""

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
    id="js-h1-changed",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:javascript-seo-basics", "google:title-link"],
    title="Scripts change the main heading",
    message="The main heading as sent is another than the one after scripts ran.",
    why="Crawlers that run no scripts learn another subject of the page than Google and people do.",
    fix="Ask your developers to send the final main heading with the page.",
    fix_developer="Send each page's own `h1` in the HTML: a single-page application must not send one for all pages.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    applies=lambda page: is_comparable(page) and any(map(folded, page.facts.h1)),
    examples=[
        Fails("<h1>My app</h1>", at=["h1"], artifacts={"rendered": {"h1": ["Quinces"]}}),
        Fails("<h1>Quinces</h1>", at=["h1"], artifacts={"rendered": {"h1": []}}, note="taken away"),
        Passes("<h1>Quinces  and Pears</h1>", artifacts={"rendered": {"h1": ["Quinces and pears"]}}),
        Passes("<h1>Quinces</h1>", artifacts={"rendered": {"h1": ["Menu", "Quinces"]}}, note="one came in addition"),
        Passes("<h1>Quinces</h1>", artifacts={"rendered": {"h1": ["Quinces (3 new)"]}}, note="something was added"),
        Passes("<h1>Quinces</h1>", artifacts={"rendered": {}}, note="not known"),
        Inapplicable("<p>Text</p>", artifacts={"rendered": {"h1": ["Quinces"]}}, note="js-h1-render-only tells it"),
    ],
)
def js_h1_changed(page: PageView) -> Iterator[Evidence]:
    """Yield the first main heading that was sent where none of the rendered ones holds its words."""
    headings = facts_of(page).get("h1")
    if headings is None:
        return
    rendered = [text for one in headings if (text := folded(str(one)))]
    now = _joined(" ".join(rendered))
    sent = [text for one in page.facts.h1 if (text := folded(one))]
    if any(_joined(text) in now for text in sent):
        return
    after = f"it is “{rendered[0][:100]}”" if rendered else "there is none"
    message = f"The main heading is sent as “{sent[0][:100]}”; after scripts ran {after}."
    yield page.evidence(page.select_one("h1"), message, facts={"sent": sent[0][:200], "rendered": rendered[:3]})


def _joined(text: str) -> str:
    return "".join(text.casefold().split())
