"""What the run before knows of files, taken over where the server says that they are unchanged."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import xxhash

from crawler.ask import Answer
from crawler.assets.measure import KEPT, found_in, is_readable, measured
from crawler.reuse import is_settled
from crawler.verdict import kept_of
from store.copying import moved_on
from store.database import Store
from store.model import LinkState, Probe, Run, Target

FIRST_CHECKED = 3  # of the answers "unchanged" so many are checked first, then one in CHECK_EVERY
CHECK_EVERY = 20
MOST_CHARACTERS = 250  # a longer validator may have been cut when it was stored
_NOT_TOLD = frozenset({"content-encoding", "content-length", "set-cookie"})
"""Headers of the stored answer that a 304 does not replace."""


@dataclass(frozen=True, slots=True)
class EarlierAsset:
    """One file as the run before holds it: its answer as a part of pages, and what it measured."""

    target: Target
    probe: Probe


class EarlierAssets:
    """The measured files of the run before, read when the first is asked for. `before` None: there are none."""

    def __init__(self, store: Store, before: Run | None) -> None:
        self.may_ask = before is not None  # with conditions; no longer once a promise was broken
        self.unchanged: dict[str, Answer] = {}  # what the server said is unchanged in this run, by its 304
        self.doubted: set[str] = set()  # taken on the word of a server that broke it
        self._store = store
        self._before = before
        self._known: dict[str, EarlierAsset] | None = None
        self._checked = 0

    def of(self, url: str) -> EarlierAsset | None:
        """What the run before holds of a file that it measured well."""
        if self._known is None:
            self._known = self._read()
        return self._known.get(url)

    def _read(self) -> dict[str, EarlierAsset]:
        if self._before is None:
            return {}
        probes = {one.url: one for one in self._store.probes(self._before.id) if _is_measured(one)}
        if not probes:
            return {}
        return {
            one.url: EarlierAsset(one, probes[one.url])
            for one in self._store.targets(self._before.id, probes)
            if one.state is LinkState.OK and one.final_url == one.url
        }

    def conditions(self, url: str, own: Mapping[str, str], *, is_head: bool) -> dict[str, str]:
        """The request headers that ask for a file only if it changed; none where that would not be safe.

        `is_head`: the question is the one whose answer was kept as the target; else the one that measured. `own` are
        request headers of the person: with them another visitor's file may be meant.
        """
        if not self.may_ask or own:
            return {}
        earlier = self.of(url)
        if earlier is None or (is_head and earlier.target.method != "HEAD"):
            return {}
        said = dict(earlier.target.headers) if is_head else _headers(earlier.probe)
        at = earlier.target.checked_at if is_head else earlier.probe.asked_at
        etag, modified = said.get("etag", ""), said.get("last-modified", "")
        if "*" in said.get("vary", "") or len(etag) > MOST_CHARACTERS:
            return {}
        if etag:
            return {"If-None-Match": etag}
        return {"If-Modified-Since": modified} if modified and is_settled(modified, at) else {}

    def wants_check(self, url: str) -> bool:
        """Whether an answer "unchanged" is followed by reading the file, as a sample."""
        is_sample = self._checked < FIRST_CHECKED or xxhash.xxh3_64_intdigest(url.encode()) % CHECK_EVERY == 0
        self._checked += 1
        return is_sample

    def is_broken(self, target: Target, answer: Answer) -> bool:
        """Whether a file that was promised to be unchanged measures or is sent otherwise; no answer says nothing."""
        earlier = self.of(target.url)
        if earlier is None or not is_readable(answer):
            return False
        now, then = measured(answer, earlier.target, earlier.probe.data), earlier.probe.data
        return found_in(now) != found_in(then) or _is_packed(now) != _is_packed(then)

    def distrust(self) -> list[int]:
        """A promise was broken: forget all promises, and return the URL ids of what was taken on them."""
        self.may_ask = False
        self.doubted.update(self.unchanged)
        told = [earlier.target.id for url in self.unchanged if (earlier := self.of(url)) is not None]
        self.unchanged.clear()
        return told

    def data_of(self, url: str) -> Mapping[str, Any]:
        """What was measured of a file; empty where nothing was."""
        earlier = self.of(url)
        return earlier.probe.data if earlier is not None else {}

    def target(self, url: str, answer: Answer) -> Target:
        """The target of a file that a 304 calls unchanged."""
        earlier = self._held(url).target
        return replace(earlier, headers=moved_on(earlier.headers, kept_of(answer), _NOT_TOLD), checked_at=time.time())

    def probe(self, url: str, answer: Answer, pages: int) -> Probe:
        """The measurements of a file that a 304 calls unchanged; `pages` load it now."""
        earlier = self._held(url).probe
        anew = {name: value[:300] for name, value in answer.headers if name in KEPT and name not in _NOT_TOLD}
        data = {**earlier.data, "headers": {**_headers(earlier), **anew}, "pages": pages}
        return replace(earlier, data=data, asked_at=time.time())

    def _held(self, url: str) -> EarlierAsset:
        earlier = self.of(url)
        assert earlier is not None, url
        return earlier


def _is_measured(probe: Probe) -> bool:
    return probe.kind == "asset" and probe.status in (200, 206) and probe.failure is None


def _is_packed(data: Mapping[str, Any]) -> bool:
    """Whether the file was sent compressed: servers begin and cease to do so without a new validator."""
    return "content-encoding" in (data.get("headers") or {})


def _headers(probe: Probe) -> dict[str, str]:
    return dict(probe.data.get("headers") or {})
