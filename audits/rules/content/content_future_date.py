"""Pages that say they appear in the future."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@page_rule(
    id="content-future-date",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:publication-dates"],
    title="Page is dated in the future",
    message="The markup says that the page is published on a day that has not come.",
    why="Google distrusts such dates and may show none.",
    fix="Correct the date of the page.",
    fix_developer="Print the real date of publication; check the time zone of the server.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"days": "days that a date may lie ahead"},
    applies=lambda page: page.is_content and any(item.has("datePublished") for item in page.structured_data.items),
    examples=[
        Fails(
            '<script type="application/ld+json">'
            '{"@context": "https://schema.org", "@type": "Article", "datePublished": "2026-01-03"}</script>',
            at=["script"],
        ),
        Passes(
            '<script type="application/ld+json">'
            '{"@context": "https://schema.org", "@type": "Article", "datePublished": "2026-01-02"}</script>',
            note="tomorrow is today somewhere",
        ),
        Inapplicable("<p>Text</p>"),
    ],
)
def content_future_date(page: PageView, *, days: int = 1) -> Iterator[Evidence]:
    """Yield each item that is published later than now and the days allowed."""
    for item in page.structured_data.items:
        found = _DAY.match(item.text("datePublished"))
        if found and item.is_a("CreativeWork") and page.site.compare_day(found[0], days) > 0:
            yield page.evidence(item.element, f"datePublished is {found[0]}.", facts={"date": found[0]})
