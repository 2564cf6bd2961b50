"""The one normal form of a URL: WHATWG parsing, no fragment. Used by every room."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import ada_url
import tldextract

_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


class UrlParts(NamedTuple):
    """A URL in pieces, as the WHATWG standard names them; `port` is empty for the scheme's default."""

    scheme: str
    host: str  # host name without port
    port: str
    path: str
    query: str  # without "?"
    fragment: str  # without "#"

    @property
    def netloc(self) -> str:
        """Host with its port, if that is not the scheme's default."""
        return f"{self.host}:{self.port}" if self.port else self.host


def resolve(href: str, base: str | None = None) -> str | None:
    """Return `href` as an absolute URL with its fragment, as a browser would; None where it cannot be parsed.

    >>> resolve("../c?x#y", "https://example.com/a/b")
    'https://example.com/c?x#y'
    """
    try:
        return str(ada_url.URL(href, base).href if base else ada_url.URL(href).href)
    except ValueError:
        return None


def normal_form(href: str, base: str | None = None) -> str | None:
    """Return the normal form: absolute, http or https, no fragment, no user name; None for anything else.

    >>> normal_form("HTTP://Example.COM:80/a/./b#c")
    'http://example.com/a/b'
    >>> normal_form("mailto:a@example.com") is None
    True
    """
    try:
        url = ada_url.URL(href, base) if base else ada_url.URL(href)
    except ValueError:
        return None
    if url.protocol not in ("http:", "https:"):
        return None
    if url.username or url.password:
        url.username = ""
        url.password = ""
    text = str(url.href)
    cut = text.find("#")
    return text if cut < 0 else text[:cut]


@lru_cache(maxsize=65_536)
def split(url: str) -> UrlParts:
    """Return the pieces of an absolute URL.

    Raises ValueError where it is not one.

    >>> split("https://example.com:8080/a?b#c").netloc
    'example.com:8080'
    """
    parts = ada_url.URL(url)
    return UrlParts(parts.protocol[:-1], parts.hostname, parts.port, parts.pathname, parts.search[1:], parts.hash[1:])


@lru_cache(maxsize=8_192)
def registrable_domain(host: str) -> str:
    """Return the domain that somebody registered (public suffix plus one label), or the host itself (IP, localhost).

    >>> registrable_domain("shop.example.co.uk")
    'example.co.uk'
    """
    return _suffixes(host).top_domain_under_public_suffix or host
