"""Languages that have no address of their own."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

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
from store.model import Outcome


def _answers(likeness: float = 0.1, **answer: Any) -> Mapping[str, Any]:
    """A probe for the examples: the English front page, asked in Slovenian."""
    one = {
        "by": "Accept-Language", "cookie": "", "asked": "sl", "status": 200, "lang": "sl", "is_redirect": False,
        "final_url": "https://example.com/", "likeness": likeness, **answer,
    }  # fmt: skip
    return {"kind": "locale", "url": "/", "data": {"lang": "en", "answers": [one]}}


@site_rule(
    id="i18n-locale-by-cookie",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:locale-adaptive-pages", "google:managing-multi-regional-sites"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Language has no address of its own",
    message="One address answers in different languages.",
    why="Search engines ask without cookies and without a language: they find one language only, and nobody can "
    "link to the other.",
    fix="Ask whoever builds the site to give each language its own address.",
    fix_developer="Serve each language under its own URL, join them by hreflang, and let the header only suggest one.",
    settings={"likeness": "share of common words from which two texts count as one"},
    applies=lambda site: bool(site.probes_of("locale")),
    examples=[
        Reviews({"/": '<html lang="en"><p>Cats</p>'}, at=["/"], probes=[_answers()]),
        Reviews({"/": '<html lang="en"><p>Cats</p>'}, at=["/"], probes=[_answers(by="cookie", cookie="lang")]),
        Passes({"/": '<html lang="en"><p>Cats</p>'}, probes=[_answers(lang="en")], note="asked in vain"),
        Passes({"/": '<html lang="en"><p>Cats</p>'}, probes=[_answers(0.9)], note="the attribute alone changes"),
        Passes(
            {"/": '<html lang="en"><a href="/sl/">SL</a>', "/sl/": '<html lang="sl"><p>Mačke</p>'},
            probes=[_answers()],
            note="has its own address too",
        ),
        Passes(
            {"/": '<html lang="en"><head><link rel="alternate" hreflang="sl-SI" href="https://example.si/"></head>'},
            probes=[_answers()],
            note="on another site",
        ),
        Passes(
            {"/": '<html lang="en"><p>Cats</p>'},
            probes=[_answers(is_redirect=True, final_url="https://example.com/sl/")],
            note="leads to the language's own address",
        ),
        Inapplicable({"/": "<p>Cats</p>"}, note="nobody asked"),
    ],
)
def i18n_locale_by_cookie(site: SiteView, *, likeness: float = 0.5) -> Iterator[Evidence]:
    """Yield the asked page once with the languages that only a header or a cookie brings."""
    for probe in site.probes_of("locale"):
        found: dict[str, str] = {}
        for one in probe.data.get("answers", ()):
            is_same_place = one.get("status") == 200 and not one.get("is_redirect")
            is_other = one.get("lang") == one.get("asked") and float(one.get("likeness", 1.0)) < likeness
            if is_same_place and is_other:
                found.setdefault(
                    str(one["asked"]), f"the cookie `{one['cookie']}`" if one.get("cookie") else "the header"
                )
        homeless = {code: how for code, how in found.items() if not _has_own_address(site, code, probe.url)}
        if homeless:
            shown = ", ".join(f"{code} by {how}" for code, how in homeless.items())
            message = f"{probe.url} answers in other languages under the same address: {shown}."
            facts = {"own": probe.data.get("lang"), "others": list(homeless)}
            yield site.evidence(probe.url, message, facts=facts, outcome=Outcome.REVIEW)


def _has_own_address(site: SiteView, code: str, url: str) -> bool:
    """Whether a page at another address has the language, or is named as its version."""
    codes = site.once("addressed languages", lambda: _addressed(site))
    return any(place != url for place in codes.get(code, ()))


def _addressed(site: SiteView) -> dict[str, set[str]]:
    """Language -> two of the addresses that have it by html[lang] or hreflang."""
    found: dict[str, set[str]] = {}
    for page in site.content:
        if page.facts is None:
            continue
        pairs = [(page.facts.lang or "", page.url), *((one.code, one.url) for one in page.facts.hreflang)]
        for code, url in pairs:
            places = found.setdefault(re.split("[-_]", code.strip().lower())[0], set())
            if len(places) < 2 and url:
                places.add(url)
    return found
