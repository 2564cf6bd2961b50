"""The chapter on how the site hangs together: clicks from the start, link score, orphans, redirects, indexing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reports.charts import bins_of
from reports.survey import Standing, Survey
from store.graph import LinkGraph
from store.indexability import Indexability
from store.model import Template

NEAR = 3
"""Clicks within which pages are said to be near the start."""
DEEPEST = 10
"""Levels of the pyramid; what lies deeper is told together."""
SHOWN_LEVELS = 6
Counts = npt.NDArray[np.int64]
MOST_RANKED = 20
MOST_ROWS = 50
MOST_TEMPLATES = 20
_EXAMPLES = 3
_SCORE_EDGES = tuple(float(edge) for edge in range(10, 100, 10))


@dataclass(frozen=True, slots=True)
class TemplateDepth:
    """How deep the pages of one template lie."""

    name: str  # empty: pages of no template
    pages: int
    levels: tuple[int, ...]  # pages by clicks, 0 to SHOWN_LEVELS - 1, then deeper
    unreached: int
    near: float  # share within NEAR clicks, 0 to 1


@dataclass(frozen=True, slots=True)
class RankedPage:
    """A page with its weight in the site's own links."""

    url: str
    score: float  # 0 to 100, on a logarithmic scale; the strongest page has 100
    links_in: int  # pages that link to it
    clicks: int | None  # from the start; null: not reached by links
    template: str


@dataclass(frozen=True, slots=True)
class OrphanRow:
    """A page that is known from elsewhere and that no page links to."""

    url: str
    known_from: tuple[str, ...]  # "sitemap", "search-console", "analytics", "earlier-run"
    template: str


@dataclass(frozen=True, slots=True)
class RedirectRow:
    """An address of the site that redirects, with where it ends."""

    url: str
    hops: int  # redirects until the end; 0: it goes in a circle
    end: str
    end_status: int
    links_in: int  # pages that link to it


@dataclass(frozen=True, slots=True)
class StandingRow:
    """How many addresses stand in one way, with examples."""

    standing: Indexability
    urls: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StructureChapter:
    """How the site hangs together. Pages are those that answered 200 with HTML."""

    pages: int
    levels: tuple[tuple[int, int], ...]  # (clicks from the start, pages); from 10 clicks on together
    unreached: int  # pages that no followed link leads to
    near: int  # pages within three clicks
    deepest: int
    templates: tuple[TemplateDepth, ...]  # the largest first
    is_ranked_by_source: bool  # ranked are only pages that sitemap, Search Console or Analytics name
    ranked: int  # indexable pages that were ranked
    strongest: tuple[RankedPage, ...]
    weakest: tuple[RankedPage, ...]
    scores: tuple[int, ...]  # ranked pages by link score: below 10, from 10 to 20, …
    orphans: int
    orphan_rows: tuple[OrphanRow, ...]  # the first of them
    is_truncated: bool  # known addresses were not fetched, so links to orphans may not have been seen
    hops: tuple[tuple[int, int], ...]  # (redirects until the end, addresses); 0: they go in a circle
    links_to_redirects: int  # pages that link to an address that redirects, added up over addresses
    redirects: tuple[RedirectRow, ...]  # the longest and most linked first
    standings: tuple[StandingRow, ...]

    @property
    def indexable(self) -> int:
        """Addresses that may be indexed."""
        return next((row.urls for row in self.standings if row.standing is Indexability.INDEXABLE), 0)

    @property
    def addresses(self) -> int:
        """All addresses that stand in some way, without files."""
        return sum(row.urls for row in self.standings if row.standing is not Indexability.FILE)

    @property
    def redirecting(self) -> int:
        """Addresses that redirect."""
        return sum(number for _, number in self.hops)


def clicks_from_start(survey: Survey, graph: LinkGraph, start_url: str) -> dict[int, int]:
    """Page id -> clicks from the start over followed links; a redirect is no click; unreached pages are left out."""
    pages = survey.pages
    start = _id_of(survey, start_url)
    if not start:
        return {}
    hops = {
        number: _id_of(survey, one.redirect_to) or -1
        for number, one in survey.standings.items()
        if one.redirect_to and number < graph.size
    }
    depths = graph.depths(start, {number: end for number, end in hops.items() if end < graph.size})
    return {number: int(depths[number]) for number in pages if number and number < graph.size and depths[number] >= 0}


def structure_chapter(
    survey: Survey,
    clicks: Mapping[int, int],
    inlinks: Counts,
    weights: Mapping[int, float],
    start_url: str,
    templates: Iterable[Template] = (),
    closed: Sequence[str] = (),
    closed_total: int = 0,
    is_truncated: bool = False,
    orphaned: Container[int] = (),
) -> StructureChapter | None:
    """Arrange what the survey saw; None where no page answered.

    `orphaned` are ids of pages that the check for orphans names, `weights` shares of the link weight by page id,
    `closed` examples of addresses that robots.txt closes.
    """
    content = {number: one for number, one in survey.standings.items() if one.is_content}
    if not content:
        return None
    names = {one.id: one.name for one in templates}
    reached = Counter(clicks[number] for number in content if number in clicks)
    orphans = _orphans(survey, content, inlinks, start_url, orphaned)
    ranked, is_by_source = _that_matter(survey, content)
    scores = _scores(weights, content)
    in_order = sorted(ranked, key=lambda number: (-scores.get(number, 0.0), number))

    def row(number: int) -> RankedPage:
        one = content[number]
        return RankedPage(one.url, scores.get(number, 0.0), int(inlinks[number]), clicks.get(number),
                          names.get(one.template_id or 0, ""))  # fmt: skip

    redirects = _redirects(survey, inlinks)
    hops = Counter(one.hops for one in redirects)
    return StructureChapter(
        pages=len(content),
        levels=_levels(reached),
        unreached=len(content) - sum(reached.values()),
        near=sum(number for depth, number in reached.items() if depth <= NEAR),
        deepest=max(reached, default=0),
        templates=_template_depths(content, clicks, names),
        is_ranked_by_source=is_by_source,
        ranked=len(in_order),
        strongest=tuple(row(number) for number in in_order[:MOST_RANKED]),
        weakest=tuple(row(number) for number in reversed(in_order[MOST_RANKED:][-MOST_RANKED:])),
        scores=tuple(bins_of((scores.get(number, 0.0) for number in in_order), _SCORE_EDGES)),
        orphans=len(orphans),
        orphan_rows=tuple(
            OrphanRow(content[number].url, survey.known_from(number), names.get(content[number].template_id or 0, ""))
            for number in orphans[:MOST_ROWS]
        ),
        is_truncated=is_truncated,
        hops=tuple(sorted(hops.items(), key=lambda one: one[0] or 1_000)),
        links_to_redirects=sum(one.links_in for one in redirects),
        redirects=tuple(redirects[:MOST_ROWS]),
        standings=_standings(survey, closed, closed_total),
    )


