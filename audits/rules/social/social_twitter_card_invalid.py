"""Cards of a kind that X does not know."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


@page_rule(
    id="social-twitter-card-invalid",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["https://developer.x.com/en/docs/x-for-websites/cards/overview/markup"],
    title="Kind of card is not known",
    message="The value of twitter:card is not one of the four kinds.",
    why="The page is shared without a card: no picture and no text.",
    fix="Ask the developer to correct the value.",
    fix_developer="Use `summary`, `summary_large_image`, `app` or `player`.",
    applies=lambda page: page.is_content and page.select_one('meta[name="twitter:card" i]') is not None,
    examples=[
        Fails('<meta name="twitter:card" content="large">', at=["meta"]),
        Passes('<meta name="twitter:card" content="summary_large_image">'),
        Passes('<meta name="twitter:card" content=" Summary ">'),
        Inapplicable("<title>Cats</title>"),
    ],
)
def social_twitter_card_invalid(page: PageView) -> Iterator[Evidence]:
    """Yield each card of an unknown kind."""
    for card in page.select('meta[name="twitter:card" i]'):
        kind = (card.attr("content") or "").strip().lower()
        if kind not in ("summary", "summary_large_image", "app", "player"):
            yield page.evidence(card, f"twitter:card is “{kind[:60]}”.")
