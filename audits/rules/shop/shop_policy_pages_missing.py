"""Shops that do not say how to return goods and what delivery costs."""

import re
from collections.abc import Iterator

from audits.products import sells
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
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome
from store.urls import split

_RETURNS = re.compile(
    r"\breturns?\b|refund|exchange|money[- ]back|widerruf|rückgabe|rueckgabe|retour|rücksend|umtausch|rembours|"
    r"rétractation|échange|devoluci|reembols|devoluç|troca|\bresi\b|\breso\b|rimbors|recesso|zwrot|reklamac|vrácen|"
    r"vrátenie|vračil|vracil|odstop|povrat|возврат|повернення|връщане|iade|palautu|angerrett|ångerrätt|"
    r"επιστροφ|visszaküld|elállás|إرجاع|استرجاع|استرداد|بازگشت|مرجوع|החזר|返品|返金|退货|退貨|退款|退換|반품|환불|"
    r"terms|agb\b|conditions|pogoji|cgv\b|الشروط|規約|特定商取引|条款",
    re.IGNORECASE,
)
_SHIPPING = re.compile(
    r"shipping|delivery|postage|dispatch|versand|liefer|livraison|expédition|envío|envio|entrega|spedizion|consegna|"
    r"verzend|levering|bezorg|wysyłk|dostaw|doprava|doručen|dostava|pošiljan|isporuk|доставк|teslimat|kargo|toimitu|"
    r"leverans|frakt|fragt|αποστολ|παράδοση|szállít|الشحن|توصيل|ارسال|משלוח|配送|送料|发货|運費|运费|배송|"
    r"terms|agb\b|conditions|pogoji|cgv\b|الشروط|規約|特定商取引|条款",
    re.IGNORECASE,
)
_MARKUP = {"returns": {"MerchantReturnPolicy"}, "delivery": {"OfferShippingDetails", "ShippingService"}}
_PRODUCT = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Product", "name": "Mat", '
    '"offers": {"@type": "Offer", "price": "9"}}</script>'
)
_BOTH = "<a href=/mat>M</a><a href=/a>Returns</a><a href=/b>Shipping</a>"


@site_rule(
    id="shop-policy-pages-missing",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:return-policy", "google:shipping-policy"],
    title="Shop does not tell of returns or delivery",
    message="No link and no markup of the shop tells of returns or delivery.",
    why="People look for this before they buy, and Google can show it beside the products.",
    fix="Write a page on returns and one on delivery, and link both from the footer.",
    fix_developer="Add `hasMerchantReturnPolicy` to `Organization`, and `shippingDetails` to the offers.",
    owner=Owner.CONTENT,
    effort=Effort.SITE,
    applies=lambda site: not site.is_truncated and sells(site),
    examples=[
        Reviews({"/": "<a href=/mat>M</a>", "/mat": _PRODUCT}, at=["/", "/"]),
        Reviews({"/": "<a href=/mat>M</a><a href=/r>Rückgabe</a>", "/mat": _PRODUCT}, at=["/"]),
        Passes({"/": _BOTH, "/mat": _PRODUCT, "/a": "", "/b": ""}),
        Passes({"/": "<a href=/mat>M</a><a href=/shipping-returns>?</a>", "/mat": _PRODUCT}, note="by its address"),
        Passes({"/": "<a href=/mat>M</a><a href=/x>特定商取引法に基づく表記</a>", "/mat": _PRODUCT}),
        Inapplicable({"/": "<p>No shop</p>"}),
        Inapplicable({"/": "<a href=/mat>M</a>", "/mat": _PRODUCT}, site_options={"is_truncated": True}),
    ],
)
def shop_policy_pages_missing(site: SiteView) -> Iterator[Evidence]:
    """Yield what the shop does not tell, for review: links are known by their words in many languages, not in all."""
    types = {name for page in site.content if page.facts for name in page.facts.schema_types}
    paths = [split(url).path for url in site.urls.values() if site.is_internal(url)]
    for name, pattern in (("returns", _RETURNS), ("delivery", _SHIPPING)):
        if types & _MARKUP[name]:
            continue
        if any(map(pattern.search, site.links.texts)) or any(map(pattern.search, paths)):
            continue
        message = f"No link, address or markup of the shop was found that tells of {name}."
        yield site.evidence(site.start_url, message, outcome=Outcome.REVIEW, group=name)
