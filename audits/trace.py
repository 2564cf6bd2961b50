"""Notes what page rules read of the site around a page, so that a later run can tell whether they would say the same.

Nothing is guessed: whatever a rule looks up while it judges a page is noted with what it was given, and what it said
of an unchanged page holds for as long as every such look-up gives the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import xxhash

from audits.page import PageView, SiteFacts
from store.model import Page, Target

MAPPINGS = ("targets", "unconfirmed", "scripts", "assets", "templates")
"""Fields of SiteFacts that are looked up by a key."""
SETS = ("lcp_images", "measured_templates")
PAGE_HEADERS = frozenset({
    "content-type", "content-encoding", "content-language", "link", "rating", "refresh", "retry-after", "vary",
    "x-robots-tag",
})  # fmt: skip
"""Headers of the page that page rules read. Others move from answer to answer (expires, etag, cookies)."""
TARGET_HEADERS = frozenset({"vary", "content-encoding", "x-robots-tag"})
ASSET_KEYS = frozenset({
    "type", "bytes", "size", "digest", "gzip_bytes", "padding", "fonts", "imports", "libraries", "legacy", "format",
    "width", "height", "is_animated",
})  # fmt: skip
"""What page rules may read of a part of a page; how many pages use it, and its headers, they do not."""
ALWAYS = ""  # the key under which a mapping as a whole, or whether it is empty, is noted
Question = tuple[str, Any]
"""What was looked up: the field of SiteFacts, and the key."""


@dataclass(slots=True)
class Reads:
    """What the rules read of the site while they judged one page."""

    hashes: set[int] = field(default_factory=set)  # of what was looked up, whether it was found or not
    pages: dict[str, str] = field(default_factory=dict)  # URL -> digest of the page that was read
    days: dict[tuple[str, int], int] = field(default_factory=dict)  # how a date compares with so many days from now
    moments: dict[float, bool] = field(default_factory=dict)  # whether a moment is over
    is_bound_to_now: bool = False  # the very second was read: this can never hold again
    template_id: int | None = None  # the page's own, whose name is part of the page's key: numbers change with runs


def hash_of(name: str, key: object) -> int:
    """The number by which a look-up is known."""
    return xxhash.xxh3_64_intdigest(f"{name}\x1f{key}".encode(errors="replace"))


class _Lookup(dict[Any, Any]):
    """A mapping that notes what is looked up in it."""

    __slots__ = ("_name", "_noted", "_reads")

    def __init__(self, values: Mapping[Any, Any], name: str, reads: Callable[[], Reads]) -> None:
        super().__init__(values)
        self._name = name
        self._reads = reads
        self._noted: dict[Any, int] = {}

    def _note(self, key: object) -> None:
        if self._name == "templates" and key == self._reads().template_id:
            return
        known = self._noted.get(key)
        if known is None:
            known = self._noted[key] = hash_of(self._name, key)
        self._reads().hashes.add(known)

    def __getitem__(self, key: Any) -> Any:
        self._note(key)
        return super().__getitem__(key)

    def get(self, key: Any, default: Any = None) -> Any:
        self._note(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return super().__contains__(key)

    def _note_all(self) -> None:
        self._reads().hashes.add(hash_of(f"{self._name}*", ALWAYS))

    def __iter__(self) -> Iterator[Any]:
        self._note_all()
        return super().__iter__()

    def __len__(self) -> int:
        self._note_all()
        return super().__len__()

    def __bool__(self) -> bool:
        self._reads().hashes.add(hash_of(f"{self._name}?", ALWAYS))
        return super().__len__() > 0

    def keys(self) -> Any:
        self._note_all()
        return super().keys()

    def values(self) -> Any:
        self._note_all()
        return super().values()

    def items(self) -> Any:
        self._note_all()
        return super().items()


class _Members(frozenset[Any]):
    """A set that notes what is looked for in it."""

    _name: str
    _reads: Callable[[], Reads]

    @classmethod
    def of(cls, values: frozenset[Any], name: str, reads: Callable[[], Reads]) -> _Members:
        found = cls(values)
        found._name, found._reads = name, reads
        return found

    def __contains__(self, key: object) -> bool:
        if self._name != "measured_templates" or key != self._reads().template_id:
            self._reads().hashes.add(hash_of(self._name, key))
        return super().__contains__(key)

    def _note_all(self) -> None:
        self._reads().hashes.add(hash_of(f"{self._name}*", ALWAYS))

    def __iter__(self) -> Iterator[Any]:
        self._note_all()
        return super().__iter__()

    def __len__(self) -> int:
        self._note_all()
        return super().__len__()


_NOW: Any = SiteFacts.__dict__["now"]  # the slot behind the property below


class TracedFacts(SiteFacts):
    """SiteFacts that note what is read of them; `begin` starts the notes of the next page."""

    __slots__ = ("reads",)
    reads: Reads

    @classmethod
    def of(cls, facts: SiteFacts) -> TracedFacts:
        """The same facts, traced."""
        made = object.__new__(cls)
        for one in fields(SiteFacts):
            if one.name != "now":
                object.__setattr__(made, one.name, getattr(facts, one.name))
        _NOW.__set__(made, facts.now)
        object.__setattr__(made, "reads", Reads())
        reads = made._current
        for name in MAPPINGS:
            object.__setattr__(made, name, _Lookup(getattr(facts, name), name, reads))
        for name in SETS:
            object.__setattr__(made, name, _Members.of(getattr(facts, name), name, reads))
        if facts.page_at is not None:
            object.__setattr__(made, "page_at", made._reading(facts.page_at))
        return made

    def _current(self) -> Reads:
        return self.reads

    def begin(self, template_id: int | None = None) -> Reads:
        """Forget what was noted; returns where the next page's reads will stand."""
        reads = Reads(template_id=template_id)
        object.__setattr__(self, "reads", reads)
        return reads

    @property
    def now(self) -> float:
        """The time of the run: whoever reads it is bound to it."""
        self.reads.is_bound_to_now = True
        return self._now

    @property
    def _now(self) -> float:
        found: float = _NOW.__get__(self)
        return found

    @property
    def year(self) -> int:
        """As in SiteFacts, noted."""
        self.reads.hashes.add(hash_of("year", ALWAYS))
        return self.untraced().year

    def compare_day(self, day: str, days: int = 0) -> int:
        """As in SiteFacts, noted."""
        found = self.reads.days[day, days] = self.untraced().compare_day(day, days)
        return found

    def is_over(self, moment: float) -> bool:
        """As in SiteFacts, noted."""
        found = self.reads.moments[moment] = self.untraced().is_over(moment)
        return found

    def untraced(self) -> SiteFacts:
        """The clock alone, for asking it without a note."""
        return SiteFacts(now=self._now)

    def _reading(self, read: Callable[[str], PageView | None]) -> Callable[[str], PageView | None]:
        def noted(url: str) -> PageView | None:
            found = read(url)
            self.reads.pages[url] = page_digest(found.page) if found is not None else ""
            return found

        return noted


