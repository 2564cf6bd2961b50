"""Navigations that lead to another language although the page exists in the reader's own."""

from collections.abc import Iterator

import numpy as np

from audits.alternates import alternate_sets
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.links import IntArray
from store.model import LinkKind, Outcome, Place

_MOST_SOURCES = 200


def _head(lang: str, name: str) -> str:
    other = "".join(f'<link rel="alternate" hreflang="{code}" href="/{code}/{name}">' for code in ("en", "de"))
    return f'<html lang="{lang}"><head>{other}</head>'


def _site(german_menu: str, more: str = "") -> dict[str, str]:
    return {
        "/en/": _head("en", "") + '<nav><a href="/en/cats">Cats</a><a href="/de/">Deutsch</a></nav>',
        "/de/": _head("de", "") + f"<nav>{german_menu}</nav>{more}",
        "/en/cats": _head("en", "cats") + '<nav><a href="/de/cats">Deutsch</a></nav>',
        "/de/cats": _head("de", "cats") + '<nav><a href="/en/cats">English</a><a href="/de/">Start</a></nav>',
    }


@site_rule(
    id="link-cross-locale",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:managing-multi-regional-sites"],
    title="Navigation leads to another language",
    message="The navigation leads to another language, and the page exists in the reader's own.",
    why="Readers find themselves in a language that they did not choose.",
    fix="Have the link in the menu of that language lead to the version in the same language.",
    fix_developer="Build menu links from the current locale; the alternates of the target name the right address.",
    applies=lambda site: bool(alternate_sets(site)),
    examples=[
        Reviews(_site('<a href="/en/cats">Katzen</a>'), at=["/en/cats"]),
        Passes(_site('<a href="/de/cats">Katzen</a><a href="/en/">English</a>')),
        Passes(_site('<a href="/de/cats">Katzen</a>', '<main><a href="/en/cats">Cats</a></main>'), note="in a text"),
        Passes(
            {
                **_site('<a href="/en/dogs">Hunde</a>'),
                "/en/dogs": '<html lang="en"><head><link rel="alternate" hreflang="en" href="/en/dogs"></head>',
            },
            note="there is no German version",
        ),
        Inapplicable({"/": '<nav><a href="/de/">Deutsch</a></nav>', "/de/": "<p>A</p>"}, note="no versions declared"),
    ],
)
def link_cross_locale(site: SiteView) -> Iterator[Evidence]:
    """Yield pages whose navigation has such a link, at most 200 of each; a target is one cause."""
    sets = alternate_sets(site)
    names, code_of, family_of = _numbered(site)
    home = site.final(site.start_url)
    home_family = family_of[home.id] if home is not None else -1
    links = site.links
    mask = np.isin(links.place, [int(Place.NAV), int(Place.HEADER)]) & (links.kind == int(LinkKind.A))
    source, target = links.source[mask], links.target[mask]
    is_other = (code_of[source] >= 0) & (code_of[target] >= 0) & (code_of[source] != code_of[target])
    # Versions of the page itself and the start pages of other languages are what a language menu lists.
    is_other &= (family_of[source] != family_of[target]) & (family_of[target] != home_family)
    told: dict[tuple[int, int], int] = {}
    for one, other in zip(source[is_other].tolist(), target[is_other].tolist(), strict=True):
        key = (other, int(code_of[one]))
        told[key] = told.get(key, 0) + 1
        if told[key] > _MOST_SOURCES:
            continue
        language, url = names[key[1]], site.urls[other]
        better = next((version.url for version in sets[url] if version.code == language), None)
        if better is not None and better != url:
            message = f"The navigation leads to {url}; in `{language}` the page is {better}."
            facts = {"language": language, "version": better}
            yield site.evidence(site.urls[one], message, target=url, facts=facts, outcome=Outcome.REVIEW)


def _numbered(site: SiteView) -> tuple[list[str], IntArray, IntArray]:
    """The codes in use, and by URL id the number of the page's own code and of its set of versions; -1 for none."""
    size = max([0, *site.urls]) + 1
    codes: dict[str, int] = {}
    code_of, family_of = np.full(size, -1, dtype=np.int32), np.full(size, -1, dtype=np.int32)
    for url, versions in alternate_sets(site).items():
        number = site.ids.get(url)
        own = next((one.code for one in versions if one.url == url and one.code != "x-default"), None)
        if number is not None and own is not None:
            code_of[number] = codes.setdefault(own, len(codes))
            family_of[number] = min(site.ids.get(one.url, size) for one in versions)
    return list(codes), code_of, family_of
