"""A crawl that ended before it had seen the whole site."""

from collections.abc import Iterator

from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome, Skip

LIMITS = {
    Skip.DEPTH: "by the limit of depth",
    Skip.PAGES: "by the limit of pages",
    Skip.TIME: "by the limit of time",
    Skip.BYTES: "by the limit of bytes",
    Skip.ERRORS: "because too many requests failed",
    Skip.STOPPED: "because the run was stopped",
}
"""What ends a crawl early; other reasons leave out single addresses."""


@site_rule(
    id="crawl-truncated",
    category=Category.LINKS,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:large-site-managing-crawl-budget"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Crawl did not see the whole site",
    message="The crawl stopped at a limit while there were addresses left.",
    why="Numbers in this report speak of the part that was seen; other pages may have other defects.",
    fix="Raise the limit that is named and run again, if the rest of the site matters.",
    examples=[
        Reviews({"/": "<p>A</p>"}, at=["/"], site_options={"is_truncated": True}),
        Reviews(
            {"/": "<p>A</p>"},
            at=["/"],
            site_options={"is_truncated": True, "skip_counts": {"pages": 1_200, "scope": 7, "stopped": 1}},
        ),
        Passes({"/": "<p>A</p>"}),
    ],
)
def crawl_truncated(site: SiteView) -> Iterator[Evidence]:
    """Yield one piece of evidence for the site, with what was left by limit."""
    if not site.is_truncated:
        return
    left = {reason: site.skip_counts[reason] for reason in LIMITS if site.skip_counts.get(reason)}
    words = ", ".join(f"{number:,} {LIMITS[reason]}" for reason, number in left.items())
    words = LIMITS[next(iter(left))] if len(left) == 1 else words
    count = sum(left.values())
    are = "address is" if count == 1 else "addresses are"
    message = f"The crawl stopped before the end: {count:,} known {are} unseen ({words})."
    if not left:
        message = "The crawl stopped before the end, so some known addresses are unseen."
    facts = {reason.value: number for reason, number in left.items()}
    yield site.evidence(site.start_url, message, facts=facts, outcome=Outcome.REVIEW)
