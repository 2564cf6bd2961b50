"""What the answers to one question mean for a link: the ladder from ok to unknown, as a Target."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence

from crawler.ask import Answer
from crawler.challenge import challenge_by
from crawler.pages import cookie_without_value
from store.model import Failure, LinkState, Target

BLOCKED = frozenset({401, 403, 407, 429, 451, 999})
DEAD = frozenset({404, 410})
OVERLOADED = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
PASSING = frozenset({Failure.TIMEOUT, Failure.RESET, Failure.TRUNCATED, Failure.REFUSED})
"""Failures that may be gone a moment later."""
DETAIL_CHARACTERS = 200
_KEPT = frozenset({"cache-control", "expires", "etag", "last-modified", "content-encoding", "x-robots-tag", "vary",
                   "content-length", "access-control-allow-origin", "retry-after", "server", "set-cookie"})  # fmt: skip


def kept_of(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The headers that are kept of a link's answer."""
    return tuple((name, _shown(name, value)) for name, value in answer.headers if name in _KEPT)


def _shown(name: str, value: str) -> str:
    """A header's value as it is kept: short, and a cookie without its value."""
    return (cookie_without_value(value) if name == "set-cookie" else value)[:300]


def may_pass(hops: Sequence[Answer], accepted: Collection[int] = ()) -> bool:
    """Whether the same question may have a better answer later."""
    last = hops[-1]
    if last.status in accepted:
        return False
    return last.failure in PASSING or last.status in OVERLOADED


def target_of(
    url: str,
    hops: Sequence[Answer],
    why: str,
    method: str,
    *,
    accepted: Collection[int] = (),
    is_missing_sure: bool = False,
    is_refusal_sure: bool = False,
) -> Target:
    """Return what is known of a URL from the answers of its redirect chain.

    `why` is why the chain was left ("" at its end), `accepted` are statuses that the configuration takes for fine,
    `is_missing_sure` whether DNS is known to work, `is_refusal_sure` whether the network is known to reach other hosts
    and the host refused every time.
    """
    last = hops[-1]
    failure: Failure | None = last.failure if last.failure is not Failure.TOO_BIG else None
    detail = last.detail if failure is not None else ""
    owner = challenge_by(last) if last.status else ""
    if last.status in accepted and not why:
        state, failure, detail = (LinkState.REDIRECT if len(hops) > 1 else LinkState.OK), None, ""
    elif owner:
        state, failure, detail = LinkState.BLOCKED, Failure.CHALLENGE, f"{owner} asks for a proof of being human"
    elif why:
        state, failure, detail = _of_broken_chain(why, last)
    elif failure is not None:
        state = _of_failure(last, is_missing_sure=is_missing_sure, is_refusal_sure=is_refusal_sure)
    else:
        state = _of_status(last.status, is_redirected=len(hops) > 1)
    return Target(
        url=url,
        state=state,
        status=200 if last.status in (206, 416) else last.status,
        failure=failure,
        final_url=last.url,
        content_type=last.media_type[:100],
        size_bytes=_size(last),
        headers=kept_of(last),
        method=method,
        checked_at=time.time(),
        redirects=tuple(hop.status for hop in hops[:-1]),
        detail=(last.tls_fault or detail)[:DETAIL_CHARACTERS],
    )


def _of_broken_chain(why: str, last: Answer) -> tuple[LinkState, Failure, str]:
    """A circle may be a wall for visitors without cookies; one that goes on with cookies leads nowhere for anybody."""
    words = {
        "circle": "redirects in a circle, with cookies too",
        "loop": "redirects to itself",
        "too-long": "redirects without an end",
        "nowhere": f"redirects to {last.header('location')[:100] or 'nowhere'!r}",
    }
    state = LinkState.DEAD if why in ("circle", "too-long") else LinkState.UNKNOWN
    return state, Failure.BAD_RESPONSE, words.get(why, why)


def _of_status(status: int, *, is_redirected: bool) -> LinkState:
    if 200 <= status < 300 or status in (304, 416):
        return LinkState.REDIRECT if is_redirected else LinkState.OK
    if status in DEAD:
        return LinkState.DEAD
    if status in BLOCKED:
        return LinkState.BLOCKED
    return LinkState.FLAKY if 500 <= status < 600 and status != 501 else LinkState.UNKNOWN


def _of_failure(last: Answer, *, is_missing_sure: bool, is_refusal_sure: bool) -> LinkState:
    if last.failure is Failure.REFUSED and is_refusal_sure:
        return LinkState.DEAD
    if last.failure in PASSING:
        return LinkState.FLAKY
    if last.failure is Failure.TLS:
        return LinkState.INSECURE if last.tls_fault else LinkState.UNKNOWN
    # A machine without DNS says of every name that it does not exist.
    if last.failure is Failure.DNS and last.is_missing_host and is_missing_sure:
        return LinkState.DEAD
    return LinkState.UNKNOWN


def _size(answer: Answer) -> int | None:
    whole = answer.header("content-range").rpartition("/")[2]
    if whole.isdigit():
        return int(whole)
    if answer.status == 206:
        return None
    stated = answer.header("content-length")
    return int(stated) if stated.isdigit() else None
