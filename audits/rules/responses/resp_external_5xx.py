"""Links to pages of other sites that end in a server error."""

from collections.abc import Iterator

from audits.linking import told_by_links
from audits.rule import (
    Answer,
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
from store.model import LinkState, Outcome


@site_rule(
    id="resp-external-5xx",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9110"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link to another site ends in a server error",
    message="This page links to a page of another site that answered with a server error.",
    why="If the error stays, visitors who follow the link get nothing.",
    fix="Open the link in some days. If it still fails, link elsewhere.",
    examples=[
        Reviews(
            {"/": '<a href="https://other.example/x">X</a>'},
            at=["https://other.example/x"],
            targets={"https://other.example/x": Answer(status=500)},
        ),
        Passes(
            {"/": '<a href="https://other.example/x">X</a>'}, targets={"https://other.example/x": Answer(status=404)}
        ),
        Passes(
            {"/": '<a href="https://other.example/x">X</a>'}, targets={"https://other.example/x": Answer(status=999)}
        ),
    ],
)
def resp_external_5xx(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to a failing page elsewhere."""
    for target in site.targets.values():
        if target.state is LinkState.FLAKY and target.status >= 500 and not site.is_internal(target.url):
            message = f"The linked address {target.url} answered {target.status}."
            yield from told_by_links(site, target.url, message, facts={"status": target.status}, outcome=Outcome.REVIEW)
