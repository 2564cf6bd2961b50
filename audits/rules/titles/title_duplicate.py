"""Different pages that share one title."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from audits.copies import cause_of, is_habit, one_of_each
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import Effort, Page


@site_rule(
    id="title-duplicate",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:title-link"],
    title="Pages share one title",
    message="Several pages have the same title.",
    why="People cannot tell the results apart in a search, and the search engine must guess which page they want.",
    fix="Give each page a title that says what is on that page and no other.",
    fix_developer="Build the title from the page's own heading or product name, not from the section's name alone.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    examples=[
        Fails(
            {
                "/": "<title>Home</title><a href=/a>A</a><a href=/b>B</a>",
                "/a": "<title>Shoes</title>",
                "/b": "<title>shoes </title>",
            },
            at=["/a", "/b"],
        ),
        Fails(
            {"/": "<title>Home</title>"} | {f"/{n}": f"<title>Page {n % 6}</title>" for n in range(12)},
            at=[f"/{n}" for n in range(12)],
            note="six pairs, told together",
        ),
        Passes({"/": "<title>Home</title><a href=/a>A</a>", "/a": "<title>Shoes</title>"}),
        Passes(
            {
                "/": "<title>Shoes</title><a href=/a>A</a>",
                "/a": '<title>Shoes</title><link rel="canonical" href="/">',
            },
            note="the copy names its canonical",
        ),
        Passes(
            {
                "/": "<title>Shoes</title><p>Our shoes.</p><a href=/index.html>A</a>",
                "/index.html": "<title>Shoes</title><p>Our shoes.</p><a href=/index.html>A</a>",
            },
            note="one page under two addresses: another rule's",
        ),
        Passes(
            {
                "/": "<title>Home</title><a href=/a>A</a><a href=/b>B</a>",
                "/a": f"<title>Boats</title><main><p>{'We make boats of wood. ' * 10}</p></main>",
                "/b": f"<title>Boats</title><main><p>{'We make boats of wood. ' * 10}</p></main>",
            },
            note="exact copies: another rule's",
        ),
    ],
)
def title_duplicate(site: SiteView) -> Iterator[Evidence]:
    """Yield every page of each group; a group is one cause."""
    groups: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for page in site.indexable:
        if page.facts and page.facts.title:
            language = (page.facts.lang or "").split("-")[0].lower()
            groups[unicodedata.normalize("NFKC", page.facts.title).casefold(), language].append(page)
    found = [(title, one_of_each(site, sharing)) for (title, _), sharing in groups.items() if len(sharing) > 1]
    habit = is_habit(len(pages) for _, pages in found if len(pages) > 1)
    for title, pages in found:
        if len(pages) > 1:
            shown = pages[0].facts.title if pages[0].facts else title
            message = f"{len(pages)} pages have the title “{shown}”."
            group = cause_of(title, len(pages), habit=habit)
            for page in pages:
                yield site.evidence(page.url, message, group=group, facts={"title": title, "pages": len(pages)})
