"""HTML pages that are sent as something else."""

from collections.abc import Iterator

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

_HTML = ("text/html", "application/xhtml+xml")


@site_rule(
    id="resp-wrong-content-type",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:9110"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Page is not sent as HTML",
    message="The page is HTML and its `Content-Type` says something else.",
    why="Browsers may show the source or download a file, and search engines may not index it as a page.",
    fix="Ask whoever runs the server to send the page as HTML.",
    fix_developer="Send `Content-Type: text/html; charset=utf-8`.",
    examples=[
        Fails({"/": '<a href="/a">A</a>', "/a": Answer("<!doctype html><p>A", content_type="")}, at=["/a"]),
        Passes({"/": '<a href="/a">A</a>', "/a": "<!doctype html><p>A"}),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer("<p>A", content_type="application/xhtml+xml")}),
        Passes({"/": '<a href="/a.txt">A</a>', "/a.txt": Answer("Words", content_type="text/plain")}),
    ],
)
def resp_wrong_content_type(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that was parsed as HTML in spite of its header."""
    for page in site.pages:
        if page.is_html and page.status == 200 and page.failure is None and page.content_type not in _HTML:
            told = f"`{page.content_type}`" if page.content_type else "nothing"
            message = f"The page is HTML and its `Content-Type` says {told}."
            yield site.evidence(page.url, message, facts={"content_type": page.content_type}, group=told)
