"""Titles in another script than the page."""

from collections.abc import Iterator

from audits.page import PageView
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
from audits.text_language import is_written_in, sample_of, script_of

_SMALL_WORDS = frozenset(
    "the of and for with to in how your our from what is on by der die das und für mit wie von auf le la les des et "
    "pour avec une dans el los las y para con de del il di che per een het van voor".split()
)
"""Words that show a sentence: a Latin title without any may be the name of a product."""

_LEAST_LETTERS = 10
"""Letters of a title below which its script says nothing."""


@page_rule(
    id="title-language-mismatch",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:title-link"],
    title="Title is not in the language of the page",
    message="The title is written in another script than the page.",
    why="People cannot tell from the result that the page is for them, and Google may show another title.",
    fix="Write the title in the language of the page.",
    fix_developer="Translate the title with the page, and do not fall back to another language.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={
        "min_share": "share of the letters that must be of one script, in the title and in the text",
        "min_letters": "letters of main text below which the page is not judged",
    },
    applies=lambda page: page.is_indexable and len(page.facts.title or "") >= 10,
    examples=[
        Reviews(
            "<title>The story of our boats</title><main><h1>قصة قواربنا</h1><p>"
            + "نبني القوارب من الخشب منذ سنين " * 9
            + "</p></main>",
            at=["title"],
        ),
        Reviews(
            "<title>قصة قواربنا الخشبية</title><main><p>"
            + "We have built boats of wood for years. " * 9
            + "</p></main>",
            at=["title"],
        ),
        Passes(
            "<title>iPhone 15 Pro Max 256 GB</title><main><p>"
            + "هاتف ذكي بشاشة كبيرة وكاميرا جيدة " * 9
            + "</p></main>",
            note="the name of a product",
        ),
        Passes(
            "<title>The story of our boats</title><main><h1>The story of our boats</h1><p>"
            + "نبني القوارب من الخشب منذ سنين " * 9
            + "</p></main>",
            note="the heading is in that script too",
        ),
        Passes(
            '<html lang="ar"><title>قصة قواربنا الخشبية</title><main><p>'
            + "We have built boats of wood for years. " * 9
            + "</p></main>",
            note="the text is what is not in the language of the page",
        ),
        Passes("<title>قصة قواربنا الخشبية</title><main><p>Boats of wood.</p></main>", note="too little text to tell"),
        Passes(
            "<title>Grey cats of Kent</title><main><h1>All of them</h1><p>" + "Cats live here. " * 20 + "</p></main>"
        ),
        Passes(
            "<title>قصة قواربنا – wood boats</title><main><p>" + "An animal that sleeps a lot. " * 20 + "</p></main>",
            note="both scripts",
        ),
        Inapplicable("<title>Cats</title>"),
    ],
)
def title_language_mismatch(page: PageView, *, min_share: float = 0.8, min_letters: int = 200) -> Iterator[Evidence]:
    """Yield the title for review where heading and main text are both of another script."""
    title, headings = page.facts.title or "", page.facts.h1
    if title.isascii() and (headings[0].isascii() if headings else page.body.isascii()):
        return
    of_title, share = script_of(title)
    if share < min_share or _letters(title) < _LEAST_LETTERS or script_of(" ".join(headings))[0] == of_title:
        return
    if of_title == "Latin" and not _SMALL_WORDS & set(title.casefold().split()):
        return
    if is_written_in(page.facts.lang or "", of_title):
        return  # the text is what is not translated, which content-lang-mismatch tells
    text = page.main_text
    if script_of(sample_of(text))[0] == of_title:
        return  # a piece tells cheaply; but it may be a listing of code, so only the whole text accuses
    of_text, share = script_of(text)
    is_same = of_text == of_title or {of_text, of_title} == {"Han", "Kana"}
    if not is_same and share >= min_share and _letters(text) >= min_letters:
        message = f"The title is written in {of_title} letters, the page in {of_text} ones."
        yield page.review(page.select_one("title"), message, facts={"title": of_title, "text": of_text})


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