def _id_of(survey: Survey, url: str) -> int:
    number = survey.numbers.get(url)
    return survey.pages[number] if number is not None else 0


def _levels(reached: Mapping[int, int]) -> tuple[tuple[int, int], ...]:
    levels = [(depth, reached.get(depth, 0)) for depth in range(min(max(reached, default=0), DEEPEST) + 1)]
    if max(reached, default=0) > DEEPEST:
        levels[-1] = (DEEPEST, sum(number for depth, number in reached.items() if depth >= DEEPEST))
    return tuple(levels)


def _template_depths(
    content: Mapping[int, Standing], clicks: Mapping[int, int], names: Mapping[int, str]
) -> tuple[TemplateDepth, ...]:
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (SHOWN_LEVELS + 2))
    near: Counter[str] = Counter()
    for number, one in content.items():
        name, depth = names.get(one.template_id or 0, ""), clicks.get(number)
        counts[name][SHOWN_LEVELS + 1 if depth is None else min(depth, SHOWN_LEVELS)] += 1
        near[name] += depth is not None and depth <= NEAR
    rows = [
        TemplateDepth(name, sum(found), tuple(found[:-1]), found[-1], near[name] / sum(found))
        for name, found in counts.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.pages, row.name))[:MOST_TEMPLATES])


def _that_matter(survey: Survey, content: Mapping[int, Standing]) -> tuple[list[int], bool]:
    """The indexable pages that others than links name, else all; and whether others name any."""
    indexable = [number for number, one in content.items() if one.is_indexable]
    named = [number for number in indexable if survey.is_named(number)]
    return (named, True) if named else (indexable, False)


def _scores(weights: Mapping[int, float], content: Mapping[int, Standing]) -> dict[int, float]:
    """Link scores 0 to 100 of pages, on a logarithmic scale as site rules have it."""
    own = {number: weights[number] for number in content if number in weights}
    scaled = np.log1p(np.fromiter(own.values(), np.float64, len(own)) * len(own))
    top = float(scaled.max(initial=0.0)) or 1.0
    return dict(zip(own, (100.0 * scaled / top).round(1).tolist(), strict=True))


def _orphans(
    survey: Survey, content: Mapping[int, Standing], inlinks: Counts, start_url: str, orphaned: Container[int]
) -> list[int]:
    """Indexable pages that others than links name and that nothing leads to, as the check for them has it.

    Of those that are known from an earlier run alone the check has the word: another such page may link to them.
    """
    redirected = {one.redirect_to for number, one in survey.standings.items() if one.redirect_to and inlinks[number]}
    home, seen = start_url, {start_url}
    while (at := _id_of(survey, home)) and (after := survey.standings[at].redirect_to) and after not in seen:
        home = after
        seen.add(home)
    return [
        number
        for number, one in content.items()
        if number in orphaned
        or (
            one.is_indexable
            and not inlinks[number]
            and one.url not in seen
            and one.url not in redirected
            and survey.is_named(number)
        )
    ]


def _redirects(survey: Survey, inlinks: Counts) -> list[RedirectRow]:
    rows = []
    for number, one in survey.standings.items():
        if one.redirect_to:
            hops, end = _end_of(survey, one)
            at = _id_of(survey, end)
            status = survey.standings[at].status if at else 0
            rows.append(RedirectRow(one.url, hops, end, status, int(inlinks[number])))
    return sorted(rows, key=lambda row: (row.hops != 0, -row.hops, -row.links_in, row.url))


def _end_of(survey: Survey, first: Standing) -> tuple[int, str]:
    """Redirects from a page until they end, and where; 0 where they go in a circle."""
    hops, end, seen = 1, first.redirect_to, {first.url}
    while end not in seen and (at := _id_of(survey, end)) and (after := survey.standings[at].redirect_to):
        seen.add(end)
        hops, end = hops + 1, after
    return (0 if end in seen else hops), end


def _standings(survey: Survey, closed: Sequence[str], closed_total: int) -> tuple[StandingRow, ...]:
    counts: Counter[Indexability] = Counter()
    examples: defaultdict[Indexability, list[str]] = defaultdict(list)
    for one in survey.standings.values():
        counts[one.indexability] += 1
        if len(examples[one.indexability]) < _EXAMPLES:
            examples[one.indexability].append(one.url)
    if closed_total:
        counts[Indexability.ROBOTS] = closed_total
        examples[Indexability.ROBOTS] = list(closed[:_EXAMPLES])
    return tuple(StandingRow(one, counts[one], tuple(examples[one])) for one in Indexability if counts[one])
