"""Pages that only a script marks as noindex."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import is_comparable, rendered_tokens
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
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
    id="js-noindex-added",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:javascript-seo-basics", "google:block-indexing"],
    title="Scripts add noindex",
    message="A script adds `noindex`: the HTML as sent lets the page be indexed, the rendered page does not.",
    why="Google obeys a `noindex` that it finds after rendering, so the page drops out of search. If that is not "
    "meant, nobody sees why: the HTML looks right.",
    fix="Find out whether this page is meant to be in search. If it is, the script or the tag that adds `noindex` "
    "must go.",
    fix_developer="Look for the robots meta element in scripts and in the tag manager. Where the page is not to be "
    "indexed, say so in the HTML or in the X-Robots-Tag header.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    applies=lambda page: is_comparable(page) and not page.is_noindex,
    examples=[
        Fails("<p>Text</p>", at=[""], artifacts={"rendered": {"robots": ["noindex"]}}),
        Fails('<meta name="robots" content="index">', at=[""], artifacts={"rendered": {"robots": ["index", "None"]}}),
        Passes("<p>Text</p>", artifacts={"rendered": {"robots": []}}),
        Passes("<p>Text</p>", artifacts={"rendered": {"robots": ["index, max-image-preview:large"]}}),
        Inapplicable('<meta name="robots" content="noindex">', artifacts={"rendered": {"robots": ["noindex"]}}),
        Inapplicable("", headers={"X-Robots-Tag": "noindex"}, artifacts={"rendered": {"robots": ["noindex"]}}),
    ],
)
def js_noindex_added(page: PageView) -> Iterator[Evidence]:
    """Yield the page where the rendered directives forbid what the sent ones allow."""
    if "noindex" in rendered_tokens(page):
        yield page.evidence()
