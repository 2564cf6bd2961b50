"""Pages without the markup that their siblings have."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from audits.rule import Category, Certainty, Evidence, EvidenceClass, Passes, Reviews, Severity, site_rule
from audits.site import SiteView
from audits.standards.schema_org import is_a
from store.model import Outcome, Page

_MARKUP = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Recipe", "name": "A"}</script>'
)

_PARTS = frozenset(
    "AudioObject CreativeWork DataDownload HowToSection HowToStep HowToSupply HowToTip HowToTool ImageGallery "
    "ImageObject ItemList ItemListOrdered ItemListUnordered ListItem MediaObject PropertyValue Quotation "
    "SoftwareSourceCode Table Thing VideoObject WebPageElement".split()
)
"""Types of what stands on a page, such as a picture, a list or a piece of code: not every text has them."""


@site_rule(
    id="schema-coverage-outlier",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:sd-policies"],
    title="Page lacks markup that its siblings have",
    message="The page lacks structured data that most pages of its kind have.",
    why=(
        "Markup may be missing because a field is empty or a part of the "
        "template failed; the page may lose its rich result."
    ),
    fix="Compare the page with its siblings; a field may be empty.",
    fix_developer="Check under which condition the template leaves the markup out.",
    settings={
        "minimum_site": "content pages of a site from which siblings are compared",
        "minimum_template": "pages of a template from which siblings are compared",
        "share": "share of a template's pages that carry the type, from which the others are outliers",
    },
    examples=[
        Reviews(
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
                **{f"/cats/c{n}": f"<main><h1>Cat</h1><p>Text {n}</p></main>{_MARKUP}" for n in range(11)},
                "/cats/c11": f"<main><h1>Cat</h1><p>Text</p></main>{_MARKUP.replace('}', '')}",
            },
            note="markup that cannot be read is a finding of its own",
        ),
        Passes(
            {
                "/": "".join(f'<a href="/cats/c{n}">{n}</a>' for n in range(12)),
                **{
                    f"/cats/c{n}": f"<main><h1>Cat</h1><p>{n}</p></main>{_MARKUP.replace('Recipe', 'Product')}"
                    for n in range(11)
                },
                "/cats/c11": "<main><h1>Cat</h1><p>Text</p></main>",
            },
            note="a missing product is a finding of its own",
        ),
        Passes(
            {
                "/": "".join(f'<a href="/cats/c{n}">{n}</a>' for n in range(12)),
                **{
                    f"/cats/c{n}": f"<main><h1>Cat</h1><p>{n}</p></main>{_MARKUP.replace('Recipe', 'ImageObject')}"
                    for n in range(11)
                },
                "/cats/c11": "<main><h1>Cat</h1><p>Text</p></main>",
            },
            note="a page without a picture has no markup for one",
        ),
        Passes(
            {
                "/": "".join(f'<a href="/cats/c{n}">{n}</a>' for n in range(12)),
                **{
                    f"/cats/c{n}": f"<main><h1>Cat</h1><p>{n}</p></main>{_MARKUP.replace('Recipe', 'BreadcrumbList')}"
                    for n in range(11)
                },
                "/cats/c11": "<main><h1>Cat</h1><p>Text</p></main>",
            },
            note="a missing breadcrumb is a finding of its own",
        ),
    ],
)
def schema_coverage_outlier(
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
        usual = [name for name, count in counts.items() if share * len(pages) <= count and _is_of_page(name)]
        for page in pages:
            missing = [name for name in usual if page.facts and name not in page.facts.schema_types]
            if missing and missing != ["BreadcrumbList"]:  # link-breadcrumb-missing speaks of those
                # What is nested in it is missing with it: one gap, named by all its types.
                count, names = min(counts[name] for name in missing), _listed(sorted(missing))
                message = f"{count} of {len(pages)} pages of this kind have {names} markup, which is missing here."
                yield site.evidence(page.url, message, group=names, outcome=Outcome.REVIEW, facts={"types": missing})


def _is_of_page(name: str) -> bool:
    """Whether a type says what a page is: a missing product is told elsewhere, and parts come and go with the text."""
    return not is_a(name, "Product") and name not in _PARTS


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
