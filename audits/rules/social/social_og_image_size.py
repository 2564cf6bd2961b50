"""Pictures for sharing that are too small or too heavy."""

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


def _number(page: PageView, name: str) -> int:
    value = next((value.strip() for key, value in page.facts.open_graph if key == name), "")
    return int(value) if value.isascii() and value.isdigit() else 0


@page_rule(
    id="social-og-image-size",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.STANDARD,
    refs=["https://developers.facebook.com/docs/sharing/webmasters/images/"],
    title="Picture for sharing is too small or too heavy",
    message="The og:image is smaller than recommended, or too heavy.",
    why="Small pictures are shown as a thumbnail beside the text or not at all; heavy ones are left out.",
    fix="Choose a picture of at least 1200 × 630 pixels.",
    fix_developer=(
        "Cut the picture to 1200 × 630 pixels, under 8 MB, and say so in `og:image:width` and `og:image:height`."
    ),
    settings={
        "least_px": "pixels of width and height below which the picture is not shown",
        "good_width_px": "pixels of width that are recommended",
        "good_height_px": "pixels of height that are recommended",
        "most_bytes": "bytes above which the picture is not loaded",
    },
    applies=lambda page: page.is_indexable and any(name == "og:image" for name, _ in page.facts.open_graph),
    examples=[
        Fails(
            '<meta property="og:image" content="https://example.com/a.png"><meta property="og:image:width" content="9">'
            '<meta property="og:image:height" content="400">',
            at=['meta[property="og:image"]'],
        ),
        Fails(
            '<meta property="og:image" content="https://example.com/a.png">'
            '<meta property="og:image:width" content="800">'
            '<meta property="og:image:height" content="640">',
            at=['meta[property="og:image"]'],
        ),
        Fails(
            '<meta property="og:image" content="https://example.com/a.png"><meta property="og:image:width" '
            'content="1300"><meta property="og:image:height" content="600">',
            at=['meta[property="og:image"]'],
        ),
        Fails(
            '<meta property="og:image" content="https://example.com/a.png">',
            at=["meta"],
            targets={"https://example.com/a.png": Answer(content_type="image/png", size_bytes=9_000_000)},
        ),
        Passes(
            '<meta property="og:image" content="https://example.com/a.png"><meta property="og:image:width" '
            'content="1200"><meta property="og:image:height" content="630">',
            targets={"https://example.com/a.png": Answer(content_type="image/png", size_bytes=90_000)},
        ),
        Passes('<meta property="og:image" content="https://example.com/a.png">', note="the size is not said"),
        Passes(
            '<meta property="og:image" content="https://example.com/a.png">'
            '<meta property="og:image:width" content="auto">'
        ),
        Inapplicable("<title>Cats</title>"),
    ],
)
def social_og_image_size(
    page: PageView,
    *,
    least_px: int = 200,
    good_width_px: int = 1200,
    good_height_px: int = 630,
    most_bytes: int = 8_000_000,
) -> Iterator[Evidence]:
    """Yield the first picture for sharing with what is wrong with its size."""
    width, height = _number(page, "og:image:width"), _number(page, "og:image:height")
    raw = next(value for name, value in page.facts.open_graph if name == "og:image")
    url = page.normal(raw)
    target = page.target(url) if url else None
    size = (target.size_bytes or 0) if target is not None else 0
    message, certainty = "", None
    if size > most_bytes:
        message = f"The picture for sharing has {size / 1e6:.1f} MB; up to {most_bytes / 1e6:g} MB are loaded."
    elif width and height and min(width, height) < least_px:
        message = f"The picture for sharing is {width} × {height} pixels; {least_px} × {least_px} are the least."
        certainty = Certainty.DEFECT
    elif width and height and (width < good_width_px or height < good_height_px):
        message = f"The picture for sharing is {width} × {height} pixels; {good_width_px} × {good_height_px} are good."
    if message:
        facts = {"width": width, "height": height, "bytes": size}
        element = page.select_one('meta[property="og:image" i]')
        yield page.evidence(element, message, target=url or "", certainty=certainty, facts=facts)
