"""Hidden links to other sites with the words of spam: the trace of a site that was broken into."""

import re
from collections.abc import Iterator

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
from store.document import Element

# Asked of texts in small letters: a pattern that minds the case is found much faster.
_SPAM = re.compile(
    r"viagra|cialis|levitra|tramadol|xanax|payday ?loans?|online[ -]?casino|casino ?online|"
    r"slot ?(?:gacor|online|deposit)|"
    r"judi ?(?:online|slot|bola)|togel|bandar ?(?:slot|togel)|situs ?(?:slot|judi)|sbobet|"
    r"deneme ?bonusu|bahis ?siteleri|"
    r"casino ?siteleri|escort|replica ?(?:watches|handbags)|essay ?writing ?service|порно|казино|激安|スーパーコピー",
)
_WORDS = (
    "viagra", "cialis", "levitra", "tramadol", "xanax", "payday", "casino", "slot", "judi", "togel", "sbobet", "bonusu",
    "bahis", "escort", "replica", "essay", "порно", "казино", "激安", "スーパーコピー",
)  # fmt: skip
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|"
    r"(?:left|top|text-indent|right)\s*:\s*-\s*\d{3,}|(?:height|width)\s*:\s*[01]px[^}]*overflow\s*:\s*hidden|"
    r"overflow\s*:\s*hidden[^}]*(?:height|width)\s*:\s*[01]px",
    re.IGNORECASE,
)
_LINKS = "".join(
    f'<a href="https://{name}.example/">{text}</a> '
    for name, text in (("a", "buy viagra"), ("b", "online casino"), ("c", "cheap cialis"))
)


@page_rule(
    id="integrity-injected-spam",
    category=Category.SECURITY,
    severity=Severity.CRITICAL,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:spam-policies", "google:security"],
    title="Hidden links with words of spam",
    message="A hidden part of the page links to other sites with words that spam uses.",
    why="This is what intruders leave behind; Google may warn visitors of the site or take it out of the search.",
    fix="Have someone look at the page's source at once; if nobody of yours put it there, the site was broken into.",
    fix_developer="Find where it comes from (template, database, plugin), close the way in, change all passwords.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={
        "minimum_links": "such links in one hidden part from which it is told",
        "own_words": "words of spam in the visible text from which they are the site's own subject",
    },
    applies=lambda page: page.is_content and page.facts.external_links > 0,
    examples=[
        Reviews(f'<p>Cats</p><div style="display:none">{_LINKS}</div>', at=["div"]),
        Reviews(f'<p>Cats</p><div style="position:absolute;left:-9999px">{_LINKS}</div>', at=["div"]),
        Reviews(f'<p>Cats</p><div style="height:0px;overflow:hidden"><p>{_LINKS}</p></div>', at=["div"]),
        Passes(f"<p>Cats</p><div>{_LINKS}</div>", note="not hidden"),
        Passes(f'<p>Viagra, Cialis and Levitra</p><div style="display:none">{_LINKS}</div>', note="its own subject"),
        Passes(f'<div style="display:none">{_LINKS[: _LINKS.index("<a", 5)]}</div>', note="one link"),
        Passes('<div style="display:none"><a href="https://a.example/">A</a><a href="https://b.example/">B</a></div>'),
        Passes(
            '<div style="display:none">'
            + "".join(f'<a href="/casino/{number}">Online casino</a>' for number in range(9))
            + '</div><a href="https://a.example/">A</a>',
            note="links to the site itself",
        ),
        Inapplicable("<p>Online casino</p>"),
    ],
)
def integrity_injected_spam(page: PageView, *, minimum_links: int = 3, own_words: int = 3) -> Iterator[Evidence]:
    """Yield each hidden element that holds so many external links with words of spam."""
    if not any(word in page.folded_body for word in _WORDS) or not _SPAM.search(page.folded_body):
        return
    if len(_SPAM.findall(_seen_text(page).lower())) >= own_words:
        return
    found: dict[Element, int] = {}
    for link in page.select('a[href^="http" i]'):
        if not _SPAM.search(f"{link.text} {link.attr('href')}".lower()) or page.is_internal(str(link.attr("href"))):
            continue
        hidden = _hidden_above(link)
        if hidden is not None:
            found[hidden] = found.get(hidden, 0) + 1
    for element, number in found.items():
        if number >= minimum_links:
            yield page.review(element, f"A hidden part of the page holds {number} links with words that spam uses.")


def _seen_text(page: PageView) -> str:
    """The visible text without what styles of elements hide."""
    return " ".join(text for element, text in page.prose if _hidden_above(element) is None)


def _hidden_above(element: Element) -> Element | None:
    """The outermost element at or above this one that its own style hides, or None."""
    found = None
    here: object = element
    while isinstance(here, Element):
        style = here.attr("style")
        if style and _UNSEEN.search(str(style)):
            found = here
        here = here.parent
    return found
