"""A directive for embedded pages that stands without the noindex it needs."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule


@page_rule(
    id="index-indexifembedded-alone",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-meta-tag"],
    owner=Owner.TEMPLATE,
    title="Directive indexifembedded stands alone",
    message="The page says `indexifembedded` without `noindex`, so it has no effect.",
    why="What was meant by it does not happen.",
    fix="Tell whoever builds the site.",
    fix_developer="Add `noindex` beside it, or take it out.",
    examples=[
        Fails('<meta name="googlebot" content="indexifembedded"><p>A</p>', at=[""]),
        Passes('<meta name="googlebot" content="noindex, indexifembedded"><p>A</p>'),
        Passes("<p>A</p>"),
    ],
)
def index_indexifembedded_alone(page: PageView) -> Iterator[Evidence]:
    """Yield the page once."""
    if "indexifembedded" in page.robots_tokens and not page.is_noindex:
        yield page.evidence()
