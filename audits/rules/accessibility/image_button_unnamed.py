"""Picture buttons without an alternative text."""

from collections.abc import Iterator

from audits.aria import is_exposed
from audits.names import is_filled_by_script
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.document import Element


@page_rule(
    id="image-button-unnamed",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.1.1", "wcag:4.1.2", "act:59796f"],
    wcag=["1.1.1", "4.1.2"],
    title="Picture button has no alternative text",
    message="This picture button has no alternative text.",
    why="A screen reader reads the file name, or says “button” and nothing else.",
    fix="Tell the developer what the button does, such as “Search”.",
    fix_developer="Give the `input` an `alt` that says what it does.",
    applies=lambda page: page.is_content and any(map(_is_picture, page.fields)),
    examples=[
        Fails('<input type="image" src="s.png">', at=["input"]),
        Fails('<input type="image" src="s.png" alt="">', at=["input"]),
        Fails('<input type="image" src="s.png" aria-labelledby="gone">', at=["input"]),
        Passes('<input type="image" src="s.png" alt="Search">'),
        Passes('<input type="image" src="s.png" title="Search">'),
        Passes('<input type="IMAGE" src="s.png" aria-label="Search">'),
        Passes('<input type="image" src="s.png" style="display: none">'),
        Passes('<input type="image" src="s.png" :alt="words">'),
        Inapplicable("<button>Search</button>"),
        Inapplicable('<p>type="image"</p>'),
    ],
)
def image_button_unnamed(page: PageView) -> Iterator[Evidence]:
    """Yield each exposed picture button without an accessible name."""
    for button in filter(_is_picture, page.fields):
        if not page.accessible_name(button) and not is_filled_by_script(button) and is_exposed(button):
            yield page.evidence(button)


def _is_picture(field: Element) -> bool:
    return field.tag == "input" and (field.attr("type") or "").lower() == "image"
