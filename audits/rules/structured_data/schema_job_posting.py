"""Job markup without what Google requires of it."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.rich_result_types import rich_result

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_REQUIRED = rich_result("Job posting").required


@page_rule(
    id="schema-job-posting",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:job-posting", "schema.org/JobPosting"],
    title="Job markup lacks what Google requires",
    message="The job markup lacks required properties.",
    why="Google shows the vacancy among jobs only where all required properties are given.",
    fix="Fill in the missing field of the vacancy.",
    fix_developer="Give `JobPosting` `title`, `description`, `datePosted`, `hiringOrganization`.",
    applies=lambda page: page.is_content and bool(page.structured_data.main("JobPosting")),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "JobPosting", "title": "Cat sitter", "description": "Sit", '
            '"datePosted": "2026-01-01", "jobLocation": {"@type": "Place", "name": "Kent"}}</script>',
            at=["script"],
        ),
        Passes(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "JobPosting", "title": "Cat sitter", "description": "Sit", '
            '"datePosted": "2026-01-01", "hiringOrganization": "Cats Ltd", '
            '"jobLocation": {"@type": "Place", "name": "Kent"}}</script>'
        ),
        Fails(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "JobPosting", "title": "Cat sitter", "description": "Sit", '
            '"datePosted": "2026-01-01", "hiringOrganization": "Cats Ltd"}</script>',
            at=["script"],
            note="nowhere",
        ),
        Passes(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "JobPosting", "title": "Cat sitter", "description": "Sit", '
            '"datePosted": "2026-01-01", "hiringOrganization": "Cats Ltd", '
            '"jobLocationType": "TELECOMMUTE"}</script>',
            note="from anywhere",
        ),
        Fails(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "JobPosting", "title": "Cat sitter", "description": "Sit", "validThrough": "2025-11-30T10:00", '
            '"datePosted": "2025-10-01", "hiringOrganization": "Cats Ltd", "jobLocation": "Kent"}</script>',
            at=["script"],
            note="it has ended",
        ),
        Passes(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "JobPosting", "title": "Cat sitter", "description": "Sit", "validThrough": "2025-12-31", '
            '"datePosted": "2025-10-01", "hiringOrganization": "Cats Ltd", "jobLocation": "Kent"}</script>',
            note="it ends today somewhere",
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_job_posting(page: PageView) -> Iterator[Evidence]:
    """Yield each vacancy that lacks something required, and each that has ended and is still shown."""
    for item in page.structured_data.main("JobPosting"):
        missing = item.lacking(_REQUIRED, page.structured_data.follow)
        if item.text("jobLocationType").upper() == "TELECOMMUTE":
            missing = [name for name in missing if not name.startswith("jobLocation")]
        if missing:
            message = f"The job has no {', '.join(missing)}."
            yield page.evidence(item.element, message, facts={"missing": missing})
        ended = item.text("validThrough")
        if _DAY.match(ended) and page.site.compare_day(ended[:10], -1) < 0:
            message = f"The vacancy ended on {ended[:10]}, and the page still offers it."
            yield page.evidence(
                item.element, message, severity=Severity.HIGH, group="ended", facts={"validThrough": ended[:30]}
            )
