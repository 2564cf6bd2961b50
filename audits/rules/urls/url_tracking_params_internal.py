"""Links inside the site that carry campaign parameters."""

from collections.abc import Iterator

from audits.linking import told_by_links
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from audits.standards.tracking_parameters import is_tracking_parameter


@site_rule(
    id="url-tracking-params-internal",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:designing-a-url-structure-for-ecommerce-sites", "google:url-structure"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link inside the site carries campaign parameters",
    message="This page links to a page of the same site with campaign parameters.",
    why="The visit is counted as a new one from that campaign, so your reports lie, and search engines find copies.",
    fix="Take the campaign parameters out of links between your own pages.",
    fix_developer="Measure clicks inside the site with events, not with parameters.",
    examples=[
        Fails({"/": '<a href="/a?utm_source=menu">A</a>'}, at=["/a?utm_source=menu"]),
        Fails({"/": '<a href="/a?x=1&amp;gclid=abc">A</a>'}, at=["/a?x=1&gclid=abc"]),
        Passes({"/": '<a href="/a?ref=menu">A</a>'}),
        Passes({"/": '<a href="https://other.example/?utm_source=us">A</a>'}, note="to another site it is right"),
        Passes({"/": '<a href="/a?about=utm_source">A</a>'}),
    ],
)
def url_tracking_params_internal(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links so."""
    for url in site.urls.values():
        query = url.partition("?")[2]
        if not query or not site.is_internal(url):
            continue
        names = sorted({pair.partition("=")[0] for pair in query.split("&")})
        tracking = [name for name in names if is_tracking_parameter(name)]
        if tracking:
            message = f"The page links to {url} with {', '.join(f'`{name}`' for name in tracking)}."
            yield from told_by_links(site, url, message, facts={"parameters": tracking})
