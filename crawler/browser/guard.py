"""A SOCKS proxy on the loopback address through which the browser goes out: it refuses private addresses.

Chromium hands over host names unresolved. The guard resolves them, refuses the connection if any address is not
public, and connects to the very address that it checked. So redirects, subresources, frames, scripts, WebSockets and
DNS answers that change between two look-ups are all covered, because every connection passes here.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from crawler.guard import address_of, is_public, mapped_address

CONNECT_TIMEOUT_S = 15.0
CHUNK = 65_536
_GRANTED, _FAILED, _FORBIDDEN = 0, 1, 2


class Guard:
    """The proxy, in a thread of its own. `refused` collects the hosts that it did not let through."""

    def __init__(self, allowed_hosts: Iterable[str] = (), resolve: Mapping[str, str] = MappingProxyType({})) -> None:
        self.mapped = {host: mapped_address(where) for host, where in resolve.items()}
        self.allowed = frozenset(host.lower() for host in allowed_hosts)
        self.refused: set[str] = set()
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="marsad-guard", daemon=True)

    def __enter__(self) -> Guard:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        with contextlib.suppress(Exception):
            self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            host, port = await _asked(reader, writer)
            reply, far = await self._connect(host, port)
            writer.write(struct.pack("!BBBBIH", 5, reply, 0, 1, 0, 0))
            await writer.drain()
            if far is not None:
                await asyncio.gather(_copy(reader, far[1]), _copy(far[0], writer))
        except (OSError, asyncio.IncompleteReadError, ValueError, struct.error):
            pass
        finally:
            writer.close()

    async def _connect(
        self, host: str, port: int
    ) -> tuple[int, tuple[asyncio.StreamReader, asyncio.StreamWriter] | None]:
        name = host.lower().rstrip(".")
        if name in self.mapped:
            address, other_port = self.mapped[name]
            return await self._open([str(address)], other_port or port)
        try:
            answers = await self._loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            return _FAILED, None
        addresses = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
        if not ({name, f"{name}:{port}"} & self.allowed or all(map(_is_public, addresses))):
            self.refused.add(name)
            return _FORBIDDEN, None
        return await self._open(addresses, port)

    async def _open(
        self, addresses: Iterable[str], port: int
    ) -> tuple[int, tuple[asyncio.StreamReader, asyncio.StreamWriter] | None]:
        for address in addresses:
            with contextlib.suppress(OSError, TimeoutError):
                return _GRANTED, await asyncio.wait_for(asyncio.open_connection(address, port), CONNECT_TIMEOUT_S)
        return _FAILED, None


def _is_public(text: str) -> bool:
    address = address_of(text)
    return address is not None and is_public(address)


async def _asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[str, int]:
    """The SOCKS 5 greeting (RFC 1928): host and port that the browser asks for."""
    version, count = await reader.readexactly(2)
    if version != 5:
        raise ValueError("not SOCKS 5")
    await reader.readexactly(count)
    writer.write(b"\x05\x00")
    _, command, _, kind = await reader.readexactly(4)
    if kind == 1:
        host = socket.inet_ntop(socket.AF_INET, await reader.readexactly(4))
    elif kind == 4:
        host = socket.inet_ntop(socket.AF_INET6, await reader.readexactly(16))
    else:
        host = (await reader.readexactly((await reader.readexactly(1))[0])).decode("ascii")
    (port,) = struct.unpack("!H", await reader.readexactly(2))
    if command != 1:
        raise ValueError("only CONNECT is served")
    return host, port


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(CHUNK):
            sink.write(data)
            await sink.drain()
    except OSError:
        pass
    finally:
        sink.close()
