"""How sites call the pages that visitors trust them by: contact, legal pages, returns, delivery, in many languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from audits.page import PageView
    from store.document import Element

_WORDS = {
    "contact": (
        r"contact|kontakt|kontakta|contatt|contacto|contato|get in touch|write to us|support|help ?cent|impressum|"
        r"iletişim|iletisim|yhteystied|ota yhteyttä|kapcsolat|elérhetőség|επικοινων|контакт|связ|зв.?яз|"
        r"اتصل|تواصل|التواصل|تماس|צור קשר|יצירת קשר|お問い合わせ|お問合せ|联系|聯絡|聯繫|"
        r"문의|연락|ติดต่อ|liên hệ|hubungi|संपर्क"
    ),
    "privacy": (
        r"privacy|privat|datenschutz|données personnelles|confidentialit|données|gdpr|rgpd|dsgvo|persondata|"
        r"integritet|personuppgift|personvern|privatliv|tietosuoja|prywatno|osobních údaj|osobných údaj|soukromí|"
        r"adatvéd|adatkezel|confidențial|zasebnost|osebnih podat|varstvo podatk|privatnost|απόρρητ|προσωπικ[άω]|"
        r"gizlilik|kvkk|конфиденц|персональн|конфіденц|приватн|поверител|خصوصية|الخصوصيه|حریم خصوصی|פרטיות|"
        r"プライバシー|個人情報|隐私|隱私|개인정보|ความเป็นส่วนตัว|riêng tư|bảo mật|privasi|गोपनीय"
    ),
    "imprint": (
        r"imprint|impressum|mentions l[ée]gales|aviso legal|note legali|legal notice|legal information|colofon|"
        r"about us|about|über uns|qui sommes|quiénes somos|chi siamo|o nas|o nama|o n[áa]s|om oss|om os|hakkımızda|"
        r"من نحن|عن الشركة|אודות|特定商取引|会社概要|关于我们|關於我們|회사소개"
    ),
    "terms": (
        r"terms|conditions|agb\b|nutzungsbedingung|geschäftsbedingung|cgv\b|cgu\b|condiciones|condizioni|termini|"
        r"voorwaarden|villkor|vilkår|ehdot|regulamin|obchodní podmínky|feltétel|condiții|termeni|pogoji|uvjeti|όροι|"
        r"koşul|şartlar|sözleşme|услови|оферт|умов|الشروط|شروط|قوانین|תנאי|תקנון|利用規約|"
        r"条款|條款|이용약관|ข้อกำหนด|điều khoản"
    ),
    "returns": (
        r"return|refund|withdrawal|widerruf|rückgabe|retour|rétractation|remboursement|devoluci|reembolso|recesso|"
        r"resi\b|rimbors|devolu|zwrot|vrácen|reklamac|vračil|vrnitev|odstop|povrat|palautu|ångerrätt|reklamation|"
        r"fortrydelse|angrerett|visszaküld|elállás|retur|επιστροφ|iade|возврат|поверненн|връщане|إرجاع|استرجاع|"
        r"الاسترداد|مرجوع|بازگشت کالا|החזר|ביטול|返品|退货|退貨|退款|반품|교환|คืนสินค้า|đổi trả"
    ),
    "delivery": (
        r"deliver|shipping|shipment|versand|lieferung|livraison|exp[ée]dition|env[íi]o|entrega|spedizion|consegna|"
        r"verzend|bezorg|levering|leverans|frakt|toimitus|dostaw|wysyłk|doprav|doručen|szállít|livrare|dostav|αποστολ|"
        r"παράδοσ|kargo|teslimat|доставк|شحن|توصيل|التوصيل|ارسال|משלוח|配送|送料|"
        r"运费|運費|送货|배송|จัดส่ง|vận chuyển|giao hàng"
    ),
    "accessibility": (
        r"accessib|barrierefrei|zugänglichkeit|accesib|acessib|toegankelijk|tillgänglig|tilgængelig|tilgjengelig|"
        r"saavutettav|dostępno|přístupnost|prístupnosť|akadálymentes|dostopnost|pristupačnost|προσβασιμ|erişilebilir|"
        r"доступност|إمكانية الوصول|سهولة الوصول|נגישות|アクセシビリティ|无障碍|無障礙|접근성"
    ),
}
_PATTERNS = {name: re.compile(words) for name, words in _WORDS.items()}
_CART = re.compile(
    r"(?:^|[/_.=-])(?:cart|basket|checkout|warenkorb|panier|carrito|cesta|carrello|winkelwagen|winkelmand|koszyk|"
    r"kosik|košík|kosarica|košarica|kosar|kurv|varukorg|handlekurv|ostoskori|sepet|korzina)(?:[/_.?#-]|$)"
)
PHONE = re.compile(r"(?<![\w/.-])(?:\+|00|\(|0)[\d\s()./-]{6,20}\d(?![\w/-])")
"""A telephone number as people write it."""
MAIL = re.compile(
    r"[\w.+-]+(?:@|\s?[\[(](?:at|ät|@)[\])]\s?)[\w-]+(?:\.|\s?[\[(](?:dot|punkt)[\])]\s?)[\w.-]*[a-z]{2,}", re.I
)
"""An e-mail address as people write it, hidden from robots or not."""


def link_about(page: PageView, subject: str) -> Element | None:
    """The first link of the page whose text or address speaks of a subject, or None.

    Subjects: contact, privacy, imprint, terms, returns, delivery, accessibility.
    """
    pattern = _PATTERNS[subject]
    return next((link for link, words in _links(page) if pattern.search(words)), None)


def speaks_of(text: str, subject: str) -> bool:
    """Whether a text has a word of a subject.

    >>> speaks_of("Rückgabe und Widerruf", "returns"), speaks_of("Our cats", "returns")
    (True, False)
    """
    return _PATTERNS[subject].search(text.lower()) is not None


def is_shop(page: PageView) -> bool:
    """Whether the page belongs to a shop: it leads to a cart or a checkout."""
    return any(_CART.search(str(link.attr("href")).lower()) for link in page.select("a[href]"))


def is_home(page: PageView) -> bool:
    """Whether it is the public page that the site is entered by, with links to go on from."""
    return (
        page.is_indexable
        and page.url in (page.site.start_url, page.site.home_url)
        and page.facts.internal_links >= FEWEST_LINKS
    )


FEWEST_LINKS = 5
"""Internal links from which a home page is a home page: a notice that the site is coming soon has fewer."""


def _links(page: PageView) -> Iterator[tuple[Element, str]]:
    for link in page.select("a[href], area[href]"):
        address = unquote(str(link.attr("href"))).replace("-", " ").replace("_", " ")
        name = f"{link.text} {link.attr('title') or ''} {link.attr('aria-label') or ''} {address}"
        yield link, " ".join(name.lower().split())
