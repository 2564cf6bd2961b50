"""Which language a text is surely not in: by its script, and by the small words that every text in a language has."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from audits.standards.stop_words import ALIKE, STOP_WORDS

SAMPLE_CHARACTERS = 2_400
"""What is looked at of a long text: a piece from its middle, where menus and legal notices do not stand."""

_RANGES = {
    "Arabic": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "Hebrew": "\u0590-\u05ff",
    "Cyrillic": "\u0400-\u052f",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Han": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff",
    "Kana": "\u3040-\u30ff\u31f0-\u31ff",
    "Hangul": "\u1100-\u11ff\uac00-\ud7af",
    "Thai": "\u0e00-\u0e7f",
    "Devanagari": "\u0900-\u097f",
    "Latin": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
}
_LETTERS = {script: re.compile(f"[{span}]") for script, span in _RANGES.items()}
_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")  # the letters of “E0308” are no word

_SCRIPTS = {
    "Arabic": "ar fa ps ckb ug sd",
    "Hebrew": "he iw yi",
    "Cyrillic": "ru uk bg mk be ky tg",
    "Greek": "el",
    "Hangul": "ko",
    "Thai": "th",
    "Devanagari": "hi mr ne",
    "Latin": "en de fr es it pt nl sv da nb nn no fi pl cs sk sl hr hu ro tr id ms et lv lt ca gl eu ga cy is af sq",
}
"""Languages that are written in one script; those with several (Serbian, Kazakh, Uzbek, Urdu, …) are not judged."""
_SCRIPT_OF = {code: script for script, codes in _SCRIPTS.items() for code in codes.split()}
_EAST_ASIAN = frozenset({"ja", "zh"})

_SURE_SHARE = 0.9  # of the letters, from which a text is in a script
_OWN_WORDS = 0.12  # share of a language's small words from which a text may well be in it
_OTHER_WORDS = 0.22  # share from which it is in that language, where the declared one has next to none
_LEAD = 4.0
_ALL_STOP_WORDS: frozenset[str] = frozenset().union(*STOP_WORDS.values())


class OtherLanguage(NamedTuple):
    """What a text is written in, where that is surely not the declared language."""

    name: str  # a script's name or a language's code
    is_script: bool
    share: float  # of letters or words that say so


def base_language(tag: str) -> str:
    """The language of a tag, lower case; "" where a script subtag says that it is not written as usual.

    >>> base_language("en-GB"), base_language("sr-Latn")
    ('en', '')
    """
    parts = tag.strip().lower().replace("_", "-").split("-")
    return "" if any(len(part) == 4 and part.isalpha() for part in parts[1:]) else parts[0]


def script_of(text: str) -> tuple[str, float]:
    """The script of most letters of a text, with its share of all letters; ("", 0.0) where it has none."""
    if text.isascii():
        return ("Latin", 1.0) if _LETTERS["Latin"].search(text) else ("", 0.0)
    total = sum(map(str.isalpha, text))
    latin = len(_LETTERS["Latin"].findall(text))
    if not total or latin >= _SURE_SHARE * total:
        return ("Latin", latin / total) if total else ("", 0.0)
    counts = {script: len(letters.findall(text)) for script, letters in _LETTERS.items()}
    total = max(sum(counts.values()), 1)
    script = max(counts, key=lambda name: counts[name])
    return script, counts[script] / total


def is_written_in(tag: str, script: str) -> bool:
    """Whether the language of a tag is known to be written in a script.

    >>> is_written_in("el-GR", "Greek"), is_written_in("ja", "Han"), is_written_in("ar", "Latin")
    (True, True, False)
    """
    language = base_language(tag)
    if language in _EAST_ASIAN:
        return script == "Han" or (language == "ja" and script == "Kana")
    return _SCRIPT_OF.get(language) == script


def sample_of(text: str) -> str:
    """A piece from the middle of a long text, cut at spaces where it has any."""
    if len(text) <= SAMPLE_CHARACTERS:
        return text
    start = (len(text) - SAMPLE_CHARACTERS) // 2
    piece = text[start : start + SAMPLE_CHARACTERS]
    _, _, rest = piece.partition(" ")
    return rest.rpartition(" ")[0] or piece


def other_language(tag: str, text: str, minimum_words: int = 50) -> OtherLanguage | None:
    """What a text is written in, where that is surely not the language of the tag; None where nothing is sure.

    Texts with fewer words are not judged, nor are languages of which nothing is known here.
    """
    language = base_language(tag)
    sample = sample_of(text)
    if language in _EAST_ASIAN:
        return _other_than_east_asian(language, sample, minimum_words)
    own = _SCRIPT_OF.get(language)
    if own is None:
        return None
    if own == "Latin":
        words = _WORD.findall(sample.lower())
        if _share(words, language) >= _OWN_WORDS:
            return None
        script, share = script_of(sample)
        if script != "Latin":
            return _by_script(sample, script, share, minimum_words)
        return _by_words(language, words, minimum_words) if share >= _SURE_SHARE else None
    if _LETTERS[own].search(sample) and _letters(sample, own) >= 0.1 * len(sample):
        return None
    return _by_foreign_script(sample, own, minimum_words)


def language_of(text: str, minimum_words: int = 50) -> str:
    """The language of a text in Latin script as its small words tell, or "" where they do not tell for sure."""
    words = _WORD.findall(sample_of(text).lower())
    found = _by_words("", words, minimum_words)
    return found.name if found is not None else ""


def _other_than_east_asian(language: str, sample: str, minimum_words: int) -> OtherLanguage | None:
    han, kana = _letters(sample, "Han"), _letters(sample, "Kana")
    if language == "ja" and not kana and han >= 4 * minimum_words:
        return OtherLanguage("zh", False, 1.0)
    if language == "zh" and kana > 0.3 * (han + kana) and han + kana >= 4 * minimum_words:
        return OtherLanguage("ja", False, kana / (han + kana))
    if han + kana > 0.05 * len(sample):
        return None
    return _by_foreign_script(sample, "Han", minimum_words)


def _by_foreign_script(sample: str, own: str, minimum_words: int) -> OtherLanguage | None:
    """The other script; of Latin only where small words show that it is prose, and not names or code."""
    script, share = script_of(sample)
    if script in ("", own) or share < _SURE_SHARE:
        return None
    if script == "Latin":
        return _by_words("", _WORD.findall(sample.lower()), minimum_words)
    return _by_script(sample, script, share, minimum_words)


def _by_script(sample: str, script: str, share: float, minimum_words: int) -> OtherLanguage | None:
    # Japanese mixes its own letters with Han.
    if script in ("Han", "Kana"):
        both = _letters(sample, "Han") + _letters(sample, "Kana")
        share = both / max(1, both + _letters(sample, "Latin"))
        is_long = both >= 2 * minimum_words
    else:
        is_long = script == "Thai" or len(_WORD.findall(sample)) >= minimum_words
    return OtherLanguage(script, True, share) if share >= _SURE_SHARE and is_long else None


def _by_words(language: str, words: list[str], minimum_words: int) -> OtherLanguage | None:
    if len(words) < minimum_words or (language and language not in STOP_WORDS and not _is_judged(language)):
        return None
    if sum(word in _ALL_STOP_WORDS for word in words) < _OTHER_WORDS * len(words):
        return None
    counts = Counter(words)
    share, best = max((_share_of(counts, profile, len(words)), code) for code, profile in STOP_WORDS.items())
    if share < _OTHER_WORDS or (language and (best == language or _are_alike(best, language))):
        return None
    own = _share(words, language)
    return OtherLanguage(best, False, share) if own * _LEAD <= share else None


def _is_judged(language: str) -> bool:
    """Whether a language without a profile is like none that has one."""
    return language in ("et", "lv", "lt", "eu", "ga", "cy", "is", "sq")


def _share(words: list[str], language: str) -> float:
    profile = STOP_WORDS.get("nb" if language in ("no", "nn") else language)
    return sum(word in profile for word in words) / len(words) if profile and words else 0.0


def _share_of(counts: Counter[str], profile: frozenset[str], total: int) -> float:
    return sum(counts[word] for word in counts.keys() & profile) / max(total, 1)


def _letters(text: str, script: str) -> int:
    return len(_LETTERS[script].findall(text))


@lru_cache(maxsize=1_024)
def _are_alike(one: str, other: str) -> bool:
    return any(one in group and other in group for group in ALIKE)


__all__ = ["OtherLanguage", "base_language", "is_written_in", "language_of", "other_language", "sample_of", "script_of"]
