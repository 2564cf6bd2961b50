"""The life of a cause: new, still there, mended, back again, not tested again, ignored; with counts that add up.

A cause of the run before that is not found now is mended only where everything that showed it was looked at again:
its rule ran, each of its pages answered (or is gone, or moved to a page that answered), a browser saw what a browser
must see, and the address that it points at was asked. Otherwise it is carried on as not tested again, with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from audits.inheritance import Inherited
from store.life_model import LifeCounts, Verified
from store.model import Cause, CauseState, Ignored, Outcome, RuleCard, RuleCount, Severity

REASONS = (
    "rule-gone",  # no rule has this id any more
    "rule-off",  # the configuration turned it off
    "rule-not-run",  # it was not asked, for want of what it needs
    "rule-error",  # it failed where it should have looked
    "source-missing",  # an outside source told nothing
    "browser-missing",  # no browser looked at any page
    "not-rendered",  # a browser looked, but not at this page
    "page-not-crawled",
    "page-limit",  # a limit ended the crawl before the page's turn
    "page-failed",  # no answer that can be judged
    "crawl-cut-short",  # of the whole site, which was not read whole
    "target-not-asked",  # what it points at was not asked, or gave no clear answer
    "not-asked",  # robots.txt or a sitemap gave no clear answer
    "unsure",  # now only a person can tell
)
"""Why a cause was not tested again."""
OPEN = (CauseState.NEW, CauseState.STILL, CauseState.REGRESSED, CauseState.NOT_RETESTED)
_GROUPS_OF_FILES = frozenset({"robots", "sitemaps"})
_UP = {Severity.LOW: Severity.MEDIUM, Severity.MEDIUM: Severity.HIGH, Severity.HIGH: Severity.CRITICAL}
_NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Look:
    """What a run looked at. Page ids are those of URLs, the same in every run."""

    counts: Mapping[str, RuleCount]
    answered: Container[int] = _NOTHING  # pages with an answer that can be judged, redirects among them
    gone: Container[int] = _NOTHING  # pages that answered 404 or 410
    failed: Container[int] = _NOTHING  # pages that were asked and gave no answer that can be judged
    beyond_limits: Container[int] = _NOTHING  # pages that a limit left out
    moved: Mapping[int, int] = field(default_factory=dict)  # page of the run before -> where its content stands now
    rendered: Mapping[str, Container[int]] = field(default_factory=dict)  # kind of artifact -> pages that have it
    troubled: Mapping[str, Container[int]] = field(default_factory=dict)  # rule -> pages on which it failed
    reviewed: Container[tuple[str, int]] = frozenset()  # rule and page, or target's hash, where a person must look
    unasked: Container[str] = frozenset()  # linked addresses without a clear answer
    is_truncated: bool = False
    is_patchy: bool = False  # so many pages are in trouble that the site as a whole cannot be judged
    files_failed: bool = False  # robots.txt or a sitemap gave no clear answer
    disabled: Container[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of the run before and of those before it."""

    causes: Sequence[Cause]
    look: Look
    fixed: Container[str] = frozenset()  # causes that the newest verdict that names them calls mended
    first_seen: Mapping[str, float] = field(default_factory=dict)
    verified: Mapping[str, Verified] = field(default_factory=dict)  # tested again by hand since the run before
    run_id: int = 0
    at: float = 0.0  # start of the run before, Unix time


@dataclass(slots=True)
class Lives:
    """The causes of a run with their states, those of earlier runs that are carried on among them."""

    causes: list[Cause]
    counts: LifeCounts | None


def is_counted(cause: Cause) -> bool:
    """Whether a cause takes part in the counts: it failed, and is more than information."""
    is_event = cause.rule.startswith("change-")  # tells what is other than before, and is not mended
    return cause.outcome is Outcome.FAIL and cause.severity is not Severity.INFO and not is_event


def is_found(cause: Cause) -> bool:
    """Whether a cause was found in the run that it stands in."""
    return cause.state not in (CauseState.FIXED, CauseState.NOT_RETESTED) and not cause.found_in


