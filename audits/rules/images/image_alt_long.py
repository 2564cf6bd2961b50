"""Alternative texts that are long."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)


@page_rule(
    id="image-alt-long",
    category=Category.ACCESSIBILITY,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["wcag:1.1.1"],
    title="Alternative text is long",
    message="The alternative text of an image is long.",
    why="Screen readers read it in one go, and nobody can skip a part. No standard sets a limit.",
    fix="Say in a sentence what the image tells, and write the rest into the text beside it.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"maximum_characters": "length above which an alternative text is long"},
    applies=lambda page: page.is_content and page.select_one("img[alt]") is not None,
    examples=[
        Fails(f'<img src="a.jpg" alt="{"A grey cat. " * 20}">', at=["img"]),
        Fails(f'<img src="a.jpg" alt="{"a" * 101}">', at=["img"]),
        Passes(f'<img src="a.jpg" alt="{"a" * 100}">'),
        Passes(f'<img src="a.jpg" alt="{"a" * 300}" hidden>', note="not shown"),
        Passes('<img src="a.jpg" alt="">'),
        Passes(f'<img class="math" src="a.png" alt="{"x + y " * 40}">', note="a formula in full"),
        Inapplicable('<img src="a.jpg">'),
    ],
)
def image_alt_long(page: PageView, *, maximum_characters: int = 100) -> Iterator[Evidence]:
    """Yield each shown image with a long alternative text."""
    for image in page.select("img[alt]"):
        text = " ".join((image.attr("alt") or "").split())
        if len(text) <= maximum_characters or page.is_hidden(image):
            continue
        if "math" not in (image.attr("class") or "") and "latex" not in (image.attr("class") or ""):
            message = f"The alternative text has {len(text)} characters: “{text[:60]}…”"
            yield page.evidence(image, message, facts={"characters": len(text)})
