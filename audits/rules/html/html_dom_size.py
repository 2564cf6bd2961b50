"""Pages with very many elements, or elements nested very deep."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import vitals_of
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, page_rule


@page_rule(
    id="html-dom-size",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:dom-size-and-interactivity"],
    title="Page has very many elements",
    message="The page has many elements, or they are nested deep.",
    why="Each change of style then costs phones more time, and the page may answer slowly to taps.",
    fix="Show less at once: page long lists, and leave out menus that nobody opens.",
    fix_developer="Render long lists as people scroll, and remove wrappers that only serve layout.",
    settings={
        "most_elements": "elements above which a page is large",
        "most_levels": "levels of nesting above which a page is deep; known only where a browser opened the page",
    },
    examples=[
        Fails("<p>A</p>" * 801, at=[""]),
        Fails("<p>A</p>", at=[""], artifacts={"vitals": {"dom_elements": 90, "dom_depth": 33}}),
        Passes("<p>A</p>" * 700),
        Passes("<p>A</p>", artifacts={"vitals": {"dom_elements": 90, "dom_depth": 32}}),
        Passes("<p>A</p>", artifacts={"vitals": {"dom_elements": 800, "dom_depth": 12}}),
    ],
)
def html_dom_size(page: PageView, *, most_elements: int = 800, most_levels: int = 32) -> Iterator[Evidence]:
    """Yield the page over one of the limits, counted in the browser where one opened it."""
    seen = vitals_of(page)
    elements = int(seen.get("dom_elements") or page.facts.dom_elements)
    levels = int(seen.get("dom_depth") or 0)
    facts = {"elements": elements, "levels": levels}
    if elements > most_elements:
        yield page.evidence(None, f"The page has {elements:,} elements.", facts=facts)
    elif levels > most_levels:
        yield page.evidence(None, f"Elements are nested {levels} levels deep.", facts=facts)
