"""Pages that say noindex and name another page as canonical."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule


@page_rule(
    id="index-noindex-plus-canonical",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:consolidate-duplicate-urls", "google:canonicalization"],
    owner=Owner.TEMPLATE,
    title="Page says noindex and names another canonical",
    message="The page says noindex and names another page as its canonical.",
    why="One says forget this page, the other says it is the same as that one; the noindex may be applied to both.",
    fix="Choose one: noindex for a page that nobody should find, a canonical for a copy.",
    fix_developer="For a copy, keep `rel=canonical` and take the noindex out.",
    examples=[
        Fails(
            '<meta name="robots" content="noindex"><link rel="canonical" href="https://example.com/other"><p>A</p>',
            at=["link"],
        ),
        Passes('<meta name="robots" content="noindex"><link rel="canonical" href="https://example.com/page"><p>A</p>'),
        Passes('<link rel="canonical" href="https://example.com/other"><p>A</p>'),
        Passes('<meta name="robots" content="noindex"><p>A</p>'),
    ],
)
def index_noindex_plus_canonical(page: PageView) -> Iterator[Evidence]:
    """Yield the canonical of a page that says noindex."""
    if page.is_noindex and not page.is_canonical:
        message = f"The page says noindex and names {page.canonical} as its canonical."
        element = page.select_one('link[rel~="canonical" i]')
        yield page.evidence(element, message, facts={"canonical": page.canonical})
