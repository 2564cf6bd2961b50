"""Pages whose main text is mostly another than in the run before."""

from collections.abc import Iterator

from audits.changes import changes, has_previous
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
    site_rule,
)
from audits.site import SiteView
from store.comparison import likeness

_OLD = "<main>" + " ".join(f"word{number}" for number in range(40)) + "</main>"
_NEW = "<main>" + " ".join(f"other{number}" for number in range(40)) + "</main>"
_NEAR = _OLD.replace("word7 ", "seven ")
SAMPLE = 100
"""Changed pages that are compared word by word, spread over all of them."""


@site_rule(
    id="change-content",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:creating-helpful-content"],
    title="Main text changed",
    message="The main text is mostly another than in the run before.",
    why="A text that was replaced may lose what people searched it for.",
    fix="Read the page and see whether the new text is meant.",
    fix_developer="",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={
        "alike": "two texts less alike than so, 0 to 1, are told",
    },
    applies=has_previous,
    examples=[
        Fails({"/": _NEW}, at=["/"], site_options={"previous": {"/": _OLD}}),
        Passes({"/": _NEAR}, site_options={"previous": {"/": _OLD}}, note="one word"),
        Passes({"/": _OLD}, site_options={"previous": {"/": _OLD}}),
        Inapplicable({"/": _NEW}, note="the first run"),
    ],
)
def change_content(site: SiteView, *, alike: float = 0.7) -> Iterator[Evidence]:
    """Yield the changed pages of a sample whose text is mostly another."""
    found = changes(site, "content")
    before = site.previous
    if before is None or before.read_text is None or site.read_text is None:
        return
    compared = found[:: max(1, -(-len(found) // SAMPLE))]
    for change in compared:
        old, new = before.page(change.url), site.page(change.url)
        if old is None or new is None:
            continue
        same = likeness(before.read_text(old), site.read_text(new))
        if same < alike:
            message = f"The text is alike by {same:.0%} to that of the run before."
            facts = {"alike": round(same, 2), "changed_pages": len(found), "compared_pages": len(compared)}
            yield Evidence(message, change.url, facts=facts)
