"""JSON-LD blocks that are no JSON."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


@page_rule(
    id="schema-parse-error",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:sd-policies", "https://www.w3.org/TR/json-ld11/"],
    title="Structured data cannot be read",
    message="A block of structured data is not valid JSON.",
    why="Search engines skip the whole block, so none of what it says can be shown in results.",
    fix="Tell the developer; a value with quotation marks or line breaks was probably put in unescaped.",
    fix_developer="Build the block with a JSON serialiser instead of by string templates.",
    applies=lambda page: page.is_content and bool(page.structured_data.blocks),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@type": "Product", "name": "A "grey" cat"}</script>', at=["script"]
        ),
        Fails('<script type="application/ld+json">{"@type": "Product",}</script>', at=["script"]),
        Fails('<script type="application/ld+json">{"@type": "Product", "name": "A\\ncat"</script>', at=["script"]),
        Passes(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "Product", "name": "Cat"}</script>'
        ),
        Passes('<script type="application/ld+json"></script>'),
        Passes('<script type="application/ld+json"><!-- {"@type": "Thing"} --></script>', note="wrapped in a comment"),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_parse_error(page: PageView) -> Iterator[Evidence]:
    """Yield each block that is no JSON, with the place of the fault."""
    for fault in page.structured_data.broken:
        message = f"The block is no JSON: {fault.message} at line {fault.line}, column {fault.column}."
        yield page.evidence(fault.element, message, facts={"near": fault.near})
