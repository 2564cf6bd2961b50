"""One page with and without a slash at the end of its address."""

from collections.abc import Iterator

from audits.copies import content_of
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView


@site_rule(
    id="url-slash-duplicate",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:consolidate-duplicate-urls", "google:url-structure"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="One page with and without a slash at the end",
    message="The same page answers with and without a slash at the end of its address.",
    why="Search engines take them for different pages, so links and visits are shared out between copies.",
    fix="Link to one form everywhere.",
    fix_developer="Redirect the other form with a 301, or name one as `rel=canonical`.",
    examples=[
        Fails(
            {
                "/": '<a href="/a">A</a><a href="/a/">B</a>',
                "/a": "<title>Boats</title><p>We make boats.",
                "/a/": "<title>Boats</title><p>We make boats.",
            },
            at=["/a", "/a/"],
        ),
        Passes(
            {
                "/": '<a href="/a">A</a><a href="/a/">B</a>',
                "/a": '<title>Boats</title><link rel="canonical" href="/a/"><p>We make boats.',
                "/a/": '<title>Boats</title><link rel="canonical" href="/a/"><p>We make boats.',
            },
            note="one names the other",
        ),
        Passes(
            {
                "/": '<a href="/a">A</a><a href="/a/">B</a>',
                "/a": "<title>Boats</title><p>We make boats.",
                "/a/": "<title>List</title><p>All kinds of boats.",
            },
            note="different pages",
        ),
        Passes({"/": '<a href="/a/">B</a>', "/a": Answer(status=301, redirect="/a/"), "/a/": "<p>Boats.</p>"}),
    ],
)
def url_slash_duplicate(site: SiteView) -> Iterator[Evidence]:
    """Yield both pages of each pair that holds the same content; all are one cause, as one redirect mends them."""
    by_url = {page.url: page for page in site.indexable}
    for url, page in by_url.items():
        path, mark, query = url.partition("?")
        other = None if path.endswith("/") else by_url.get(f"{path}/{mark}{query}")
        if other is not None and content_of(page) == content_of(other):
            for one, twin in ((page, other), (other, page)):
                message = f"{one.url} and {twin.url} answer with the same page."
                yield site.evidence(one.url, message, facts={"other": twin.url})
