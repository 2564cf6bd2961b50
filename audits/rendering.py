"""What a browser saw of a page beside what the server sent: the comparisons of the rules on JavaScript."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from audits.page import PageView
from store.document import readable_text
from store.model import ArtifactKind
from store.urls import normal_form, split

_EACH_LETTER = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_EACH_LETTER}]|[^\W{_EACH_LETTER}]+")
_NOT_PAGE = "template, noscript"


def facts_of(page: PageView) -> dict[str, Any]:
    """What the browser noted of the page after its scripts ran; empty where no browser looked at it."""
    artifact = page.artifact(ArtifactKind.RENDERED)
    return dict(artifact.data) if artifact is not None and not artifact.error else {}


def vitals_of(page: PageView) -> dict[str, Any]:
    """What the browser measured while the page loaded; empty where no browser looked at it."""
    artifact = page.artifact(ArtifactKind.VITALS)
    return dict(artifact.data) if artifact is not None and not artifact.error else {}


def narrow_of(page: PageView) -> dict[str, Any]:
    """What the browser measured of the page on a narrow screen; empty where it did not."""
    return dict(facts_of(page).get("narrow") or {})


def is_measured_narrow(page: PageView) -> bool:
    """Whether the page can be judged on a narrow screen; a page of a fixed width is told by the viewport's rules."""
    words = (page.facts.viewport or "").lower()
    if not is_comparable(page) or ("device-width" not in words.replace(" ", "") and "initial-scale" not in words):
        return False
    return not facts_of(page) or bool(narrow_of(page))


def seen_on(page: PageView) -> str:
    """The device whose screen the browser had when it noted the page: "desktop" or "mobile"."""
    artifact = page.artifact(ArtifactKind.RENDERED)
    return artifact.device if artifact is not None else ""


def is_comparable(page: PageView) -> bool:
    """Whether the document that the browser loaded is the one that the crawl fetched, and that is whole.

    A page that sends browsers elsewhere (by language, by cookie) cannot be compared with what it sent the crawler. A
    script that only writes another address into the tab loads no other document.
    """
    if not page.is_content or page.page.failure is not None or page.is_signpost:
        return False
    seen = facts_of(page)
    if not seen:
        return True
    return is_same_document(page, str(seen.get("document_url") or seen.get("final_url") or page.url))


def is_same_document(page: PageView, loaded: str) -> bool:
    """Whether an address that a browser loaded is the page's own, whatever its query and its last slash."""
    address = normal_form(loaded)
    return address is not None and _address(address) == _address(page.url)


def _address(url: str) -> tuple[str, str]:
    parts = split(url)
    return parts.netloc, parts.path.rstrip("/")


# --- directives ------------------------------------------------------------------------------------------------------


def sent_tokens(page: PageView, where: Iterable[str]) -> frozenset[str]:
    """The directives to Google that were sent in these places ("meta", "body", "header")."""
    places = frozenset(where)
    return _spelled_out(
        token
        for directive in page.facts.robots
        if directive.agent in ("robots", "googlebot") and directive.where in places
        for token in directive.tokens
    )


def rendered_tokens(page: PageView) -> frozenset[str]:
    """The directives to Google in the meta elements that the browser ended with."""
    values = facts_of(page).get("robots", ())
    return _spelled_out(token.strip().lower() for value in values for token in str(value).split(","))


def _spelled_out(tokens: Iterable[str]) -> frozenset[str]:
    found = frozenset(token for token in tokens if token)
    return found | {"noindex", "nofollow"} if "none" in found else found


# --- URLs ------------------------------------------------------------------------------------------------------------


def rendered_canonicals(page: PageView) -> frozenset[str]:
    """The canonicals in the head that the browser ended with, in normal form."""
    return frozenset(filter(None, (normal_form(str(url)) for url in facts_of(page).get("canonical", ()))))


def sent_links(page: PageView) -> frozenset[str]:
    """Where the links in the HTML as it was sent lead, in normal form."""
    base = page.select_one("base[href]")
    root = (normal_form(base.attr("href") or "", page.url) if base is not None else None) or page.url
    return frozenset(
        target
        for link in page.select("a[href], area[href]")
        if link.closest(_NOT_PAGE) is None and (target := normal_form(link.attr("href") or "", root)) is not None
    )


def without_query(url: str) -> str:
    """The URL up to its query: two loads of one page often differ in tokens behind the question mark."""
    return url.partition("?")[0]


# --- words -----------------------------------------------------------------------------------------------------------


def words_in(text: str) -> Counter[str]:
    """The words of a text with how often each is said; of scripts without spaces, the letters."""
    return Counter(_WORD.findall(text.casefold()))


def sent_words(page: PageView) -> Counter[str]:
    """The words of the whole body as it was sent, hidden ones included."""
    body = page.document.body
    return words_in(readable_text(body)) if body is not None else Counter()


def folded(text: str | None) -> str:
    """A text with white space folded; empty for None."""
    return " ".join((text or "").split())


__all__ = [
    "facts_of",
    "folded",
    "is_comparable",
    "is_measured_narrow",
    "narrow_of",
    "rendered_canonicals",
    "rendered_tokens",
    "seen_on",
    "sent_links",
    "sent_tokens",
    "sent_words",
    "vitals_of",
    "without_query",
    "words_in",
]
