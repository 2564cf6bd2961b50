"""What page rules said of unchanged pages is taken over from the run before, where all that they read is the same."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import xxhash

from audits.page import SiteFacts
from audits.rule import Rule
from audits.runner import PageVerdict
from audits.site import Signature
from audits.trace import Reads, page_digest, world_of
from marsad.config import Config
from marsad.identity import tool_versions
from marsad.own_rules import ENTRY_POINTS
from marsad.rulebook import worker_json
from store.database import Store
from store.judged import JudgedPage, pack_said, unpack_said
from store.model import CustomFields, Finding, Outcome, Page, Run

HOME = Path(__file__).resolve().parent.parent
SOURCES = ("audits", "store", "crawler/decode.py", "marsad/judge.py", "marsad/judged.py", "marsad/own_rules.py")
"""What decides what page rules say: a change in any of these makes every page be judged again."""
VOLATILE = ("ttfb_ms", "download_ms", "fetched_at", "tries", "depth", "sources", "asked_url", "is_reused")
"""What is new in each run. No rule of Marsad's own reads it; people's own may."""
_OUTCOMES = tuple(Outcome)
_CODES = {outcome: chr(ord("a") + number) for number, outcome in enumerate(_OUTCOMES)}
_NOT_ASKED = "-"
_CHUNK = 500


@dataclass(slots=True)
class Recalled:
    """What was taken over of some pages."""

    ids: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    outcomes: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    errors: dict[str, str] = field(default_factory=dict)
    signatures: list[Signature] = field(default_factory=list)
    custom: dict[int, CustomFields] = field(default_factory=dict)


class World:
    """What there is to read of the site, by the number of the look-up."""

    def __init__(self, facts: SiteFacts) -> None:
        self._facts = facts
        found = world_of(facts)
        self._keys = np.fromiter(sorted(found), dtype=np.uint64, count=len(found))
        self._values = np.fromiter((found[key] for key in sorted(found)), dtype=np.uint64, count=len(found))

    def values_of(self, hashes: np.ndarray[Any, np.dtype[np.uint64]]) -> np.ndarray[Any, np.dtype[np.uint64]]:
        """What each look-up gives; 0 where it finds nothing."""
        places = np.minimum(np.searchsorted(self._keys, hashes), len(self._keys) - 1)
        found: np.ndarray[Any, np.dtype[np.uint64]] = np.where(
            self._keys[places] == hashes, self._values[places], np.uint64(0)
        )
        return found

    def pack(self, hashes: Iterable[int]) -> bytes:
        """Look-ups with a digest of what they give now."""
        numbers = np.fromiter(sorted(hashes), dtype=np.uint64)
        return xxhash.xxh3_64_digest(self.values_of(numbers).tobytes()) + numbers.tobytes()

    def are_same(self, packed: Sequence[bytes]) -> list[bool]:
        """Whether each page's look-ups give what they gave when they were packed."""
        sizes = [len(one) // 8 - 1 for one in packed]
        every = np.frombuffer(b"".join(one[8:] for one in packed), dtype=np.uint64)
        values = self.values_of(every).tobytes()
        same, at = [], 0
        for one, size in zip(packed, sizes, strict=True):
            same.append(xxhash.xxh3_64_digest(values[at : at + size * 8]) == one[:8])
            at += size * 8
        return same

    def holds(self, said: Mapping[str, Any], digest_of: Mapping[str, Page], *, all_headers: bool) -> bool:
        """Whether dates compare as they did, and other pages that were read are the same."""
        return (
            all(self._facts.compare_day(day, days) == was for day, days, was in said.get("days", ()))
            and all(self._facts.is_over(moment) == was for moment, was in said.get("moments", ()))
            and all(
                (page_digest(digest_of[url], all_headers=all_headers) if url in digest_of else "") == was
                for url, was in said.get("pages", {}).items()
            )
        )


class PageMemory:
    """What page rules said of the pages of a site, and whether it still holds."""

    def __init__(self, store: Store, run: Run, config: Config, facts: SiteFacts, rules: Sequence[Rule]) -> None:
        self._store = store
        self._run = run
        self._rules = [rule.id for rule in rules]
        own = _own_sources(config)
        self._reads_all_headers = bool(own or config.search or config.extract)
        self._reads_all = any(name.encode() in text for text in own for name in VOLATILE)
        self._facts = facts
        self._settings = self._digest_of_settings(config, own)
        self._world: World | None = None
        self._told: set[tuple[str, tuple[int, ...]]] = set()  # errors that were taken over, with their rules

    def _digest_of_settings(self, config: Config, own: Sequence[bytes]) -> str:
        facts = self._facts
        slim = config.model_copy(update={"judge": config.judge.model_copy(update={"workers": 0})})
        around = (facts.start_url, facts.home_url, sorted(facts.hosts), facts.staging_hosts, facts.blocked_hosts)
        parts = [sources_digest(), repr(tool_versions()), _judging_json(slim), repr(around), repr(self._rules)]
        digest = hashlib.blake2b("\x1f".join(parts).encode(errors="replace"), digest_size=16)
        for text in own:
            digest.update(hashlib.blake2b(text).digest())
        return digest.hexdigest()

    def keys(self, pages: Iterable[Page]) -> dict[int, bytes]:
        """Page id -> digest of all that its rules are given, the site around it left out."""
        facts = self._store.facts_digests(self._run.id)
        seen = self._store.artifact_digests(self._run.id)
        names, measured = self._facts.templates, self._facts.measured_templates
        return {
            page.id: xxhash.xxh3_128_digest(
                "\x1f".join((
                    self._settings,
                    page_digest(page, all_headers=self._reads_all_headers),
                    str(facts.get(page.id)),
                    seen.get(page.id, ""),
                    names.get(page.template_id or 0, ""),
                    str(page.template_id in measured),
                    repr([getattr(page, name) for name in VOLATILE]) if self._reads_all else "",
                )).encode(errors="replace")
            )
            for page in pages
        }  # fmt: skip

    def recall(self, pages: Sequence[Page], keys: Mapping[int, bytes]) -> Recalled:
        """What was said of those pages for which all is as it was."""
        found = Recalled()
        by_url = {page.url: page for page in pages}
        self._told.clear()
        codes = np.zeros((len(self._rules), len(_OUTCOMES) + 1), dtype=np.int64)
        for start in range(0, len(pages), _CHUNK):
            some = pages[start : start + _CHUNK]
            known = self._store.judged_pages(self._run.site, [page.id for page in some])
            rows = [(page, row) for page in some if (row := known.get(page.id)) and row.key == keys[page.id]]
            if not rows:
                continue
            self._world = self._world or World(self._facts)
            same = self._world.are_same([row.reads for _, row in rows])
            outcomes = [
                said
                for (page, row), is_same in zip(rows, same, strict=True)
                if is_same and (said := self._take(found, page, row, self._world, by_url))
            ]
            self._count(codes, outcomes)
        for rule, counts in zip(self._rules, codes.tolist(), strict=True):
            found.outcomes.update(
                {(rule, one): number for one, number in zip(_OUTCOMES, counts, strict=False) if number}
            )
        return found

    def _take(self, found: Recalled, page: Page, row: JudgedPage, world: World, by_url: Mapping[str, Page]) -> str:
        """Add what was said of one page; returns its outcomes, "" where it does not hold."""
        size = int.from_bytes(row.data[:2], "little")
        said, findings = unpack_said(row.data[2 + size :], page.url)
        if len(said["outcomes"]) != len(self._rules) or not world.holds(
            said, by_url, all_headers=self._reads_all_headers
        ):
            return ""
        found.ids.add(page.id)
        found.findings += findings
        for why, rules in said.get("errors", {}).items():
            if (same := (why, tuple(rules))) not in self._told:  # most pages say the same of the same rules
                self._told.add(same)
                for number in rules:
                    found.errors.setdefault(self._rules[number], why)
        if (kept := said.get("signature")) is not None:
            words, digest, product, sections = kept
            found.signatures.append(Signature(page.id, words, digest, row.data[2 : 2 + size], tuple(product), sections))
        if (custom := said.get("custom")) is not None:
            segments, columns = custom
            found.custom[page.id] = CustomFields(
                tuple(segments), {name: tuple(values) for name, values in columns.items()}
            )
        outcomes: str = said["outcomes"]
        return outcomes

    def _count(self, codes: np.ndarray[Any, np.dtype[np.int64]], outcomes: Sequence[str]) -> None:
        if not outcomes:
            return
        table = np.frombuffer("".join(outcomes).encode(), dtype=np.uint8).reshape(len(outcomes), len(self._rules))
        for number in range(len(_OUTCOMES)):
            codes[:, number] += (table == ord("a") + number).sum(axis=0)


def row_of(
    page: Page,
    key: bytes,
    verdict: PageVerdict,
    reads: Reads,
    world: World,
    rules: Sequence[Rule],
    custom: CustomFields | None,
) -> JudgedPage | None:
    """What was said of a page, to be kept; None where it cannot hold another time."""
    if reads.is_bound_to_now or Outcome.ERROR in verdict.outcomes.values():
        return None
    said: dict[str, Any] = {
        "outcomes": "".join([_CODES.get(verdict.outcomes.get(rule.card.id), _NOT_ASKED) for rule in rules])  # type: ignore[arg-type]
    }
    errors: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        if why := verdict.errors.get(rule.card.id):
            errors.setdefault(why, []).append(number)
    minhash = b""
    if (signature := verdict.signature) is not None:
        minhash = signature.minhash
        said["signature"] = [signature.words, signature.digest, signature.product, signature.sections]
    more: dict[str, Any] = {
        "errors": errors,
        "days": [[day, days, was] for (day, days), was in reads.days.items()],
        "moments": list(reads.moments.items()),
        "pages": reads.pages,
        "custom": [custom.segments, dict(custom.columns)] if custom is not None else None,
    }
    said.update((name, value) for name, value in more.items() if value)
    data = len(minhash).to_bytes(2, "little") + minhash + pack_said(said, verdict.findings, page.url)
    return JudgedPage(page.id, key, world.pack(reads.hashes), data)


def _judging_json(config: Config) -> str:
    """The configuration as workers see it, without where the store is."""
    parsed = config.model_validate_json(worker_json(config))
    return parsed.model_dump_json(exclude={"store", "data"})


@lru_cache(maxsize=1)
def sources_digest() -> str:
    """Digest of the source of all that decides what page rules say."""
    return digest_of(SOURCES)


def digest_of(names: Iterable[str]) -> str:
    """Digest of source files and folders of Marsad's own."""
    digest = hashlib.blake2b(digest_size=16)
    for name in names:
        for file in _files(HOME / name):
            digest.update(file.relative_to(HOME).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    elif place.is_dir():
        yield from sorted(one for one in place.rglob("*.py") if "__pycache__" not in one.parts)


def _own_sources(config: Config) -> list[bytes]:
    """The source of people's own rules."""
    files = [file for folder in config.rules.folders for file in _files(Path(folder))]
    if config.rules.packages:
        for point in entry_points(group=ENTRY_POINTS):
            spec = find_spec(point.module.partition(".")[0])
            if spec is not None and spec.origin:
                origin = Path(spec.origin)
                files += _files(origin.parent) if origin.name == "__init__.py" else [origin]
    return [file.read_bytes() for file in files]
