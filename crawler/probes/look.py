"""What one visitor was given at a URL, small enough to keep and to compare with what another was given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler.ask import Answer
from crawler.challenge import challenge_by
from crawler.decode import decode
from crawler.extract import extract
from crawler.job import CrawlJob
from store.document import Document, main_text
from store.model import NAVIGATION_KINDS, Facts, Link, Page

_TEXT_CHARACTERS = 300
_COMPARED = ("title", "h1", "canonical", "robots", "schema")
NEAR = 0.8  # of words or links: what differs less is not worth a second question


@dataclass(slots=True)
class Look:
    """One answer as a visitor sees it. `data` is what the store keeps, the rest is for comparing at once."""

    data: dict[str, Any]
    words: Counter[str] = field(default_factory=Counter)
    links: tuple[Link, ...] = ()

    @property
    def is_page(self) -> bool:
        """Whether a page came, and no refusal, error or bot wall."""
        return self.data["status"] == 200 and not self.data["wall"] and "title" in self.data


def look_at(job: CrawlJob, hops: list[Answer]) -> Look:
    """The look of an answer at the end of its redirects."""
    last = hops[-1]
    data: dict[str, Any] = {
        "status": last.status,
        "final_url": last.url,
        "wall": challenge_by(last) if last.status else "",
        "failure": last.failure.value if last.failure is not None else "",
    }
    if not (last.is_html and last.body and last.status == 200):
        return Look(data)
    text, _ = decode(last.body[: job.options.max_parse_bytes], last.content_type)
    found = extract(last.url, text, last.headers, job.scope.is_internal)
    words = Counter(main_text(Document(text)).lower().split())
    return Look(data | _facts_of(found.facts), words, found.links)


def look_of_page(job: CrawlJob, page: Page) -> Look:
    """The look of a page as the crawl was given it."""
    data = {"status": page.status, "final_url": page.url, "wall": "", "failure": ""}
    body = job.store.bodies(job.run.id, [page.id]).get(page.id, b"")
    text, _ = decode(body, f"{page.content_type}; charset={page.charset}" if page.charset else page.content_type)
    found = extract(page.url, text, page.headers, job.scope.is_internal)
    words = Counter(main_text(Document(text)).lower().split())
    return Look(data | _facts_of(page.facts or found.facts), words, found.links)


def _facts_of(facts: Facts) -> dict[str, Any]:
    tokens = {token for one in facts.robots if one.agent in ("robots", "googlebot") for token in one.tokens}
    return {
        "title": (facts.title or "")[:_TEXT_CHARACTERS],
        "h1": [text[:_TEXT_CHARACTERS] for text in facts.h1[:3]],
        "canonical": sorted({one.url for one in facts.canonicals if one.url and one.where != "body"})[:3],
        "robots": sorted(tokens & {"noindex", "nofollow", "none", "nosnippet"}),
        "schema": sorted(facts.schema_types)[:50],
        "links": facts.internal_links,
        "words": facts.word_count,
        "lang": facts.lang or "",
        "digest": facts.text_digest,
    }


def likeness(one: Look, other: Look) -> float:
    """The share of the longer text's words that the other has too, 0 to 1; two empty texts are alike."""
    longer = max(one.words.total(), other.words.total())
    return (one.words & other.words).total() / longer if longer else 1.0


def are_alike(one: Look, other: Look) -> bool:
    """Whether two visitors were given the same, as far as anything is built on it."""
    ours, theirs = one.data, other.data
    if one.is_page != other.is_page or ours["status"] != theirs["status"]:
        return False
    if not one.is_page:
        return True
    if any(ours[name] != theirs[name] for name in _COMPARED):
        return False
    if _share(ours["links"], theirs["links"]) < NEAR:
        return False
    return bool(ours["digest"] == theirs["digest"] or likeness(one, other) >= NEAR)


def _share(one: int, other: int) -> float:
    longer = max(one, other)
    return min(one, other) / longer if longer else 1.0


def targets_of(links: Iterable[Link]) -> set[str]:
    """The URLs that a page's links lead to."""
    return {link.target for link in links if link.kind in NAVIGATION_KINDS}


def kept(looks: Iterable[Look]) -> list[Mapping[str, Any]]:
    """What the store keeps of several looks."""
    return [look.data for look in looks]
