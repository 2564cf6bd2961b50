"""Looks at single addresses of a site between audits: conditional requests, bounded bodies, no links followed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType, TracebackType
from typing import Any, Self

import xxhash

from crawler.admission import Admission
from crawler.ask import Answer, Asker, follow
from crawler.challenge import challenge_by
from crawler.decode import decode
from crawler.extract import extract
from crawler.guard import AddressGuard
from crawler.host_policy import HostPolicies, HostPolicy
from crawler.probes.tls import certificate_of
from crawler.sitemap_body import inflated
from store.model import Facts, Failure
from store.robots import Robots
from store.urls import normal_form
from store.watch_model import Look, LookState, Watched, WatchKind

PAGE_BYTES = 512 * 1024
ROBOTS_BYTES = 500 * 1024
SITEMAP_BYTES = 10 * 1024 * 1024
_TEXT_KEPT = 20_000
_MOST_HOPS = 5
_CONNECTIONS = 4
_WALLS = frozenset({401, 402, 403, 405, 406, 407, 408, 421, 425, 426, 429, 451, 999})
"""Statuses that say more of who asks than of the site."""
_NETWORK = frozenset({Failure.DNS, Failure.REFUSED, Failure.TIMEOUT, Failure.RESET})
_FAULTS = frozenset({*_NETWORK, Failure.TLS, Failure.BAD_RESPONSE})
_WORDS = {
    Failure.DNS: "its name is not known",
    Failure.REFUSED: "the connection is refused",
    Failure.TIMEOUT: "no answer in time",
    Failure.RESET: "the connection breaks off",
    Failure.TLS: "its certificate is refused",
    Failure.BAD_RESPONSE: "the answer is no HTTP",
}
_SEARCHERS = ("Googlebot", "Bingbot", "*")


class Looker:
    """Looks at the addresses of one site. Use as an asynchronous context manager.

    `admission` opens a site that asks for a password, a cookie or a header: what it holds goes to the site's own hosts
    alone, and is masked in all that comes back. `hosts` are the [[host]] tables, `resolve` is crawl.resolve.
    """

    def __init__(
        self,
        start_url: str,
        *,
        user_agent: str,
        timeout_s: float = 20.0,
        allow_private: bool = False,
        verify_tls: bool = True,
        resolve: Mapping[str, str] = MappingProxyType({}),
        hosts: Iterable[HostPolicy] = (),
        admission: Admission | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.guard = AddressGuard(start_url, allow_private=allow_private, resolve=resolve)
        self.start_url = start_url
        self._agent = user_agent
        self._timeout_s = timeout_s
        self._verify_tls = verify_tls
        self._hosts = HostPolicies(hosts, start_url)
        self._admission = admission
        self._clock = clock
        self._asker: Asker | None = None

    async def __aenter__(self) -> Self:
        await self.guard.learn()
        self._asker = Asker(
            self.guard,
            user_agent=self._agent,
            timeout_s=self._timeout_s,
            verify_tls=self._verify_tls,
            connections=_CONNECTIONS,
            admission=self._admission,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._asker is not None:
            await self._asker.close()

    async def page(self, url: str, before: Watched | None = None) -> Look:
        """Look at a page: how it answers, its title, whether it forbids indexing, its canonical URL."""
        answer, hops = await self._ask(url, before, "start", PAGE_BYTES)
        return self._look(WatchKind.PAGE, url, answer, hops, _page_facts)

    async def robots(self, url: str, pages: Iterable[str], before: Watched | None = None) -> Look:
        """Look at robots.txt: its text, its sitemaps, and which of the watched pages it forbids to search engines."""
        answer, hops = await self._ask(url, before, "all", ROBOTS_BYTES)
        if answer.status in (404, 410):  # to have none is fine, and allows everything
            nothing = {"digest": "", "text": "", "forbids": [], "sitemaps": []}
            return Look(WatchKind.ROBOTS, url, LookState.UP, self._clock(), answer.status, ms=answer.ttfb_ms,
                        facts=nothing)  # fmt: skip
        wanted = list(pages)
        return self._look(WatchKind.ROBOTS, url, answer, hops, lambda one: _robots_facts(one, wanted))

    async def sitemap(self, url: str, before: Watched | None = None) -> Look:
        """Look at a sitemap: how many addresses it names."""
        answer, hops = await self._ask(url, before, "all", SITEMAP_BYTES)
        return self._look(WatchKind.SITEMAP, url, answer, hops, _sitemap_facts)

    async def certificate(self, url: str) -> Look:
        """Look at the certificate of an https address: when it ends, and whether it is refused."""
        probe = await certificate_of(self, url)
        ends = float(probe.data.get("not_after") or 0)
        at = self._clock()
        if not ends:
            return Look(WatchKind.CERTIFICATE, url, LookState.UNSURE, at, why=str(probe.data.get("error") or ""))
        facts = {"not_after": ends, "issuer": probe.data.get("issuer", ""), "error": probe.data.get("error", "")}
        return Look(WatchKind.CERTIFICATE, url, LookState.UP, at, facts=facts)

    async def _ask(self, url: str, before: Watched | None, body: str, limit: int) -> tuple[Answer, str]:
        assert self._asker is not None, "a Looker is used within `async with`"
        known = _validators(before)
        hops, why = await follow(
            self._asker,
            url,
            _MOST_HOPS,
            headers_for=lambda asked: {**self._headers_for(asked), **(known if asked == url else {})},
            timeout_s=self._timeout_s,
            body=body,
            limit=limit,
        )
        return hops[-1], why or ("redirected" if len(hops) > 1 else "")

    def _headers_for(self, url: str) -> dict[str, str]:
        """The person's own request headers: those of the site for its hosts alone, those of a [[host]] for that one."""
        own = self._admission.headers_for(url) if self._admission is not None else {}
        return {**own, **self._hosts.headers_of(url)}

    def _look(
        self, kind: WatchKind, url: str, answer: Answer, hops: str, facts_of: Callable[[Answer], dict[str, Any] | None]
    ) -> Look:
        policy = self._hosts.of(answer.url)
        state, why = _judged(answer, hops, policy.accept if policy is not None else ())
        if answer.status == 401 and "Authorization" in self._headers_for(answer.url):
            why += " though a password was sent: it may have been changed"
        facts = facts_of(answer) if state is LookState.UP and answer.status != 304 else None
        keeps = facts is not None and hops == ""
        return Look(
            kind,
            url,
            state,
            self._clock(),
            answer.status,
            why,
            answer.ttfb_ms,
            facts,
            answer.header("etag")[:500] if keeps else "",
            answer.header("last-modified")[:100] if keeps else "",
            answer.failure in _NETWORK,
        )


