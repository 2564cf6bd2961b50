"""A little site that only members see: form login with CSRF token and second factor, sessions that end, logging out."""

from __future__ import annotations

import base64
import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.totp import totp

Made = tuple[int, list[tuple[str, str]], str]

USER = "anna@example.org"
PASSWORD = 'pa55 "wörd" & <more>/+='
FACTOR = "JBSWY3DPEHPK3PXP"
BASIC_PASSWORD = "behind-the-gate-7731"
TOKEN = "tok-93b1e0c4aa17"

_LINKS = (
    '<a href="/a">A</a> <a href="/b">B</a> <a href="/c?action=delete&id=4">Delete</a> <a href="/logout">Out</a> '
    '<a href="/bye/7">Abmelden</a> <a href="/x/%D8%AE%D8%B1%D9%88%D8%AC">تسجيل الخروج</a> <a href="/echo">Echo</a> '
    '<a href="/account">Account</a><form method="post" action="/logout"><button>Log out</button></form>'
)


@dataclass
class Members:
    """The site, and what became of it. `lives` says for how many requests each login holds, in order; then for ever."""

    needs_factor: bool = False
    basic: bool = False
    lives: list[int] = field(default_factory=list)
    other: str = ""  # another host's page, for links and pictures
    drops: list[str] = field(default_factory=list)  # paths at which a browser's session ends, each once
    ending: str = "redirect"  # how a page shows that the session is over: redirect, form, script or status
    tickets: list[str] | None = None  # a cookie that every answer gives anew and shows; its values
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    sessions: dict[str, int] = field(default_factory=dict)
    logins: int = 0
    logged_out: int = 0
    deleted: int = 0
    url: str = ""
    _tokens: set[str] = field(default_factory=set)
    _lock: Any = field(default_factory=threading.Lock)

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]

    # --- answers: status, headers, body

    def answer(self, method: str, path: str, headers: dict[str, str], body: str) -> Made:
        with self._lock:
            self.asked.append((method, path, headers))
            if self.basic and headers.get("authorization") != basic(USER, BASIC_PASSWORD):
                return 401, [("WWW-Authenticate", 'Basic realm="staging"')], "<title>401</title>"
            name = urlsplit(path).path
            if name == "/robots.txt":
                return 404, [], ""
            if name == "/login":
                return self._login(method, body)
            sid = next(iter(re.findall(r"sid=([0-9a-f]+)", headers.get("cookie", ""))), "")
            if name in self.drops and "Chrome" in headers.get("user-agent", ""):
                self.drops.remove(name)
                self.sessions.pop(sid, None)
            if not self._holds(sid):
                return self._outside(name)
            return self._ticketed(*self._inside(name, path, headers, sid))

    def _outside(self, name: str) -> Made:
        if self.ending == "form":
            return 200, [], self._form("")
        if self.ending == "script":
            return 200, [], _page("Wait", "<script>location.replace('/login')</script>")
        if self.ending == "status":
            return 401, [], _page("Who are you?", "")
        return 302, [("Location", f"/login?next={name}")], ""

    def _ticketed(self, status: int, headers: list[tuple[str, str]], body: str) -> Made:
        if self.tickets is None:
            return status, headers, body
        ticket = secrets.token_hex(16)
        self.tickets.append(ticket)
        shown = f"<p>Your ticket: {ticket}</p><script>document.title += ' {ticket}'</script></body>"
        return status, [*headers, ("Set-Cookie", f"ticket={ticket}; Path=/; HttpOnly")], body.replace("</body>", shown)

    def _login(self, method: str, body: str) -> Made:
        if method == "GET":
            return 200, [], self._form("")
        said = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
        is_right = (
            said.get("csrf", "") in self._tokens
            and said.get("user") == USER
            and said.get("password") == PASSWORD
            and (not self.needs_factor or said.get("code") in {totp(FACTOR, time.time() - ago) for ago in (0, 30)})
        )
        if not is_right:
            return 200, [], self._form(f"<p role=alert>Wrong: {escape(said.get('password', ''))}</p>")
        sid = secrets.token_hex(16)
        self.sessions[sid] = self.lives[self.logins] if self.logins < len(self.lives) else 10**9
        self.logins += 1
        return 302, [("Location", "/"), ("Set-Cookie", f"sid={sid}; Path=/; HttpOnly")], ""

    def _form(self, fault: str) -> str:
        token = secrets.token_hex(8)
        self._tokens.add(token)
        factor = "<label>Code <input name=code></label>" if self.needs_factor else ""
        return _page("Log in", f"{fault}<form method=post action=/login><input type=hidden name=csrf value={token}>"
                     "<label>User <input name=user></label><label>Password <input type=password name=password></label>"
                     f"{factor}<button>Go</button></form>")  # fmt: skip

    def _holds(self, sid: str) -> bool:
        if self.sessions.get(sid, 0) <= 0:
            return False
        self.sessions[sid] -= 1
        return True

    def _inside(self, name: str, path: str, headers: dict[str, str], sid: str) -> Made:
        if name in ("/logout", "/bye/7") or "%D8%AE" in name:
            self.logged_out += 1
            self.sessions.pop(sid, None)
            return 302, [("Location", "/login")], ""
        if "action=delete" in path:
            self.deleted += 1
        if name == "/echo":
            shown = "\n".join(f"{key}: {value}" for key, value in headers.items())
            return 200, [("X-Seen", headers.get("cookie", ""))], _page(
                "Echo", f"<main id=member><pre>{escape(shown)}</pre><p>{escape(PASSWORD)} {TOKEN} {FACTOR}</p>"
                f'<a href="/a?token={TOKEN}">with a token</a></main>')  # fmt: skip
        if name == "/account":
            return 200, [], _page("Account", "<main id=member><input type=password name=new></main>")
        other = f'<a href="{self.other}/out">out</a><img src="{self.other}/p.png" alt=x>' if self.other else ""
        return 200, [], _page(f"Page {name}", f"<main id=member>Hello {USER}. {_LINKS}{other}</main>")


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def _page(title: str, body: str) -> str:
    return f'<!doctype html><html lang="en"><head><title>{title}</title></head><body>{body}</body></html>'


@contextmanager
def members(**options: Any) -> Iterator[Members]:
    """The site, served on 127.0.0.1."""
    site = Members(**options)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _do(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = self.rfile.read(length).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, more, text = site.answer(self.command, self.path, headers, body)
            data = text.encode()
            self.send_response(status)
            for name, value in [("Content-Type", "text/html; charset=utf-8"), *more]:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        do_GET = do_POST = do_HEAD = _do

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            pass  # browsers break connections off

    server = Server(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
