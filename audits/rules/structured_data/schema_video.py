"""Video markup without what Google requires of it."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.rich_result_types import rich_result

_REQUIRED = rich_result("Video").required


@page_rule(
    id="schema-video",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:appearance/structured-data/video", "schema.org/VideoObject"],
    title="Video markup lacks what Google requires",
    message="The video markup lacks required properties.",
    why="Google shows the video in results only where all required properties are given.",
    fix="Fill in title, picture and date of the video.",
    fix_developer="Give `VideoObject` `name`, `thumbnailUrl`, `uploadDate`.",
    applies=lambda page: page.is_content and bool(page.structured_data.of("VideoObject")),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "VideoObject", "name": "Cats", '
            '"thumbnailUrl": "https://example.com/t.jpg"}</script>',
            at=["script"],
        ),
        Passes(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "VideoObject", "name": "Cats", "thumbnailUrl": "https://example.com/t.jpg", '
            '"uploadDate": "2026-01-01"}</script>'
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_video(page: PageView) -> Iterator[Evidence]:
    """Yield each such item that lacks something required."""
    for item in page.structured_data.of("VideoObject"):
        missing = item.lacking(_REQUIRED, page.structured_data.follow)
        if missing:
            message = f"The video has no {', '.join(missing)}."
            yield page.evidence(item.element, message, facts={"missing": missing})
