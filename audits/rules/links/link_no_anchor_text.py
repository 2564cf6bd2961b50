"""Links without any text."""

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

_ANSWERED = ("mailto:", "tel:", "sms:", "whatsapp:")


@page_rule(
    id="link-no-anchor-text",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:links-crawlable", "wcag:2.4.4", "act:c487ae"],
    owner=Owner.TEMPLATE,
    title="Link has no text",
    message="The link has neither text nor a text alternative.",
    why="Search engines learn nothing of the page behind it, and a screen reader reads out the address or nothing.",
    fix="Give the link a text, or its picture an alternative text.",
    fix_developer="Put text into the link, an `alt` on its image, or an `aria-label` on the link.",
    wcag=["2.4.4", "4.1.2"],
    applies=lambda page: page.is_content and page.select_one('a[href], [role="link"]') is not None,
    examples=[
        Fails('<a href="/a"></a>', at=["a"]),
        Fails('<a href="/a"><img src="a.png" alt=""></a>', at=["a"]),
        Fails('<a href="/a"><svg><path d="M0 0"></path></svg></a>', at=["a"]),
        Fails('<span role="link" tabindex="0" onclick="go()"></span>', at=["span"]),
        Fails('<a href="mailto:a@example.com"><i class="icon"></i></a>', at=["a"]),
        Passes('<a href="/a">Boats</a>'),
        Passes('<a href="/a"><img src="a.png" alt="Boats"></a>'),
        Passes('<a href="/a" aria-label="Boats"><i class="icon"></i></a>'),
        Passes('<a href="/a" title="Boats"></a>'),
        Passes('<a href="/a"><svg><title>Boats</title></svg></a>'),
        Passes('<a href="/a" aria-hidden="true" tabindex="-1"></a><a href="/a">Boats</a>', note="hidden on purpose"),
        Passes('<a href="#part"></a><a href="/a">A</a>', note="an anchor beside a heading"),
        Inapplicable("<p>A</p>"),
    ],
)
def link_no_anchor_text(page: PageView) -> Iterator[Evidence]:
    """Yield each link without a name."""
    for link, text in page.links:
        if text and not text.isspace():
            continue
        href = link.attr("href") or ""
        if href.startswith("#") or not href or page.is_hidden(link):
            continue
        if not page.accessible_name(link) and (page.normal(href) or href.startswith(_ANSWERED)):
            yield page.evidence(link, facts={"href": href[:500]})
    for link in page.select('[role="link"]:not(a[href], area)'):
        if not page.is_hidden(link) and not page.accessible_name(link):
            yield page.evidence(link, facts={"href": (link.attr("href") or "")[:500]})