def live(
    found: Sequence[Cause],
    look: Look,
    past: Past | None,
    cards: Mapping[str, RuleCard],
    *,
    inherited: Inherited | None = None,
    ignored_by: Callable[[Cause], Ignored | None] = lambda _cause: None,
    now: float = 0.0,
) -> Lives:
    """Give each found cause its state and carry on what the run before had.

    `found` know what is ignored; `ignored_by` says why a carried cause is. Without a past all are new.
    """
    if past is None:
        return Lives([_with_state(one, CauseState.NEW, now) for one in found], None)
    book = _Book(look, past, cards, inherited or Inherited({}, {}, frozenset()), now)
    causes = [book.found(one) for one in found]
    here = {one.id for one in found}
    causes += [one for old in past.causes if old.id not in here for one in book.absent(old, ignored_by)]
    return Lives(causes, book.counts(causes))


def raised(cause: Cause) -> Severity:
    """The severity of a cause that came back: one level up, critical at most, in the run in which it came back."""
    return _UP.get(cause.severity, cause.severity) if is_counted(cause) else cause.severity


def _with_state(cause: Cause, state: CauseState, first_seen: float) -> Cause:
    kept = CauseState.IGNORED if cause.state is CauseState.IGNORED else state
    return replace(cause, state=kept, first_seen=first_seen)


class _Book:
    """States and counts of one run against the run before."""

    def __init__(self, look: Look, past: Past, cards: Mapping[str, RuleCard], inherited: Inherited, now: float) -> None:
        self.look, self.past, self.cards, self.inherited, self.now = look, past, cards, inherited, now
        self.before = {one.id: one for one in past.causes}
        self.tally: Counter[str] = Counter()

    def found(self, cause: Cause) -> Cause:
        """A cause that was found, with its state."""
        old = self.before.get(cause.id)
        first_seen = self.past.first_seen.get(cause.id, old.first_seen if old is not None else self.now)
        if old is not None and old.first_seen:
            first_seen = min(first_seen, old.first_seen)  # the run that met it first may not be kept any more
        if old is not None and old.state is not CauseState.FIXED:
            self._count_again(old, cause)
            return _with_state(cause, CauseState.STILL, first_seen)
        if cause.id in self.inherited.split:
            self._count("split", cause)
            return _with_state(cause, CauseState.STILL, first_seen)
        if old is not None or cause.id in self.past.fixed:
            self._count("regressed", cause)
            made = _with_state(cause, CauseState.REGRESSED, first_seen)
            return made if made.state is CauseState.IGNORED else replace(made, severity=raised(made))
        made = replace(_with_state(cause, CauseState.NEW, first_seen), first_look=self._is_first_look(cause))
        self._count("new", cause)
        if made.first_look:
            self._count("first_tested", cause)
        return made

    def absent(self, old: Cause, ignored_by: Callable[[Cause], Ignored | None]) -> Iterable[Cause]:
        """What becomes of a cause of the run before that was not found."""
        if not is_counted(old) or old.state is CauseState.FIXED:
            return
        was_ignored = old.state is CauseState.IGNORED
        if old.id in self.inherited.merged:
            self.tally["merged"] += not was_ignored
            return
        check = self.past.verified.get(old.id)
        why = untested(old, self.look, self.past.look, self.cards.get(old.rule))
        if not why or (check is not None and check.mended and not check.still and not check.unknown):
            self.tally["fixed"] += not was_ignored
            tested = self.now if not why or check is None else check.at
            yield replace(
                old, state=CauseState.FIXED, ignored=None, untested="", last_tested=tested, first_look=False,
                found_in=old.found_in or self.past.run_id, priority=0.0,
            )  # fmt: skip
            return
        entry = ignored_by(old)
        if entry is not None:
            self.tally["newly_ignored"] += not was_ignored
        else:
            self.tally["reopened" if was_ignored else "not_retested"] += 1
        yield replace(
            old,
            page_ids=tuple(sorted({self.look.moved.get(one, one) for one in old.page_ids})),
            state=CauseState.IGNORED if entry is not None else CauseState.NOT_RETESTED,
            ignored=entry,
            untested=why,
            first_look=False,
            last_tested=old.last_tested or self.past.at,
            found_in=old.found_in or self.past.run_id,
        )

    def _count(self, name: str, cause: Cause) -> None:
        if is_counted(cause) and cause.state is not CauseState.IGNORED:
            self.tally[name] += 1

    def _count_again(self, old: Cause, cause: Cause) -> None:
        was = is_counted(old) and old.state is not CauseState.IGNORED
        is_open = is_counted(cause) and cause.state is not CauseState.IGNORED
        if was and is_open:
            self.tally["still"] += 1
        elif was:
            self.tally["newly_ignored" if cause.state is CauseState.IGNORED and is_counted(cause) else "lowered"] += 1
        elif is_open:
            self.tally["reopened" if old.state is CauseState.IGNORED and is_counted(old) else "raised"] += 1

    def counts(self, causes: Sequence[Cause]) -> LifeCounts:
        """The counts, with all that is ignored now."""
        ignored = sum(one.state is CauseState.IGNORED and is_counted(one) for one in causes)
        return LifeCounts(**self.tally, ignored=ignored)

    def _is_first_look(self, cause: Cause) -> bool:
        """Whether the run before could not have found it: its rule, its pages or its address were not looked at."""
        then = self.past.look
        count = then.counts.get(cause.rule)
        if count is None or not (count.fail or count.review or count.passed or count.not_applicable):
            return True
        if cause.target and cause.target in then.unasked:
            return True
        ids = cause.page_ids
        if not ids:
            return False
        came_from = {now: was for was, now in self.look.moved.items()} if self.look.moved else {}
        known = [came_from.get(one, one) for one in ids]
        card = self.cards.get(cause.rule)
        for kind in card.needs if card is not None else ():
            if not any(one in then.rendered.get(kind, _NOTHING) for one in known):
                return True
        read = any(one in then.answered or one in then.gone for one in known)
        return not read and (then.is_truncated or any(one in then.failed for one in known))


