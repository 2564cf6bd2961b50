"""Pages that stay out of search although the site links to them most."""

import re
from collections.abc import Iterator

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

_SERVICE = re.compile(
    r"(?:^|[/_.=-])(?:cart|basket|bag|checkout|log-?in|sign-?(?:in|up)|register|registration|account|password|search|"
    r"wish-?list|favou?rites|compare|print|printpage|print_page|feedback|share|privacy|terms|legal|imprint|cookies?|"
    r"warenkorb|kasse|merkliste|anmelden|konto|suche|drucken|impressum|datenschutz|agb|panier|compte|connexion|"
    r"recherche|mentions|carrito|cesta|cuenta|buscar|carrello|ricerca|winkelwagen|zoeken|koszyk|kosik|kosarica|"
    r"prijava|iskanje|kosar|kurv|varukorg|handlekurv|ostoskori|sepet|korzina)(?:[/_.?#-]|$)",
    re.IGNORECASE,
)
"""Addresses of pages that serve visitors and are kept out of search on purpose: menus link to them from everywhere."""


@site_rule(
    id="index-noindex-well-linked",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:block-indexing", "google:links-crawlable"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Page that the site links to most stays out of search",
    message="The page is among the most linked of the site and says noindex.",
    why="The site tells its visitors that the page matters, and search engines that it does not.",
    fix="Check whether the page should be found. Logins and carts are rightly left out.",
    fix_developer="Take the noindex out, or drop the links from the menu.",
    settings={
        "top_share": "share of the pages, counted from the most linked, that counts as most linked",
        "min_pages": "pages that the site must have to be judged",
    },
    examples=[
        Reviews(
            {"/": '<a href="/hub">H</a>' + "".join(f'<a href="/p{n}">P</a>' for n in range(39))}
            | {"/hub": '<meta name="robots" content="noindex"><p>A</p>'}
            | {f"/p{n}": '<a href="/hub">H</a>' for n in range(39)},
            at=["/hub"],
        ),
        Passes(
            {"/": '<a href="/book/print.html">H</a>' + "".join(f'<a href="/p{n}">P</a>' for n in range(39))}
            | {"/book/print.html": '<meta name="robots" content="noindex"><p>A</p>'}
            | {f"/p{n}": '<a href="/book/print.html">H</a>' for n in range(39)},
            note="the version to print is kept out on purpose",
        ),
        Passes(
            {"/": '<a href="/hub">H</a>' + "".join(f'<a href="/p{n}">P</a>' for n in range(39))}
            | {"/hub": "<p>A</p>", "/p0": '<meta name="robots" content="noindex"><p>A</p>'}
            | {f"/p{n}": '<a href="/hub">H</a>' for n in range(1, 39)},
            note="a page that is hardly linked",
        ),
        Passes(
            {"/": '<a href="/hub">H</a>' + "".join(f'<a href="/p{n}">P</a>' for n in range(17))}
            | {"/hub": '<meta name="robots" content="noindex"><p>A</p>'}
            | {f"/p{n}": '<a href="/hub">H</a>' for n in range(17)},
            settings={"top_share": 0.1},
            note="a small site",
        ),
    ],
)
def index_noindex_well_linked(site: SiteView, *, top_share: float = 0.05, min_pages: int = 20) -> Iterator[Evidence]:
    """Yield each such page."""
    if len(site.content) < min_pages or site.facts.is_staging:
        return
    scores = site.link_scores()
    ranked = sorted(site.content, key=lambda page: -scores.get(page.id, 0.0))
    size = max(0, int(len(ranked) * top_share))
    # Pages that share their score with others outside the top are not in it.
    least = scores.get(ranked[size].id, 0.0) if size < len(ranked) else 0.0
    for page in ranked[:size]:
        if (
            site.view(page).is_noindex
            and not _SERVICE.search(site.view(page).parts.path)
            and scores.get(page.id, 0.0) > least
        ):
            message = f"The page has a link score of {scores.get(page.id, 0.0):g} of 100 and says noindex."
            facts = {"link_score": scores.get(page.id, 0.0)}
            yield site.evidence(page.url, message, facts=facts, outcome=Outcome.REVIEW)
