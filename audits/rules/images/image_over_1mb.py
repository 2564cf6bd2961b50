"""Images of a megabyte and more."""

from collections.abc import Iterator

from audits.assets import IMAGE_KINDS, asset_uses
from audits.measured import is_told_by_pixels
from audits.rule import Answer, Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import LinkState, Target


@site_rule(
    id="image-over-1mb",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:choose-the-right-image-format"],
    title="Image is larger than 1 MB",
    message="An image is very heavy.",
    why="An image of this size takes seconds to load on a phone and uses up the visitor's data.",
    fix="Save the picture in the size in which it is shown, as WebP or AVIF, and upload it again.",
    fix_developer="Offer resized versions in `srcset`, as AVIF or WebP, and compress them when they are uploaded.",
    owner=Owner.CONTENT,
    settings={"minimum_bytes": "size in bytes from which an image is far too heavy"},
    examples=[
        Fails(
            {"/": "<img src=/a.png alt=A>"},
            at=["/a.png"],
            targets={"/a.png": Answer(content_type="image/png", size_bytes=1_000_000)},
        ),
        Passes(
            {"/": "<img src=/a.png alt=A>"},
            targets={"/a.png": Answer(content_type="image/png", size_bytes=999_999)},
        ),
        Passes(
            {"/": "<img src=/a.png alt=A>"},
            targets={"/a.png": Answer(content_type="image/png")},
            note="its size is not known",
        ),
        Passes(
            {"/": "<a href=/a.png>The map in full</a>"},
            targets={"/a.png": Answer(content_type="image/png", size_bytes=2_000_000)},
            note="loaded only when asked for",
        ),
        Passes(
            {"/": "<img src=/a.png alt=A>"},
            targets={"/a.png": Answer(content_type="image/png", size_bytes=1500000)},
            probes=(
                {
                    "kind": "asset",
                    "url": "/a.png",
                    "status": 206,
                    "data": {"format": "png", "bytes": 1500000, "width": 99, "height": 99},
                },
            ),
            note="told with the exact saving",
        ),
    ],
)
def image_over_1mb(site: SiteView, *, minimum_bytes: int = 1_000_000) -> Iterator[Evidence]:
    """Yield each page that uses such an image; an image is one cause however many pages use it."""

    def is_heavy(image: Target) -> bool:
        size = image.size_bytes or 0
        return image.state is LinkState.OK and size >= minimum_bytes and not _is_told(site, image.url)

    for image, uses in asset_uses(site, IMAGE_KINDS, is_heavy):
        message = f"The image {image.url} weighs {(image.size_bytes or 0) / 1000:,.0f} KB."
        for use in uses:
            facts = {"bytes": image.size_bytes}
            yield site.evidence(use.source, message, target=image.url, line=use.line, facts=facts)


def _is_told(site: SiteView, url: str) -> bool:
    """Whether another rule tells of the image with the exact saving, or with its cost in time."""
    return url in site.facts.lcp_images or is_told_by_pixels(site, url)
