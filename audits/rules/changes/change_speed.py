"""Templates whose pages answer much slower than in the run before."""

from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from audits.changes import has_previous
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.comparison import is_content
from store.model import Outcome


def _site(ttfb_ms: float, count: int = 12) -> dict[str, str | Answer]:
    links = "".join(f'<a href="/p/{number}">A</a>' for number in range(count))
    pages = {
        f"/p/{number}": Answer(html=f"<main><h2>A</h2><p>Text {number}</p></main>", ttfb_ms=ttfb_ms)
        for number in range(count)
    }
    return {"/": links, **pages}


@site_rule(
    id="change-speed",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:ttfb"],
    title="A template answers much slower than before",
    message="Half of the pages of a template answer much slower than in the run before.",
    why="People wait longer for every page, and search engines crawl fewer of them.",
    fix="See what the server does for these pages since then: a cache that is off, a slow query, a new service.",
    fix_developer="",
    owner=Owner.SERVER,
    effort=Effort.TEMPLATE,
    settings={
        "growth": "by what part the middle time must have grown",
        "least_ms": "milliseconds by which the middle time must have grown",
        "pages": "pages that both runs must have read",
    },
    applies=has_previous,
    examples=[
        Reviews(_site(900.0), at=["/p/0"], site_options={"previous": _site(300.0)}),
        Passes(_site(310.0), site_options={"previous": _site(300.0)}),
        Passes(_site(190.0), site_options={"previous": _site(60.0)}, note="still fast"),
        Passes(_site(1500.0), site_options={"previous": _site(1250.0)}, note="was slow before"),
        Passes(_site(900.0, 4), site_options={"previous": _site(300.0, 4)}, note="few pages"),
        Inapplicable(_site(900.0), note="the first run"),
    ],
)
def change_speed(site: SiteView, *, growth: float = 0.5, least_ms: float = 200, pages: int = 10) -> Iterator[Evidence]:
    """Yield one page of each template that became slow."""
    times: dict[int, list[tuple[float, float, str]]] = defaultdict(list)
    before = site.previous.by_id if site.previous is not None else {}
    for page in site.content:
        old = before.get(page.id)
        if page.template_id is None or old is None or not is_content(old):
            continue
        if page.is_reused != old.is_reused:
            continue  # "not modified" (304) comes sooner than a page, so that the two times say nothing
        if page.ttfb_ms is not None and old.ttfb_ms is not None:
            times[page.template_id].append((old.ttfb_ms, page.ttfb_ms, page.url))
    for number, found in times.items():
        template = site.template(number)
        was, now = median(one[0] for one in found), median(one[1] for one in found)
        if template is None or len(found) < pages or now - was < max(least_ms, growth * was):
            continue
        name = template.name
        message = f"The middle page of {name} answers after {now:.0f} ms; in the run before it was {was:.0f} ms."
        facts = {"ttfb_ms": round(now), "ttfb_before_ms": round(was), "pages": len(found)}
        url = min(one[2] for one in found)
        yield Evidence(message, url, outcome=Outcome.REVIEW, facts=facts, group=name)
