"""Filtered and sorted lists that search engines may index as pages of their own."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import parse_qsl

from audits.linking import link_counts
from audits.products import products_of, sells
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.shopping import is_filter_parameter
from audits.site import SiteView
from store.model import Outcome, Page
from store.urls import split

_PRODUCT = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Product", "name": "Mat", '
    '"offers": {"@type": "Offer", "price": "9"}}</script>'
)
_LINKS = "<a href='/mats?sort=price'>Cheap first</a><a href=/mat>M</a><a href=/mats>Mats</a>"


def _used(page: Page) -> tuple[str, ...]:
    if "?" not in page.url:
        return ()
    pairs = parse_qsl(split(page.url).query, keep_blank_values=True)
    return tuple(sorted({name.lower() for name, _ in pairs if is_filter_parameter(name)}))


@site_rule(
    id="shop-filter-indexable",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:designing-a-url-structure-for-ecommerce-sites", "google:url-structure"],
    title="Filtered or sorted list may be indexed",
    message="A list with a filter or another order is linked and may be indexed as a page of its own.",
    why="Search engines may show it in place of the list itself, and spend visits on the same products again.",
    fix="Decide which filters people search for; the lists with the others should not be found.",
    fix_developer="Name the plain list as canonical, or send `noindex`; do not link sort orders with plain links.",
    effort=Effort.SITE,
    applies=sells,
    examples=[
        Reviews(
            {"/": _LINKS, "/mats": "<p>1 2</p>", "/mats?sort=price": "<p>2 1</p>", "/mat": _PRODUCT},
            at=["/mats?sort=price"],
        ),
        Passes(
            {
                "/": _LINKS,
                "/mats": "<p>1 2</p>",
                "/mats?sort=price": "<link rel=canonical href=/mats>",
                "/mat": _PRODUCT,
            }
        ),
        Passes(
            {
                "/": _LINKS,
                "/mats": "<p>1 2</p>",
                "/mats?sort=price": "<meta name=robots content=noindex>",
                "/mat": _PRODUCT,
            }
        ),
        Passes({"/": "<a href='/mat?color=red'>Red</a>", "/mat?color=red": _PRODUCT}, note="a variant, not a list"),
        Passes(
            {"/": "<a href='/mats?page=2'>2</a><a href=/mat>M</a>", "/mats?page=2": "<p>3</p>", "/mat": _PRODUCT},
            note="a later page of the list",
        ),
        Inapplicable({"/": _LINKS, "/mats?sort=price": "<p>2 1</p>", "/mat": "<p>No shop</p>"}),
    ],
)
def shop_filter_indexable(site: SiteView) -> Iterator[Evidence]:
    """Yield each such list for review; the lists with one set of parameters are one cause."""
    products, incoming = products_of(site), link_counts(site).incoming
    groups: dict[tuple[str, ...], list[Page]] = defaultdict(list)
    for page in site.indexable:
        names = _used(page)
        if names and page.id not in products and incoming[page.id]:
            groups[names].append(page)
    for names, pages in groups.items():
        listed = ", ".join(names[:5])
        for page in pages:
            message = f"{len(pages):,} indexable {'list has' if len(pages) == 1 else 'lists have'} {listed} in the URL."
            facts = {"pages": len(pages), "parameters": names[:10]}
            yield site.evidence(page.url, message, outcome=Outcome.REVIEW, group=listed, facts=facts)
