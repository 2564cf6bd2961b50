"""Style sheets of which a page uses little."""

from collections.abc import Iterator
from typing import Any

from audits.page import PageView
from audits.rendering import is_comparable
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
from audits.unused_code import little_used

_PAGE = "<p>A</p>"


def _seen(unused: int, url: str = "https://example.com/a.css") -> dict[str, dict[str, Any]]:
    return {"vitals": {"unused": {"css": [{"url": url, "bytes": 90_000, "unused_bytes": unused}]}}}


@page_rule(
    id="speed-unused-css",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:extract-critical-css"],
    title="Page uses little of a style sheet",
    message="The page did not use much of a style sheet that it loads.",
    why="Visitors load and read code that does nothing on this page.",
    fix="Ask the developer whether the file can be split.",
    fix_developer="Split style sheets by template, and remove rules of parts that are gone.",
    needs=[ArtifactKind.VITALS],
    settings={
        "minimum_bytes": "unused bytes of one file, as sent, above which it is told",
        "share": "share of the file that must be unused",
    },
    applies=is_comparable,
    examples=[
        Fails(_PAGE, at=[""], artifacts=_seen(45_001)),
        Fails(_PAGE, at=[""], artifacts=_seen(10241), settings={"share": 0.1}),
        Passes(_PAGE, artifacts=_seen(10240), settings={"share": 0.1}),
        Passes(_PAGE, artifacts=_seen(44_000), note="half of it is used"),
        Passes(_PAGE, artifacts=_seen(90_000, "https://x.example.net/a.css"), note="another site's file"),
        Passes(_PAGE, artifacts={"vitals": {}}),
        Inapplicable(_PAGE, status=404, artifacts=_seen(90_000)),
    ],
)
def speed_unused_css(page: PageView, *, minimum_bytes: int = 10_240, share: float = 0.5) -> Iterator[Evidence]:
    """Yield each file of the site; one of which most is used is well where it is, however large."""
    yield from little_used(page, "css", minimum_bytes, share)
