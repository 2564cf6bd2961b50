"""Pages whose description is another than in the run before."""

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

_OLD = {"/": "<meta name=description content='Shoes in all sizes.'><p>A</p>"}
_NEW = {"/": "<meta name=description content='Welcome to our shop.'><p>A</p>"}


@site_rule(
    id="change-description",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:snippet"],
    title="Description changed",
    message="The description is another than in the run before.",
    why="The description is often shown below the title of a search result.",
    fix="Compare the old and the new description, and take the change back if nobody meant it.",
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
def change_description(site: SiteView) -> Iterator[Evidence]:
    """Yield each page with another description."""
    yield from told(site, "description", "description")
