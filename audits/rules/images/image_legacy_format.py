"""Photographs in an old format that a modern one would make smaller."""

import re
from collections.abc import Iterator

from audits.assets import asset_uses
from audits.image_names import stem_of
from audits.measured import is_told_by_pixels
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import LinkKind, LinkState, Target
from store.urls import split

_OLD = frozenset({"image/jpeg", "image/jpg", "image/pjpeg", "image/png", "image/x-png"})
_MODERN = re.compile(r"\.(?:webp|avif)(?:$|[?#&])", re.IGNORECASE)
_CHOSEN = re.compile(r"(?:auto=(?:format|webp|avif)|f(?:ormat|m)?[=_-](?:auto|webp|avif)|f_auto)", re.IGNORECASE)
_SIZE = re.compile(r"[-_@](?:\d+x\d*|\d*x\d+|\d+w|[123]x|scaled)$")
_PAGE = {"/": '<img src="/a.jpg" alt="A">'}


@site_rule(
    id="image-legacy-format",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:choose-the-right-image-format"],
    title="Images are offered in an old format only",
    message="An image is offered as JPEG or PNG only.",
    why="WebP and AVIF show the same picture with a quarter to a half fewer bytes, and all browsers in use know them.",
    fix="Ask the developer whether the site can make WebP or AVIF of uploaded pictures.",
    fix_developer="Offer AVIF or WebP in a `picture`, or choose the format by the `Accept` header.",
    effort=Effort.SITE,
    settings={
        "minimum_bytes": "size in bytes above which a modern format pays",
        "maximum_bytes": "size in bytes above which image-over-100kb speaks instead",
    },
    examples=[
        Fails(_PAGE, at=["/"], targets={"/a.jpg": Answer(content_type="image/jpeg", size_bytes=50_001)}),
        Fails(_PAGE, at=["/"], targets={"/a.jpg": Answer(content_type="image/png", size_bytes=100_000)}),
        Passes(_PAGE, targets={"/a.jpg": Answer(content_type="image/jpeg", size_bytes=50_000)}),
        Passes(_PAGE, targets={"/a.jpg": Answer(content_type="image/jpeg", size_bytes=100_001)}, note="told as heavy"),
        Passes(_PAGE, targets={"/a.jpg": Answer(content_type="image/webp", size_bytes=60_000)}),
        Passes(
            _PAGE,
            targets={
                "/a.jpg": Answer(
                    content_type="image/jpeg", size_bytes=60_000, headers={"vary": "Accept-Encoding, Accept"}
                )
            },
            note="the server chooses by browser",
        ),
        Passes(
            {"/": '<picture><source srcset="/m/a-800w.avif"><img src="/a.jpg" alt="A"></picture>'},
            targets={"/a.jpg": Answer(content_type="image/jpeg", size_bytes=60_000)},
            note="offered as AVIF too",
        ),
        Passes(
            {"/": '<img src="/a.jpg?auto=format" alt="A">'},
            targets={"/a.jpg?auto=format": Answer(content_type="image/jpeg", size_bytes=60_000)},
            note="the store of images chooses",
        ),
        Passes(
            _PAGE,
            targets={"/a.jpg": Answer(content_type="image/jpeg", size_bytes=60_000)},
            probes=({"kind": "image-format", "url": "/a.jpg", "status": 200, "data": {"type": "image/avif"}},),
            note="the server has AVIF for browsers that know it",
        ),
    ],
)
def image_legacy_format(
    site: SiteView, *, minimum_bytes: int = 50_000, maximum_bytes: int = 100_000
) -> Iterator[Evidence]:
    """Yield each page that shows such an image; all are one cause, for the format is chosen by the site's machinery.

    Heavier ones, and those too heavy for their pixels, are told elsewhere with the advice to save them as WebP or AVIF.
    """
    modern = {_plain(url) for url in site.urls.values() if _MODERN.search(url)}
    offered = {
        one.url for one in site.probes_of("image-format") if one.data.get("type") in ("image/avif", "image/webp")
    }
    hosts = {split(url).netloc for url in offered}  # one that chooses for some images chooses for all

    def is_old(image: Target) -> bool:
        if image.state is not LinkState.OK or image.content_type not in _OLD or _CHOSEN.search(image.url):
            return False
        vary = {token.strip().lower() for name, value in image.headers if name == "vary" for token in value.split(",")}
        is_between = minimum_bytes < (image.size_bytes or 0) <= maximum_bytes
        is_known = split(image.url).netloc in hosts or image.url in site.facts.lcp_images
        if not is_between or is_known or is_told_by_pixels(site, image.url):
            return False
        return "accept" not in vary and _plain(image.url) not in modern

    for image, uses in asset_uses(site, (LinkKind.IMAGE,), is_old):
        kind = image.content_type.removeprefix("image/").removeprefix("x-").upper()
        message = f"The image {image.url} is a {kind} of {(image.size_bytes or 0) / 1000:,.0f} KB."
        for use in uses:
            facts = {"bytes": image.size_bytes, "image": image.url}
            yield site.evidence(use.source, message, line=use.line, facts=facts, group="images in old formats")


def _plain(url: str) -> str:
    """The file's stem without what only says its size, and without a second extension."""
    stem = stem_of(url)
    for ending in (".jpg", ".jpeg", ".png"):
        stem = stem.removesuffix(ending)
    return _SIZE.sub("", stem)
