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
    Reviews,
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
    applies=lambda page: is_comparable(page) and bool(_sent(page) or facts_of(page).get("hreflang")),
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
        Reviews(
            "<p>Text</p>",
            at=[""],
            artifacts={"rendered": {"hreflang": [["de", "https://example.com/de"]]}},
            note="only a script names them",
        ),
        Passes(
            "<p>Text</p>",
            headers={"Link": '</de>; rel="alternate"; hreflang="de"'},
            artifacts={"rendered": {"hreflang": [["de", "https://example.com/de"]]}},
            note="the header says the same",
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
    if not sent:
        in_header = {(one.code.strip().lower(), one.url) for one in page.facts.hreflang if one.where == "header"}
        if not rendered <= in_header:
            message = f"Only a script names the {len(rendered)} language versions: other crawlers never learn of them."
            facts = {"sent": 0, "gone": 0, "added": len(rendered)}
            yield page.review(None, message, severity=Severity.LOW, certainty=Certainty.CHECK, facts=facts)
        return
    gone, added = len(sent - rendered), len(rendered - sent)
    link = page.select_one("head link[rel~=alternate i][hreflang]")
    message = f"Of {len(sent)} language versions as sent, {gone} are gone after scripts ran; {added} were added."
    yield page.evidence(link, message, facts={"sent": len(sent), "gone": gone, "added": added})
