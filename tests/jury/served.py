"""Serves a folder, and pages made by code, on 127.0.0.1 with right types and byte ranges."""

from __future__ import annotations

import mimetypes
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

TYPES = {
    ".vtt": "text/vtt; charset=utf-8",
    ".jfif": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".svg": "image/svg+xml",
    ".mp3": "audio/mpeg",
    ".ogv": "video/ogg",
    ".xhtml": "application/xhtml+xml",
    ".js": "text/javascript; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
}
_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")


class Served:
    """A document root on a free port of the loopback; pages made by code lie over its files."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root.resolve() if root is not None else None
        self.made: dict[str, bytes] = {}
        served = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                served._answer(self)

            def do_HEAD(self) -> None:
                served._answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                pass  # browsers break connections off

        self.server = Server(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def body(self, path: str) -> bytes | None:
        """What lies under a path; None where nothing does."""
        if path in self.made:
            return self.made[path]
        if self.root is None:
            return None
        file = (self.root / path.lstrip("/")).resolve()
        inside = file.is_relative_to(self.root) and file.is_file()
        return file.read_bytes() if inside else None

    def _answer(self, asked: BaseHTTPRequestHandler) -> None:
        path = unquote(urlsplit(asked.path).path)
        body = self.body(path)
        if body is None:
            self._send(asked, 404, b"nothing here", {"Content-Type": "text/plain"})
            return
        headers = {"Content-Type": type_of(path, body), "Accept-Ranges": "bytes"}
        span = _RANGE.match(asked.headers.get("Range", ""))
        if span is None or not any(span.groups()):
            self._send(asked, 200, body, headers)
            return
        first, last = span.groups()
        start = int(first) if first else max(0, len(body) - int(last))
        end = min(int(last), len(body) - 1) if first and last else len(body) - 1
        if start > end:
            self._send(asked, 416, b"", {"Content-Range": f"bytes */{len(body)}"})
            return
        headers["Content-Range"] = f"bytes {start}-{end}/{len(body)}"
        self._send(asked, 206, body[start : end + 1], headers)

    @staticmethod
    def _send(asked: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]) -> None:
        asked.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            asked.send_header(name, value)
        asked.end_headers()
        if asked.command != "HEAD":
            asked.wfile.write(body)


def type_of(path: str, body: bytes) -> str:
    """The media type of a file: by its ending, and where that says nothing by its first bytes."""
    ending = Path(path).suffix.lower()
    known = TYPES.get(ending) or mimetypes.guess_type(path)[0]
    if known:
        return known
    return (
        TYPES[".html"]
        if body.lstrip()[:15].lower().startswith((b"<!doctype", b"<html"))
        else "application/octet-stream"
    )
