"""Language versions that HTML, header and sitemap name differently."""

from collections import defaultdict
from collections.abc import Iterator

from audits.rule import (
    Answer,
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
from audits.site import SiteView


@site_rule(
    id="hreflang-methods-conflict",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Page and header name different language versions",
    message="The language versions in the page's head and in its header differ.",
    why="Search engines take both lists as one, so contradictions between them make them heed neither.",
    fix="Tell whoever builds the site.",
    fix_developer="Name language versions in one place only.",
    examples=[
        Fails(
            {
                "/": Answer(
                    '<link rel="alternate" hreflang="de" href="/de">',
                    headers={"Link": '<https://example.com/at>; rel="alternate"; hreflang="de"'},
                ),
            },
            at=["/"],
        ),
        Passes(
            {
                "/": Answer(
                    '<link rel="alternate" hreflang="de" href="/de">',
                    headers={"Link": '<https://example.com/de>; rel="alternate"; hreflang="de"'},
                ),
            },
        ),
        Passes(
            {
                "/": Answer(
                    '<link rel="alternate" hreflang="de" href="/de">',
                    headers={"Link": '<https://example.com/fr>; rel="alternate"; hreflang="fr"'},
                ),
            },
            note="they add to each other",
        ),
        Passes({"/": '<link rel="alternate" hreflang="de" href="/de">'}),
    ],
)
def hreflang_methods_conflict(site: SiteView) -> Iterator[Evidence]:
    """Yield each page whose places give different addresses for one code."""
    listed = {entry.url: entry for entry in site.sitemap if entry.hreflang}
    for page in site.indexable:
        entry = listed.get(page.url)
        declared = (page.facts.hreflang if page.facts else ()) + (entry.hreflang if entry else ())
        places: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for one in declared:
            if one.url and one.where != "body":
                places[one.code.strip().lower()][one.where].add(one.url)
        codes = [code for code, by_place in places.items() if len({frozenset(urls) for urls in by_place.values()}) > 1]
        if codes:
            message = f"Different addresses are named in different places for {', '.join(f'`{one}`' for one in codes)}."
            yield site.evidence(page.url, message, group="places", facts={"codes": codes})
