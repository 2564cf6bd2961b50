"""Links whose text is an address."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)


@page_rule(
    id="link-naked-url-anchor",
    category=Category.LINKS,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:links-crawlable"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link text is an address",
    message="The text of this internal link is an address.",
    why="Words would tell readers and search engines more of what stands behind it.",
    fix="Write the page's title as the link's text.",
    applies=lambda page: page.is_content and page.facts.internal_links > 0,
    examples=[
        Fails('<a href="/a">https://example.com/a</a>', at=["a"]),
        Passes('<a href="/a">Boats</a>'),
        Passes('<a href="https://other.example/a">https://other.example/a</a><a href="/b">B</a>', note="a source"),
        Inapplicable("<p>A</p>"),
    ],
)
def link_naked_url_anchor(page: PageView) -> Iterator[Evidence]:
    """Yield each internal link whose text is an address."""
    for link in page.select('a[href^="/"], a[href^="http"]'):
        text = link.text.strip()
        if _ADDRESS.match(text):
            target = page.normal(link.attr("href") or "")
            if target and page.is_internal(target):
                yield page.evidence(link, facts={"text": text[:200]})
