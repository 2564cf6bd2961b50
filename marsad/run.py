"""The plan of a run: crawl, ask, browse, judge, tell; resumes at the stage that broke."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from marsad.admission import admission_known, admission_of, enter, forgetting
from marsad.alerts import tell_failure, tell_run
from marsad.ask import Asking, ask_of_links, ask_services
from marsad.browse_memory import keep_what_was_seen, oldest_sight
from marsad.budgets import check_budgets
from marsad.cli_options import host_asked
from marsad.config import Config
from marsad.console import Console
from marsad.coverage import Coverage
from marsad.few_collections import few_collections
from marsad.gate import is_open
from marsad.gate_check import Checked, check_baseline, check_gate
from marsad.gate_notes import Notes
from marsad.gate_options import GateOptions
from marsad.gate_runs import say_gate
from marsad.incremental import run_before, run_versions
from marsad.judge import judge_run
from marsad.lab import measure_lab
from marsad.link_memory import answers_that_hold, remember
from marsad.link_settling import ask_scripted_links, pages_in_doubt, settle_places
from marsad.sample import choose_sample, pages_to_walk
from marsad.second_look import look_again
from marsad.vanished import earlier_pages, what_became
from store.database import Store
from store.errors import ConfigError, GatherError, MarsadError, RunError, StoreError
from store.model import Certainty, Run, RunState, Stage, Template, Verdict
from store.retention import LIGHT
from store.urls import normal_form, split

if TYPE_CHECKING:
    from crawler.admission import Admission
    from crawler.browser.options import BrowserOptions, Device

STOPPED_BY_HAND = 130
MOST_IN_DOUBT = 10  # pages that a browser loads because links name places that only scripts may add


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended."""

    run_id: int
    exit_code: int
    report: Path | None = None


class Stop(Exception):  # noqa: N818 - no error: the person at the keyboard asked for it
    """The run was stopped by hand."""


def start_url_of(text: str) -> str:
    """The start URL in normal form; a bare host gets https.

    Raises ConfigError where it cannot be a URL of a web site.
    """
    wanted = text.strip()
    if "://" not in wanted and not wanted.lower().startswith(("mailto:", "javascript:", "data:", "file:")):
        wanted = f"https://{wanted}"
    url = normal_form(wanted)
    if url is None or not split(url).host or any(letter.isspace() for letter in text.strip()):
        raise ConfigError(f"{text!r} is not the URL of a web site; write it like https://example.com/")
    return url


def audit_site(
    url: str,
    config: Config,
    console: Console,
    *,
    resume: bool = False,
    out: Path | None = None,
    notes: Notes | None = None,
    began_at: float | None = None,
    how_to_go_on: str = "",
) -> Ended:
    """Audit one site from the first request to the report.

    `began_at` (Unix time) is what a new run is dated by; None: now. `how_to_go_on` is what somebody who stops it is
    told to do; by default to resume it. `notes` says which build service is told of the gate.

    Raises MarsadError where the run cannot be done; what was gathered until then is kept.
    """
    start_url = start_url_of(url)
    check_rules(config)
    check_baseline(config.gate)
    site = split(start_url).netloc
    with few_collections(), forgetting(config), Store.open(config.store_url) as store, store.lock_site(site):
        run = _run_to_do(store, site, start_url, config, console, resume=resume, began_at=began_at)
        with listening() as stop:
            try:
                return _Plan(store, run, config, console, stop, out).go(notes or Notes())
            except Stop:
                store.end_run(run.id, RunState.STOPPED, time.time(), "stopped by hand")
                go_on = how_to_go_on or f"Go on with: marsad audit {start_url} --resume"
                console.warn("run", f"stopped; all is kept. {go_on}")
                return Ended(run.id, STOPPED_BY_HAND)
            except MarsadError as error:
                _try_to_end(store, run, str(error))
                tell_failure(config, run.site, str(error), console, store=store, run=run)
                raise