def untested(cause: Cause, look: Look, then: Look, card: RuleCard | None) -> str:
    """Why a run that did not find a cause has not tested it again; empty where it has."""
    return _of_rule(cause, look, card) or _of_pages(cause, look, card) or _of_target(cause, look, then)


def _of_rule(cause: Cause, look: Look, card: RuleCard | None) -> str:
    if cause.rule in look.disabled:
        return "rule-off"
    if card is None:
        return "rule-gone"
    count = look.counts.get(cause.rule)
    if count is None:
        return "rule-not-run"
    if not card.sees_site:
        asked = count.fail or count.review or count.passed or count.not_applicable
        if card.needs and not any(look.rendered.values()):
            return "browser-missing"
        return "" if asked or not count.error else "rule-error"
    if count.error:
        return "rule-error"
    if count.not_run:
        return "source-missing" if card.needs_source else "rule-not-run"
    if look.files_failed and card.group in _GROUPS_OF_FILES:
        return "not-asked"
    is_of_all = bool(count.not_applicable) or not cause.page_ids
    if look.is_truncated and is_of_all:
        return "crawl-cut-short"
    if look.is_patchy and is_of_all:
        return "page-failed"
    return "not-asked" if count.not_applicable and look.files_failed else ""


def _of_pages(cause: Cause, look: Look, card: RuleCard | None) -> str:
    needs = card.needs if card is not None else ()
    seen = 0
    for number in cause.page_ids:
        if number in look.gone:
            continue
        now = look.moved.get(number, number)
        if now in look.gone:
            continue
        if now not in look.answered:
            if now in look.failed or number in look.failed:
                return "page-failed"
            return "page-limit" if now in look.beyond_limits or number in look.beyond_limits else "page-not-crawled"
        if any(now not in look.rendered.get(kind, _NOTHING) for kind in needs):
            return "not-rendered"
        if now in look.troubled.get(cause.rule, _NOTHING):
            return "rule-error"
        if cause.outcome is Outcome.FAIL and (cause.rule, now) in look.reviewed:
            return "unsure"
        seen += 1
    # What a sample of a template showed is not mended because the sampled pages are gone.
    return "not-rendered" if cause.inferred and not seen else ""


def _of_target(cause: Cause, look: Look, then: Look) -> str:
    targets = {one.evidence.target for one in cause.samples if one.evidence.target} | ({cause.target} - {""})
    # What was found although nobody asked the address needs no answer of it. Of a cause of older runs nobody knows.
    needed = (one for one in targets if cause.found_in or one not in then.unasked)
    return "target-not-asked" if any(one in look.unasked for one in needed) else ""


__all__ = ["OPEN", "REASONS", "Lives", "Look", "Past", "is_counted", "is_found", "live", "raised", "untested"]
