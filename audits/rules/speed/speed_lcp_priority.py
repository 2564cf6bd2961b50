"""Main pictures that the browser loads beside all others."""

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
    Fails,
    Inapplicable,
    Passes,
    Severity,
    page_rule,
)

_PAGE = "<p>A</p>"
_PICTURES = [{"url": f"https://example.com/{n}.jpg", "type": "image"} for n in range(4)]


def _seen(count: int = 4, **lcp: Any) -> dict[str, dict[str, Any]]:
    known = {"url": "https://example.com/0.jpg", "tag": "img", "loading": "", "in_html": True, "fetchpriority": ""}
    return {"vitals": {"lcp": {**known, **lcp}, "waterfall": _PICTURES[:count]}}


@page_rule(
    id="speed-lcp-priority",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:fetch-priority", "web.dev:optimize-lcp"],
    title="Main picture is not marked as urgent",
    message="The main picture has no `fetchpriority=high`.",
    why="The browser loads it beside pictures that matter less, and the first view waits.",
    fix="Ask the developer to mark the main picture of the template.",
    fix_developer='Write `fetchpriority="high"` on the main `img` of the template, and on no other.',
    needs=[ArtifactKind.VITALS],
    settings={"minimum_images": "other pictures of the page from which it matters"},
    applies=is_comparable,
    examples=[
        Fails(_PAGE, at=[""], artifacts=_seen()),
        Passes(_PAGE, artifacts=_seen(fetchpriority="high")),
        Passes(_PAGE, artifacts=_seen(3), note="few others are in its way"),
        Passes(_PAGE, artifacts=_seen(in_html=False), note="told as late"),
        Passes(_PAGE, artifacts=_seen(loading="lazy"), note="told as lazy"),
        Passes(_PAGE, artifacts=_seen(url=""), note="a text is the largest part"),
        Inapplicable(_PAGE, status=404, artifacts=_seen()),
    ],
)
def speed_lcp_priority(page: PageView, *, minimum_images: int = 3) -> Iterator[Evidence]:
    """Yield the page whose main picture is an `img` of the HTML without the mark.

    With few other pictures there is nothing that it could overtake.
    """
    seen = vitals_of(page)
    lcp = seen.get("lcp") or {}
    url = str(lcp.get("url") or "")
    if lcp.get("tag") != "img" or not url.startswith("http") or not (lcp.get("in_html") or lcp.get("preloaded")):
        return
    others = sum(one.get("type") == "image" and one.get("url") != url for one in seen.get("waterfall") or ())
    if lcp.get("fetchpriority") != "high" and lcp.get("loading") != "lazy" and others >= minimum_images:
        message = f"The main picture {url} has no `fetchpriority=high`, beside {others} other pictures."
        facts = {"file": url, "images": others}
        yield Evidence(message=message, selector=str(lcp.get("selector") or ""), group="main picture", facts=facts)
