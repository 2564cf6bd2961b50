"""Long pages without section headings."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
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
    id="heading-h2-missing",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:seo-starter-guide", "wcag:2.4.10"],
    title="Long page has no section headings",
    message="The page is long and has no `h2`.",
    why="Nothing is broken. People skim, and people with screen readers jump from heading to heading.",
    fix="If the text has parts, give each a heading.",
    fix_developer="Mark the sections' headings as `h2` in the template.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"min_words": "words of main content above which section headings are missed"},
    applies=lambda page: page.is_indexable,
    examples=[
        Fails("<main><h1>Cats</h1><p>" + "cat " * 300 + "</p></main>", at=[""], note="301 words"),
        Passes("<main><h1>Cats</h1><p>" + "cat " * 299 + "</p></main>", note="300 words"),
        Passes("<main><h1>Cats</h1><h2>Grey</h2><p>" + "cat " * 300 + "</p></main>"),
        Passes('<main><div role="heading" aria-level="2">Grey</div><p>' + "cat " * 301 + "</p></main>", note="ARIA"),
        Passes("<main><h1>Cats</h1><h3>Grey</h3><p>" + "cat " * 301 + "</p></main>", note="another rule's"),
        Passes("<main><pre>" + "cat " * 301 + "</pre></main>", note="a listing of code"),
        Inapplicable('<meta name="robots" content="noindex"><main><p>' + "cat " * 301 + "</p></main>"),
    ],
)
def heading_h2_missing(page: PageView, *, min_words: int = 300) -> Iterator[Evidence]:
    """Yield the page where a long text has no heading below the main one."""
    if page.facts.word_count <= min_words:
        return
    if page.select_one('h2, h3, h4, [role="heading"], pre, table') is None:
        message = f"The main content has {page.facts.word_count:,} words and no `h2`."
        yield page.evidence(None, message, facts={"words": page.facts.word_count})
