"""Ratings in the markup of which a reader sees nothing."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from audits.shown import Shown, shows_rating

_RATED = (
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Basket",'
    '"aggregateRating":{"@type":"AggregateRating","ratingValue":"4.8","ratingCount":9}}</script>'
)
_TEXT = "<h1>Basket</h1><p>" + "A basket of willow that cats like to sleep in, woven by hand. " * 4 + "</p>"


@page_rule(
    id="schema-hidden-rating",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:sd-policies", "google:review-snippet"],
    title="Rating in the markup is nowhere on the page",
    message="The markup states a rating, and the page shows neither rating nor review.",
    why="Google wants readers to find on the page what the stars in search promise; else it may withdraw them.",
    fix="Show the rating and where it comes from on the page, or have it taken out of the markup.",
    fix_developer="Write rating markup only where the template prints the rating too.",
    applies=lambda page: page.is_content and bool(page.structured_data.of("AggregateRating", "Review")),
    examples=[
        Reviews(_RATED + _TEXT, at=["script"]),
        Passes(_RATED + _TEXT + "<p>9 reviews</p>"),
        Passes(_RATED + _TEXT + "<p>9 تقييمات</p>"),
        Passes(_RATED + _TEXT + "<p>★★★★★</p>"),
        Passes(_RATED + _TEXT + '<div class="star-rating"></div>', note="stars drawn by the style sheet"),
        Passes(_RATED + "<h1>Basket</h1>", note="a page made by scripts"),
        Passes(_RATED + _TEXT, artifacts={"rendered": {"main_text": "4.8 out of 5"}}, note="scripts add it"),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type":"ItemList","itemListElement":'
            '{"@type":"ListItem","position":1,"item":{"@type":"Movie","name":"A","aggregateRating":{"@type":'
            '"AggregateRating","ratingValue":4,"ratingCount":2}}}}</script>' + _TEXT,
            note="of something else in a list",
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_hidden_rating(page: PageView) -> Iterator[Evidence]:
    """Yield the first rating or review of a main item where nothing on the page may be one."""
    for item in page.structured_data.of("AggregateRating", "Review"):
        if item.parent is None or item.parent.parent is None:
            shown = Shown(page)
            if shown.is_enough and not shows_rating(shown):
                facts = {"rating": item.text("ratingValue"), "of": item.parent.type if item.parent else ""}
                yield page.review(item.element, facts=facts)
            return
