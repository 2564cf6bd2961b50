"""Versions for one country that search shows in another that has a version of its own."""

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
from audits.searching.countries import alpha3
from audits.searching.queries import indexable_urls, search_of
from audits.searching.views import PAGE_COUNTRIES
from audits.site import SiteView

_ALTERNATES = '<link rel="alternate" hreflang="en-GB" href="/gb"><link rel="alternate" hreflang="en-AU" href="/au">'
_SITE = {
    "/": '<a href="/gb">GB</a><a href="/au">AU</a>',
    "/gb": _ALTERNATES + "<p>A</p>",
    "/au": _ALTERNATES + "<p>A</p>",
}


def _seen(gbr: int, aus: int) -> dict[str, object]:
    return {"page_countries": {"/gb": {"gbr": gbr, "aus": aus}}}


@site_rule(
    id="gsc-country-language-mismatch",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:hreflang", "google:managing-multi-regional-sites"],
    owner=Owner.TEMPLATE,
    effort=Effort.TEMPLATE,
    title="Search shows the version for another country",
    message="This version is for one country and is shown mostly in another, which has a version of its own.",
    why="People get prices, words and delivery terms of another country.",
    fix="Let all versions name each other with hreflang, and let their texts differ where the countries do.",
    needs_source=PAGE_COUNTRIES,
    settings={
        "share": "part of the impressions that must come from the other country",
        "impressions": "times that the page must have been shown in the window",
    },
    examples=[
        Fails(_SITE, at=["/gb"], search=_seen(40, 160)),
        Passes(_SITE, search=_seen(160, 40)),
        Passes(_SITE, search=_seen(4, 16), note="too few to tell"),
        Passes(_SITE, search={"page_countries": {"/gb": {"gbr": 40, "usa": 160}}}, note="no version for that country"),
    ],
)
def gsc_country_language_mismatch(site: SiteView, *, share: float = 0.5, impressions: int = 100) -> Iterator[Evidence]:
    """Yield each such version; pairs of countries apart."""
    search = search_of(site)
    pages = indexable_urls(site)
    for url, seen in search.page_countries.items():
        page = pages.get(url)
        whole = sum(seen.values())
        if page is None or page.facts is None or whole < max(1, impressions):
            continue
        versions = {one.url: alpha3(one.code) for one in page.facts.hreflang if one.url}
        own = versions.get(url, "")
        for other, country in versions.items():
            if own and country and country != own and other in pages and seen.get(country, 0) > share * whole:
                message = (
                    f"The version for {own.upper()} had {seen[country]:,} of its {whole:,} impressions in "
                    f"{country.upper()}, for which {other} is made."
                )
                facts = {"own": own, "seen_in": country, "version": other}
                yield site.evidence(url, message, group=f"{own} {country}", facts=facts)
                break
