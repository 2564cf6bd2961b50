"""SVG drawings that have no name although they say that they are pictures."""

from collections.abc import Iterator

from audits.aria import explicit_role
from audits.names import is_filled_by_script
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.document import Element

_PICTURES = ("img", "image", "graphics-symbol", "graphics-document")


@page_rule(
    id="drawing-unnamed",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.1.1", "act:7d6734"],
    wcag=["1.1.1"],
    title="Drawing has no name",
    message="This drawing is announced as a picture and has no name.",
    why="A screen reader says “image” and not what it shows.",
    fix="Tell the developer what the picture shows; if it only decorates, say so.",
    fix_developer='Give it a `title` as first child or an `aria-label`; hide decoration with `aria-hidden="true"`.',
    applies=lambda page: page.is_content and any(map(_is_drawing, page.aria.with_role)),
    examples=[
        Fails('<svg role="img"><circle r="4"></circle></svg>', at=["svg"]),
        Fails('<svg role="img"><title></title><circle r="4"></circle></svg>', at=["svg"]),
        Fails('<svg role="img"><text>One</text></svg>', at=["svg"], note="drawn text is no name"),
        Fails('<svg><circle role="graphics-symbol" r="4"></circle></svg>', at=["circle"]),
        Passes('<svg role="img"><title>One circle</title><circle r="4"></circle></svg>'),
        Passes('<svg role="graphics-document" aria-label="A chart"></svg>'),
        Passes('<svg><circle role="graphics-symbol" r="4" aria-label="One circle"></circle></svg>'),
        Passes('<svg><g role="img"><title>A boat</title></g></svg>'),
        Passes('<svg role="img" aria-hidden="true"></svg><svg role="img" aria-label="Boat"></svg>'),
        Passes(
            '<svg role="img"><title>A</title></svg><i role="img"></i>', note="told as an image without alternative text"
        ),
        Passes('<svg role="img" :aria-label="words"></svg>'),
        Inapplicable("<svg><circle r='4'></circle></svg>"),
    ],
)
def drawing_unnamed(page: PageView) -> Iterator[Evidence]:
    """Yield each exposed drawing or part of one that has the role of a picture and no accessible name."""
    for element in page.aria.with_role:
        if not _is_drawing(element):
            continue
        if not page.accessible_name(element) and not is_filled_by_script(element):
            yield page.evidence(element)


def _is_drawing(element: Element) -> bool:
    """Pictures by role in HTML are told as images without an alternative text."""
    return explicit_role(element) in _PICTURES and element.closest("svg") is not None
