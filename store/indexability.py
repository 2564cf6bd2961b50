"""Says of a fetched page whether search engines may show it under its own address, and if not, why not."""

from __future__ import annotations

from enum import StrEnum

from store.model import Failure, Page

_WALLS = frozenset({401, 403, 407, 429, 451, 999})


class Indexability(StrEnum):
    """How a known address stands; in the order in which reports tell them."""

    INDEXABLE = "indexable"
    NOINDEX = "noindex"
    CANONICALISED = "canonicalised"  # it names another address as the canonical one
    REDIRECT = "redirect"
    FORWARDING = "forwarding"  # a meta refresh to another address, which search engines take for a redirect
    MISSING = "missing"  # 404, 410 and their like
    REFUSED = "refused"  # it asked for a password or took us for a robot
    ERROR = "error"  # the server failed, or no answer came
    ROBOTS = "robots"  # closed by robots.txt, so never asked
    FILE = "file"  # it answers, and is no HTML page


def indexability_of(page: Page) -> Indexability:
    """How a page stands, by what robots meta, header, canonical and status say."""
    found = _by_answer(page)
    if found is not None:
        return found
    if page.facts is None:
        return Indexability.FILE
    if "noindex" in _robots_tokens(page):
        return Indexability.NOINDEX
    if other_canonical(page):
        return Indexability.CANONICALISED
    forwarded = page.facts.refresh_url not in (None, page.url)
    return Indexability.FORWARDING if forwarded else Indexability.INDEXABLE


def other_canonical(page: Page) -> str:
    """The other address that the page declares as its canonical; empty where it declares none, itself, or several."""
    declared = page.facts.canonicals if page.facts else ()
    urls = {one.url for one in declared if one.url and one.where != "body" and not one.ignored}
    return urls.pop() if len(urls) == 1 and page.url not in urls else ""


def has_canonical(page: Page) -> bool:
    """Whether it declares any canonical that counts."""
    return page.facts is not None and any(one.url and one.where != "body" for one in page.facts.canonicals)


def _by_answer(page: Page) -> Indexability | None:
    if page.failure is Failure.CHALLENGE or page.status in _WALLS:
        return Indexability.REFUSED
    if page.redirect_to:
        return Indexability.REDIRECT
    if not page.status or page.status >= 500:
        return Indexability.ERROR
    if page.status >= 400:
        return Indexability.MISSING
    return None


def _robots_tokens(page: Page) -> set[str]:
    found = page.facts.robots if page.facts else ()
    tokens = {token for one in found if one.agent in ("robots", "googlebot") for token in one.tokens}
    return tokens | {"noindex"} if "none" in tokens else tokens
