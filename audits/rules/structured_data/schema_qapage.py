"""Question pages whose markup lacks what Google requires, or that are lists of answered questions."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.rich_result_types import rich_result
from audits.structured import Item


def _markup(json: str) -> str:
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", {json}}}</script>'


_REQUIRED = rich_result("Q&A").required


def _faults(item: Item, page: PageView) -> list[str]:
    questions = item.items("mainEntity")
    if len(questions) > 1:
        return [
            f"{len(questions)} questions, not one that readers answer (a list of answered questions is no Q&A page)"
        ]
    faults = [f"no {name}" for name in item.lacking(_REQUIRED, page.structured_data.follow)]
    if questions and questions[0].text("answerCount") == "0":
        faults = [fault for fault in faults if "Answer" not in fault]  # nobody has answered yet
    if any(
        not answer.has("text") for one in questions for name in _ANSWERS for answer in one.items(name) if answer.types
    ):
        faults.append("answers without text")
    return faults


_ANSWERS = ("acceptedAnswer", "suggestedAnswer")


@page_rule(
    id="schema-qapage",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:qapage", "schema.org/QAPage"],
    title="Q&A markup lacks what Google requires",
    message="The markup of the question page lacks required properties.",
    why="Google shows answers in the result only where one question with its answers is given in full.",
    fix="If readers cannot answer on this page, it needs no Q&A markup.",
    fix_developer=(
        "Give `QAPage` one `Question` as `mainEntity`, with `name`, `answerCount` and answers that have `text`."
    ),
    applies=lambda page: page.is_content and bool(page.structured_data.main("QAPage")),
    examples=[
        Fails(_markup('"@type": "QAPage", "mainEntity": {"@type": "Question", "name": "Why?"}'), at=["script"]),
        Fails(
            _markup(
                '"@type": "QAPage", "mainEntity": [{"@type": "Question", "name": "A?"}, '
                '{"@type": "Question", "name": "B?"}]'
            ),
            at=["script"],
            note="a list of questions",
        ),
        Fails(
            _markup(
                '"@type": "QAPage", "mainEntity": {"@type": "Question", "name": "A?", "answerCount": 1, '
                '"suggestedAnswer": {"@type": "Answer", "upvoteCount": 3}}'
            ),
            at=["script"],
            note="an answer without text",
        ),
        Passes(
            _markup(
                '"@type": "QAPage", "mainEntity": {"@type": "Question", "name": "A?", "answerCount": 1, '
                '"suggestedAnswer": {"@type": "Answer", "text": "So."}}'
            )
        ),
        Passes(
            _markup('"@type": "QAPage", "mainEntity": {"@type": "Question", "name": "A?", "answerCount": 0}'),
            note="nobody has answered yet",
        ),
        Inapplicable(_markup('"@type": "FAQPage", "mainEntity": []')),
    ],
)
def schema_qapage(page: PageView) -> Iterator[Evidence]:
    """Yield each question page with its faults."""
    for item in page.structured_data.main("QAPage"):
        faults = _faults(item, page)
        if faults:
            yield page.evidence(item.element, f"The question page has {', '.join(faults)}.", facts={"faults": faults})
