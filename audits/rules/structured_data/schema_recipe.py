"""Recipe markup without what Google requires of it."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.rich_result_types import rich_result

_REQUIRED = rich_result("Recipe").required


@page_rule(
    id="schema-recipe",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:recipe", "schema.org/Recipe"],
    title="Recipe markup lacks what Google requires",
    message="The recipe markup lacks required properties.",
    why="Google shows picture and time of the recipe only where all required properties are given.",
    fix="Add a picture of the dish.",
    fix_developer="Give `Recipe` `name`, `image`.",
    applies=lambda page: page.is_content and bool(page.structured_data.main("Recipe")),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "Recipe", "name": "Cat cake"}</script>',
            at=["script"],
        ),
        Passes(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "Recipe", "name": "Cat cake", "image": "https://example.com/c.jpg"}</script>'
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_recipe(page: PageView) -> Iterator[Evidence]:
    """Yield each such item that lacks something required."""
    for item in page.structured_data.main("Recipe"):
        missing = item.lacking(_REQUIRED, page.structured_data.follow)
        if missing:
            message = f"The recipe has no {', '.join(missing)}."
            yield page.evidence(item.element, message, facts={"missing": missing})
