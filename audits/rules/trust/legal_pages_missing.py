"""Home pages from which no legal page can be found."""

from collections.abc import Iterator

from audits.page import PageView
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
    page_rule,
)
from audits.trust_words import is_home, link_about

_HOME = "https://example.com/"
_MENU = "".join(f'<a href="/{name}">{name}</a>' for name in ("cats", "mats", "hats", "bats", "rats"))
_NAMES = {"privacy": "privacy policy", "imprint": "imprint", "terms": "terms"}


@page_rule(
    id="legal-pages-missing",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:creating-helpful-content"],
    title="Home page leads to no legal pages",
    message="No link to a legal page was found on the home page.",
    why="Most countries ask for a privacy policy, some for an imprint; visitors look for them before they buy.",
    fix="Link the privacy policy, and what else your country asks for, in the footer of every page.",
    fix_developer="Set `pages` of this rule to what the law asks of this site: privacy, imprint, terms.",
    owner=Owner.CONTENT,
    effort=Effort.SITE,
    settings={"pages": "the pages that your country asks for: any of privacy, imprint, terms"},
    applies=is_home,
    examples=[
        Reviews(_MENU, at=[""], url=_HOME),
        Reviews(
            f'{_MENU}<a href="/datenschutz">Datenschutz</a>',
            at=[""],
            url=_HOME,
            settings={"pages": ("privacy", "imprint")},
        ),
        Passes(f'{_MENU}<a href="/privacy">Privacy</a>', url=_HOME),
        Passes(f'{_MENU}<a href="/ds">Datenschutzerklärung</a>', url=_HOME),
        Passes(f'{_MENU}<a href="/p/12">سياسة الخصوصية</a>', url=_HOME),
        Passes(f'{_MENU}<a href="/politika-zasebnosti">Zasebnost</a>', url=_HOME),
        Inapplicable(_MENU, url="https://example.com/cats", note="not the home page"),
        Inapplicable('<h1>Soon</h1><a href="/a">A</a>', url=_HOME, note="a site that is coming soon"),
    ],
)
def legal_pages_missing(page: PageView, *, pages: tuple[str, ...] = ("privacy",)) -> Iterator[Evidence]:
    """Yield the home page with the names of the legal pages that it does not lead to."""
    missing = [_NAMES[name] for name in pages if name in _NAMES and link_about(page, name) is None]
    if missing:
        yield page.review(message=f"No link to these was found on the home page: {', '.join(missing)}.")
