"""Pages for which Google has chosen another address than they name."""

from collections.abc import Iterator

from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.searching.queries import search_of
from audits.searching.views import INSPECTIONS
from audits.site import SiteView
from store.urls import normal_form

_SITE = {"/": '<a href="/mats">Mats</a>', "/mats": '<link rel="canonical" href="/mats"><p>Mats</p>'}


def _said(google: str, user: str = "https://example.com/mats") -> dict[str, object]:
    return {"inspections": {"/mats": {"google_canonical": google, "user_canonical": user}}}


@site_rule(
    id="canon-google-disagrees",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:canonicalization-troubleshooting", "google:consolidate-duplicate-urls"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Google shows another address than the page names",
    message="Google has chosen another page as the one to show than this page names as its canonical.",
    why="People find the other page instead, and this one stays out of the results.",
    fix="See why the two seem alike to Google. Make them differ, or let both name the one that is to be found.",
    fix_developer="Links, redirects, sitemap and hreflang must all name the address that is to be found.",
    needs_source=INSPECTIONS,
    examples=[
        Fails(_SITE, at=["/mats"], search=_said("https://example.com/all-mats")),
        Passes(_SITE, search=_said("https://example.com/mats")),
        Passes(_SITE, search=_said("https://EXAMPLE.com:443/mats"), note="the same address"),
        Passes(_SITE, search=_said(""), note="Google has chosen none"),
        Passes(_SITE, search=_said("https://example.com/all-mats", user=""), note="the page names none"),
        Passes(
            {**_SITE, "/mats": '<link rel="canonical" href="/all-mats"><p>Mats</p>'},
            search=_said("https://example.com/all-mats"),
            note="mended since Google's last visit",
        ),
    ],
)
def canon_google_disagrees(site: SiteView) -> Iterator[Evidence]:
    """Yield each such page; those that Google folds into one page are one cause."""
    search = search_of(site)
    for page in site.content:
        said = search.inspections.get(page.url)
        if said is None or not said.google_canonical or not said.user_canonical:
            continue
        chosen, named = normal_form(said.google_canonical), normal_form(said.user_canonical)
        if chosen is None or chosen == named or chosen == site.view(page).canonical:
            continue
        message = f"The page names {named} as its canonical; Google has chosen {chosen}."
        facts = {"google": chosen, "named": named, "last_crawl": said.last_crawl}
        yield site.evidence(page.url, message, group=chosen, facts=facts)
