"""Job markup without what Google requires of it."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule

_REQUIRED = ("title", "description", "datePosted", "hiringOrganization")


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
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_job_posting(page: PageView) -> Iterator[Evidence]:
    """Yield each such item that lacks something required."""
    for item in page.structured_data.main("JobPosting"):
        missing = item.missing(_REQUIRED)
        if not item.has("jobLocation") and item.text("jobLocationType") != "TELECOMMUTE":
            missing.append("jobLocation")
        if missing:
            message = f"The job has no {', '.join(missing)}."
            yield page.evidence(item.element, message, facts={"missing": missing})
