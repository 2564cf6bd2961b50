"""Pictures that are too small or too heavy for a large card."""

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


def _value(page: PageView, *names: str) -> str:
    found = {name: value.strip() for name, value in reversed(page.facts.open_graph)}
    return next((found[name] for name in names if found.get(name)), "")


def _pixels(page: PageView, side: str) -> int:
    value = _value(page, f"twitter:image:{side}")
    if not value and not _value(page, "twitter:image", "twitter:image:src"):
        value = _value(page, f"og:image:{side}")
    return int(value) if value.isascii() and value.isdigit() else 0


@page_rule(
    id="social-twitter-image",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["https://developer.x.com/en/docs/x-for-websites/cards/overview/summary-card-with-large-image"],
    title="Picture is too small or too heavy for a large card",
    message="The page asks for a large card, and its picture is too small or too heavy.",
    why="X shows the card without the picture.",
    fix="Choose a picture of at least 300 × 157 pixels and at most 5 MB.",
    fix_developer="Cut the picture to size, or use the card `summary`.",
    settings={
        "least_width_px": "pixels of width that a large card needs",
        "least_height_px": "pixels of height that a large card needs",
        "most_bytes": "bytes above which the picture is not loaded",
    },
    applies=lambda page: page.is_content and _value(page, "twitter:card").lower() == "summary_large_image",
    examples=[
        Fails(
            '<meta name="twitter:card" content="summary_large_image"><meta property="og:image" content="/a.png">'
            '<meta property="og:image:width" content="200"><meta property="og:image:height" content="200">',
            at=['meta[property="og:image"]'],
        ),
        Fails(
            '<meta name="twitter:card" content="summary_large_image"><meta property="og:image" content="/a.png">'
            '<meta property="og:image:width" content="900"><meta property="og:image:height" content="100">',
            at=['meta[property="og:image"]'],
        ),
        Fails(
            '<meta name="twitter:card" content="summary_large_image"><meta name="twitter:image" content="/a.png">',
            at=['meta[name="twitter:image"]'],
            targets={"https://example.com/a.png": Answer(content_type="image/png", size_bytes=6_000_000)},
        ),
        Passes(
            '<meta name="twitter:card" content="summary_large_image"><meta name="twitter:image" content="/a.png">'
            '<meta property="og:image:width" content="100"><meta property="og:image:height" content="100">',
            targets={"https://example.com/a.png": Answer(content_type="image/png", size_bytes=60_000)},
            note="the size is that of another picture",
        ),
        Passes(
            '<meta name="twitter:card" content="summary_large_image"><meta property="og:image" content="/a.png">'
            '<meta property="og:image:width" content="300"><meta property="og:image:height" content="157">'
        ),
        Inapplicable('<meta name="twitter:card" content="summary">'),
    ],
)
def social_twitter_image(
    page: PageView, *, least_width_px: int = 300, least_height_px: int = 157, most_bytes: int = 5_000_000
) -> Iterator[Evidence]:
    """Yield the picture of a large card that X does not show."""
    url = page.normal(_value(page, "twitter:image", "twitter:image:src", "og:image"))
    target = page.target(url) if url else None
    size = (target.size_bytes or 0) if target is not None else 0
    width, height = _pixels(page, "width"), _pixels(page, "height")
    message = ""
    if size > most_bytes:
        message = f"The picture has {size / 1e6:.1f} MB; up to {most_bytes / 1e6:g} MB are loaded."
    elif width and height and (width < least_width_px or height < least_height_px):
        message = f"The picture is {width} × {height} pixels; a large card needs {least_width_px} × {least_height_px}."
    if message:
        element = page.select_one('meta[name^="twitter:image" i]') or page.select_one('meta[property="og:image" i]')
        yield page.evidence(element, message, target=url or "", facts={"width": width, "height": height, "bytes": size})