def judge_again(run_id: int | None, config: Config, console: Console, *, out: Path | None = None) -> Ended:
    """Judge a stored run with today's rules and settings, and write its report anew.

    Raises ConfigError where there is no such run.
    """
    check_rules(config)
    with known_store(config) as store:
        run = stored_run(store, run_id)
        if next(iter(store.pages(run.id)), None) is None and run.state is RunState.FAILED:
            raise ConfigError(
                f"run {run.id} failed before it read a page ({run.message}): there is nothing to judge; audit again"
            )
        if run.coverage.get(LIGHT):
            raise ConfigError(
                f"the pages of run {run.id} were let go, as [keep] in marsad.toml says: it cannot be judged again; "
                "`marsad report` still writes what was found"
            )
        with few_collections(), store.lock_site(run.site), listening() as stop:
            plan = _Plan(store, run, config, console, stop, out)
            return plan.judge_and_tell(config.gate, Notes())


def known_store(config: Config) -> Store:
    """Open a store that exists; a SQLite store that does not is a ConfigError: what only reads must not create one."""
    path = config.store_url.removeprefix("sqlite:///")
    if "://" not in path and not Path(path).exists():
        raise ConfigError(f"{path}: there is no store here yet; `marsad audit URL` makes one, --store names another")
    return Store.open(config.store_url)


def check_rules(config: Config) -> None:
    """Raise ConfigError where the configuration names a rule or a threshold that does not exist."""
    from marsad.rulebook import check_settings

    check_settings(config)


def stored_run(store: Store, run_id: int | None) -> Run:
    """The run with this id, or the newest, of the site that --site names. Raises ConfigError where there is none."""
    if run_id is None:
        site = host_asked()
        run = store.latest_run(site)
        if run is None:
            which = f"run of {site}" if site else "run"
            raise ConfigError(f"the store holds no {which} yet; start one with `marsad audit URL`")
        return run
    found = next((one for one in store.runs() if one.id == run_id), None)
    if found is None:
        raise ConfigError(f"there is no run {run_id} in the store; `marsad runs` lists them")
    return found


def _run_to_do(
    store: Store,
    site: str,
    start_url: str,
    config: Config,
    console: Console,
    *,
    resume: bool,
    began_at: float | None,
) -> Run:
    unfinished = store.latest_run(site, states=(RunState.RUNNING, RunState.STOPPED, RunState.FAILED))
    if resume:
        if unfinished is None:
            raise ConfigError(f"no unfinished run of {site} to resume; leave out --resume to start a new one")
        store.reopen_run(unfinished.id)
        done = ", ".join(unfinished.stages_done) or "nothing yet"
        console.log("run", f"going on with run {unfinished.id} of {unfinished.start_url} (done: {done})")
        return store.run(unfinished.id)
    if unfinished is not None and unfinished.id == getattr(store.latest_run(site), "id", None):
        console.log("run", f"run {unfinished.id} of {site} was not finished; --resume would go on with it")
    options = config.model_dump(mode="json", exclude={"store", "data", "alerts", "site", "login"})
    for name in ("headers", "cookies", "basic_auth"):  # may hold a password or a token
        options["crawl"].pop(name, None)
    run = store.begin_run(site, start_url, options, run_versions(config), began_at or time.time())
    console.log("run", f"run {run.id} of {start_url}", run=run.id, site=site)
    return run


def browser_options(config: Config, urls: Iterable[str]) -> BrowserOptions:
    """The browser's options for these pages: hosts that the user named may be reached though they are private."""
    hosts = {split(url).netloc for url in urls}
    named = hosts if config.crawl.allow_private or are_private(hosts) else set()
    known = set(config.browser.allowed_hosts) | named
    scripts = {**config.browser.scripts, **{one.name: one.script for one in config.javascript}}
    made = config.browser.model_copy(update={"allowed_hosts": tuple(sorted(known)), "scripts": scripts})
    return made.with_admission(admission_known(config)).with_resolve(config.crawl.resolve)


def are_private(hosts: Iterable[str]) -> bool:
    """Whether one of the hosts is on this machine or in a private network."""
    import asyncio

    from crawler.guard import AddressGuard

    async def learn() -> bool:
        for host in hosts:
            guard = AddressGuard(f"http://{host}/")
            await guard.learn()
            if guard.is_local:
                return True
        return False

    return asyncio.run(learn())


