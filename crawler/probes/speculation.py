"""Asks for the rules for loading pages in advance that a site names in its headers."""

from __future__ import annotations

import re

from crawler.probes.questions import Questions
from crawler.probes.survey import Survey
from store.urls import normal_form

MOST_FILES = 5
FILE_BYTES = 64 * 1024
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


async def ask_speculation_rules(questions: Questions, seen: Survey) -> None:
    """Read each file that a `Speculation-Rules` header of the sample names, once."""
    job = questions.job
    named: dict[str, str] = {}
    for page in seen.sample:
        for raw in _TEXT.findall(page.header("speculation-rules") or ""):
            if (url := normal_form(raw, page.url)) is not None:
                named.setdefault(url, page.url)
    for url, page_url in list(named.items())[:MOST_FILES]:
        is_wanted = job.scope.is_internal(url) or job.options.check_external
        if not is_wanted or questions.is_asked("speculation-rules", url) or not questions.may_ask(url):
            continue
        last = (await questions.ask(url, body="all", limit=FILE_BYTES))[-1]
        text = last.body[:FILE_BYTES].decode("utf-8", "replace") if last.status == 200 else ""
        data = {"type": last.media_type[:100], "text": text, "page": page_url}
        questions.save("speculation-rules", url, last, data)
