"""Organization markup of the home page that could say more."""

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
from audits.standards.rich_results import RECOMMENDED_ORGANIZATION


@page_rule(
    id="schema-organization",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:organization", "schema.org/Organization"],
    title="Organization markup could say more",
    message="The organization markup lacks recommended properties.",
    why="Google may show name, logo and contacts of the organization; nothing is required, more may be had.",
    fix="Give the developer your logo and the addresses of your profiles.",
    fix_developer="Give `Organization` on the home page `name`, `url` and `logo`.",
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    applies=lambda page: page.is_content and page.parts.path == "/" and bool(page.structured_data.main("Organization")),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Organizati'
            'on", "name": "Cats Ltd"}</script>',
            at=["script"],
            url="https://example.com/",
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Organizati'
            'on", "name": "Cats Ltd", "url": "https://example.com/", '
            '"logo": "https://example.com/l.png"}</script>',
            url="https://example.com/",
        ),
        Inapplicable(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "WebSite", '
            '"name": "Cats"}</script>',
            url="https://example.com/",
            note="a missing type is no fault",
        ),
        Inapplicable(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Organizati'
            'on", "name": "Cats Ltd"}</script>',
            note="not the home page",
        ),
    ],
)
def schema_organization(page: PageView) -> Iterator[Evidence]:
    """Yield the first organization of the home page with what it lacks."""
    item = page.structured_data.main("Organization")[0]
    missing = item.missing(RECOMMENDED_ORGANIZATION)
    if missing:
        yield page.evidence(item.element, f"The organization has no {', '.join(missing)}.", facts={"missing": missing})
