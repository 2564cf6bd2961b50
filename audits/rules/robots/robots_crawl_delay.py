"""A robots.txt that asks bots to wait."""

from collections.abc import Iterator

from audits.robots_text import robots_of
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
from store.model import Outcome


@site_rule(
    id="robots-crawl-delay",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-txt-spec"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt asks bots to wait between visits",
    message="The robots.txt has a `Crawl-delay`.",
    why="Google ignores it. Bing and others obey, so a long delay may keep pages out of their index.",
    fix="Nothing has to be mended if the delay is meant.",
    examples=[
        Reviews({"/": "<p>A</p>"}, at=["/robots.txt"], robots="User-agent: *\nCrawl-delay: 10"),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nDisallow: /a"),
    ],
)
def robots_crawl_delay(site: SiteView) -> Iterator[Evidence]:
    """Yield the first such line of each file."""
    for probe in site.probes_of("robots"):
        file = robots_of(site).file(probe.url)
        lines = [line for line in file.lines if line.key == "crawl-delay"] if file else []
        if lines:
            message = f"Line {lines[0].number} of {probe.url} asks bots to wait {lines[0].value[:20]} seconds."
            facts = {"delay": lines[0].value[:20], "lines": len(lines)}
            yield Evidence(
                message, probe.url, line=lines[0].number, target=probe.url, facts=facts, outcome=Outcome.REVIEW
            )
