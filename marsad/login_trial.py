"""Tries what opens a site: the login in a browser, then the check page as the crawler asks for it."""

from __future__ import annotations

import asyncio

from crawler.admission import Admission
from crawler.ask import Answer, Asker
from crawler.decode import decode
from crawler.guard import AddressGuard
from crawler.login_watch import LoginWatch
from marsad.admission import admission_of, forgetting, is_asked, seen_of
from marsad.config import Config
from marsad.console import Console, printable
from store.document import Document
from store.errors import ConfigError

_MOST_SHOWN = 20  # links that are left alone


async def try_login(start_url: str, config: Config, console: Console) -> list[str]:
    """What was seen, line by line. Raises ConfigError where nothing is set, LoginError where the site stays closed."""
    if not is_asked(config):
        raise ConfigError(
            "there is nothing to try: set [[login.step]], crawl.cookies, crawl.headers or crawl.basic_auth"
        )
    with forgetting(config):
        admission = await asyncio.to_thread(admission_of, config, start_url, console)
        assert admission is not None
        lines = [f"hosts that credentials go to: {', '.join(sorted(admission.hosts))}"]
        if admission.has_login:
            lines.append(seen_of(await asyncio.to_thread(admission.enter)))
        lines += await _checked(admission, config)
        return [admission.mask.text(printable(line)) for line in lines]


async def _checked(admission: Admission, config: Config) -> list[str]:
    options = config.crawl
    guard = AddressGuard(admission.start_url, allow_private=options.allow_private, resolve=options.resolve)
    await guard.learn()
    asker = Asker(
        guard,
        user_agent=config.crawl.user_agent,
        timeout_s=config.crawl.timeout_s,
        verify_tls=config.crawl.verify_tls,
        admission=admission,
    )

    async def ask(url: str) -> Answer:
        return await asker.ask(url, headers=admission.headers_for(url))

    try:
        await LoginWatch(admission, ask, lambda note: None).begin()
        answer = await ask(admission.check_url)
    finally:
        await asker.close()
    title, links = _read(answer)
    lines = [f"the crawler asked {admission.check_url}: {answer.status or answer.detail} {title!r}"]
    left = [f"{url} ({why})" for url, text in links if (why := _left_alone(admission, url, text))]
    if left:
        lines.append(f"{len(left)} links there are left alone: {', '.join(left[:_MOST_SHOWN])}")
    return lines


def _left_alone(admission: Admission, url: str, text: str) -> str:
    admission.never.note_link(url, text)
    return admission.never.why_not(url) if admission.is_own(url) else ""


def _read(answer: Answer) -> tuple[str, list[tuple[str, str]]]:
    """The title of a page and its links with their texts."""
    from crawler.extract import extract

    if not answer.body:
        return "", []
    text, _ = decode(answer.body, answer.content_type)
    title = Document(text).select_one("title")
    links = [(link.target, link.text) for link in extract(answer.url, text).links]
    return (title.text if title is not None else "").strip(), links
