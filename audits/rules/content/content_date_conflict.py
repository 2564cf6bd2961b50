"""Articles whose dates contradict each other."""

import re
from collections.abc import Iterator
from datetime import date

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)

_ARTICLES = ("Article", "BlogPosting", "NewsArticle")
_DAY = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)")
_ELSEWHERE = (
    "aside, footer, nav, [class*=comment i], [id*=comment i], [class*=related i], [class*=recent i], "
    "[class*=sidebar i], [class*=event i], [class*=card i], [class*=teaser i], li, table, blockquote"
)


def _markup(published: str, modified: str = "") -> str:
    more = f', "dateModified": "{modified}"' if modified else ""
    return (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Article", '
        f'"datePublished": "{published}"{more}}}</script>'
    )


@page_rule(
    id="content-date-conflict",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:publication-dates"],
    title="Dates of an article contradict each other",
    message="The date that readers see is another than the one in the markup.",
    why="Google shows a date only where it trusts it; visible date and markup must say the same day.",
    fix="Find out which date is right, and have the other place corrected.",
    fix_developer="Print the visible date, the structured data and the `article:` properties from the same fields.",
    owner=Owner.TEMPLATE,
    effort=Effort.TEMPLATE,
    settings={"days": "days that the dates may lie apart"},
    applies=lambda page: page.is_indexable and bool(page.structured_data.of(*_ARTICLES)),
    examples=[
        Reviews(
            _markup("2025-01-05") + '<article><h1>A</h1><time datetime="2025-03-01">1 March</time></article>',
            at=["time"],
        ),
        Reviews(
            '<meta property="article:published_time" content="2025-02-01T10:00:00Z">' + _markup("2025-01-05"), at=[""]
        ),
        Passes(
            _markup("2025-01-05") + '<article><time datetime="2025-01-06T01:00:00+02:00">6 January</time></article>'
        ),
        Passes(
            _markup("2025-01-05", "2025-03-01") + '<article><time datetime="2025-03-01">1 March</time></article>',
            note="the day of the latest change is shown",
        ),
        Passes(
            _markup("2025-01-05")
            + '<article><time datetime="2025-01-05">A</time><time datetime="2025-09-01">B</time></article>',
            note="one of two dates is the right one",
        ),
        Passes(
            _markup("2025-01-05") + '<article><ul><li><time datetime="2024-01-01">B</time></li></ul></article>',
            note="dates of other things",
        ),
        Passes('<meta property="article:published_time" content="2025-01-05">' + _markup("2025-01-05")),
        Inapplicable('<article><time datetime="2025-03-01">1 March</time></article>'),
    ],
)
def content_date_conflict(page: PageView, *, days: int = 1) -> Iterator[Evidence]:
    """Yield the first visible date, and the article property, that no date of the markup is near to."""
    item = page.structured_data.of(*_ARTICLES)[0]
    published, modified = _day(item.text("datePublished")), _day(item.text("dateModified"))
    known = [one for one in (published, modified) if one is not None]
    if published is None:
        return
    shown = [
        (_day(one.attr("datetime") or ""), one) for one in page.select("article time[datetime], main time[datetime]")
    ]
    own = [(one, element) for one, element in shown if one is not None and element.closest(_ELSEWHERE) is None]
    if own and all(_are_apart(one, other, days) for one, _ in own for other in known):
        message = f"Readers see {own[0][0].isoformat()}; the markup says {' and '.join(map(str, known))}."
        facts = {"shown": own[0][0].isoformat(), "markup": [one.isoformat() for one in known]}
        yield page.review(own[0][1], message, facts=facts)
        return
    social = _day(dict(page.facts.open_graph).get("article:published_time", ""))
    if social is not None and all(_are_apart(social, other, days) for other in known):
        message = f"`article:published_time` is {social}, `datePublished` is {published}."
        yield page.review(None, message, facts={"social": str(social), "markup": str(published)})


def _day(text: str) -> date | None:
    found = _DAY.match(text.strip())
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _are_apart(one: date, other: date, days: int) -> bool:
    return abs((one - other).days) > days
