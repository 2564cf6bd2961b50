"""Pages whose canonical URL a script changes, removes or adds."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import is_comparable, rendered_canonicals
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
    id="js-canonical-changed",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:javascript-seo-basics", "google:canonicalization"],
    title="Scripts change the canonical URL",
    message="The canonical URL in the HTML as sent is another than the one after scripts ran.",
    why="Google reads the canonical before and after it runs the scripts. Two answers leave it to choose, and it may "
    "choose the wrong page for search.",
    fix="Ask your developers to name one canonical URL in the page that the server sends, and to leave it alone.",
    fix_developer="Send the right `link rel=canonical` in the head and let no script touch it. If the server cannot "
    "know it, leave it out there and set it once by script.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    applies=is_comparable,
    examples=[
        Fails(
            '<link rel="canonical" href="/page">',
            at=["link"],
            artifacts={"rendered": {"canonical": ["https://example.com/other"]}},
        ),
        Fails('<link rel="canonical" href="/page">', at=["link"], artifacts={"rendered": {"canonical": []}}),
        Fails(
            '<link rel="canonical" href="/page">',
            at=["link"],
            artifacts={"rendered": {"canonical": ["https://example.com/page", "https://example.com/"]}},
            note="a second one was added",
        ),
        Fails(
            "<p>Text</p>",
            at=[""],
            headers={"Link": '</page>; rel="canonical"'},
            artifacts={"rendered": {"canonical": ["https://example.com/other"]}},
            note="the header says another",
        ),
        Passes(
            '<link rel="canonical" href="/page#top">',
            artifacts={"rendered": {"canonical": ["HTTPS://EXAMPLE.com:443/page"]}},
            note="written in another way",
        ),
        Passes("<p>Text</p>", artifacts={"rendered": {"canonical": []}}),
        Passes(
            '<link rel="canonical" href="file:///page">',
            artifacts={"rendered": {"canonical": ["file:///page"]}},
            note="no canonical at all: another rule speaks of it",
        ),
        Passes(
            "<p>Text</p>",
            headers={"Link": '</page>; rel="canonical"'},
            artifacts={"rendered": {"canonical": ["https://example.com/page"]}},
        ),
        Inapplicable(
            '<link rel="canonical" href="/page">',
            artifacts={"rendered": {"canonical": [], "document_url": "https://example.com/welcome"}},
            note="the browser was sent elsewhere",
        ),
    ],
)
def js_canonical_changed(page: PageView) -> Iterator[Evidence]:
    """Yield the first canonical that was sent where the rendered ones differ; to review where there was none."""
    sent = {one.url: one.where for one in page.facts.canonicals if one.url and one.where != "body" and not one.ignored}
    in_header = {url for url, where in sent.items() if where == "header"}
    rendered = rendered_canonicals(page) | in_header
    if rendered == set(sent):
        return
    facts = {"sent": sorted(sent), "rendered": sorted(rendered)}
    now = ", ".join(sorted(rendered)[:3]) or "none"
    if not sent:
        message = f"Only a script names a canonical URL ({now}): Google learns it late, and other crawlers never."
        yield page.review(None, message, severity=Severity.LOW, certainty=Certainty.CHECK, facts=facts)
        return
    before = ", ".join(sorted(sent)[:3])
    link = page.select_one("head link[rel~=canonical i][href]") if in_header != set(sent) else None
    yield page.evidence(link, f"Sent as canonical: {before}. After scripts ran: {now}.", facts=facts)
