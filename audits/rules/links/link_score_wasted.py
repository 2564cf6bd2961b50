"""Sites whose links lead to a large part to what no search engine shows."""

from collections.abc import Iterator

from audits.linking import is_broken
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome, Page

_HOME = "".join(f'<a href="/p{n}">{n}</a><a href="/old{n}">{n}</a>' for n in range(12))
_PAGES = {f"/p{n}": '<a href="/">Home</a>' for n in range(12)}
_OLD = {f"/old{n}": Answer(redirect=f"/p{n}") for n in range(12)}
_MANY = {"/": "".join(f'<a href="/p{n}">{n}</a>' for n in range(24)) + '<a href="/old0">Old</a>'}
_MANY |= {f"/p{n}": '<a href="/">Home</a>' for n in range(24)}


@site_rule(
    id="link-score-wasted",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:links-crawlable", "google:consolidate-duplicate-urls"],
    title="Many links lead to what is not shown in search",
    message="A large part of the site's link score lies on addresses that search engines do not show.",
    why="Links tell search engines which pages matter; these tell it of redirects, dead and hidden pages.",
    fix="Start with the addresses that are named here: link to their final address, or drop the links.",
    fix_developer="Print final, canonical addresses in menus and lists.",
    effort=Effort.SITE,
    settings={
        "share": "share of the link score on such addresses from which it is told",
        "minimum_pages": "fetched URLs below which the share says nothing",
    },
    applies=lambda site: not site.is_truncated,
    examples=[
        Reviews({"/": _HOME, **_PAGES, **_OLD}, at=["/"]),
        Passes({"/": _HOME.replace("old", "p"), **_PAGES}),
        Passes({**_MANY, "/old0": Answer(status=404)}, note="one dead page of many"),
        Passes(
            {"/": _HOME.replace("old", "p")}
            | {url: f'<link rel="canonical" href="https://other.example{url}">{html}' for url, html in _PAGES.items()},
            note="canon-offsite tells it",
        ),
        Passes({"/": '<a href="/old0">A</a>', "/p0": "<p>A</p>", "/old0": _OLD["/old0"]}, note="a small site"),
        Inapplicable({"/": _HOME, **_PAGES, **_OLD}, site_options={"is_truncated": True}),
    ],
)
def link_score_wasted(site: SiteView, *, share: float = 0.1, minimum_pages: int = 20) -> Iterator[Evidence]:
    """Yield the site with its share and the addresses that hold most of it."""
    if len(site.pages) < minimum_pages:
        return
    flow = site.link_flow()
    shown = {page.id for page in site.indexable}
    hidden = [page for page in site.pages if page.id in flow and page.id not in shown]
    held = [(flow[page.id], why, page.url) for page in hidden if (why := _why(site, page))]
    wasted = sum(score for score, _, _ in held)
    if wasted < share or not held:
        return
    by_kind: dict[str, float] = {}
    for score, why, _ in held:
        by_kind[why] = by_kind.get(why, 0.0) + score
    most = [f"{url} ({score:.1%}, {why})" for score, why, url in sorted(held, reverse=True)[:5]]
    kinds = ", ".join(f"{part:.0%} on {why}" for why, part in sorted(by_kind.items(), key=lambda item: -item[1]))
    message = f"{wasted:.0%} of the link score lies on addresses that search engines do not show: {kinds}."
    facts = {"share": round(wasted, 3), "addresses": len(held), "most": most}
    yield site.evidence(site.start_url, message, facts=facts, outcome=Outcome.REVIEW, group="link score")


def _why(site: SiteView, page: Page) -> str:
    """Why a search engine does not show the URL; "" where it may."""
    if page.redirect_to:
        return "redirects"
    if is_broken(page):
        return "dead pages"
    view = site.view(page)
    if not view.is_content:
        return ""
    if view.is_noindex:
        return "pages with noindex"
    if view.is_canonical or not site.is_internal(view.canonical or page.url):
        return ""  # canon-offsite tells of pages that another site stands for
    return "copies of other pages"
