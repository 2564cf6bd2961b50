"""Pages that answer 200 with nothing in them."""

from collections.abc import Iterator

from audits.rule import Answer, Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="resp-empty-body",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:troubleshoot-crawling-errors"],
    owner=Owner.TEMPLATE,
    title="Page is empty",
    message="The page answers 200 and has nothing in it.",
    why="Visitors see a white page, and search engines treat it as an error page.",
    fix="Put the content back, or take the page down.",
    fix_developer="See in the server's log why the template gave nothing; answer 404 or 410 where there is no page.",
    settings={
        "max_bytes": "size of the HTML in bytes below which a page without any element in its body counts as empty",
    },
    examples=[
        Fails({"/": '<a href="/a">A</a>', "/a": Answer("")}, at=["/a"]),
        Fails({"/": '<a href="/a">A</a>', "/a": "<html><head></head><body></body></html>"}, at=["/a"]),
        Fails({"/": '<a href="/a">A</a>', "/a": "x" * 99}, at=["/a"], note="a word of 99 letters and no element"),
        Passes({"/": '<a href="/a">A</a>', "/a": "x" * 100}),
        Passes({"/": '<a href="/a">A</a>', "/a": '<div id="app"></div>'}, note="filled by a script"),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer("", status=404)}),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer("", content_type="text/plain")}),
    ],
)
def resp_empty_body(site: SiteView, *, max_bytes: int = 100) -> Iterator[Evidence]:
    """Yield each empty page."""
    for page in site.pages:
        if page.status != 200 or page.failure is not None or page.content_type not in ("text/html", ""):
            continue
        # html, head and body are made by every parser, so three elements are none.
        has_nothing = page.facts is not None and page.facts.dom_elements <= 3 and page.body_bytes < max_bytes
        if page.body_bytes == 0 or has_nothing:
            yield site.evidence(page.url, facts={"bytes": page.body_bytes}, group="empty")
