"""Other hosts that the first view needs and that the browser learns of late."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from audits.page import PageView
from audits.rendering import is_comparable, vitals_of
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Severity,
    page_rule,
)
from audits.savings import SLOW_4G_LATENCY_MS, time_words
from store.urls import split

_LATEST_MS = 15_000.0  # what begins later belongs to no first view (Lighthouse: network-dependency-tree)
_URL = "https://x.example.net/a.woff2"
_HEADER = re.compile(r"<([^<>]{1,500})>((?:\s*;[^,<>\"]*(?:\"[^\"]*\")?)*)")
_IS_NAMED = re.compile(r";\s*rel\s*=\s*(?:\"[^\"]*\b(?:preconnect|preload)\b|(?:preconnect|preload)\b)", re.IGNORECASE)
_MOVED = {
    "url": "https://example.com/old", "type": "document", "status": 302, "start_ms": 0.0, "response_ms": 1.0,
}  # fmt: skip


def _seen(start_ms: float = 150.0, **row: Any) -> dict[str, dict[str, Any]]:
    document = {"url": "https://example.com/page", "type": "document", "start_ms": 0.0, "response_ms": 100.0}
    sheet = "https://example.com/a.css"
    late = {"url": _URL, "type": "font", "start_ms": start_ms, "initiator": sheet, "is_blocking": False, **row}
    return {"vitals": {"waterfall": [document, late], "lcp_url": "https://x.example.net/hero.jpg"}}


def _redirected() -> dict[str, dict[str, Any]]:
    seen = _seen(initiator="https://example.com/page")
    seen["vitals"]["waterfall"].insert(0, _MOVED)
    return seen


@page_rule(
    id="speed-preconnect-missing",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:preconnect-and-dns-prefetch"],
    title="First view waits for a host that is named late",
    message="The first view needs a host of which the browser learns late.",
    why="Before its first byte can come, the browser must find the host and agree on encryption, which takes time.",
    fix="Ask the developer to announce this host in the head.",
    fix_developer="Add `<link rel=preconnect>` for it, with `crossorigin` for fonts, or serve the file yourself.",
    needs=[ArtifactKind.VITALS],
    settings={"minimum_ms": "milliseconds after the page's own first byte from which the host is named late"},
    applies=is_comparable,
    examples=[
        Fails("<p>A</p>", at=[""], artifacts=_seen()),
        Fails("<p>A</p>", at=[""], artifacts=_seen(type="stylesheet", is_blocking=True)),
        Fails("<p>A</p>", at=[""], artifacts=_seen(type="image", url="https://x.example.net/hero.jpg")),
        Passes("<p>A</p>", artifacts=_seen(149.0), note="hardly later than the page"),
        Passes("<p>A</p>", artifacts=_seen(15_001.0)),
        Passes("<p>A</p>", artifacts=_seen(type="image"), note="not waited for"),
        Passes("<p>A</p>", artifacts=_seen(initiator="https://example.com/page"), note="named by the page itself"),
        Passes("<p>A</p>", artifacts=_seen(url="https://example.com/a.woff2"), note="the page's own host"),
        Passes("<link rel=preconnect href=https://x.example.net crossorigin><p>A</p>", artifacts=_seen()),
        Passes(f"<link rel=preload as=font href={_URL} crossorigin><p>A</p>", artifacts=_seen()),
        Passes(
            "<p>A</p>",
            headers={"Link": "<https://x.example.net>; rel=preconnect; crossorigin"},
            artifacts=_seen(),
            note="announced in the header, as shops and CDNs do",
        ),
        Passes("<p>A</p>", headers={"Link": f'<{_URL}>; as=font; rel="preload"'}, artifacts=_seen()),
        Fails("<p>A</p>", at=[""], headers={"Link": "<https://x.example.net>; rel=next"}, artifacts=_seen()),
        Passes("<p>A</p>", artifacts=_seen(initiator=""), note="nobody knows who asked for it"),
        Passes("<p>A</p>", artifacts=_redirected(), note="named by the page to which a redirect led"),
        Inapplicable("<p>A</p>", status=404, artifacts=_seen()),
    ],
)
def speed_preconnect_missing(page: PageView, *, minimum_ms: float = 50.0) -> Iterator[Evidence]:
    """Yield each such host with its first file; the estimate is one round trip, where a new connection needs two."""
    seen = vitals_of(page)
    rows = [one for one in seen.get("waterfall") or () if isinstance(one.get("start_ms"), (int, float))]
    document = next((one for one in rows if _is_document(one)), None)
    if document is None or not isinstance(document.get("response_ms"), (int, float)):
        return
    first: dict[str, Mapping[str, Any]] = {}
    for one in rows:
        first.setdefault(split(str(one["url"])).netloc, one)
    named = {page.parts.netloc, split(str(document["url"])).netloc, *_named(page)}
    for host, one in first.items():
        late = one["start_ms"] - document["response_ms"]
        is_needed = one.get("is_blocking") or one.get("type") == "font" or one["url"] == seen.get("lcp_url")
        is_late = (
            minimum_ms <= late
            and one["start_ms"] <= _LATEST_MS
            and one.get("initiator") not in ("", None, document["url"])
        )
        if host in named or not is_needed or not is_late:
            continue
        message = (
            f"The browser learns of {host} {time_words(late)} after the page's first byte, from {one['initiator']}; "
            "a `preconnect` in the head saves a round trip and more."
        )
        facts = {"file": one["url"], "saved_bytes": 0, "saved_ms": round(SLOW_4G_LATENCY_MS), "late_ms": round(late)}
        yield Evidence(message=message, target=host, facts=facts)


def _is_document(row: Mapping[str, Any]) -> bool:
    """Whether a row is the page itself, and not a redirect to it."""
    return row.get("type") == "document" and not 300 <= (row.get("status") or 0) < 400


def _named(page: PageView) -> Iterator[str]:
    """The hosts that the head or the header announces."""
    for link in page.select("link[rel][href]"):
        if {"preconnect", "preload"} & set((link.attr("rel") or "").lower().split()):
            yield split(page.resolve(link.attr("href") or "") or page.url).netloc
    for url, words in _HEADER.findall(page.page.header("link") or ""):
        if _IS_NAMED.search(words):
            yield split(page.resolve(url) or page.url).netloc
