"""Links that open a new window without saying so."""

from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from store.document import Element

_NOTICES = (
    "new window", "new tab", "external", "opens in", "neues fenster", "neuem fenster", "neuem tab", "nouvelle fenêtre",
    "nouvel onglet", "nueva ventana", "nueva pestaña", "nuova finestra", "nuova scheda", "novem oknu", "novo okno",
    "novem zavihku", "nieuw venster", "nowym oknie", "nowej karcie", "nova janela", "новом окне", "nytt fönster",
    "nyt vindue", "uuteen ikkunaan", "yeni pencere", "新しいウィンドウ", "新窗口", "نافذة جديد", "새 창",
)  # fmt: skip


@page_rule(
    id="link-new-window-unsaid",
    category=Category.ACCESSIBILITY,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["wcag:3.2.5"],
    wcag=["3.2.5"],
    title="Link opens a new window without saying so",
    message="This link opens a new window or tab, and its words do not say so.",
    why="Who does not see the new window does not know why “back” leads nowhere any more.",
    fix="Say it in the link, as in “Terms (new tab)”, or let the link open in the same window.",
    fix_developer='Drop `target="_blank"`, or add the notice as text or as the alternative of an icon.',
    applies=lambda page: page.is_content and page.select_one("[target]") is not None,
    examples=[
        Reviews('<a href="/a" target="_blank">Terms</a><a href="/b" target="_blank">Prices</a>', at=["a:first-child"]),
        Reviews('<a href="/a" target="_blank" title="Our terms">Terms</a>', at=["a"]),
        Passes('<a href="/a" target="_blank">Terms (opens in a new tab)</a>'),
        Passes('<a href="/a" target="_blank">Terms <img src="x.png" alt="external link"></a>'),
        Passes('<a href="/a" target="_blank" title="Odpre se v novem oknu">Pogoji</a>'),
        Passes('<a href="/a" target="_self">Terms</a><a href="/b" target="main">B</a>'),
        Passes('<a href="/a" target="_blank" hidden>Terms</a>'),
        Passes(
            '<a href="/a" target="_blank">Terms <svg class="icon-external-link"></svg></a>', note="a picture says it"
        ),
        Inapplicable("<a href='/a'>A</a>"),
    ],
)
def link_new_window_unsaid(page: PageView) -> Iterator[Evidence]:
    """Yield the first link that opens a new window without a notice, with the number of such links on the page."""
    unsaid = [link for link in page.select('a[href][target="_blank" i]') if not _is_said(page, link)]
    unsaid = [link for link in unsaid if is_exposed(link)]
    if unsaid:
        count = f"{len(unsaid)} links open" if len(unsaid) > 1 else "This link opens"
        yield page.review(
            unsaid[0],
            f"Is it said beforehand? {count} a new window or tab.",
            facts={"links": len(unsaid)},
            group="window",
        )


def _is_said(page: PageView, link: Element) -> bool:
    words = f"{page.accessible_name(link)} {link.attr('title') or ''} {link.attr('class') or ''}".casefold()
    if any(one in words for one in _NOTICES):
        return True
    return (
        link.attr("aria-describedby") is not None
        or link.select_one("[class*=external], [class*=new-window]") is not None
    )
