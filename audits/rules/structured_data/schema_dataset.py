"""Dataset markup without what Google requires of it."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.rich_result_types import rich_result

_REQUIRED = rich_result("Dataset").required


@page_rule(
    id="schema-dataset",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:dataset", "schema.org/Dataset"],
    title="Dataset markup lacks what Google requires",
    message="The dataset markup lacks required properties.",
    why="Google shows the data in its search for data only where all required properties are given.",
    fix="Describe the data in a few sentences.",
    fix_developer="Give `Dataset` `name`, `description`.",
    applies=lambda page: page.is_content and bool(page.structured_data.main("Dataset")),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "Dataset", "name": "Cats of Kent"}</script>',
            at=["script"],
        ),
        Passes(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "Dataset", "name": "Cats of Kent", '
            '"description": "Counts of cats by village and year."}</script>'
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_dataset(page: PageView) -> Iterator[Evidence]:
    """Yield each such item that lacks something required."""
    for item in page.structured_data.main("Dataset"):
        missing = item.lacking(_REQUIRED, page.structured_data.follow)
        if missing:
            message = f"The dataset has no {', '.join(missing)}."
            yield page.evidence(item.element, message, facts={"missing": missing})
