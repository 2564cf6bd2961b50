"""The store: one database that keeps every run, behind one class."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Self

from store import (
    copying,
    custom,
    judged,
    link_history,
    lives,
    measures,
    queries,
    retention,
    runs,
    schema,
    vanished,
    verdicts,
)
from store.batch import Batch, Fetched, Leased, NewUrl
from store.connection import Connection
from store.copying import EarlierPage
from store.dictionary import Dictionary
from store.frontier import Frontier
from store.judged import JudgedPage
from store.life_model import Verified
from store.link_history import LinkCheck, LinkHistory
from store.links import LinkTable
from store.locks import lock_site
from store.measures import Measures
from store.model import (
    Artifact,
    ArtifactKind,
    CauseState,
    CustomFields,
    Finding,
    LinkState,
    Page,
    Probe,
    Run,
    RunState,
    SitemapEntry,
    Skip,
    Source,
    Stage,
    Target,
    Template,
    UrlState,
    Verdict,
)
from store.search import SearchData
from store.vanished import Unmet
from store.verdicts import CauseHistory
from store.watching import Watching
from store.writing import Writer

__all__ = ["Batch", "CauseHistory", "Fetched", "Leased", "LinkCheck", "LinkHistory", "NewUrl", "Store"]


class Store:
    """Every run with all that was gathered and judged. Safe to share between threads; any call may raise StoreError."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._urls = Dictionary(connection, schema.url)
        self._anchors = Dictionary(connection, schema.anchor)
        self._frontier = Frontier(connection, self._urls)
        self._writer = Writer(connection, self._urls, self._anchors, self._frontier)
        self.search = SearchData(connection, self._urls, Dictionary(connection, schema.search_term))
        self.watching = Watching(connection)

    @classmethod
    def open(cls, url: str) -> Self:
        """Open a store, making and migrating it where needed.

        `url` is "sqlite:///path", "postgresql+psycopg://user@host/name" or a bare path, which means SQLite. Raises
        StoreError in one line: not writable, not a database, made by a newer program, disk full.
        """
        return cls(Connection(url))

    def close(self) -> None:
        """Give the connections back; nothing waits to be written."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """The path of the database, or its address without the password."""
        return self._db.name

    def lock_site(self, site: str) -> AbstractContextManager[None]:
        """Hold a site against other audits while the block runs; raises StoreBusyError with the holder's process id."""
        return lock_site(self._db, site)

    # --- runs

    def begin_run(
        self, site: str, start_url: str, options: Mapping[str, Any], versions: Mapping[str, str], now: float
    ) -> Run:
        """Record a new run, which is running from `now` (Unix time) on."""
        return runs.begin_run(self._db, site, start_url, options, versions, now)

    def run(self, run_id: int) -> Run:
        """One run; StoreError where there is none of this id."""
        return runs.run_by_id(self._db, run_id)

    def runs(self, site: str | None = None) -> list[Run]:
        """All runs, newest first."""
        return runs.runs(self._db, site)

    def latest_run(self, site: str | None = None, states: Iterable[RunState] | None = None) -> Run | None:
        """The newest run, of a site and in one of some states where these are given."""
        found = runs.runs(self._db, site, states, limit=1)
        return found[0] if found else None

    def finish_stage(self, run_id: int, stage: Stage) -> None:
        """Note that a stage is done, so that a resumed run begins after it."""
        runs.finish_stage(self._db, run_id, stage)

    def end_run(self, run_id: int, state: RunState, now: float, message: str = "") -> None:
        """Record how a run ended."""
        runs.end_run(self._db, run_id, state, now, message)

    def reopen_run(self, run_id: int) -> None:
        """Let an ended run go on; what it gathered stays."""
        runs.reopen_run(self._db, run_id)

    def set_coverage(self, run_id: int, coverage: Mapping[str, Any]) -> None:
        """Keep the counts and notes for the honesty bar."""
        runs.set_coverage(self._db, run_id, coverage)

    def delete_run(self, run_id: int) -> None:
        """Forget a run with all that belongs to it alone."""
        runs.delete_run(self._db, run_id)
        self._frontier.forget(run_id)

    def lighten_run(self, run_id: int) -> None:
        """Forget the bodies and pictures of a run; what was found stays, but it cannot be judged again."""
        retention.lighten_run(self._db, run_id)

    def give_back(self) -> int:
        """Make the file smaller where that is worth it; returns by how many bytes."""
        return retention.give_back(self._db)

    # --- frontier

    def add_urls(self, run_id: int, urls: Iterable[NewUrl]) -> None:
        """Add URLs to the frontier; known ones only gain source bits."""
        self._frontier.add(run_id, urls)

    def lease(
        self,
        run_id: int,
        owner: str,
        limit: int,
        seconds: float,
        now: float,
        *,
        lowest: int | None = None,
        highest: int | None = None,
    ) -> list[Leased]:
        """Hand out up to `limit` waiting URLs until `now` + `seconds`: lowest priority number, then depth, then id.

        `lowest` and `highest` leave out other priorities. A lease that has expired counts as waiting. On PostgreSQL
        several workers may lease from one frontier.
        """
        return self._frontier.lease(run_id, owner, limit, seconds, now, lowest, highest)

    def skip_urls(self, run_id: int, url_ids: Iterable[int], reason: Skip, detail: str = "") -> None:
        """Enter waiting URLs in the ledger of what is not fetched."""
        self._frontier.skip(run_id, url_ids, reason, detail)

    def skip_waiting(
        self, run_id: int, reason: Skip, detail: str = "", *, lowest: int = 0, highest: int | None = None
    ) -> int:
        """Enter all URLs that still wait in the ledger, of all priorities or of some; returns how many."""
        return self._frontier.skip_waiting(run_id, reason, detail, lowest, highest)

    def release(self, run_id: int, owner: str | None = None) -> int:
        """Put leased URLs back, those of one owner or all; returns how many."""
        return self._frontier.release(run_id, owner)

    def frontier_counts(self, run_id: int) -> dict[UrlState, int]:
        """How many URLs stand in each state; every state is named."""
        return self._frontier.counts(run_id)

    def known_urls(self, run_id: int) -> Iterator[tuple[str, Source, UrlState]]:
        """Every URL of the frontier with where it is known from and its state, in order of id."""
        return self._frontier.known(run_id)

    def skipped(self, run_id: int, limit: int | None = None) -> list[tuple[int, str, Skip, str]]:
        """Id, URL, reason and detail of what was not fetched, in order of id."""
        return self._frontier.skipped(run_id, limit)

    def skip_counts(self, run_id: int) -> dict[Skip, int]:
        """How many URLs were skipped for each reason."""
        return self._frontier.skip_counts(run_id)

    # --- what was gathered

    def save_batch(self, run_id: int, batch: Batch) -> None:
        """Write a batch in one transaction and mark its pages done; writing it again changes nothing."""
        self._writer.save(run_id, batch)

    def earlier_pages(
        self, run_id: int, ids: Sequence[int], known: Collection[int] = frozenset()
    ) -> dict[int, EarlierPage]:
        """Page id -> what a run holds of a page that it fetched well, without its links of `known` codes."""
        return {one.id: one for one in copying.earlier_pages(self._db, run_id, ids, known)}

    def url_texts(self, ids: Iterable[int]) -> dict[int, str]:
        """Id -> URL of any ids."""
        return self._urls.texts(ids)

    def count_reused(self, run_id: int) -> int:
        """How many pages of a run were taken over from an earlier one."""
        return copying.count_reused(self._db, run_id)

    def requeue(self, run_id: int, url_ids: Iterable[int]) -> None:
        """Let URLs that are done be fetched again."""
        copying.requeue(self._db, run_id, url_ids)

    def unmet_pages(self, run_id: int, before: Sequence[int], limit: int) -> tuple[list[Unmet], int]:
        """The first `limit` pages of earlier runs (newest first) that a run has not met so far, and how many there are.

        Pages are told by the newest of the runs that asked them: what was gone or moved then is left out.
        """
        return vanished.unmet_pages(self._db, run_id, before, limit)

    def ids_from(self, run_id: int, source: Source) -> list[int]:
        """The URL ids of a run that are known from a source, rising."""
        return vanished.ids_from(self._db, run_id, source)

    def drop_waiting(self, run_id: int, source: Source) -> int:
        """Forget the URLs that still wait and are known from a source; returns how many."""
        self._frontier.forget(run_id)
        return vanished.drop_waiting(self._db, run_id, source)

    def earlier_targets(self, site: str, run_id: int, ids: Iterable[int]) -> set[int]:
        """URL ids that some pages linked to when the newest run of a site before run `run_id` read them."""
        return vanished.earlier_targets(self._db, site, run_id, ids)

    def newest_answers(self, site: str, ids: Iterable[int], after: int, until: int) -> dict[int, Page]:
        """URL id -> its page, without facts, in the newest run of a site after `after` up to `until` that has it."""
        return vanished.newest_answers(self._db, site, ids, after, until)

    def pages(self, run_id: int, ids: Iterable[int] | None = None, *, headers: bool = True) -> Iterator[Page]:
        """Fetched pages in order of id, all or those of some ids; sources and template come from the frontier.

        Without `headers` they have none, which is quicker and half as much in memory.
        """
        return queries.pages(self._db, run_id, ids, headers=headers)

    def page_answers(self, run_id: int) -> Iterator[Page]:
        """Fetched pages in order of id with nothing but URL, id, status, failure, redirect and time."""
        return queries.page_answers(self._db, run_id)

    def fingerprints(self, run_id: int) -> Iterator[tuple[int, str, bytes]]:
        """Id, URL and fingerprint of the HTML pages that answered 200, in order of id."""
        return queries.fingerprints(self._db, run_id)

    def page(self, run_id: int, url: str) -> Page | None:
        """The page of a normal URL, or None where it was not fetched."""
        number = self._urls.find(url)
        return next(queries.pages(self._db, run_id, [number]), None) if number is not None else None

    def count_pages(self, run_id: int) -> int:
        """How many URLs were fetched."""
        return queries.count_pages(self._db, run_id)

    def bodies(self, run_id: int, ids: Iterable[int]) -> dict[int, bytes]:
        """Decoded bodies by page id; pages without a body are left out."""
        return queries.bodies(self._db, run_id, ids)

    def links(self, run_id: int, *, texts: bool = True, ids: Iterable[int] | None = None) -> LinkTable:
        """The links of all pages or of some, as columns, ordered by source and then as they stand on the page.

        Without `texts` all texts are "", which is quicker.
        """
        return queries.links(self._db, run_id, self._anchors, texts=texts, ids=ids)

    def urls(self, run_id: int, links: LinkTable | None = None) -> dict[int, str]:
        """Id -> URL of the frontier, of the ends of redirects and of the targets of links.

        `links` are the run's, where they were read already: they are most of the work.
        """
        return queries.urls(self._db, run_id, self._frontier.ids(run_id), self._urls, links)

    def targets(self, run_id: int, urls: Iterable[str] | None = None) -> list[Target]:
        """What is known of assets and external URLs, of all or of some, in order of id."""
        return queries.targets(self._db, run_id, None if urls is None else self._urls.ids(urls).values())

    def record_links(self, run: Run, checks: Iterable[LinkCheck]) -> None:
        """Add what a run says of link targets to its site's history; recording the run again replaces it."""
        link_history.record(self._db, self._urls, run, checks)

    def link_history(self, site: str, *, only_failing: bool = False) -> dict[str, LinkHistory]:
        """URL -> history of every link target that a recorded run of the site has met, or of those that fail now."""
        return link_history.history(self._db, site, only_failing=only_failing)

    def link_answers(self, site: str, states: Iterable[LinkState], since: float) -> list[Target]:
        """The newest answers in some states of what the site's runs asked, none older than `since` (Unix time)."""
        return link_history.answers(self._db, site, states, since)

    def probes(self, run_id: int) -> list[Probe]:
        """One-off questions in the order they were asked; one of the same kind and URL replaces the earlier."""
        return queries.probes(self._db, run_id)

    def sitemap(self, run_id: int) -> list[SitemapEntry]:
        """The locs of all sitemaps in the order they were read."""
        return queries.sitemap_entries(self._db, run_id)

    # --- what a browser saw, and templates

    def save_artifacts(self, run_id: int, artifacts: Iterable[Artifact]) -> None:
        """Keep what a browser saw; the same page, kind and device replaces."""
        queries.save_artifacts(self._db, run_id, artifacts)

    def artifacts(
        self, run_id: int, page_ids: Iterable[int] | None = None, kinds: Iterable[ArtifactKind] | None = None
    ) -> Iterator[Artifact]:
        """What a browser saw, in order of page, kind and device."""
        return queries.artifacts(self._db, run_id, page_ids, kinds)

    def drop_artifacts(self, run_id: int) -> None:
        """Forget what a browser saw."""
        queries.drop_artifacts(self._db, run_id)

    def save_templates(self, run_id: int, templates: Sequence[Template], members: Mapping[int, int]) -> None:
        """Replace the templates; `members` says page id -> template id."""
        queries.save_templates(self._db, run_id, templates, members)

    def templates(self, run_id: int) -> list[Template]:
        """The templates in order of id."""
        return queries.templates(self._db, run_id)

    # --- what the site's owner asked of pages

    def save_custom(self, run_id: int, fields: Mapping[int, CustomFields]) -> None:
        """Replace the segments and extracted columns of a run's pages, by page id."""
        custom.save_custom(self._db, run_id, fields)

    def custom(self, run_id: int) -> dict[int, CustomFields]:
        """Page id -> its segments and extracted columns; pages without either are left out."""
        return custom.load_custom(self._db, run_id)

    # --- what outside services measured

    def save_measures(self, site: str, run_id: int | None, tables: Iterable[Measures]) -> None:
        """Keep tables of numbers of a site; the same table of the same days replaces. They outlive the run."""
        measures.save_measures(self._db, site, run_id, tables)

    def measures(
        self,
        site: str,
        *,
        source: str | None = None,
        name: str | None = None,
        run_id: int | None = None,
        until: str | None = None,
    ) -> list[Measures]:
        """Tables of a site, newest window first: what one run pulled last, or windows ending by an ISO date."""
        return measures.load_measures(self._db, site, source=source, name=name, run_id=run_id, until=until)

    def newest_measures(self, site: str, *, source: str, name: str, until: str | None = None) -> list[Measures]:
        """Of each account and scope the newest table that knows something, else the newest that says why not."""
        return measures.newest_measures(self._db, site, source=source, name=name, until=until)

    def forget_measures(self, site: str) -> None:
        """Delete all tables of numbers of a site."""
        measures.forget_measures(self._db, site)

    # --- what page rules said, kept for later runs of the site

    def judged_pages(self, site: str, ids: Sequence[int]) -> dict[int, JudgedPage]:
        """Page id -> what page rules said of it when a run of the site judged it last; unknown pages are left out."""
        return judged.load_judged(self._db, site, ids)

    def save_judged(self, site: str, rows: Iterable[JudgedPage]) -> None:
        """Replace what page rules said of some pages."""
        judged.save_judged(self._db, site, rows)

    def facts_digests(self, run_id: int) -> dict[int, int]:
        """Page id -> digest of its facts; pages without facts are left out."""
        return judged.facts_digests(self._db, run_id)

    def artifact_digests(self, run_id: int) -> dict[int, str]:
        """Page id -> digest of all that a browser saw of it, whenever that was."""
        return judged.artifact_digests(self._db, run_id)

    # --- what judging made of it

    def save_verdict(self, run_id: int, verdict: Verdict, findings: Iterable[Finding]) -> None:
        """Replace the judgement of a run in one transaction. Long texts of the evidence are cut."""
        verdicts.save_verdict(self._db, run_id, verdict, findings)

    def verdict(self, run_id: int, *, samples: bool = True) -> Verdict | None:
        """The judgement of a run, or None before there is one.

        Without `samples` its causes have none, which takes a third of the time: for whoever only counts them.
        """
        return verdicts.load_verdict(self._db, run_id, samples=samples)

    def findings(self, run_id: int, cause: str | None = None) -> Iterator[Finding]:
        """All findings of a run, or those of one cause."""
        return verdicts.load_findings(self._db, run_id, cause)

    def cause_history(self, site: str, before: int | None = None) -> dict[str, CauseHistory]:
        """Cause id -> when it was met in runs of the site, in those before run `before` where that is given."""
        return verdicts.cause_history(self._db, site, before)

    def verdict_summary(self, run_id: int) -> Verdict | None:
        """The judgement of a run without its causes, or None before there is one."""
        return verdicts.load_summary(self._db, run_id)

    def cause_aliases(self, site: str, before: int) -> dict[str, str]:
        """Id by grouping -> id that a cause has had, as runs of the site before run `before` found out."""
        return lives.cause_aliases(self._db, site, before)

    def cause_states(
        self, site: str, causes: Iterable[str], until: int
    ) -> dict[str, list[tuple[int, float, CauseState, int]]]:
        """Cause id -> (run, its start, state, pages) in every verdict up to run `until` that names it, oldest first."""
        return lives.cause_states(self._db, site, set(causes), until)

    def save_verification(self, site: str, check: Verified) -> None:
        """Keep what testing the pages of a cause again gave, outside a run."""
        lives.save_verification(self._db, site, check)

    def verifications(self, site: str, since: float = 0.0, until: float | None = None) -> dict[str, Verified]:
        """Cause id -> its newest test outside a run, of those within the times (Unix)."""
        return lives.verifications(self._db, site, since, until)
