"""States and properties that do not exist."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.aria import ATTRIBUTES


@page_rule(
    id="aria-attribute-unknown",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["aria:state_prop_def", "wcag:4.1.2", "act:5f99a7"],
    wcag=["4.1.2"],
    title="ARIA attribute does not exist",
    message="This element has an ARIA attribute that is not defined.",
    why="The attribute does nothing, so what it was to tell is lost; mostly it is misspelt.",
    fix="Ask for a repair of this component.",
    fix_developer="Correct the name, or remove the attribute.",
    applies=lambda page: page.is_content and bool(page.aria.written),
    examples=[
        Fails('<button aria-expandd="false">Menu</button>', at=["button"]),
        Fails('<p aria-role="note">A</p>', at=["p"], note="role is an attribute of its own"),
        Passes('<button aria-expanded="false">Menu</button>'),
        Passes('<p>Write aria-labeledby as aria-labelledby.</p><p aria-live="polite">A</p>', note="text about it"),
        Passes('<p aria-labeledby="x" hidden>A</p>'),
        Passes('<p><code>&lt;p aria-role="note"></code></p>'),
        Inapplicable("<p>A</p>"),
    ],
)
def aria_attribute_unknown(page: PageView) -> Iterator[Evidence]:
    """Yield each element with an attribute that begins with aria- and is not defined."""
    if not page.aria.is_unknown_written:
        return
    for element, attributes in page.aria.described:
        unknown = [name for name in attributes if name not in ATTRIBUTES]
        if unknown:
            named = ", ".join(f"`aria-{name}`" for name in unknown)
            yield page.evidence(element, f"There is no {named} in ARIA.", facts={"attributes": unknown})
