"""Builds the page that a rule's example describes, with the crawler's own reading of an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import partial
from typing import Any, NamedTuple

from audits.page import PageView, SiteFacts
from audits.rule import Answer, Example
from crawler.ask import Answer as Received
from crawler.pages import gather
from crawler.verdict import BLOCKED, PASSING
from store.model import (
    Artifact,
    ArtifactKind,
    Facts,
    Failure,
    Link,
    LinkState,
    Page,
    Target,
)
from store.urls import normal_form, split

NOW = 1_767_225_600.0  # 2026-01-01T00:00:00Z: the day on which every example happens


def page_view(example: Example) -> PageView:
    """Return the page that an example describes, as page rules see it."""
    url = normal_of(example.url, "https://example.com/")
    site = site_facts(example, origin_of(url))
    answer = Answer(html=example.html, status=example.status, headers=example.headers)
    page = page_of(url, answer, partial(is_internal_to, site)).page
    page = replace(page, **_page_fields(example.page))
    if example.pages:
        site = replace(site, page_at=_others(example, site))
    artifacts = {}
    for name, data in example.artifacts.items():
        kind = ArtifactKind(name)
        error = str(data.get("error", "")) if set(data) == {"error"} else ""
        artifacts[kind] = Artifact(page_id=1, kind=kind, data=data, error=error, taken_at=NOW)
    return PageView(replace(page, id=1), example.html, site=site, artifacts=artifacts)


def _others(example: Example, site: SiteFacts) -> Callable[[str], PageView | None]:
    """What reads the other pages of an example."""
    pages = {normal_of(raw, example.url): html for raw, html in example.pages.items()}

    def read(url: str) -> PageView | None:
        if url not in pages:
            return None
        page = page_of(url, Answer(html=pages[url]), partial(is_internal_to, site)).page
        return PageView(page, pages[url], site=site)

    return read


def _page_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    fixed = dict(given)
    if isinstance(fixed.get("failure"), str):
        fixed["failure"] = Failure(fixed["failure"])
    if "headers" in fixed and isinstance(fixed["headers"], Mapping):
        fixed["headers"] = headers_of(fixed["headers"])
    if isinstance(fixed.get("facts"), Mapping):
        fixed["facts"] = Facts(**fixed["facts"])
    return fixed


def is_internal_to(site: SiteFacts, url: str) -> bool:
    """Whether a URL belongs to the example's site."""
    try:
        host = split(url).netloc
    except ValueError:
        return False
    return host == split(site.start_url).netloc or host in site.hosts


class Fetched(NamedTuple):
    """A URL of an example as the crawl would keep it."""

    page: Page
    links: tuple[Link, ...]
    html: str


def page_of(url: str, answer: Answer, is_internal: Callable[[str], bool]) -> Fetched:
    """What the crawl would keep of an answer: the example's own words are laid over what the crawler's code makes."""
    headers = headers_of(answer.headers)
    content_type = dict(headers).get("content-type", answer.content_type)
    status = answer.status
    if answer.redirect:
        status = status if 300 <= status < 400 else 301
        headers = (*(pair for pair in headers if pair[0] != "location"), ("location", answer.redirect))
    if content_type and "content-type" not in dict(headers):
        headers = (*headers, ("content-type", content_type))
    failure = Failure(answer.failure) if answer.failure else None
    if failure not in (None, Failure.CHALLENGE, Failure.TRUNCATED, Failure.TOO_BIG):
        return Fetched(Page(url=url, failure=failure, failure_detail=failure.value, fetched_at=NOW), (), "")
    body = answer.html.encode()
    size = len(body) if answer.size_bytes is None else answer.size_bytes
    received = Received(
        url=url,
        status=status,
        headers=headers,
        content_type=content_type,
        body=body,
        wire_bytes=size,
        body_bytes=size,
        ttfb_ms=120.0 if answer.ttfb_ms is None else answer.ttfb_ms,
        download_ms=10.0,
        failure=failure,
    )
    found = gather(received, is_internal)
    facts = None if failure is Failure.CHALLENGE else found.page.facts
    page = replace(found.page, fetched_at=NOW, failure=found.page.failure or failure, facts=facts, tries=answer.tries)
    return Fetched(page, found.links if facts is not None else (), answer.html)


def headers_of(given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The headers as the store keeps them."""
    # A line break inside a value stands between two headers of the same name, as for several cookies.
    return tuple((name.lower(), value) for name, values in given.items() for value in values.split("\n"))


def site_facts(example: Example, origin: str) -> SiteFacts:
    """What page rules may know of the example's site."""
    names = {one.name for one in fields(SiteFacts)}
    options = {name: value for name, value in example.site_options.items() if name in names}
    targets = {}
    for raw, answer in example.targets.items():
        target = target_of(normal_of(raw, example.url if not example.site else origin), answer)
        targets[target.url] = target
    return SiteFacts(**{"start_url": origin, "now": NOW, "targets": targets, **options})


def target_of(url: str, answer: Answer, target_id: int = 0) -> Target:
    """An asset or external URL as the crawl would have found it."""
    failure = Failure(answer.failure) if answer.failure else None
    status = 0 if failure else answer.status
    state = LinkState.OK
    if failure is Failure.CHALLENGE or status in BLOCKED:
        state = LinkState.BLOCKED
    elif failure in PASSING or status >= 500:
        state = LinkState.FLAKY
    elif failure is Failure.TLS:
        state = LinkState.INSECURE
    elif failure is Failure.DNS or status in (404, 410):
        state = LinkState.DEAD
    elif failure or 400 <= status < 500:
        state = LinkState.UNKNOWN
    elif answer.redirect:
        state = LinkState.REDIRECT
    headers = headers_of(answer.headers)
    state = LinkState(answer.state) if answer.state else state
    return Target(
        url=url,
        state=state,
        status=200 if answer.redirect and 300 <= status < 400 else status,
        failure=failure,
        final_url=normal_of(answer.redirect, url) if answer.redirect else url,
        redirects=(status,) if answer.redirect else (),
        content_type=(dict(headers).get("content-type") or answer.content_type).partition(";")[0],
        size_bytes=answer.size_bytes,
        headers=headers,
        checked_at=NOW,
        id=target_id,
        detail=answer.detail,
    )


def normal_of(raw: str, base: str) -> str:
    """The normal form, or the raw value where it has none."""
    return normal_form(raw, base) or raw


def origin_of(url: str) -> str:
    """The root of the URL's host."""
    parts = split(url)
    return f"{parts.scheme}://{parts.netloc}/"
