"""The files that causes on speed name with a saving, the dearest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.model import Category, Cause, CauseState, Outcome, Owner, Run

if TYPE_CHECKING:
    from store.database import Store

MOST_FILES = 100
MOST_OF_A_CAUSE = 5
"""Files of one cause that stand by themselves."""
_SETTLED = (CauseState.IGNORED, CauseState.FIXED, CauseState.NOT_RETESTED)


@dataclass(frozen=True, slots=True)
class FileRow:
    """What one file costs and who must mend it."""

    file: str
    cause: str  # id
    title: str  # of the rule
    pages: int
    saved_bytes: int
    saved_ms: int
    owner: Owner
    more: int = 0  # 0: a file by itself; else so many lighter files of the same cause together


def files_of(store: Store, run: Run, causes: Sequence[Cause], titles: Mapping[str, str]) -> tuple[FileRow, ...]:
    """The files that open causes on speed name with a saving, the dearest first; a file stands once for each cause."""
    rows: dict[tuple[str, str], FileRow] = {}
    for cause in causes:
        is_open = cause.outcome in (Outcome.FAIL, Outcome.REVIEW) and cause.state not in _SETTLED
        if cause.category is not Category.SPEED or not is_open:
            continue
        if not any("saved_ms" in one.evidence.facts for one in cause.samples):
            continue
        for finding in store.findings(run.id, cause.id):
            facts = finding.evidence.facts
            if not facts.get("file") or "saved_ms" not in facts:
                continue
            key = (cause.id, str(facts["file"]))
            pages = int(facts.get("pages") or (rows[key].pages + 1 if key in rows else 1))
            rows[key] = FileRow(
                str(facts["file"]), cause.id, titles.get(cause.rule, cause.rule), pages,
                int(facts.get("saved_bytes") or 0), int(facts["saved_ms"]), cause.owner,
            )  # fmt: skip
    return tuple(sorted(rows.values(), key=lambda one: (-one.saved_ms, -one.saved_bytes, one.file)))


def gathered(files: Sequence[FileRow]) -> tuple[FileRow, ...]:
    """Files of one cause beyond the dearest few as one row: fifty small pictures would bury what matters."""
    shown: list[tuple[FileRow, FileRow]] = []  # the one it stands after, and the row
    rest: dict[str, list[FileRow]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    for one in files:
        counts[one.cause] += 1
        if counts[one.cause] <= MOST_OF_A_CAUSE:
            shown.append((one, one))
        else:
            rest[one.cause].append(one)
    for first, *others in rest.values():
        size, ms = (sum(getattr(one, name) for one in (first, *others)) for name in ("saved_bytes", "saved_ms"))
        together = FileRow(first.file, first.cause, first.title, first.pages, size, ms, first.owner, 1 + len(others))
        shown.append((first, together if others else first))
    shown.sort(key=lambda pair: (-pair[0].saved_ms, -pair[0].saved_bytes, pair[0].file))
    return tuple(row for _, row in shown)
