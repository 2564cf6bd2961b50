"""Which language a text is in, told by py3langid; asked only where a cheap look leaves a doubt."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from audits.standards.stop_words import ALIKE, OWN_WORDS, STOP_WORDS
from audits.text_language import base_language, is_written_in, script_of

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LANGUAGES = frozenset(
    "af ar be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka kk km ko la lb lt "
    "lv mk ml mr ms ne nl nn no pl pt ro ru sk sl sq sr sv ta te th tl tr uk ur uz vi zh".split()
)
"""Languages that are told apart: the model knows more, and names rare ones for lists of names and code."""
NO_LANGUAGE = "zxx"  # what the model calls text without language: code, numbers, addresses

SURE = 60.0
"""Log-likelihood by which a language leads from which nothing else comes into question.

Measured on 19,800 passages of documentation and 4,400 pieces of 8 to 60 words in 60 languages: prose never had another
language ahead of its own by more than 13; lists of names and code reached 68, so `is_prose` is asked as well. 15 words
lead by 85 or more over English where that is not theirs in 99 of 100 cases.
"""
LIKELY = 12.0
"""The same for a few words that someone has marked as being in a language."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MARKS = re.compile(r"[\\<>{}=_|#$@^~/()\[\]]")
_MOST_CHARACTERS = 2_000
_SMALL_SHARE = 0.14  # of small words in prose; in most languages a third
_SHORT_LETTERS = 3
_SHORT_SHARE = 0.04  # of words so short, in prose of any language that parts its words by spaces
_ALIASES = {"nb": "no", "iw": "he", "in": "id", "sh": "sr", "mo": "ro", "fil": "tl"}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_ALPHABETS = {
    language: frozenset(letters)
    for language, letters in {
        "de": "äöüß", "fr": "àâæçéèêëîïôœùûüÿ", "es": "áéíñóúü", "it": "àèéìòù", "pt": "ãáâàçéêíóôõú", "sv": "åäö",
        "da": "åæø", "no": "åæøéò", "fi": "äöå", "pl": "ąćęłńóśźż", "cs": "áčďéěíňóřšťúůýž", "sk": "áäčďéíĺľňóôŕšťúýž",
        "sl": "čšž", "hr": "čćđšž", "bs": "čćđšž", "hu": "áéíóöőúüű", "ro": "ăâîșțşţ", "tr": "çğıöşüâ",
    }.items()
}  # fmt: skip
"""Letters beyond ASCII: a text that has several of a language's and none of another's is taken to be in it."""
_MIXED = frozenset({"sr", "bs", "hr"})  # one language in the eyes of many, and Serbian in two scripts


class Guess(NamedTuple):
    """The language that a text is most likely in, and by how much it leads over the one that is named."""

    language: str
    lead: float


def language_of_tag(tag: str) -> str:
    """The language of a tag as the model calls it; empty where it is none of those that are told apart.

    >>> language_of_tag("nb-NO"), language_of_tag("en-GB"), language_of_tag("sr-Latn"), language_of_tag("tlh")
    ('no', 'en', '', '')
    """
    language = base_language(tag)
    language = _ALIASES.get(language, language)
    return language if language in LANGUAGES else ""


def guess(text: str, language: str) -> Guess | None:
    """The likeliest language of a text where that is another than the named one; None where it is that one.

    Languages that are near relatives of the named one are not told apart from it. `language` is one of `LANGUAGES`.
    """
    ranks = dict(_identifier().rank(text[:_MOST_CHARACTERS]))
    best = max(ranks, key=lambda one: ranks[one])
    if best in (language, NO_LANGUAGE, "la") or _are_alike(best, language):  # Latin: "Lorem ipsum"
        return None
    return Guess(best, float(ranks[best] - ranks.get(language, -1e9)))


def seems_to_be(text: str, language: str) -> bool:
    """Whether a text holds small words that its language alone has: a cheap look that settles nearly every text."""
    folded = text[:_MOST_CHARACTERS].lower()
    words = folded.split()
    found = len(_own_words(language).intersection(words))
    if found >= min(2 + len(folded) // 250, 6):
        return True
    if len(folded.encode("ascii", "ignore")) * 2 < len(folded):
        return is_written_in(language, script_of(text)[0])
    small = _small_words(language)
    known = sum(map(small.__contains__, words)) / max(len(words), 1)
    if found and known > _SMALL_SHARE:
        return True
    letters = _ALPHABETS.get(language)
    if letters is None or (not found and known < _SMALL_SHARE / 2):
        return False
    marked = [letter for letter in _BEYOND_ASCII.findall(folded) if letter.isalpha()]
    return len(marked) * 60 >= len(folded) and letters.issuperset(marked)


def may_be_prose(text: str) -> bool:
    """Whether a text in Latin letters has short words, which sentences have in every language; True for all others.

    Lists of names and of things have none. Asked before the library, whose answer costs a hundred times as much.
    """
    if not text.isascii():
        return True
    words = text.split()
    return sum(len(word) <= _SHORT_LETTERS for word in words) >= _SHORT_SHARE * len(words)


def is_prose(text: str, language: str) -> bool:
    """Whether a text reads like sentences: words without the marks of code, and with small words of its language."""
    words = _WORD.findall(text)
    if len(_MARKS.findall(text)) * 20 > len(text):
        return False
    if sum(len(word) > 1 and not word[1:].islower() and word[0].isascii() for word in words) * 3 > len(words):
        return False  # names in camel case, or all in capitals
    if sum(word[0].isupper() for word in words) * 2 > len(words):
        return False  # names
    small = _small_words(language)
    return not small or sum(word.lower() in small for word in words) * 8 >= len(words)


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    # Reading the model takes half a second and 80 MB, so it is read by the first text in doubt.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([*sorted(LANGUAGES), NO_LANGUAGE])
    return identifier


@lru_cache(maxsize=128)
def _own_words(language: str) -> frozenset[str]:
    return frozenset(OWN_WORDS.get("nb" if language in ("no", "nn") else language, ()))


@lru_cache(maxsize=128)
def _small_words(language: str) -> frozenset[str]:
    return STOP_WORDS.get("nb" if language in ("no", "nn") else language, frozenset())


@lru_cache(maxsize=4_096)
def _are_alike(one: str, other: str) -> bool:
    if {one, other} <= _MIXED | {"mk"}:
        return True
    close = ({"no", "nn", "da"}, {"cs", "sk"}, {"id", "ms"}, {"gl", "pt"}, {"be", "uk"}, {"hi", "mr", "ne"})
    return any({one, other} <= group for group in close) or any(
        one in group and other in group and "es" not in group and "nl" not in group for group in ALIKE
    )


__all__ = [
    "LANGUAGES",
    "LIKELY",
    "SURE",
    "Guess",
    "guess",
    "is_prose",
    "language_of_tag",
    "may_be_prose",
    "seems_to_be",
]
