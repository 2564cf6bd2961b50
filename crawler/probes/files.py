"""Asks for files that speak to machines: llms.txt with what it links to, RSL licences, the IndexNow key."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from crawler.ask import Answer, looks_like_html
from crawler.probes.questions import Questions
from crawler.probes.survey import Survey
from crawler.scope import origin_of
from store.model import LinkState, Page
from store.robots import Robots
from store.urls import normal_form

MAX_TEXT_BYTES = 512 * 1024
KEPT_CHARACTERS = 20_000
MAX_LINKS = 200
MAX_ASKED_LINKS = 20
MAX_LICENSES = 3
_DEAD = frozenset({404, 410})
_MARKDOWN_LINK = re.compile(r"\[[^\]\n]{0,300}\]\(\s*<?([^)\s>]{1,2000})")
_RSL_TYPE = "application/rsl+xml"
_LICENSE_TAG = re.compile(rb"<link\b[^>]{0,500}>", re.IGNORECASE)
_HREF = re.compile(rb"""href\s*=\s*["']?([^"'\s>]{1,1000})""", re.IGNORECASE)


async def ask_llms_txt(questions: Questions, seen: Survey) -> None:
    """Ask for /llms.txt, and for those of its links to the site that the crawl does not know."""
    job = questions.job
    url = origin_of(seen.home.url if seen.home is not None else job.run.start_url) + "/llms.txt"
    if questions.is_asked("llms-txt", url) or not questions.may_ask(url):
        return
    hops = await questions.ask(url, body="all", limit=MAX_TEXT_BYTES)
    last = hops[-1]
    data: dict[str, Any] = {"final_url": last.url, "content_type": last.media_type, "links": [], "dead": []}
    if last.status == 200:
        text = last.body.decode("utf-8", "replace")
        is_html = looks_like_html(last.body) or last.is_html
        data |= {"text": text[:KEPT_CHARACTERS], "is_html": is_html, "bytes": last.body_bytes}
        if not is_html:
            links = links_of(text, last.url)
            data |= {"links": links, "dead": await _dead_links(questions, links)}
    questions.save("llms-txt", url, last, data)


def links_of(text: str, base: str) -> list[str]:
    """The addresses that Markdown links name, as normal URLs, in order.

    >>> links_of("- [A](/a): first", "https://example.com/llms.txt")
    ['https://example.com/a']
    """
    found = [normal_form(raw, base) for raw in _MARKDOWN_LINK.findall(text)]
    return list(dict.fromkeys(url for url in found if url))[:MAX_LINKS]


async def _dead_links(questions: Questions, links: list[str]) -> list[list[Any]]:
    """Those links that lead nowhere, with their status: what the crawl knows, and a few that it does not."""
    job = questions.job
    wanted = set(links)
    pages = {page.url: page for page in job.store.pages(job.run.id) if page.url in wanted} if wanted else {}
    targets = {one.url: one for one in job.store.targets(job.run.id) if one.url in wanted} if wanted else {}
    dead: list[list[Any]] = []
    asked = 0
    for url in links:
        status = _known_status(pages.get(url))
        if url in targets:
            status = targets[url].status if targets[url].state is LinkState.DEAD else 200
        if not status and job.scope.is_internal(url) and asked < MAX_ASKED_LINKS and questions.may_ask(url):
            asked += 1
            status = (await questions.ask(url, body="none"))[-1].status
        if status in _DEAD:
            dead.append([url, status])
    return dead


def _known_status(page: Page | None) -> int:
    return page.status if page is not None else 0


async def ask_licenses(questions: Questions, seen: Survey) -> None:
    """Ask for the RSL licences that robots.txt, the front page's head or its Link header name."""
    if "license" in questions.kinds:
        return
    for raw, where, base in _named_licenses(questions, seen)[:MAX_LICENSES]:
        url = normal_form(raw, base)
        data: dict[str, Any] = {"where": where, "raw": raw[:300], "is_absolute": "://" in raw, "root": "", "error": ""}
        if url is None:
            data["error"] = "not an address"
            questions.save("license", base, None, data)
            continue
        if questions.is_asked("license", url) or (questions.job.scope.is_internal(url) and not questions.may_ask(url)):
            continue
        last = (await questions.ask(url, body="all", limit=MAX_TEXT_BYTES))[-1]
        if last.status == 200:
            data["root"], data["error"] = _root_of(last.body)
        data["content_type"] = last.media_type
        questions.save("license", url, last, data)


def _named_licenses(questions: Questions, seen: Survey) -> list[tuple[str, str, str]]:
    """Address as written, where it is named, and what it is relative to."""
    job = questions.job
    home = seen.home
    found: list[tuple[str, str, str]] = []
    for probe in job.store.probes(job.run.id):
        if probe.kind == "robots" and 200 <= probe.status < 300:
            lines = Robots.parse(str(probe.data.get("text", ""))).lines
            found += [(line.value, "robots.txt", probe.url) for line in lines if line.key == "license" and line.value]
    if home is None:
        return list(dict.fromkeys(found))
    body = job.store.bodies(job.run.id, [home.id]).get(home.id, b"")
    for tag in _LICENSE_TAG.findall(body) if _RSL_TYPE.encode() in body.lower() else ():
        href = _HREF.search(tag)
        if _RSL_TYPE.encode() in tag.lower() and href:
            found.append((href[1].decode("utf-8", "replace"), "the page's head", home.url))
    for part in (home.header("link") or "").split(","):
        if _RSL_TYPE in part.lower() and "<" in part:
            found.append((part.partition("<")[2].partition(">")[0].strip(), "the Link header", home.url))
    return list(dict.fromkeys(found))


def _root_of(body: bytes) -> tuple[str, str]:
    """The name of an XML document's root element, or what is wrong with it. Entities and networks stay untouched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return "", str(error)[:200]
    return etree.QName(root).localname if isinstance(root.tag, str) else "", ""


async def ask_indexnow_key(questions: Questions, seen: Survey) -> None:
    """Ask for the key file where a key is configured. The key is no secret: the protocol has it published."""
    key = questions.job.options.indexnow_key
    if not key:
        return
    url = normal_form(f"{origin_of(seen.home.url if seen.home else questions.job.run.start_url)}/{key}.txt")
    if url is None or questions.is_asked("indexnow", url) or not questions.may_ask(url):
        return
    last = (await questions.ask(url, body="all", limit=MAX_TEXT_BYTES))[-1]
    is_form = re.fullmatch(r"[A-Za-z0-9-]{8,128}", key) is not None
    questions.save("indexnow", url, last, {"matches": _text(last) == key, "is_well_formed": is_form})


def _text(answer: Answer) -> str:
    return answer.body[:1_000].decode("utf-8-sig", "replace").strip()
