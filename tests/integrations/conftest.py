"""No test of an integration may reach beyond this machine: every connection and name look-up is watched."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from integrations import search_console
from tests.integrations import fake_search_console


def _is_near(host: object) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def stays_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Refuse whatever is not loopback, in any thread, and fail the test that tried."""
    tried: list[str] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_near(address[0]):
            tried.append(f"connect to {address[0]}")
            raise OSError(f"the test tried to reach {address[0]}")
        connect(self, address)

    def guarded_look_up(host: Any, *rest: Any, **options: Any) -> Any:
        if not _is_near(host):
            tried.append(f"look up {host}")
            raise socket.gaierror(f"the test tried to look up {host}")
        return look_up(host, *rest, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "GOOGLE_APPLICATION_CREDENTIALS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    monkeypatch.setenv("CLOUDSDK_CONFIG", "/nonexistent")
    yield tried
    assert not tried, f"a test must stay on this machine, but: {tried}"


@pytest.fixture
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Google's limits of rows (25,000 an answer, 50,000 a day) made a thousand times smaller, on both sides."""
    assert (search_console.ROWS_A_PAGE, search_console.MOST_ROWS) == (25_000, fake_search_console.MOST_ROWS)
    monkeypatch.setattr(search_console, "ROWS_A_PAGE", 25)
    monkeypatch.setattr(search_console, "MOST_ROWS", 50)
    monkeypatch.setattr(fake_search_console, "MOST_ROWS", 50)
