"""Pages that the run before read and this crawl did not meet: asked by their addresses once nothing else waits.

A crawl learns of pages by links and sitemaps alone. Of a page that both ceased to name it would never know whether it
is gone, moved, or still there with nothing that leads to it. So these pages are asked, a bounded number, under the
rules of every other page: robots.txt, scope, pace, conditions. They take nothing from the page limit, and pages that
only they link to are not crawled.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.database import Leased
from store.model import LinkState, Page, Probe, Source, Target
from store.not_found import says_not_found
from store.run_changes import LIMITS

if TYPE_CHECKING:
    from crawler.job import CrawlJob

UNCLEAR = 10
"""So many of these pages in a row without a clear answer, and the rest is not asked: the site is in trouble."""
_SPARE = 1_000  # read beyond the limit, because some may not be asked
_BIT = int(Source.EARLIER)
_TROUBLE = frozenset({0, 401, 403, 408, 425, 429})


@dataclass(frozen=True, slots=True)
class EarlierPages:
    """What is known of the site from before: only of runs that were to read the same part of it."""

    runs: tuple[int, ...]  # newest first
    of_causes: tuple[int, ...] = ()  # URL ids of the pages of open causes, those of few pages first


class Vanished:
    """The pages of earlier runs that one crawl did not meet."""

    def __init__(self, job: CrawlJob, earlier: EarlierPages | None) -> None:
        self._job = job
        self._earlier = earlier
        self._is_begun = False
        self._unclear = 0  # in a row
        self.is_under_way = False  # the page limit does not hold
        self._digests: set[str] = set()  # of what the site answers for addresses that do not exist
        self._titles: set[str] = set()

    def resume(self) -> None:
        """Take over what an earlier part of the run noted."""
        if any(one.kind == "vanished" for one in self._job.store.probes(self._job.run.id)):
            self._is_begun = self.is_under_way = True
            self._read_stand_ins()

    def begin(self) -> bool:
        """Note the pages that are to be asked, once, when all others are done; returns whether there are any."""
        job = self._job
        if self._is_begun:
            self.is_under_way = False  # they were asked
        if self._is_begun or self._earlier is None or not self._may_begin():
            return False
        self._is_begun = True
        most = job.options.max_vanished
        wanted, total = job.store.unmet_pages(job.run.id, self._earlier.runs, most + _SPARE)
        depths = {one.url: one.depth for one in wanted}
        texts = job.store.url_texts(self._earlier.of_causes)
        of_causes = [texts[one] for one in self._earlier.of_causes if one in texts]
        urls = [url for url in dict.fromkeys((*of_causes, *depths)) if not job.frontier.is_page(url)]
        total = max(total, len(urls))
        asked = 0
        for url in urls:
            if asked == most:
                break
            if self._may_ask(url):
                job.frontier.put(url, Source.EARLIER, depths.get(url, 1))
                asked += 1
        if total:
            job.save_probe(Probe("vanished", job.run.start_url, data={"found": total, "asked": asked}))
        job.flush()
        self.is_under_way = asked > 0
        return self.is_under_way

    def _may_begin(self) -> bool:
        """Whether this crawl read all that leads anywhere, and an answer would mean anything."""
        job = self._job
        if job.is_ending or job.summary.limit is not None or not job.options.max_vanished or not job.pages:
            return False
        if any(job.store.skip_counts(job.run.id).get(one) for one in LIMITS):
            return False
        self._read_stand_ins()
        starts = (job.store.page(job.run.id, url) for url in job.start_chain)
        read = [page for page in starts if page is not None and page.facts is not None]
        # Where the start page is what answers for everything (a shell for scripts, a notice), no answer tells pages.
        return bool(read) and not any(map(self.is_stand_in, read))

    def _read_stand_ins(self) -> None:
        for probe in self._job.store.probes(self._job.run.id):
            if probe.kind == "soft-404" and probe.status == 200:
                self._digests.add(str(probe.data.get("text_digest") or ""))
                self._titles.add(str(probe.data.get("title") or ""))
        self._digests.discard("")
        self._titles.discard("")

    def _may_ask(self, url: str) -> bool:
        job = self._job
        return (
            job.scope.is_internal(url)
            and not job.frontier.why_never(url)
            and job.scope.refusal(url) is None
            and not job.robots.refusal(url)
        )

    # --- answers

    def is_one(self, leased: Leased) -> bool:
        """Whether a URL is asked only because an earlier run knew it."""
        return bool(int(leased.sources) & _BIT)

    def follow(self, url: str, depth: int) -> None:
        """Note where such a page redirects to, where nothing else led there."""
        if url not in self._job.frontier and self._may_ask(url):
            self._job.frontier.put(url, Source.EARLIER | Source.REDIRECT, depth)

    def is_stand_in(self, page: Page) -> bool:
        """Whether a page is what the site answers for addresses that do not exist."""
        facts = page.facts
        if facts is None or page.status != 200:
            return False
        title = facts.title or ""
        says_so = says_not_found(title) or any(map(says_not_found, facts.h1[:3]))
        return facts.text_digest in self._digests or (title in self._titles and says_so)

    def missing(self, page: Page) -> Target:
        """What is kept of a page in whose place the site answers what it answers for any address."""
        words = "answers like an address that does not exist"
        return Target(page.url, LinkState.SOFT_404, 200, checked_at=time.time(), detail=words)

    def note(self, page: Page) -> None:
        """Count an answer; a site in trouble is not asked any further."""
        is_clear = page.status not in _TROUBLE and page.status < 500 and page.failure is None
        self._unclear = 0 if is_clear else self._unclear + 1
        if self._unclear == UNCLEAR:
            self.give_up(f"{UNCLEAR} of them in a row gave no clear answer")

    def give_up(self, why: str) -> None:
        """Leave alone those that were not asked yet."""
        job = self._job
        self.is_under_way = False
        job.flush()
        job.frontier.drop_pages()
        left = job.store.drop_waiting(job.run.id, Source.EARLIER)
        if left:
            job.tell(f"pages of earlier runs that nothing leads to any more: the rest was not asked, since {why}")


__all__ = ["EarlierPages", "Vanished"]
