"""What a page asked the network for, read from the driver's log of DevTools events."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

UNAWAITED = frozenset({"ping", "eventsource", "websocket", "media", "other", "preflight", "prefetch", "manifest"})
"""Types of request that may stay open, or that nobody waits for."""
LONGEST_WAIT_S = 10.0  # what is open for longer, such as a long poll, is not waited for


@dataclass(slots=True)
class Request:
    """One request of the page. Times are Chromium's monotonic seconds, 0 where something did not happen."""

    type: str
    url: str
    status: int = 0
    bytes: int = 0  # on the wire, headers included
    error: str = ""
    loader: str = ""
    frame: str = ""
    began_s: float = 0.0
    answered_s: float = 0.0
    ended_s: float = 0.0
    protocol: str = ""
    priority: str = ""
    is_blocking: bool = False  # it held the first paint back
    initiator: str = ""  # URL of the document, style sheet or script that asked for it
    initiator_type: str = ""  # parser, script, preload, other
    noted_at: float = field(default_factory=time.monotonic)


class NetworkLog:
    """The requests since the tab was opened; a redirect counts as a request of its own."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.set_cookies: list[str] = []  # Set-Cookie headers of all answers
        self._open: dict[str, Request] = {}

    def take(self, lines: Iterable[dict[str, Any]]) -> None:
        """Add what the driver noted since it was last asked."""
        for line in lines:
            message = json.loads(line["message"])["message"]
            method, params = message["method"], message["params"]
            key = params.get("requestId", "")
            if method == "Network.requestWillBeSent":
                self._begin(key, params)
            elif method == "Network.responseReceivedExtraInfo":
                self._take_cookies(params.get("headers", {}))
            elif key in self._open:
                self._go_on(self._open[key], method, params)

    def _begin(self, key: str, params: dict[str, Any]) -> None:
        before = self._open.get(key)
        if before is not None and "redirectResponse" in params:
            _answered(before, params["redirectResponse"], params.get("timestamp", 0.0))
            before.ended_s = float(params.get("timestamp", 0.0))
        sent = params["request"]
        if not sent["url"].startswith(("http:", "https:")):
            return
        initiator = params.get("initiator", {})
        self._open[key] = Request(
            params.get("type", "Other").lower(),
            sent["url"],
            loader=params.get("loaderId", ""),
            frame=params.get("frameId", ""),
            began_s=float(params.get("timestamp", 0.0)),
            priority=sent.get("initialPriority", ""),
            is_blocking=params.get("renderBlockingBehavior") == "Blocking",
            initiator=_initiator_url(initiator),
            initiator_type=initiator.get("type", ""),
        )
        self.requests.append(self._open[key])

    def _take_cookies(self, headers: dict[str, str]) -> None:
        for name, value in headers.items():
            if name.lower() == "set-cookie":
                self.set_cookies += value.split("\n")

    @staticmethod
    def _go_on(request: Request, method: str, params: dict[str, Any]) -> None:
        moment = float(params.get("timestamp", 0.0))
        if method == "Network.responseReceived":
            _answered(request, params["response"], moment)
        elif method == "Network.resourceChangedPriority":
            request.priority = params.get("newPriority", request.priority)
        elif method == "Network.loadingFinished":
            request.bytes = int(params.get("encodedDataLength", 0))
            request.ended_s = moment
        elif method == "Network.loadingFailed":
            request.ended_s = moment
            if not params.get("canceled"):
                request.error = params.get("errorText", "")

    def is_waiting(self) -> bool:
        """Whether something that belongs to the page is still on its way."""
        now = time.monotonic()
        return any(
            not one.ended_s and one.type not in UNAWAITED and now - one.noted_at < LONGEST_WAIT_S
            for one in self.requests
        )


def _answered(request: Request, response: dict[str, Any], moment: float) -> None:
    request.status = int(response.get("status", 0))
    request.bytes = int(response.get("encodedDataLength", 0))
    request.protocol = response.get("protocol", "")
    timing = response.get("timing") or {}
    known = float(timing.get("requestTime", 0.0)) + float(timing.get("receiveHeadersEnd", 0.0)) / 1000
    request.answered_s = known if timing.get("receiveHeadersEnd", 0) > 0 else moment


def _initiator_url(initiator: dict[str, Any]) -> str:
    if initiator.get("url"):
        return str(initiator["url"])
    stack = initiator.get("stack") or {}
    while stack:
        for call in stack.get("callFrames", ()):
            if call.get("url"):
                return str(call["url"])
        stack = stack.get("parent") or {}
    return ""


def waterfall_of(requests: Iterable[Request], origin_s: float) -> list[dict[str, Any]]:
    """The requests in order of their start, in milliseconds since `origin_s`; what did not happen is None."""

    def since(moment: float) -> float | None:
        return round(max(0.0, (moment - origin_s) * 1000), 1) if moment else None

    return [
        {
            "url": one.url[:500],
            "type": one.type,
            "status": one.status,
            "start_ms": since(one.began_s),
            "response_ms": since(one.answered_s),
            "end_ms": since(one.ended_s),
            "bytes": one.bytes,
            "protocol": one.protocol,
            "priority": one.priority,
            "is_blocking": one.is_blocking,
            "initiator": one.initiator[:500],
        }
        for one in sorted(requests, key=lambda one: one.began_s)
    ]
