"""Asks Search Console for the audited site: its property, its sitemaps, its days, and the index about single pages."""

from __future__ import annotations

import time
from datetime import date, timedelta

from integrations.credentials import SEARCH_CONSOLE_SCOPE, Connection, google_client, load_connection
from integrations.inspections import Inspector, Sweep, candidates_of
from integrations.search_console import (
    MOST_ROWS,
    Property,
    SearchConsole,
    SubmittedSitemap,
    nearest_names,
    property_for,
)
from integrations.search_history import History, HistoryPuller
from integrations.trouble import ServiceError, Trouble
from marsad.ask import Asking
from marsad.connect import advice_of, how_to_grant, said_of
from store.database import Store
from store.measures import Measures
from store.model import Run, RunState
from store.search_model import SearchSnapshot

NAME = "Google Search Console"
SITEMAPS = "sitemaps"
PAGE_COUNTRY = "page_country"
WINDOW_DAYS = 28
_ENDS_ALL = frozenset({Trouble.QUOTA_DAY, Trouble.QUOTA_SHORT, Trouble.SIGN_IN_AGAIN, Trouble.CLOCK,
                       Trouble.SCOPE_MISSING, Trouble.NOT_ENABLED, Trouble.NOT_ALLOWED})  # fmt: skip


def ask_search_console(asking: Asking) -> None:
    """Pull what the property's owner may see. Whatever fails is a gap; what was pulled before stays."""
    options = asking.config.search_console
    # A run that is resumed asks again: what was missing before may be here now.
    asking.coverage.not_done = [one for one in asking.coverage.not_done if not one["what"].startswith(NAME)]
    if not options.enabled:
        asking.coverage.add_gap(NAME, "it was turned off", "set enabled = true in [search_console]")
        return
    connection = load_connection()
    if connection is None:
        asking.coverage.add_gap(NAME, "not connected", "connect it with `marsad connect google`")
        return
    if SEARCH_CONSOLE_SCOPE in connection.missing_scopes:
        raise ServiceError(Trouble.SCOPE_MISSING, "Search Console", "permission for Search Console was not given")
    _Search(asking, connection).ask()


