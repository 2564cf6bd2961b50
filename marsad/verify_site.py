"""Tests a cause of a site rule again: fetches its pages and what they point at, and asks that one rule once more.

The rule is asked of a little site that holds these pages alone, as the run left them and as they are now. Only where
it finds the cause in the first does its silence in the second say something; and since both hold the same pages and
the same questions, nothing but the site itself can have made the difference. A rule that compares a page with the
whole site (an outlier) is asked of the stored site with the new pages in their places: it can then be seen to be
silent, but that it still speaks may be the doing of pages that were not asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from audits.rule import Rule
from audits.runner import judge_site
from marsad.admission import admission_of, enter
from marsad.config import Config
from marsad.console import Console
from marsad.run import listening
from marsad.verify_answer import AUDIT, Answer, Standing, all_unknown
from marsad.verify_fresh import Fetching, Fresh, fetching, is_unreadable
from marsad.verify_reads import Reads, TracedSite
from marsad.verify_world import Worlds
from store.database import Store
from store.errors import GatherError
from store.model import Cause, Finding, Page, Run
from store.urls import normal_form, split

MOST_RELATED = 60
"""Pages beside those of the cause that are fetched with them: canonicals, versions, neighbours, linking pages."""
_ROUNDS = 2  # what a page names now is fetched too, and what that names
_GONE = frozenset({404, 410})
Found = Mapping[str, Mapping[tuple[str, str, str], Finding]]
"""URL -> (place, target, group) -> finding."""


class SiteCheck:
    """One cause of a site rule, as the run left it and as its pages are now."""

    def __init__(
        self, store: Store, run: Run, cause: Cause, findings: Sequence[Finding], rule: Rule, config: Config,
        console: Console,
    ) -> None:  # fmt: skip
        self.run = run
        self.cause = cause
        self.findings = findings
        self.rule = rule
        self.config = config
        self.console = console
        self.worlds = Worlds(store, run, config)
        self.admission = admission_of(config, run.start_url, console)
        self._failed = ""  # what the rule raised when it was last asked

    def answers(self, asked: Sequence[str]) -> list[Answer]:
        """One answer for each of these URLs of the cause."""
        if self.rule.needs_source:
            return all_unknown(asked, "it tells what a service outside says of the site, which `marsad audit` asks")
        around = self._around(asked)
        then, before, is_whole = self._then(asked, around)
        reads = then.reads
        if not self._ours(before, asked):
            return all_unknown(asked, reads.why_whole or AUDIT)
        if not is_whole and (named := reads.linked & set(asked)):
            around = list(dict.fromkeys([*around, *self.worlds.linking(named)]))[: MOST_RELATED + len(asked)]
        enter(self.admission, self.console)
        self.console.log("verify", f"fetching {len(around)} pages again")
        with listening() as stop, fetching(self.run, self.config, self.admission, reads, stop) as again:
            try:
                again.fetch(around, asks_others=self._names_others(asked))
                self._fetch_what_is_named(again, asked)
            except GatherError as error:
                return all_unknown(asked, str(error))
            if stop.is_set():
                raise KeyboardInterrupt
            return self._compared(asked, again.fresh, reads, before, is_whole=is_whole)

    # --- what is asked again

    def _around(self, asked: Sequence[str]) -> list[str]:
        """The pages of the cause and those that they name, those first."""
        pages = self.worlds.pages_of(asked)
        wanted = set(asked)
        facts = [url for one in self.findings if one.url in wanted for url in _urls_in(one.evidence)]
        named = [url for page in pages.values() for url in self._related(page)]
        others = [*facts, *named, *self.worlds.users(url for url in asked if url not in pages)]
        others = [url for url in dict.fromkeys(others) if self._is_own(url)]
        known = list(self.worlds.pages_of(others))  # what was asked as a part of a page is asked so again
        asked_pages = [url for url in asked if url in pages or not self._is_file(url)]
        return list(dict.fromkeys([*asked_pages, *known[:MOST_RELATED]]))

    def _fetch_what_is_named(self, again: Fetching, asked: Sequence[str]) -> None:
        """Fetch what the pages name now and did not when the run read them."""
        for _ in range(_ROUNDS):
            fresh = again.fresh
            new = [url for url in self._unmet(fresh, asked) if len(fresh.pages) < MOST_RELATED + len(asked)]
            if not new:
                return
            again.fetch(new[:MOST_RELATED])

    def _unmet(self, fresh: Fresh, asked: Iterable[str]) -> list[str]:
        """What pages of the cause name now, directly or by what they name, and nobody has looked at."""
        met: dict[str, None] = {}
        waiting = [url for url in asked if url in fresh.pages]
        seen = set(waiting)
        while waiting:
            for url in self._related(fresh.pages[waiting.pop()]):
                if not self._is_own(url) or url in seen:
                    continue
                seen.add(url)
                if url in fresh.pages:
                    waiting.append(url)
                elif url not in fresh.skipped:
                    met[url] = None
        return list(met)

    def _related(self, page: Page) -> Iterator[str]:
        return related(page, with_versions=self.rule.card.group == "hreflang")

    def _names_others(self, asked: Iterable[str]) -> bool:
        wanted = set(asked)
        targets = {self.cause.target, *(one.evidence.target for one in self.findings if one.url in wanted)}
        return any(url.startswith("http") and not self._is_own(url) for url in targets if url)

    def _is_own(self, url: str) -> bool:
        netloc = split(url).netloc
        return netloc == self.run.site or netloc in self.worlds.facts.hosts

    def _is_file(self, url: str) -> bool:
        """Whether it was asked as a file (robots.txt, a sitemap, a picture) and not as a page."""
        return url in self.worlds.targets or any(probe.url == url for probe in self.worlds.probes)

    # --- what the rule says

    def _then(self, asked: Sequence[str], around: Sequence[str]) -> tuple[TracedSite, Found, bool]:
        """The smallest site in which the rule finds the cause, what it finds there, and whether it is the whole."""
        little = self.worlds.then([*around, self.run.start_url])
        found = self._found(little)
        if self._ours(found, asked):
            return little, found, False
        whole = self.worlds.then(None)
        return whole, self._found(whole), True

    def _found(self, site: TracedSite) -> Found:
        verdict = judge_site(site, [self.rule], self.config.judge)
        self._failed = next((count.detail for count in verdict.counts if count.error), "")
        if self._failed:
            self.console.warn("verify", f"{self.rule.id}: {self._failed}")
        found: dict[str, dict[tuple[str, str, str], Finding]] = defaultdict(dict)
        for one in verdict.findings:
            found[one.url].setdefault((one.evidence.place, one.evidence.target, one.evidence.group), one)
        return found

    def _ours(self, found: Found, asked: Iterable[str]) -> dict[str, set[tuple[str, str, str]]]:
        """URL -> keys of the cause that are found there; groups may count pages, so that few pages have another."""
        keys: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
        for one in self.findings:
            keys[one.url].add((one.evidence.place, one.evidence.target, one.evidence.group))
        ours = {}
        for url in asked:
            here = set(found.get(url, {}))
            same = here & keys[url] or {one for one in here if any(one[:2] == key[:2] for key in keys[url])}
            if same:
                ours[url] = same
        return ours

    def _compared(
        self, asked: Sequence[str], fresh: Fresh, reads: Reads, before: Found, *, is_whole: bool
    ) -> list[Answer]:
        clear = fresh.clear_alone(self.worlds.pages_of(fresh.pages), self.worlds.targets)
        hidden: set[str] = set()  # where the cause rests on what gave no clear answer
        if not is_whole:
            before = self._found(self.worlds.then(fresh.pages, fresh))
            if clear.lost:
                everything = self._ours(before, asked)
                before = self._found(self.worlds.then(clear.pages, clear))
                left = self._ours(before, asked)
                hidden = {url for url in everything if _spots(everything[url]) - _spots(left.get(url, set()))}
        ours = self._ours(before, asked)
        now = self._found(self.worlds.now(clear, is_whole=is_whole))
        if self._failed:
            return all_unknown(asked, f"the check failed on what is there now: {self._failed}")
        why_not = reads.why_whole or (AUDIT if is_whole else "")
        return [
            self._answer(url, fresh, clear, reads, ours.get(url), before, now, why_not, is_hidden=url in hidden)
            for url in asked
        ]

    def _answer(
        self, url: str, fresh: Fresh, clear: Fresh, reads: Reads, ours: set[tuple[str, str, str]] | None,
        before: Found, now: Found, why_not: str, *, is_hidden: bool,
    ) -> Answer:  # fmt: skip
        here = now.get(url, {})
        same = [one for key, one in here.items() if ours and key in ours]
        other = [one for key, one in here.items() if key not in before.get(url, {})]
        old = self.worlds.pages_of([url]).get(url)
        read = fresh.pages.get(url)
        if (
            self.rule.card.group == "responses"
            and old is not None
            and old.status >= 500
            and read
            and read.status >= 500
        ):
            # The rule may tell a page otherwise once fewer fail beside it.
            return Answer(url, Standing.STILL, f"it answers {read.status}")
        if not same and old is not None and (answer := self._of_page(url, old, fresh)) is not None:
            return answer
        if not ours and not is_hidden:
            return Answer(url, Standing.UNKNOWN, why_not or AUDIT)
        if ours and (same or other):
            if why_not:
                return Answer(url, Standing.UNKNOWN, why_not)
            if same and all(one.outcome is not self.cause.outcome for one in same):
                return Answer(url, Standing.UNKNOWN, "a person must look")
            return Answer(url, Standing.STILL, "" if same else f"in another way: {other[0].message}")
        if unclear := fresh.is_unclear(reads.kinds) or (min(clear.lost) if is_hidden else ""):
            return Answer(url, Standing.UNKNOWN, f"{unclear} gave no clear answer")
        if (open_ := self._unmet(clear, [url])) and old is not None:
            why = "gave no clear answer" if open_[0] in clear.lost else "was not asked"
            return Answer(url, Standing.UNKNOWN, f"{open_[0]}, which it names, {why}")
        return Answer(url, Standing.MENDED, _moved(read))

    def _of_page(self, url: str, old: Page, fresh: Fresh) -> Answer | None:
        """What the page's own answer settles: it is gone, or it could not be read."""
        page = fresh.pages.get(url)
        if page is None:
            reason, detail = fresh.skipped.get(url, (None, ""))
            return Answer(url, Standing.UNKNOWN, f"it was not fetched again ({detail or reason or 'no answer'})")
        if page.status in _GONE and old.status not in _GONE:
            return Answer(url, Standing.MENDED, f"the page is gone ({page.status})")
        if is_unreadable(page, old) or (page.status >= 400 and page.status != old.status):
            why = _moved(page) or page.failure_detail or page.failure or page.status
            return Answer(url, Standing.UNKNOWN, f"it could not be read ({why})")
        return None


