"""Home pages that send visitors elsewhere by their language, with no way to choose."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from audits.rule import (
    Answer,
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
from store.model import Outcome, Page
from store.urls import split

_LANGUAGE_PATH = re.compile(r"/([a-z]{2})(?:[-_][a-z]{2,4})?(?:/|$)", re.IGNORECASE)
_LANGUAGE_HOST = re.compile(r"([a-z]{2})(?:-[a-z]{2,4})?\.", re.IGNORECASE)


@site_rule(
    id="redir-locale-auto",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:locale-adaptive-pages", "google:managing-multi-regional-sites"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Home page sends visitors on by their language",
    message="The home page leads elsewhere by the language that a browser prefers, and offers no choice.",
    why="Search engines ask without a language and may see one version only; people cannot get to another one.",
    fix="Link to all language versions on every page, and let people keep the one they chose.",
    fix_developer="Give each version its own address, link them to each other with `hreflang`, and name `x-default`.",
    examples=[
        Reviews(
            {"/": '<html lang="en"><p>Hello</p>'},
            at=["/"],
            probes=[
                {
                    "kind": "locale",
                    "url": "/",
                    "data": {
                        "lang": "en",
                        "answers": [
                            {
                                "by": "Accept-Language",
                                "asked": "de",
                                "is_redirect": True,
                                "final_url": "https://example.com/de/",
                            },
                            {
                                "by": "Accept-Language",
                                "asked": "fr",
                                "is_redirect": False,
                                "final_url": "https://example.com/",
                            },
                        ],
                    },
                }
            ],
        ),
        Reviews(
            {
                "/": Answer(redirect="/en/", status=302, headers={"Vary": "Accept-Encoding, Accept-Language"}),
                "/en/": '<html lang="en"><p>Hello</p>',
            },
            at=["/"],
            note="the server says that the language decides",
        ),
        Passes(
            {
                "/": Answer(redirect="/en/", status=302, headers={"Vary": "Accept-Language"}),
                "/en/": '<html lang="en"><a href="/de/">Deutsch</a>',
                "/de/": "<p>Hallo</p>",
            },
            note="people can choose",
        ),
        Passes(
            {"/": '<html lang="en"><link rel="alternate" hreflang="de" href="/de/"><p>Hello</p>'},
            probes=[
                {
                    "kind": "locale",
                    "url": "/",
                    "data": {
                        "answers": [
                            {
                                "by": "Accept-Language",
                                "asked": "de",
                                "is_redirect": True,
                                "final_url": "https://example.com/de/",
                            }
                        ]
                    },
                }
            ],
            note="the versions name each other",
        ),
        Passes(
            {"/": '<html lang="en"><p>Hello</p>'},
            probes=[
                {
                    "kind": "locale",
                    "url": "/",
                    "data": {
                        "answers": [
                            {"by": "cookie", "asked": "de", "is_redirect": True, "final_url": "https://example.com/de/"}
                        ]
                    },
                }
            ],
            note="a choice that was made before",
        ),
        Passes(
            {
                "/": Answer(redirect="/en/", status=302, headers={"Vary": "Accept-Language"}),
                "/en/": '<a href="https://de.example.com/">Deutsch</a>',
            },
            note="people can choose another host",
        ),
        Passes({"/": Answer(redirect="/en/", status=302), "/en/": "<p>Hello</p>"}, note="the same for everybody"),
    ],
)
def redir_locale_auto(site: SiteView) -> Iterator[Evidence]:
    """Yield one piece of evidence for the site."""
    start, home = site.page(site.start_url), site.final(site.start_url)
    if start is None or home is None or not home.is_html or (home.facts and home.facts.hreflang):
        return
    if any(home.url in (version.url for version in entry.hreflang) for entry in site.sitemap):
        return
    facts = _led_by_language(site)
    if not facts and start.redirect_to and "accept-language" in (start.header("vary") or "").lower():
        facts = {"from": start.url, "to": start.redirect_to, "vary": start.header("vary")}
    if facts and not _offers_choice(site, home, str(facts["to"])):
        message = (
            f"{facts['from']} leads to {facts['to']} by the language that a browser prefers, and offers no choice."
        )
        yield site.evidence(site.start_url, message, facts=facts, outcome=Outcome.REVIEW)


def _led_by_language(site: SiteView) -> dict[str, Any]:
    """Where a preferred language led from the home page; empty where it led nowhere."""
    for probe in site.probes_of("locale"):
        answers: list[Mapping[str, Any]] = list(probe.data.get("answers", ()))
        for answer in answers:
            final = str(answer.get("final_url", ""))
            if answer.get("by") == "Accept-Language" and answer.get("is_redirect") and final not in ("", probe.url):
                return {"from": probe.url, "to": final, "asked": answer.get("asked", "")}
    return {}


def _offers_choice(site: SiteView, home: Page, target: str) -> bool:
    """Whether the home page links to the other version, or to any page that its path names as another language's."""
    own = _LANGUAGE_PATH.match(split(home.url).path)
    for edge in site.edges_from(home.url):
        parts = split(edge.target)
        found = _LANGUAGE_HOST.match(parts.host) if parts.host != split(home.url).host else None
        found = found or _LANGUAGE_PATH.match(parts.path)
        if edge.target == target != home.url or (found and (own is None or found[1].lower() != own[1].lower())):
            return True
    return False
