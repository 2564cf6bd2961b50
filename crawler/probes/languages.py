"""Asks the front page in other languages, by header and by cookie: one URL should have one language."""

from __future__ import annotations

import re
from typing import Any

from crawler.ask import REDIRECTS
from crawler.probes.look import Look, likeness, look_at, look_of_page
from crawler.probes.questions import Questions
from crawler.probes.survey import Survey
from store.model import Page

MAX_LANGUAGES = 3
_COMMON = ("en", "de", "fr", "es")
_NAMED = re.compile(
    r"""(?:hreflang|lang|data-lang|data-locale|data-language|data-code)\s*=\s*["']?([a-zA-Z]{2})(?:[-_][a-zA-Z]{2,4})?["'\s>]"""
)
_COOKIE = re.compile(r"^[\w.-]*(?:lang|locale|culture|i18n)[\w.-]*$", re.IGNORECASE)


async def ask_in_languages(questions: Questions, seen: Survey) -> None:
    """Ask the front page with other languages preferred, and with its own language cookie set to them."""
    home = seen.home
    if home is None or questions.is_asked("locale", home.url) or not questions.may_ask(home.url):
        return
    job = questions.job
    ours = look_of_page(job, home)
    own = primary(str(ours.data["lang"]))
    if not own:
        return  # without a declared language no other can be told from it
    body = job.store.bodies(job.run.id, [home.id]).get(home.id, b"").decode("utf-8", "replace")
    cookies = _cookie_names(home)[:1]
    found = []
    for code in candidates(own, body):
        ways = [("Accept-Language", "", {"Accept-Language": f"{code},{own};q=0.2"})]
        ways += [("cookie", name, {"Cookie": f"{name}={code}"}) for name in cookies]
        for way, name, headers in ways:
            hops = await questions.ask(home.url, headers)
            theirs = look_at(job, hops)
            found.append(_told(way, name, code, ours, theirs, hops[0].status in REDIRECTS))
    questions.save("locale", home.url, None, {"lang": own, "answers": found})


def _told(way: str, cookie: str, code: str, ours: Look, theirs: Look, is_redirect: bool) -> dict[str, Any]:
    return {
        "by": way,
        "cookie": cookie,
        "asked": code,
        "status": theirs.data["status"],
        "lang": primary(str(theirs.data.get("lang", ""))),
        "is_redirect": is_redirect,
        "final_url": theirs.data["final_url"],
        "likeness": round(likeness(ours, theirs), 3) if theirs.is_page else 1.0,
    }


def primary(code: str) -> str:
    """The language of a code, without region and script.

    >>> primary("pt-BR"), primary("")
    ('pt', '')
    """
    return re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0]


def candidates(own: str, html: str) -> list[str]:
    """Other languages to try: first those that the page's markup names, then common ones."""
    named = [code.lower() for code in _NAMED.findall(html)]
    return [code for code in dict.fromkeys([*named, *_COMMON]) if code != own][:MAX_LANGUAGES]


def _cookie_names(page: Page) -> list[str]:
    names = [value.partition("=")[0].strip() for name, value in page.headers if name == "set-cookie"]
    return [name for name in names if _COOKIE.match(name)]
