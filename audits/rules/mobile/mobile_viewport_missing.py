"""Pages that do not fit themselves to small screens."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


@page_rule(
    id="mobile-viewport-missing",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:special-tags", "google:mobile-sites-mobile-first-indexing"],
    title="Page is not made for phones",
    message="The page has no `meta` viewport.",
    why="A phone shows the page as on a wide screen, shrunk until nobody can read it; Google judges the phone's view.",
    fix="Ask the developer to make the page fit small screens.",
    fix_developer='Put `<meta name="viewport" content="width=device-width, initial-scale=1">` into the head template.',
    applies=lambda page: page.is_content and not page.is_signpost,
    examples=[
        Fails("<title>Cats</title>", at=[""]),
        Fails('<meta name="viewport" content="">', at=["meta"]),
        Inapplicable('<meta http-equiv="refresh" content="0; url=/new">', note="a signpost to another page"),
        Passes('<meta name="viewport" content="width=device-width, initial-scale=1">'),
    ],
)
def mobile_viewport_missing(page: PageView) -> Iterator[Evidence]:
    """Yield the page without viewport, or its empty element."""
    viewport = page.facts.viewport
    if viewport is None:
        yield page.evidence()
    elif not viewport.strip():
        yield page.evidence(page.select_one('meta[name="viewport" i]'), "The viewport says nothing.")
