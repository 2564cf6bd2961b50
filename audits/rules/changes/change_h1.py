"""Pages whose main heading is another than in the run before."""

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

_OLD = {"/": "<h1>Red shoes</h1><p>A</p>"}
_NEW = {"/": "<h1>Welcome</h1><p>A</p>"}


@site_rule(
    id="change-h1",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:title-link"],
    title="Main heading changed",
    message="The main heading is another than in the run before.",
    why="The main heading says what the page is about, to people and to search engines.",
    fix="Compare the old and the new heading, and take the change back if nobody meant it.",
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
def change_h1(site: SiteView) -> Iterator[Evidence]:
    """Yield each page with another main heading."""
    yield from told(site, "h1", "main heading")
