"""Tells pages that are missing and answer 200, by an invented address of the same folder and one sign more.

A phrase alone proves nothing: a page about the error 404 says "not found" too. An address of the same host and depth
that surely does not exist shows what the host answers for what is missing; asked once for each host, part and depth.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import Counter
from dataclasses import replace

from crawler.ask import Answer
from crawler.decode import decode
from crawler.extract import extract
from crawler.inquiry import Asked, Inquiry
from crawler.job import CrawlJob
from store.model import Facts, LinkState, Page, Probe, Target
from store.not_found import DOOR, is_home, says_not_found
from store.urls import split

THIN_WORDS = 50
LONG_WORDS = 150  # a page with so much to say is none that is missing, whatever its title
MAX_SIBLINGS = 500
MAX_PER_HOST = 20
MAX_PAGES = 500

SAYS_SO = "its title or heading says so"
IS_HOME = "it leads to the home page"
_STRONG = frozenset({SAYS_SO, IS_HOME})
SAME = "same"
UNLIKE = "unlike"
UNKNOWN = "unknown"


class Siblings:
    """What hosts answer for addresses that do not exist, and what that says of others."""

    def __init__(self, job: CrawlJob) -> None:
        self._job = job
        self._inquiry = Inquiry(job)
        self._asked: dict[tuple[str, str, int, bool], asyncio.Future[Asked | None]] = {}
        self._per_host: Counter[str] = Counter()
        self._pages: dict[str, Facts] = {}

    # --- links to other sites

    async def judged(self, target: Target, asked: Asked) -> Target:
        """The target with its state changed where the page is missing, or may be."""
        facts = _facts_of(asked.last)
        if facts is None or is_home(split(target.url).path):
            return target
        signs = signs_of(target.url, asked.last.url, facts)
        if not set(signs) & _STRONG:
            return target
        verdict, _ = await self._compare(target.url, asked.last.url, facts)
        state = state_of(verdict, signs, facts)
        if state is None:
            return target
        words = "answers like an address that does not exist" if state is LinkState.SOFT_404 else "may be missing"
        return replace(target, state=state, detail=f"{words}: {', '.join(signs)}"[:200])

    # --- pages of the site

    def note_page(self, page: Page) -> None:
        """Note a page of the site that looks as if it were missing."""
        facts = page.facts
        if facts is None or page.status != 200 or page.failure is not None or len(self._pages) >= MAX_PAGES:
            return
        if page.url != self._job.run.start_url and set(signs_of(page.url, page.url, facts)) & _STRONG:
            self._pages[page.url] = facts

    async def look_at_pages(self) -> None:
        """Compare the pages that were noted with invented addresses, and keep what that says."""
        job = self._job
        for url, facts in self._pages.items():
            if job.is_ending:
                return
            verdict, sibling = await self._compare(url, url, facts)
            if sibling is None:
                continue
            data = {
                "sibling": sibling.hops[0].url,
                "status": sibling.last.status,
                "verdict": verdict,
                "signs": signs_of(url, url, facts),
            }
            job.save_probe(Probe("soft-404-page", url, 200, None, data, time.time()))
        job.flush()

    # --- the comparison

    async def _compare(self, url: str, final_url: str, facts: Facts) -> tuple[str, Asked | None]:
        sibling = await self._sibling_of(url)
        if sibling is None or sibling.why or sibling.last.failure is not None:
            return UNKNOWN, sibling
        return compare(final_url, facts, sibling.last), sibling

    async def _sibling_of(self, url: str) -> Asked | None:
        parts = split(url)
        folder = parts.path.rstrip("/").rpartition("/")[0] + "/"
        steps = folder.strip("/").split("/")
        key = (f"{parts.scheme}://{parts.netloc}", steps[0], len(steps), parts.path.endswith("/"))
        known = self._asked.get(key)
        if known is not None:
            return await asyncio.shield(known)
        if len(self._asked) >= MAX_SIBLINGS or self._per_host[parts.netloc] >= MAX_PER_HOST:
            return None
        self._per_host[parts.netloc] += 1
        waiting = self._asked[key] = asyncio.get_running_loop().create_future()
        answer: Asked | None = None
        try:
            last = parts.path.rpartition("/")[2]
            extension = "." + last.rpartition(".")[2] if "." in last else ""
            invented = f"{key[0]}{folder}marsad-{secrets.token_hex(8)}{'/' if key[3] else extension}"
            if not (self._job.scope.is_internal(invented) and self._job.robots.refusal(invented)):
                answer = await self._inquiry.ask(invented, is_page=True, is_read=False)
        finally:
            waiting.set_result(answer)
        return answer


def signs_of(url: str, final_url: str, facts: Facts) -> list[str]:
    """What makes a page look missing; the first ones weigh most."""
    signs: list[str] = []
    if says_not_found(facts.title or "") or any(map(says_not_found, facts.h1[:3])):
        signs.append(SAYS_SO)
    before, after = split(url), split(final_url)
    if before.path.rstrip("/") != after.path.rstrip("/") and is_home(after.path) and not is_home(before.path):
        signs.append(IS_HOME)
    if facts.word_count < THIN_WORDS:
        signs.append("it has little text")
    return signs


def compare(final_url: str, facts: Facts, sibling: Answer) -> str:
    """Whether a page is what its host answers for an address that does not exist."""
    other = _facts_of(sibling)
    if other is None:
        return UNLIKE if sibling.status in (404, 410) else UNKNOWN
    if sibling.url == final_url and sibling.status == 200:
        return SAME
    if facts.text_digest and facts.text_digest == other.text_digest:
        return SAME
    # The page of an error often repeats the address, so that its text is never quite the same.
    is_alike = abs(facts.word_count - other.word_count) <= max(3, 0.1 * max(facts.word_count, other.word_count))
    has_title = bool(facts.title) and facts.title == other.title
    if (
        has_title
        and is_alike
        and facts.h1 == other.h1
        and says_not_found((facts.title or "") + " " + " ".join(facts.h1))
    ):
        return SAME
    return UNLIKE if sibling.status in (200, 404, 410) else UNKNOWN


def state_of(verdict: str, signs: list[str], facts: Facts) -> LinkState | None:
    """What a comparison and the signs say together of a link; None: nothing against it."""
    is_said = SAYS_SO in signs
    is_home_page = IS_HOME in signs
    if verdict == SAME:
        return LinkState.SOFT_404 if is_said or is_home_page else None
    if is_said and facts.word_count < LONG_WORDS:
        return LinkState.UNKNOWN
    return None


def _facts_of(answer: Answer) -> Facts | None:
    if not answer.is_html or not answer.body or DOOR.search(split(answer.url).path):
        return None
    text, _ = decode(answer.body, answer.content_type)
    return extract(answer.url, text).facts