def _validators(before: Watched | None) -> Mapping[str, str]:
    if before is None:
        return {}
    known = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified}
    return {name: value for name, value in known.items() if value}


def _judged(answer: Answer, hops: str, accepted: Iterable[int] = ()) -> tuple[LookState, str]:
    """How an answer stands, and why it is not up; `accepted` are statuses that are fine there."""
    if answer.failure is Failure.FORBIDDEN_ADDRESS:
        return LookState.UNSURE, "it has no public address"
    if answer.failure is Failure.DNS and not answer.is_missing_host:
        return LookState.UNSURE, "its name could not be looked up"
    if answer.status == 0 or answer.failure in _FAULTS:
        if answer.failure not in _FAULTS:
            return LookState.UNSURE, answer.detail[:200] or "no usable answer"
        why = _WORDS[answer.failure]
        return LookState.DOWN, f"{why}: {answer.tls_fault}" if answer.tls_fault else why
    if wall := challenge_by(answer):
        return LookState.UNSURE, f"a wall of {wall} answers instead"
    if hops in ("loop", "too-long", "nowhere"):
        return LookState.DOWN, "it redirects and leads nowhere"
    if answer.status in accepted:
        return LookState.UP, ""
    if answer.status in _WALLS or answer.status >= 600:
        return LookState.UNSURE, f"it answers {answer.status}"
    if answer.status >= 400:
        return LookState.DOWN, f"it answers {answer.status}"
    return LookState.UP, ""


def _page_facts(answer: Answer) -> dict[str, Any] | None:
    if not answer.is_html or not answer.body:
        return None
    text, _ = decode(answer.body, answer.content_type)
    facts = extract(normal_form(answer.url) or answer.url, text, answer.headers).facts
    return {
        "title": facts.title or "",
        "noindex": _forbids_index(facts),
        "canonical": facts.canonicals[0].url if facts.canonicals else "",
        "final_url": answer.url,
    }


def _forbids_index(facts: Facts) -> bool:
    return any(
        {"noindex", "none"} & set(one.tokens)
        for one in facts.robots
        if one.agent.lower() in ("robots", "googlebot", "")
    )


def _robots_facts(answer: Answer, pages: Iterable[str]) -> dict[str, Any] | None:
    if answer.is_html or answer.failure is not None:
        return None  # an error page with status 200 says nothing of robots.txt
    robots = Robots.parse(answer.body)
    text = answer.body.decode("utf-8", "replace")
    return {
        "digest": xxhash.xxh3_64_hexdigest(answer.body),
        "text": text[:_TEXT_KEPT],
        "forbids": sorted({url for url in pages for agent in _SEARCHERS if not robots.allows(agent, url)}),
        "sitemaps": [found for one in sitemap_lines(text) if (found := normal_form(one, answer.url))][:20],
    }


def sitemap_lines(text: str) -> list[str]:
    """The addresses of the Sitemap lines of a robots.txt."""
    rows = (line.partition("#")[0].partition(":") for line in text.lstrip("\ufeff").splitlines())
    return [value.strip() for name, _, value in rows if name.strip().lower() == "sitemap" and value.strip()]


def _sitemap_facts(answer: Answer) -> dict[str, Any] | None:
    if answer.failure is not None or answer.is_html:
        return None
    unpacked = inflated(answer.body)
    if unpacked.body.count(b"<loc") == 0 and answer.media_type == "text/plain":
        return {"urls": sum(1 for line in unpacked.body.splitlines() if line.startswith(b"http")), "is_index": False}
    return {"urls": unpacked.body.count(b"<loc>"), "is_index": b"<sitemapindex" in unpacked.body[:4096]}
