"""Pages that people cannot enlarge."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


def _words(content: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in re.split(r"[,;]", content.lower()))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _number(value: str) -> float:
    found = re.match(r"\d+(?:\.\d+)?", value)
    return float(found[0]) if found else 0.0


@page_rule(
    id="mobile-zoom-disabled",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.4.4", "act:b4f0c3"],
    wcag=["1.4.4"],
    title="Page cannot be enlarged",
    message="The viewport forbids to enlarge the page.",
    why="People with weak sight cannot make the text larger on their phone.",
    fix="Ask the developer to allow enlarging.",
    fix_developer="Remove `user-scalable=no` and `maximum-scale` from the viewport.",
    settings={"minimum_scale": "smallest maximum-scale that lets people enlarge enough"},
    applies=lambda page: page.is_content and bool((page.facts.viewport or "").strip()),
    examples=[
        Fails('<meta name="viewport" content="width=device-width, user-scalable=no">', at=["meta"]),
        Fails('<meta name="viewport" content="width=device-width, user-scalable=0">', at=["meta"]),
        Fails('<meta name="viewport" content="width=device-width, maximum-scale=4.9">', at=["meta"]),
        Passes('<meta name="viewport" content="width=device-width, maximum-scale=5">'),
        Passes('<meta name="viewport" content="width=device-width, user-scalable=yes">'),
        Inapplicable("<title>Cats</title>"),
    ],
)
def mobile_zoom_disabled(page: PageView, *, minimum_scale: float = 5.0) -> Iterator[Evidence]:
    """Yield the viewport that forbids enlarging."""
    words = _words(page.facts.viewport or "")
    scalable, largest = words.get("user-scalable", ""), words.get("maximum-scale", "")
    is_forbidden = scalable == "no" or (scalable[:1].isdigit() and _number(scalable) == 0)
    if is_forbidden or (largest and largest[:1].isdigit() and _number(largest) < minimum_scale):
        message = f"The viewport says “{(page.facts.viewport or '')[:100]}”."
        yield page.evidence(page.select_one('meta[name="viewport" i]'), message)
