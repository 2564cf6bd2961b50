"""Style sheets of which a page uses little."""

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
from audits.savings import saving_facts, saving_words, size_words

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
    """Yield each file of the site; the measure is an upper bound, for what a later click needs counts as unused."""
    for one in (vitals_of(page).get("unused") or {}).get("css") or ():
        url, unused, size = str(one.get("url", "")), int(one.get("unused_bytes") or 0), int(one.get("bytes") or 0)
        if unused > minimum_bytes and unused >= share * size and page.is_same_domain(url):
            message = (
                f"Of {url} ({size_words(size)}) this page used {1 - unused / size:.0%} until it rested; unused "
                f"are at most {saving_words(unused)}."
            )
            yield Evidence(message=message, target=url, facts=saving_facts(url, unused))