def page_digest(page: Page, *, all_headers: bool = False) -> str:
    """What page rules may read of a page but its facts, which its body and its headers give."""
    headers = page.headers if all_headers else [pair for pair in page.headers if pair[0] in PAGE_HEADERS]
    said = (
        page.url, page.status, page.failure, page.failure_detail, page.redirect_to, page.content_type, page.charset,
        page.wire_bytes, page.body_bytes, page.body_digest, headers,
    )  # fmt: skip
    return xxhash.xxh3_128_hexdigest(repr(said).encode(errors="replace"))


def world_of(facts: SiteFacts) -> dict[int, int]:
    """Number of a look-up -> digest of what it gives, for all that can be found; what is not in it gives nothing."""
    found: dict[int, int] = {}
    for name in MAPPINGS:
        values = getattr(facts, name)
        digests = {key: _digest(value) for key, value in values.items()}
        found.update((hash_of(name, key), digest) for key, digest in digests.items())
        _add_whole(found, name, digests)
    for name in SETS:
        # Of a heavy picture rules say on how many pages it is, which its own digest leaves out.
        members = {key: _digest(facts.assets.get(key, {}).get("pages")) for key in getattr(facts, name)}
        found.update((hash_of(name, key), digest) for key, digest in members.items())
        _add_whole(found, name, members)
    found[hash_of("year", ALWAYS)] = facts.year
    return found


def _add_whole(found: dict[int, int], name: str, digests: Mapping[Any, int]) -> None:
    whole = sorted((str(key), digest) for key, digest in digests.items())
    found[hash_of(f"{name}*", ALWAYS)] = xxhash.xxh3_64_intdigest(repr(whole).encode(errors="replace"))
    found[hash_of(f"{name}?", ALWAYS)] = 2 if digests else 1


def _digest(value: Any) -> int:
    """Of what a look-up gives, without what moves though nothing happened: when it was asked, volatile headers."""
    if isinstance(value, Target):
        headers = [pair for pair in value.headers if pair[0] in TARGET_HEADERS]
        value = (value.state, value.status, value.failure, value.final_url, value.content_type, value.size_bytes,
                 value.method, value.redirects, value.detail, headers)  # fmt: skip
    elif isinstance(value, Mapping) and "bytes" in value:
        value = {key: one for key, one in value.items() if key in ASSET_KEYS}
    return xxhash.xxh3_64_intdigest(repr(value).encode(errors="replace")) | 1
