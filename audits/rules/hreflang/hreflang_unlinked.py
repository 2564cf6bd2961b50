"""Language versions that no page links to."""

from collections.abc import Iterator

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
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome, Source

_ELSEWHERE = Source.SITEMAP | Source.SEARCH_CONSOLE | Source.ANALYTICS | Source.START | Source.GIVEN | Source.EARLIER


@site_rule(
    id="hreflang-unlinked",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:managing-multi-regional-sites", "google:links-crawlable"],
    title="Language version is reached by no link",
    message="The page is named as a language version, and no page links to it.",
    why="Readers cannot switch to it, and search engines take a page without links for unimportant.",
    fix="Ask for links between the languages, such as a menu of languages.",
    fix_developer="Link every version from the others with `<a href>`; `hreflang` is no link.",
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    applies=lambda site: not site.is_truncated,
    examples=[
        Reviews({"/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>', "/de": "<p>B</p>"}, at=["/de"]),
        Passes({"/": '<link rel="alternate" hreflang="de" href="/de"><a href="/de">Deutsch</a>', "/de": "<p>B</p>"}),
        Passes(
            {"/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>', "/de": "<p>B</p>"},
            sitemap=["/de"],
            note="told as an orphan",
        ),
        Inapplicable(
            {"/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>', "/de": "<p>B</p>"},
            site_options={"is_truncated": True},
            note="a link may be among the pages that were not seen",
        ),
    ],
)
def hreflang_unlinked(site: SiteView) -> Iterator[Evidence]:
    """Yield each indexable page that is known from hreflang alone."""
    reached = set(site.inlinks())
    redirected = {page.redirect_to for page in site.pages if page.redirect_to and page.id in reached}
    start = site.final(site.start_url)
    for page in site.indexable:
        is_named = bool(page.sources & Source.HREFLANG) and not page.sources & _ELSEWHERE
        if is_named and page.id not in reached and page.url not in redirected and page is not start:
            yield site.evidence(page.url, group="unlinked", outcome=Outcome.REVIEW)
