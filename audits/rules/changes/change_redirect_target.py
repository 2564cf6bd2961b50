"""Redirects that lead elsewhere than in the run before."""

from collections.abc import Iterator

from audits.changes import changes, has_previous
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome


@site_rule(
    id="change-redirect-target",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:301-redirects"],
    title="Redirect leads elsewhere than before",
    message="The redirect leads to another page than in the run before.",
    why="Whoever follows an old link arrives at another page than it was meant for.",
    fix="See whether the new target is what visitors of the old address look for.",
    fix_developer="",
    owner=Owner.SERVER,
    effort=Effort.PAGE,
    applies=has_previous,
    examples=[
        Reviews(
            {"/": '<a href="/a">A</a>', "/a": Answer(status=301, redirect="/c"), "/c": "<p>C</p>"},
            at=["/a"],
            site_options={
                "previous": {"/": '<a href="/a">A</a>', "/a": Answer(status=301, redirect="/b"), "/b": "<p>B</p>"}
            },
        ),
        Passes(
            {"/": '<a href="/a">A</a>', "/a": Answer(status=301, redirect="/c"), "/c": "<p>C</p>"},
            site_options={
                "previous": {
                    "/": '<a href="/a">A</a>',
                    "/a": Answer(status=301, redirect="/b"),
                    "/b": Answer(status=301, redirect="/c"),
                    "/c": "<p>C</p>",
                }
            },
            note="the same page by a shorter way",
        ),
        Inapplicable({"/": '<a href="/a">A</a>', "/a": Answer(status=301, redirect="/c")}, note="the first run"),
    ],
)
def change_redirect_target(site: SiteView) -> Iterator[Evidence]:
    """Yield each redirect that ends on another page."""
    for change in changes(site, "redirect"):
        before = site.previous.final(change.url) if site.previous is not None else None
        now = site.final(change.url)
        if before is not None and now is not None and before.url == now.url:
            continue
        message = f"It redirects to {change.now}; in the run before it was {change.before}."
        facts = {"target": change.now, "target_before": change.before}
        yield Evidence(message, change.url, outcome=Outcome.REVIEW, facts=facts)
