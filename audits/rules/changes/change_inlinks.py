"""Pages that lost half of the pages that link to them."""

from collections.abc import Iterator

from audits.changes import has_whole_previous, unread_since
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
from store.comparison import is_left_alone
from store.model import Outcome


def _site(linking: int, count: int = 40) -> dict[str, str | Answer]:
    links = "".join(f'<a href="/p/{number}">A</a>' for number in range(count))
    pages: dict[str, str | Answer] = {
        f"/p/{number}": '<a href="/a">A</a>' if number < linking else f"<p>Text {number}</p>" for number in range(count)
    }
    return {"/": links + '<a href="/a">A</a>', "/a": "<p>A</p>", **pages}


@site_rule(
    id="change-inlinks",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:links-crawlable"],
    title="Page lost half of its internal links",
    message="Half of the pages that linked to this page no longer do.",
    why="A page with fewer links is found less, and counts less for search engines.",
    fix="See whether a menu or a list lost the link, and put it back where it is meant.",
    fix_developer="",
    owner=Owner.TEMPLATE,
    effort=Effort.TEMPLATE,
    settings={
        "lost": "part of the linking pages that must be lost, 0 to 1",
        "least": "linking pages that must be lost",
    },
    applies=has_whole_previous,
    examples=[
        Reviews(_site(5), at=["/a"], site_options={"previous": _site(30)}),
        Passes(_site(30), site_options={"previous": _site(30)}),
        Passes(
            _site(0),
            site_options={"previous": _site(30), "left_alone": ["/a"]},
            note="told as an orphan",
        ),
        Passes(
            _site(30) | {f"/p/{number}": Answer(status=503) for number in range(25)},
            site_options={"previous": _site(30)},
            note="the pages that linked to it could not be read",
        ),
        Passes(_site(2), site_options={"previous": _site(8)}, note="few links"),
        Passes(_site(70, 100), site_options={"previous": _site(99, 100)}, note="a third"),
        Inapplicable(_site(5), site_options={"previous": _site(30), "previous_unlike": True}, note="other options"),
        Inapplicable(_site(5), note="the first run"),
    ],
)
def change_inlinks(site: SiteView, *, lost: float = 0.5, least: int = 10) -> Iterator[Evidence]:
    """Yield each page that lost so many linking pages."""
    before = site.previous_inlinks() if site.previous_inlinks is not None else {}
    now = site.inlinks()
    unread = unread_since(site)  # each of them may still link to every page
    for page in site.content:
        if is_left_alone(page):
            continue  # told as an orphan
        was, left = before.get(page.id, 0), now.get(page.id, 0)
        if was - left - unread >= max(1, least, lost * was):
            message = f"{left} pages link to it; in the run before it was {was}."
            yield Evidence(message, page.url, outcome=Outcome.REVIEW, facts={"inlinks": left, "inlinks_before": was})
