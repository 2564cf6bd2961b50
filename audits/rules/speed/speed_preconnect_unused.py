"""Connections that are opened in advance and that the page did not use."""

from collections.abc import Iterator
from typing import Any

from audits.page import PageView
from audits.rendering import is_comparable, vitals_of
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from store.urls import split

_HEAD = "<head><link rel=preconnect href=https://x.example.net></head>"


def _seen(*origins: str) -> dict[str, dict[str, Any]]:
    return {"vitals": {"by_origin": {origin: {"requests": 1} for origin in ("https://example.com", *origins)}}}


@page_rule(
    id="speed-preconnect-unused",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:preconnect-and-dns-prefetch"],
    title="Early connection may be in vain",
    message="The page asks for a connection in advance that it did not use.",
    why="Opening it takes bandwidth and power from the files of the first view.",
    fix="Ask the developer whether the page still needs this host; it may do so only after consent.",
    fix_developer="Remove the `preconnect`, or use `dns-prefetch` where the host is needed late.",
    needs=[ArtifactKind.VITALS],
    applies=lambda page: is_comparable(page) and "preconnect" in page.folded_body,
    examples=[
        Reviews(_HEAD, at=["link"], artifacts=_seen()),
        Passes(_HEAD, artifacts=_seen("https://x.example.net")),
        Passes(_HEAD, artifacts={"vitals": {}}, note="not counted"),
        Inapplicable("<p>A</p>", artifacts=_seen()),
    ],
)
def speed_preconnect_unused(page: PageView) -> Iterator[Evidence]:
    """Yield each link to a host that the browser asked nothing of."""
    origins = vitals_of(page).get("by_origin")
    if not origins:
        return
    used = {split(origin).netloc for origin in origins if origin.startswith("http")}
    for link in page.select('link[rel~="preconnect" i][href]'):
        address = page.resolve(link.attr("href") or "")
        if address and address.startswith("http") and split(address).netloc not in used:
            host = split(address).netloc
            yield page.review(link, f"The page did not use {host} until it came to rest.", target=host)
