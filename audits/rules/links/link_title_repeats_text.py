"""Links whose title says the same as their text."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Severity,
    page_rule,
)


@page_rule(
    id="link-title-repeats-text",
    category=Category.ACCESSIBILITY,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["wcag:2.4.4", "https://www.w3.org/WAI/WCAG22/Techniques/html/H33"],
    title="Title of a link repeats its text",
    message="Links have a `title` that says the same as their text.",
    why="Some screen readers say the words twice, and the box that opens under the mouse tells nothing new.",
    fix="Take the title out of the link, or let it tell what the text does not.",
    fix_developer="Print no `title` on links when it is the same as the text.",
    applies=lambda page: page.is_content and page.select_one("a[href][title]") is not None,
    examples=[
        Fails('<a href="/a" title="Boats">Boats</a><a href="/b" title="Cars">Cars</a>', at=["a:first-of-type"]),
        Passes('<a href="/a" title="Boats of 2026">Boats</a>'),
        Passes('<a href="/a" title="Boats"><img src="a.png" alt=""></a>', note="all that is said"),
        Inapplicable('<a href="/a">Boats</a>'),
    ],
)
def link_title_repeats_text(page: PageView) -> Iterator[Evidence]:
    """Yield the first such link with the number of them."""
    found = [link for link in page.select("a[href][title]") if _repeats(link.attr("title") or "", link.text)]
    if found:
        message = f"Links with a `title` that says the same as their text: {len(found):,}."
        yield page.evidence(found[0], message, group="links", facts={"links": len(found)})


def _repeats(title: str, text: str) -> bool:
    said = title.strip()
    return bool(said) and (said == text or said.casefold() == " ".join(text.split()).casefold())
