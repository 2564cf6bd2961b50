"""Addresses of language versions that are not written in full."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)

_ABSOLUTE = re.compile(r"\s*https?://", re.IGNORECASE)


@page_rule(
    id="hreflang-relative",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions"],
    owner=Owner.TEMPLATE,
    title="Address of a language version is not written in full",
    message="The page names a language version without scheme and host.",
    why="Search engines want full addresses and may leave the version out.",
    fix="Tell whoever builds the site.",
    fix_developer="Write the full address, `https://` included.",
    applies=lambda page: page.is_content and bool(page.facts.hreflang),
    examples=[
        Fails('<link rel="alternate" hreflang="de" href="/de">', at=["link"]),
        Fails('<link rel="alternate" hreflang="de" href="//example.com/de">', at=["link"]),
        Passes('<link rel="alternate" hreflang="de" href="https://example.com/de">'),
        Inapplicable('<link rel="alternate" type="application/rss+xml" href="/feed">'),
    ],
)
def hreflang_relative(page: PageView) -> Iterator[Evidence]:
    """Yield each such element."""
    if all(_ABSOLUTE.match(one.raw) for one in page.facts.hreflang if one.where != "header"):
        return
    for link in page.select('link[rel~="alternate" i][hreflang]'):
        raw = link.attr("href") or ""
        if not _ABSOLUTE.match(raw):
            yield page.evidence(link, f"The address is written as `{raw[:200]}`.", facts={"raw": raw[:500]})
