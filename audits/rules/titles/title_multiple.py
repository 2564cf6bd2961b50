"""Pages with more than one title element."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, page_rule
from store.document import text_of


@page_rule(
    id="title-multiple",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:title-link"],
    title="Page has several titles",
    message="The page has more than one `title` element.",
    why="The browser shows the first one; which one a search engine takes is not in your hands.",
    fix="Leave one title. Often an SEO plugin and the theme both write one: switch one of them off.",
    fix_developer="Write `<title>` in one place of the head template only.",
    examples=[
        Fails(
            "<head><title>Cats</title><title>Our shop</title></head><p>Text</p>",
            at=["title:nth-of-type(2)"],
        ),
        Passes("<title>Cats</title><svg><title>Icon</title></svg>", note="the second one names a drawing"),
        Passes("<title>Cats</title>"),
    ],
)
def title_multiple(page: PageView) -> Iterator[Evidence]:
    """Yield each title element after the first."""
    if page.facts.title_count < 2:
        return
    titles = [title for title in page.select("title") if title.closest("svg") is None]
    for title in titles[1:]:
        message = f"The page has {len(titles)} titles; this one says “{text_of(title)[:80]}”."
        yield page.evidence(title, message, facts={"titles": len(titles)})
