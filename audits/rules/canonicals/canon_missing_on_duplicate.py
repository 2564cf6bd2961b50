"""Copies of one page of which none names the one that counts."""

from collections.abc import Iterator

from audits.copies import LONG_COPY_WORDS, cause_of, content_of, copies, is_habit, names_no_canonical, one_of_each
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="canon-missing-on-duplicate",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:consolidate-duplicate-urls", "google:canonicalization"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Copies of one page, and none says which one counts",
    message="Several addresses hold the same content, and none of them names a canonical.",
    why="Search engines must choose one by themselves, perhaps the wrong one, and links are shared out between copies.",
    fix="Say which of the addresses is the right one.",
    fix_developer='Add `<link rel="canonical">` with the chosen address on all of them, or redirect the others to it.',
    settings={"min_words": "words of the main content below which pages are too short to be called copies"},
    examples=[
        Fails(
            {
                "/": '<a href="/a?x=1">A</a><a href="/a?x=2">B</a>',
                "/a?x=1": f"<main><p>{'We make boats of wood. ' * 10}</p></main>",
                "/a?x=2": f"<main><p>{'We make boats of wood. ' * 10}</p></main>",
            },
            at=["/a?x=1", "/a?x=2"],
        ),
        Passes(
            {
                "/": '<a href="/a?x=1">A</a><a href="/a?x=2">B</a>',
                "/a?x=1": f'<link rel="canonical" href="/a?x=1"><main><p>{"We make boats of wood. " * 10}</p></main>',
                "/a?x=2": f"<main><p>{'We make boats of wood. ' * 10}</p></main>",
            },
            note="one of them names the one that counts",
        ),
        Passes(
            {
                "/": '<a href="/a?x=1">A</a><a href="/a?x=2">B</a>',
                "/a?x=1": "<main><p>No products found.</p></main>",
                "/a?x=2": "<main><p>No products found.</p></main>",
            },
            note="too short to tell",
        ),
        Passes(
            {
                "/": f"<main><p>{'We make boats of wood. ' * 11}</p></main><a href=/index.html>A</a>",
                "/index.html": f"<main><p>{'We make boats of wood. ' * 11}</p></main><a href=/index.html>A</a>",
            },
            note="two spellings of one address: another rule's",
        ),
        Passes(
            {
                "/": '<a href="/a?x=1">A</a><a href="/a?x=2">B</a>',
                "/a?x=1": f"<main><p>{'We make boats of wood. ' * 10}</p></main>",
                "/a?x=2": f"<main><p>{'We make trains of tin. ' * 10}</p></main>",
            },
        ),
    ],
)
def canon_missing_on_duplicate(site: SiteView, *, min_words: int = LONG_COPY_WORDS) -> Iterator[Evidence]:
    """Yield every page of each group; a group is one cause."""
    groups = copies((page for page in site.content if not site.view(page).is_noindex), min_words)
    found = [one_of_each(site, group, with_copies=False) for group in groups if names_no_canonical(group)]
    habit = is_habit(len(pages) for pages in found if len(pages) > 1)
    for pages in found:
        if len(pages) > 1:
            message = f"{len(pages)} addresses hold the same content, and none of them names a canonical."
            facts = {"pages": len(pages), "samples": [page.url for page in pages[:10]]}
            for page in pages:
                yield site.evidence(
                    page.url, message, group=cause_of(content_of(page), len(pages), habit=habit), facts=facts
                )