def _try_to_end(store: Store, run: Run, message: str) -> None:
    try:
        store.end_run(run.id, RunState.FAILED, time.time(), message)
    except StoreError:
        return  # the store itself is what failed: the message on the screen says so


@contextmanager
def listening() -> Iterator[threading.Event]:
    """An event that Ctrl-C or SIGTERM sets; a second Ctrl-C ends at once."""
    stop = threading.Event()

    def ask_to_stop(number: int, _frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, ask_to_stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Plan:
    """The stages of one run in order."""

    def __init__(
        self, store: Store, run: Run, config: Config, console: Console, stop: threading.Event, out: Path | None
    ) -> None:
        self.store = store
        self.run = run
        self.config = config
        self.console = console
        self.stop = stop
        self.out = out
        self.coverage = Coverage.of(run.coverage)
        self._known_admission: Admission | None = None
        self._earned: Mapping[str, float] | None = None
        self._clustered: tuple[int, Sequence[Template], Mapping[int, int]] | None = None  # with the number of pages
        self.before = run_before(store, run, config)  # from which unchanged pages are taken over

    @property
    def admission(self) -> Admission | None:
        """What opens the site; made when it is first needed, since it holds secrets."""
        if self._known_admission is None:
            self._known_admission = admission_of(self.config, self.run.start_url, self.console)
        return self._known_admission

    def go(self, notes: Notes) -> Ended:
        """Do what is not done yet. Services are asked first: the browser looks at the pages that earn most."""
        done = set(self.run.stages_done)
        for stage, work in ((Stage.CRAWL, self.crawl), (Stage.ASK, self.ask), (Stage.BROWSE, self.look)):
            if stage in done:
                continue
            began = time.monotonic()
            work()
            self.coverage.add_seconds(stage, time.monotonic() - began)
            self.store.set_coverage(self.run.id, self.coverage.as_mapping())
            self._check_stop()
            self.store.finish_stage(self.run.id, stage)
        return self.judge_and_tell(self.config.gate, notes, is_news=True)

    def crawl(self) -> None:
        """Gather the site."""
        from crawler.crawl import crawl

        enter(self.admission, self.console)
        with self.console.bar("crawl") as bar:
            summary = crawl(
                self.store,
                self.run,
                self.config.crawl,
                lambda now: bar.update(now.fetched, now.known, now.note),
                self.stop,
                answers_that_hold(self.store, self.run, self.config.links),
                self.before,
                self.admission,
                earlier_pages(self.store, self.run),
            )
        self._check_stop()
        self.coverage.crawled(summary)
        self.coverage.asked_again(what_became(self.store, self.run))
        if self.before is not None:
            self.coverage.incremental = {"pages": self.store.count_reused(self.run.id), "from_run": self.before.id}
        self.console.log("crawl", self.coverage.crawl_sentence(), fetched=summary.fetched)
        if unchanged := self.coverage.reused_sentence():
            self.console.log("crawl", unchanged, reused=self.coverage.incremental["pages"])
        if vanished := self.coverage.vanished_sentence():
            self.console.log("crawl", vanished, **self.coverage.vanished)
        if summary.blocked_by_robots:
            raise GatherError(
                f"robots.txt of {self.run.site} forbids the start URL {self.run.start_url}; nothing was audited. "
                "If it is your own site, use --ignore-robots or allow the user agent Marsad"
            )
        if not summary.html:
            raise GatherError(_no_pages(self.store, self.run))

    def look(self) -> None:
        """Let a real browser load a sample of pages, and links that refused the crawler."""
        enter(self.admission, self.console)
        self.browse()
        settle_places(self.store, self.run)
        if asked := ask_scripted_links(self.store, self.run, self.config.crawl, self.stop, self.admission):
            self.console.log("links", f"{asked} links that only scripts make were asked")
        look_again(self.store, self.run, self.config, self.console, self.coverage, self.stop)
        self._check_stop()
        # Last, when every other browser is closed: a second one would make the pages slow.
        measure_lab(
            self.store, self.run, self.config, self.console, self.coverage, self.stop, self._inlinks(), self._worth()
        )
        self._check_stop()
        if self.admission is not None and self.admission.ended is not None:
            self.coverage.add_gap(
                "Pages behind the login",
                "the site ended the session again while a browser looked at them: those that were left were not seen",
                "raise `login.again` in marsad.toml, and try `marsad login test`",
            )
        ask_of_links(self._asking())  # a browser may have found links well that refused the crawler

    def browse(self) -> None:
        """Let a real browser load a sample of every template."""
        templates, members = self._cluster()
        self.coverage.templates = len(templates)
        wanted = self.config.browser.enabled
        if wanted == "never":
            self.coverage.no_browser("it was turned off", "leave out --browser never")
            return
        from crawler.browser.browse import BrowseTask, browse
        from crawler.browser.find import find_browser

        found = find_browser(self.config.browser)
        if wanted == "always" and not found.ok:
            raise RunError(f"no browser: {found.reason} {found.how}")
        if self.config.sample.max_pages == 0:
            self.coverage.no_browser("it was turned off", "leave out --browser never")
            return
        if not found.ok:
            self.console.warn("browse", f"not run: {found.reason} {found.how}")
            self.coverage.no_browser(found.reason, found.how)
            return
        pages = [page for page in self.store.pages(self.run.id) if page.facts is not None and page.status == 200]
        sample = choose_sample(pages, templates, self._inlinks(), self.config.sample, self._worth())
        walked = pages_to_walk(sample)
        known = {page.id for page in sample}
        if self.config.sample.every_page:
            sample += [page for page in pages if page.id not in known and page.failure is None]
            known = {page.id for page in sample}
        most = min(MOST_IN_DOUBT, self.config.links.browser_links)
        sample += [page for page in pages_in_doubt(self.store, self.run, most) if page.id not in known]
        kept = keep_what_was_seen(self.store, self.run, self.before, self.config, sample, walked)
        if kept:
            since = oldest_sight(self.store, self.run)
            self.coverage.seen_before(kept, since)
        seen = {one.page_id for one in self.store.artifacts(self.run.id)}
        phones: tuple[Device, ...] = ("mobile",) if self.config.sample.phones else ()
        tasks = [
            BrowseTask(page.id, page.url, page.id in walked, phones if page.id in walked else ())
            for page in sample
            if page.id not in seen
        ]
        with self.console.bar("browse", len(tasks)) as bar:
            browse(
                tasks,
                browser_options(self.config, [self.run.start_url]),
                lambda artifact: self.store.save_artifacts(self.run.id, [artifact]),
                lambda now: bar.update(now.done, now.total, now.url),
                self.stop,
            )
        self._check_stop()
        self.coverage.rendered_pages(self.store.artifacts(self.run.id), members)
        self.console.log("browse", self.coverage.browse_sentence())

    def ask(self) -> None:
        """Pull what outside services know; what they cannot tell is a gap."""
        if not self.store.templates(self.run.id):
            self._cluster()  # services are asked about pages of every template
        ask_services(self._asking())

    def _asking(self) -> Asking:
        return Asking(self.store, self.run, self.config, self.console, self.coverage, self.stop)

    def _cluster(self) -> tuple[Sequence[Template], Mapping[int, int]]:
        """Find the templates of the crawled pages and keep them, once for the same pages."""
        from audits.templates import cluster_pages

        number = self.store.count_pages(self.run.id)
        if self._clustered is not None and self._clustered[0] == number:
            return self._clustered[1:]
        templates, members = cluster_pages(self.store.fingerprints(self.run.id))
        self.store.save_templates(self.run.id, templates, members)
        self._clustered = number, templates, members
        return templates, members

    def judge_and_tell(self, gate: GateOptions, notes: Notes, *, is_news: bool = False) -> Ended:
        """Judge what was gathered and write the report; `is_news`: the channels are told of it."""
        began = time.monotonic()
        remember(self.store, self.run)
        verdict = judge_run(
            self.store, self.run, self.config, self.console, self.stop, on_reused=self.coverage.judged_before
        )
        self._check_stop()
        self.coverage.judged(verdict, self.store, self.run.id)
        if reused := self.coverage.links_sentence():
            self.console.log("links", reused, reused=self.coverage.reused)
        self.coverage.budgets = check_budgets(self.store, self.run, self.config)
        checked = check_gate(self.store, self.run, verdict, gate, self.coverage.as_mapping())
        self.coverage.gate = checked.as_mapping()
        self.coverage.add_seconds(Stage.JUDGE, time.monotonic() - began)
        self.store.set_coverage(self.run.id, self.coverage.as_mapping())
        self.store.finish_stage(self.run.id, Stage.JUDGE)
        self.store.end_run(self.run.id, RunState.DONE, time.time())
        report = self._write_report()
        self.store.finish_stage(self.run.id, Stage.TELL)
        self._sum_up(verdict, report)
        say_gate(checked, verdict, self.console, notes)
        if is_news:
            self._tell_channels(report, checked)
        self._draw_portal()
        return Ended(self.run.id, 1 if checked.reasons else 0, report)

    def _write_report(self) -> Path:
        from marsad.telling import write_run_report

        return write_run_report(self.store, self.run, self.config, self.console, self.out)

    def _draw_portal(self) -> None:
        """Draw the page of all sites anew; that it cannot be written costs no run."""
        from marsad.portal import draw_portal

        try:
            draw_portal(self.store, self.config)
        except (MarsadError, OSError) as error:
            self.console.warn("portal", str(error))

    def _tell_channels(self, report: Path, checked: Checked) -> None:
        """Tell what is new; what could not be told is written into the report, too."""
        untold = tell_run(
            self.store, self.store.run(self.run.id), self.config, self.console, report=str(report), gate=checked.why
        )
        if not untold:
            return
        for one in untold:
            self.coverage.add_gap(one["what"], one["why"], one["how"])
        self.store.set_coverage(self.run.id, self.coverage.as_mapping())
        self._write_report()

    def _sum_up(self, verdict: Verdict, report: Path) -> None:
        overall = next((score for score in verdict.scores if score.category is None), None)
        found = [cause for cause in verdict.causes if is_open(cause) and cause.severity.rank > 0]
        problems = [cause for cause in found if cause.certainty is not Certainty.OPPORTUNITY]
        chances = len(found) - len(problems)
        health = f"health {overall.value:.0f} of 100, " if overall is not None and overall.value is not None else ""
        also = f", {chances} opportunities" if chances else ""
        self.console.log("judge", f"{health}{len(problems)} causes to mend{also}", problems=len(problems))
        for cause in problems[:5]:
            self.console.log(cause.severity.value, cause.message, rule=cause.rule, pages=cause.pages)
        self.console.log("report", str(report))

    def _inlinks(self) -> Mapping[int, int]:
        from audits.page import SiteFacts
        from audits.site import SiteView

        if self.config.browser.enabled == "never":
            return {}  # nobody asks which pages to open
        links = self.store.links(self.run.id, texts=False)
        return SiteView(SiteFacts(self.run.start_url), (), links, {}).inlinks()

    def _worth(self) -> Mapping[str, float]:
        """What pages earn, by URL, as far as this run or earlier ones have asked."""
        from marsad.worth import pages_worth

        if self._earned is None:
            self._earned = pages_worth(self.store, self.run, self.config)
        return self._earned

    def _check_stop(self) -> None:
        if self.stop.is_set():
            raise Stop


def _no_pages(store: Store, run: Run) -> str:
    page = store.page(run.id, run.start_url)
    if page is None or page.status == 0:
        why = f"{page.failure}: {page.failure_detail}" if page is not None and page.failure else "no answer"
        return f"{run.start_url} could not be fetched ({why}); check the address and try again"
    if page.content_type and "html" not in page.content_type and page.status == 200:
        return f"{run.start_url} is {page.content_type}, not an HTML page; start from a page that links to the others"
    if page.status >= 400:
        return f"{run.start_url} answered {page.status}; there is nothing to audit"
    return f"{run.start_url} led to no HTML page, so there is nothing to audit"


__all__ = ["Ended", "audit_site", "judge_again", "known_store", "start_url_of", "stored_run"]
