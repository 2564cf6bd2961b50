"""Product pages without the product markup that their siblings have."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.site import SiteView
from audits.standards.schema_org import is_a
from store.model import Page

_MARKUP = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Product", "name": "A"}</script>'
)


@site_rule(
    id="shop-product-no-markup",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:product-snippet"],
    title="Product page lacks product markup",
    message="The page lacks the product markup that most pages of its kind have.",
    why="Price, stock and rating of this product cannot be shown in results, although those of its siblings can.",
    fix="Compare the product with its siblings in the shop system; a price or picture may be missing.",
    fix_developer="Check under which condition the template leaves the `Product` markup out.",
    settings={
        "minimum_site": "content pages of a site from which siblings are compared",
        "minimum_template": "pages of a template from which siblings are compared",
        "share": "share of a template's pages that carry the type, from which the others are outliers",
    },
    examples=[
        Fails(
            {
                "/": "".join(f'<a href="/cats/c{n}">{n}</a>' for n in range(12)),
                **{f"/cats/c{n}": f"<main><h1>Cat</h1><p>Text {n}</p></main>{_MARKUP}" for n in range(11)},
                "/cats/c11": "<main><h1>Cat</h1><p>Text</p></main>",
            },
            at=["/cats/c11"],
        ),
        Passes(
            {
                "/": "".join(f'<a href="/cats/c{n}">{n}</a>' for n in range(12)),
                **{f"/cats/c{n}": f"<main><h1>Cat</h1><p>Text {n}</p></main>{_MARKUP}" for n in range(7)},
                **{f"/cats/c{n}": f"<main><h1>Cat</h1><p>Text {n}</p></main>" for n in range(7, 12)},
            },
            note="fewer than seven in ten have it",
        ),
        Passes(
            {
                "/": "".join(f'<a href="/cats/c{n}">{n}</a>' for n in range(5)),
                **{f"/cats/c{n}": f"<main><h1>Cat</h1><p>Text {n}</p></main>{_MARKUP}" for n in range(4)},
                "/cats/c4": "<main><h1>Cat</h1><p>Text</p></main>",
            },
            note="too few pages to compare",
        ),
        Passes(
            {
                "/": "".join(f'<a href="/cats/c{n}">{n}</a>' for n in range(8)),
                **{f"/cats/c{n}": f"<main><h1>Cat</h1><p>Text {n}</p></main>{_MARKUP}" for n in range(7)},
                "/cats/c7": "<main><h1>Cat</h1><p>Text</p></main>",
            },
            note="a site of nine pages",
        ),
        Passes(
            {
                "/": "".join(f'<a href="/cats/c{n}">{n}</a><a href="/dogs/d{n}">{n}</a>' for n in range(6)),
                **{f"/cats/c{n}": f"<main><h1>Cat</h1><p>Text {n}</p></main>{_MARKUP}" for n in range(5)},
                "/cats/c5": "<main><h1>Cat</h1><p>Text</p></main>",
                **{f"/dogs/d{n}": f"<article><ul><li>Dog {n}</li></ul></article>" for n in range(6)},
            },
            note="a template of six pages",
        ),
        Passes(
            {
                "/": "".join(f'<a href="/cats/c{n}">{n}</a>' for n in range(12)),
                **{
                    f"/cats/c{n}": f"<main><h1>Cat</h1><p>{n}</p></main>{_MARKUP.replace('Product', 'Recipe')}"
                    for n in range(11)
                },
                "/cats/c11": "<main><h1>Cat</h1><p>Text</p></main>",
            },
            note="no product at all",
        ),
    ],
)
def shop_product_no_markup(
    site: SiteView, *, minimum_site: int = 10, minimum_template: int = 8, share: float = 0.7
) -> Iterator[Evidence]:
    """Yield each page that lacks a type which most pages of its template carry."""
    if len(site.content) < minimum_site:
        return
    groups: dict[int, list[Page]] = defaultdict(list)
    for page in site.content:
        if page.template_id is not None:
            groups[page.template_id].append(page)
    for pages in groups.values():
        if len(pages) < minimum_template:
            continue
        counts = Counter(name for page in pages if page.facts for name in set(page.facts.schema_types))
        for name, count in counts.items():
            if not is_a(name, "Product") or count == len(pages) or count < share * len(pages):
                continue
            for page in pages:
                if page.facts and name not in page.facts.schema_types:
                    message = f"{count} of {len(pages)} pages of this kind have {name} markup; this one has not."
                    yield site.evidence(page.url, message, group=name, facts={"type": name})
