"""The ledger of what a team has decided not to mend now: which findings it covers, why, who said so, until when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from typing import Self

import xxhash
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from audits.segments import check_pattern, is_match
from store.model import Cause, CauseState, Finding, Ignored


class IgnoreOptions(BaseModel):
    """One entry of the ledger. Where several of rule, cause, url and target are given, all must fit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str = Field("", description="id of a rule, with `*` where several are meant")
    cause: str = Field("", description="id of a cause, as report.json gives it")
    url: str = Field("", description="pages: a URL or path with `*`, `re:` and a pattern, or `template:` and a name")
    target: str = Field("", description="what the defect points at: a URL with `*`")
    reason: str = Field(min_length=3, description="why it is not mended; the report shows it")
    owner: str = Field("", description="who decided so")
    expires: date | None = Field(None, description="last day on which the entry counts, e.g. 2027-06-30")

    @field_validator("url")
    @classmethod
    def _pattern(cls, url: str) -> str:
        if url:
            check_pattern(url)
        return url

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not (self.rule or self.cause or self.url or self.target):
            raise ValueError("an entry must say what it ignores; give rule, cause, url or target")
        return self

    @property
    def key(self) -> str:
        """A digest of what the entry covers, whatever its reason."""
        return xxhash.xxh3_64_hexdigest("\x1f".join((self.rule, self.cause, self.url, self.target)).encode())

    @property
    def said(self) -> str:
        """What the entry covers, in words."""
        parts = [f"{name} `{value}`" for name in ("rule", "cause", "url", "target") if (value := getattr(self, name))]
        return ", ".join(parts)

    def covers(self, finding: Finding, template: str = "") -> bool:
        """Whether a finding, which must know its cause, is one of those that the entry means."""
        return (
            (not self.rule or fnmatchcase(finding.rule, self.rule))
            and (not self.cause or finding.cause == self.cause)
            and (not self.target or fnmatchcase(finding.evidence.target, self.target.replace("[", "[[]")))
            and (not self.url or is_match(self.url, finding.url, template))
        )


@dataclass(slots=True)
class Settled:
    """What a ledger makes of the findings of a run."""

    parts: list[str]  # of each finding: "" or the key of the entry that takes it out of its cause
    whole: dict[str, IgnoreOptions] = field(default_factory=dict)  # id of a cause -> the entry that covers all of it
    entries: dict[str, IgnoreOptions] = field(default_factory=dict)  # key -> entry
    notes: list[str] = field(default_factory=list)  # what the report must say of the ledger

    @property
    def splits(self) -> bool:
        """Whether some cause is ignored on a part of its pages only."""
        return any(self.parts)


def settle(
    findings: Sequence[Finding],
    ledger: Sequence[IgnoreOptions],
    today: date,
    templates: Mapping[int, str] | None = None,
) -> Settled:
    """Compare findings, each with its cause, with the ledger; `templates` gives the template's name by page id."""
    settled = Settled([""] * len(findings))
    active = []
    for entry in ledger:
        if entry.expires is not None and entry.expires < today:
            by = f", decided by {entry.owner}" if entry.owner else ""
            settled.notes.append(
                f"An ignore entry expired on {entry.expires.isoformat()} and no longer counts: {entry.said} "
                f"(“{entry.reason}”{by}). Renew it or mend the cause."
            )
        else:
            active.append(entry)
    if not active:
        return settled
    chosen = [
        next((one for one in active if one.covers(finding, (templates or {}).get(finding.page_id or 0, ""))), None)
        for finding in findings
    ]
    totals = Counter(finding.cause for finding in findings)
    covered: dict[str, Counter[str]] = defaultdict(Counter)
    for finding, found in zip(findings, chosen, strict=True):
        if found is not None:
            settled.entries[found.key] = found
            covered[finding.cause][found.key] += 1
    for cause, keys in covered.items():
        if keys.total() == totals[cause]:
            settled.whole[cause] = settled.entries[keys.most_common(1)[0][0]]
    settled.parts = [
        found.key if found is not None and finding.cause not in settled.whole else ""
        for finding, found in zip(findings, chosen, strict=True)
    ]
    for entry in active:
        if entry.key not in settled.entries:
            settled.notes.append(_idle_note(entry))
    return settled


def busy_notes(notes: Sequence[str], ledger: Sequence[IgnoreOptions], carried: Sequence[Cause]) -> list[str]:
    """The notes without those on entries that matched nothing, where they cover a cause that was not tested again."""
    busy = {
        _idle_note(entry)
        for entry in ledger
        if any(one.samples and all(entry.covers(sample) for sample in one.samples) for one in carried)
    }
    return [note for note in notes if note not in busy]


def _idle_note(entry: IgnoreOptions) -> str:
    return f"An ignore entry matched nothing in this run: {entry.said}. Take it out if it is mended."


def mark_ignored(causes: Sequence[Cause], findings: Sequence[Finding], settled: Settled) -> list[Cause]:
    """The causes with the state and the reason of what is ignored; `findings` know the causes' final ids."""
    by_cause = dict(settled.whole)
    for finding, part in zip(findings, settled.parts, strict=True):
        if part:
            by_cause[finding.cause] = settled.entries[part]
    return [_ignored(cause, by_cause[cause.id]) if cause.id in by_cause else cause for cause in causes]


def _ignored(cause: Cause, entry: IgnoreOptions) -> Cause:
    expires = entry.expires.isoformat() if entry.expires is not None else ""
    return replace(cause, state=CauseState.IGNORED, ignored=Ignored(entry.reason, entry.owner, expires))
