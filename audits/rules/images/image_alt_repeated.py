"""Different images of a page with the same alternative text."""

from collections.abc import Iterator

from audits.image_names import file_name, is_placeholder
from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from store.document import Element


def _images(alts: list[str]) -> str:
    return "".join(f'<img src="cat{number}.jpg" alt="{alt}">' for number, alt in enumerate(alts))


@page_rule(
    id="image-alt-repeated",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["wcag:1.1.1", "google:google-images"],
    title="Many images have the same alternative text",
    message="Different images have the same alternative text.",
    why="Who hears the page hears the same words again and again and cannot tell the images apart.",
    fix="Say of each image what it shows; leave the text empty where the image only decorates.",
    fix_developer="Do not fill `alt` from the title of the page or the product for every picture.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"minimum_images": "different images with one text from which it is told"},
    applies=lambda page: page.is_content and page.facts.images > 1,
    examples=[
        Reviews(_images(["Cat"] * 5), at=["img:first-of-type"]),
        Passes(_images(["Cat"] * 4)),
        Passes(_images([""] * 9), note="decoration"),
        Passes(_images(["Cat", "Dog", "Cow", "Hen", "Pig", "Fox"])),
        Passes('<img src="star.svg" alt="Star">' * 9, note="one image many times"),
        Passes(
            "".join(f'<img src="/thumb/{n}/cat.jpg" alt="Cat">' for n in range(6)), note="one image in several sizes"
        ),
        Passes('<img src="blank.gif" data-src="1.jpg" alt="Cat">' * 6, note="not known which images these will be"),
        Inapplicable("<p>Text</p>"),
    ],
)
def image_alt_repeated(page: PageView, *, minimum_images: int = 5) -> Iterator[Evidence]:
    """Yield the first image of each such text."""
    images = page.select('img[alt][src]:not([alt=""])')
    if len(images) < minimum_images:
        return
    shown: dict[str, tuple[Element, set[str]]] = {}
    for image in images:
        text, source = " ".join((image.attr("alt") or "").split()), image.attr("src") or ""
        if text and source and not is_placeholder(source):
            shown.setdefault(text, (image, set()))[1].add(file_name(source))
    for text, (image, names) in shown.items():
        if len(names) >= minimum_images and not page.is_hidden(image):
            message = f"{len(names)} images have the alternative text “{text[:80]}”."
            yield page.review(image, message, facts={"text": text[:80], "images": len(names)})
