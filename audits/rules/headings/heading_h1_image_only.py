"""Main headings that are a picture."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule


@page_rule(
    id="heading-h1-image-only",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:title-link", "wcag:1.4.5"],
    title="Main heading is a picture",
    message="The only main heading holds a picture and no text.",
    why="Its text alternative stands in for the heading. Often it is the logo, which says nothing of the page.",
    fix="Write the heading as text. A logo needs no heading.",
    fix_developer="Take the logo out of the `h1`, and put the page's own heading there.",
    applies=lambda page: page.is_indexable and bool(page.facts.h1) and page.url != page.site.start_url,
    examples=[
        Reviews('<h1><a href="/"><img src="logo.png" alt="Cat Shop"></a></h1>', at=["h1"]),
        Reviews('<h1><svg role="img" aria-label="Cat Shop"><path/></svg></h1>', at=["h1"]),
        Passes('<h1><img src="cat.png" alt="">Grey cats</h1>'),
        Passes('<h1><img src="logo.png" alt="Cat Shop"></h1><h1>Grey cats</h1>', note="another heading has text"),
        Passes("<h1></h1>", note="an empty heading is told as missing"),
        Passes('<h1><img src="a.png" alt=""></h1>', note="so is one whose picture says nothing"),
        Inapplicable('<h1><img src="logo.png" alt="Cat Shop"></h1>', url="https://example.com/", note="the home page"),
        Inapplicable("<p>No heading</p>"),
    ],
)
def heading_h1_image_only(page: PageView) -> Iterator[Evidence]:
    """Yield the first main heading for review where no main heading has text and this one has a named picture."""
    if any(text.strip() for text in page.facts.h1):
        return
    heading = page.select_one("h1")
    if heading is None or heading.select_one("img, svg, picture") is None or page.is_hidden(heading):
        return
    name = page.accessible_name(heading)
    if name:
        yield page.review(heading, f"The main heading is a picture with the text alternative “{name[:80]}”.")
