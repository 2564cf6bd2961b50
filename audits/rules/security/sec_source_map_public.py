"""Source maps that everybody can read."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)


@page_rule(
    id="sec-source-map-public",
    category=Category.SECURITY,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["mdn:Web/HTTP/Reference/Headers/SourceMap"],
    title="Source of a script can be read",
    message="A script of the page leads to its source map, with the sources in it.",
    why="Everybody can read the code as it was written, comments and inner addresses included. Many sites want that.",
    fix="Ask the developer whether the sources are meant to be public.",
    fix_developer="Keep the maps for your error tracker (`hidden-source-map`), or leave `sourcesContent` out.",
    owner=Owner.TEMPLATE,
    applies=lambda page: page.is_content and bool(page.site.scripts),
    examples=[
        Reviews(
            '<p>A</p><script src="/app.js"></script>',
            at=["script"],
            site_options={"scripts": {"https://example.com/app.js": {"map": "/app.js.map", "has_sources": True}}},
        ),
        Passes(
            '<p>A</p><script src="/app.js"></script><script src="/other.js"></script>',
            site_options={"scripts": {"https://example.com/app.js": {"map": "/app.js.map", "has_sources": False}}},
            note="the map cannot be had, or holds no sources",
        ),
        Inapplicable('<p>A</p><script src="/app.js"></script>', note="no script was read"),
    ],
)
def sec_source_map_public(page: PageView) -> Iterator[Evidence]:
    """Yield each script whose map answered with the sources."""
    for element in page.select("script[src]"):
        url = page.normal(element.attr("src") or "") or ""
        data = page.site.scripts.get(url, {})
        if data.get("has_sources"):
            message = f"{url} leads to its sources at {data.get('map')}."
            yield page.review(element, message, target=url, facts={"map": data.get("map")})
