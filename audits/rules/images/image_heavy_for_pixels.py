"""Images that weigh more than their pixels need."""

from collections.abc import Iterator

from audits.measured import image_waste, measured, pages_with, uses_of
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.savings import saving_facts, saving_words, size_words
from audits.site import SiteView

_PAGE = {"/": "<img src=/a.jpg alt=A>"}


def _read(size: int, width: int = 600, height: int = 400, kind: str = "jpeg") -> tuple[dict[str, object], ...]:
    data = {"type": f"image/{kind}", "bytes": size, "format": kind, "width": width, "height": height}
    return ({"kind": "asset", "url": "/a.jpg", "status": 206, "data": data},)


@site_rule(
    id="image-heavy-for-pixels",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:choose-the-right-image-format", "web.dev:use-imagemin-to-compress-images"],
    title="Images are heavier than their pixels need",
    message="An image weighs more than its pixels need.",
    why="The same picture with fewer bytes looks no different and arrives sooner.",
    fix="Save the picture again with stronger compression, as WebP or AVIF.",
    fix_developer="Compress images when they are uploaded: quality 75 to 85, as AVIF or WebP.",
    owner=Owner.CONTENT,
    settings={
        "many_pages": "pages of an image from which it is a cause of its own",
        "large_saving": "bytes saved from which an image is a cause of its own and weighs more",
    },
    examples=[
        Fails(_PAGE, at=["/"], probes=_read(44_097)),
        Fails(_PAGE, at=["/a.jpg"], probes=_read(340_000)),
        Fails(
            {"/": "<img src=/a.jpg alt=A><a href=/b>B</a>", "/b": "<img src=/a.jpg alt=A>"},
            at=["/a.jpg"],
            probes=_read(44_097),
            settings={"many_pages": 2},
        ),
        Passes(_PAGE, probes=_read(44_096), note="saves no more than 4 KB"),
        Passes(_PAGE, probes=_read(90_000, kind="gif"), note="a film of its own"),
        Passes(_PAGE, probes=_read(90_000, 0, 0), note="its size in pixels is not known"),
        Passes(
            _PAGE,
            probes=_read(90_000),
            site_options={"lcp_images": frozenset({"https://example.com/a.jpg"})},
            note="told with its cost in time",
        ),
        Passes({"/": "<a href=/a.jpg>The map in full</a>"}, probes=_read(90_000), note="loaded only when asked for"),
    ],
)
def image_heavy_for_pixels(site: SiteView, *, many_pages: int = 10, large_saving: int = 300_000) -> Iterator[Evidence]:
    """Yield each page with such an image; one of many pages or with a large saving is a cause of its own."""
    for url, one in measured(site).items():
        waste = image_waste(one.data)
        if not waste or url in site.facts.lcp_images:
            continue
        pages = pages_with(site, url)
        size = f"{one.data['width']:,} by {one.data['height']:,} pixels"
        message = f"The image {url} weighs {size_words(one.bytes)} for {size}; compressing saves {saving_words(waste)}."
        is_own = pages >= many_pages or waste >= large_saving
        cause = {"target": url} if is_own else {"group": "images of few pages"}
        severity = Severity.MEDIUM if waste >= large_saving else None
        facts = saving_facts(url, waste, pages)
        for use in uses_of(site, url):
            yield site.evidence(use.source, message, line=use.line, facts=facts, severity=severity, **cause)
