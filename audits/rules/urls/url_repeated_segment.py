"""Addresses that say the same folder again and again."""

from collections import Counter
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Owner, Passes, Reviews, Severity, page_rule


@page_rule(
    id="url-repeated-segment",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:url-structure", "rfc:3986"],
    owner=Owner.TEMPLATE,
    title="Address repeats itself",
    message="The page's address repeats a part of its path.",
    why="Often a relative link adds a folder to itself, and crawlers fall into an endless series of copies.",
    fix="Open the page and see which link made its address.",
    fix_developer="Write links from the root (`/folder/page`), and answer 404 to paths that do not exist.",
    settings={"min_times": "times that one segment stands in the path from which on it is told"},
    examples=[
        Reviews("<p>A</p>", at=[""], url="https://example.com/a/x/a/y/a/z"),
        Reviews("<p>A</p>", at=[""], url="https://example.com/a/b/a/b/c", note="a pair, twice in a row"),
        Passes("<p>A</p>", url="https://example.com/a/x/a/y"),
        Passes("<p>A</p>", url="https://example.com/2026/1/1/1/", note="numbers of a date or a page"),
    ],
)
def url_repeated_segment(page: PageView, *, min_times: int = 3) -> Iterator[Evidence]:
    """Yield the page whose path repeats itself."""
    segments = [one for one in page.parts.path.split("/") if one and not one.isdigit()]
    if len(segments) < 2:
        return
    name, times = Counter(segments).most_common(1)[0]
    if times >= min_times:
        message = f"The page's address has the part “{name}” {times} times."
        yield page.review(None, message, facts={"segment": name, "times": times})
        return
    for first, second, third, fourth in zip(segments, segments[1:], segments[2:], segments[3:], strict=False):
        if (first, second) == (third, fourth):
            message = f"The page's address has the parts “{first}/{second}” twice in a row."
            yield page.review(None, message, facts={"segment": f"{first}/{second}", "times": 2})
            return
