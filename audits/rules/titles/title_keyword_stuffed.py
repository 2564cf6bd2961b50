"""Titles that say the same word again and again."""

import re
from collections import Counter
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

_WORD = re.compile(r"[^\W\d_]{3,}(?:['’][^\W\d_]+)?")
_EDGES = "\"'“”„«»()[],;:!?|–—-·•،؛。、"
_SEPARATOR = re.compile(r"\s+[-–—·•:»/]\s+|\s*[|｜]\s*")
_COMMAS = re.compile("[,،、]")
_STOP_WORDS = frozenset(
    "and the for from with you your our not are its how what why who that this into out over all new der die das und "
    "für mit von den dem ein eine les des une pour avec dans sur aux los las del una por para con che per dei degli "
    "delle nel della het een van voor met och att som för till med het w na do od dla jak oraz для как что или про "
    "من في على إلى عن أو".split()
)


@page_rule(
    id="title-keyword-stuffed",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:title-link", "google:spam-policies"],
    title="Title repeats its keywords",
    message="The title says the same word again and again.",
    why="It reads like spam, tells people less, and Google may show another title.",
    fix="Say each thing once, in the words that people use.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={
        "min_times": "times that one word is said",
        "min_phrases": "phrases between commas that are nearly the same",
    },
    applies=lambda page: page.is_indexable and len(page.facts.title or "") > 10,
    examples=[
        Reviews("<title>Cats, grey cats, cheap cats – Cat Shop</title>", at=["title"]),
        Reviews("<title>Boat sale, boats in Kent, boating shop, boat yard</title>", at=["title"], note="four alike"),
        Passes("<title>Cats and their cats | Cats</title>", note="twice, and once in the site's name"),
        Passes("<title>The cat, the dog and the mouse: the whole story</title>", note="small words"),
        Passes("<title>std::vector::insert - std::vector - std library</title>", note="names of code"),
        Passes("<title>New York, New York</title>"),
        Passes("<title>Boats, cats, dogs, mice, birds and fish</title>"),
        Inapplicable("<title>Cat cat</title>"),
    ],
)
def title_keyword_stuffed(page: PageView, *, min_times: int = 3, min_phrases: int = 4) -> Iterator[Evidence]:
    """Yield the title for review where a word or the beginning of one comes too often."""
    # The site's name behind or before the title may say one of its words again.
    title = max(_SEPARATOR.split((page.facts.title or "").casefold()), key=len)
    words = [word for raw in title.split() if _is_word(word := raw.strip(_EDGES))]
    word, times = Counter(words).most_common(1)[0] if words else ("", 0)
    if times >= min_times:
        message = f"The title says “{word}” {times} times."
        yield page.review(page.select_one("title"), message, facts={"word": word, "times": times})
        return
    phrases = _COMMAS.split(title)
    if len(phrases) >= min_phrases:
        begins = Counter(begin for phrase in phrases for begin in {one[:4] for one in phrase.split() if _is_word(one)})
        begin, times = begins.most_common(1)[0] if begins else ("", 0)
        if times >= min_phrases and len(begin) == 4:
            message = f"{times} phrases of the title are nearly the same (“{begin}…”)."
            yield page.review(page.select_one("title"), message, facts={"begins": begin, "times": times})


def _is_word(text: str) -> bool:
    return text not in _STOP_WORDS and _WORD.fullmatch(text) is not None
