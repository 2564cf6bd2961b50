"""`marsad page`: the page and browser rules on given pages, without a crawl and without a store."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import click

from audits.page import PageView, SiteFacts
from audits.rule import Rule, Scope
from audits.runner import judge_page
from crawler.ask import Asker, follow
from crawler.guard import AddressGuard
from crawler.pages import gather
from marsad.admission import admission_of, enter
from marsad.config import Config
from marsad.console import Console, printable
from marsad.judge import merged_artifact, view_of
from marsad.rulebook import cards_of, rules_of
from marsad.run import browser_options, check_rules, listening, start_url_of
from store.errors import ConfigError, RunError
from store.model import Artifact, ArtifactKind, Finding, Outcome, Page, Severity
from store.urls import resolve, split

_AT_ONCE = 8
_MAX_HOPS = 10
_WALKED = frozenset({ArtifactKind.KEYBOARD, ArtifactKind.RESPONSIVE, ArtifactKind.MEDIA})


@dataclass(slots=True)
class Given:
    """One URL as it was given, and what became of it."""

    given: str
    url: str
    number: int
    page: Page | None = None
    body: bytes = b""
    artifacts: dict[ArtifactKind, Artifact] = field(default_factory=dict)
    links: frozenset[str] = frozenset()  # addresses that the page links to


def test_pages(
    urls: Sequence[str],
    config: Config,
    console: Console,
    *,
    rules: Sequence[str] = (),
    form: str = "text",
    fail_on: str | None = None,
) -> int:
    """Fetch the pages, judge them, print one line a finding; returns the exit code.

    Raises ConfigError for a URL that is none or an unknown rule, RunError where no page could be fetched.
    """
    given = [Given(text, start_url_of(text), number) for number, text in enumerate(urls, start=1)]
    check_rules(config)
    chosen = _rules(rules, config)
    _admit(given, config, console)
    asyncio.run(_fetch(given, config))
    for one in given:
        if one.page is not None and one.page.status >= 400:
            console.warn("fetch", f"{one.given}: answered {one.page.status}, so it has no content to test")
        if one.page is None or one.page.status == 0:
            why = (one.page.failure_detail or one.page.failure) if one.page is not None else "too many redirects"
            console.warn("fetch", f"{one.given}: could not be fetched ({why}); it was not tested")
    if all(one.page is None or one.page.status == 0 for one in given):
        raise RunError(f"none of the {len(given)} pages could be fetched, so nothing was tested")
    if any(rule.needs for rule in chosen):
        _browse(given, config, console)
    findings = [(one, finding) for one in given for finding in _judged(one, chosen, config)]
    known = cards_of(config)
    for one, finding in findings:
        line = line_of(finding, one.given, known[finding.rule].wcag)
        click.echo(json.dumps(line, ensure_ascii=False) if form == "jsonl" else _text_of(line))
    tested = sum(one.page is not None and one.page.status != 0 for one in given)
    console.log("page", f"{tested} pages tested with {len(chosen)} rules: {len(findings)} findings")
    if fail_on is not None:
        level = Severity(fail_on).rank
        return int(any(one.outcome is Outcome.FAIL and one.severity.rank >= level for _, one in findings))
    return 0


def look_at(
    urls: Sequence[str], config: Config, console: Console, *, needs: Sequence[ArtifactKind] = ()
) -> list[Given]:
    """Fetch pages, following redirects, and let a browser see of them what is needed; in the order given."""
    given = [Given(url, url, number) for number, url in enumerate(urls, start=1)]
    _admit(given, config, console)
    asyncio.run(_fetch(given, config))
    if needs:
        _browse(given, config, console, needs)
    return given


def line_of(finding: Finding, url: str, wcag: Sequence[str]) -> dict[str, Any]:
    """A finding as one line of `marsad page --format jsonl`: a documented, stable shape."""
    return {
        "url": url,
        "rule": finding.rule,
        "outcome": finding.outcome.value,
        "severity": finding.severity.value,
        "certainty": finding.certainty.value,
        "wcag": list(wcag),
        "selector": finding.evidence.selector,
        "message": finding.message,
    }


def _text_of(line: dict[str, Any]) -> str:
    where = f"  {line['selector']}" if line["selector"] else ""
    text = f"{line['url']}: {line['severity']} {line['outcome']} {line['rule']}: {line['message']}{where}"
    return printable(text)


def _rules(ids: Sequence[str], config: Config) -> list[Rule]:
    pages = {rule.id: rule for rule in rules_of(config) if rule.scope is Scope.PAGE}
    for rule_id in ids:
        if rule_id not in pages:
            kind = (
                "sees the whole site; use `marsad audit`"
                if rule_id in cards_of(config)
                else "is unknown; see `marsad rules`"
            )
            raise ConfigError(f"the rule {rule_id!r} {kind}")
    return [pages[rule_id] for rule_id in ids] if ids else list(pages.values())


def _admit(given: Sequence[Given], config: Config, console: Console) -> None:
    """Log in, where the site asks for that."""
    if given:
        enter(admission_of(config, start_url_of(config.url) if config.url else given[0].url, console), console)


async def _fetch(given: Sequence[Given], config: Config) -> None:
    """Ask every URL, following redirects; each host has a guard of its own, since each was named by hand."""
    by_host: dict[str, list[Given]] = defaultdict(list)
    for one in given:
        by_host[split(one.url).host].append(one)
    await asyncio.gather(*(_fetch_host(group, config) for group in by_host.values()))


async def _fetch_host(given: Sequence[Given], config: Config) -> None:
    options = config.crawl
    admission = config.admission
    guard = AddressGuard(given[0].url, allow_private=options.allow_private, resolve=options.resolve)
    await guard.learn()
    asker = Asker(
        guard,
        user_agent=options.user_agent,
        timeout_s=options.timeout_s,
        max_body_bytes=options.max_body_bytes,
        verify_tls=options.verify_tls,
        admission=admission,
    )
    slots = asyncio.Semaphore(min(_AT_ONCE, options.concurrency))
    own = {split(one.url).netloc for one in given}

    def headers_for(url: str) -> Mapping[str, str]:
        # Whoever gives a password with a page gives it to that page's host, not to where a redirect leads.
        if admission is None or split(url).netloc not in own:
            return {}
        return admission.headers_for(url)

    async def fetch(one: Given) -> None:
        async with slots:
            hops, left = await follow(asker, one.url, _MAX_HOPS, headers_for=headers_for)
        if left:
            return
        host = split(hops[-1].url).netloc
        got = gather(hops[-1], lambda url: split(url).netloc == host, max_parse_bytes=options.max_parse_bytes)
        one.page, one.body = got.page, got.body
        one.links = frozenset(link.target for link in got.links)

    try:
        await asyncio.gather(*(fetch(one) for one in given))
    finally:
        await asker.close()


def _browse(given: Sequence[Given], config: Config, console: Console, needs: Sequence[ArtifactKind] = ()) -> None:
    """Load the pages in a browser; walked through with the keyboard, and as a phone, only where that is needed."""
    from crawler.browser.browse import BrowseTask, browse
    from crawler.browser.find import find_browser
    from crawler.browser.options import Device

    if config.browser.enabled == "never":
        return
    found = find_browser(config.browser)
    if not found.ok:
        if config.browser.enabled == "always":
            raise RunError(f"no browser: {found.reason} {found.how}")
        console.warn("browse", f"not run: {found.reason} {found.how}")
        return
    by_number = {one.number: one for one in given}

    def keep(artifact: Artifact) -> None:
        one = by_number[artifact.page_id]
        one.artifacts[artifact.kind] = merged_artifact(one.artifacts.get(artifact.kind), artifact)

    is_walked = not _WALKED.isdisjoint(needs)
    phones: tuple[Device, ...] = ("mobile",) if ArtifactKind.AXE in needs and config.sample.phones else ()
    tasks = [
        BrowseTask(one.number, one.page.url, is_walked, phones)
        for one in given
        if one.page is not None and one.page.is_html
    ]
    urls = [task.url for task in tasks]
    with console.bar("browse", len(tasks)) as bar, listening() as stop:
        browse(tasks, browser_options(config, urls), keep, lambda now: bar.update(now.done, now.total, now.url), stop)
        _stop_if_asked(stop)


def _stop_if_asked(stop: threading.Event) -> None:
    if stop.is_set():
        raise KeyboardInterrupt


def _judged(one: Given, rules: Sequence[Rule], config: Config) -> list[Finding]:
    if one.page is None or one.page.status == 0:
        return []
    # The page is not the home page because it was named: a site's rules would make exceptions for it.
    home = resolve("/", one.page.url) or one.page.url
    facts = SiteFacts(start_url=home, now=time.time(), staging_hosts=config.judge.staging_hosts)
    view: PageView = view_of(one.page, one.body, facts, one.artifacts)
    return judge_page(view, rules, config.judge).findings


__all__ = ["Given", "line_of", "look_at", "test_pages"]
