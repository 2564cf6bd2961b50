"""A language that nobody speaks: every text of ours in brackets and with accents, so that what is left out is seen."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, NavigableString, Tag

from reports.catalogue import Catalogue
from reports.english import ENGLISH

LANG = "el"  # its dates and units have no Latin letters, and there is no file of it
_ACCENTS = str.maketrans("aeiouycdnrstlzAEIOUYCDNRSTLZ", "äëïöüÿčďñřšťłžÄËÏÖÜŸČĎÑŘŠŤŁŽ")
_KEPT = re.compile(r"(\{[^{}]*\}|`[^`]*`)")
_WORD = re.compile(r"[A-Za-z]{3,}")
_OURS = re.compile(r"⟦[^⟦⟧]*⟧")
SILENT = 'script, style, code, pre, bdi, kbd, samp, svg, template, head, [lang=en], option[value^="/"]'
NAMES = frozenset(
    "WCAG HTML CSS URL URLs HTTP UTC CSV JSON Marsad Google Bing Chrome Lighthouse PageSpeed SARIF JUnit EARL".split()
)
"""Names that stay as they are in every language."""


def marked(text: str) -> str:
    """The text in brackets and with accents; places and code stay."""
    pieces = _KEPT.split(text)
    return "⟦" + "".join(one if number % 2 else one.translate(_ACCENTS) for number, one in enumerate(pieces)) + "⟧"


def pseudo(rules: Iterable[tuple[str, str]]) -> Catalogue:
    """The catalogue of that language; `rules` are contexts with their English."""
    return Catalogue(
        LANG,
        {key: marked(text) for key, text in ENGLISH.items()},
        {(context, text): marked(text) for context, text in rules},
    )


def bare_words(page: BeautifulSoup) -> list[tuple[str, str]]:
    """English that stands in the page outside of what is marked as code, as the site's own or as English."""
    for one in page.select(SILENT):
        one.decompose()
    found = []
    for text in page.find_all(string=True):
        if type(text) is NavigableString:
            found += _bare(str(text), text.parent)
    for element in page.find_all(True):
        for name in ("aria-label", "title", "alt", "placeholder"):
            if value := element.get(name):
                found += _bare(str(value), element)
    return found


def _bare(text: str, where: Tag | None) -> list[tuple[str, str]]:
    before = None
    while before != text:  # brackets in brackets: a text with another in its place
        before, text = text, _OURS.sub(" ", text)
    words = [one for one in _WORD.findall(text) if one not in NAMES]
    return [(" ".join(text.split()), str(where)[:160])] if words else []
