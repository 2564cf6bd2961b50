"""How hard English prose is to read: Flesch's formula."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$|[\"”’)])")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|cf|mr|mrs|ms|dr|st|no|fig|approx|inc|ltd)\.", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiouy]+")
_LE = ("ble", "cle", "dle", "fle", "gle", "kle", "ple", "tle", "zle")
_SILENT = {
    "e": (*_LE, "ee", "ye", "oe"),
    "es": (*(f"{end}s" for end in _LE), "ses", "zes", "xes", "ches", "shes", "ges", "ces", "ies"),
    "ed": ("ted", "ded", "ied"),
}
"""Ends whose vowel is not spoken, with those of them where it is."""


ENOUGH_WORDS = 300
"""Flesch took samples of a hundred words; more than this changes no score by much."""


class ReadingEase(NamedTuple):
    """Flesch's score (about 0 to 100, higher is easier) with what it was counted from."""

    score: float
    words: int
    sentences: int


def reading_ease(paragraphs: Iterable[str]) -> ReadingEase | None:
    """Score English paragraphs of whole sentences; None where there is no sentence.

    206.835 - 1.015 x (words / sentences) - 84.6 x (syllables / words); R. Flesch, A new readability yardstick, Journal
    of Applied Psychology 32 (1948). Syllables are counted as groups of vowels, without a silent e.
    """
    words = sentences = syllables = 0
    for paragraph in paragraphs:
        text = _ABBREVIATION.sub(lambda found: found[0].replace(".", ""), paragraph)
        found = _WORD.findall(text)
        ends = len(_SENTENCE_END.findall(text))
        if not found or not ends:
            continue
        words += len(found)
        sentences += ends
        syllables += sum(map(syllables_of, found))
        if words >= ENOUGH_WORDS:
            break
    if not sentences:
        return None
    return ReadingEase(206.835 - 1.015 * words / sentences - 84.6 * syllables / words, words, sentences)


@lru_cache(maxsize=50_000)
def syllables_of(word: str) -> int:
    """The syllables of an English word, by its vowels.

    >>> [syllables_of(word) for word in ("cat", "table", "make", "readability", "jumped")]
    [1, 2, 1, 5, 1]
    """
    folded = word.lower()
    count = len(_VOWELS.findall(folded))
    is_silent = any(folded.endswith(end) and not folded.endswith(spoken) for end, spoken in _SILENT.items())
    return max(1, count - is_silent)


__all__ = ["ReadingEase", "reading_ease", "syllables_of"]
