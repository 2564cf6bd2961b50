"""Pictures in the markup that do not exist."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Severity,
    page_rule,
)
from audits.structured import Item
from store.model import LinkState


def _markup(json: str) -> str:
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", {json}}}</script>'


_NAMES = ("image", "logo", "thumbnailUrl", "photo")


def _addresses(item: Item) -> Iterator[str]:
    for name in _NAMES:
        for value in item.values(name):
            address = (value.text("url") or value.text("contentUrl")) if isinstance(value, Item) else str(value)
            if address.strip():
                yield address.strip()


def _is_dead(page: PageView, address: str) -> str:
    url = page.normal(address)
    target = page.target(url) if url else None
    if target is None:
        return ""
    if target.state is LinkState.DEAD and target.status in (404, 410):
        return f"answers {target.status}"
    kind = target.content_type
    return f"is no picture ({kind})" if target.status == 200 and kind.startswith("text/html") else ""


@page_rule(
    id="schema-image-blocked",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:sd-policies"],
    title="Picture in the markup cannot be loaded",
    message="A picture that the markup names cannot be loaded.",
    why="Google shows rich results without the picture, or not at all.",
    fix="Choose another picture, or put the missing one back.",
    fix_developer=(
        "Write the full address of an existing picture; it must answer 200 to crawlers and not be forbidden "
        "in robots.txt."
    ),
    applies=lambda page: page.is_content and any(True for item in page.structured_data.items for _ in _addresses(item)),
    examples=[
        Fails(
            _markup('"@type": "Product", "name": "A", "image": "https://example.com/a.jpg"'),
            at=["script"],
            targets={"https://example.com/a.jpg": Answer(status=404)},
        ),
        Fails(
            _markup('"@type": "Article", "image": {"@type": "ImageObject", "url": "https://example.com/a.jpg"}'),
            at=["script"],
            targets={"https://example.com/a.jpg": Answer(content_type="text/html")},
            note="a page instead",
        ),
        Passes(
            _markup('"@type": "Product", "name": "A", "image": "https://example.com/a.jpg"'),
            targets={"https://example.com/a.jpg": Answer(content_type="image/jpeg")},
        ),
        Passes(
            _markup('"@type": "Product", "name": "A", "image": "https://example.com/a.jpg"'),
            targets={"https://example.com/a.jpg": Answer(status=403)},
            note="only we may be refused",
        ),
        Passes(_markup('"@type": "Product", "image": "https://example.com/a.jpg"'), note="not asked"),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_image_blocked(page: PageView) -> Iterator[Evidence]:
    """Yield each picture of the markup that is known to be missing, once."""
    seen: set[str] = set()
    for item in page.structured_data.items:
        for address in _addresses(item):
            fault = _is_dead(page, address) if address not in seen else ""
            seen.add(address)
            if fault:
                message = f"The picture {address[:200]} of the {item.type} {fault}."
                yield page.evidence(item.element, message, target=page.normal(address) or address)
