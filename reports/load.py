"""Reads from the store what a report is built from."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reports.availability import load_availability
from reports.changes import load_changes
from reports.history import load_lives, load_trend
from reports.inside import Differences
from reports.international import international_chapter
from reports.keyboard import load_tab_order
from reports.link_rows import (
    NOT_ASKED,
    WORKING,
    link_rows,
    missing_places,
    pages_that_are_missing,
    state_of,
    told_links,
)
from reports.load_parts import load_parts
from reports.model import LoadRow, PageRow, ReportInput
from reports.search import load_search
from reports.speed import load_speed
from reports.structure import clicks_from_start, structure_chapter
from reports.structured import structured_found
from reports.survey import Standing, Survey
from store.graph import LinkGraph
from store.model import (
    ArtifactKind,
    Cause,
    Page,
    RuleCard,
    Skip,
    UrlState,
    Verdict,
)
from store.run_changes import is_truncated

if TYPE_CHECKING:
    from store.database import Store

__all__ = ["NOT_ASKED", "WORKING", "link_rows", "load", "missing_places", "pages_that_are_missing", "state_of"]

_ORPHANS = "link-orphan"
_SKIPPED_EXAMPLES = 1_000
_PICTURES = 64_000_000
"""Characters of all pictures together that are held in memory; a report shows far less."""


def load(store: Store, run_id: int, cards: Mapping[str, RuleCard]) -> ReportInput:
    """Read a run with its verdict; a run that was not judged has an empty verdict, which the report says."""
    run = store.run(run_id)
    verdict = store.verdict(run_id) or Verdict((), (), (), tuple(store.templates(run_id)))
    # First: it holds the pages of two runs, and nothing else should be held meanwhile.
    changes = load_changes(store, run, verdict.before_run, verdict)
    skip_counts = store.skip_counts(run_id)
    skipped = [(url, why, detail) for _, url, why, detail in store.skipped(run_id, _SKIPPED_EXAMPLES)]
    answers = list(store.page_answers(run_id))
    table = store.links(run_id)
    links, link_verdicts = told_links(store, run_id, answers, table)
    graph = LinkGraph(table, max((page.id for page in answers), default=0) + 1)
    scores = graph.ranks(page.id for page in answers)
    with_proof = {sample.page_id for cause in verdict.causes for sample in cause.samples}
    pages: list[PageRow] = []
    headers: dict[int, tuple[tuple[str, str], ...]] = {}
    inside, survey = Differences(), Survey()
    for page in store.pages(run_id):  # pages with their facts would fill the memory: they go by one after another
        pages.append(_page_row(page, int(graph.inlinks[page.id]), scores[page.id], survey.add(page)))
        inside.add(page)
        if page.id in with_proof:
            headers[page.id] = page.headers
    survey.add_sitemap(store.sitemap(run_id))
    clicks = clicks_from_start(survey, graph, run.start_url)
    for place, row in enumerate(pages):
        if row.id in clicks:
            pages[place] = replace(row, clicks=clicks[row.id])
    structure = structure_chapter(
        survey,
        clicks,
        graph.inlinks,
        scores,
        run.start_url,
        verdict.templates,
        [url for url, why, _ in skipped if why is Skip.ROBOTS],
        skip_counts.get(Skip.ROBOTS, 0),
        is_truncated(store, run),
        {number for one in verdict.causes if one.rule == _ORPHANS and not one.found_in for number in one.page_ids},
    )
    international, structured = international_chapter(survey), structured_found(survey)
    del answers, table, graph, scores, clicks, survey  # the largest things in memory
    urls = {page.id: page.url for page in pages}
    return ReportInput(
        run=run,
        verdict=verdict,
        cards=cards,
        pages=pages,
        links=links,
        link_verdicts=link_verdicts,
        loads=list(_loads(store, run_id, urls)),
        skip_counts=skip_counts,
        skipped=skipped,
        waiting=sum(store.frontier_counts(run_id).get(state, 0) for state in (UrlState.QUEUED, UrlState.LEASED)),
        crops=_crops(store, run_id, verdict.causes),
        headers=headers,
        custom=store.custom(run_id),
        differences=inside.found(),
        generated_at=time.time(),
        search=load_search(
            store, run, [page.url for page in pages if page.is_html and page.status == 200], verdict.brand
        ),
        speed=load_speed(
            store,
            run,
            pages,
            verdict.templates,
            verdict.causes,
            {rule: card.title for rule, card in cards.items()},
        ),
        structure=structure,
        international=international,
        structured=structured,
        trend=load_trend(store, run),
        lives=load_lives(store, run, [one.id for one in verdict.causes]),
        changes=changes,
        availability=load_availability(store, run, time.time()),
        tab_order=load_tab_order(store, run_id, urls, run.start_url),
    )


def _loads(store: Store, run_id: int, urls: Mapping[int, str]) -> Iterator[LoadRow]:
    """What the browser measured, one row a load, in the order of the pages."""
    for seen in store.artifacts(run_id, kinds=[ArtifactKind.VITALS]):
        data = seen.data
        errors = data.get("console_errors")
        yield LoadRow(
            url=urls.get(seen.page_id, ""),
            device=seen.device,
            error=seen.error,
            fcp_ms=data.get("fcp_ms"),
            lcp_ms=data.get("lcp_ms"),
            cls=data.get("cls"),
            tbt_ms=data.get("tbt_ms"),
            load_ms=data.get("load_ms"),
            requests=data.get("requests"),
            size_bytes=data.get("bytes"),
            dom_elements=data.get("dom_elements"),
            console_errors=len(errors) if isinstance(errors, list) else None,
            parts=load_parts(data) if data and not seen.error else None,
        )


def _page_row(page: Page, inlinks: int, score: float, standing: Standing) -> PageRow:
    facts = page.facts
    return PageRow(
        id=page.id,
        url=page.url,
        status=page.status,
        failure=page.failure.value if page.failure else "",
        template_id=page.template_id,
        title=(facts.title or "") if facts else "",
        words=facts.word_count if facts else 0,
        depth=page.depth,
        inlinks=inlinks,
        link_score=score,
        ttfb_ms=page.ttfb_ms,
        size_bytes=page.body_bytes,
        fetched_at=page.fetched_at,
        tries=page.tries,
        is_html=page.is_html,
        redirect_to=page.redirect_to or "",
        indexability=standing.indexability.value,
        canonical=standing.canonical,
        lang=standing.lang,
        modified=standing.modified,
        links_out=standing.links_out,
    )


def _crops(store: Store, run_id: int, causes: Sequence[Cause]) -> dict[tuple[int, str], str]:
    """Pictures of the sample elements of causes, as base64."""
    wanted = {
        (sample.page_id, sample.evidence.selector)
        for cause in causes
        for sample in cause.samples
        if sample.page_id is not None and sample.evidence.selector
    }
    if not wanted:
        return {}
    found: dict[tuple[int, str], str] = {}
    room = _PICTURES
    for artifact in store.artifacts(run_id, sorted({page for page, _ in wanted}), [ArtifactKind.ELEMENTS]):
        for selector, element in artifact.data.items():
            if (artifact.page_id, selector) in wanted and isinstance(element, Mapping) and element.get("png"):
                found.setdefault((artifact.page_id, selector), str(element["png"]))
                room -= len(str(element["png"]))
        if room < 0:
            break
    return found
