"""Languages that only a parameter of the address chooses."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import parse_qsl

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
from audits.standards.languages import LANGUAGES
from store.model import Outcome
from store.urls import split

_NAMES = frozenset({"lang", "language", "locale", "hl", "lng", "setlang", "lc"})


@site_rule(
    id="i18n-locale-by-param",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:managing-multi-regional-sites"],
    title="Language is chosen by a parameter",
    message="A parameter of the address chooses the language.",
    why=(
        "Search engines and readers cannot tell the languages from the address, and they cannot be set apart "
        "in Search Console."
    ),
    fix="Ask whether each language can have its own folder.",
    fix_developer="Give each language its own folder, subdomain or domain; send the old addresses on.",
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    settings={"least_pages": "pages with the parameter from which on it is told"},
    examples=[
        Reviews({f"{path}?lang={code}": "<p>A</p>" for path in ("/", "/a") for code in ("en", "de")}, at=["/?lang=en"]),
        Passes({"/": "<p>A</p>", "/?lang=en": "<p>A</p>", "/?lang=de": "<p>B</p>"}, note="too few pages"),
        Passes({f"/{n}?lang=en": "<p>A</p>" for n in range(5)}, note="one language"),
        Passes({f"/?lang={n}": "<p>A</p>" for n in range(12, 17)}, note="no languages"),
        Passes(
            {f"/?lang={code}": '<link rel="canonical" href="/"><p>A</p>' for code in ("en", "de", "fr", "sl")},
            note="copies that name the page itself",
        ),
    ],
)
def i18n_locale_by_param(site: SiteView, *, least_pages: int = 4) -> Iterator[Evidence]:
    """Yield each parameter that has two languages as values on indexable pages, at its first page."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for page in site.indexable:
        if "=" not in page.url:
            continue
        for name, value in parse_qsl(split(page.url).query):
            code = value.lower().replace("_", "-").partition("-")[0]
            if name.lower() in _NAMES and code in LANGUAGES and len(value) <= 10:
                found[name][code].append(page.url)
    for name, codes in found.items():
        count = sum(map(len, codes.values()))
        if len(codes) > 1 and count >= least_pages:
            message = (
                f"On {count} pages `{name}` chooses between {len(codes)} languages ({', '.join(sorted(codes)[:8])})."
            )
            url = next(iter(codes.values()))[0]
            yield site.evidence(url, message, group=name, outcome=Outcome.REVIEW, facts={"codes": sorted(codes)[:50]})
