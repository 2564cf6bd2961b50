"""The guard as a SOCKS proxy: what it lets through, and what it says to the rest."""

from __future__ import annotations

import socket
import struct
from urllib.parse import urlsplit

import pytest

from crawler.browser.guard import Guard

from .conftest import Site

GRANTED, FAILED, FORBIDDEN = 0, 1, 2


def asked(guard: Guard, host: str, port: int, request: bytes = b"") -> tuple[int, bytes]:
    """The guard's reply to a connection by host name, and what the far side sends."""
    with socket.create_connection(("127.0.0.1", guard.port), 10) as line:
        line.sendall(b"\x05\x01\x00")
        assert line.recv(2) == b"\x05\x00"
        name = host.encode()
        line.sendall(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + struct.pack("!H", port))
        reply = line.recv(10)[1]
        if reply != GRANTED:
            return reply, b""
        line.sendall(request)
        received = b""
        while chunk := line.recv(65_536):
            received += chunk
        return reply, received


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "127.1", "0x7f000001"])
def test_loopback_is_refused_in_every_spelling(site: Site, host: str) -> None:
    with Guard() as guard:
        reply, _ = asked(guard, host, site.server.server_port)
        assert reply == FORBIDDEN
        assert guard.refused == {host}


@pytest.mark.parametrize("with_port", [False, True])
def test_allowed_host_is_served(site: Site, with_port: bool) -> None:
    site.pages["/hello"] = b"hello from inside"
    host = urlsplit(site.url).netloc if with_port else "127.0.0.1"
    with Guard([host]) as guard:
        request = b"GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        reply, received = asked(guard, "127.0.0.1", site.server.server_port, request)
    assert reply == GRANTED
    assert received.endswith(b"hello from inside")


def test_allowed_port_opens_no_other_port(site: Site) -> None:
    with Guard(["127.0.0.1:1"]) as guard:
        assert asked(guard, "127.0.0.1", site.server.server_port)[0] == FORBIDDEN


def test_closed_port_is_a_failure_and_no_refusal() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with Guard(["127.0.0.1"]) as guard:
            assert asked(guard, "127.0.0.1", closed.getsockname()[1])[0] == FAILED
            assert guard.refused == set()


def test_what_is_no_socks_is_hung_up_on() -> None:
    with Guard() as guard, socket.create_connection(("127.0.0.1", guard.port), 10) as line:
        line.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert line.recv(100) == b""
