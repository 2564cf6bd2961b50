"""A server that answers slower and slower while it is crawled."""

import statistics
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
    id="crawl-host-slowed",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:large-site", "web.dev:ttfb"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Server became slower while it was crawled",
    message="The server answered slower as the crawl went on.",
    why="The audit itself may have been too much for the server, so that times and errors of this run look too bad.",
    fix="Run the audit at a quieter hour or with a longer pause between requests, and compare.",
    fix_developer="Set `delay_s` or a smaller `concurrency` for the crawl, and see what the server was short of.",
    settings={
        "first_pages": "pages at the beginning that the later ones are compared with",
        "min_factor": "times by which the median time to the first byte grew",
        "min_more_ms": "milliseconds by which it grew at least",
    },
    examples=[
        Reviews({f"/{n}": Answer(f"<p>{n}</p>", ttfb_ms=100.0 if n < 100 else 400.0) for n in range(150)}, at=["/0"]),
        Passes({f"/{n}": Answer(f"<p>{n}</p>", ttfb_ms=300.0 if n < 100 else 550.0) for n in range(150)}),
        Passes(
            {f"/{n}": Answer(f"<p>{n}</p>", ttfb_ms=10.0 if n < 100 else 60.0) for n in range(150)},
            note="six times a very short time",
        ),
        Passes(
            {f"/{n}": Answer(f"<p>{n}</p>", ttfb_ms=100.0 if n < 100 else 900.0) for n in range(120)},
            note="too few pages after the first hundred",
        ),
    ],
)
def crawl_host_slowed(
    site: SiteView, *, first_pages: int = 100, min_factor: float = 2.0, min_more_ms: float = 200.0
) -> Iterator[Evidence]:
    """Yield one piece of evidence for the site."""
    timed = sorted(
        (page.fetched_at, page.id, page.ttfb_ms)
        for page in site.pages
        if page.ttfb_ms is not None and page.status == 200
    )
    first, rest = timed[: max(0, first_pages)], timed[max(0, first_pages) :]
    if not first or len(rest) < len(first) / 2:
        return
    before, after = (statistics.median(ms for _, _, ms in times) for times in (first, rest))
    if after >= min_factor * before and after - before >= min_more_ms:
        message = (
            f"The first {len(first)} pages took {before:,.0f} ms to answer (median), the later ones {after:,.0f} ms."
        )
        facts = {"before_ms": round(before), "after_ms": round(after), "pages": len(timed)}
        yield site.evidence(site.start_url, message, facts=facts, outcome=Outcome.REVIEW)
