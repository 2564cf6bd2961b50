"""Images in links and buttons whose words repeat the text beside them."""

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
from store.document import text_of

_IMAGES = 'a[href] img[alt]:not([alt=""]), button img[alt]:not([alt=""])'


@page_rule(
    id="image-alt-repeats-text",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["wcag:1.1.1", "axe:image-redundant-alt", "https://www.w3.org/WAI/WCAG22/Techniques/html/H2"],
    title="Image says the same as the text beside it",
    message="The alternative text of the image is the text of its link or button.",
    why="A screen reader says the same words twice.",
    fix="Leave the alternative text of this image empty: the words beside it say enough.",
    fix_developer='Print `alt=""` for images that stand in one link or button with the same words.',
    effort=Effort.TEMPLATE,
    owner=Owner.TEMPLATE,
    applies=lambda page: page.is_content and page.select_one(_IMAGES) is not None,
    examples=[
        Fails('<a href="/p"><img src="p.jpg" alt="Red panda"> Red  Panda</a>', at=["img"]),
        Fails('<button><img src="x.svg" alt="Close">Close</button>', at=["img"]),
        Passes('<a href="/p"><img src="p.jpg" alt="Red panda"></a> Red panda', note="the only words of its link"),
        Passes('<a href="/p"><img src="p.jpg" alt="A red panda asleep"> Red panda</a>'),
        Passes('<a href="/p"><img src="p.jpg" alt="Red panda" aria-hidden="true"> Red panda</a>'),
        Inapplicable('<a href="/p"><img src="p.jpg" alt=""> Red panda</a>'),
    ],
)
def image_alt_repeats_text(page: PageView) -> Iterator[Evidence]:
    """Yield each image whose words are all that its link or button says besides."""
    for image in page.select(_IMAGES):
        holder = image.closest("a, button")
        text = text_of(holder) if holder is not None else ""
        words = " ".join((image.attr("alt") or "").split())
        if text and words.casefold() == text.casefold() and not page.is_hidden(image):
            yield page.evidence(image, f"Link or button and image both say “{text[:80]}”.")
