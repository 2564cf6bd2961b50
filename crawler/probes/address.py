"""Asks whether the site can be reached over IPv6: an AAAA record, and a connection to it."""

from __future__ import annotations

import asyncio
import errno
import socket
import time

from crawler.guard import address_of
from crawler.job import CrawlJob
from crawler.probes.hosts import TIMEOUT_S
from store.model import Probe
from store.urls import split

_NO_RECORD = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", -5), getattr(socket, "EAI_ADDRFAMILY", -9)})
_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EACCES,
                       errno.EPERM})  # fmt: skip
_ROOT_SERVER = "2001:500:2f::f"  # any public address: a datagram socket that "connects" sends nothing


async def ask_ipv6(job: CrawlJob, url: str) -> Probe | None:
    """Look for the host's IPv6 addresses and try one.

    None for addresses, local hosts, hosts that crawl.resolve leads elsewhere and where DNS said nothing sure.

    `connection` of the data is "open", "refused", "timeout" or "unknown" (this machine has no IPv6, or a filter).
    """
    parts = split(url)
    if job.guard.is_local or parts.host in job.guard.mapped or address_of(parts.host) is not None:
        return None
    port = int(parts.port or (443 if parts.scheme == "https" else 80))
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(parts.host, port, family=socket.AF_INET6, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno not in _NO_RECORD or not await _has_ipv4(parts.host, port):
            return None
        found = []
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    own = [text for text in addresses if _may_ask(job, parts.host, text)]
    connection = await _connection(own[0], port) if own else "unknown"
    return Probe("ipv6", url, 0, None, {"addresses": addresses[:8], "connection": connection}, time.time())


async def _has_ipv4(host: str, port: int) -> bool:
    """Whether DNS works at all: a name without any address says nothing of IPv6."""
    try:
        return bool(await asyncio.get_running_loop().getaddrinfo(host, port, family=socket.AF_INET))
    except OSError:
        return False


def _may_ask(job: CrawlJob, host: str, text: str) -> bool:
    address = address_of(text)
    return address is not None and job.guard.allows(host, address)


def has_ipv6_route() -> bool:
    """Whether this machine could send to the public IPv6 internet. Nothing is sent."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as datagrams:
            datagrams.connect((_ROOT_SERVER, 53))
    except OSError:
        return False
    return True


async def _connection(address: str, port: int) -> str:
    if not has_ipv6_route():
        return "unknown"
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(address, port), TIMEOUT_S)
    except TimeoutError:
        return "timeout"
    except OSError as error:
        return "unknown" if error.errno in _NO_ROUTE else "refused"
    writer.close()
    return "open"
