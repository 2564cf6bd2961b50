"""Links that lead nowhere and do something on the page, as a button does."""

import re
from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule

_NOTHING = re.compile(r"\s*(?:void\s*\(?\s*[0'\"]*\s*\)?|undefined|false|['\"]{2})?\s*;?\s*", re.IGNORECASE)
_GOES = re.compile(r"location|window\.open|history\.|navigate|goto|redirect|openlink|mailto|uncrypt", re.IGNORECASE)
_SCRIPT = 'a[href^="javascript:" i]'


@page_rule(
    id="link-runs-script",
    category=Category.ACCESSIBILITY,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["wcag:4.1.2", "html:links.html#attr-hyperlink-href"],
    wcag=["4.1.2"],
    title="Link does what a button does",
    message="This link has a script for an address: it does something on the page and leads nowhere.",
    why="A screen reader says “link”, so people expect another page. The space bar, which presses buttons, scrolls.",
    fix="Ask the developer to make it a button.",
    fix_developer='Use `button type="button"` with a click listener; keep `a href` for addresses.',
    applies=lambda page: page.is_content and "javascript:" in page.folded_body and page.select_one(_SCRIPT) is not None,
    examples=[
        Reviews("<a href=\"javascript:alert('Hello')\">Press me</a>", at=["a"]),
        Reviews(
            '<a href="javascript:print()">Print</a><a href="JavaScript: add(2)">Add</a>',
            at=["a:first-child"],
            note="told once a page",
        ),
        Passes('<a href="javascript:print()" role="button">Print</a>', note="it is called a button"),
        Passes('<a href="javascript:void(0)">Menu</a><a href="javascript:;">A</a>', note="told by another rule"),
        Passes("<a href=\"javascript:window.open('/a')\">A</a>", note="it leads somewhere"),
        Passes("<a href=\"javascript:linkTo_UnCryptMailto('a')\">Mail</a>", note="an address kept from robots"),
        Passes('<a href="javascript:print()" hidden>Print</a>'),
        Inapplicable('<a href="/a">A</a><pre>javascript:alert(1)</pre>'),
    ],
)
def link_runs_script(page: PageView) -> Iterator[Evidence]:
    """Yield the first link with code for an address that neither goes anywhere nor is called a button."""
    found = []
    for link in page.select(_SCRIPT):
        code = (link.attr("href") or "").partition(":")[2]
        if not _NOTHING.fullmatch(code) and not _GOES.search(code) and not link.attr("role") and is_exposed(link):
            found.append(link)
    if found:
        yield page.review(found[0], facts={"links": len(found)})
