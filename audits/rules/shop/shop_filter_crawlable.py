"""Filters of a shop that crawlers can combine without end."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from urllib.parse import parse_qsl

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
from audits.shopping import is_filter_parameter
from audits.site import SiteView
from store.model import Outcome
from store.urls import split

_MARKUP = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Product", "name": "A"}</script>'
)


@site_rule(
    id="shop-filter-crawlable",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:designing-a-url-structure-for-ecommerce-sites", "google:url-structure"],
    title="Filters can be combined without end",
    message="Links to combined filters lead to far more addresses than there are products.",
    why="Search engines may spend their visits on the same products in other orders and find new products late.",
    fix="Decide which filters deserve a page in the search; the others need not be links.",
    fix_developer="Disallow the other parameters in robots.txt, or filter by script with fragments instead of links.",
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    settings={
        "minimum_parameters": "filter and sort parameters of one list from which they combine badly",
        "times": "times the number of products from which there are too many addresses",
    },
    examples=[
        Reviews(
            {
                "/": "".join(
                    f"<a href='/cats?color={c}&size={s}&sort={o}'>x</a>" for c in "abc" for s in "abc" for o in "ab"
                )
                + "<a href=/p>P</a>",
                "/p": f"<h1>Mat</h1>{_MARKUP}",
            },
            at=["/cats"],
        ),
        Passes(
            {
                "/": "".join(f"<a href='/cats?color={c}&size={s}'>x</a>" for c in "abcd" for s in "abcd")
                + "<a href=/p>P</a>",
                "/p": f"<h1>Mat</h1>{_MARKUP}",
            },
            note="two parameters only",
        ),
        Passes(
            {
                "/": "".join(f"<a href='/cats?color={c}&size=a&sort=b'>x</a>" for c in "abcde") + "<a href=/p>P</a>",
                "/p": f"<h1>Mat</h1>{_MARKUP}",
            },
            note="five addresses",
        ),
        Passes(
            {"/": "".join(f"<a href='/x?color={c}&size={s}&sort=b'>x</a>" for c in "abcd" for s in "abcd")},
            note="no shop",
        ),
    ],
)
def shop_filter_crawlable(site: SiteView, *, minimum_parameters: int = 3, times: float = 10.0) -> Iterator[Evidence]:
    """Yield each list whose filter addresses outnumber the products many times."""
    products = sum("Product" in page.facts.schema_types for page in site.content if page.facts)
    if not products:
        return
    names: dict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for url in site.urls.values():
        if "?" not in url or not site.is_internal(url):
            continue
        parts = split(url)
        used = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if is_filter_parameter(name)}
        if len(used) > 1:
            path = f"{parts.scheme}://{parts.netloc}{parts.path}"
            names[path] |= used
            counts[path] += 1
    for path, count in counts.items():
        if len(names[path]) >= minimum_parameters and count > times * products:
            message = f"{count} addresses of {path} combine {', '.join(sorted(names[path])[:6])}; products: {products}."
            facts = {"addresses": count, "products": products, "parameters": sorted(names[path])[:20]}
            yield site.evidence(path, message, outcome=Outcome.REVIEW, facts=facts)
