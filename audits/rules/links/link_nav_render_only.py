"""Navigations that only scripts fill."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import facts_of, is_comparable, sent_links, without_query
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)

_MENU = [f"https://example.com/{name}" for name in ("cats", "dogs", "cows")]
_MANY = [f"https://example.com/{number}" for number in range(12)]


@page_rule(
    id="link-nav-render-only",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:links-crawlable", "google:javascript-seo-basics"],
    title="Navigation is empty until scripts run",
    message="The navigation has no links in the HTML that the server sends.",
    why="Search engines learn from the navigation what matters on a site; many crawlers run no scripts.",
    fix="Ask your developers to put the links of the menu into the page that the server sends.",
    fix_developer="Send the menu's links as `a` elements with an `href`; let scripts only fold and unfold them.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    settings={
        "min_links": "links that only scripts make, below which nothing is said",
        "most_links": "links that only scripts make, from which js-links-render-only may speak instead",
        "most_share": "share of the rendered page's links, from which js-links-render-only may speak instead",
    },
    applies=lambda page: is_comparable(page) and page.select_one("nav, [role=navigation]") is not None,
    examples=[
        Reviews('<nav id="menu"></nav>', at=["nav"], artifacts={"rendered": {"linked": _MENU}}),
        Reviews(
            "".join(f'<a href="/{number}">A</a>' for number in range(12)) + '<nav id="menu"></nav>',
            at=["nav"],
            artifacts={"rendered": {"linked": [*_MANY, *_MENU, "https://example.com/a", "https://example.com/b"]}},
            note="few of the page's links",
        ),
        Passes('<nav><a href="/cats">Cats</a></nav>', artifacts={"rendered": {"linked": _MENU}}),
        Passes('<nav></nav><p>A</p><nav><a href="/">A</a></nav>', artifacts={"rendered": {"linked": _MENU}}),
        Passes('<nav id="menu"></nav>', artifacts={"rendered": {"linked": _MENU[:1]}}, note="one link"),
        Passes('<nav id="menu"></nav>', artifacts={"rendered": {"linked": _MANY}}, note="told of the whole page"),
        Passes(
            '<nav><button>Cats</button></nav><footer><a href="/cats">A</a><a href="/dogs">B</a><a href="/cows">C</a>'
            "</footer>",
            artifacts={"rendered": {"linked": _MENU}},
            note="its pages are linked below",
        ),
        Inapplicable("<p>Text</p>", artifacts={"rendered": {"linked": _MENU}}),
    ],
)
def link_nav_render_only(
    page: PageView, *, min_links: int = 2, most_links: int = 5, most_share: float = 0.3
) -> Iterator[Evidence]:
    """Yield the first navigation where none has a link as sent, and the browser ends with links that were not sent."""
    navigations = page.select("nav, [role=navigation]")
    if any(one.select_one("a[href]") is not None for one in navigations):
        return
    sent = {without_query(url) for url in sent_links(page)}
    linked = [str(url) for url in facts_of(page).get("linked", ())]
    made = [url for url in linked if without_query(url) not in sent]
    is_told = len(made) >= most_links and len(made) >= most_share * len(linked)
    if len(made) >= min_links and not is_told:
        message = f"The navigation is sent without links; scripts add {len(made)} links, such as {made[0]}."
        yield page.review(navigations[0], message, facts={"links_not_sent": len(made), "sample": made[:5]})
