"""Pictures whose regions only the server knows."""

from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


@page_rule(
    id="image-map-on-server",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.1.1"],
    wcag=["2.1.1"],
    title="Regions of a picture are known to the server only",
    message="Where this picture is pressed decides where it leads, and only the server knows the regions.",
    why="The keyboard cannot press a place, so these links are only for a mouse.",
    fix="Offer the places as links.",
    fix_developer="Use `usemap` with an `area` for each place, or plain links.",
    applies=lambda page: page.is_content and page.select_one("img") is not None,
    examples=[
        Fails('<a href="/map"><img src="m.png" alt="Map" ismap></a>', at=["img"]),
        Passes('<a href="/map"><img src="m.png" alt="Map"></a>'),
        Passes('<a href="/map" hidden><img src="m.png" alt="Map" ismap></a>'),
        Passes('<img src="m.png" alt="Map" ismap>', note="in no link it does nothing"),
        Inapplicable("<p>A</p>"),
    ],
)
def image_map_on_server(page: PageView) -> Iterator[Evidence]:
    """Yield each picture with ismap in a link."""
    for image in page.select("img"):
        if image.attr("ismap") is not None and image.closest("a[href]") is not None and is_exposed(image):
            yield page.evidence(image)
