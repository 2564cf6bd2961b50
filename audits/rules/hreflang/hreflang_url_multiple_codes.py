"""Lists that name one page for several languages."""

from collections import defaultdict
from collections.abc import Iterator

from audits.alternates import alternate_sets
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome


@site_rule(
    id="hreflang-url-multiple-codes",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:localized-versions"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="List names one page for several languages",
    message="The page names one address for codes of different languages.",
    why="Readers of one of these languages are sent to a page in another.",
    fix="Check whether the page is really meant for all of them.",
    fix_developer="List a language only where a page in it exists; use `x-default` for everybody else.",
    examples=[
        Reviews(
            {"/": '<link rel="alternate" hreflang="de" href="/x"><link rel="alternate" hreflang="fr" href="/x">'},
            at=["/x"],
        ),
        Passes(
            {"/": '<link rel="alternate" hreflang="de" href="/x"><link rel="alternate" hreflang="de-AT" href="/x">'},
            note="one language in two countries",
        ),
        Passes(
            {"/": '<link rel="alternate" hreflang="de" href="/x"><link rel="alternate" hreflang="x-default" href="/x">'}
        ),
    ],
)
def hreflang_url_multiple_codes(site: SiteView) -> Iterator[Evidence]:
    """Yield each page and address with codes of several languages."""
    for url, versions in alternate_sets(site).items():
        languages: dict[str, set[str]] = defaultdict(set)
        for version in versions:
            if version.code != "x-default":
                languages[version.url].add(version.code.partition("-")[0])
        for target, named in languages.items():
            if len(named) > 1:
                message = f"The page names {target} for {', '.join(f'`{one}`' for one in sorted(named))}."
                yield site.evidence(
                    url, message, target=target, facts={"languages": sorted(named)}, outcome=Outcome.REVIEW
                )
