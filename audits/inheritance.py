"""Which cause of the run before lives on under another id: pages moved, the DOM was re-ordered, grouping fell out anew.

The id of a cause is a digest of rule, template and place or target. Where these change and the defect does not, the
same proof (rule, page, and markup or address) stands in both runs: then the cause keeps its id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from store.model import Cause, CauseState, Finding, Outcome

SAME = 0.5
"""A cause that shares this share of its proofs with one of the run before is that one."""
MOST_READ = 50_000
"""Findings of the run before that are read to tell causes that were split."""

Proof = tuple[str, Outcome, int, str]


@dataclass(frozen=True, slots=True)
class Inherited:
    """What grouping named otherwise than the run before."""

    ids: Mapping[str, str]  # id by grouping -> id that the cause has had
    merged: Mapping[str, str]  # id of the run before -> id of the cause that it is a part of now
    split: frozenset[str]  # ids of causes that were a part of another one


def proof_of(finding: Finding, moved: Mapping[int, int]) -> Proof:
    """What tells a finding from others wherever its element stands: page, and markup or address."""
    page = moved.get(finding.page_id, finding.page_id) if finding.page_id is not None else 0
    evidence = finding.evidence
    text = " ".join(evidence.snippet.split()) or f"{evidence.target}\x1f{evidence.group}"
    if not page and not text.strip("\x1f"):
        text = finding.url
    return finding.rule, finding.outcome, page, text


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
    votes, merged = _votes(lost, findings, moved)
    for _, _, old, new in sorted(votes, reverse=True):
        if new in fresh and new not in ids and old not in ids.values():
            ids[new] = old
    merged = {old: ids.get(new, new) for old, new in merged.items() if old not in ids.values()}
    left = fresh - set(ids)
    split = _split([one for one in found if one.id in left], before, moved, read) if left else frozenset()
    return Inherited(ids, merged, split)


def _votes(
    lost: Sequence[Cause], findings: Sequence[Finding], moved: Mapping[int, int]
) -> tuple[list[tuple[float, int, str, str]], dict[str, str]]:
    """(share, number, old id, new id) where a lost cause's proofs stand in a cause of now; and its best heir."""
    rules = {one.rule for one in lost}
    holders: dict[Proof, str] = {proof_of(one, {}): one.cause for one in findings if one.rule in rules}
    votes: list[tuple[float, int, str, str]] = []
    heirs: dict[str, str] = {}
    for old in lost:
        proofs = {proof_of(one, moved) for one in old.samples}
        met = Counter(holders[one] for one in proofs if one in holders)
        if not met or met.total() < SAME * len(proofs):
            continue
        votes += [(number / len(proofs), old.pages, old.id, new) for new, number in met.items()]
        heirs[old.id] = min(met, key=lambda new: (-met[new], new))
    return votes, heirs


def _split(
    fresh: Sequence[Cause],
    before: Sequence[Cause],
    moved: Mapping[int, int],
    read: Callable[[Cause], Iterable[Finding]],
) -> frozenset[str]:
    """Fresh causes whose proofs stood in causes of the run before."""
    wanted: dict[str, list[Cause]] = defaultdict(list)
    for one in fresh:
        wanted[one.rule].append(one)
    pages = {rule: {number for one in ones for number in one.page_ids} for rule, ones in wanted.items()}
    proofs: set[Proof] = set()
    spent = 0
    for old in before:
        if old.rule not in wanted or old.state is CauseState.FIXED:
            continue
        if old.page_ids and pages[old.rule].isdisjoint(moved.get(one, one) for one in old.page_ids):
            continue
        for finding in read(old) if spent < MOST_READ else old.samples:
            proofs.add(proof_of(finding, moved))
            spent += 1
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
