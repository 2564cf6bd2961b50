"""Pages whose language versions a script changes."""

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
from store.urls import normal_form


def _sent(page: PageView) -> set[tuple[str, str]]:
    return {(one.code.strip().lower(), one.url) for one in page.facts.hreflang if one.where == "head" and one.raw}


@page_rule(
    id="js-hreflang-changed",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:hreflang", "google:javascript-seo-basics"],
    title="Scripts change the language versions",
    message="The language versions in the HTML as sent are others than those after scripts ran.",
    why="Language versions count only where both sides agree; two sets for one page leave Google to choose the "
    "language that it shows.",
    fix="Ask your developers to name all language versions in the page that the server sends, and to leave them alone.",
    fix_developer="Send the whole set of `link rel=alternate hreflang` in the head; let no script rewrite it.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    applies=lambda page: is_comparable(page) and bool(_sent(page)),
    examples=[
        Fails(
            '<link rel="alternate" hreflang="de" href="/de">',
            at=["link"],
            artifacts={"rendered": {"hreflang": [["de", "https://example.com/at"]]}},
        ),
        Fails('<link rel="alternate" hreflang="de" href="/de">', at=["link"], artifacts={"rendered": {"hreflang": []}}),
        Passes(
            '<link rel="alternate" hreflang="de-AT" href="/de">',
            artifacts={"rendered": {"hreflang": [["DE-at", "https://example.com/de"]]}},
        ),
        Inapplicable("<p>Text</p>", artifacts={"rendered": {"hreflang": []}}),
        Inapplicable(
            '<link rel="alternate" hreflang="de" href="/de">',
            artifacts={"rendered": {"hreflang": [], "document_url": "https://example.com/de"}},
            note="the browser was sent elsewhere",
        ),
    ],
)
def js_hreflang_changed(page: PageView) -> Iterator[Evidence]:
    """Yield the first language version that was sent where the rendered set differs."""
    sent = _sent(page)
    seen = facts_of(page).get("hreflang", ())
    rendered = {(str(code).strip().lower(), normal_form(str(url)) or "") for code, url in seen}
    if rendered == sent:
        return
    gone, added = len(sent - rendered), len(rendered - sent)
    link = page.select_one("head link[rel~=alternate i][hreflang]")
    message = f"Of {len(sent)} language versions as sent, {gone} are gone after scripts ran; {added} were added."
    yield page.evidence(link, message, facts={"sent": len(sent), "gone": gone, "added": added})
