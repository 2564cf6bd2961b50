"""Which cause of the run before lives on under another id: pages moved, the DOM was re-ordered, grouping fell out anew.

The id of a cause is a digest of rule, template and place or target. Where these change and the defect does not, the
same proof (rule, page, and markup or address) stands in both runs: then the cause keeps its id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import xxhash

from store.model import Cause, CauseState, Finding

SAME = 0.5
"""A cause that shares this share of its proofs, or of the other's, with one of the run before is that one."""
MOST_READ = 200_000
"""Findings of the run before that are read; of causes beyond that only the samples are compared."""

Proof = int


@dataclass(frozen=True, slots=True)
class Inherited:
    """What grouping named otherwise than the run before."""

    ids: Mapping[str, str]  # id by grouping -> id that the cause has had
    merged: Mapping[str, str]  # id of the run before -> id of the cause that it is a part of now
    split: frozenset[str]  # ids of causes that were a part of another one


def proof_of(finding: Finding, moved: Mapping[int, int]) -> Proof:
    """A digest of what tells a finding from others wherever its element stands: page, and markup or address."""
    page = moved.get(finding.page_id, finding.page_id) if finding.page_id is not None else 0
    evidence = finding.evidence
    text = " ".join(evidence.snippet.split()) or f"{evidence.target}\x1f{evidence.group}"
    if not page and not text.strip("\x1f"):
        text = finding.url
    key = "\x1f".join((finding.rule, finding.outcome.value, str(page), text))
    return xxhash.xxh3_64_intdigest(key.encode(errors="replace"))


def inherit(
    before: Sequence[Cause],
    found: Sequence[Cause],
    findings: Sequence[Finding],
    *,
    moved: Mapping[int, int],
    aliases: Mapping[str, str],
    read: Callable[[Cause], Iterable[Finding]] = lambda cause: cause.samples,
) -> Inherited:
    """Compare the causes by their proofs.

    `findings` are those of this run, each with its cause by grouping; `moved` leads from pages of the run before to
    where their content stands now; `aliases` from an id by grouping to the id that earlier runs gave it; `read` gives
    the findings of a cause of the run before.
    """
    known = {one.id for one in before}
    here = {one.id for one in found}
    ids: dict[str, str] = {}
    for one in found:
        alias = aliases.get(one.id)
        if alias is not None and one.id not in known and alias not in here and alias not in ids.values():
            ids[one.id] = alias
    taken = {ids.get(one.id, one.id) for one in found}
    lost = [one for one in before if one.id not in taken and one.state is not CauseState.FIXED]
    fresh = {one.id for one in found if one.id not in known and one.id not in ids}
    if not lost and not fresh:
        return Inherited(ids, {}, frozenset())
    reading = _Reading(moved, read)
    votes, merged = _votes(lost, findings, reading)
    for _, _, old, new in sorted(votes, reverse=True):
        if new in fresh and new not in ids and old not in ids.values():
            ids[new] = old
    merged = {old: ids.get(new, new) for old, new in merged.items() if old not in ids.values()}
    left = fresh - set(ids)
    split = _split([one for one in found if one.id in left], before, reading) if left else frozenset()
    return Inherited(ids, merged, split)


@dataclass(slots=True)
class _Reading:
    """Reads the proofs of causes of the run before, so many in all."""

    moved: Mapping[int, int]
    read: Callable[[Cause], Iterable[Finding]]
    spent: int = 0

    def proofs(self, cause: Cause) -> set[Proof]:
        findings = self.read(cause) if self.spent + cause.occurrences <= MOST_READ else cause.samples
        found = {proof_of(one, self.moved) for one in findings}
        self.spent += len(found)
        return found


def _votes(
    lost: Sequence[Cause], findings: Sequence[Finding], reading: _Reading
) -> tuple[list[tuple[float, int, str, str]], dict[str, str]]:
    """(share, number, old id, new id) where a lost cause is mostly a cause of now, or that mostly it; and its heir.

    The heir is the cause in which most of the proofs stand, however few: what still stands somewhere is not mended.
    """
    rules = {one.rule for one in lost}
    holders: dict[Proof, str] = {proof_of(one, {}): one.cause for one in findings if one.rule in rules}
    sizes = Counter(holders.values())
    votes: list[tuple[float, int, str, str]] = []
    heirs: dict[str, str] = {}
    for old in lost:
        proofs = reading.proofs(old)
        met = Counter(holders[one] for one in proofs if one in holders)
        for new, number in met.items():
            share = max(number / len(proofs), number / sizes[new])
            if share >= SAME:
                votes.append((share, number, old.id, new))
        if met:
            heirs[old.id] = min(met, key=lambda new: (-met[new], new))
    return votes, heirs


def _split(fresh: Sequence[Cause], before: Sequence[Cause], reading: _Reading) -> frozenset[str]:
    """Fresh causes whose proofs stood in causes of the run before."""
    wanted: dict[str, list[Cause]] = defaultdict(list)
    for one in fresh:
        wanted[one.rule].append(one)
    pages = {rule: {number for one in ones for number in one.page_ids} for rule, ones in wanted.items()}
    proofs: set[Proof] = set()
    for old in before:
        if old.rule not in wanted or old.state is CauseState.FIXED:
            continue
        if old.page_ids and pages[old.rule].isdisjoint(reading.moved.get(one, one) for one in old.page_ids):
            continue
        proofs |= reading.proofs(old)
    return frozenset(
        one.id
        for one in fresh
        if one.samples and sum(proof_of(finding, {}) in proofs for finding in one.samples) >= SAME * len(one.samples)
    )


def renamed(causes: Iterable[Cause], ids: Mapping[str, str]) -> list[Cause]:
    """The causes with the ids that they have had; `key` keeps what grouping called them."""
    return [
        replace(
            one,
            id=ids[one.id],
            key=one.id,
            samples=tuple(replace(sample, cause=ids[one.id]) for sample in one.samples),
        )
        if one.id in ids
        else one
        for one in causes
    ]


def renamed_findings(findings: Iterable[Finding], ids: Mapping[str, str]) -> list[Finding]:
    """The findings with the ids that their causes have had."""
    return [replace(one, cause=ids[one.cause]) if one.cause in ids else one for one in findings]


__all__ = ["Inherited", "inherit", "proof_of", "renamed", "renamed_findings"]
