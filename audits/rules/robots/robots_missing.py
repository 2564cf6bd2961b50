"""A site without robots.txt."""

from collections.abc import Iterator

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
from store.model import Outcome


@site_rule(
    id="robots-missing",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:robots-txt-spec", "rfc:9309"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Site has no robots.txt",
    message="The site has no robots.txt.",
    why="That is allowed, and means that bots may read everything; only closing or listing something needs a file.",
    fix="Nothing has to be mended.",
    examples=[
        Reviews({"/": "<p>A</p>"}, at=["/robots.txt"]),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nAllow: /"),
        Passes({"/": "<p>A</p>"}, robots=Answer(status=500), note="told as unreadable"),
    ],
)
def robots_missing(site: SiteView) -> Iterator[Evidence]:
    """Yield the address of each missing file."""
    for probe in site.probes_of("robots"):
        if probe.status in (404, 410):
            message = f"{probe.url} answers {probe.status}, which means that there are no rules."
            yield Evidence(message, probe.url, target=probe.url, outcome=Outcome.REVIEW)