def _spots(keys: Iterable[tuple[str, str, str]]) -> set[tuple[str, str]]:
    """Keys without their groups, which may count pages."""
    return {(place, target) for place, target, _ in keys}


def related(page: Page, *, with_versions: bool = False) -> Iterator[str]:
    """What a page names as belonging to it: its redirect, canonicals, neighbours, and its versions where asked for."""
    if page.redirect_to:
        yield page.redirect_to
    facts = page.facts
    if facts is None:
        return
    versions = [one.url for one in facts.hreflang] if with_versions else []
    canonicals = [one.url for one in facts.canonicals]
    for named in (*canonicals, facts.refresh_url, facts.next_url, facts.prev_url, *versions):
        if named and (url := normal_form(named)) and url != page.url:
            yield url


def _urls_in(evidence: Any) -> Iterator[str]:
    """Every URL that the evidence names."""
    waiting: list[Any] = [evidence.target, *evidence.facts.values()]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if one.startswith(("http://", "https://")) and (url := normal_form(one)):
                yield url
        elif isinstance(one, Mapping):
            waiting += one.values()
        elif isinstance(one, (list, tuple)):
            waiting += one


def _moved(page: Page | None) -> str:
    return f"it redirects to {page.redirect_to}" if page is not None and page.redirect_to else ""


__all__ = ["SiteCheck", "related"]
