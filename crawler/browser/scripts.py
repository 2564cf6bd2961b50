"""Asks the scripts of the site's owner about a rendered page; what one answers or why it failed is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from crawler.browser.session import Browser, PageFailedError

SECONDS = 2
"""What one script may take on a page."""
CHARACTERS = 2_000
"""Of an answer that is kept, written as JSON."""
_RACE = (
    "Promise.race([(async () => ({source}\n))(), new Promise((_, fail) => "
    "setTimeout(() => fail(new Error('took longer than {seconds} s')), {milliseconds}))])"
)


def read_scripts(browser: Browser, scripts: Mapping[str, str]) -> dict[str, Any]:
    """More of the data of a RENDERED artifact: `custom`, by the script's name `{"value": …}` or `{"error": …}`.

    Scripts are expressions, asked in the page's own world, so that they see what the page's scripts set. One that
    never ends is broken off.
    """
    return {"custom": {name: _answer(browser, source) for name, source in scripts.items()}} if scripts else {}


def _answer(browser: Browser, source: str) -> dict[str, Any]:
    try:
        answer = browser.cdp(
            "Runtime.evaluate",
            SECONDS * 4,
            expression=_RACE.format(source=source, seconds=SECONDS, milliseconds=SECONDS * 1_000),
            awaitPromise=True,
            returnByValue=True,
            timeout=SECONDS * 1_000,
        )
    except PageFailedError as fault:  # so Chromium tells of a script that it broke off
        return {"error": f"broken off after {SECONDS} s, or: {fault}"[:300]}
    if "exceptionDetails" in answer:
        thrown = answer["exceptionDetails"]
        said = str(thrown.get("exception", {}).get("description") or thrown.get("text"))
        return {"error": said.partition("\n")[0][:300]}
    value = answer.get("result", {}).get("value")
    text = json.dumps(value, ensure_ascii=False)
    return {"value": value if len(text) <= CHARACTERS else text[:CHARACTERS]}
