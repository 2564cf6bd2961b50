"""Markup for rich results that Google no longer shows."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from audits.standards.rich_result_types import RETIRED_RESULTS, RetiredResult
from audits.structured import Item


@page_rule(
    id="schema-retired-type",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:search-gallery"],
    title="Markup is for a result that Google no longer shows",
    message="The page has markup for a rich result that Google no longer shows.",
    why="The markup does no harm; it only earns nothing in Google Search, so there is no need to keep it up.",
    fix="Nothing needs to be done.",
    fix_developer="Leave it or remove it; other services may still read it.",
    applies=lambda page: page.is_content and bool(page.structured_data.items),
    examples=[
        Reviews(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "FAQPage", '
            '"mainEntity": []}</script>',
            at=["script"],
        ),
        Reviews(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "WebSite", '
            '"name": "Cats", "potentialAction": {"@type": "SearchAction", "target": "x"}}</script>',
            at=["script"],
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "QAPage", '
            '"name": "Cats"}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "Cats"}</script>'
        ),
        Reviews(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": ["VideoObject", '
            '"LearningResource"], "name": "Cats"}</script>',
            at=["script"],
        ),
        Reviews(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Quiz", "hasPart": '
            '{"@type": "Question", "eduQuestionType": "Multiple choice"}}</script>',
            at=["script"],
        ),
        Reviews(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Course", '
            '"name": "Cats", "hasCourseInstance": {"@type": "CourseInstance", "name": "May"}}</script>',
            at=["script"],
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Quiz", "hasPart": '
            '{"@type": "Question", "eduQuestionType": "Flashcard"}}</script>',
            note="education Q&A is still shown",
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": ["MathSolver", '
            '"LearningResource"], "name": "Cats"}</script>',
            note="the math solver is still shown",
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Course", '
            '"name": "Cats"}</script>',
            note="lists of courses are still shown",
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_retired_type(page: PageView) -> Iterator[Evidence]:
    """Yield each retired result whose markup stands on the page, once."""
    seen: set[str] = set()
    for item in page.structured_data.items:
        for retired in RETIRED_RESULTS:
            if retired.name not in seen and _is_for(item, retired):
                seen.add(retired.name)
                message = f"{item.type}: the {retired.name} result is no longer shown (since {retired.since})."
                yield page.review(item.element, message, group=item.type)


def _is_for(item: Item, retired: RetiredResult) -> bool:
    if not item.is_schema_org or not any(name in retired.types for name in item.types):
        return False
    if retired.parent and (item.parent is None or not item.parent.is_a(retired.parent)):
        return False
    if not retired.sign or retired.sign in item.types:
        return True
    said = item.text(retired.sign).lower()
    return said in retired.values if retired.values else item.has(retired.sign)
