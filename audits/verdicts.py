"""The sentence that a cause is told in: what is wrong, on how many pages, where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from audits.savings import size_words, time_words
from store.model import Finding, RuleCard
from store.urls import split

_READABLE = re.compile("(?:%[89a-f][0-9a-f])+", re.IGNORECASE)  # UTF-8 beyond ASCII; %20 or %2F keep their meaning
_HALVES = re.compile(r"[:.?!…”]\s")  # a sentence that has a colon or a second sentence already
_LANDMARKS = {"header": "header", "footer": "footer", "nav": "navigation", "aside": "sidebar", "head": "head"}


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers of one cause."""

    pages: int  # seen
    template_pages: int = 0  # pages of the template
    occurrences: int = 0
    template: str = ""  # name of the template that nearly all pages come from
    place: str = ""
    target: str = ""
    is_sampled: bool = False  # seen on a sample, carried over to its template
    is_everywhere: bool = False  # on all pages of a site with several templates
    is_of_site: bool = False  # shown by the start page alone, true of the whole site


def verdict_sentence(card: RuleCard, findings: Sequence[Finding], counted: Counted) -> str:
    """Return e.g. "Link leads nowhere: 1,710 of 1,800 pages like /product/{slug}, in the footer."

    Where all findings say the same fact of their own, the sentence begins with that fact instead of the title.
    """
    said = {one.message for one in findings}
    own = said.pop() if len(said) == 1 else ""
    is_own = bool(own) and own != card.message
    fact = own if is_own else card.title + _file(findings)
    if counted.pages == 0:
        return _ended(fact) if is_own or counted.occurrences < 2 else f"{fact}: {_number(counted.occurrences, 'time')}."
    if counted.is_of_site:
        return _ended(fact)
    if is_own and (_tells_number(own, counted.pages) or _tells_page(own, findings, counted)):
        return _ended(own)
    found = f"{_pages(findings, counted)}{_where(counted.place)}{_times(counted)}."
    if fact.endswith("?"):
        return f"{fact} To be judged on {found}"
    if _HALVES.search(fact):
        begin = f"S{found[1:]}" if found.startswith("seen on") else f"Found on {found}"
        return f"{_ended(fact)} {begin}"  # a second colon would be one too many
    return f"{fact.rstrip('.')}: {found}"


def _file(findings: Sequence[Finding]) -> str:
    """The one file that all findings are about, with the most that it costs; "" where there is none."""
    facts = [one.evidence.facts for one in findings]
    files = {str(one.get("file") or "") for one in facts}
    if len(files) != 1 or not (file := files.pop()):
        return ""
    size = max(int(one.get("saved_bytes") or 0) for one in facts)
    ms = max(float(one.get("saved_ms") or 0) for one in facts)
    cost = [size_words(size)] if size else []
    cost += [time_words(ms)] if ms else []
    return f" ({file}{', up to ' if cost else ''}{' and '.join(cost)})"


def _pages(findings: Sequence[Finding], counted: Counted) -> str:
    if counted.pages == 1 and not counted.is_sampled:
        url = next((one.url for one in findings if one.page_id is not None), "")
        return f"1 page ({_path(url)})"
    name = counted.template
    if counted.is_sampled:
        of = f" like {name}" if name else ""
        return f"seen on {counted.pages:,} sampled pages that stand for {counted.template_pages:,} pages{of}"
    if counted.is_everywhere:
        return f"all {counted.pages:,} pages"
    if name and counted.template_pages > counted.pages:
        return f"{counted.pages:,} of {counted.template_pages:,} pages like {name}"
    if name and counted.template_pages < counted.pages:
        return f"{counted.pages:,} pages, most of them like {name}"
    if name:
        return f"all {counted.pages:,} pages like {name}"
    return f"{counted.pages:,} pages"


def _where(place: str) -> str:
    for step in place.replace(" … ", " > ").split(" > "):
        tag, _, name = step.partition(".")
        if tag in ("main", "article") or name.startswith("footnote"):
            return ""
        for word in (tag, name):
            if word in _LANDMARKS:
                return f", in the {_LANDMARKS[word]}"
    return ""


def _times(counted: Counted) -> str:
    return f", {counted.occurrences:,} times in all" if counted.occurrences > counted.pages else ""


def _tells_number(message: str, pages: int) -> bool:
    words = {word.strip(".,:;()“”") for word in message.split()}
    return f"{pages:,}" in words or str(pages) in words


def _tells_page(message: str, findings: Sequence[Finding], counted: Counted) -> bool:
    """Whether a message of one page names that page's address itself."""
    if counted.pages != 1 or counted.occurrences > 1:
        return False
    words = {word.strip("`,:;()“”").removesuffix(".") for word in message.split()}
    return any(one.url in words for one in findings if one.page_id is not None)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…", ".”")) else f"{sentence}."


def _path(url: str) -> str:
    """The path as people read it: letters that were percent-encoded for the wire are letters again."""
    try:
        parts = split(url)
    except ValueError:
        return url
    path = _READABLE.sub(_decoded, parts.path + (f"?{parts.query}" if parts.query else ""))
    return path if len(path) <= 80 else path[:79] + "…"


def _decoded(found: re.Match[str]) -> str:
    text = unquote(found[0], errors="replace")
    return found[0] if "\ufffd" in text or not text.isprintable() else text
