"""Language versions whose own language is another."""

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
from audits.standards.languages import is_language_tag
from store.model import Outcome


@site_rule(
    id="hreflang-lang-mismatch",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions", "wcag:3.1.1"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Language version says that it is in another language",
    message="A page is listed as the version in one language and says itself that it is in another.",
    why="Either the list sends readers to the wrong page, or the page tells screen readers the wrong language.",
    fix="See in which language the page is, and have the other place corrected.",
    fix_developer="Derive `html[lang]` and `hreflang` from one field of the page.",
    examples=[
        Reviews(
            {
                "/": '<html lang="en"><link rel="alternate" hreflang="en" href="/">'
                '<link rel="alternate" hreflang="de" href="/de">',
                "/de": '<html lang="fr"><p>A</p>',
            },
            at=["/de"],
        ),
        Passes(
            {
                "/": '<html lang="en"><link rel="alternate" hreflang="en-GB" href="/">'
                '<link rel="alternate" hreflang="de" href="/de">',
                "/de": '<html lang="de-AT"><p>A</p>',
            },
        ),
        Passes(
            {"/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>', "/de": "<p>A</p>"}, note="says nothing"
        ),
        Passes(
            {
                "/": '<html lang="no"><link rel="alternate" hreflang="nb" href="/"><p>A</p>',
            },
            note="two names of one language",
        ),
        Passes(
            {
                "/": '<link rel="alternate" hreflang="sl" href="/sl"><p>A</p>',
                "/sl": '<html lang="slovenian"><p>A</p>',
            },
            note="no language code at all: told of the page itself",
        ),
    ],
)
def hreflang_lang_mismatch(site: SiteView) -> Iterator[Evidence]:
    """Yield each page whose language differs from the code that a list gives it, once."""
    told: set[str] = set()
    for url, versions in alternate_sets(site).items():
        for version in versions:
            target = site.page(version.url)
            if target is None or version.url in told or version.code == "x-default" or not target.facts:
                continue
            own = _base_of(target.facts.lang or "")
            is_other = bool(own) and own != _base_of(version.code)
            if is_other and is_language_tag(own) and site.view(target).is_content:
                told.add(version.url)
                message = f"{url} lists the page as `{version.code}`, and the page says `{target.facts.lang}`."
                facts = {"code": version.code, "lang": target.facts.lang, "listed_by": url}
                yield site.evidence(version.url, message, group="lang", facts=facts, outcome=Outcome.REVIEW)


def _base_of(code: str) -> str:
    base = code.strip().lower().replace("_", "-").partition("-")[0]
    return {"nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi"}.get(base, base)
