"""Application markup without what Google requires of it."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


@page_rule(
    id="schema-software-app",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:software-app", "schema.org/SoftwareApplication"],
    title="Application markup lacks what Google requires",
    message="The application markup lacks required properties.",
    why="Google shows rating and price of an app only where all required properties are given.",
    fix="Fill in the price of the app (0 if it is free), and add ratings if there are any.",
    fix_developer="Give `SoftwareApplication` a `name`, `offers.price`, and `aggregateRating` or `review`.",
    applies=lambda page: page.is_content and bool(page.structured_data.main("SoftwareApplication")),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "SoftwareApplication", "name": "Cat radar", "offers": {"@type": "Offer", '
            '"price": 0}}</script>',
            at=["script"],
        ),
        Fails(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "MobileApplication", "name": "Cat radar", "review": "Good", '
            '"offers": {"@type": "Offer"}}</script>',
            at=["script"],
        ),
        Passes(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "MobileApplication", "name": "Cat radar", "review": "Good", '
            '"offers": {"@type": "Offer", "price": 0}}</script>'
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_software_app(page: PageView) -> Iterator[Evidence]:
    """Yield each application that lacks something required."""
    for item in page.structured_data.main("SoftwareApplication"):
        missing = item.missing(["name"])
        if not any(offer.has("price") or offer.has("lowPrice") or offer.is_reference for offer in item.items("offers")):
            missing.append("offers.price")
        if not item.has("aggregateRating") and not item.has("review"):
            missing.append("aggregateRating or review")
        if missing:
            message = f"The application has no {', '.join(missing)}."
            yield page.evidence(item.element, message, facts={"missing": missing})
