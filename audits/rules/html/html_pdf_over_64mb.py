"""PDF files that Google reads only in part."""

from collections.abc import Iterator

from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView

_PDF = "application/pdf"


@site_rule(
    id="html-pdf-over-64mb",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:googlebot"],
    title="PDF is longer than Google reads",
    message="A PDF file is larger than 64 MB.",
    why="Googlebot reads the first 64 MB of a PDF; the pages after that cannot be found.",
    fix="Split the document, or save its pictures smaller.",
    fix_developer="Downsample images to 150 dpi and linearise the file, or publish the text as pages.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"limit_bytes": "bytes of a PDF that Google reads"},
    examples=[
        Fails({"/": "<a href=/a.pdf>A</a>", "/a.pdf": Answer(content_type=_PDF, size_bytes=64_000_001)}, at=["/a.pdf"]),
        Fails(
            {"/": "<embed src=/a.pdf>"},
            at=["/a.pdf"],
            targets={"/a.pdf": Answer(content_type=_PDF, size_bytes=80_000_000)},
        ),
        Passes({"/": "<a href=/a.pdf>A</a>", "/a.pdf": Answer(content_type=_PDF, size_bytes=64_000_000)}),
        Passes(
            {"/": "<a href=https://other.example/a.pdf>A</a>"},
            targets={"https://other.example/a.pdf": Answer(content_type=_PDF, size_bytes=80_000_000)},
            note="another site's",
        ),
        Passes({"/": "<a href=/a.zip>A</a>", "/a.zip": Answer(content_type="application/zip", size_bytes=80_000_000)}),
    ],
)
def html_pdf_over_64mb(site: SiteView, *, limit_bytes: int = 64_000_000) -> Iterator[Evidence]:
    """Yield each such file of the site once."""
    sizes: dict[str, int] = {}
    for page in site.pages:
        if page.content_type == _PDF and page.status == 200:
            sizes[page.url] = max(page.wire_bytes, page.body_bytes)
    for target in site.targets.values():
        if target.content_type == _PDF and target.status == 200 and site.is_internal(target.url):
            sizes.setdefault(target.url, target.size_bytes or 0)
    for url, size in sizes.items():
        if size > limit_bytes:
            message = f"{url} has {size / 1e6:.0f} MB; Google reads the first {limit_bytes / 1e6:g} MB."
            yield site.evidence(url, message, target=url, facts={"bytes": size})
