"""Images that are heavier than most need to be."""

from collections.abc import Iterator

from audits.assets import IMAGE_KINDS, asset_uses
from audits.measured import is_told_by_pixels
from audits.rule import Answer, Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import LinkState, Target

_MANY_PAGES = 10
"""Pages that use an image from which it is a cause of its own."""


@site_rule(
    id="image-over-100kb",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:choose-the-right-image-format"],
    title="Images are heavy",
    message="An image is heavy.",
    why="Heavy images make pages slow, above all on phones; most pictures need less than 100 KB.",
    fix="Save the picture in the size in which it is shown, as WebP or AVIF, and upload it again.",
    fix_developer="Offer resized versions in `srcset`, as AVIF or WebP, and compress them when they are uploaded.",
    owner=Owner.CONTENT,
    settings={
        "minimum_bytes": "size in bytes above which an image is heavy",
        "maximum_bytes": "size in bytes from which image-over-1mb speaks instead",
    },
    examples=[
        Fails(
            {"/": "<img src=/a.png alt=A>"},
            at=["/"],
            targets={"/a.png": Answer(content_type="image/png", size_bytes=100_001)},
        ),
        Fails(
            {f"/{n}": "<img src=/logo.png alt=A>" for n in range(10)},
            at=["/logo.png"],
            targets={"/logo.png": Answer(content_type="image/png", size_bytes=200_000)},
            note="a logo is one cause, however many pages show it",
        ),
        Passes(
            {"/": "<img src=/a.png alt=A>"},
            targets={"/a.png": Answer(content_type="image/png", size_bytes=100_000)},
        ),
        Passes(
            {"/": "<img src=/a.png alt=A>"},
            targets={"/a.png": Answer(content_type="image/png", size_bytes=1_000_000)},
            note="a finding of its own",
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
            targets={"/a.png": Answer(content_type="image/png", size_bytes=150000)},
            probes=(
                {
                    "kind": "asset",
                    "url": "/a.png",
                    "status": 206,
                    "data": {"format": "png", "bytes": 150000, "width": 99, "height": 99},
                },
            ),
            note="told with the exact saving",
        ),
    ],
)
def image_over_100kb(
    site: SiteView, *, minimum_bytes: int = 100_000, maximum_bytes: int = 1_000_000
) -> Iterator[Evidence]:
    """Yield each page that uses such an image; one of many pages is a cause of its own, all others are one together."""

    def is_heavy(image: Target) -> bool:
        size = image.size_bytes or 0
        is_heavy = image.state is LinkState.OK and minimum_bytes < size < maximum_bytes
        return is_heavy and not _is_told(site, image.url)

    for image, uses in asset_uses(site, IMAGE_KINDS, is_heavy):
        message = f"The image {image.url} weighs {(image.size_bytes or 0) / 1000:,.0f} KB."
        # Work for a person who goes through the folder of images, but a logo is mended by itself.
        cause = {"target": image.url} if len(uses) >= _MANY_PAGES else {"group": "images of few pages"}
        for use in uses:
            facts = {"bytes": image.size_bytes, "image": image.url}
            yield site.evidence(use.source, message, line=use.line, facts=facts, **cause)


def _is_told(site: SiteView, url: str) -> bool:
    """Whether another rule tells of the image with the exact saving, or with its cost in time."""
    return url in site.facts.lcp_images or is_told_by_pixels(site, url)
