"""Loopback servers that misbehave on order: what a path answers is told by the test, and what was asked is kept."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str  # with query
    headers: Mapping[str, str]  # names lower case
    at: float  # monotonic seconds
    body: bytes = b""

    @property
    def name(self) -> str:
        return self.path.partition("?")[0]


@dataclass(frozen=True)
class Reply:
    """A well-formed answer."""

    body: bytes | str = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str | None = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Raw:
    """Bytes sent as they are; then the connection is closed, by a reset if `reset`."""

    data: bytes = b""
    reset: bool = False


@dataclass(frozen=True)
class Hang:
    """Bytes sent, and then nothing more until the client leaves."""

    data: bytes = b""


@dataclass(frozen=True)
class Drip:
    """Bytes sent one by one with a pause, or over and over for ever."""

    head: bytes
    piece: bytes = b"x"
    pause_s: float = 0.05


Answer = Reply | Raw | Hang | Drip
Route = Answer | Callable[[Asked], Answer]


def html(title: str, *links: str, body: str = "", head: str = "") -> Reply:
    """A small page with links."""
    anchors = "".join(f'<a href="{link}">{link}</a>\n' for link in links)
    return Reply(
        f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body>{anchors}{body}</body></html>'
    )


def redirect(to: str, status: int = 301) -> Reply:
    return Reply(b"", status, (("Location", to),))


def text(body: str, status: int = 200) -> Reply:
    return Reply(body, status, (), "text/plain; charset=utf-8")


@dataclass
class Site:
    """A server on 127.0.0.1 (or another loopback address). Paths without a route answer 404."""

    routes: dict[str, Route] = field(default_factory=dict)
    host: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    name: str = ""  # host name for URLs, where it is not the address
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    _now: int = 0
    _is_closed: bool = False

    def __enter__(self) -> Self:
        site = self

        class Handler(socketserver.StreamRequestHandler):
            disable_nagle_algorithm = True

            def handle(self) -> None:
                site._serve(self)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            block_on_close = False
            request_queue_size = 128

            def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
                connection, address = super().get_request()
                if site.tls is not None:
                    connection.settimeout(5)
                    connection = site.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
                return connection, address

            def handle_error(self, request: object, client_address: object) -> None:
                pass

        self._lock = threading.Lock()
        self._server = Server((self.host, 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening and answering: from now on connections are refused, and open ones end."""
        self._is_closed = True
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str = "/") -> str:
        scheme = "https" if self.tls is not None else "http"
        return f"{scheme}://{self.name or self.host}:{self.port}{path}"

    def paths(self, method: str | None = None) -> list[str]:
        """What was asked, in order."""
        return [one.path for one in self.asked if method is None or one.method == method]

    def _serve(self, handler: socketserver.StreamRequestHandler) -> None:
        while True:
            asked = _read_request(handler)
            if asked is None or self._is_closed:
                return
            with self._lock:
                self.asked.append(asked)
                self._now += 1
                self.most_at_once = max(self.most_at_once, self._now)
            try:
                route = self.routes.get(asked.path, self.routes.get(asked.name, self.routes.get("*")))
                answer = route(asked) if callable(route) else route
                if not self._answer(handler, asked, answer or Reply("<title>Not found</title>gone", 404)):
                    return
            finally:
                with self._lock:
                    self._now -= 1

    def _answer(self, handler: socketserver.StreamRequestHandler, asked: Asked, answer: Answer) -> bool:
        out = handler.wfile
        if isinstance(answer, Reply):
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            names = {name.lower() for name, _ in answer.headers}
            lines = [f"HTTP/1.1 {answer.status} Said"]
            lines += [f"{name}: {value}" for name, value in answer.headers]
            if answer.content_type is not None:
                lines.append(f"Content-Type: {answer.content_type}")
            if "content-length" not in names:
                lines.append(f"Content-Length: {len(body)}")
            out.write("\r\n".join([*lines, "", ""]).encode("latin-1") + (b"" if asked.method == "HEAD" else body))
            return True
        if isinstance(answer, Raw):
            out.write(answer.data)
            if answer.reset:
                handler.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                handler.request.close()
            return False
        if isinstance(answer, Hang):
            out.write(answer.data)
            while handler.request.recv(1024):
                pass
            return False
        out.write(answer.head)
        while True:
            out.write(answer.piece)
            time.sleep(answer.pause_s)


def _read_request(handler: socketserver.StreamRequestHandler) -> Asked | None:
    try:
        line = handler.rfile.readline(65_536).decode("latin-1").split()
        if len(line) < 3:
            return None
        headers: dict[str, str] = {}
        while (row := handler.rfile.readline(65_536).decode("latin-1").strip()) != "":
            name, _, value = row.partition(":")
            headers[name.lower()] = value.strip()
        body = handler.rfile.read(int(headers.get("content-length", 0)))
    except (OSError, ValueError):
        return None
    return Asked(line[0], line[1], headers, time.monotonic(), body)
