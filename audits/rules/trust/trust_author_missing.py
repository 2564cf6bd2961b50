"""Articles that name no author."""

import re
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

_ARTICLES = frozenset({"Article", "BlogPosting", "NewsArticle", "TechArticle", "ScholarlyArticle", "Report"})
_SIGNS = 'a[rel~="author" i], [itemprop~="author"], [class*="author" i], [class*="byline" i], [id*="author" i], address'
_BY = re.compile(
    r"(?:^|[\s|·•–—(])(?:(?:written |posted |published |words |text |story )?by|von|vom|par|por|di|da|door|av|af|"
    r"przez|autor(?:in|ka|ica)?|auteur|author|autore|автор|بقلم|كتب|الكاتب|نویسنده|מאת|文|作者|著者|글|작성자)"
    r"[\s:：]{1,3}\w",
    re.IGNORECASE,
)


def _article(more: str = "", body: str = "") -> str:
    return (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "BlogPosting", '
        f'"headline": "Cats"{more}}}</script><main><h1>Cats</h1>{body}<p>{"They sleep all day long. " * 30}</p></main>'
    )


@page_rule(
    id="trust-author-missing",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:creating-helpful-content", "google:article"],
    title="Article names no author",
    message="The article says nowhere who wrote it.",
    why="Readers trust an article more when they know who wrote it, and Google asks whether they can tell.",
    fix="Show the author's name near the heading, linked to a page about the author.",
    fix_developer="Print the byline in the template and add `author` to the article's structured data.",
    owner=Owner.TEMPLATE,
    effort=Effort.TEMPLATE,
    settings={"minimum_words": "words of the main content from which a page is an article"},
    applies=lambda page: page.is_indexable and not _ARTICLES.isdisjoint(page.facts.schema_types),
    examples=[
        Fails(_article(), at=[""]),
        Passes(_article(', "author": {"@type": "Person", "name": "Ana"}'), note="in the markup"),
        Passes(_article(body='<p class="post-author">Ana</p>')),
        Passes(_article(body="<p>By Ana Kos</p>")),
        Passes(_article(body="<p>12. 3. 2026 · Von Ana Kos</p>")),
        Passes(_article().replace("They sleep all day long. " * 30, "Short."), note="too short"),
        Inapplicable("<h1>Cats</h1><p>They sleep.</p>"),
    ],
)
def trust_author_missing(page: PageView, *, minimum_words: int = 100) -> Iterator[Evidence]:
    """Yield the article without author in text, classes and markup."""
    if page.facts.word_count < minimum_words or page.select_one(_SIGNS) is not None:
        return
    if page.select_one('meta[name="author" i], meta[property="article:author"]') is not None:
        return
    if any(item.has("author") or item.has("creator") for item in page.structured_data.of(*_ARTICLES)):
        return
    if not _BY.search(page.visible_text[:5_000]) and not _BY.search(page.visible_text[-2_000:]):
        yield page.evidence()
