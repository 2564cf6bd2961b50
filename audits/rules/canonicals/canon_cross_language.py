"""Language versions that name a version in another language as canonical."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import Page


@site_rule(
    id="canon-cross-language",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions", "google:canonicalization"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Canonical page is in another language",
    message="The page names a page in another language as its canonical.",
    why="The version in this language drops out of search, and its readers are shown another language.",
    fix="Tell whoever builds the site.",
    fix_developer="Let each language version name itself as canonical, and the others by `hreflang`.",
    examples=[
        Fails(
            {
                "/": '<html lang="en"><a href="/de">A</a><p>A</p>',
                "/de": '<html lang="de"><link rel="canonical" href="/"><p>A</p>',
            },
            at=["/"],
        ),
        Passes(
            {
                "/": '<html lang="en"><a href="/de">A</a><p>A</p>',
                "/de": '<html lang="de"><link rel="canonical" href="/de"><p>A</p>',
            },
        ),
        Passes(
            {
                "/": '<html lang="en"><a href="/gb">A</a><p>A</p>',
                "/gb": '<html lang="en-GB"><link rel="canonical" href="/"><p>A</p>',
            },
            note="one language in two countries",
        ),
        Passes(
            {"/": '<a href="/de">A</a><p>A</p>', "/de": '<html lang="de"><link rel="canonical" href="/"><p>A</p>'},
            note="the other says no language",
        ),
    ],
)
def canon_cross_language(site: SiteView) -> Iterator[Evidence]:
    """Yield each page whose canonical has another language."""
    for page in site.content:
        canonical = site.view(page).canonical
        target = site.page(canonical) if canonical and canonical != page.url else None
        mine, other = _language_of(page), _language_of(target)
        if target is not None and mine and other and mine != other:
            message = f"The page is in `{mine}`, and its canonical {target.url} is in `{other}`."
            yield site.evidence(page.url, message, target=target.url, facts={"language": mine, "other": other})


def _language_of(page: Page | None) -> str:
    lang = page.facts.lang if page is not None and page.facts is not None else None
    return (lang or "").strip().partition("-")[0].lower()
