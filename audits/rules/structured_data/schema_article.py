"""Article markup that could say more."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.rich_results import RECOMMENDED_ARTICLE


@page_rule(
    id="schema-article",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:article", "schema.org/Article"],
    title="Article markup could say more",
    message="The article markup lacks recommended properties.",
    why=(
        "Headline, image, dates and author help Google to show the article well; nothing is required, more may be had."
    ),
    fix="Fill in picture and author of the article.",
    fix_developer="Give the article `headline`, `image`, `datePublished`, `dateModified` and `author` with a `name`.",
    applies=lambda page: page.is_content and bool(page.structured_data.main("Article")),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "NewsArticl'
            'e", "headline": "Cats", "image": "https://example.com/a.jpg", '
            '"datePublished": "2026-01-01", "dateModified": "2026-01-02"}</script>',
            at=["script"],
            note="no author",
        ),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "NewsArticl'
            'e", "headline": "Cats", "image": "https://example.com/a.jpg", '
            '"datePublished": "2026-01-01", "dateModified": "2026-01-02", '
            '"author": {"@type": "Person"}}</script>',
            at=["script"],
            note="an author without a name",
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "NewsArticl'
            'e", "headline": "Cats", "image": "https://example.com/a.jpg", '
            '"datePublished": "2026-01-01", "dateModified": "2026-01-02", '
            '"author": {"@type": "Person", "name": "Ann Lee"}}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "NewsArticl'
            'e", "headline": "Cats", "image": "https://example.com/a.jpg", '
            '"datePublished": "2026-01-01", "dateModified": "2026-01-02", '
            '"author": "Ann Lee"}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "NewsArticl'
            'e", "headline": "Cats", "image": "https://example.com/a.jpg", '
            '"datePublished": "2026-01-01", "dateModified": "2026-01-02", '
            '"author": {"@id": "#ann"}}</script>',
            note="stands elsewhere",
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "DiscussionForumPosting", '
            '"headline": "Cats"}</script>',
            note="a post in a forum is a kind of article, with rules of its own",
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_article(page: PageView) -> Iterator[Evidence]:
    """Yield each article with what it lacks."""
    for item in page.structured_data.main("Article"):
        if item.is_a("DiscussionForumPosting"):
            continue  # schema-profile-forum speaks of it
        missing = item.missing(RECOMMENDED_ARTICLE)
        if any(not author.has("name") and not author.is_reference for author in item.items("author")):
            missing.append("author.name")
        if missing:
            yield page.evidence(item.element, f"The article has no {', '.join(missing)}.", facts={"missing": missing})
