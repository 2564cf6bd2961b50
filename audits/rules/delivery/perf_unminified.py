"""Scripts and style sheets that are sent with their white space and comments."""

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
from store.urls import split


def _seen(size: int, padding: int) -> dict[str, dict[str, Any]]:
    file = {"url": "https://example.com/a.js", "type": "script", "size": size, "padding": padding}
    return {"vitals": {"files": [file]}}


@page_rule(
    id="perf-unminified",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:reduce-network-payloads-using-text-compression"],
    title="Script or style sheet is not minified",
    message="A file is sent with white space and comments that only its authors need.",
    why="Everybody loads and reads what nobody but the developers looks at.",
    fix="Ask the developer to minify scripts and style sheets.",
    fix_developer="Minify files when you build or deploy the site; source maps keep them readable for you.",
    needs=[ArtifactKind.VITALS],
    settings={
        "minimum_size": "characters of a file above which minifying pays",
        "share": "share of a file that is white space and comments, from which it is told",
    },
    applies=is_comparable,
    examples=[
        Fails("<script src=/a.js></script>", at=[""], artifacts=_seen(10_001, 2_100)),
        Passes("<script src=/a.js></script>", artifacts=_seen(10_000, 5_000), note="a small file"),
        Passes("<script src=/a.js></script>", artifacts=_seen(100_000, 19_900)),
        Passes("<p>A</p>", artifacts={"vitals": {"files": []}}),
        Inapplicable("<script src=/a.js></script>", status=404, artifacts=_seen(10_001, 2_100)),
    ],
)
def perf_unminified(page: PageView, *, minimum_size: int = 10_000, share: float = 0.2) -> Iterator[Evidence]:
    """Yield each file that was measured on this page; those of one host are one cause, for one build makes them."""
    for file in vitals_of(page).get("files", ()):
        size, padding = int(file.get("size") or 0), int(file.get("padding") or 0)
        if size > minimum_size and padding >= share * size:
            url = str(file.get("url", ""))
            message = f"{padding / size:.0%} of {url} ({size / 1000:.0f} KB) is white space and comments."
            facts = {"file": url, "size": size, "padding": padding}
            yield page.evidence(message=message, group=f"files of {split(url).netloc}", facts=facts)
