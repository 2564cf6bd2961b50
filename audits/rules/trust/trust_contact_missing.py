"""Home pages from which nobody can be reached."""

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
from audits.trust_words import MAIL, PHONE, is_home, link_about

_HOME = "https://example.com/"
_MENU = "".join(f'<a href="/{name}">{name}</a>' for name in ("cats", "mats", "hats", "bats", "rats"))


@page_rule(
    id="trust-contact-missing",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:creating-helpful-content"],
    title="Home page says no way to reach you",
    message="Neither a contact page nor a phone number or an e-mail address was found on the home page.",
    why="Visitors look for a way to ask before they trust a site, and buy where they find one.",
    fix="Link the contact page on every page, or show a phone number or an e-mail address.",
    owner=Owner.CONTENT,
    effort=Effort.SITE,
    applies=is_home,
    examples=[
        Reviews(
            _MENU,
            at=[""],
            url="https://example.com/en/",
            site_options={"home_url": "https://example.com/en/"},
            note="where the start leads",
        ),
        Reviews(_MENU, at=[""], url=_HOME),
        Passes(f'{_MENU}<a href="/contact-us">Write</a>', url=_HOME),
        Passes(f'{_MENU}<a href="/12">Kontakt</a>', url=_HOME),
        Passes(f'{_MENU}<a href="/12">お問い合わせ</a>', url=_HOME),
        Passes(f'{_MENU}<a href="tel:+38512345678">01 234 5678</a>', url=_HOME),
        Passes(f"{_MENU}<p>Call +385 1 234 5678</p>", url=_HOME),
        Passes(f"{_MENU}<p>hello@example.com</p>", url=_HOME),
        Passes(f"{_MENU}<p>hello (at) example (dot) com</p>", url=_HOME, note="hidden from robots"),
        Inapplicable(_MENU, url="https://example.com/cats", note="not the home page"),
    ],
)
def trust_contact_missing(page: PageView) -> Iterator[Evidence]:
    """Yield the home page where nothing leads to a person."""
    if page.select_one('a[href^="tel:" i], a[href^="mailto:" i], a[href*="wa.me/"], [href^="callto:" i]') is not None:
        return
    if link_about(page, "contact") is not None or MAIL.search(page.visible_text) or PHONE.search(page.visible_text):
        return
    if not any(item.has("telephone") or item.has("email") for item in page.structured_data.items):
        yield page.review()
