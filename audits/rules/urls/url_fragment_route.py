"""Links that name a page by what stands after the hash."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule

_ROUTE = re.compile(r"#!?/[\w-]|#![\w-]")


@page_rule(
    id="url-fragment-route",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:url-structure", "google:javascript-seo-basics"],
    owner=Owner.TEMPLATE,
    title="Pages are told apart only by what follows the hash",
    message="This link leads to another view by a `#` route.",
    why="Search engines drop everything after the hash, so all these views are one page to them.",
    fix="Ask for real addresses for each view.",
    fix_developer="Use the History API (`/products`) instead of `#/products`, and answer each path on the server.",
    examples=[
        Fails('<a href="#/products">P</a>', at=["a"]),
        Fails('<a href="/#!/products">P</a>', at=["a"]),
        Fails('<a href="/app#!about">P</a>', at=["a"]),
        Passes('<a href="#top">P</a>'),
        Passes('<a href="#!">P</a>', note="a place holder"),
        Passes('<a href="#/">P</a>', note="the start of the app alone"),
        Passes('<a href="https://other.example/#/x">P</a>', note="another site"),
    ],
)
def url_fragment_route(page: PageView) -> Iterator[Evidence]:
    """Yield each link with a route in its fragment."""
    for link in page.select('a[href*="#/"], a[href*="#!"]'):
        href = link.attr("href") or ""
        target = page.resolve(href)
        if _ROUTE.search(href) and target and page.is_internal(target):
            yield page.evidence(link, f"The link leads to `{href}`.", facts={"href": href})
