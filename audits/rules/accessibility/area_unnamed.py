"""Regions of picture maps without an alternative text."""

from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)


@page_rule(
    id="area-unnamed",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.1.1", "wcag:2.4.4", "wcag:4.1.2", "act:c487ae"],
    wcag=["1.1.1", "2.4.4", "4.1.2"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Region of a picture map has no text",
    message="This region of a picture map leads somewhere and has no alternative text.",
    why="Nobody who cannot see the picture learns where the region leads.",
    fix="Say where the region leads, such as “Our shop in Piran”.",
    fix_developer="Give each `area` that has an `href` an `alt`.",
    applies=lambda page: page.is_content and page.select_one("area") is not None,
    examples=[
        Fails('<img src="m.png" alt="Map" usemap="#m"><map name="m"><area href="/sun"></map>', at=["area"]),
        Fails('<img src="m.png" alt="Map" usemap="#m"><map name="m"><area href="/sun" alt=""></map>', at=["area"]),
        Passes('<img src="m.png" alt="Map" usemap="#m"><map name="m"><area href="/sun" alt="Sun"></map>'),
        Passes('<img src="m.png" alt="Map" usemap="#m"><map name="m"><area href="/sun" aria-label="Sun"></map>'),
        Passes('<img src="m.png" alt="Map" usemap="#m"><map name="m"><area shape="rect"></map>', note="leads nowhere"),
        Passes('<map name="m"><area href="/sun"></map>', note="no picture uses the map"),
        Inapplicable("<p>A</p>"),
    ],
)
def area_unnamed(page: PageView) -> Iterator[Evidence]:
    """Yield each region that leads somewhere, of a map that a picture uses, without an accessible name."""
    used = {(one.attr("usemap") or "").removeprefix("#") for one in page.select("img[usemap], object[usemap]")}
    for area in page.select("map area[href]"):
        around = area.closest("map")
        name = around.attr("name") or around.attr("id") if around is not None else ""
        if name in used and not page.accessible_name(area) and is_exposed(area):
            yield page.evidence(area)
