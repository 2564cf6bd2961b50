"""Reads some of the site's own scripts: for source maps that can be had, and for keys that should not be in them."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import Any

from crawler.ask import Answer
from crawler.assets.measure import asset_probe
from crawler.probes.questions import Questions
from crawler.probes.survey import Survey
from store.credentials import find_credentials
from store.model import Target
from store.urls import normal_form

MAX_SCRIPTS = 20
MAX_MAPS = 5
SCRIPT_BYTES = 2 << 20
MAP_BYTES = 8 << 20
_MAP_LINE = re.compile(rb"(?://|/\*)[#@]\s*sourceMappingURL=([^\s*]{1,2000})")
_TYPES = ("javascript", "ecmascript")


async def ask_scripts(questions: Questions, seen: Survey) -> None:
    """Read the first of the site's own scripts, each once."""
    job = questions.job
    scripts = [one.url for one in job.store.targets(job.run.id) if _is_own_script(questions, one)]
    maps = 0
    for url in scripts[:MAX_SCRIPTS]:
        if questions.is_asked("script", url) or not questions.may_ask(url):
            continue
        last = (await questions.ask(url, body="all", limit=SCRIPT_BYTES))[-1]
        data: dict[str, Any] = {"map": "", "has_sources": False, "credentials": []}
        if last.status == 200 and not last.is_html:
            text = last.body.decode("utf-8", "replace")
            data["credentials"] = [[one.kind, one.shown, one.line] for one in find_credentials(text)]
            address = _map_of(last)
            if address and maps < MAX_MAPS and job.scope.is_internal(address) and questions.may_ask(address):
                maps += 1
                data |= {"map": address, "has_sources": await _has_sources(questions, address)}
            if job.options.measure_assets and not questions.is_asked("asset", url):
                found = asset_probe(last, known=job.assets.data_of(last.url))
                questions.keep(replace(found, url=url, asked_at=time.time()))
        questions.save("script", url, last, data)


def _is_own_script(questions: Questions, target: Target) -> bool:
    is_script = any(kind in target.content_type for kind in _TYPES)
    return is_script and target.status == 200 and questions.job.scope.is_internal(target.url)


def _map_of(answer: Answer) -> str:
    """The address of a script's source map by header or last comment; "" where there is none or it is inside."""
    named = answer.header("sourcemap") or answer.header("x-sourcemap")
    if not named:
        found = _MAP_LINE.findall(answer.body[-4_096:])
        named = found[-1].decode("utf-8", "replace") if found else ""
    if named.startswith("data:"):
        return ""
    return normal_form(named, answer.url) or "" if named else ""


async def _has_sources(questions: Questions, url: str) -> bool:
    """Whether a source map answers with the sources' text in it."""
    last = (await questions.ask(url, body="all", limit=MAP_BYTES))[-1]
    start = last.body[:1_000].lstrip(b")]}'\n\r ")
    return (
        last.status == 200
        and start.startswith(b"{")
        and b'"sourcesContent"' in last.body
        and b'"mappings"' in last.body
    )
