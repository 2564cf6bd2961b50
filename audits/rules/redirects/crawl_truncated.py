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

_LIMITS = (Skip.DEPTH, Skip.PAGES, Skip.TIME, Skip.BYTES, Skip.ERRORS, Skip.STOPPED)


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
        Passes({"/": "<p>A</p>"}),
    ],
)
def crawl_truncated(site: SiteView) -> Iterator[Evidence]:
    """Yield one piece of evidence for the site, with what was left by limit."""
    if not site.is_truncated:
        return
    left = {reason.value: site.skip_counts[reason] for reason in _LIMITS if site.skip_counts.get(reason)}
    words = ", ".join(f"{count} by the limit of {reason}" for reason, count in left.items())
    message = f"The crawl stopped before the end: {sum(left.values())} known addresses are unseen ({words})."
    if not left:
        message = "The crawl stopped before the end, so some known addresses are unseen."
    yield site.evidence(site.start_url, message, facts=left, outcome=Outcome.REVIEW)
