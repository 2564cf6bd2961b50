"""Pages with very many elements, elements nested very deep, or very many in one."""

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
    message="The page has many elements, many in one, or they are nested deep.",
    why="Each change of style then costs phones more time, and the page may answer slowly to taps.",
    fix="Show less at once: page long lists, and leave out menus that nobody opens.",
    fix_developer="Render long lists as people scroll, and remove wrappers that only serve layout.",
    settings={
        "most_elements": "elements above which a page is large",
        "most_levels": "levels of nesting above which a page is deep; known only where a browser opened the page",
        "most_children": "elements in one element above which it is large; known only where a browser opened the page",
    },
    examples=[
        Fails("<p>A</p>" * 801, at=[""]),
        Fails("<p>A</p>", at=[""], artifacts={"vitals": {"dom_elements": 90, "dom_depth": 33}}),
        Fails("<p>A</p>", at=["ul"], artifacts={"vitals": {"dom_children": 61, "dom_widest": "ul"}}, note="wide"),
        Passes("<p>A</p>", artifacts={"vitals": {"dom_children": 60, "dom_widest": "ul"}}),
        Passes("<p>A</p>" * 700),
        Passes("<p>A</p>", artifacts={"vitals": {"dom_elements": 90, "dom_depth": 32}}),
        Passes("<p>A</p>", artifacts={"vitals": {"dom_elements": 800, "dom_depth": 12}}),
    ],
)
def html_dom_size(
    page: PageView, *, most_elements: int = 800, most_levels: int = 32, most_children: int = 60
) -> Iterator[Evidence]:
    """Yield the page over one of the limits, counted in the browser where one opened it.

    A note however many there are: Lighthouse dropped its second limit of 1,400, and what counts is the time that
    style and layout take, which blocking time and slow answers tell.
    """
    seen = vitals_of(page)
    elements = int(seen.get("dom_elements") or page.facts.dom_elements)
    levels = int(seen.get("dom_depth") or 0)
    children = int(seen.get("dom_children") or 0)
    widest = str(seen.get("dom_widest") or "")
    facts = {"elements": elements, "levels": levels, "children": children, "widest": widest}
    if elements > most_elements:
        yield page.evidence(None, f"The page has {elements:,} elements.", facts=facts)
    elif levels > most_levels:
        yield page.evidence(None, f"Elements are nested {levels} levels deep.", facts=facts)
    elif children > most_children:
        yield page.evidence(None, f"{children:,} elements lie directly in one.", selector=widest, facts=facts)
