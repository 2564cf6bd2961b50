"""Breadcrumb markup without what Google requires of it."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.structured import Item


def _entry_faults(entries: list[Item]) -> list[str]:
    faults = []
    for number, entry in enumerate(entries, start=1):
        inner = entry.items("item")
        if not entry.has("position"):
            faults.append(f"step {number} has no position")
        if not entry.has("name") and not any(item.has("name") for item in inner):
            faults.append(f"step {number} has no name")
        is_linked = entry.has("item") and (not inner or any(item.identifier or item.has("url") for item in inner))
        if not is_linked and number < len(entries) and entry.syntax == "json-ld":
            faults.append(f"step {number} has no item")
    return faults


def _too_few(steps: int) -> str:
    return f"there {'is only one step' if steps == 1 else 'are no steps'}, and search engines ask for two"


@page_rule(
    id="schema-breadcrumb",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:breadcrumb", "schema.org/BreadcrumbList"],
    title="Breadcrumb markup lacks what Google requires",
    message="The breadcrumb markup lacks required properties.",
    why="Google then shows the bare address above the result instead of the path through your site.",
    fix="Ask the developer to complete the breadcrumb markup.",
    fix_developer=(
        "List at least two `ListItem` with `position`, `name` and `item`; the last one may leave out `item`."
    ),
    applies=lambda page: page.is_content and bool(page.structured_data.of("BreadcrumbList")),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Breadcrumb'
            'List", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Shop", '
            '"item": "https://example.com/"}]}</script>',
            at=["script"],
            note="one step is no path",
        ),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Breadcrumb'
            'List", "itemListElement": [{"@type": "ListItem", "name": "Shop", '
            '"item": "https://example.com/"}, {"@type": "ListItem", "position": 2, '
            '"name": "Cats"}]}</script>',
            at=["script"],
            note="no position",
        ),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Breadcrumb'
            'List", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Shop"}, '
            '{"@type": "ListItem", "position": 2, "name": "Cats"}]}</script>',
            at=["script"],
            note="no item before the last",
        ),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Breadcrumb'
            'List", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Shop", '
            '"item": "https://example.com/"}, {"@type": "ListItem", "position": 2}]}</script>',
            at=["script"],
            note="no name",
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Breadcrumb'
            'List", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Shop", '
            '"item": "https://example.com/"}, {"@type": "ListItem", "position": 2, '
            '"name": "Cats"}]}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Breadcrumb'
            'List", "itemListElement": [{"@type": "ListItem", "position": 1, '
            '"item": {"@id": "https://example.com/", "name": "Shop"}}, {"@type": "ListItem", '
            '"position": 2, "name": "Cats"}]}</script>'
        ),
        Inapplicable("<p>No path</p>"),
    ],
)
def schema_breadcrumb(page: PageView) -> Iterator[Evidence]:
    """Yield each breadcrumb list with what it lacks."""
    for breadcrumb in page.structured_data.of("BreadcrumbList"):
        entries = breadcrumb.items("itemListElement")
        faults = _entry_faults(entries) if len(entries) > 1 else [_too_few(len(entries))]
        if faults:
            message = f"In the breadcrumb, {'; '.join(faults[:3])}."
            yield page.evidence(breadcrumb.element, message, facts={"faults": faults[:10]})
