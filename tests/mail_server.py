"""A mail server on 127.0.0.1 that speaks enough SMTP to take messages, and keeps them."""

from __future__ import annotations

import socketserver
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Self, cast


@dataclass
class MailServer:
    """Takes every message; with `refusal` it says that instead, after the recipient."""

    refusal: str = ""
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        server = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                server._talk(self)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: object, client_address: object) -> None:
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def _talk(self, handler: socketserver.StreamRequestHandler) -> None:
        def say(line: str) -> None:
            handler.wfile.write(f"{line}\r\n".encode())

        say("220 mail.test ready")
        while line := handler.rfile.readline():
            verb = line[:4].upper()
            if verb in (b"EHLO", b"HELO"):
                say("250-mail.test")
                say("250 8BITMIME")
            elif verb == b"RCPT" and self.refusal:
                say(self.refusal)
            elif verb == b"RCPT":
                self.recipients.append(line.decode().partition(":")[2].strip().strip("<>"))
                say("250 fine")
            elif verb == b"DATA":
                say("354 go on")
                body = b""
                while (part := handler.rfile.readline()) not in (b".\r\n", b""):
                    body += part.removeprefix(b".") if part.startswith(b"..") else part
                self.taken.append(cast("EmailMessage", message_from_bytes(body, policy=policy.default)))
                say("250 taken")
            elif verb == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 fine")
