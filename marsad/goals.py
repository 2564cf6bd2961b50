"""Measures the owner's goals for a run: the line of each from the store, how it stands, which causes bear on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from statistics import median

from audits.goal_options import GoalOptions
from audits.goals import Line, causes_for, is_about, is_problem, judge_goal
from audits.searching.brand import brand_of
from audits.site import SiteView
from marsad.config import Config
from marsad.goal_lines import SEARCH_TYPE, field_line, search_line, visit_line
from store.database import Store
from store.goal_model import GoalPoint, GoalResult
from store.model import ArtifactKind, BrandSplit, Cause, Run, RunState, Severity, Verdict
from store.search_model import IndexState

MOST_RUNS = 60
"""Earlier runs that are looked at, the newest."""
LAB_DEVICE = "mobile"
_LAB = {"lab-lcp": "lcp_ms", "lab-tbt": "tbt_ms", "lab-cls": "cls"}


def goals_of(store: Store, run: Run, config: Config, verdict: Verdict) -> tuple[GoalResult, ...]:
    """How every goal of the configuration stands on the day of the run. Reads the store, writes nothing."""
    if not config.goal:
        return ()
    today = datetime.fromtimestamp(run.started_at, UTC).date()
    measuring = _Measuring(store, run, config, verdict)
    clicks = {one.id: one.traffic.clicks if one.traffic is not None else None for one in verdict.causes}
    found = []
    for goal in config.goal:
        pages = measuring.pages_in(run.id, goal.language)
        causes = causes_for(goal, verdict.causes, pages, clicks)
        found.append(judge_goal(goal, measuring.line(goal), today, causes))
    return tuple(found)


def brand_split(run: Run, site: SiteView, terms: Sequence[str] = ()) -> BrandSplit | None:
    """How many of the clicks by named queries came from searches for the site's own name; None: cannot be told."""
    if site.search is None or not site.search.now.queries:
        return None
    brand = site.search.brand or brand_of(run.start_url, terms)
    if not brand:
        return None
    now = site.search.now
    own = [one for query, one in now.queries.items() if brand.is_named_in(query)]
    return BrandSplit(
        brand.terms, sum(one.clicks for one in own), sum(one.impressions for one in own),
        sum(one.clicks for one in now.queries.values()), sum(one.impressions for one in now.queries.values()),
        now.window.first, now.window.last,
    )  # fmt: skip


