"""Links of a secure site to its own insecure addresses."""

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


@page_rule(
    id="link-http-internal",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:consolidate-duplicate-urls", "rfc:9110"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link to an insecure address of the site",
    message="This link leads to an http address of the site, which is secure.",
    why="The visit starts unprotected and takes a detour, and search engines read the link as one for the old address.",
    fix="Change `http://` to `https://` in the link.",
    fix_developer="Search the database and the templates for the old addresses.",
    applies=lambda page: page.is_content and page.parts.scheme == "https",
    examples=[
        Fails('<a href="http://example.com/a">A</a>', at=["a"]),
        Fails('<a href="HTTP://example.com/a">A</a>', at=["a"]),
        Passes('<a href="https://example.com/a">A</a>'),
        Passes('<a href="/a">A</a>'),
        Passes('<a href="http://other.example/a">A</a>', note="another site's matter"),
        Inapplicable('<a href="http://example.com/a">A</a>', url="http://example.com/page"),
    ],
)
def link_http_internal(page: PageView) -> Iterator[Evidence]:
    """Yield each such link, with its address as target."""
    for link in page.select('a[href^="http:" i]'):
        target = page.normal(link.attr("href") or "")
        if target and page.is_internal(target):
            yield page.evidence(link, f"The link leads to {target}.", target=target)
