"""Turns an answer into what the store keeps of a page: trimmed headers, capped fields, facts and links."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import xxhash

from crawler.ask import REDIRECTS, Answer
from crawler.challenge import challenge_by
from crawler.decode import charset_of, decode
from crawler.extract import Fragment, extract
from store.model import Facts, Failure, Link, Page, Source

MAX_HEADERS = 60
VALUE_CHARACTERS = 1_000
LONG_VALUE_CHARACTERS = 8_000
DETAIL_CHARACTERS = 300

NOISE = frozenset({"date", "connection", "keep-alive", "age", "cf-ray", "x-request-id", "x-runtime", "report-to",
                    "nel", "expect-ct", "x-amz-cf-id", "x-amz-cf-pop", "x-amz-request-id", "x-amz-id-2", "x-served-by",
                    "x-timer", "x-varnish", "etag-debug", "alt-svc", "server-timing"})  # fmt: skip
"""Headers that are not kept."""
_LONG = frozenset({"content-security-policy", "content-security-policy-report-only", "permissions-policy", "link"})


@dataclass(slots=True)
class Gathered:
    """One answer, ready for the store, with the links that were found on it."""

    page: Page
    body: bytes = b""
    links: tuple[Link, ...] = ()
    fragments: tuple[Fragment, ...] = ()


def gather(
    answer: Answer,
    is_internal: Callable[[str], bool],
    *,
    depth: int = 0,
    tries: int = 1,
    sources: Source = Source.LINK,
    max_parse_bytes: int = 2 << 20,
) -> Gathered:
    """Return the page of an answer. HTML is parsed once, up to `max_parse_bytes`; a bot wall's page is not parsed."""
    failure, detail = answer.failure, answer.detail
    target = answer.redirect_to
    if failure is None and answer.status in REDIRECTS and target is None:
        failure, detail = Failure.BAD_RESPONSE, f"redirect to {answer.header('location')[:200] or 'nowhere'!r}"
    owner = challenge_by(answer) if answer.status else ""
    if owner:
        failure, detail = Failure.CHALLENGE, f"{owner} asks for a proof of being human"
    facts: Facts | None = None
    links: tuple[Link, ...] = ()
    fragments: tuple[Fragment, ...] = ()
    fingerprint = b""
    body = b""
    charset = charset_of(answer.content_type)
    if answer.is_html and not owner and answer.status not in REDIRECTS and answer.body:
        body = answer.body[:max_parse_bytes]
        text, charset = decode(body, answer.content_type)
        found = extract(answer.url, text, answer.headers, is_internal)
        facts, fingerprint = found.facts, found.fingerprint
        if 200 <= answer.status < 300:
            links, fragments = found.links, found.fragments
        else:
            body = b""
    page = Page(
        url=answer.url,
        status=answer.status,
        failure=failure,
        failure_detail=detail[:DETAIL_CHARACTERS],
        redirect_to=target,
        content_type=answer.media_type[:100],
        charset=charset[:40],
        headers=kept_headers(answer.headers),
        fetched_at=time.time(),
        ttfb_ms=rounded(answer.ttfb_ms),
        download_ms=rounded(answer.download_ms),
        wire_bytes=answer.wire_bytes,
        body_bytes=answer.body_bytes,
        body_digest=xxhash.xxh3_128_hexdigest(answer.body) if answer.body else "",
        depth=depth,
        tries=tries,
        sources=sources,
        fingerprint=fingerprint,
        facts=facts,
    )
    return Gathered(page, body, links, fragments)


def kept_headers(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The headers that checks may read, capped; cookies keep their name and attributes, never their value."""
    kept: list[tuple[str, str]] = []
    for name, value in headers:
        if name in NOISE:
            continue
        if name == "set-cookie":
            value = cookie_without_value(value)
        limit = LONG_VALUE_CHARACTERS if name in _LONG else VALUE_CHARACTERS
        kept.append((name[:100], value if len(value) <= limit else value[:limit]))
        if len(kept) >= MAX_HEADERS:
            break
    return tuple(kept)


def cookie_without_value(value: str) -> str:
    """Cut a Set-Cookie value to the cookie's name and attributes.

    >>> cookie_without_value("session=s3cret; Path=/; HttpOnly")
    'session=; Path=/; HttpOnly'
    """
    pair, semicolon, attributes = value.partition(";")
    name = pair.partition("=")[0].strip()
    return f"{name}={semicolon}{attributes}"


def rounded(milliseconds: float | None) -> float | None:
    """Milliseconds as they are kept, to a tenth."""
    return None if milliseconds is None else round(milliseconds, 1)
