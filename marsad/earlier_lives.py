"""Reads what earlier runs of a site know of its causes, for telling what is new, mended, back or not tested again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache

from audits.inheritance import Inherited, inherit
from audits.life import Lives, Look, Past, live
from audits.moves import moved_pages
from audits.site import SiteView
from marsad.config import Config
from marsad.rulebook import cards_of
from store.comparison import is_answer, is_left_alone
from store.database import Store
from store.model import (
    Cause,
    CauseState,
    Failure,
    Finding,
    Ignored,
    LinkState,
    Outcome,
    Page,
    Probe,
    RuleCount,
    Run,
    Target,
    Verdict,
)
from store.run_changes import LIMITS, is_truncated, scope_of, stood_in

_CLEAR = frozenset(
    {LinkState.OK, LinkState.REDIRECT, LinkState.DEAD, LinkState.SOFT_404, LinkState.FRAGMENT_MISSING,
     LinkState.INSECURE}
)  # fmt: skip
_REFUSALS = frozenset({401, 403, 408, 425, 429})
PATCHY = 0.05
"""Share of a run's pages: where more are in trouble, nothing is told as mended of the site as a whole."""
_CLOSED = frozenset({401, 403})
_READABLE = frozenset({None, Failure.BAD_ENCODING, Failure.TOO_BIG})


def earlier_lives(store: Store, run: Run, config: Config, site: SiteView) -> EarlierLives:
    """What the newest judged run of the site before this one knows; nothing where there is none."""
    for one in store.runs(run.site):
        if one.id < run.id and (verdict := store.verdict(one.id)) is not None:
            return EarlierLives(store, run, config, site, one, verdict)
    return EarlierLives(store, run, config, site, None, None)


@dataclass(slots=True)
class EarlierLives:
    """The run before, what it looked at, and what that makes of this run's causes."""

    store: Store
    now: Run
    config: Config
    site: SiteView
    run: Run | None  # the run before
    verdict: Verdict | None
    answers: Mapping[int, Page] = field(default_factory=dict)  # of the run before, by id
    moved: Mapping[int, int] = field(default_factory=dict)
    inherited: Inherited = field(default_factory=lambda: Inherited({}, {}, frozenset()))

    def inherit(self, causes: Sequence[Cause], findings: Sequence[Finding]) -> Mapping[str, str]:
        """Id by grouping -> the id that a cause has had in earlier runs, where the two differ."""
        if self.run is None or self.verdict is None:
            return {}
        earlier = self.site.previous if self.site.previous_id == self.run.id else None
        pages = earlier.pages if earlier is not None else self.store.pages(self.run.id)
        self.answers = {page.id: page for page in pages}
        self.moved = moved_pages({**self.answers, **self._older(self.verdict.causes)}, self.site)
        self.inherited = inherit(
            self.verdict.causes,
            causes,
            findings,
            moved=self.moved,
            aliases=self.store.cause_aliases(self.now.site, self.now.id),
            read=self._findings,
        )
        return self.inherited.ids

    def live(
        self,
        causes: Sequence[Cause],
        counts: Sequence[RuleCount],
        findings: Sequence[Finding],
        troubled: Mapping[str, AbstractSet[int]],
    ) -> Lives:
        """The causes with their states, and those that are carried on; `causes` know what is ignored."""
        cards, now = cards_of(self.config), self.now.started_at
        look = self._look(counts, findings, troubled)
        if self.run is None or self.verdict is None:
            return live(causes, look, None, cards, now=now)
        history = self.store.cause_history(self.now.site, before=self.now.id)
        past = Past(
            causes=self._with_templates_of_now(self.verdict),
            look=self._look_then(self.run, self.verdict),
            fixed={one for one, met in history.items() if met.state is CauseState.FIXED},
            first_seen={one: met.first_seen for one, met in history.items()},
            verified=self.store.verifications(self.now.site, self.run.started_at, now),
            run_id=self.run.id,
            at=self.run.started_at,
        )
        return live(causes, look, past, cards, inherited=self.inherited, ignored_by=self._entry, now=now)

    def _older(self, causes: Sequence[Cause]) -> dict[int, Page]:
        """Pages of causes that are carried on, as the run left them that found the cause."""
        wanted: dict[int, set[int]] = defaultdict(set)
        for one in causes:
            for number in one.page_ids if one.found_in else ():
                page = self.answers.get(number)
                if page is None or page.facts is None:
                    wanted[one.found_in].add(number)
        return {page.id: page for run, ids in wanted.items() for page in self.store.pages(run, ids=sorted(ids))}

    def _with_templates_of_now(self, verdict: Verdict) -> list[Cause]:
        """The causes of the run before with the number that their template has in this run; numbers change."""
        numbers = {one.name: one.id for one in self.site.templates}
        here = {one.id: numbers.get(one.name) for one in verdict.templates}
        return [
            replace(one, template_id=here.get(one.template_id)) if one.template_id is not None else one
            for one in verdict.causes
        ]

    def _findings(self, cause: Cause) -> Iterable[Finding]:
        """The findings of a cause of the run before; its samples where the run that holds them is deleted."""
        assert self.run is not None
        found = list(self.store.findings(cause.found_in or self.run.id, cause.id))
        return found or cause.samples

    def _entry(self, cause: Cause) -> Ignored | None:
        """What the ledger says of a cause that was not found, as far as its samples tell."""
        today = datetime.now(UTC).date()
        for entry in self.config.ignore:
            is_over = entry.expires is not None and entry.expires < today
            if not is_over and cause.samples and all(entry.covers(one) for one in cause.samples):
                return Ignored(entry.reason, entry.owner, entry.expires.isoformat() if entry.expires else "")
        return None

    def _look(
        self, counts: Sequence[RuleCount], findings: Sequence[Finding], troubled: Mapping[str, AbstractSet[int]]
    ) -> Look:
        site = self.site
        answered, gone, failed = _answers(site.by_id)
        gone |= stood_in(self.store, self.now)
        skipped = self.store.skipped(self.now.id)
        was_redirect = {number for number, page in self.answers.items() if page.redirect_to}
        # A page that moved is looked at where it stands now; a redirect that was one before is looked at itself.
        unread = {
            page.id for page in site.pages if page.redirect_to and page.id not in was_redirect | self.moved.keys()
        }
        return Look(
            counts={one.rule: one for one in counts},
            answered=answered - unread,
            gone=gone,
            failed=failed | unread,
            beyond_limits={number for number, _, reason, _ in skipped if reason in LIMITS},
            moved=self.moved,
            rendered=_rendered(self.store, self.now.id),
            troubled=troubled,
            reviewed={(one.rule, one.page_id) for one in findings if one.outcome is Outcome.REVIEW and one.page_id},
            unasked=_Later(lambda: _unasked(site.urls, site.by_id, site.facts.targets)),
            is_truncated=site.is_truncated,
            is_patchy=_is_patchy(site.by_id),
            files_failed=any(map(_is_unclear, site.probes)),
            disabled=self.config.judge.disabled,
        )

    def _look_then(self, run: Run, verdict: Verdict) -> Look:
        answered, gone, failed = _answers(self.answers)

        def unasked() -> set[str]:
            targets = {one.url: one for one in self.store.targets(run.id)}
            return _unasked(self.store.urls(run.id), self.answers, targets)

        return Look(
            counts={one.rule: one for one in verdict.counts},
            answered=answered,
            gone=gone,
            failed=failed,
            rendered=_rendered(self.store, run.id),
            unasked=_Later(unasked),
            is_truncated=is_truncated(self.store, run) or scope_of(run) != scope_of(self.now),
        )


