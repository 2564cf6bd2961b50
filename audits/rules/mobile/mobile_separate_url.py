"""Separate addresses for phones that do not belong to those for desktops."""

from collections.abc import Iterator

from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import NAVIGATION_KINDS, LinkKind, Page

_MOBILE = ("m.", "mobile.")
_DECLARED = tuple(kind for kind in LinkKind if kind not in NAVIGATION_KINDS)
_TITLE = "<title>All about cats</title>"
_ALTERNATE = '<link rel="alternate" media="only screen and (max-width: 640px)" href="https://m.example.com/cats">'
_HOSTS = {"hosts": ("example.com", "m.example.com")}


def _desktop_of(site: SiteView, page: Page) -> Page | None:
    """The page for desktops of a page for phones: the same path on the host without its first label."""
    scheme, mark, rest = page.url.partition("://")
    prefix = next((one for one in _MOBILE if rest.startswith(one)), "")
    if not prefix:
        return None
    for host in ("", "www."):
        found = site.page(f"{scheme}{mark}{host}{rest.removeprefix(prefix)}")
        if found is not None and site.view(found).is_content and _are_one(page, found):
            return found
    return None


def _are_one(page: Page, other: Page) -> bool:
    """Whether both hosts serve the same page: another site may stand on the host too."""
    one, two = page.facts, other.facts
    if one is None or two is None:
        return False
    return bool(one.title and one.title == two.title) or bool(one.text_digest and one.text_digest == two.text_digest)


def _fault(site: SiteView, page: Page, desktop: Page) -> tuple[str, str]:
    named = site.view(page).canonical
    if named is None or named == page.url:
        return f"The page for phones does not name {desktop.url} as its canonical.", "canonical"
    if named not in (desktop.url, site.view(desktop).canonical):
        return f"The page for phones names {named} as its canonical, not {desktop.url}.", "canonical"
    alternates = site.edges_from(desktop.url, _DECLARED)
    if all(edge.target != page.url for edge in alternates):
        return f"{desktop.url} does not name this page as its version for phones.", "alternate"
    return "", ""


@site_rule(
    id="mobile-separate-url",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:mobile-sites-mobile-first-indexing"],
    title="Page for phones is not tied to its page for desktops",
    message="The page has an address of its own for phones, and the two do not name each other.",
    why="Google may take them for two pages, and show people the one that is not made for their device.",
    fix="Ask the developer whether one address can serve all devices; that is what Google advises.",
    fix_developer=(
        'Name the phone address with `<link rel="alternate" media="…">` on the desktop page, and the desktop address '
        "as `canonical` on the phone page; or merge both and redirect."
    ),
    applies=lambda site: any("://m." in page.url or "://mobile." in page.url for page in site.content),
    examples=[
        Fails(
            {
                "https://example.com/": "<a href=/cats>C</a><a href='https://m.example.com/cats'>M</a>",
                "https://example.com/cats": f"{_TITLE}{_ALTERNATE}",
                "https://m.example.com/cats": _TITLE,
            },
            at=["https://m.example.com/cats"],
            site_options=_HOSTS,
            note="no canonical",
        ),
        Fails(
            {
                "https://example.com/": "<a href=/cats>C</a><a href='https://m.example.com/cats'>M</a>",
                "https://example.com/cats": _TITLE,
                "https://m.example.com/cats": f"{_TITLE}<link rel=canonical href='https://example.com/cats'>",
            },
            at=["https://m.example.com/cats"],
            site_options=_HOSTS,
            note="no alternate",
        ),
        Passes(
            {
                "https://example.com/": "<a href=/cats>C</a><a href='https://m.example.com/cats'>M</a>",
                "https://example.com/cats": f"{_TITLE}{_ALTERNATE}",
                "https://m.example.com/cats": f"{_TITLE}<link rel=canonical href='https://example.com/cats'>",
            },
            site_options=_HOSTS,
        ),
        Passes(
            {
                "https://example.com/": "<a href=/cats>C</a><a href='https://m.example.com/cats'>M</a>",
                "https://example.com/cats": f"{_TITLE}<p>Cats at home</p>",
                "https://m.example.com/cats": "<title>Music of cats</title><p>Songs</p>",
            },
            site_options=_HOSTS,
            note="another site on that host",
        ),
        Inapplicable({"/": "<a href=/m/cats>C</a>", "/m/cats": "<p>Cats</p>"}),
    ],
)
def mobile_separate_url(site: SiteView) -> Iterator[Evidence]:
    """Yield each page for phones whose pair is not whole; each of the two faults is one cause."""
    for page in site.content:
        desktop = _desktop_of(site, page)
        if desktop is not None:
            message, group = _fault(site, page, desktop)
            if message:
                yield site.evidence(page.url, message, group=group, facts={"desktop": desktop.url})
