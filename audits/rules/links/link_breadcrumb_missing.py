"""Pages without the breadcrumb that their siblings have."""

from collections import defaultdict
from collections.abc import Iterator

from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import Page

_TRAIL = '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "BreadcrumbList"}</script>'
_ALL = "".join(f'<a href="/cats/c{n}">{n}</a>' for n in range(12))


def _page(number: int, trail: str = _TRAIL) -> str:
    return f"<main><h1>Cat</h1><p>Text {number}</p></main>{trail}"


@site_rule(
    id="link-breadcrumb-missing",
    category=Category.LINKS,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:appearance/structured-data/breadcrumb"],
    title="Page lacks the breadcrumb of its siblings",
    message="The page has no breadcrumb, and nearly all pages of its kind have one.",
    why="A breadcrumb shows visitors and search engines where the page belongs.",
    fix="See why the page has none: it may belong to no category.",
    fix_developer="Print the breadcrumb and its `BreadcrumbList` for pages without a category too.",
    settings={
        "share": "share of a template's pages with a breadcrumb from which the others are told",
        "minimum_template": "pages of a template from which siblings are compared",
        "minimum_depth": "clicks from the start page from which a page should have one",
    },
    examples=[
        Fails(
            {
                "/": '<a href="/cats">Cats</a>',
                "/cats": _ALL,
                **{f"/cats/c{n}": _page(n) for n in range(11)},
                "/cats/c11": _page(11, ""),
            },
            at=["/cats/c11"],
        ),
        Passes(
            {"/": _ALL, **{f"/cats/c{n}": _page(n) for n in range(11)}, "/cats/c11": _page(11, "")},
            note="one click from the start",
        ),
        Passes(
            {
                "/": '<a href="/cats">Cats</a>',
                "/cats": _ALL,
                **{f"/cats/c{n}": _page(n) for n in range(9)},
                **{f"/cats/c{n}": _page(n, "") for n in range(9, 12)},
            },
            note="three in four have one",
        ),
        Passes(
            {
                "/": '<a href="/cats">Cats</a>',
                "/cats": _ALL,
                **{f"/cats/c{n}": _page(n) for n in range(6)},
                "/cats/c6": _page(6, ""),
            },
            note="a template of seven pages",
        ),
        Passes(
            {
                "/": '<a href="/cats">Cats</a>',
                "/cats": _ALL,
                **{f"/cats/c{n}": _page(n) + _TRAIL.replace("BreadcrumbList", "Recipe") for n in range(11)},
                "/cats/c11": _page(11, ""),
            },
            note="all its markup is missing, which is told elsewhere",
        ),
    ],
)
def link_breadcrumb_missing(
    site: SiteView, *, share: float = 0.8, minimum_template: int = 8, minimum_depth: int = 2
) -> Iterator[Evidence]:
    """Yield each page that lacks only the breadcrumb of its template."""
    groups: dict[int, list[Page]] = defaultdict(list)
    for page in site.content:
        if page.template_id is not None and page.facts is not None:
            groups[page.template_id].append(page)
    for pages in groups.values():
        with_trail = [page for page in pages if _has_trail(page)]
        if len(pages) < minimum_template or not share * len(pages) <= len(with_trail) < len(pages):
            continue
        has_other = any(_others(page) for page in with_trail)
        for page in pages:
            is_deep = site.depths().get(page.id, page.depth) >= minimum_depth
            if is_deep and not _has_trail(page) and (_others(page) or not has_other):
                message = f"{len(with_trail)} of {len(pages)} pages of this kind have a breadcrumb; this one has none."
                yield site.evidence(page.url, message, facts={"with": len(with_trail), "pages": len(pages)})


def _has_trail(page: Page) -> bool:
    return page.facts is not None and "BreadcrumbList" in page.facts.schema_types


def _others(page: Page) -> set[str]:
    """The other types of the page's markup, without the parts of a breadcrumb."""
    return set(page.facts.schema_types) - {"BreadcrumbList", "ListItem", "Thing"} if page.facts is not None else set()
