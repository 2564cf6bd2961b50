"""Pages whose HTML takes long to arrive."""

from collections.abc import Iterator

from audits.rule import (
    Answer,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.server_speed import MINIMUM_PAGES, SLOW_TTFB_MS, slow_templates, times_at_rest
from audits.site import SiteView
from store.model import Outcome


@site_rule(
    id="perf-slow-page",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:ttfb"],
    title="Page takes long to arrive",
    message="The HTML of the page took long to arrive.",
    why="Visitors look at an empty screen all that time. It was measured once, so it may have been chance.",
    fix="Open the page yourself; if it is slow again, tell the operator of the server.",
    fix_developer="Cache the finished page, compress it, and page long lists.",
    owner=Owner.SERVER,
    settings={"slow_ms": "milliseconds to the last byte above which a page is slow"},
    examples=[
        Reviews({"/": Answer(html="<p>Cats</p>", ttfb_ms=2991.0)}, at=["/"], note="10 ms to fetch"),
        Passes({"/": Answer(html="<p>Cats</p>", ttfb_ms=2990.0)}),
        Passes(
            {"/": Answer(html="<p>Cats</p>", ttfb_ms=9000.0)},
            probes=({"kind": "first-byte", "url": "/", "status": 200, "data": {"ttfb_ms": [90.0, 80.0, 70.0]}},),
            note="slow only while it was crawled",
        ),
        Passes(
            {"/": Answer(html="<p>Cats</p>", ttfb_ms=9000.0)},
            probes=({"kind": "first-byte", "url": "/", "status": 200, "data": {"ttfb_ms": [900.0, 950.0, 990.0]}},),
            note="told with what was measured at rest",
        ),
        Passes(
            {
                "/": Answer(html="".join(f"<a href=/c/{n}>{n}</a>" for n in "abcd"), ttfb_ms=100.0),
                **{f"/c/{n}": Answer(html=f"<main><h1>Cat {n}</h1></main>", ttfb_ms=3001.0) for n in "abcd"},
            },
            note="the server begins late for all pages of this kind, which is told of the kind",
        ),
    ],
)
def perf_slow_page(site: SiteView, *, slow_ms: float = 3000.0) -> Iterator[Evidence]:
    """Yield each page whose one fetch was slow, for review, unless its whole template waits for the server."""
    told: set[int | None] = set(slow_templates(site, SLOW_TTFB_MS, MINIMUM_PAGES))
    for url in times_at_rest(site):  # slow then too, it is told of the kind; else it was the crawl that was felt
        if (measured := site.page(url)) is not None:
            told.add(measured.template_id)
    for page in site.content:
        first = page.ttfb_ms or 0.0
        total = first + (page.download_ms or 0.0)
        if total > slow_ms and page.template_id not in told:
            message = f"The HTML took {total / 1000:.1f} s, {first / 1000:.1f} s of them until the first byte."
            yield site.evidence(page.url, message, facts={"total_ms": round(total)}, outcome=Outcome.REVIEW)
