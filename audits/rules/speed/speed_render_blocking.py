"""Files for which the first view waits, with the time that they take."""

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
from audits.savings import SLOW_4G_WORDS, saving_facts, size_words, time_words, transfer_ms

_PAGE = "<p>A</p>"


def _seen(size: int, url: str = "https://example.com/a.css", kind: str = "stylesheet") -> dict[str, dict[str, Any]]:
    return {"vitals": {"render_blocking": [{"url": url, "type": kind, "bytes": size}]}}


@page_rule(
    id="speed-render-blocking",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:critical-rendering-path-render-blocking-css", "web.dev:extract-critical-css"],
    title="First view waits for files",
    message="The browser shows nothing until several files have come.",
    why="Until then visitors look at an empty screen; slow connections feel it most.",
    fix="Ask the developer which of these files the first view needs.",
    fix_developer="Give scripts `defer`, inline the few styles of the first view, and load the rest after it.",
    needs=[ArtifactKind.VITALS],
    settings={
        "minimum_ms": "estimated milliseconds from which it is told",
        "medium_ms": "estimated milliseconds from which it weighs more",
    },
    applies=is_comparable,
    examples=[
        Fails(_PAGE, at=[""], artifacts=_seen(9_217)),
        Fails(_PAGE, at=[""], artifacts=_seen(400_000)),
        Passes(_PAGE, artifacts=_seen(9_215)),
        Passes(
            _PAGE,
            artifacts=_seen(90_000, "https://x.example.net/a.js", "script"),
            note="another site's script is told by itself",
        ),
        Passes(_PAGE, artifacts={"vitals": {"render_blocking": []}}),
        Inapplicable(_PAGE, status=404, artifacts=_seen(90_000)),
    ],
)
def speed_render_blocking(
    page: PageView, *, minimum_ms: float = 50.0, medium_ms: float = 1_000.0
) -> Iterator[Evidence]:
    """Yield the page with all the files that hold up its first view."""
    files = [
        one
        for one in vitals_of(page).get("render_blocking") or ()
        if one.get("type") != "script" or page.is_same_domain(str(one.get("url", "")))
    ]
    total = sum(int(one.get("bytes") or 0) for one in files)
    cost = transfer_ms(total)
    if not files or cost < minimum_ms:
        return
    largest = max(files, key=lambda one: int(one.get("bytes") or 0))
    count = "1 file" if len(files) == 1 else f"{len(files)} files"
    message = (
        f"The first view waits for {count} of {size_words(total)}, the largest {largest['url']}: about "
        f"{time_words(cost)} on {SLOW_4G_WORDS}."
    )
    facts = {
        **saving_facts(str(largest["url"]), 0, saved_ms=cost), "bytes": total,
        "files": [{"url": one["url"], "bytes": one.get("bytes")} for one in files[:20]],
    }  # fmt: skip
    severity = Severity.MEDIUM if cost >= medium_ms else None
    yield Evidence(message=message, group="first view", severity=severity, facts=facts)
