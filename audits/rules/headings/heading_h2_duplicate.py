"""Pages with the very same section headings."""

from collections import defaultdict
from collections.abc import Iterator

from audits.alternates import one_of_versions
from audits.copies import one_of_each
from audits.lists import first_page_of
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Passes, Reviews, Severity, site_rule
from audits.site import SiteView
from store.model import Outcome, Page


@site_rule(
    id="heading-h2-duplicate",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:seo-starter-guide"],
    title="Pages have the same section headings",
    message="Several pages have the very same section headings.",
    why="Often the template makes them, and nothing is wrong. Headings that name what is here help people who skim.",
    fix="Nothing has to be mended. Where the text of the sections differs, their headings may say how.",
    examples=[
        Reviews(
            {
                "/": "<h2>Grey</h2><h2>Black</h2><p>A</p>",
                "/a": "<h2>Taste</h2><h2>Price</h2><p>A</p>",
                "/b": "<h2>price</h2><h2>Taste</h2><p>B</p>",
            },
            at=["/a", "/b"],
        ),
        Passes({"/": "<h2>Taste</h2><h2>Price</h2>", "/a": "<h2>Taste</h2><h2>Weight</h2>"}),
        Passes({"/": "<h2>Comments</h2><p>A</p>", "/a": "<h2>Comments</h2><p>B</p>"}, note="one heading is no set"),
        Passes(
            {"/n": "<h2>New</h2><h2>Old</h2><p>A</p>", "/n?page=2": "<h2>New</h2><h2>Old</h2><p>B</p>"},
            note="the pages of one list",
        ),
        Passes(
            {
                f"/{code}": "<link rel=alternate hreflang=en href=/en><link rel=alternate hreflang=de href=/de>"
                f"<h2>New</h2><h2>Old</h2><p>{code}</p>"
                for code in ("en", "de")
            },
            note="versions of one page",
        ),
    ],
)
def heading_h2_duplicate(site: SiteView) -> Iterator[Evidence]:
    """Yield every page of each group."""
    groups: dict[str, list[Page]] = defaultdict(list)
    for page in one_of_each(site, site.indexable):
        signature = site.signatures.get(page.id)
        if signature is not None and signature.sections and first_page_of(page.url) is None:
            groups[signature.sections].append(page)
    for group in groups.values():
        pages = one_of_versions(site, group)
        if len(pages) > 1:
            message = f"{len(pages):,} pages have the same section headings as this one."
            for page in pages:
                yield site.evidence(page.url, message, facts={"pages": len(pages)}, outcome=Outcome.REVIEW)
