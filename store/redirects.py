"""Which address to write in place of one that has moved for good."""

from __future__ import annotations

from collections.abc import Sequence

from store.urls import split

PERMANENT = frozenset({301, 308})
_GATES = ("login", "signin", "sign-in", "consent", "captcha", "error", "404", "not-found", "notfound")


def replacement_of(url: str, final_url: str, redirects: Sequence[int], status: int) -> str:
    """Return the address that a link should name instead of `url`, or "" where its own may stay.

    Only a chain of permanent redirects (301, 308) to an address that answered 200 is advice. What only adds or takes a
    slash is none, nor what ends at a home page, a login, a consent or an error page: that is no new place of the page.

    >>> replacement_of("http://a.example/x", "https://a.example/x", (301,), 200)
    'https://a.example/x'
    """
    if not redirects or not PERMANENT.issuperset(redirects) or status != 200 or not final_url:
        return ""
    old, new = split(url), split(final_url)
    if url.rstrip("/") == final_url.rstrip("/"):
        return ""
    if new.path in ("", "/") and old.path not in ("", "/"):
        return ""
    parts = new.path.lower().strip("/").split("/")
    if any(part.startswith(_GATES) for part in parts):
        return ""
    return final_url
