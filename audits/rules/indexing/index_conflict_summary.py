"""Pages that say both yes and no to search engines in several ways."""

from collections.abc import Iterator

from audits.alternates import alternates_of
from audits.robots_text import robots_of
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="index-conflict-summary",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:canonicalization", "google:block-indexing", "google:build-sitemap"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Page sends contradictory signals to search engines",
    message="The page says both yes and no to search engines.",
    why="Search engines must guess what is meant, and may drop a page that should stay or keep one that should go.",
    fix="Decide whether the page should be found, and have all its signals say so.",
    fix_developer="Derive sitemap, canonical, robots and language links from one field of the page.",
    settings={"min_against": "signals against the page from which on the contradiction is summed up"},
    examples=[
        Fails(
            {
                "/": '<a href="/a">A</a>',
                "/a": '<meta name="robots" content="noindex"><link rel="canonical" href="/b"><p>A</p>',
                "/b": "<p>B</p>",
            },
            at=["/a"],
            sitemap=["/", "/a"],
            note="listed, noindex and a copy of another page",
        ),
        Passes(
            {
                "/": '<a href="/a">A</a>',
                "/a": '<meta name="robots" content="noindex"><link rel="canonical" href="/a"><p>A</p>',
            },
            sitemap=["/", "/a"],
            note="one signal against the others is told by the rule on that signal",
        ),
        Passes(
            {"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/a"><p>A</p>'},
            sitemap=["/", "/a"],
            note="all say yes",
        ),
        Passes(
            {
                "/": '<a href="/a">A</a>',
                "/a": '<meta name="robots" content="noindex"><link rel="canonical" href="/"><p>A</p>',
            },
            robots="User-agent: Googlebot\nDisallow: /a",
            note="all say no",
        ),
    ],
)
def index_conflict_summary(site: SiteView, *, min_against: int = 2) -> Iterator[Evidence]:
    """Yield each page with signals of both kinds, where several are against it."""
    robots = robots_of(site)
    listed = {entry.url for entry in site.sitemap}
    named = {one.url for page in site.content for one in alternates_of(site, page) if one.url != page.url}
    for page in site.pages:
        view = site.view(page)
        is_named = page.url in listed or page.url in named or view.canonical == page.url
        against = view.is_noindex + (not view.is_canonical) + bool(page.redirect_to)
        if not is_named or against + 1 < min_against:
            continue  # robots.txt, which is slow to ask, could add but one
        if not (page.redirect_to or view.is_content) or not site.is_internal(page.url):
            continue
        wanted = ["in the sitemap"] if page.url in listed else []
        wanted += ["named as a language version"] if page.url in named else []
        wanted += ["its own canonical"] if view.canonical == page.url and not page.redirect_to else []
        unwanted = ["noindex"] if view.is_noindex else []
        unwanted += ["another canonical"] if not view.is_canonical else []
        unwanted += ["redirects"] if page.redirect_to else []
        unwanted += ["forbidden by robots.txt"] if wanted and robots.forbidding(page.url) else []
        if wanted and len(unwanted) >= min_against:
            message = f"The page is {', '.join(wanted)}, but against it stand: {', '.join(unwanted)}."
            group = "|".join(wanted + unwanted)
            yield site.evidence(page.url, message, group=group, facts={"for": wanted, "against": unwanted})
