"""The addresses that are known and were not fetched, by reason."""

from collections import defaultdict
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
from audits.rules.redirects.crawl_truncated import LIMITS
from audits.site import SiteView
from store.model import Outcome, Skip
from store.urls import resolve

_WORDS = {
    Skip.ROBOTS: "forbidden by robots.txt",
    Skip.SCOPE: "on another site, or outside the scope",
    Skip.SCHEME: "neither http nor https",
    Skip.TRAP: "part of what looks like an endless series",
    Skip.EXCLUDED: "excluded by the configuration, or a link that does something",
    Skip.ACTION: "left alone while logged in, because it would log out or change something",
    Skip.TOO_LONG: "too long",
}


@site_rule(
    id="crawl-skipped",
    category=Category.LINKS,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9309"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Known addresses were not fetched",
    message="Some known addresses were not fetched.",
    why="What was not fetched was not judged; here is why each was left out.",
    fix="Read through the reasons, and change the crawl's options where a page that matters was left out.",
    examples=[
        Reviews(
            {"/": '<a href="/private/a">A</a>', "/private/a": "<p>A</p>"},
            at=["/"],
            robots="User-agent: *\nDisallow: /private/",
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": "<p>A</p>"}),
        Passes(
            {"/": "<p>A</p>"},
            site_options={"is_truncated": True, "skip_counts": {"pages": 9}},
            note="a limit that ended the crawl is told by crawl-truncated",
        ),
    ],
)
def crawl_skipped(site: SiteView) -> Iterator[Evidence]:
    """Yield one piece of evidence for each reason but the limits that ended the crawl."""
    samples: dict[Skip, list[str]] = defaultdict(list)
    for one in site.skipped:
        if len(samples[one.reason]) < 10:
            samples[one.reason].append(one.url)
    for reason, count in site.skip_counts.items():
        if count and reason not in LIMITS:
            were = "address was" if count == 1 else "addresses were"
            message = f"{count:,} known {were} not fetched: {_WORDS[reason]}."
            facts = {"reason": reason.value, "urls": count, "samples": samples[reason]}
            yield site.evidence(
                resolve("/", site.start_url) or site.start_url,
                message,
                facts=facts,
                group=reason.value,
                outcome=Outcome.REVIEW,
            )
