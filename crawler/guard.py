"""Keeps the crawl out of networks that it was not sent to: every address is checked, on every request and hop.

A page can point a crawler at 127.0.0.1, at a router or at a cloud's metadata service, by a link, by a redirect or by a
name that resolves there. Rules:

* addresses of the public internet are always allowed;
* a private, loopback, link-local or otherwise special address is allowed for the start host alone (any port), and
  only the addresses that the start host had when the crawl began; so a site on 127.0.0.1 can be audited, and its
  redirect to 127.0.0.2 is refused;
* `allow_private` lifts the check.

Names are checked where the connection is made (`GuardedResolver` hands out checked addresses only), so a name that
changes its address between check and use gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from store.urls import split

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
RESOLVING = 64  # names at the same time
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def mapped_address(text: str) -> tuple[Address, int]:
    """Address and port (0: that of the URL) of a setting such as 10.0.0.7:8443 or [fd00::1]:8443.

    Raises ValueError for what is none.
    """
    if text.count(":") > 1 and not text.startswith("["):
        return ipaddress.ip_address(text), 0
    host, _, port = text.rpartition(":") if not text.endswith("]") and ":" in text else (text, "", "")
    return ipaddress.ip_address(host.strip("[]")), int(port) if port else 0


class ForbiddenAddressError(OSError):
    """A host has no address that may be asked."""


@lru_cache(maxsize=4_096)
def address_of(text: str) -> Address | None:
    """The IP address that a URL's host is, or None for a name. IPv6 may stand in brackets."""
    try:
        return ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet; addresses that wrap another are judged by that one.

    Source: IANA special-purpose address registries, as in the standard library's ipaddress.
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


class AddressGuard:
    """Decides which addresses may be asked."""

    def __init__(
        self, start_url: str, *, allow_private: bool = False, resolve: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.mapped = {host: mapped_address(where) for host, where in resolve.items()}  # named by hand, so allowed
        self.start_host = split(start_url).host
        self.allow_private = allow_private
        self.is_local = False  # whether the start host is on this machine or in a private network
        self._own: frozenset[Address] = frozenset()

    async def learn(self) -> None:
        """Resolve the start host and remember its special addresses. A name that does not resolve is no error here."""
        if self.start_host in self.mapped:
            self.remember([self.mapped[self.start_host][0]])
            return
        literal = address_of(self.start_host)
        if literal is not None:
            self.remember([literal])
            return
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(self.start_host, None, type=socket.SOCK_STREAM)
        except OSError:
            return
        self.remember(address for one in found if (address := address_of(str(one[4][0]))) is not None)

    def remember(self, addresses: Iterable[Address]) -> None:
        """Take addresses as the start host's own."""
        self._own = frozenset(address for address in addresses if not is_public(address))
        self.is_local = bool(self._own)

    def allows(self, host: str, address: Address) -> bool:
        """Whether `host` may be asked at `address`."""
        if host in self.mapped and self.mapped[host][0] == address:
            return True
        return self.allow_private or is_public(address) or (host == self.start_host and address in self._own)

    def check_literal(self, url: str) -> None:
        """Raise ForbiddenAddressError where the URL's host is an IP address that may not be asked."""
        host = split(url).host
        address = address_of(host)
        if address is not None and not self.allows(host, address):
            raise ForbiddenAddressError(f"{host} is not a public address")


def _result(host: str, address: Address, port: int) -> ResolveResult:
    return ResolveResult(
        hostname=host,
        host=str(address),
        port=port,
        family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
        proto=socket.IPPROTO_TCP,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )


class PooledResolver(AbstractResolver):
    """Resolves names in threads of its own, so many that names whose servers hang hold up no other names."""

    def __init__(self, threads: int = RESOLVING) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="resolve")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Ask the system. Raises OSError where the name cannot be resolved."""
        look_up = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG)
        found = await asyncio.get_running_loop().run_in_executor(self._pool, look_up)
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]) + (f"%{address[3]}" if len(address) > 3 and address[3] else ""),
                port=int(address[1]),
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, protocol, _, address in found
        ]

    async def close(self) -> None:
        """Leave what is under way alone."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class GuardedResolver(AbstractResolver):
    """Resolves names for aiohttp and hands out allowed addresses only."""

    def __init__(self, guard: AddressGuard, inner: AbstractResolver | None = None) -> None:
        self._guard = guard
        self._inner = inner or PooledResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Resolve as aiohttp asks. Raises ForbiddenAddressError where no address is allowed, OSError without DNS."""
        if host in self._guard.mapped:
            address, other_port = self._guard.mapped[host]
            return [_result(host, address, other_port or port)]
        found = await self._inner.resolve(host, port, family)
        allowed = [one for one in found if self._is_allowed(host, one)]
        if found and not allowed:
            raise ForbiddenAddressError(f"{host} resolves to {found[0]['host']}, which is not a public address")
        return allowed

    def _is_allowed(self, host: str, result: Any) -> bool:
        address = address_of(result["host"])
        return address is not None and self._guard.allows(host, address)

    async def close(self) -> None:
        """Close the resolver that does the work."""
        await self._inner.close()
