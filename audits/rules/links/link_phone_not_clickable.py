"""Phone numbers that cannot be called with a tap."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)
from store.document import Element, text_of

_PLACES = 'footer, address, [itemprop="telephone"]'
_CONTACT = re.compile(r"contact|kontakt|contatt|contato|impressum|imprint|about/?$|iletisim|yhteys", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\(?\d[\d\s().\-/–]{5,18}\d")
_LABEL = re.compile(
    r"(?:\b(?:tel|phone|telephone|telefon|téléphone|teléfono|telefono|telefone|puhelin|tlf|call us|call)|☎|📞|тел|"
    r"телефон|هاتف|تلفن|טלפון|電話|电话|전화|τηλ)[\s.:：]{0,4}(?:at |on |no\.? ?)?$",
    re.IGNORECASE,
)
_BEFORE = 24  # letters in front of a number that may name it
_DIGITS = re.compile(r"\D")
_LAST = 7


@page_rule(
    id="link-phone-not-clickable",
    category=Category.LINKS,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:3966"],
    title="Phone number is no link",
    message="A phone number is written without a `tel:` link.",
    why="Many visitors hold a phone in their hand; with a link they call with one tap.",
    fix="Make the number a link: `tel:` and the number with its country code.",
    fix_developer='Write `<a href="tel:+38611234567">01 123 45 67</a>`.',
    owner=Owner.TEMPLATE,
    applies=lambda page: (
        page.is_content and (page.select_one(_PLACES) is not None or _CONTACT.search(page.parts.path) is not None)
    ),
    examples=[
        Fails("<footer><p>Phone: +386 1 123 45 67</p></footer>", at=["p"]),
        Fails("<address>Tel. (01) 123-4567</address>", at=["address"]),
        Fails("<main><p>هاتف: 0123 456 789</p></main>", at=["p"], url="https://example.com/contact"),
        Passes('<footer>Phone: <a href="tel:+38611234567">+386 1 123 45 67</a></footer>'),
        Passes(
            '<footer>Phone: +386 1 123 45 67</footer><header><a href="tel:0038611234567">Call</a></header>',
            note="a link stands above",
        ),
        Passes("<footer>Fax: +386 1 123 45 67</footer>", note="nobody calls a fax"),
        Passes("<footer>VAT 12345678, account 02 123 456 789</footer>", note="other numbers"),
        Passes("<main><p>Phone: +386 1 123 45 67</p></main><footer>Cats</footer>", note="not where you are reached"),
        Passes('<footer>Phone: <a href="https://wa.me/38611234567">+386 1 123 45 67</a></footer>', note="a link"),
        Inapplicable("<p>Phone: +386 1 123 45 67</p>"),
    ],
)
def link_phone_not_clickable(page: PageView) -> Iterator[Evidence]:
    """Yield each element of the footer, an address or a contact page whose number no link of the page calls."""
    places = page.select(_PLACES)
    if _CONTACT.search(page.parts.path):
        main = page.select_one("main") or page.document.body
        places = [main, *places] if main is not None else places
    calls = page.select('a[href^="tel:" i], a[href*="callto:" i]')
    called = {_digits(link.attr("href") or "")[-_LAST:] for link in calls}
    told: set[str] = set()
    for place in places:
        text = text_of(place)
        for found in _NUMBER.finditer(text):
            digits = _digits(found[0])
            is_known = digits[-_LAST:] in called or digits[-_LAST:] in told
            before = text[max(0, found.start() - _BEFORE) : found.start()]
            if not _LAST <= len(digits) <= 15 or is_known or not _LABEL.search(before):
                continue
            told.add(digits[-_LAST:])
            holder = _holder(place, found[0])
            if holder.closest("a, button") is None and holder.select_one("a[href]") is None:
                yield page.evidence(holder, f"The number {found[0]} is no link.", facts={"number": found[0]})


def _digits(text: str) -> str:
    return _DIGITS.sub("", text)


def _holder(place: Element, number: str) -> Element:
    """The smallest element that holds the number."""
    holder = place
    for element in place.select("*"):
        if number in text_of(element):
            holder = element
    return holder
