"""Later pages of a list that no link leads to."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)


@page_rule(
    id="pagination-not-linked",
    category=Category.LINKS,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:pagination-and-incremental-page-loading", "google:links-crawlable"],
    owner=Owner.TEMPLATE,
    title="Next page of a list is named and not linked",
    message="The page names its next page and has no link to it.",
    why="Search engines no longer heed the naming, and do not press buttons: what stands on later pages is not found.",
    fix="Ask for links between the pages of the list.",
    fix_developer='Write `<a href="…?page=2">` beside the “load more” button.',
    applies=lambda page: page.is_content and page.facts.next_url is not None,
    examples=[
        Fails('<link rel="next" href="/l?page=2"><button>More</button>', at=["link"], url="https://example.com/l"),
        Passes('<link rel="next" href="/l?page=2"><a href="/l?page=2">Next</a>', url="https://example.com/l"),
        Inapplicable('<a rel="next" href="/l?page=2">Next</a>', url="https://example.com/l", note="it is the link"),
        Passes('<link rel="next" href="/l?page=2"><a href="?page=2#list">Next</a>', url="https://example.com/l"),
        Inapplicable('<a href="/l?page=2">Next</a>'),
    ],
)
def pagination_not_linked(page: PageView) -> Iterator[Evidence]:
    """Yield the element that names the next page."""
    following = page.facts.next_url
    if following is None:
        return
    tail = following.rpartition("/")[2].partition("?")
    needle = (tail[2] or tail[0]).replace('"', "")
    candidates = page.select(f'a[href*="{needle}"]') if needle.isascii() and "\\" not in needle else []
    if not any(page.normal(link.attr("href") or "") == following for link in candidates or page.select("a[href]")):
        message = f"The page names {following} as its next page and has no link to it."
        yield page.evidence(page.select_one('link[rel~="next" i]'), message, facts={"next": following})
