"""One page under queries that differ only in the order of their parameters."""

from collections import defaultdict
from collections.abc import Iterator

from audits.copies import content_of
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import Page


@site_rule(
    id="url-param-order-duplicate",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:designing-a-url-structure-for-ecommerce-sites"],
    owner=Owner.TEMPLATE,
    title="One page under two orders of its parameters",
    message="The same page answers under addresses that differ only in the order of their parameters.",
    why="Search engines fetch each order as a page of its own, and come later to the pages that matter.",
    fix="Ask for one order everywhere.",
    fix_developer="Build links with the parameters sorted, and name that form as `rel=canonical`.",
    examples=[
        Fails(
            {
                "/": '<a href="/l?a=1&amp;b=2">A</a><a href="/l?b=2&amp;a=1">B</a>',
                "/l?a=1&b=2": "<p>List</p>",
                "/l?b=2&a=1": "<p>List</p>",
            },
            at=["/l?a=1&b=2", "/l?b=2&a=1"],
        ),
        Passes(
            {
                "/": '<a href="/l?a=1&amp;b=2">A</a><a href="/l?b=2&amp;a=1">B</a>',
                "/l?a=1&b=2": "<p>List</p>",
                "/l?b=2&a=1": '<link rel="canonical" href="/l?a=1&amp;b=2"><p>List</p>',
            }
        ),
        Passes(
            {
                "/": '<a href="/l?a=1&amp;b=2">A</a><a href="/l?b=2&amp;a=1">B</a>',
                "/l?a=1&b=2": "<p>List</p>",
                "/l?b=2&a=1": "<p>Other</p>",
            }
        ),
    ],
)
def url_param_order_duplicate(site: SiteView) -> Iterator[Evidence]:
    """Yield every page of each group with the same text."""
    groups: dict[tuple[str, ...], list[Page]] = defaultdict(list)
    for page in site.indexable:
        path, _, query = page.url.partition("?")
        if "&" in query:
            groups[(path, content_of(page), *sorted(query.split("&")))].append(page)
    for key, pages in groups.items():
        if len(pages) > 1:
            message = f"{len(pages)} addresses that differ only in the order of their parameters answer the same."
            for page in pages:
                yield site.evidence(page.url, message, group=key[0], facts={"urls": [one.url for one in pages]})
