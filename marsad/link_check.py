"""`marsad links check`: asks given addresses again and prints the verdict with its evidence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import click

from crawler.admission import Admission
from crawler.recheck import Checked, recheck
from marsad.admission import admission_of, enter
from marsad.config import Config
from marsad.console import Console, printable
from reports.links import BROKEN, UNVERIFIED
from reports.words import ENGLISH
from store.database import Store
from store.errors import ConfigError, MarsadError
from store.model import LinkState
from store.redirects import replacement_of

_NEEDS_A_PASSWORD = frozenset({401, 407})


@dataclass(slots=True)
class _Verdict:
    checked: Checked
    state: LinkState
    status: int
    final_url: str
    reason: str
    method: str


def _admission(config: Config, console: Console) -> Admission | None:
    """What opens the site of the configuration, for its own addresses among those that are asked."""
    from marsad.run import start_url_of

    admission = admission_of(config, start_url_of(config.url), console) if config.url else None
    enter(admission, console)
    return admission


def check_links(urls: Sequence[str], config: Config, console: Console, form: str) -> int:
    """Ask the addresses, let a browser look at those that refuse or that scripts make, print one verdict each.

    Returns 1 where at least one is broken, else 0. Raises ConfigError for what is no address.
    """
    try:
        found = recheck(urls, config.crawl, _known_host(config), _admission(config, console))
    except ValueError as error:
        raise ConfigError(f"{error}; write it like https://example.com/page") from None
    verdicts = [
        _Verdict(one, one.target.state, one.target.status, one.target.final_url, one.target.detail, one.target.method)
        for one in found
    ]
    _look(verdicts, config, console)
    for one in verdicts:
        click.echo(json.dumps(_line(one), ensure_ascii=False) if form == "jsonl" else _text(one))
    broken = sum(one.state in BROKEN for one in verdicts)
    unverified = sum(one.state in UNVERIFIED for one in verdicts)
    console.log("links", f"{len(verdicts)} asked: {broken} broken, {unverified} could not be verified")
    return int(broken > 0)


def _known_host(config: Config) -> str:
    """The start URL of the last run: its host is known to exist."""
    path = config.store_url.removeprefix("sqlite:///")
    try:
        if "://" not in path:
            from pathlib import Path

            if not Path(path).exists():
                return config.url
        with Store.open(config.store_url) as store:
            run = store.latest_run()
            return run.start_url if run is not None else config.url
    except MarsadError:
        return config.url  # without a store there is only less proof


def _look(verdicts: Sequence[_Verdict], config: Config, console: Console) -> None:
    doubted = [
        one
        for one in verdicts
        if one.checked.is_scripted or (one.state is LinkState.BLOCKED and one.status not in _NEEDS_A_PASSWORD)
    ]
    if not doubted or config.browser.enabled == "never" or not config.links.browser_links:
        return
    from crawler.browser.find import find_browser
    from crawler.browser.second_opinion import METHOD, Question, second_opinions
    from marsad.run import browser_options, listening

    ready = find_browser(config.browser)
    if not ready.ok:
        console.warn("links", f"no browser looked at {len(doubted)} of them: {ready.reason} {ready.how}")
        return
    urls = [one.checked.target.url for one in doubted]
    questions = {
        Question(one.checked.target.url, one.checked.fragment if one.checked.is_scripted else ""): one
        for one in doubted[: config.links.browser_links]
    }
    with listening() as stop:
        options = browser_options(config, urls)
        for opinion in second_opinions(list(questions), options, config.links.browser_seconds, stop):
            one = questions[opinion.question]
            one.reason = f"{one.reason}; browser: {opinion.reason}" if one.reason else f"browser: {opinion.reason}"
            if opinion.state is not LinkState.UNKNOWN:
                one.state, one.status, one.method = opinion.state, opinion.status, METHOD
                one.final_url = opinion.final_url
        if stop.is_set():
            raise KeyboardInterrupt


def _line(one: _Verdict) -> dict[str, Any]:
    target = one.checked.target
    return {
        "url": one.checked.given,
        "verdict": one.state.value,
        "status": one.status,
        "failure": target.failure.value if target.failure else "",
        "final": one.final_url or target.url,
        "replacement": replacement_of(target.url, one.final_url, target.redirects, one.status),
        "method": one.method,
        "tries": one.checked.tries,
        "hops": [{"url": url, "answer": answer} for url, answer in one.checked.hops],
        "reason": one.reason,
        "meaning": ENGLISH[f"links.means.{one.state.value}"],
        "checked_at": target.checked_at,
    }


def _text(one: _Verdict) -> str:
    line = _line(one)
    said = [f"{line['verdict']}  {line['url']}", f"    {line['meaning']}"]
    said += [f"    {line['method']} {hop['answer']}  {hop['url']}" for hop in line["hops"]]
    if one.reason:
        said.append(f"    {one.reason}")
    if line["replacement"]:
        said.append(f"    link to {line['replacement']} instead")
    if one.checked.tries > 1:
        said.append(f"    asked {one.checked.tries} times")
    return "\n".join(printable(part) for part in said)
