"""Images in formats that Google does not index and most browsers do not show."""

from collections.abc import Iterator

from audits.assets import asset_uses
from audits.rule import Answer, Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import LinkKind, LinkState, Target

_UNSUPPORTED = frozenset(
    "image/tiff image/heic image/heif image/heic-sequence image/heif-sequence image/jxl image/jp2 image/jpx image/jpm "
    "image/jxr image/vnd.ms-photo image/vnd.adobe.photoshop image/x-photoshop image/x-tiff image/x-tga image/x-xbitmap "
    "image/x-portable-pixmap image/x-icns image/x-pict image/x-raw image/x-adobe-dng".split()
)
_PAGE = {"/": '<img src="/a" alt="A">'}


@site_rule(
    id="image-unsupported-format",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:google-images"],
    title="Image is in a format that few can show",
    message="An image is in a format that Google does not index.",
    why="Google indexes BMP, GIF, JPEG, PNG, WebP, SVG and AVIF. Most browsers show a gap for other formats.",
    fix="Save the picture as WebP, AVIF, JPEG or PNG, and upload it again.",
    fix_developer="Convert uploads; other formats may stand in a `source` of a `picture` only.",
    owner=Owner.CONTENT,
    examples=[
        Fails(_PAGE, at=["/a"], targets={"/a": Answer(content_type="image/tiff", size_bytes=900)}),
        Fails(_PAGE, at=["/a"], targets={"/a": Answer(content_type="image/heic", size_bytes=900)}),
        *(
            Passes(_PAGE, targets={"/a": Answer(content_type=kind, size_bytes=900)})
            for kind in ("image/avif", "image/svg+xml", "image/jpg", "image/x-icon", "application/octet-stream")
        ),
        Passes(_PAGE, targets={"/a": Answer(status=404, content_type="image/tiff")}, note="it is gone"),
        Passes(
            {"/": '<picture><source srcset="/a" type="image/jxl"><img src="/b.jpg" alt="A"></picture>'},
            targets={"/a": Answer(content_type="image/jxl"), "/b.jpg": Answer(content_type="image/jpeg")},
            note="browsers choose what they know",
        ),
        Passes(
            {"/": '<a href="/a">The scan</a>'}, targets={"/a": Answer(content_type="image/tiff")}, note="a download"
        ),
    ],
)
def image_unsupported_format(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that shows such an image; an image is one cause however many pages show it."""

    def is_unsupported(image: Target) -> bool:
        return image.state in (LinkState.OK, LinkState.REDIRECT) and image.content_type in _UNSUPPORTED

    for image, uses in asset_uses(site, (LinkKind.IMAGE,), is_unsupported):
        message = f"The image {image.url} is sent as {image.content_type}."
        for use in uses:
            facts = {"content_type": image.content_type}
            yield site.evidence(use.source, message, target=image.url, line=use.line, facts=facts)
