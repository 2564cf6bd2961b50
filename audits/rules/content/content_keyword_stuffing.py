"""Texts that repeat one word or phrase far more often than writing does."""

from collections import Counter
from collections.abc import Iterator

from audits.page import PageView
from audits.repetition import most_repeated
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.standards.stop_words import STOP_WORDS
from audits.text_language import base_language

_TEXT = " ".join(f"Cat{n} saw{n} the dog{n} and ran{n} to house{n} for food{n} with friend{n}. " for n in range(40))
_ONE = " ".join(f"Shoes of{n} sort{n}." for n in range(40))
_ONE_OFTEN = " ".join(f"Shoes of{n} sort{n}." for n in range(150))
_STUFFED = "Buy cheap shoes here. " * 60


_ENOUGH_WORDS = 1_000
"""Who stuffs a page stuffs its first paragraphs."""


@page_rule(
    id="content-keyword-stuffing",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:spam-policies"],
    title="Text repeats one phrase very often",
    message="The text repeats one word or phrase very often.",
    why="Google counts the piling up of a phrase as spam, and readers notice it too.",
    fix="Read the text aloud. Where the phrase is only there for search engines, say it otherwise or leave it out.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={
        "share": "times that a phrase of two or three words stands in a text, by the words of the text",
        "word_share": "the same of a single word",
        "minimum_times": "times that the phrase stands in the text, below which nothing is said",
        "minimum_words": "words in paragraphs below which a text is not judged",
    },
    applies=lambda page: (
        page.is_indexable
        and base_language(page.facts.lang or "en") in STOP_WORDS
        and page.select_one("pre, code, samp, kbd") is None
    ),
    examples=[
        Reviews(f"<main><p>{_TEXT}</p><p>{_STUFFED}</p></main>", at=[""]),
        Reviews(f"<main><p>{_TEXT}</p><p>{_ONE_OFTEN}</p></main>", at=[""]),
        Passes(f"<main><p>{_TEXT}</p><p>{_ONE}</p></main>", note="one word, as in an article on shoes"),
        Inapplicable(f"<main><p>{_TEXT}</p><p>{_STUFFED}</p><pre>buy()</pre></main>", note="a page of reference"),
        Reviews(f'<html lang="de"><main><p>{_TEXT}</p><p>{"Schuhe kaufen " * 60}</p></main>', at=[""]),
        Passes(
            f"<main><p>{_TEXT}</p><p>{' '.join(f'Toolbar buttons of{n}.' for n in range(40))}</p></main>",
            note="a page about toolbar buttons: seven words in a hundred",
        ),
        Passes(
            f"<main><p>{_TEXT}</p><p>{' '.join(f'Page of{n} sort{n}.' for n in range(80))}</p></main>",
            note="a page about the numbers of pages: eleven words in a hundred",
        ),
        Passes(
            f"<main><p>{_TEXT[:600]}</p><p>{'Buy cheap shoes here. ' * 14}</p></main>",
            settings={"minimum_words": 100},
            note="14 times",
        ),
        Passes(f"<main><p>{_TEXT * 4}</p><p>{'Buy cheap shoes here. ' * 20}</p></main>", note="one word in a hundred"),
        Passes(f"<main><p>{'Buy cheap shoes here. ' * 30}</p></main>", note="too short a text"),
        Passes(f"<main><p>{_TEXT}</p><p>{'the of and ' * 40}</p></main>", note="small words"),
        Passes(f"<main><p>{_TEXT}</p><ul>{'<li>Cheap shoes</li>' * 40}</ul></main>", note="a list of products"),
        Inapplicable(f'<html lang="ja"><main><p>{_STUFFED}</p></main>', note="its small words are not known here"),
    ],
)
def content_keyword_stuffing(
    page: PageView,
    *,
    share: float = 0.07,
    word_share: float = 0.15,
    minimum_times: int = 15,
    minimum_words: int = 200,
) -> Iterator[Evidence]:
    """Yield the page with the phrase that its paragraphs repeat most."""
    if page.facts.word_count < minimum_words:
        return
    words = _sample(page.paragraphs)
    if len(words) < minimum_words:
        return
    times_needed = max(minimum_times, int(share * len(words)) + 1)
    common = STOP_WORDS[base_language(page.facts.lang or "en")]
    counts = Counter(words)
    if not any(count >= times_needed and word not in common for word, count in counts.items()):
        return
    found = most_repeated(words, common, times_needed)
    # A page of reference names its subject as often; so does an article on one thing.
    if found is not None and (" " in found[0] or found[1] > word_share * len(words)):
        phrase, times = found
        message = f"“{phrase[:80]}” stands {times} times in {len(words):,} words."
        yield page.review(None, message, facts={"phrase": phrase[:80], "times": times, "words": len(words)})


def _sample(paragraphs: list[str]) -> list[str]:
    """The words of the first paragraphs, enough of them to tell."""
    words: list[str] = []
    for text in paragraphs:
        words += text.lower().split()
        if len(words) >= _ENOUGH_WORDS:
            break
    return words
