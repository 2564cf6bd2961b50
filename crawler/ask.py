"""Asks one URL once: the aiohttp client that pages, probes, assets and external links share. It follows no redirect."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter
from typing import Any

import aiohttp
import yarl

from crawler.admission import Admission
from crawler.failures import failure_of, is_missing_name, tls_fault
from crawler.guard import AddressGuard, GuardedResolver
from crawler.inflate import ACCEPT_ENCODING, inflate
from crawler.masking import Mask
from store.model import Failure
from store.urls import normal_form

REDIRECTS = frozenset({301, 302, 303, 307, 308})
SMALL_FILE_BYTES = 1 << 20  # a file that is no HTML is read to its end only up to here; its length is stated anyway
_HTML = ("text/html", "application/xhtml+xml")
_HEADER_BYTES = 256 * 1024
_HEADERS = 5_000
_SNIFF = (b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<script")


@dataclass(slots=True)
class Answer:
    """What came back. `status` 0: nothing did, and `failure` says why."""

    url: str
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()  # names lower case, values as sent
    content_type: str = ""  # as sent, with parameters
    body: bytes = b""  # decoded; empty where it was not wanted
    wire_bytes: int = 0
    body_bytes: int = 0
    ttfb_ms: float | None = None
    download_ms: float | None = None
    failure: Failure | None = None
    detail: str = ""
    is_missing_host: bool = False  # DNS says that the name does not exist
    tls_fault: str = ""  # what is wrong with the certificate

    def header(self, name: str) -> str:
        """The first value of a header (lower-case name), or ""."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def media_type(self) -> str:
        """The content type without parameters, lower case."""
        return self.content_type.partition(";")[0].strip().lower()

    @property
    def is_html(self) -> bool:
        """Whether browsers would show it as a page: by its type, or by its bytes where no type is given."""
        kind = self.media_type
        return kind in _HTML or (not kind and looks_like_html(self.body))

    @property
    def redirect_to(self) -> str | None:
        """Normal form of the redirect's target; None where it is no redirect, or one to nowhere."""
        if self.status not in REDIRECTS:
            return None
        location = self.header("location")
        return normal_form(location, self.url) if location else None


def looks_like_html(body: bytes) -> bool:
    """Whether bytes without a content type are HTML, as browsers sniff it."""
    start = body[:512].lstrip(b"\xef\xbb\xbf\t\n\x0c\r ").lower()
    return start.startswith((b"<!--", *_SNIFF))


