"""Pages from which no link leads on."""

from collections.abc import Iterator

from audits.linking import link_counts
from audits.rule import (
    Answer,
    Category,
    Certainty,
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


@site_rule(
    id="link-dead-end",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:links-crawlable"],
    owner=Owner.TEMPLATE,
    title="Page has no link to another page of the site",
    message="No link leads from this page to another page of the site.",
    why="Visitors have to go back, and search engines that enter here do not find the rest of the site.",
    fix="Link to pages that are of use next.",
    fix_developer="Give the template the site's menu; write links as `<a href>`, so that they exist without scripts.",
    applies=lambda site: len(site.content) > 1,
    examples=[
        Fails({"/": '<a href="/a">A</a>', "/a": "<p>A</p>"}, at=["/a"]),
        Fails({"/": '<a href="/a">A</a>', "/a": '<a href="https://other.example/">B</a>'}, at=["/a"]),
        Fails({"/": '<a href="/a">A</a>', "/a": '<a href="/a#part">B</a>'}, at=["/a"], note="links to itself only"),
        Passes({"/": '<a href="/a">A</a>', "/a": '<a href="/">Home</a>'}),
        Passes({"/": '<a href="/a">A</a>', "/a": '<meta name="robots" content="noindex"><p>A</p>'}),
        Passes(
            {"/": '<a href="/a.png">A</a>', "/a.png": Answer(content_type="image/png"), "/b": '<a href="/">H</a>'},
            note="a file leads nowhere by nature",
        ),
        Inapplicable({"/": "<p>A</p>"}, note="a site of one page"),
    ],
)
def link_dead_end(site: SiteView) -> Iterator[Evidence]:
    """Yield each page without a way on."""
    counts = link_counts(site)
    for page in site.indexable:
        if not counts.outgoing[page.id]:
            template = site.template(page.template_id)
            yield site.evidence(page.url, facts={"template": template.name if template else ""})
