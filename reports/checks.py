"""The chapter on every check: what became of it, on how many pages, why it was not run, and the causes it found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reports.words import Said, Words
from store.model import Category, RuleCount

if TYPE_CHECKING:
    from reports.model import CauseView, CheckRow

MOST_REASONS = 30
_NO_BROWSER = "no browser looked at this page"
"""What judging says where what a rule needs of a browser is not there, after its name."""


class CheckOutcome(StrEnum):
    """What became of a check as a whole, the first that fits."""

    FAIL = "fail"
    REVIEW = "review"  # only findings that a person must judge
    ERROR = "error"  # the check itself failed
    PASSED = "pass"
    NOT_APPLICABLE = "not-applicable"  # nothing on the site that it concerns
    NOT_RUN = "not-run"


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check with what became of it."""

    row: CheckRow
    outcome: CheckOutcome
    category: Category | None  # None: the rule is not known any more
    group: str  # the folder of rules that it stands in
    causes: tuple[CauseView, ...]


@dataclass(frozen=True, slots=True)
class ChecksChapter:
    """Every check, those that found something first."""

    checks: tuple[CheckView, ...]
    outcomes: tuple[tuple[CheckOutcome, int], ...]  # with the number of checks; all outcomes
    by_category: tuple[tuple[Category, Mapping[CheckOutcome, int]], ...]
    reasons: tuple[tuple[str, int], ...]  # why checks were not run, and how many

    def count(self, outcome: CheckOutcome) -> int:
        """How many checks came out so."""
        return dict(self.outcomes)[outcome]

    @property
    def ran(self) -> int:
        """Checks that said something, be it that there was nothing for them."""
        return len(self.checks) - self.count(CheckOutcome.NOT_RUN)


def outcome_of(count: RuleCount) -> CheckOutcome:
    """What became of a check by its counts."""
    if count.fail:
        return CheckOutcome.FAIL
    if count.review:
        return CheckOutcome.REVIEW
    if count.error:
        return CheckOutcome.ERROR
    if count.passed:
        return CheckOutcome.PASSED
    # What lacked a browser is not run, though on pages that are errors it did not apply either.
    return CheckOutcome.NOT_RUN if count.not_run or not count.not_applicable else CheckOutcome.NOT_APPLICABLE


def said_reason(detail: str, words: Words) -> str:
    """Why a check was not run, or what went wrong with it, in the language of the report."""
    what, _, why = detail.partition(": ")
    if why == _NO_BROWSER and words.has(f"checks.needs.{what}"):
        return Said(words("checks.no_browser", what=words(f"checks.needs.{what}")))
    return words.say_of_run(detail)


def checks_chapter(rows: Sequence[CheckRow], causes: Iterable[CauseView]) -> ChecksChapter | None:
    """Arrange the counts of all rules; None where nothing was judged."""
    if not rows:
        return None
    found: defaultdict[str, list[CauseView]] = defaultdict(list)
    for cause in causes:
        found[cause.rule].append(cause)
    views = [
        CheckView(
            row, outcome_of(row.count), row.card.category if row.card else None, row.card.group if row.card else "",
            tuple(found[row.count.rule]),
        )
        for row in rows
    ]  # fmt: skip
    order = tuple(CheckOutcome)
    counts = Counter(one.outcome for one in views)
    table = {
        category: Counter(one.outcome for one in views if one.category is category)
        for category in Category
        if any(one.category is category for one in views)
    }
    reasons = Counter(one.row.count.detail for one in views if one.outcome is CheckOutcome.NOT_RUN)
    return ChecksChapter(
        checks=tuple(sorted(views, key=lambda one: order.index(one.outcome))),
        outcomes=tuple((one, counts[one]) for one in CheckOutcome),
        by_category=tuple(
            (category, {one: counted[one] for one in CheckOutcome}) for category, counted in table.items()
        ),
        reasons=tuple(reasons.most_common(MOST_REASONS)),
    )
