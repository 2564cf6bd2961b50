"""Main pictures that the browser learns of late."""

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
from audits.savings import SLOW_4G_LATENCY_MS, saving_facts, time_words

_PAGE = "<p>A</p>"


def _seen(**lcp: Any) -> dict[str, dict[str, Any]]:
    known = {"url": "https://example.com/hero.jpg", "tag": "img", "loading": "", "in_html": False, "preloaded": False}
    return {"vitals": {"lcp": {**known, "subparts": {"load_delay_ms": 90.0}, **lcp}}}


@page_rule(
    id="speed-lcp-late",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:optimize-lcp", "web.dev:preload-critical-assets"],
    title="Browser learns late of the main picture",
    message="The main picture stands neither in the HTML nor is it preloaded.",
    why="The browser finds it only after style sheets or scripts have come, so the page looks finished later.",
    fix="Ask the developer to put the main picture into the HTML.",
    fix_developer="Use an `img` in the HTML as sent instead of a background or a script, or preload the file.",
    needs=[ArtifactKind.VITALS],
    applies=is_comparable,
    examples=[
        Fails(_PAGE, at=[""], artifacts=_seen()),
        Passes(_PAGE, artifacts=_seen(in_html=True)),
        Passes(_PAGE, artifacts=_seen(preloaded=True)),
        Passes(_PAGE, artifacts=_seen(loading="lazy"), note="told as lazy"),
        Passes(_PAGE, artifacts=_seen(url="", in_html=None), note="a text is the largest part"),
        Passes(_PAGE, artifacts=_seen(url="data:image/png;base64,AA"), note="it is in the page itself"),
        Passes(_PAGE, artifacts={"vitals": {"lcp": None}}),
        Inapplicable(_PAGE, status=404, artifacts=_seen()),
    ],
)
def speed_lcp_late(page: PageView) -> Iterator[Evidence]:
    """Yield the page; the estimate is one round trip, for the file that names the picture must come first."""
    lcp = vitals_of(page).get("lcp") or {}
    url = str(lcp.get("url") or "")
    if not url.startswith("http") or lcp.get("in_html") or lcp.get("preloaded") or lcp.get("loading") == "lazy":
        return
    delay = (lcp.get("subparts") or {}).get("load_delay_ms")
    waited = f" The browser began to load it {time_words(delay)} late." if isinstance(delay, (int, float)) else ""
    message = (
        f"The main picture {url} stands neither in the HTML nor is it preloaded.{waited} On a slow 4G connection that "
        f"is at least a round trip, about {time_words(SLOW_4G_LATENCY_MS)}."
    )
    facts = saving_facts(url, 0, saved_ms=SLOW_4G_LATENCY_MS)
    yield Evidence(message=message, selector=str(lcp.get("selector") or ""), group="main picture", facts=facts)
