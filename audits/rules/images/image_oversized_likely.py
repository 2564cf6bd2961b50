"""Images that have many more pixels than the markup gives them room for."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from audits.savings import saving_facts, size_words
from store.document import Element
from store.model import ArtifactKind

_RATIO = 1.75  # of the phone that Lighthouse plays
_PAGE = '<img src="/a.jpg" alt="A" width="400" height="300">'


def _read(width: int, size: int) -> dict[str, object]:
    return {"assets": {"https://example.com/a.jpg": {"width": width, "height": width, "bytes": size}}}


@page_rule(
    id="image-oversized-likely",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["web.dev:serve-responsive-images"],
    title="Image may be sent larger than it is shown",
    message="An image has many more pixels than its `width` asks for.",
    why="Visitors wait and pay for pixels that they never see.",
    fix="Look how large the picture is shown, and upload it in about that size.",
    fix_developer="Offer several widths in `srcset` with `sizes`.",
    settings={"minimum_waste": "bytes that a fitting image would save, above which it is told"},
    applies=lambda page: (
        page.is_content
        and bool(page.site.assets)
        and page.facts.images > 0
        and page.page.template_id not in page.site.measured_templates
        and ArtifactKind.RENDERED not in page.artifacts
    ),
    examples=[
        Reviews(_PAGE, at=["img"], site_options=_read(1_400, 90_000)),
        Passes(_PAGE, site_options=_read(700, 90_000), note="made for sharp screens"),
        Passes(_PAGE, site_options=_read(1_400, 5_461), note="saves little"),
        Passes('<img src="/a.jpg" alt="A">', site_options=_read(1_400, 90_000), note="no width is said"),
        Passes('<img src="/a.jpg" alt="A" width="100%">', site_options=_read(1_400, 90_000)),
        Passes(
            '<img src="/a.jpg" srcset="/b.jpg 400w" alt="A" width="400">',
            site_options=_read(1_400, 90_000),
            note="the browser chooses",
        ),
        Inapplicable(_PAGE, note="nothing was read"),
    ],
)
def image_oversized_likely(page: PageView, *, minimum_waste: int = 4_096) -> Iterator[Evidence]:
    """Yield each file once, where it stands largest; a style sheet may show it otherwise, so a person must look.

    An image with `srcset` and `sizes` is left out: which of its files the browser takes is not known here.
    """
    widest: dict[str, tuple[int, Element]] = {}
    for image in page.select("img[src][width]:not([srcset])"):
        said = (image.attr("width") or "").strip().removesuffix("px")
        address = page.normal(image.attr("src") or "")
        if address is not None and address in page.site.assets and said.isdigit() and image.closest("picture") is None:
            widest[address] = max(widest.get(address, (0, image)), (int(said), image), key=lambda pair: pair[0])
    for address, (width, image) in widest.items():
        data = page.site.assets[address]
        natural, size = int(data.get("width") or 0), int(data.get("bytes") or 0)
        scale = natural / (width * _RATIO) if width > 1 else 0.0
        waste = round(size * (1 - 1 / scale**2)) if scale > 1 else 0
        if waste > minimum_waste:
            message = (
                f"The image is {natural:,} pixels wide and its `width` is {width}; a fitting one may save "
                f"{size_words(waste)}."
            )
            yield page.review(image, message, facts=saving_facts(address, waste))
