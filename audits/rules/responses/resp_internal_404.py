"""Links of the site that lead to a page that does not exist."""

from collections.abc import Iterator

from audits.linking import LINK_KINDS, broken_pages, told_by_links
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
from store.model import LinkState


@site_rule(
    id="resp-internal-404",
    category=Category.LINKS,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:troubleshoot-crawling-errors", "rfc:9110"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link leads to a page that does not exist",
    message="This page links to an address that answers 404 or 410.",
    why="Visitors end on an error page, and what search engines pass along the link is lost.",
    fix="Point the link at the page that took its place, or take the link out.",
    fix_developer="If the page moved, answer its old address with a 301 to the new one; if a template builds the link, "
    "mend it there.",
    examples=[
        Fails({"/": '<a href="/gone">Old</a>', "/gone": Answer("<h1>Gone</h1>", status=404)}, at=["/gone"]),
        Fails({"/": '<a href="/gone">Old</a>', "/gone": Answer(status=410)}, at=["/gone"], note="gone for good"),
        Fails(
            {"/": '<script type="application/ld+json">{"@type": "Thing", "url": "/gone"}</script>'},
            at=["/gone"],
            targets={"https://example.com/gone": Answer(status=404)},
            note="named in structured data alone",
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": "<p>Here</p>"}),
        Passes(
            {"/": '<a href="/a">A</a><a href="/b">B</a>', "/a": Answer(status=403), "/b": Answer(status=429)},
            note="a refusal is no proof that the page is gone",
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=500)}, note="told as a server error"),
        Passes(
            {"/": '<a href="/old">A</a>', "/old": Answer(status=301, redirect="/gone"), "/gone": Answer(status=404)},
            note="told as a redirect to a dead page",
        ),
    ],
)
def resp_internal_404(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to a dead address, with the address as target."""
    for page in broken_pages(site, lambda one: one.status in (404, 410)):
        message = f"The linked address {page.url} answers {page.status}."
        yield from told_by_links(site, page.url, message, kinds=LINK_KINDS, facts={"status": page.status})
    for target in site.targets.values():
        is_dead = target.state is LinkState.DEAD and target.status in (404, 410)
        if is_dead and site.is_internal(target.url) and site.page(target.url) is None:
            message = f"The linked address {target.url} answers {target.status}."
            yield from told_by_links(site, target.url, message, kinds=LINK_KINDS, facts={"status": target.status})
