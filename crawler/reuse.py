"""Pages that have not changed since the last whole run: asked with its validators, compared by digest, taken over."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime

import xxhash

from crawler.ask import Answer
from crawler.challenge import challenge_by
from crawler.pages import NOISE, kept_headers, rounded
from store.batch import Copied
from store.copying import KINDS, EarlierPage, link_of, moved_on
from store.database import Leased, Store
from store.model import Facts, Link, LinkFlag, Page, Place, Run

EXTRACTED = ("content-type", "link", "refresh", "x-robots-tag")
"""Headers that extraction reads: where one differs, the page is read anew though its body is the same."""
KEPT = frozenset({
    "connection", "content-encoding", "content-length", "content-range", "content-type", "date", "keep-alive",
    "set-cookie", "transfer-encoding",
})  # fmt: skip
"""Headers of the stored answer that a 304 does not replace."""
NOT_TOLD = KEPT | NOISE
"""Headers of a 304 that say nothing of the page."""
FIRST_CHECKED = 10  # of the answers "unchanged" so many are checked first, then one in CHECK_EVERY
CHECK_EVERY = 50
UNTOLD = (
    *EXTRACTED[1:], "access-control-allow-credentials", "access-control-allow-origin", "cache-control",
    "content-language", "content-security-policy", "content-security-policy-report-only",
    "cross-origin-embedder-policy", "cross-origin-opener-policy", "cross-origin-resource-policy", "feature-policy",
    "permissions-policy", "referrer-policy", "strict-transport-security", "vary", "x-content-type-options",
    "x-frame-options",
)  # fmt: skip
"""Headers that checks read and that a 304 may leave out (Apache leaves out all but caching): where they changed, its
word that the page has not is not enough."""
OTHERWISE = frozenset({301, 302, 303, 304, 307, 308, 404, 410})
"""Statuses of a whole answer that belie a promise; others (a bot wall, trouble) say nothing of the page."""
SETTLED_S = 60.0  # a file changed within so many seconds before it was fetched may have changed again unnoticed
_HTML = Facts()
_PLAIN = LinkFlag(0)


@dataclass(slots=True)
class Unchanged:
    """A page to be taken over, and the links on it that this crawl has not met yet."""

    copied: Copied
    links: tuple[Link, ...]
    fragments: Sequence[tuple[str, str, int, str]]
    was_told: bool  # by a 304; otherwise its digest shows it


class Reuse:
    """What the run before holds, read as URLs are leased. `before` None: there is nothing to take over."""

    def __init__(self, store: Store, before: Run | None) -> None:
        self.before = before
        self.may_ask = True  # with conditions; no longer once a promise was broken
        self.told: list[Page] = []  # taken over because of a 304 alone
        self.recalled: list[Page] = []  # taken over by earlier parts of the run, for whatever reason
        self._store = store
        self._pages: dict[int, EarlierPage] = {}
        self._texts: dict[int, str] = {}
        self._known: set[int] = set()  # codes of links that the frontier has heard of
        self._unlike: set[int] = set()
        self._checked = 0
        self._doubted: set[str] = set()
        if before is not None:
            self._doubted = {probe.url for probe in store.probes(before.id) if probe.kind == "soft-404-page"}

    def recall(self, page: Page) -> None:
        """Note a page that an earlier part of the run took over."""
        facts = _HTML if page.facts is not None else None
        self.recalled.append(replace(page, headers=(), facts=facts))

    def prepare(self, leased: Sequence[Leased]) -> None:
        """Read what the run before holds of URLs that are about to be fetched."""
        if self.before is None or not leased:
            return
        found = self._store.earlier_pages(self.before.id, [one.id for one in leased], self._known)
        self._pages.update(found)
        new = {target for one in found.values() for code in one.links if (target := code // KINDS) not in self._texts}
        self._texts.update(self._store.url_texts(new))

    def holds(self, leased: Leased) -> bool:
        """Whether the run before has a copy of a page that could be taken over."""
        if self.before is None or leased.url in self._doubted:
            return False
        if leased.id not in self._pages:
            self.prepare([leased])
        return leased.id in self._pages

    def conditions(self, leased: Leased, own: Mapping[str, str]) -> dict[str, str]:
        """The request headers that ask for the page only if it changed; none where that would not be safe.

        With request headers of one's own (cookies, a login) nothing is asked so: another visitor's page may be meant.
        """
        if not self.may_ask or own or not self.holds(leased):
            return {}
        earlier = self._pages[leased.id]
        if earlier.status != 200 or "*" in earlier.header("vary"):
            return {}
        if etag := earlier.header("etag"):
            return {"If-None-Match": etag}
        modified = earlier.header("last-modified")
        return {"If-Modified-Since": modified} if modified and is_settled(modified, earlier.fetched_at) else {}

    def wants_check(self, leased: Leased, answer: Answer) -> bool:
        """Whether an answer "unchanged" must be followed by the whole page: as a sample, or for what it says anew."""
        earlier = self._pages.get(leased.id)
        said = {name for name, _ in answer.headers}
        if earlier is None or any(
            name in said and _values(answer.headers, name) != _values(earlier.headers, name) for name in EXTRACTED[1:]
        ):
            return True
        is_sample = self._checked < FIRST_CHECKED or xxhash.xxh3_64_intdigest(leased.url.encode()) % CHECK_EVERY == 0
        self._checked += 1
        return is_sample

    def is_broken(self, leased: Leased, told: Answer, whole: Answer) -> bool:
        """Whether the whole page is another than the one that the 304 `told` to be unchanged."""
        earlier = self._pages.get(leased.id)
        if earlier is None or whole.failure is not None:
            return False
        if whole.status != 200:
            return whole.status in OTHERWISE
        if earlier.digest and whole.body and xxhash.xxh3_128_digest(whole.body) != earlier.digest:
            return True
        said = {name for name, _ in told.headers}
        was_packed, is_packed = (
            any(name == "content-encoding" for name, _ in one) for one in (earlier.headers, whole.headers)
        )
        return was_packed != is_packed or any(
            _values(whole.headers, name) != _values(earlier.headers, name) for name in UNTOLD if name not in said
        )

    def take(self, leased: Leased, answer: Answer, tries: int, *, was_told: bool = False) -> Unchanged | None:
        """The page of an answer where it is the earlier one; None where it must be read.

        `was_told`: the answer is a 304 to conditions. To a plain question it is a fault of the server.
        """
        earlier = self._pages.pop(leased.id, None)
        if self.before is None or earlier is None or leased.url in self._doubted:
            return None
        if not was_told and not _is_same(earlier, answer):
            return None
        headers = moved_on(earlier.headers, answer.headers, NOT_TOLD) if was_told else answer.headers
        if headers is not earlier.headers:
            headers = kept_headers(headers)
        page = Page(
            url=leased.url,
            id=leased.id,
            status=earlier.status,
            content_type=earlier.content_type,
            charset=earlier.charset,
            headers=headers,
            fetched_at=time.time(),
            ttfb_ms=rounded(answer.ttfb_ms),
            download_ms=rounded(answer.download_ms),
            wire_bytes=earlier.wire_bytes if was_told else answer.wire_bytes,
            body_bytes=earlier.body_bytes,
            depth=leased.depth,
            tries=tries,
            sources=leased.sources,
            facts=_HTML if earlier.is_html else None,
            is_reused=True,
        )
        if was_told:
            self.told.append(page)
        copied = Copied(page, self.before.id, keeps_headers=headers == earlier.headers)
        return Unchanged(copied, self._links(earlier), earlier.fragments, was_told)

    def _links(self, earlier: EarlierPage) -> tuple[Link, ...]:
        """The links that the frontier has not heard of; their addresses are in normal form as they were stored."""
        if self._known.issuperset(earlier.links):
            return ()
        new = [code for code in earlier.links if code not in self._known]
        self._known.update(new)
        texts = self._texts
        # No difference of sets: taking the keys of a dictionary away goes through all of them.
        missing = {target for code in new if (target := code // KINDS) not in texts}
        if missing:
            texts.update(self._store.url_texts(missing))
        parts = [link_of(code) for code in new]
        return tuple([Link(texts[target], kind, "", Place.OTHER, _PLAIN) for target, kind in parts if target in texts])


def _is_same(earlier: EarlierPage, answer: Answer) -> bool:
    return (
        bool(answer.body)
        and answer.failure is None
        and answer.status == earlier.status
        and answer.body_bytes == earlier.body_bytes
        and all(_values(answer.headers, name) == _values(earlier.headers, name) for name in EXTRACTED)
        and xxhash.xxh3_128_digest(answer.body) == earlier.digest
        and not challenge_by(answer)
    )


def _values(headers: Sequence[tuple[str, str]], name: str) -> list[str]:
    """All values of a header, as they are kept."""
    return [value for key, value in kept_headers(tuple(pair for pair in headers if pair[0] == name)) if key == name]


def is_settled(modified: str, fetched_at: float) -> bool:
    """Whether a file of a date of change (as HTTP writes it) had rested for a while when it was fetched (Unix time)."""
    try:
        when = parsedate_to_datetime(modified)
        if when.tzinfo is None:  # HTTP knows no other zone
            when = when.replace(tzinfo=UTC)
        return fetched_at - when.timestamp() > SETTLED_S
    except (ValueError, TypeError, OverflowError):
        return False
