"""The site's own scripts that keep the page from answering while it loads."""

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
    Reviews,
    Severity,
    page_rule,
)
from audits.savings import time_words
from store.model import Outcome

_PAGE = "<p>A</p>"


def _seen(ms: float, url: str = "https://example.com/a.js", *, busy: bool = False) -> dict[str, dict[str, Any]]:
    return {"vitals": {"tbt_scripts": [{"url": url, "ms": ms}], "machine": {"is_busy": busy}}}


@page_rule(
    id="speed-script-blocking",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:optimize-long-tasks", "web.dev:tbt"],
    title="Script keeps the page from answering",
    message="A script blocks the page while it loads.",
    why="While it runs nothing answers to taps and keys; on a phone it takes some four times as long.",
    fix="Ask the developer what this script does at the start and whether it can wait.",
    fix_developer="Split long tasks, run what the first view does not need later, and send less code.",
    needs=[ArtifactKind.VITALS],
    settings={
        "minimum_ms": "milliseconds of blocking by one script from which it is told",
        "medium_ms": "milliseconds from which it weighs more",
    },
    applies=is_comparable,
    examples=[
        Fails(_PAGE, at=[""], artifacts=_seen(50.0)),
        Fails(_PAGE, at=[""], artifacts=_seen(400.0)),
        Reviews(_PAGE, at=[""], artifacts=_seen(90.0, busy=True), note="the machine was busy"),
        Passes(_PAGE, artifacts=_seen(49.9)),
        Passes(_PAGE, artifacts=_seen(900.0, "https://x.example.net/a.js"), note="told of the other site"),
        Passes(_PAGE, artifacts={"vitals": {}}),
        Inapplicable(_PAGE, status=404, artifacts=_seen(90.0)),
    ],
)
def speed_script_blocking(page: PageView, *, minimum_ms: float = 50.0, medium_ms: float = 250.0) -> Iterator[Evidence]:
    """Yield each script of the site; a file is one cause, and code in the page one of its template."""
    seen = vitals_of(page)
    outcome = Outcome.REVIEW if (seen.get("machine") or {}).get("is_busy") else Outcome.FAIL
    for one in seen.get("tbt_scripts") or ():
        url, ms = str(one.get("url") or ""), float(one.get("ms") or 0.0)
        if ms < minimum_ms or not page.is_same_domain(url or page.url):
            continue
        is_inline = not url or page.normal(url) == page.url
        target, group = ("", "code in the page") if is_inline else (url, "")
        named = target or "Code in the page itself"
        message = (
            f"{named} blocked the page for {time_words(ms)} while it loaded, on this machine without slowing down."
        )
        severity = Severity.MEDIUM if ms >= medium_ms else None
        facts = {"file": url, "saved_ms": round(ms)}
        yield Evidence(message=message, outcome=outcome, severity=severity, facts=facts, target=target, group=group)
