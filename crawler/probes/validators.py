"""Asks a few pages whether they have changed, with the validators that the server itself has just given."""

from __future__ import annotations

from typing import Any

from crawler.ask import Answer
from crawler.probes.questions import Questions
from crawler.probes.survey import Survey

MAX_PAGES = 2


async def ask_whether_changed(questions: Questions, seen: Survey) -> None:
    """Ask the first pages with an ETag or a date of change again: with these the server should say 304."""
    asked = 0
    for page in seen.sample:
        if asked >= MAX_PAGES:
            return
        if not (page.header("etag") or page.header("last-modified")):
            continue
        asked += 1
        if not questions.is_asked("revalidation", page.url) and questions.may_ask(page.url):
            await _ask_again(questions, page.url)


async def _ask_again(questions: Questions, url: str) -> None:
    first = (await questions.ask(url))[-1]
    condition = _condition(first)
    if first.status != 200 or not condition:
        return
    second = (await questions.ask(url, condition))[-1]
    data: dict[str, Any] = {
        "etag": first.header("etag")[:200],
        "last_modified": first.header("last-modified")[:60],
        # The same validators and the same body: the server could have known that nothing has changed.
        "is_same": _validators(first) == _validators(second) and bool(first.body) and first.body == second.body,
    }
    questions.save("revalidation", url, second, data)


def _condition(answer: Answer) -> dict[str, str]:
    etag, changed = _validators(answer)
    return {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", changed)) if value}


def _validators(answer: Answer) -> tuple[str, str]:
    return answer.header("etag"), answer.header("last-modified")
