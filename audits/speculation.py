"""Reads rules for loading pages in advance: what is wrong with them, and what they would do by loading it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

_DEEDS = re.compile(
    r"log-?out|sign-?out|/(?:add|remove)[-_]?(?:to|from)[-_]?(?:cart|basket)|[?&](?:add-to-cart|add|delete|remove|logout|"
    r"unsubscribe)=|/cart/add|/delete(?:/|$)",
    re.IGNORECASE,
)
_ACTIONS = ("prerender", "prefetch")


def speculation_faults(links: Iterable[tuple[str, str]], rules: dict[str, Any], most: int) -> Iterator[str]:
    """Yield in words what is wrong with rules; `most` addresses may be loaded at once.

    Only addresses that do something count: a query alone is harmless, and robots.txt does not bind browsers.
    `links` are those that the rules may take, as they are written and as they resolve; looked at once at most.
    """
    deeds: list[tuple[str, str]] | None = None
    for action in _ACTIONS:
        listed = rules.get(action)
        for rule in listed if isinstance(listed, list) else ():
            if not isinstance(rule, dict):
                yield f"A rule of `{action}` is no object."
                continue
            urls = rule.get("urls")
            urls = [str(url) for url in urls] if isinstance(urls, list) else []
            if rule.get("eagerness") == "immediate" and len(urls) > most:
                yield f"{len(urls)} addresses are loaded at once."
            if action == "prerender" and (deed := next(filter(_DEEDS.search, urls), "")):
                yield f"{deed} is loaded in advance, which does something."
            if action == "prerender" and isinstance(rule.get("where"), dict):
                deeds = [one for one in links if _DEEDS.search(one[0])] if deeds is None else deeds
                for href, url in deeds:
                    if _matches(rule["where"], url):
                        yield f"The rules load {href} in advance, which does something."


def _matches(where: Any, url: str) -> bool | None:
    """Whether a document rule takes an address; None where a selector decides."""
    if not isinstance(where, dict):
        return None
    if "and" in where:
        parts = [_matches(one, url) for one in where["and"]]
        return False if False in parts else None if None in parts else True
    if "or" in where:
        parts = [_matches(one, url) for one in where["or"]]
        return True if True in parts else None if None in parts else False
    if "not" in where:
        inside = _matches(where["not"], url)
        return None if inside is None else not inside
    if "href_matches" in where:
        given = where["href_matches"]
        patterns = given if isinstance(given, list) else [given]
        return any(_fits(str(one), url) for one in patterns)
    return None


def _fits(pattern: str, url: str) -> bool:
    """Whether an address fits a URL pattern, as far as stars go; the query counts only where the pattern names it."""
    path = "/" + url.partition("://")[2].partition("/")[2].partition("#")[0]
    has_query = "?" in pattern
    subject = path if has_query else path.partition("?")[0]
    if pattern.startswith("http"):
        subject = url.partition("#")[0] if has_query else url.partition("#")[0].partition("?")[0]
    plain = pattern.replace("\\?", "?")
    return bool(re.fullmatch(".*".join(map(re.escape, plain.split("*"))), subject))
