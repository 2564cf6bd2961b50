"""Paid text whose markup does not say that it is paid for."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule


def _markup(json: str) -> str:
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", {json}}}</script>'


_WALL = '[class*="paywall" i], [id*="paywall" i], [class*="subscriber-only" i], [class*="regwall" i]'
_SIGNS = ("paywall", "subscriber-only", "regwall")


@page_rule(
    id="schema-paywall",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:paywalled-content"],
    title="Markup does not say that the text is paid for",
    message="The page seems to keep a part of its text for subscribers, and its markup does not say so.",
    why="Without the markup Google may take text that it sees and readers do not for cloaking.",
    fix="Tell the developer which parts only subscribers can read.",
    fix_developer=(
        'Give the article `"isAccessibleForFree": false` and a `hasPart` with the `cssSelector` of the paid part.'
    ),
    applies=lambda page: (
        page.is_content
        and any(sign in page.folded_markup for sign in _SIGNS)
        and bool(page.structured_data.main("Article"))
    ),
    examples=[
        Reviews(
            _markup('"@type": "NewsArticle", "headline": "A"') + '<div class="paywall-gate">Subscribe</div>', at=["div"]
        ),
        Passes(
            _markup('"@type": "NewsArticle", "isAccessibleForFree": false')
            + '<div class="paywall-gate">Subscribe</div>'
        ),
        Passes(
            _markup('"@type": "NewsArticle", "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": "False"}')
            + '<div class="paywall">Subscribe</div>'
        ),
        Passes(_markup('"@type": "Article", "headline": "A"') + "<p>What a paywall is</p>", note="only spoken of"),
        Inapplicable(_markup('"@type": "NewsArticle", "headline": "A"')),
    ],
)
def schema_paywall(page: PageView) -> Iterator[Evidence]:
    """Yield the element that seems to be the wall."""
    if not any("isAccessibleForFree" in item.properties for item in page.structured_data.items):
        wall = next((one for one in page.select(_WALL) if one.tag not in ("html", "body", "script", "link")), None)
        if wall is not None:
            yield page.review(wall)
