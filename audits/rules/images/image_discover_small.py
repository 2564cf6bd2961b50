"""Articles whose main picture is too small for a large preview."""

import re
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

_ARTICLES = ("Article", "BlogPosting", "NewsArticle")
_NUMBER = re.compile(r"\d{1,5}")


def _article(image: str) -> str:
    return (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Article", '
        f'"headline": "Cats", "image": {image}}}</script>'
    )


def _image(width: int, height: int) -> str:
    return f'{{"@type": "ImageObject", "url": "/a.jpg", "width": {width}, "height": {height}}}'


@page_rule(
    id="image-discover-small",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:google-discover"],
    title="Picture of an article is too small for large previews",
    message="The main picture of the article is smaller than Google Discover asks for.",
    why="Discover shows a large preview from 1,200 pixels on; smaller pictures become thumbnails few open.",
    fix="Give articles a picture at least 1,200 pixels wide.",
    fix_developer="Name the picture's largest version in `image` and `og:image`, and allow `max-image-preview:large`.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={
        "minimum_width": "pixels that the picture should be wide",
        "minimum_pixels": "pixels in all that the picture should have more than",
    },
    applies=lambda page: page.is_indexable and bool(page.structured_data.of(*_ARTICLES)),
    examples=[
        Fails(_article(_image(1199, 900)), at=[""]),
        Fails(_article(_image(1200, 250)), at=[""], note="300,000 pixels"),
        Fails(
            '<meta property="og:image" content="/a.jpg"><meta property="og:image:width" content="600">'
            + _article('"/a.jpg"'),
            at=[""],
        ),
        Passes(_article(_image(1200, 675))),
        Passes(_article('"/a.jpg"'), note="its size is not said"),
        Passes(_article(f"[{_image(600, 400)}, {_image(1600, 900)}]"), note="one is large"),
        Passes(
            '<meta property="og:image" content="/a.jpg"><meta property="og:image:width" content="1600">'
            + _article(_image(600, 400)),
            note="the picture for sharing is large",
        ),
        Passes(_article(f'[{_image(600, 400)}, "/b.jpg"]'), note="the size of another one is not said"),
        Inapplicable('<meta property="og:image:width" content="600"><p>Text</p>'),
    ],
)
def image_discover_small(
    page: PageView, *, minimum_width: int = 1_200, minimum_pixels: int = 300_000
) -> Iterator[Evidence]:
    """Yield the page where every stated size of its pictures is too small."""
    social = dict(page.facts.open_graph)
    sizes = [(_number(social.get("og:image:width", "")), _number(social.get("og:image:height", "")))]
    images = [image for item in page.structured_data.of(*_ARTICLES) for image in item.items("image")]
    if any(isinstance(one, str) for item in page.structured_data.of(*_ARTICLES) for one in item.values("image")):
        images = []  # addresses alone tell no size
        if not sizes[0][0]:
            return
    stated = [(_number(image.text("width")), _number(image.text("height"))) for image in images]
    if any(not width for width, _ in stated):
        return
    known = [(width, height) for width, height in (*sizes, *stated) if width]
    if known and all(_is_small(size, minimum_width, minimum_pixels) for size in known):
        width, height = max(known)
        said = f"{width} by {height} pixels" if height else f"{width} pixels wide"
        yield page.evidence(None, f"The article's picture is {said}.", facts={"width": width, "height": height})


def _is_small(size: tuple[int, int], minimum_width: int, minimum_pixels: int) -> bool:
    width, height = size
    return width < minimum_width or (height > 0 and width * height <= minimum_pixels)


def _number(text: str) -> int:
    found = _NUMBER.match(text.strip())
    return int(found[0]) if found else 0
