"""Asks as other visitors: a phone's browser, a search engine's bot, bots of AI services."""

from __future__ import annotations

from typing import Any

from crawler.ask import Answer
from crawler.challenge import challenge_by
from crawler.options import default_user_agent
from crawler.probes.look import Look, are_alike, kept, likeness, look_at, look_of_page
from crawler.probes.questions import Questions
from crawler.probes.survey import Survey
from store.model import Page

# The names are those that servers and firewalls look for; each request also says who it comes from.
_BROWSER = "Mozilla/5.0 ({0}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 {1}Safari/537.36"
DESKTOP = _BROWSER.format("X11; Linux x86_64", "")
MOBILE = _BROWSER.format("Linux; Android 10; K", "Mobile ")
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
_AI = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; {}/1.0; +{})"
AI_AGENTS = {
    "GPTBot": _AI.format("GPTBot", "https://openai.com/gptbot"),
    "OAI-SearchBot": _AI.format("OAI-SearchBot", "https://openai.com/searchbot"),
    "ClaudeBot": _AI.format("ClaudeBot", "claudebot@anthropic.com"),
    "Claude-User": _AI.format("Claude-User", "Claude-User@anthropic.com"),
    "PerplexityBot": _AI.format("PerplexityBot", "https://perplexity.ai/perplexitybot"),
}
GOOGLEBOT_PAGES = 3
REFUSED = frozenset({401, 402, 403, 405, 406, 429, 451, 503})


def dressed(user_agent: str) -> dict[str, str]:
    """The header of a visitor, with our own name at its end."""
    return {"User-Agent": f"{user_agent} {default_user_agent()}"}


async def ask_as_phone(questions: Questions, seen: Survey) -> None:
    """Ask a sample of pages as a phone's browser, and where that differs, as a desktop's and once more as the phone's.

    What differs between our own visit and the phone's may be owed to the time between or to our name: only two
    browsers asked one after the other can tell.
    """
    for page in seen.sample:
        if not questions.is_asked("mobile", page.url) and questions.may_ask(page.url):
            await _as_phone(questions, page)


async def _as_phone(questions: Questions, page: Page) -> None:
    job = questions.job
    desktop, mobile = [look_of_page(job, page)], [look_at(job, await questions.ask(page.url, dressed(MOBILE)))]
    if not are_alike(desktop[0], mobile[0]):
        desktop = [look_at(job, await questions.ask(page.url, dressed(DESKTOP)))]
        if not are_alike(desktop[0], mobile[0]):
            mobile.append(look_at(job, await questions.ask(page.url, dressed(MOBILE))))
            desktop.append(look_at(job, await questions.ask(page.url, dressed(DESKTOP))))
    data = {"desktop": kept(desktop), "mobile": kept(mobile), "likeness": _best(desktop, mobile)}
    questions.save("mobile", page.url, None, data)


async def ask_as_search_engine(questions: Questions, seen: Survey) -> None:
    """Ask a few pages under the name of a search engine's bot; what differs is asked again by both names."""
    for page in seen.sample[:GOOGLEBOT_PAGES]:
        if questions.is_asked("search-bot", page.url) or not questions.may_ask(page.url, "Googlebot"):
            continue
        job = questions.job
        ours, bots = [look_of_page(job, page)], [look_at(job, await questions.ask(page.url, dressed(GOOGLEBOT)))]
        if not are_alike(ours[0], bots[0]):
            ours.append(look_at(job, await questions.ask(page.url)))
            bots.append(look_at(job, await questions.ask(page.url, dressed(GOOGLEBOT))))
        data = {"ours": kept(ours), "bots": kept(bots), "likeness": _best(ours, bots)}
        questions.save("search-bot", page.url, None, data)


def _best(ours: list[Look], theirs: list[Look]) -> float:
    """How alike the texts are, at best: a text that changes by itself is unlike itself too."""
    return round(max(likeness(one, other) for one in ours for other in theirs), 3)


async def ask_as_ai_services(questions: Questions, seen: Survey) -> None:
    """Ask the front page as a browser and by the names of AI services' bots; a refusal is asked once more.

    A bot that robots.txt keeps out is not played: it would not come.
    """
    home = seen.home
    if home is None or questions.is_asked("ai-agents", home.url) or not questions.may_ask(home.url):
        return
    browser = [await _outcome(questions, home.url, DESKTOP)]
    agents: dict[str, list[dict[str, Any]]] = {}
    for name, user_agent in AI_AGENTS.items():
        if not questions.may_ask(home.url, name):
            continue
        hops = await questions.ask(home.url, dressed(user_agent), body="html")
        agents[name] = [_told(hops[-1])]
        if _is_refusal(hops[-1]):
            await questions.pause(hops[-1])
            agents[name].append(await _outcome(questions, home.url, user_agent))
    if any(len(told) > 1 for told in agents.values()):
        browser.append(await _outcome(questions, home.url, DESKTOP))
    questions.save("ai-agents", home.url, None, {"browser": browser, "agents": agents})


async def _outcome(questions: Questions, url: str, user_agent: str) -> dict[str, Any]:
    return _told((await questions.ask(url, dressed(user_agent)))[-1])


def _told(answer: Answer) -> dict[str, Any]:
    return {
        "status": answer.status,
        "wall": challenge_by(answer) if answer.status else "",
        "failure": answer.failure.value if answer.failure is not None else "",
        "price": (answer.header("crawler-price") or answer.header("x-crawler-price"))[:60],
    }


def _is_refusal(answer: Answer) -> bool:
    return answer.status in REFUSED or answer.status == 0 or bool(challenge_by(answer))
