"""Pages that name one address for sharing and another for searching."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


@page_rule(
    id="social-og-url-mismatch",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["ogp:metadata", "google:consolidate-duplicate-urls"],
    title="og:url and canonical differ",
    message="The og:url is another address than the canonical.",
    why="Shares and likes are counted for one address and search results for another.",
    fix="Ask the developer to use one address for both.",
    fix_developer="Print the canonical URL into `og:url` too.",
    applies=lambda page: page.is_content and any(name == "og:url" and value for name, value in page.facts.open_graph),
    examples=[
        Fails(
            '<link rel="canonical" href="/page"><meta property="og:url" content="https://example.com/other">',
            at=["meta"],
        ),
        Fails('<meta property="og:url" content="https://example.com/">', at=["meta"], note="the page itself counts"),
        Passes('<link rel="canonical" href="/a"><meta property="og:url" content="https://example.com/a">'),
        Passes('<meta property="og:url" content="https://example.com/page#top">', note="only the fragment differs"),
        Inapplicable("<title>Cats</title>"),
    ],
)
def social_og_url_mismatch(page: PageView) -> Iterator[Evidence]:
    """Yield the og:url where it is not the page's canonical, nor the page itself where none is named."""
    value = next(value for name, value in page.facts.open_graph if name == "og:url" and value)
    wanted = page.canonical or page.url
    if len(page.facts.canonicals) <= 1 and page.normal(value) not in (wanted, None):
        message = f"og:url is {value[:200]}, but the canonical address is {wanted}."
        yield page.evidence(page.select_one('meta[property="og:url" i], meta[name="og:url" i]'), message)
