"""Lighthouse's SEO cases: the facts must carry what is needed to reach its verdicts."""

from __future__ import annotations

import json
import re
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.extract import extract
from store.model import Facts
from store.robots import Robots
from store.urls import split

CORPUS = Path(__file__).parents[3] / "shared/corpora/lighthouse-seo"
BOTS = ("robots", "Googlebot", "bingbot", "DuckDuckBot", "archive.org_bot")
ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def cases(audit: str) -> list[Any]:
    path = CORPUS / audit / "cases.json"
    if not path.is_file():
        return []
    return [pytest.param(case, id=case["id"]) for case in json.loads(path.read_text("utf-8"))]


def facts_of(case: dict[str, Any]) -> Facts:
    return extract(case["url"], case["html"], [(name, value) for name, value in case["headers"]]).facts


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the Lighthouse corpus is not beside the repository")
def test_the_corpus_is_whole() -> None:
    sizes = [len(cases(audit)) for audit in ("canonical", "hreflang", "is-crawlable", "meta-description")]
    assert sizes == [11, 16, 28, 4]


@pytest.mark.parametrize("case", cases("meta-description"))
def test_description(case: dict[str, Any]) -> None:
    assert ("pass" if facts_of(case).description else "fail") == case["expected"]


def canonical_fault(case: dict[str, Any]) -> str:
    facts = facts_of(case)
    counted = [one for one in facts.canonicals if one.where != "body" and not one.ignored]
    if any(not one.url for one in counted):
        return "invalid"
    if any(not ABSOLUTE.match(one.raw) for one in counted):
        return "relative"
    urls = {one.url for one in counted}
    if len(urls) > 1:
        return "conflict"
    alternates = {one.url for one in facts.hreflang if one.where != "body"}
    page = case["url"]
    for url in urls - {page}:
        if {url, page} <= alternates:
            return "other-hreflang"
        if split(url).path == "/" and split(page).path != "/" and split(url).host == split(page).host:
            return "root"
    return ""


@pytest.mark.parametrize("case", cases("canonical"))
def test_canonical(case: dict[str, Any]) -> None:
    assert canonical_fault(case) == case.get("reason", "")
    has_any = any(one.where != "body" for one in facts_of(case).canonicals)
    assert has_any is not case.get("not_applicable", False)


@pytest.mark.parametrize("case", cases("hreflang"))
def test_relative_language_versions(case: dict[str, Any]) -> None:
    counted = [one for one in facts_of(case).hreflang if one.where != "body"]
    relative = sum(not ABSOLUTE.match(one.raw) for one in counted)
    assert relative == sum("relative" in failing["reasons"] for failing in case.get("failing", []))
    codes = [one.code for one in counted]
    for failing in case.get("failing", []):
        if "language" in failing["reasons"]:
            assert any(code in json.dumps(failing) for code in codes)


def blocks(tokens: tuple[str, ...]) -> bool:
    return any(
        token in ("noindex", "none")
        or (token.startswith("unavailable_after:") and parsedate_to_datetime(token.partition(":")[2]).year < 2026)
        for token in tokens
    )


@pytest.mark.parametrize("case", cases("is-crawlable"))
def test_crawlability(case: dict[str, Any]) -> None:
    directives = facts_of(case).robots
    robots = Robots.parse(case["robots_txt"] or "")
    blocked = {
        bot
        for bot in BOTS
        if any(one.agent in ("robots", bot.lower()) and blocks(one.tokens) for one in directives)
        or not robots.allows("*" if bot == "robots" else bot, case["url"])
    }
    assert ("fail" if len(blocked) == len(BOTS) else "pass") == case["expected"]
    assert case.get("failing_items", 0) <= sum(blocks(one.tokens) for one in directives) + 1
