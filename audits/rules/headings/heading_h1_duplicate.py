"""Different pages that share one main heading."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from audits.copies import cause_of, one_of_each
from audits.lists import first_page_of
from audits.rule import (
    Category,
    Certainty,
    Effort,
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


@site_rule(
    id="heading-h1-duplicate",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:title-link"],
    title="Pages share one main heading",
    message="Several pages have the same main heading.",
    why="People cannot tell by the heading which of these pages they are on. It may be right where titles differ.",
    fix="Let the heading say what is on this page and no other; on parts of one list it may stay.",
    fix_developer="Print the page's own name into the `h1`, not the name of the site or the section.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    examples=[
        Reviews(
            {
                "/": "<title>Home</title><h1>Cat Shop</h1>",
                "/a": "<title>Grey</title><h1>Our cats</h1>",
                "/b": "<title>Black</title><h1>our  cats</h1>",
            },
            at=["/a", "/b"],
        ),
        Passes({"/": "<title>A</title><h1>Cats</h1>", "/a": "<title>B</title><h1>Grey cats</h1>"}),
        Passes(
            {"/": "<title>Cats</title><h1>Cats</h1><p>All</p>", "/a": "<title>Cats</title><h1>Cats</h1><p>Few</p>"},
            note="the titles are the same too: another rule's",
        ),
        Passes(
            {"/news": "<title>News</title><h1>News</h1>", "/news?page=2": "<title>News, page 2</title><h1>News</h1>"},
            note="later pages of a list",
        ),
        Passes(
            {
                "/en": '<html lang="en"><title>Cat Shop</title><h1>Ljubljana</h1>',
                "/sl": '<html lang="sl"><title>Mačke</title><h1>Ljubljana</h1>',
            },
            note="versions in two languages",
        ),
        Passes(
            {
                "/": "<title>A</title><h1>Cat Wiki</h1><h1>Grey cats</h1>",
                "/a": "<title>B</title><h1>Cat Wiki</h1><h1>Black cats</h1>",
            },
            note="one of two headings is the site's name",
        ),
        Passes({"/": "<title>A</title><h1></h1>", "/a": "<title>B</title><h1></h1>"}, note="no words"),
    ],
)
def heading_h1_duplicate(site: SiteView) -> Iterator[Evidence]:
    """Yield every page of each group whose titles differ; a group is one cause."""
    groups: dict[tuple[str, str], list[Page]] = defaultdict(list)
    # By address, not as the crawl met them: the same site must give the same findings.
    for page in sorted(one_of_each(site, site.indexable), key=lambda one: one.url):
        facts = page.facts
        # Of several main headings one may be the site's name: all of them together are what the page calls itself.
        heading = " / ".join(filter(None, map(_folded, facts.h1))) if facts else ""
        if facts and heading:
            groups[heading, (facts.lang or "").split("-")[0].lower()].append(page)
    distinct = ((heading, _one_a_title(pages)) for (heading, _), pages in groups.items() if len(pages) > 1)
    found = {heading: pages for heading, pages in distinct if len(pages) > 1}
    for heading, pages in found.items():
        shown = " / ".join(filter(None, pages[0].facts.h1)) if pages[0].facts else heading
        message = f"{len(pages):,} pages have the main heading “{shown[:80]}”."
        group = cause_of(heading, len(pages), habit=True)  # two alike are no cause of their own
        for page in pages:
            facts_shown = {"heading": heading, "pages": len(pages)}
            yield site.evidence(page.url, message, group=group, facts=facts_shown, outcome=Outcome.REVIEW)


def _one_a_title(pages: Iterable[Page]) -> list[Page]:
    """The pages without later pages of a list, and of those with one title the first: that they are alike is told of
    the title.
    """
    titles: dict[str, Page] = {}
    for page in pages:
        if first_page_of(page.url) is None:
            titles.setdefault(_folded((page.facts.title if page.facts else "") or ""), page)
    return list(titles.values())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", " ".join(text.split())).casefold()
