"""Says the sentence of a cause in the reader's language, from the parts that the English one is put together from."""

from __future__ import annotations

import re

from reports.model import CauseView
from reports.words import Said, Words

__all__ = ["found_of", "verdict"]

_COUNT = r"(?P<{}>[\d,]+)"
_N, _ALL = _COUNT.format("n"), _COUNT.format("all")
_FOUND = (
    r"1 page \((?P<path>.*)\)",
    rf"seen on {_N} sampled pages that stand for {_ALL} pages(?: (?:like|of) (?P<name>.+?))?",
    rf"{_N} of {_ALL} pages (?:like|of) (?P<name>.+?)",
    rf"{_N} pages?, most of them (?:like|of) (?P<name>.+?)",
    rf"all {_N} pages (?:like|of) (?P<name>.+?)",
    rf"all {_N} pages",
    rf"{_N} pages",
)
_TAIL = r"(?:, in the (?P<place>header|footer|navigation|sidebar|head))?(?:, (?P<times>[\d,]+) times in all)?\."
_PATTERNS = tuple(re.compile(one + _TAIL, re.DOTALL) for one in _FOUND)
_LINKS = ((": ", "verdict.found"), (" To be judged on ", "verdict.judge"), (" Found on ", "verdict.found_on"),
          (" Seen on ", "verdict.found_on"))  # fmt: skip
_TIMES = re.compile(r": (?P<n>[\d,]+) times?\.")
_COST = r", up to (?P<first>[\d.,]+ \w+)(?: and (?P<second>[\d.,]+ \w+))?"
_FILE = re.compile(rf" \((?P<file>.*?)(?:{_COST})?\)", re.DOTALL)


def verdict(cause: CauseView, words: Words) -> tuple[Said, Said]:
    """The whole sentence of a cause, and the same without its title before it.

    Where the sentence was made in a way that is not known here, it stays English and is marked as such.
    """
    english = cause.message
    if words.is_english:
        return Said(english), Said(cause.brief)
    title = str(words.rule_text(cause.rule, "title", cause.title))
    if english.rstrip(".") == cause.title:
        return Said(_ended(title)), Said(_ended(title))
    for link, key in _LINKS:
        for at in _places_of(english, link):
            start = "seen on " if link == " Seen on " else ""
            found = found_of(start + english[at + len(link) :], words)
            fact = _fact(cause, english[: at + (link != ": ")].rstrip(), title, words) if found else None
            if found and fact:
                is_title = english[:at].rstrip(".?!") == cause.title.rstrip(".?!")
                brief = _begun(found) if is_title else f"{fact.rstrip('.')}: {found}."
                return Said(words(key, fact=fact, found=found)), Said(brief)
    # Only now: the last place of a template would take in where the cause was found.
    whole = words.say_message(cause.rule, english)
    if not whole.lang:
        return whole, whole
    times = _TIMES.fullmatch(english.removeprefix(cause.title))
    if times and english.startswith(cause.title):
        found = words("verdict.occurrences", n=_number(times["n"]))
        return Said(words("verdict.found", fact=title, found=found)), Said(_begun(found))
    return whole, Said(cause.brief, "en")


def found_of(english: str, words: Words) -> str:
    """Where a cause was found, e.g. "1,710 of 1,800 pages like /p/{slug}, in the footer."; "" where it says no such."""
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(english):
            break
    else:
        return ""
    parts = found.groupdict()
    n, whole, name = _number(parts.get("n")), _number(parts.get("all")), parts.get("name") or ""
    if parts.get("path") is not None:
        said = words("verdict.page", path=parts["path"])
    elif english.startswith("seen on "):
        key = "verdict.sampled_like" if name else "verdict.sampled"
        said = words(key, some=words.number(n), n=whole, **({"name": name} if name else {}))
    elif parts.get("all"):
        said = words("verdict.share_like", some=words.number(n), n=whole, name=name)
    elif ", most of them" in english:
        said = words("verdict.most_like", n=n, name=name)
    elif english.startswith("all "):
        said = words("verdict.all_like", n=n, name=name) if name else words("verdict.all", n=n)
    else:
        said = words("verdict.pages", n=n)
    if parts["place"]:
        said += words(f"verdict.place.{parts['place']}")
    return said + words("verdict.times", n=_number(parts["times"])) if parts["times"] else said


def _fact(cause: CauseView, english: str, title: str, words: Words) -> str | None:
    """What is wrong: the rule's title, perhaps with the one file that it is about, or the findings' own message."""
    if english.rstrip(".?!") == cause.title.rstrip(".?!"):
        return title
    if english.startswith(cause.title) and (file := _FILE.fullmatch(english[len(cause.title) :])):
        if not file["first"]:
            return words("verdict.file", fact=title, file=file["file"])
        cost = words("verdict.both", first=file["first"], second=file["second"]) if file["second"] else file["first"]
        return words("verdict.file_cost", fact=title, file=file["file"], cost=cost)
    for ending in ("", "."):
        said = words.say_message(cause.rule, english + ending)
        if not said.lang:
            return said.removesuffix(ending) if ending else str(said)
    return None


def _places_of(text: str, link: str) -> list[int]:
    return [found.start() for found in re.finditer(re.escape(link), text)][::-1]


def _number(text: str | None) -> int:
    return int((text or "0").replace(",", ""))


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "؟", "…", ".”")) else f"{sentence}."


def _begun(found: str) -> str:
    return _ended(found[:1].upper() + found[1:])
