"""One page under addresses that differ only by capital letters."""

from collections import defaultdict
from collections.abc import Iterator

from audits.copies import content_of
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import Page


@site_rule(
    id="url-case-duplicate",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:url-structure", "google:consolidate-duplicate-urls"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="One page under two spellings of its address",
    message="The same page answers under addresses that differ only by capital letters.",
    why="Search engines take them for different pages, so links and visits are shared out between copies.",
    fix="Link to one spelling everywhere.",
    fix_developer="Redirect the other spelling with a 301, or name one as `rel=canonical`.",
    examples=[
        Fails(
            {
                "/": '<a href="/about">A</a><a href="/About">B</a>',
                "/about": "<title>About us</title><p>We make boats.",
                "/About": "<title>About us</title><p>We make boats.",
            },
            at=["/about", "/About"],
        ),
        Passes(
            {
                "/": '<a href="/about">A</a><a href="/About">B</a>',
                "/about": "<title>About us</title><p>We make boats.",
                "/About": '<title>About us</title><link rel="canonical" href="/about"><p>We make boats.',
            },
            note="the copy names its canonical",
        ),
        Passes(
            {
                "/": '<a href="/p/aB">A</a><a href="/p/Ab">B</a>',
                "/p/aB": "<title>Boats</title><p>Boats.",
                "/p/Ab": "<title>Trains</title><p>Trains.",
            },
            note="short codes of different pages",
        ),
    ],
)
def url_case_duplicate(site: SiteView) -> Iterator[Evidence]:
    """Yield every page of each group that holds the same content; all groups are one cause."""
    groups: dict[str, list[Page]] = defaultdict(list)
    for page in site.indexable:
        groups[page.url.lower()].append(page)
    for pages in groups.values():
        if len(pages) > 1 and len({content_of(page) for page in pages}) == 1:
            message = f"{len(pages)} addresses that differ only by capital letters answer with the same page."
            for page in pages:
                yield site.evidence(page.url, message, facts={"urls": [one.url for one in pages]})
