"""Variants of a product that stand in the index one by one."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import parse_qsl

from audits.rule import Category, Certainty, Evidence, EvidenceClass, Passes, Reviews, Severity, site_rule
from audits.shopping import is_variant_parameter
from audits.site import SiteView
from store.model import Outcome, Page
from store.urls import split

_MARKUP = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Product", "name": "A"}</script>'
)


def _without_choice(url: str) -> str | None:
    parts = split(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    rest = [f"{name}={value}" for name, value in pairs if not is_variant_parameter(name)]
    if len(rest) == len(pairs):
        return None
    return f"{parts.scheme}://{parts.netloc}{parts.path}" + (f"?{'&'.join(rest)}" if rest else "")


@site_rule(
    id="shop-variant-canonical",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:product-variants", "google:designing-a-url-structure-for-ecommerce-sites"],
    title="Variants of a product compete with each other",
    message="Several addresses of one product, with the same text, may all be indexed.",
    why=(
        "Search engines may see the variants as copies and show any of them; "
        "markup could tell that they belong together."
    ),
    fix="Decide which address of the product is the main one.",
    fix_developer="Name one URL as canonical of all variants, or mark them up as `ProductGroup` with `hasVariant`.",
    examples=[
        Reviews(
            {
                "/": "<a href='/mat?color=red'>R</a><a href='/mat?color=blue'>B</a>",
                "/mat?color=red": f"<main><p>A mat for cats, warm and soft.</p></main>{_MARKUP}",
                "/mat?color=blue": f"<main><p>A mat for cats, warm and soft.</p></main>{_MARKUP}",
            },
            at=["/mat?color=red", "/mat?color=blue"],
        ),
        Passes(
            {
                "/": "<a href='/mat?color=red'>R</a><a href='/mat?color=blue'>B</a>",
                "/mat?color=red": f"<main><p>A red mat for cats.</p></main>{_MARKUP}",
                "/mat?color=blue": f"<main><p>A blue mat for dogs.</p></main>{_MARKUP}",
            },
            note="each has its own text",
        ),
        Passes(
            {
                "/": "<a href='/mat?color=red'>R</a><a href='/mat?color=blue'>B</a>",
                "/mat?color=red": f"<link rel=canonical href='/mat'><main><p>A mat for cats.</p></main>{_MARKUP}",
                "/mat?color=blue": f"<link rel=canonical href='/mat'><main><p>A mat for cats.</p></main>{_MARKUP}",
            },
            note="one canonical",
        ),
        Passes(
            {
                "/": "<a href='/mat?color=red'>R</a><a href='/mat?color=blue'>B</a>",
                "/mat?color=red": f"<main><p>A mat.</p></main>{_MARKUP.replace('Product', 'ProductGroup')}",
                "/mat?color=blue": f"<main><p>A mat.</p></main>{_MARKUP.replace('Product', 'ProductGroup')}",
            },
            note="marked up as a group",
        ),
    ],
)
def shop_variant_canonical(site: SiteView) -> Iterator[Evidence]:
    """Yield each variant of a product that repeats another's text and is its own canonical."""
    groups: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for page in site.indexable:
        facts = page.facts
        if facts and facts.text_digest and "Product" in facts.schema_types and "ProductGroup" not in facts.schema_types:
            product = _without_choice(page.url)
            if product is not None:
                groups[product, facts.text_digest].append(page)
    for (product, _), pages in groups.items():
        if len(pages) > 1:
            for page in pages:
                message = f"{len(pages)} variants of {product} have the same text."
                yield site.evidence(page.url, message, outcome=Outcome.REVIEW, group=product)
