"""Products that share a description."""

from collections.abc import Iterator

from audits.copies import one_of_each
from audits.products import products_of, sharing
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
from store.model import Outcome

_LONG = "Made by hand of willow from the banks of the Drava, washed, dried and woven in one winter. "


def _product(number: int, description: str, more: str = "") -> str:
    fields = f'"name": "Basket {number}", "description": "{description}"{more}'
    markup = f'{{"@context": "https://schema.org", "@type": "Product", {fields}}}'
    return f'<script type="application/ld+json">{markup}</script><h1>Basket {number}</h1>'


def _shop(count: int, text: str, more: str = "") -> dict[str, str]:
    links = "".join(f"<a href=/{number}>{number}</a>" for number in range(count))
    return {"/": links, **{f"/{number}": _product(number, text, more) for number in range(count)}}


@site_rule(
    id="shop-description-duplicate",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:creating-helpful-content", "google:product-snippet"],
    title="Many products share a description",
    message="Several products have the same description in their markup.",
    why="Neither people nor search engines learn from it what makes one product different from the next.",
    fix="Write for the products that sell best what is special about each.",
    fix_developer="Print the product's own text into `description`, not that of its category or maker.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"minimum_products": "products with one description from which it is told"},
    examples=[
        Reviews(_shop(6, _LONG), at=[f"/{number}" for number in range(6)]),
        Passes(_shop(5, _LONG), note="four others only"),
        Passes(_shop(6, "A basket of willow."), note="a short one is alike by chance"),
        Passes(_shop(6, _LONG, ', "isVariantOf": {"@type": "ProductGroup"}'), note="variants of one product"),
        Passes({"/": "<a href=/a>A</a>", "/a": _product(1, _LONG)}),
    ],
)
def shop_description_duplicate(site: SiteView, *, minimum_products: int = 6) -> Iterator[Evidence]:
    """Yield each product of a group with one description, for review; a group is one cause."""
    known = products_of(site)
    for digest, pages in sharing(site, "description"):
        if len(pages) < max(2, minimum_products):
            continue
        apart = one_of_each(site, [page for page in pages if "variants" not in known[page.id]])
        if len(apart) < max(2, minimum_products):
            continue
        for page in apart:
            other = next(one.url for one in apart if one is not page)
            message = f"{len(apart)} products have this description, for example {other}."
            facts = {"products": len(apart)}
            yield site.evidence(page.url, message, outcome=Outcome.REVIEW, group=digest, facts=facts)