class Asker:
    """One HTTP client with the guard built in. Use within a running loop and close it at the end."""

    def __init__(
        self,
        guard: AddressGuard,
        *,
        user_agent: str,
        timeout_s: float = 30.0,
        max_body_bytes: int = 32 << 20,
        verify_tls: bool = True,
        connections: int = 100,
        admission: Admission | None = None,
        mask: Mask | None = None,
    ) -> None:
        """`mask` hides secrets that are sent without an admission: the headers of single hosts."""
        self.guard = guard
        self._admission = admission
        self._mask = mask
        self.max_body_bytes = max_body_bytes
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._connector = aiohttp.TCPConnector(
            resolver=GuardedResolver(guard),
            limit=connections,
            ttl_dns_cache=300,
            ssl=verify_tls,
            enable_cleanup_closed=True,
        )
        self._session = aiohttp.ClientSession(
            connector=self._connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            max_line_size=_HEADER_BYTES,
            max_field_size=_HEADER_BYTES,
            max_headers=_HEADERS,
            headers={
                "User-Agent": user_agent,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "Accept-Language": "en,*;q=0.5",
                "Accept-Encoding": ACCEPT_ENCODING,
            },
        )

    async def ask(
        self,
        url: str,
        method: str = "GET",
        *,
        headers: Mapping[str, str] | None = None,
        timeout_s: float | None = None,
        body: str = "html",
        limit: int | None = None,
    ) -> Answer:
        """Send one request and measure the answer. Never raises for what the network or the server does.

        `body` says what to keep: "html" (pages only; other files are measured), "start" (the first `limit` bytes of a
        page, and nothing of other files), "all", or "none".
        """
        answer = Answer(url)
        started = perf_counter()
        timeout = self._timeout if timeout_s is None else aiohttp.ClientTimeout(total=timeout_s)
        try:
            self.guard.check_literal(url)
            async with self._session.request(
                method, yarl.URL(url, encoded=True), headers=headers, allow_redirects=False, timeout=timeout
            ) as response:
                answer.ttfb_ms = (perf_counter() - started) * 1000
                _describe(answer, response)
                if method != "HEAD" and answer.status != 304:
                    await self._read(answer, response, body, limit or self.max_body_bytes)
        except (aiohttp.ClientError, aiohttp.http_exceptions.HttpProcessingError, OSError, ValueError) as error:
            answer.failure, answer.detail = failure_of(error)
            answer.tls_fault = tls_fault(error) if answer.failure is Failure.TLS else ""
            answer.is_missing_host = answer.failure is Failure.DNS and is_missing_name(error)
        answer.download_ms = (perf_counter() - started) * 1000
        mask = self._mask
        if self._admission is not None:
            self._admission.note_answer(answer.url, answer.headers)
            mask = self._admission.mask_of(answer.url, (headers or {}).get("Cookie", ""), answer.headers)
        if mask:
            _hide(answer, mask)
        return answer

    async def _read(self, answer: Answer, response: aiohttp.ClientResponse, wanted: str, limit: int) -> None:
        stated = response.content_length
        is_page = answer.is_html or not answer.media_type
        if wanted == "none" or (wanted == "html" and not is_page and stated is not None and stated > SMALL_FILE_BYTES):
            answer.wire_bytes = answer.body_bytes = stated or 0
            response.close()
            return
        if wanted == "start" and not is_page:
            response.close()
            return
        if wanted in ("html", "none") and stated is not None and stated > limit:
            answer.failure, answer.detail = Failure.TOO_BIG, f"{stated} bytes; at most {limit} are read"
            answer.wire_bytes = answer.body_bytes = stated
            response.close()
            return
        pieces: list[bytes] = []
        try:
            async for piece in response.content.iter_any():
                pieces.append(piece)
                answer.wire_bytes += len(piece)
                if answer.wire_bytes > limit:
                    if wanted == "start":
                        response.close()
                        break
                    answer.failure, answer.detail = Failure.TOO_BIG, f"more than {limit} bytes"
                    response.close()
                    break
        finally:
            _unpack(answer, b"".join(pieces), wanted, limit)

    async def close(self) -> None:
        """Close all connections; requests under way fail."""
        await self._session.close()


def _describe(answer: Answer, response: aiohttp.ClientResponse) -> None:
    answer.status = response.status
    answer.headers = tuple([(_name(name), _text(value)) for name, value in response.raw_headers])
    answer.content_type = answer.header("content-type")


def _unpack(answer: Answer, raw: bytes, wanted: str, limit: int) -> None:
    encoding = answer.header("content-encoding")
    if encoding and raw:
        unpacked = inflate(raw, encoding, limit)
        raw = unpacked.body
        is_cut = wanted == "start" and answer.wire_bytes > limit
        if answer.failure is None and not is_cut:
            answer.failure, answer.detail = unpacked.failure, unpacked.detail
    answer.body_bytes = len(raw)
    if wanted == "all" or answer.media_type in _HTML or (not answer.media_type and looks_like_html(raw)):
        answer.body = raw


def _hide(answer: Answer, mask: Mask) -> None:
    """Take secrets that it echoes out of the answer."""
    answer.body = mask.raw(answer.body)
    answer.headers = mask.data(answer.headers)
    answer.content_type = mask.text(answer.content_type)
    answer.detail = mask.text(answer.detail)


@lru_cache(maxsize=4_096)
def _name(name: bytes) -> str:
    return _text(name).lower()


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


async def follow(
    asker: Asker,
    url: str,
    max_hops: int,
    *,
    headers_for: Callable[[str], Mapping[str, str]] | None = None,
    **options: Any,
) -> tuple[list[Answer], str]:
    """Ask a URL and the targets of its redirects; every hop passes the guard and gets its own request headers.

    Returns the answers in order and why the chain was left: "" (it ended), "loop", "too-long" or "nowhere" (a redirect
    without a usable Location).
    """
    hops: list[Answer] = []
    seen: set[str] = set()
    while True:
        answer = await asker.ask(url, headers=headers_for(url) if headers_for else None, **options)
        hops.append(answer)
        seen.add(url)
        if answer.status not in REDIRECTS or answer.failure is not None:
            return hops, ""
        target = answer.redirect_to
        if target is None:
            return hops, "nowhere"
        if target in seen:
            return hops, "loop"
        if len(hops) > max_hops:
            return hops, "too-long"
        url = target


async def pause(seconds: float) -> None:
    """Sleep; one place, so that tests can see where the crawl waits."""
    await asyncio.sleep(seconds)
