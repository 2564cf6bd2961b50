"""Kinds of pages for which the server takes long to begin."""

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
from audits.server_speed import MINIMUM_PAGES, SLOW_TTFB_MS, pages_by_template, slow_templates
from audits.site import SiteView
from store.model import Outcome


@site_rule(
    id="perf-ttfb",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:ttfb"],
    title="Server takes long to begin its answer",
    message="The server may take too long before the first byte of these pages.",
    why="Nothing can appear before the first byte; the crawl may itself have slowed the server, so measure again.",
    fix="Tell the operator of the server which pages are slow.",
    fix_developer="Cache the finished page, and look for slow database queries behind this template.",
    owner=Owner.SERVER,
    settings={
        "slow_ms": "milliseconds to the first byte above which a page is slow",
        "minimum_pages": "pages of a template whose median is taken",
    },
    examples=[
        Reviews(
            {
                "/": Answer(html="".join(f"<a href=/c/{n}>{n}</a>" for n in "abcd"), ttfb_ms=100.0),
                **{f"/c/{n}": Answer(html=f"<main><h1>Cat {n}</h1></main>", ttfb_ms=801.0) for n in "abcd"},
            },
            at=["/c/a", "/c/b", "/c/c", "/c/d"],
        ),
        Passes(
            {
                "/": Answer(html="".join(f"<a href=/c/{n}>{n}</a>" for n in "abcd"), ttfb_ms=100.0),
                **{f"/c/{n}": Answer(html=f"<main><h1>Cat {n}</h1></main>", ttfb_ms=800.0) for n in "abcd"},
            }
        ),
        Passes({"/": Answer(html="<p>Cats</p>", ttfb_ms=5000.0)}, note="one slow answer proves nothing"),
        Passes(
            {
                "/": Answer(html="".join(f"<a href=/c/{n}>{n}</a>" for n in "abcd"), ttfb_ms=100.0),
                **{f"/c/{n}": Answer(html=f"<main><h1>Cat {n}</h1></main>", ttfb_ms=90.0) for n in "abc"},
                "/c/d": Answer(html="<main><h1>Cat d</h1></main>", ttfb_ms=2000.0),
            },
            note="most of its siblings are quick",
        ),
    ],
)
def perf_ttfb(
    site: SiteView, *, slow_ms: float = SLOW_TTFB_MS, minimum_pages: int = MINIMUM_PAGES
) -> Iterator[Evidence]:
    """Yield the slow pages of each template whose median is slow; a template is one cause."""
    groups = pages_by_template(site)
    for number, middle in slow_templates(site, slow_ms, minimum_pages).items():
        pages = groups[number]
        template = site.template(number)
        name = template.name if template else str(number)
        for page in pages:
            if (page.ttfb_ms or 0.0) > slow_ms:
                message = (
                    f"First byte after {page.ttfb_ms:.0f} ms; the median of {len(pages)} such pages is {middle:.0f} ms."
                )
                facts = {"ttfb_ms": round(page.ttfb_ms or 0.0), "median_ms": round(middle)}
                yield site.evidence(page.url, message, outcome=Outcome.REVIEW, group=name, facts=facts)
