"""Links to addresses of other sites that have moved for good."""

from collections.abc import Iterator

from audits.linking import told_by_links
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.redirects import replacement_of

_LINK = {"/": '<a href="https://other.example/x">X</a>'}


@site_rule(
    id="redir-external-link",
    category=Category.LINKS,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9110"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link to another site names an old address",
    message="This page links to an address of another site that has moved for good.",
    why="The link works as long as the other site keeps its redirect; each visit costs one more request until then.",
    fix="Link to the new address.",
    fix_developer="`marsad links --state redirect --format csv` lists page, line, old and new address.",
    examples=[
        Fails(
            _LINK,
            at=["https://other.example/x"],
            targets={"https://other.example/x": Answer(status=301, redirect="https://other.example/y")},
        ),
        Fails(
            {"/": '<a href="http://other.example/x">X</a>'},
            at=["http://other.example/x"],
            targets={"http://other.example/x": Answer(status=308, redirect="https://other.example/x")},
            note="the secure address was asked: it answers",
        ),
        Passes(_LINK, targets={"https://other.example/x": Answer(status=200)}),
        Passes(
            _LINK,
            targets={"https://other.example/x": Answer(status=302, redirect="https://other.example/y")},
            note="a temporary redirect says to keep the address",
        ),
        Passes(
            _LINK,
            targets={"https://other.example/x": Answer(status=301, redirect="https://other.example/x/")},
            note="only a slash",
        ),
        Passes(
            _LINK,
            targets={"https://other.example/x": Answer(status=301, redirect="https://other.example/")},
            note="the home page is not where the page went",
        ),
        Passes(
            {"/": '<a href="/x">X</a>'},
            targets={"https://other.example/x": Answer(status=301, redirect="https://other.example/y")},
            note="no page links there",
        ),
    ],
)
def redir_external_link(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to a moved address elsewhere; a target is one cause."""
    for target in site.targets.values():
        if not target.redirects or site.is_internal(target.url):
            continue
        new = replacement_of(target.url, target.final_url, target.redirects, target.status)
        if new:
            message = f"The linked address {target.url} has moved to {new}."
            yield from told_by_links(site, target.url, message, facts={"final": new, "status": target.redirects[0]})
