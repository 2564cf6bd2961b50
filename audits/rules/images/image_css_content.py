"""Pictures that are part of the content and only a background in a style."""

import re
from collections.abc import Iterator

from audits.image_names import file_name
from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from store.document import Element, text_of

_URL = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_PHOTO = re.compile(r"\.(?:jpe?g|png|webp|avif)$", re.IGNORECASE)
_ORNAMENT = re.compile(r"bg|background|pattern|texture|hero|banner|header|overlay|gradient|icon|sprite|logo|flag", re.I)
_STYLE = "background:url(/cat.jpg)"


@page_rule(
    id="image-css-content",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:google-images"],
    title="Picture is only a background",
    message="A picture of the content is only a background in a style.",
    why="Google does not index backgrounds, and screen readers say nothing of them.",
    fix="Ask the developer to show pictures that tell something as images with an alternative text.",
    fix_developer="Use `img` with `alt`, and `object-fit: cover` where the picture must fill a box.",
    applies=lambda page: page.is_content and "url(" in page.folded_markup and "background" in page.folded_markup,
    examples=[
        Reviews(f'<main><a href="/cat"><div style="{_STYLE}"></div></a></main>', at=["div"], note="the link is empty"),
        Reviews(f'<main><div role="img" aria-label="A cat" style="{_STYLE}"></div></main>', at=["div"]),
        Reviews(f'<article><figure style="{_STYLE}"><figcaption>A cat</figcaption></figure></article>', at=["figure"]),
        Passes('<main><a href="/cat"><img src="/cat.jpg" alt="A cat"></a></main><p>background url()</p>'),
        Passes(f'<main><section style="{_STYLE}"><h1>Cats</h1></section></main>', note="behind a text"),
        Passes(f'<main><div style="{_STYLE}"></div></main>', note="nothing says that it is content"),
        Passes(f'<header><a href="/cat"><div style="{_STYLE}"></div></a></header>', note="not the content"),
        Passes('<main><a href="/a"><i style="background:url(/a.svg)"></i></a></main>', note="a drawing"),
        Passes('<main><a href="/a"><i style="background:url(/icon-a.png)"></i></a></main>', note="an icon"),
        Passes(
            f'<main><a href="/cat"><div style="{_STYLE}"></div><img src="/cat.jpg" alt="A cat"></a></main>',
            note="shown as an image too",
        ),
        Inapplicable("<p>Text</p>"),
    ],
)
def image_css_content(page: PageView) -> Iterator[Evidence]:
    """Yield each element of the main part that says to be a picture and has it only in its style attribute."""
    for element in page.select('[style*="url(" i]'):
        found = _URL.search(element.attr("style") or "")
        if found is None or not _is_photo(found[1]) or not _is_content(element) or page.is_hidden(element):
            continue
        address = page.normal(found[1])
        if address is not None and not any(page.normal(one.attr("src") or "") == address for one in page.select("img")):
            yield page.review(element, f"The picture {address} is only a background.", facts={"image": address})


def _is_photo(url: str) -> bool:
    name = file_name(url)
    return bool(_PHOTO.search(name)) and not _ORNAMENT.search(name)


def _is_content(element: Element) -> bool:
    """Whether markup says that the element is a picture: by its role, as a figure, or as all that a link holds."""
    if element.closest("main, article") is None or element.closest("nav, header, footer, aside") is not None:
        return False
    if element.attr("role") == "img" or element.tag == "figure" or element.closest("figure") is not None:
        return element.select_one("img") is None
    if text_of(element):
        return False
    link = element.closest("a[href]")
    return link is not None and not text_of(link) and link.select_one("img, svg, video") is None
