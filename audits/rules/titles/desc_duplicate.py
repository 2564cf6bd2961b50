"""Different pages that share one description."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from audits.copies import cause_of, is_habit, one_of_each
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import Page


@site_rule(
    id="desc-duplicate",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:snippet"],
    title="Pages share one description",
    message="Several pages have the same description.",
    why="The description no longer tells the results apart, so search engines ignore it and choose other text.",
    fix="Describe each page in its own words, or leave the description away where you have nothing to say.",
    fix_developer="Do not fall back to the site's description on every page; leave the element out instead.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    examples=[
        Fails(
            {
                "/": '<meta name="description" content="We sell cats."><a href=/a>A</a><a href=/b>B</a>',
                "/a": '<meta name="description" content="We  sell cats.">',
                "/b": '<meta name="description" content="Grey cats, young and old.">',
            },
            at=["/", "/a"],
        ),
        Passes(
            {
                "/": '<meta name="description" content="We sell cats."><a href=/a>A</a>',
                "/a": '<meta name="description" content="Grey cats, young and old.">',
            }
        ),
        Passes({"/": "<a href=/a>A</a>", "/a": "<p>No description either</p>"}),
        Passes(
            {
                "/": '<html lang="en"><meta name="description" content="We sell cats."><p>Cats</p><a href=/sl>A</a>',
                "/sl": '<html lang="sl"><meta name="description" content="We sell cats."><p>Mačke</p>',
            },
            note="another language version, whose description waits to be translated",
        ),
        Passes(
            {
                "/": '<meta name="description" content="We sell cats."><p>Cats</p><a href=/index.html>A</a>',
                "/index.html": '<meta name="description" content="We sell cats."><p>Cats</p><a href=/index.html>A</a>',
            },
            note="one page under two addresses: another rule's",
        ),
    ],
)
def desc_duplicate(site: SiteView) -> Iterator[Evidence]:
    """Yield every page of each group; a group is one cause."""
    groups: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for page in site.indexable:
        text = " ".join((page.facts.description or "").split()) if page.facts else ""
        if text and page.facts:
            language = (page.facts.lang or "").split("-")[0].lower()
            groups[unicodedata.normalize("NFKC", text).casefold(), language].append(page)
    found = [(text, one_of_each(site, sharing)) for (text, _), sharing in groups.items() if len(sharing) > 1]
    habit = is_habit(len(pages) for _, pages in found if len(pages) > 1)
    for text, pages in found:
        if len(pages) > 1:
            message = f"{len(pages)} pages have the description “{text[:80]}”."
            group = cause_of(text[:200], len(pages), habit=habit)
            for page in pages:
                yield site.evidence(page.url, message, group=group, facts={"pages": len(pages)})
