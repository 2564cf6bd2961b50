"""Which questions are asked when: some beside the pages, those that need the pages after them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from crawler.job import CrawlJob
from crawler.probes.address import ask_ipv6
from crawler.probes.assets import ask_assets
from crawler.probes.exposed import ask_exposed_files
from crawler.probes.files import ask_indexnow_key, ask_licenses, ask_llms_txt
from crawler.probes.languages import ask_in_languages
from crawler.probes.lists import ask_past_the_end
from crawler.probes.paths import ask_favicon, ask_missing_paths
from crawler.probes.questions import CrawlEndedError, Questions
from crawler.probes.scripts import ask_scripts
from crawler.probes.speculation import ask_speculation_rules
from crawler.probes.survey import Survey, survey_of
from crawler.probes.tls import certificate_of, old_versions_of
from crawler.probes.validators import ask_whether_changed
from crawler.probes.visitors import ask_as_ai_services, ask_as_phone, ask_as_search_engine
from store.urls import split

Question = Callable[[Questions, Survey], Awaitable[None]]
UNREADABLE = (ValueError, TypeError, LookupError, RecursionError, ArithmeticError)
"""What a hostile answer makes a parser raise: it ends one question, not the crawl."""

QUESTIONS: tuple[tuple[str, Question], ...] = (
    ("lists past their end", ask_past_the_end),
    ("whether pages have changed", ask_whether_changed),
    ("as a phone", ask_as_phone),
    ("as a search engine", ask_as_search_engine),
    ("in other languages", ask_in_languages),
    ("llms.txt", ask_llms_txt),
    ("licences for AI services", ask_licenses),
    ("scripts", ask_scripts),
    ("as AI services", ask_as_ai_services),  # last but for what was asked for: a firewall may take offence
)
MEASURES: tuple[tuple[str, Question], ...] = (
    ("the parts of pages", ask_assets),
    ("rules for loading in advance", ask_speculation_rules),
)
"""What is asked of every site, unless an option says no."""
WISHES: tuple[tuple[str, Question], ...] = (
    ("the IndexNow key", ask_indexnow_key),
    ("exposed files", ask_exposed_files),
)
"""What is asked only where an option says so."""


async def ask_beside_pages(job: CrawlJob) -> None:
    """Ask everything that an earlier part of the run did not, and that needs no page."""
    kinds = {probe.kind for probe in job.store.probes(job.run.id)}
    start = job.run.start_url
    if "soft-404" not in kinds:
        await ask_missing_paths(job)
    if "favicon" not in kinds:
        await ask_favicon(job)
    is_https = split(start).scheme == "https"
    if "certificate" not in kinds and is_https:
        job.save_probe(await certificate_of(job, start))
    if not wants_questions(job):
        return
    if "tls" not in kinds and is_https and (probe := await old_versions_of(job, start)):
        job.save_probe(probe)
    if "ipv6" not in kinds and (probe := await ask_ipv6(job, start)):
        job.save_probe(probe)


def wants_questions(job: CrawlJob) -> bool:
    """Whether the site is asked more than its pages: by default every site but those on this machine."""
    wanted = job.options.questions
    return not job.guard.is_local if wanted is None else wanted


def wants_measures(job: CrawlJob) -> bool:
    """Whether the parts of pages are read after the crawl."""
    return job.options.measure_assets and job.options.check_assets and job.options.max_measured > 0


async def ask_after_pages(job: CrawlJob) -> None:
    """Ask what needs the pages: as other visitors, past the end of lists, for files, for scripts."""
    questions = Questions(job)
    seen = survey_of(job)
    asked: list[str] = []
    measures = MEASURES if wants_measures(job) else ()
    wanted = (*(QUESTIONS if wants_questions(job) else ()), *measures, *WISHES)
    try:
        for name, question in wanted:
            try:
                await question(questions, seen)
            except UNREADABLE as error:
                job.tell(f"one of the questions ({name}) was broken off: the answer could not be read: {error!r}"[:300])
            asked.append(name)
    except CrawlEndedError:
        left = [name for name, _ in wanted if name not in asked]
        if job.summary.limit is not None:
            job.tell(f"not asked because the crawl ended at its limit of {job.summary.limit.value}: {', '.join(left)}")
    job.flush()
