"""Tells searches for the site's own name from all others, by the words that its owner and its domain give."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from store.urls import registrable_domain, split

LEAST_STEM = 4  # letters of a domain's name below which it is taken for an ordinary word
_WORDS = re.compile(r"[^\W_]+")
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")  # scripts without spaces
_OPERATOR = re.compile(r"(?:^|\s)-?(?:site|inurl|intitle|cache|link|related|filetype):", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:https?://|www\.)\S+|\S+\.(?:com|org|net|info|io|co|si|de|eu|app|dev)\b", re.IGNORECASE)


class Brand:
    """Sequences of words that name the site."""

    def __init__(self, terms: Iterable[str] = ()) -> None:
        self._terms = tuple(dict.fromkeys(words for words in map(words_of, terms) if words))
        self._joined = frozenset("".join(words) for words in self._terms)
        self._unspaced = tuple(term for term in self._joined if _UNSPACED.search(term))

    def __bool__(self) -> bool:
        """Whether any term is known: without one, nothing can be told apart."""
        return bool(self._terms)

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms as they are compared."""
        return tuple(" ".join(words) for words in self._terms)

    def is_named_in(self, query: str) -> bool:
        """Whether a query holds one of the terms, its words in order and beside each other, or written as one."""
        words = words_of(query)
        if any(word in self._joined for word in words):
            return True
        if any(term in word for term in self._unspaced for word in words):
            return True
        return any(
            words[at : at + len(term)] == term for term in self._terms for at in range(len(words) - len(term) + 1)
        )


def brand_of(start_url: str, terms: Iterable[str]) -> Brand:
    """The owner's terms, and the name of the domain, unless it is too short to be told from a word."""
    host = split(start_url).host
    stem = registrable_domain(host).partition(".")[0]
    is_name = len(stem) >= LEAST_STEM and not stem.isdigit() and host != "localhost"
    return Brand([*terms, *([stem, stem.replace("-", " ")] if is_name else [])])


@lru_cache(maxsize=65_536)
def words_of(text: str) -> tuple[str, ...]:
    """Words for comparing: NFKC, lower case, without marks on the letters."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return tuple(_WORDS.findall("".join(letter for letter in plain if not unicodedata.combining(letter))))


def is_real_query(query: str) -> bool:
    """Whether somebody looked for something: no search operators, no address, not only digits."""
    return not (_OPERATOR.search(query) or _DOMAIN.search(query)) and any(letter.isalpha() for letter in query)


__all__ = ["Brand", "brand_of", "is_real_query", "words_of"]
