"""Old domains, phone numbers, addresses and prices of a brand that still stand on pages."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)
from store.urls import split

_OLD = {"old": ("old-acme.example", "+385 1 23 45", "sales@acme.example")}


@page_rule(
    id="brand-old-domain",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:site-move"],
    title="Old address or number is still used",
    message="The page has a domain, an address or a number that the configuration calls old.",
    why="Visitors call, write or go to where nobody is any more, and redirects of an old domain end one day.",
    fix="Put the new one in its place.",
    fix_developer="Search templates and settings for it too, not only the pages.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"old": "old domains, e-mail addresses, phone numbers, prices, as they stand on the page"},
    examples=[
        Fails('<a href="https://www.old-acme.example/mat">Mat</a>', at=["a"], settings=_OLD),
        Fails("<p>Call +385 1 23 45 today</p>", at=["p"], settings=_OLD),
        Fails('<a href="tel:+38512345">Call</a>', at=["a"], settings=_OLD, note="without spaces"),
        Fails('<a href="mailto:sales@acme.example?subject=Hi">Write</a>', at=["a"], settings=_OLD),
        Passes('<a href="https://acme.example/?from=bold-acme.example.net">Mat</a>', settings=_OLD),
        Passes("<p>Call +385 1 23 45 67</p>", settings=_OLD, note="another number"),
        Passes('<a href="https://old-acme.example/">Mat</a>', note="nothing is configured"),
        Inapplicable("<p>+385 1 23 45</p>", status=404, settings=_OLD),
    ],
)
def brand_old_domain(page: PageView, *, old: tuple[str, ...] = ()) -> Iterator[Evidence]:
    """Yield each link to an old place, and each passage that names one."""
    if not old:
        return
    folded = {_folded(one): one for one in old if one.strip()}
    for link in page.select("a[href], area[href]"):
        found = _old_of(str(link.attr("href")), page, folded)
        if found:
            yield page.evidence(link, f"The link leads to `{found}`.", group=found)
    for element, text in page.prose:
        if element.tag == "a":
            continue
        for one in folded.values():
            if _stands_in(one.lower(), text.lower()):
                yield page.evidence(element, f"The text names `{one}`.", group=one)


def _old_of(href: str, page: PageView, folded: dict[str, str]) -> str:
    scheme, _, rest = href.strip().partition(":")
    if scheme.lower() in ("tel", "mailto", "sms"):
        return folded.get(_folded(rest.partition("?")[0]), "")
    address = page.resolve(href)
    try:
        host = split(address).host if address else ""
    except ValueError:
        return ""
    return next((one for key, one in folded.items() if host == key or host.endswith(f".{key}")), "")


def _folded(text: str) -> str:
    return "".join(letter for letter in text.lower() if not letter.isspace() and letter not in "()/")


def _stands_in(words: str, text: str) -> bool:
    """Whether the words stand in the text, and no letter, digit or further part of a number is joined to them."""
    at = text.find(words)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(words) :].lstrip()[:1] if words[-1].isdigit() else ""
        behind = text[at + len(words) : at + len(words) + 1]
        if not before.isalnum() and not behind.isalnum() and not after.isdigit():
            return True
        at = text.find(words, at + 1)
    return False