class _Later(Container[str]):
    """A set that is made when it is first asked: of a site that has not changed, nobody asks."""

    def __init__(self, make: Callable[[], AbstractSet[str]]) -> None:
        self._made = cache(make)

    def __contains__(self, text: object) -> bool:
        return text in self._made()


def _answers(pages: Mapping[int, Page]) -> tuple[set[int], set[int], set[int]]:
    """Ids of the pages whose answer can be judged, of those that are gone, and of those that gave none."""
    answered: set[int] = set()
    gone: set[int] = set()
    failed: set[int] = set()
    for number, page in pages.items():
        if page.status in (404, 410):
            gone.add(number)
        elif page.failure in _READABLE and 0 < page.status < 500 and page.status not in _REFUSALS:
            answered.add(number)
        else:
            failed.add(number)
    return answered, gone, failed


def _is_patchy(pages: Mapping[int, Page]) -> bool:
    """Whether so many pages are in trouble that what is true of all cannot be told; what only refuses us is not."""
    met = [page for page in pages.values() if not is_left_alone(page)]
    troubled = sum(not is_answer(page) and page.status not in _CLOSED for page in met)
    return troubled > PATCHY * len(met)


def _rendered(store: Store, run_id: int) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for one in store.artifacts(run_id):
        if not one.error:
            found.setdefault(one.kind.value, set()).add(one.page_id)
    return found


def _unasked(urls: Mapping[int, str], pages: Mapping[int, Page], targets: Mapping[str, Target]) -> set[str]:
    """Known addresses without a clear answer."""
    found = set()
    for number, url in urls.items():
        page = pages.get(number)
        target = targets.get(url)
        is_clear = page is not None and page.status and page.failure in _READABLE and page.status < 500
        if not is_clear and (target is None or target.state not in _CLEAR):
            found.add(url)
    return found


def _is_unclear(probe: Probe) -> bool:
    return probe.kind in ("robots", "sitemap") and (
        probe.failure is not None or probe.status in _REFUSALS or probe.status >= 500
    )


__all__ = ["EarlierLives", "earlier_lives"]
