"""Kinds of pages that are much slower than the rest of the site."""

from collections import defaultdict
from collections.abc import Iterator
from statistics import median

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
from audits.site import SiteView
from store.model import Outcome, Page


def _total_ms(page: Page) -> float:
    return (page.ttfb_ms or 0.0) + (page.download_ms or 0.0)


@site_rule(
    id="perf-slow-template",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:ttfb"],
    title="One kind of page is slower than the rest",
    message="Pages of this kind take much longer than the others of the site.",
    why="One slow query or plugin may hold up every page that this template makes.",
    fix="Tell the developer which kind of page is slow.",
    fix_developer="Profile this template: look for queries in loops, and for calls to other servers.",
    owner=Owner.SERVER,
    settings={
        "times": "times the site's median from which a template's slow pages stand out",
        "minimum_pages": "pages of a template from which it is compared",
        "minimum_ms": "milliseconds below which nothing is slow",
    },
    examples=[
        Reviews(
            {
                "/": "".join(f"<a href=/c/c{n}>{n}</a><a href=/d/d{n}>{n}</a>" for n in range(30)),
                **{f"/c/c{n}": Answer(html="<main><h1>Cat</h1></main>", ttfb_ms=100.0) for n in range(30)},
                **{f"/d/d{n}": Answer(html="<ul><li><b>Dog</b></ul>", ttfb_ms=600.0) for n in range(20)},
            },
            at=[f"/d/d{n}" for n in range(20)],
        ),
        Passes(
            {
                "/": "".join(f"<a href=/c/c{n}>{n}</a><a href=/d/d{n}>{n}</a>" for n in range(30)),
                **{f"/c/c{n}": Answer(html="<main><h1>Cat</h1></main>", ttfb_ms=350.0) for n in range(30)},
                **{f"/d/d{n}": Answer(html="<ul><li><b>Dog</b></ul>", ttfb_ms=600.0) for n in range(20)},
            },
            note="not twice the usual",
        ),
        Passes(
            {
                "/": "".join(f"<a href=/c/c{n}>{n}</a><a href=/d/d{n}>{n}</a>" for n in range(30)),
                **{f"/c/c{n}": Answer(html="<main><h1>Cat</h1></main>", ttfb_ms=10.0) for n in range(30)},
                **{f"/d/d{n}": Answer(html="<ul><li><b>Dog</b></ul>", ttfb_ms=60.0) for n in range(20)},
            },
            note="both are quick",
        ),
        Passes(
            {
                "/": "".join(f"<a href=/c/c{n}>{n}</a><a href=/d/d{n}>{n}</a>" for n in range(30)),
                **{f"/c/c{n}": Answer(html="<main><h1>Cat</h1></main>", ttfb_ms=100.0) for n in range(30)},
                **{f"/d/d{n}": Answer(html="<ul><li><b>Dog</b></ul>", ttfb_ms=600.0) for n in range(6)},
            },
            note="too few to compare",
        ),
        Passes(
            {
                "/": "".join(f"<a href=/c/c{n}>{n}</a>" for n in range(30)),
                **{f"/c/c{n}": Answer(html="<main><h1>Cat</h1></main>", ttfb_ms=100.0) for n in range(24)},
                **{f"/c/c{n}": Answer(html="<main><h1>Cat</h1></main>", ttfb_ms=900.0) for n in range(24, 30)},
            },
            note="a few slow answers among quick ones",
        ),
    ],
)
def perf_slow_template(
    site: SiteView, *, times: float = 2.0, minimum_pages: int = 20, minimum_ms: float = 500.0
) -> Iterator[Evidence]:
    """Yield the slow pages of each template that stands out; a template is one cause."""
    groups: dict[int, list[Page]] = defaultdict(list)
    for page in site.content:
        if page.template_id is not None and page.ttfb_ms is not None:
            groups[page.template_id].append(page)
    if not groups:
        return
    middle = median([_total_ms(page) for pages in groups.values() for page in pages])
    limit = max(times * middle, minimum_ms)
    for number, pages in groups.items():
        spans = sorted(_total_ms(page) for page in pages)
        if len(pages) < minimum_pages or spans[int(0.9 * (len(spans) - 1))] <= limit:
            continue
        if median(spans) < 1.2 * middle:
            continue  # a few slow answers among quick ones: the hour was busy, not the template slow
        template = site.template(number)
        for page in pages:
            if _total_ms(page) > limit:
                message = f"The page took {_total_ms(page):.0f} ms; the site's median is {middle:.0f} ms."
                group = template.name if template else str(number)
                yield site.evidence(page.url, message, outcome=Outcome.REVIEW, group=group)
