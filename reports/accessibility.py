"""What the run says of each success criterion of WCAG: failed, to be judged, nothing found, or not testable here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from store.criteria import CRITERIA, PEOPLE, Criterion
from store.model import Category, CauseState, Certainty, Outcome, RuleCard, RuleCount, Severity

if TYPE_CHECKING:
    from reports.model import CauseView

UNNAMED = ("blind",)
"""Whom good practice without a criterion serves: names, landmarks and headings are what screen readers work with."""


class Standing(StrEnum):
    """What machines can say of a criterion. None of them says that it is met: that takes a person."""

    FAILED = "failed"
    REVIEW = "review"
    CLEAN = "clean"  # checks ran and found nothing
    ABSENT = "absent"  # nothing on the tested pages that the checks concern
    NOT_RUN = "not-run"  # there are checks, and none of them could run
    BY_HAND = "by-hand"  # no check exists: only a person can tell


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion with what was found."""

    criterion: Criterion
    standing: Standing
    causes: tuple[CauseView, ...]  # that fail it
    reviews: tuple[CauseView, ...]  # for a person to judge
    pages: int  # on which it fails, at least
    checks: int  # that ran
    not_run: int  # that could not


@dataclass(frozen=True, slots=True)
class AccessibilityChapter:
    """All criteria of levels A and AA, those of AAA with findings, and good practice beyond them."""

    rows: tuple[CriterionRow, ...]
    beyond: tuple[CriterionRow, ...]  # level AAA
    practice: tuple[CauseView, ...]  # causes of no criterion
    people: tuple[tuple[str, int], ...]  # whom the failures hurt, and how many causes do
    browsed: int  # pages that a browser examined
    pages: int  # pages whose markup was examined

    @property
    def failed(self) -> int:
        """Criteria that fail."""
        return self.count(Standing.FAILED)

    @property
    def review(self) -> int:
        """Criteria that a person must judge."""
        return self.count(Standing.REVIEW)

    @property
    def clean(self) -> int:
        """Criteria whose checks found nothing."""
        return self.count(Standing.CLEAN)

    def count(self, standing: Standing) -> int:
        """How many criteria of levels A and AA stand so."""
        return sum(row.standing is standing for row in self.rows)

    @property
    def shares(self) -> list[tuple[str, int]]:
        """Every standing with its number, for a bar."""
        return [(one.value, self.count(one)) for one in Standing]


def criteria_of(card: RuleCard | None) -> tuple[Criterion, ...]:
    """The criteria that a rule's failure breaks, in order."""
    return tuple(CRITERIA[number] for number in card.wcag if number in CRITERIA) if card else ()


def people_of(criteria: Sequence[Criterion], category: Category) -> tuple[str, ...]:
    """Whom a failure hurts, as keys of `PEOPLE`; nobody in particular where it is no matter of accessibility."""
    hurt = {one for criterion in criteria for one in criterion.people}
    if not hurt:
        return UNNAMED if category is Category.ACCESSIBILITY else ()
    return tuple(one for one in PEOPLE if one in hurt)


def accessibility_chapter(
    causes: Iterable[CauseView],
    counts: Iterable[RuleCount],
    cards: Mapping[str, RuleCard],
    browsed: int,
    pages: int,
) -> AccessibilityChapter:
    """Arrange causes (open, for review and ignored) and the counts of the rules by criterion.

    An ignored cause fails its criterion all the same: that a team lives with a barrier does not remove it.
    """
    failing: dict[str, list[CauseView]] = defaultdict(list)
    asking: dict[str, list[CauseView]] = defaultdict(list)
    practice: list[CauseView] = []
    for cause in causes:
        if cause.state is CauseState.FIXED or cause.severity is Severity.INFO:
            continue
        is_sure = cause.outcome is Outcome.FAIL and cause.certainty is Certainty.DEFECT
        for criterion in cause.criteria:
            (failing if is_sure else asking)[criterion.number].append(cause)
        if not cause.criteria and cause.category is Category.ACCESSIBILITY:
            practice.append(cause)
    ran: dict[str, list[RuleCount]] = defaultdict(list)
    for count in counts:
        for criterion in criteria_of(cards.get(count.rule)):
            ran[criterion.number].append(count)
    rows = [
        _row(criterion, failing.get(number, []), asking.get(number, []), ran.get(number, []))
        for number, criterion in CRITERIA.items()
        if not criterion.is_removed
    ]
    hurt = [one for cause in {cause.id: cause for found in failing.values() for cause in found}.values()
            for one in cause.people]  # fmt: skip
    return AccessibilityChapter(
        rows=tuple(sorted((row for row in rows if row.criterion.level != "AAA"), key=_order)),
        beyond=tuple(row for row in rows if row.criterion.level == "AAA" and (row.causes or row.reviews)),
        practice=tuple(practice),
        people=tuple((one, hurt.count(one)) for one in PEOPLE if one in hurt),
        browsed=browsed,
        pages=pages,
    )


_ORDER = tuple(Standing)


def _order(row: CriterionRow) -> int:
    return _ORDER.index(row.standing)


def _row(
    criterion: Criterion, failing: list[CauseView], asking: list[CauseView], counts: list[RuleCount]
) -> CriterionRow:
    looked = [one for one in counts if one.passed or one.fail or one.review]
    absent = [one for one in counts if one not in looked and one.not_applicable]
    standing = (
        Standing.FAILED if failing
        else Standing.REVIEW if asking
        else Standing.CLEAN if looked
        else Standing.ABSENT if absent
        else Standing.NOT_RUN if counts
        else Standing.BY_HAND
    )  # fmt: skip
    named = {number for cause in failing for number in cause.page_ids}
    return CriterionRow(
        criterion=criterion,
        standing=standing,
        causes=tuple(failing),
        reviews=tuple(asking),
        pages=max([len(named), *(cause.pages for cause in failing)], default=0),
        checks=len(looked) + len(absent),
        not_run=len(counts) - len(looked) - len(absent),
    )
