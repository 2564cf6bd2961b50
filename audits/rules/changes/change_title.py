"""Pages whose title is another than in the run before."""

from collections.abc import Iterator

from audits.changes import has_previous, told
from audits.rule import (
    Answer,
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
    site_rule,
)
from audits.site import SiteView

_OLD = {"/": "<title>Red shoes</title><p>A</p>"}
_NEW = {"/": "<title>Home</title><p>A</p>"}


@site_rule(
    id="change-title",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:title-link"],
    title="Title changed",
    message="The title is another than in the run before.",
    why="The title is what a search result shows first. A change nobody meant costs clicks.",
    fix="Compare the old and the new title, and take the change back if nobody meant it.",
    fix_developer="",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=has_previous,
    examples=[
        Fails(_NEW, at=["/"], site_options={"previous": _OLD}),
        Passes(_OLD, site_options={"previous": _OLD}),
        Passes(_NEW, site_options={"previous": {"/": Answer(status=503)}}, note="could not be read before"),
        Inapplicable(_NEW, note="the first run"),
    ],
)
def change_title(site: SiteView) -> Iterator[Evidence]:
    """Yield each page with another title."""
    yield from told(site, "title", "title")
