"""English pages whose sentences are very hard to read, as information."""

from collections.abc import Iterator

from audits.page import PageView
from audits.reading_ease import reading_ease
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)
from audits.text_language import language_of

_HARD = (
    "Notwithstanding the aforementioned organizational considerations, the implementation of comprehensive "
    "interdisciplinary methodologies necessitates continuous administrative evaluation of institutional capabilities, "
    "particularly regarding the operational sustainability of international infrastructural modernization. "
)
_LATIN = (
    "Consectetur adipiscing elit vestibulum sollicitudin condimentum interdum ullamcorper, pellentesque habitant. " * 3
)
_EASY = "The cat sat on the mat. It was happy. We gave it milk and it went to sleep in the sun. "


def _is_english(page: PageView) -> bool:
    return page.is_indexable and (page.facts.lang or "").strip().lower().partition("-")[0] == "en"


@page_rule(
    id="content-readability",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://doi.org/10.1037/h0057532"],
    title="Text is very hard to read",
    message="The page's sentences are very hard to read.",
    why="Long words in long sentences tire readers. Flesch's formula counts both; it knows nothing of what they say.",
    fix="Cut long sentences in two, and say it in shorter words where your readers are no specialists.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={
        "score": "Flesch score below which a text is very hard to read",
        "minimum_words": "words in whole sentences below which a text is not scored",
    },
    applies=_is_english,
    examples=[
        Fails(f'<html lang="en"><main><p>{_HARD * 8}</p></main>', at=[""]),
        Passes(f'<html lang="en"><main><p>{_EASY * 12}</p></main>'),
        Passes(f'<html lang="en"><main><p>{_HARD * 2}</p></main>', note="too little text"),
        Passes(f'<html lang="en"><main><p>{_LATIN * 10}</p></main>', note="in another language than it says"),
        Passes(f'<html lang="en"><main><ul>{"<li>International administration</li>" * 90}</ul></main>', note="a list"),
        Inapplicable(f'<html lang="de"><main><p>{_HARD * 8}</p></main>', note="the formula is for English"),
    ],
)
def content_readability(page: PageView, *, score: float = 30.0, minimum_words: int = 200) -> Iterator[Evidence]:
    """Yield the page where its paragraphs score low."""
    if page.facts.word_count < minimum_words:
        return
    paragraphs = page.paragraphs
    found = reading_ease(paragraphs)
    if found is None or found.words < minimum_words or found.score >= score:
        return
    if language_of(" ".join(paragraphs)) == "en":
        length = found.words / found.sentences
        message = f"The text scores {found.score:.0f} by Flesch's formula, with {length:.0f} words a sentence."
        facts = {"score": round(found.score, 1), "words": found.words, "sentences": found.sentences}
        yield page.evidence(None, message, facts=facts)
