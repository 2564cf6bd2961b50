"""Articles and products that allow search engines no large picture."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule

_KINDS = frozenset(
    {"Article", "NewsArticle", "BlogPosting", "TechArticle", "ScholarlyArticle", "Product", "ProductGroup"}
)
_LIMITS = frozenset({"max-image-preview:none", "max-image-preview:standard"})


def _has_story(page: PageView) -> bool:
    if not page.is_indexable or not page.facts.robots:
        return False
    kinds = {value.strip().lower() for name, value in page.facts.open_graph if name == "og:type"}
    return not _KINDS.isdisjoint(page.facts.schema_types) or not kinds.isdisjoint({"article", "product"})


@page_rule(
    id="index-image-preview-limited",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:google-discover", "google:robots-meta-tag"],
    title="Page allows no large pictures in search",
    message="The page limits the size of its pictures in search results.",
    why="Google Discover shows pages with large pictures far more prominently, and needs permission for them.",
    fix="If you want the page to be shown with its picture, have the limit taken out.",
    fix_developer='Send `<meta name="robots" content="max-image-preview:large">`.',
    applies=_has_story,
    examples=[
        Fails(
            '<meta name="robots" content="max-image-preview:standard"><meta property="og:type" content="article">',
            at=['meta[name="robots"]'],
        ),
        Fails(
            '<meta property="og:type" content="product">', at=[""], headers={"X-Robots-Tag": "max-image-preview: none"}
        ),
        Passes('<meta name="robots" content="max-image-preview:large"><meta property="og:type" content="article">'),
        Passes('<meta name="robots" content="max-snippet:20"><meta property="og:type" content="article">'),
        Passes(
            '<meta name="otherbot" content="max-image-preview:none"><meta property="og:type" content="article">',
            note="does not bind Google",
        ),
        Inapplicable('<meta name="robots" content="max-image-preview:none"><p>A page of another kind</p>'),
    ],
)
def index_image_preview_limited(page: PageView) -> Iterator[Evidence]:
    """Yield the directive."""
    for directive in page.facts.robots:
        found = _LIMITS & {token.replace(" ", "") for token in directive.tokens}
        if found and directive.agent in ("robots", "googlebot"):
            element = None if directive.where == "header" else page.select_one(f'meta[name="{directive.agent}" i]')
            yield page.evidence(element, f"The page says `{next(iter(found))}`.", facts={"where": directive.where})
            return
