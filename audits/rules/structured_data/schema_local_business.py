"""Business markup without what Google requires of it."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.rich_result_types import rich_result

_REQUIRED = rich_result("Local business").required


@page_rule(
    id="schema-local-business",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:local-business", "schema.org/LocalBusiness"],
    title="Business markup lacks what Google requires",
    message="The business markup lacks required properties.",
    why="Google shows hours and place of the business only where all required properties are given.",
    fix="Add the address of the business.",
    fix_developer="Give `LocalBusiness` `name`, `address`.",
    applies=lambda page: page.is_content and bool(page.structured_data.main("LocalBusiness")),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "Bakery", "name": "Bun"}</script>',
            at=["script"],
        ),
        Passes(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "Bakery", "name": "Bun", "address": {"@type": "PostalAddress", '
            '"addressLocality": "Kent"}}</script>'
        ),
        Inapplicable(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "Organization", "name": "Cats Ltd"}</script>',
            note="no place to visit",
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_local_business(page: PageView) -> Iterator[Evidence]:
    """Yield each such item that lacks something required."""
    for item in page.structured_data.main("LocalBusiness"):
        missing = item.lacking(_REQUIRED, page.structured_data.follow)
        if missing:
            message = f"The business has no {', '.join(missing)}."
            yield page.evidence(item.element, message, facts={"missing": missing})
