"""Home pages that do not tell search engines the name of the site."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
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
    id="schema-website-name",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:site-names", "schema.org/WebSite"],
    title="Home page does not tell the name of the site",
    message="The home page has no `WebSite` markup with name and URL.",
    why="Google guesses the name above your results; with the markup you may tell it the right one.",
    fix="Decide which name of the site should stand above its results.",
    fix_developer="Add `WebSite` with `name` and `url` as JSON-LD to the home page.",
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    applies=lambda page: page.is_content and page.is_indexable and page.parts.path == "/" and not page.parts.query,
    examples=[
        Fails("<title>Cats</title>", at=[""], url="https://example.com/"),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "WebSite", '
            '"url": "https://example.com/"}</script>',
            at=["script"],
            url="https://example.com/",
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "WebSite", '
            '"name": "Cats", "url": "https://example.com/"}</script>',
            url="https://example.com/",
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@graph": [{"@type":'
            ' "WebSite", "name": "Cats", "url": "https://example.com/"}]}</script>',
            url="https://example.com/",
        ),
        Inapplicable("<title>Cats</title>", note="not the home page"),
    ],
)
def schema_website_name(page: PageView) -> Iterator[Evidence]:
    """Yield the home page, or its incomplete markup."""
    items = page.structured_data.of("WebSite")
    if any(item.has("name") and item.has("url") for item in items):
        return
    if items:
        missing = items[0].missing(["name", "url"])
        yield page.evidence(items[0].element, f"The website's markup has no {', '.join(missing)}.")
    else:
        yield page.evidence()
