"""Large images that are written into the HTML as data."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
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
from store.document import Element

_INLINE = (
    'img[src^="data:image" i], img[srcset*="data:image" i], source[srcset^="data:image" i], [style*="data:image" i]'
)
_DATA = re.compile(r"data:image/[^'\")\s]*", re.IGNORECASE)


def _data(size: int) -> str:
    return "data:image/png;base64," + "A" * (size - 22)


@page_rule(
    id="image-data-uri-large",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["mdn:Web/URI/Reference/Schemes/data"],
    title="Large images are written into the HTML",
    message="A large image is written into the page as data.",
    why="It holds up the text behind it, is a third larger than the file, and is sent again with every page.",
    fix="Ask the developer to serve the image as a file.",
    fix_developer="Refer to a file instead of `data:`; keep inline data to a few hundred bytes.",
    settings={"maximum_bytes": "characters of the data above which an image is large"},
    applies=lambda page: page.is_content and "data:image" in page.folded_markup,
    examples=[
        Fails(f'<img src="{_data(4_097)}" alt="A">', at=["img"]),
        Fails(f'<div style="background:url({_data(4_097)})"></div>', at=["div"]),
        Passes(f'<img src="{_data(4_096)}" alt="A">'),
        Passes(f'<img src="{_data(500)}" data-src="a.jpg" alt="A">', note="a preview"),
        Inapplicable('<img src="a.png" alt="A">'),
    ],
)
def image_data_uri_large(page: PageView, *, maximum_bytes: int = 4_096) -> Iterator[Evidence]:
    """Yield each element with such data."""
    if len(page.body) <= maximum_bytes:
        return
    for element in page.select(_INLINE):
        size = _size(element)
        if size > maximum_bytes:
            yield page.evidence(element, f"Data of {size / 1000:,.0f} KB is an image.", facts={"bytes": size})


def _size(element: Element) -> int:
    values = (element.attr(name) or "" for name in ("src", "srcset", "style"))
    return max((len(one) for value in values for one in _DATA.findall(value)), default=0)
