"""JSON-LD that does not name its vocabulary."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.document import Element


@page_rule(
    id="schema-context-wrong",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["https://www.w3.org/TR/json-ld11/", "google:sd-policies"],
    title="Structured data does not name its vocabulary",
    message="A block of structured data has no `@context`.",
    why="Without it the words of the block mean nothing, and search engines skip it.",
    fix="Ask the developer to complete the block.",
    fix_developer='Begin the block with `"@context": "https://schema.org"`.',
    applies=lambda page: page.is_content and bool(page.structured_data.blocks),
    examples=[
        Fails('<script type="application/ld+json">{"@type": "Product", "name": "Mat"}</script>', at=["script"]),
        Passes(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "Product", "name": "Mat"}</script>'
        ),
        Passes('<script type="application/ld+json">{"@context": "https://example.com/words", "@type": "Mat"}</script>'),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_context_wrong(page: PageView) -> Iterator[Evidence]:
    """Yield each block whose first item stands without a context."""
    seen: list[Element] = []
    for item in page.structured_data.items:
        if item.syntax == "json-ld" and not item.has_context and item.element is not None and item.element not in seen:
            seen.append(item.element)
            yield page.evidence(item.element)
