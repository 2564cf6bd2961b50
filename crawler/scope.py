"""Which URLs are the site, and why a URL of the site is not fetched."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.options import CrawlOptions
from crawler.traps import TrapGuard
from store.model import Skip
from store.urls import UrlParts, split

Refusal = tuple[Skip, str]

_ACTION_SEGMENTS = frozenset({"logout", "log-out", "logoff", "signout", "sign-out", "wp-logout", "unsubscribe"})
_ACTION_KEYS = frozenset({"add-to-cart", "add_to_cart", "remove_item", "remove-item", "add_to_wishlist",
                          "add-to-wishlist", "logout", "_wpnonce"})  # fmt: skip
_ACTION_PAIRS = frozenset({"action=logout", "action=delete", "do=logout", "do=delete", "action=add_to_cart"})


def origin_of(url: str) -> str:
    """Scheme and host with port: what one robots.txt speaks for.

    >>> origin_of("https://example.com:8443/a?b")
    'https://example.com:8443'
    """
    parts = split(url)
    return f"{parts.scheme}://{parts.netloc}"


def www_sibling(netloc: str) -> str:
    """The same host with or without "www."."""
    return netloc[4:] if netloc.startswith("www.") else f"www.{netloc}"


class Scope:
    """The borders of one crawl. `hosts` grows where the start URL redirects to its other host."""

    def __init__(self, start_url: str, options: CrawlOptions) -> None:
        parts = split(start_url)
        self.start_url = start_url
        self.options = options
        self.hosts: set[str] = {parts.netloc}
        self.seen_hosts: set[str] = {parts.netloc}
        self._origins: tuple[str, ...] = ()  # what most links of a site begin with
        self._take(parts.netloc)
        self._domain = parts.netloc.removeprefix("www.")
        self._folder = parts.path[: parts.path.rfind("/") + 1]
        self._include = [re.compile(pattern) for pattern in options.include]
        self._exclude = [re.compile(pattern) for pattern in options.exclude]
        self._traps = TrapGuard(options.max_query_variants)
        self._is_site_host = lru_cache(maxsize=4_096)(self._judge_host)

    def adopt(self, url: str) -> bool:
        """Take the host of a URL into the site; returns whether it is new."""
        netloc = split(url).netloc
        if netloc in self.hosts:
            return False
        self._take(netloc)
        self._is_site_host.cache_clear()
        return True

    def _take(self, netloc: str) -> None:
        self.hosts.add(netloc)
        self._origins += (f"https://{netloc}/", f"http://{netloc}/")

    def follow_start(self, url: str) -> None:
        """The start URL redirects to a URL: a folder that the server adds its slash to becomes the prefix."""
        parts = split(url)
        if self.options.scope == "prefix" and parts.path.startswith(split(self.start_url).path):
            self._folder = parts.path[: parts.path.rfind("/") + 1]

    def is_internal(self, url: str) -> bool:
        """Whether an absolute http(s) URL belongs to the site's hosts."""
        if url.startswith(self._origins):
            return True
        start = url.find("://") + 3
        end = start
        size = len(url)
        while end < size and url[end] not in "/?#":
            end += 1
        return self._is_site_host(url[start:end])

    def _judge_host(self, netloc: str) -> bool:
        if netloc in self.hosts:
            return True
        if self.options.scope == "subdomains" and netloc.endswith("." + self._domain):
            self.seen_hosts.add(netloc)
            return True
        return False

    def refusal(self, url: str) -> Refusal | None:
        """Why an internal URL is not to be fetched, apart from robots.txt and depth; None where it is.

        Counts the URL for the trap guard, so ask once a URL.
        """
        if len(url) > self.options.max_url_length:
            return Skip.TOO_LONG, f"{len(url)} characters; at most {self.options.max_url_length}"
        if url == self.start_url:
            return None
        try:
            parts = split(url)
        except ValueError:
            return Skip.SCHEME, "not a URL"
        if self.options.scope == "prefix" and not parts.path.startswith(self._folder):
            return Skip.SCOPE, f"not below {self._folder}"
        if self._include and not any(pattern.search(url) for pattern in self._include):
            return Skip.EXCLUDED, "no include pattern matches"
        for pattern in self._exclude:
            if pattern.search(url):
                return Skip.EXCLUDED, f"exclude pattern {pattern.pattern[:120]}"
        deed = action_of(parts)
        if deed:
            return Skip.EXCLUDED, f"a link that does something: {deed}"
        trap = self._traps.trap_of(parts)
        return (Skip.TRAP, trap) if trap else None


def action_of(parts: UrlParts) -> str:
    """What a GET link would do besides showing a page (log out, fill a basket), or "". Such links are not followed."""
    last = parts.path.rstrip("/").rpartition("/")[2].lower().partition(".")[0]
    if last in _ACTION_SEGMENTS:
        return last
    if parts.query:
        for pair in parts.query.lower().split("&"):
            if pair in _ACTION_PAIRS or pair.partition("=")[0] in _ACTION_KEYS:
                return pair[:60].partition("=")[0] if pair not in _ACTION_PAIRS else pair
    return ""
