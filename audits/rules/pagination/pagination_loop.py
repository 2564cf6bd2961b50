"""Lists whose next pages lead in a circle."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="pagination-loop",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:pagination-and-incremental-page-loading"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Next pages of a list lead in a circle",
    message="Going from next page to next page leads back to a page that was seen.",
    why="Crawlers go round in the list, and what stands behind the fault is not found.",
    fix="Tell whoever builds the site.",
    fix_developer="Name no next page on the last one.",
    examples=[
        Fails(
            {
                "/": '<a href="/l">L</a>',
                "/l": '<link rel="next" href="/l?page=2"><p>A</p>',
                "/l?page=2": '<link rel="next" href="/l"><p>B</p>',
            },
            at=["/l"],
        ),
        Fails({"/": '<link rel="next" href="/"><p>A</p>'}, at=["/"], note="names itself"),
        Passes(
            {
                "/": '<link rel="next" href="/?page=2"><p>A</p>',
                "/?page=2": '<link rel="next" href="/?page=3"><p>B</p>',
                "/?page=3": "<p>C</p>",
            },
        ),
    ],
)
def pagination_loop(site: SiteView) -> Iterator[Evidence]:
    """Yield each circle once, by its first address."""
    following = {page.url: page.facts.next_url for page in site.content if page.facts and page.facts.next_url}
    done: set[str] = set()
    for start in following:
        path: dict[str, int] = {}
        url: str | None = start
        while url is not None and url in following and url not in done and url not in path:
            path[url] = len(path)
            url = following[url]
        if url is not None and url in path:
            circle = [one for one, place in path.items() if place >= path[url]]
            name = min(circle)
            message = f"{len(circle)} pages of the list name each other as next in a circle."
            if len(circle) == 1:
                message = "The page of the list names itself as next."
            yield site.evidence(name, message, facts={"circle": circle[:20]})
        done |= path.keys()
