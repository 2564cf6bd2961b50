"""Contact pages of shops without a phone number or an e-mail address."""

import re
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
from audits.trust_words import MAIL, PHONE, is_shop

_PATH = re.compile(
    r"/(?:contact(?:[-_]?us)?|kontakt|contatti|contacto|contato|nous-contacter|contactez-nous|iletisim|kapcsolat)"
    r"(?:\.\w+)?/?$",
    re.IGNORECASE,
)
_URL = "https://example.com/contact"
_CART = '<a href="/cart">Cart</a>'


@page_rule(
    id="trust-contact-incomplete",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:creating-helpful-content", "google:merchant-listing"],
    title="Contact page of the shop lacks phone or e-mail",
    message="The contact page names no phone number or no e-mail address.",
    why="Buyers with a question about an order want to call or write; many countries ask shops for both.",
    fix="Show a phone number with its hours, and an e-mail address.",
    fix_developer="Make them links with `tel:` and `mailto:`, so that they work with one tap.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: page.is_content and _PATH.search(page.parts.path) is not None and is_shop(page),
    examples=[
        Reviews(f"{_CART}<h1>Contact</h1><p>Write to hello@example.com</p>", at=[""], url=_URL),
        Reviews(f"{_CART}<h1>Contact</h1><p>Call +385 1 234 5678</p>", at=[""], url=_URL),
        Reviews(f"{_CART}<h1>Contact</h1><form method=post><input name=q></form>", at=[""], url=_URL),
        Passes(f"{_CART}<h1>Contact</h1><p>+385 1 234 5678, hello@example.com</p>", url=_URL),
        Passes(f'{_CART}<a href="tel:112233">Call</a><a href="mailto:a@b.example">Write</a>', url=_URL),
        Passes(f'{_CART}<a href="tel:112233">Call</a><form method=post><textarea></textarea></form>', url=_URL),
        Inapplicable("<h1>Contact</h1>", url=_URL, note="no shop"),
        Inapplicable(f"{_CART}<h1>Mats</h1>", url="https://example.com/mats"),
    ],
)
def trust_contact_incomplete(page: PageView) -> Iterator[Evidence]:
    """Yield the contact page with what it lacks; a form to write in stands for the e-mail address."""
    text = page.visible_text
    has_phone = page.select_one('a[href^="tel:" i]') is not None or PHONE.search(text) is not None
    has_mail = (
        page.select_one('a[href^="mailto:" i], form textarea, a[href*="email-protection"]') is not None
        or MAIL.search(text) is not None
    )
    lacking = [name for name, has in (("phone number", has_phone), ("e-mail address", has_mail)) if not has]
    if lacking:
        yield page.review(message=f"The contact page names no {' and no '.join(lacking)}.")