class _Search:
    """One property for one run."""

    def __init__(self, asking: Asking, connection: Connection) -> None:
        self._asking = asking
        self._connection = connection
        self._options = asking.config.search_console
        self._console = SearchConsole(google_client(connection, asking.stop.wait))
        self._known: list[Property] = []

    def ask(self) -> None:
        try:
            self._known = self._console.properties()
        except ServiceError as error:
            self._gap(NAME, error)
            return
        found = self._choose()
        if found is None:
            return
        prop = found.name
        self._asking.coverage.sources["search_console"] = {
            "property": prop, "permission": found.permission, "as": self._connection.who, "asked_at": time.time(),
            "types": list(self._options.types),
        }  # fmt: skip
        try:
            taken = [_as_json(one) for one in self._console.sitemaps(prop)]
            self._asking.store.search.save_snapshot(prop, SearchSnapshot(SITEMAPS, time.time(), taken))
        except ServiceError as error:
            self._gap(f"{NAME}: submitted sitemaps", error)
        if self._pull(prop):
            self._ask_countries(prop)
            self._inspect(prop)

    def _choose(self) -> Property | None:
        """The property to ask; None, and a gap, where there is none."""
        start, wanted = self._asking.run.start_url, self._options.property
        by_name = {one.name: one for one in self._known}
        if not wanted:
            found = property_for(start, self._known)
        else:
            found = by_name.get(wanted) or by_name.get(f"{wanted.rstrip('/')}/")
        if found is not None and found.is_readable:
            return found
        near = nearest_names(start, self._known)
        unverified = [one.name for one in self._known if not one.is_readable and one.name in near]
        what = f"property {wanted}" if wanted else f"property that covers {start}"
        seen = f"; the account sees {', '.join(near[:5])}" if near else f"; the account sees {len(self._known)} others"
        how = how_to_grant(self._connection)
        if unverified:
            how = f"verify {unverified[0]} in Search Console for this account, or {how}"
        elif near:
            how = f"name one of these as `property` in [search_console], or {how}"
        self._asking.gap(NAME, f"no readable {what}{seen}", how)
        return None

    def _pull(self, prop: str) -> bool:
        """Pull every type of search; whether it makes sense to ask on."""
        with self._asking.console.bar("ask") as bar:
            puller = HistoryPuller(
                self._console, self._asking.store.search, self._options, time.time, self._asking.stop.wait,
                lambda note, done, total: bar.update(done, total, note),
            )  # fmt: skip
            for kind in self._options.types:
                found = puller.pull(prop, kind)
                self._tell(prop, found)
                if self._asking.stop.is_set():
                    return False
                if found.trouble is not None and found.trouble.trouble in _ENDS_ALL:
                    return False
        return True

    def _tell(self, prop: str, found: History) -> None:
        what = f"{NAME}, {found.kind} search"
        source = self._asking.coverage.sources["search_console"]
        source[found.kind] = {
            "first": found.first, "last": found.last, "days_left": found.left, "capped": found.capped,
            "trouble": found.trouble.trouble.value if found.trouble is not None else "",
        }  # fmt: skip
        if found.trouble is not None:
            self._gap(what, found.trouble)
        elif not found.last:
            self._asking.gap(what, "Google tells of no day yet", "a property has data some days after it was verified")
        if found.left:
            how = f"run again: each run pulls {self._options.days_per_run} days more (days_per_run in [search_console])"
            self._asking.coverage.add_gap(what, f"pages and queries of {found.left} days are not pulled yet", how)
        if found.capped:
            days = f"{found.capped[0]} to {found.capped[-1]}" if len(found.capped) > 1 else found.capped[0]
            why = f"{len(found.capped)} days ({days}) have more rows than the {MOST_ROWS:,} that Google hands out a day"
            self._asking.coverage.add_gap(what, why, "totals are whole; properties of folders show more rows")
        if found.last:
            self._asking.console.log(
                "ask", f"{prop}, {found.kind}: {found.pulled} days pulled up to {found.last}, {found.left} to go",
                days=found.pulled, last=found.last, left=found.left, requests=found.requests,
            )  # fmt: skip

    def _ask_countries(self, prop: str) -> None:
        """Ask once for the countries of each page, where the site has versions for several."""
        store, run = self._asking.store, self._asking.run
        kind = self._options.types[0]
        last = store.search.last_day(prop, kind)
        if not self._options.page_countries or last is None or not _has_versions(store, run):
            return
        first = (date.fromisoformat(last) - timedelta(days=WINDOW_DAYS - 1)).isoformat()
        try:
            found, is_capped = self._console.page_countries(prop, kind, first, last)
        except ServiceError as error:
            self._gap(f"{NAME}: countries of pages", error)
            return
        rows = tuple(((page, country), (float(shown),)) for (page, country), shown in found.items())
        table = Measures(
            "search-console", PAGE_COUNTRY, prop, kind, first, last, ("url", "country"), ("impressions",), rows,
            trust={"is_capped": True} if is_capped else {}, taken_at=time.time(),
        )  # fmt: skip
        store.save_measures(run.site, run.id, [table])

    def _inspect(self, prop: str) -> None:
        if not self._options.inspections:
            return
        store, run = self._asking.store, self._asking.run
        candidates = candidates_of(
            store.pages(run.id),
            pages_with_impressions(store, prop),
            (one.url for one in store.sitemap(run.id)),
            _digests_before(store, run),
        )
        inspector = Inspector(self._console, store.search, self._options, time.time, self._asking.stop.wait)
        self._tell_of_pages(inspector.inspect(prop, candidates))

    def _tell_of_pages(self, sweep: Sweep) -> None:
        what = f"{NAME}: which pages are in the index"
        self._asking.coverage.sources["search_console"]["inspections"] = {
            "asked": sweep.asked, "answered": sweep.answered, "left": sweep.left, "held": sweep.held,
            "by_worth": sweep.by_worth,
        }  # fmt: skip
        if sweep.trouble is not None:
            self._gap(what, sweep.trouble)
        if sweep.left:
            spent = "the budget of the day is used up; " if sweep.is_spent else ""
            how = "run again tomorrow" if sweep.is_spent else "run again, or raise inspections in [search_console]"
            why = f"{spent}{sweep.left} pages worth a question were not asked about: their state is unknown"
            self._asking.coverage.add_gap(what, why, how)
        if sweep.answered:
            self._asking.console.log("ask", f"{sweep.answered} pages asked about, {sweep.left} to go")

    def _gap(self, what: str, error: ServiceError) -> None:
        near = nearest_names(self._asking.run.start_url, self._known)
        self._asking.gap(what, said_of(error), advice_of(error, self._connection, lambda: near))


def pages_with_impressions(store: Store, prop: str, kind: str = "web", days: int = WINDOW_DAYS) -> set[str]:
    """Normal URLs that had impressions in the last `days` days that are known."""
    last = store.search.last_day(prop, kind)
    if last is None:
        return set()
    first = (date.fromisoformat(last) - timedelta(days=days - 1)).isoformat()
    return {url for url, one in store.search.pages(prop, kind, first, last).items() if one.impressions}


def _has_versions(store: Store, run: Run) -> bool:
    """Whether pages name versions for countries, as "en-GB" does."""
    codes = {one.code for page in store.pages(run.id) if page.facts is not None for one in page.facts.hreflang}
    return sum("-" in code for code in codes) > 1


def _digests_before(store: Store, run: Run) -> dict[str, str]:
    before = next((one for one in store.runs(run.site) if one.id < run.id and one.state is RunState.DONE), None)
    return {page.url: page.body_digest for page in store.pages(before.id) if page.body_digest} if before else {}


def _as_json(one: SubmittedSitemap) -> dict[str, object]:
    return {
        "path": one.path, "kind": one.kind, "is_index": one.is_index, "is_pending": one.is_pending,
        "last_submitted": one.last_submitted, "last_downloaded": one.last_downloaded, "errors": one.errors,
        "warnings": one.warnings, "submitted": dict(one.submitted),
    }  # fmt: skip