class _Measuring:
    """The lines of one run's goals; what several goals need is read once."""

    def __init__(self, store: Store, run: Run, config: Config, verdict: Verdict) -> None:
        self.store = store
        self.run = run
        self.config = config
        self.verdict = verdict
        self.languages = cache(lambda: self._languages_of(run.id))
        self._verdicts = cache(self._read_verdicts)
        self._lab_kind = cache(self._find_lab_kind)

    def line(self, goal: GoalOptions) -> Line:
        """The measured values of one goal."""
        if goal.metric == "indexed-pages":
            return self._indexed(goal)
        source = goal.measured.source
        if source == "search_console":
            return search_line(self.store, self._property(), goal, self.languages)
        if source == "analytics":
            return visit_line(self.store, self.run.site, self.config, goal, self.languages)
        if source == "crux":
            return field_line(self.store, self.run.site, goal, self.languages)
        return self._by_run(self._lab if goal.metric in _LAB else self._judged, goal)

    def pages_in(self, run_id: int, language: str) -> frozenset[int] | None:
        """Ids of the pages of a language; None: no language is asked for."""
        if not language:
            return None
        return frozenset(
            page.id for page in self.store.pages(run_id)
            if page.facts is not None and _language(page.facts.lang) == language
        )  # fmt: skip

    def _languages_of(self, run_id: int) -> Mapping[str, str]:
        return {page.url: _language(page.facts.lang) for page in self.store.pages(run_id) if page.facts is not None}

    def _property(self) -> str:
        """What Search Console calls the site: as this run asked, else as the newest run that did."""
        if self.config.search_console.property:
            return self.config.search_console.property
        for one in (self.store.run(self.run.id), *self.store.runs(self.run.site)):
            said = (one.coverage.get("sources") or {}).get("search_console") or {}
            if said.get("property"):
                return str(said["property"])
        return ""

    # --- what runs found

    def _by_run(self, value: Callable[[GoalOptions, Run, Verdict], float | None], goal: GoalOptions) -> Line:
        points: dict[str, GoalPoint] = {}
        for run, verdict in reversed(self._verdicts()):
            if (found := value(goal, run, verdict)) is not None:
                day = datetime.fromtimestamp(run.started_at, UTC).date().isoformat()
                points[day] = GoalPoint(day, found)  # of several runs on a day the last
        return Line(
            "run",
            tuple(points.values()),
            "audits",
            trust=self._doubts(goal),
            why="" if points else "no run has measured it",
        )

    def _read_verdicts(self) -> list[tuple[Run, Verdict]]:
        """This run and those before it, newest first."""
        earlier = [one for one in self.store.runs(self.run.site) if one.id < self.run.id and one.state is RunState.DONE]
        told = [(one, self.store.verdict(one.id)) for one in earlier[:MOST_RUNS]]
        return [(self.run, self.verdict), *((run, verdict) for run, verdict in told if verdict is not None)]

    def _doubts(self, goal: GoalOptions) -> tuple[str, ...]:
        if goal.metric not in _LAB:
            return ()
        slowed = self._lab_kind() is ArtifactKind.LAB
        how = "on a phone that is slowed on purpose" if slowed else "without any slowing, faster than most visitors"
        return (f"pages of the sample, loaded {how}",)

    def _judged(self, goal: GoalOptions, run: Run, verdict: Verdict) -> float | None:
        if goal.metric == "health-score":
            return next((one.value for one in verdict.scores if one.category is None), None)
        metric = goal.measured
        categories = {one.category for one in verdict.scores if one.value is not None}
        if not metric.only and not categories.intersection(metric.categories):
            return None  # nothing of it was tested, so that none found says nothing
        least = Severity(goal.severity).rank if goal.severity else 0
        pages = self.pages_in(run.id, goal.language)
        return float(sum(1 for one in verdict.causes if is_problem(one) and is_about(metric, one)
                         and one.severity.rank >= least and _is_on(one, pages)))  # fmt: skip

    def _lab(self, goal: GoalOptions, run: Run, _verdict: Verdict) -> float | None:
        """The median over pages: loads on a slowed phone where this run has them, else the plain loads of the browser.

        The two are never put into one line: they differ by several times.
        """
        pages = self.pages_in(run.id, goal.language)
        wanted = None if pages is None else sorted(pages)
        name = _LAB[goal.metric]
        seen = self.store.artifacts(run.id, page_ids=wanted, kinds=[self._lab_kind()])
        told = [
            (one.data.get("median") or {}).get(name) if one.kind is ArtifactKind.LAB else one.data.get(name)
            for one in seen
            if not one.error and (one.kind is not ArtifactKind.LAB or one.device == LAB_DEVICE)
        ]
        values = [value for value in told if value is not None]
        return float(median(values)) if values else None

    def _find_lab_kind(self) -> ArtifactKind:
        """What this run has measured."""
        slowed = self.store.artifacts(self.run.id, kinds=[ArtifactKind.LAB])
        is_there = any(one.device == LAB_DEVICE and not one.error for one in slowed)
        return ArtifactKind.LAB if is_there else ArtifactKind.VITALS

    # --- the index

    def _indexed(self, goal: GoalOptions) -> Line:
        """Pages of the crawl that are surely in Google's index; the line is what earlier runs have kept."""
        prop = self._property()
        last = self.store.search.last_day(prop, SEARCH_TYPE) if prop else None
        told = self.store.search.inspections(prop) if prop else {}
        if last is None and not told:
            return Line("run", account=prop, why="Search Console has told of no page yet")
        from marsad.ask_search import pages_with_impressions

        shown = pages_with_impressions(self.store, prop)
        own = self.languages()
        indexed = sum(
            1 for url, language in own.items()
            if (not goal.language or language == goal.language)
            and (url in shown or (url in told and told[url].state is IndexState.INDEXED))
        )  # fmt: skip
        before = {
            point.day: point for _, verdict in reversed(self._verdicts()[1:]) for result in verdict.goals
            if result.metric == goal.metric and dict(result.market) == goal.market for point in result.points
        }  # fmt: skip
        day = datetime.fromtimestamp(self.run.started_at, UTC).date().isoformat()
        before[day] = GoalPoint(day, float(indexed))
        unknown = sum(1 for url in own if url not in shown and url not in told)
        doubt = (f"{unknown} pages are neither shown in searches nor asked about: unknown",) if unknown else ()
        return Line("run", tuple(before.values()), "search_console", prop, trust=doubt)


def _language(tag: str | None) -> str:
    return (tag or "").strip().lower().replace("_", "-").partition("-")[0]


def _is_on(cause: Cause, pages: frozenset[int] | None) -> bool:
    return pages is None or not pages.isdisjoint(cause.page_ids)


__all__ = ["brand_split", "goals_of"]
