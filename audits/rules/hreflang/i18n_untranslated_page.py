"""Language versions that hold the text of another language."""

from collections.abc import Iterator

import numpy as np

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
from audits.site import Signature, SiteView
from store.model import Outcome

_TEXT = "A basket of willow that cats like to sleep in is woven by hand from rods that were cut in winter. " * 4
_OTHER = (
    "Ein Korb aus Weide, in dem Katzen gern schlafen, wird von Hand aus im Winter geschnittenen Ruten gemacht. " * 4
)
_LINKS = '<link rel="alternate" hreflang="en" href="/en"><link rel="alternate" hreflang="de" href="/de">'


def _likeness(one: Signature, other: Signature) -> float:
    """Share of common text, 0 to 1, as far as the digests of the main content tell."""
    if one.digest and one.digest == other.digest:
        return 1.0
    if not one.minhash or len(one.minhash) != len(other.minhash):
        return 0.0
    equal = np.frombuffer(one.minhash, dtype="<u4") == np.frombuffer(other.minhash, dtype="<u4")
    return float(equal.mean())


@site_rule(
    id="i18n-untranslated-page",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions"],
    title="Language version is not translated",
    message="The main text of a language version is that of another language.",
    why="Readers who ask for their language get another one, and search engines see a copy.",
    fix="Translate the text, or take the version off the list of languages until it is translated.",
    fix_developer="Name a version in `hreflang` only where its main text is translated, not where only the menus are.",
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    settings={
        "likeness": "share of common text from which on two versions count as one text",
        "least_words": "words of main text that a page must have to be compared",
    },
    examples=[
        Reviews(
            {"/en": f"{_LINKS}<main>{_TEXT}</main>", "/de": f"{_LINKS}<main>{_TEXT}</main>"},
            at=["/de"],
        ),
        Reviews(
            {"/en": f"{_LINKS}<main>{_TEXT}</main>", "/de": f"{_LINKS}<main>{_TEXT} Noch ein Wort</main>"},
            at=["/de"],
            note="a word was added",
        ),
        Passes({"/en": f"{_LINKS}<main>{_TEXT}</main>", "/de": f"{_LINKS}<main>{_OTHER}</main>"}),
        Passes(
            {
                "/en": f"{_LINKS.replace('de', 'en-gb')}<main>{_TEXT}</main>",
                "/en-gb": f"{_LINKS.replace('de', 'en-gb')}<main>{_TEXT}</main>",
            },
            note="two countries of one language",
        ),
        Passes({"/en": f"{_LINKS}<main>AB 12</main>", "/de": f"{_LINKS}<main>AB 12</main>"}, note="hardly any text"),
    ],
)
def i18n_untranslated_page(site: SiteView, *, likeness: float = 0.8, least_words: int = 50) -> Iterator[Evidence]:
    """Yield each page whose text is that of an earlier named version in another language, once."""
    told: set[str] = set()
    seen: set[tuple[str, str]] = set()
    for url, versions in alternate_sets(site).items():
        page = site.page(url)
        own = next((one.code for one in versions if one.url == url and one.code != "x-default"), "")
        mine = site.signatures.get(page.id) if page is not None else None
        if not own or mine is None or mine.words < least_words:
            continue
        for one in versions:
            is_other = one.code != "x-default" and one.code.partition("-")[0] != own.partition("-")[0]
            if not is_other or one.url in told or url in told or (one.url, url) in seen:
                continue
            seen.add((url, one.url))
            target = site.page(one.url)
            theirs = site.signatures.get(target.id) if target is not None else None
            if theirs is not None and theirs.words >= least_words and _likeness(mine, theirs) >= likeness:
                told.add(one.url)
                message = f"The page is listed as `{one.code}` and has the text of {url}, which is listed as `{own}`."
                facts = {"code": one.code, "same_as": url, "its_code": own}
                yield site.evidence(one.url, message, group=one.code, outcome=Outcome.REVIEW, facts=facts)
