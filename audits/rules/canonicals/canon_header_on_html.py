"""HTML pages whose canonical stands in a header only."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Owner, Passes, Reviews, Severity, page_rule


@page_rule(
    id="canon-header-on-html",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:consolidate-duplicate-urls", "rfc:8288"],
    owner=Owner.SERVER,
    title="Canonical stands in a header only",
    message="The page names its canonical in the `Link` header only.",
    why="It counts, but it is easy to overlook when the page is changed.",
    fix="Nothing has to be mended.",
    fix_developer="Write it in the head of HTML pages, and keep the header for files.",
    examples=[
        Reviews("<p>A</p>", at=[""], headers={"Link": '<https://example.com/page>; rel="canonical"'}),
        Passes('<link rel="canonical" href="/page"><p>A</p>'),
        Passes(
            '<link rel="canonical" href="/page"><p>A</p>',
            headers={"Link": '<https://example.com/page>; rel="canonical"'},
        ),
        Passes("<p>A</p>"),
    ],
)
def canon_header_on_html(page: PageView) -> Iterator[Evidence]:
    """Yield the page once."""
    places = {one.where for one in page.facts.canonicals}
    if places == {"header"}:
        yield page.review(None, facts={"canonical": page.canonical})
