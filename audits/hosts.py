"""Which hosts are public: what browsers ask of the open web does not bind localhost or a home network."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from store.urls import split

_PRIVATE_SUFFIXES = (".localhost", ".local", ".test", ".internal", ".lan", ".home.arpa", ".invalid")


@lru_cache(maxsize=4_096)
def is_public_host(host: str) -> bool:
    """Whether a host name or address is reachable from the open web, as far as its form tells.

    >>> is_public_host("example.com"), is_public_host("127.0.0.1"), is_public_host("shop.local")
    (True, False, False)
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return "." in host.rstrip(".") and not host.lower().rstrip(".").endswith(_PRIVATE_SUFFIXES)


def is_insecure_url(url: str) -> bool:
    """Whether an absolute URL is plain http on a public host."""
    if url[:5].lower() != "http:":
        return False
    try:
        return is_public_host(split(url).host)
    except ValueError:
        return False
