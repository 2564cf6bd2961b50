"""Shops whose pages on returns or delivery cannot be crawled."""

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audits.products import sells
from audits.rule import (
    Answer,
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
from store.model import NAVIGATION_KINDS, Outcome, Skip
from store.urls import split

_RETURNS = re.compile(
    r"\breturns?\b|refund|exchange|money[- ]back|widerruf|rückgabe|rueckgabe|retour|rücksend|umtausch|rembours|"
    r"rétractation|échange|devoluci|reembols|devoluç|troca|\bresi\b|\breso\b|rimbors|recesso|zwrot|reklamac|vrácen|"
    r"vrátenie|vračil|vracil|odstop|povrat|возврат|повернення|връщане|iade|palautu|angerrett|ångerrätt|"
    r"επιστροφ|visszaküld|elállás|إرجاع|استرجاع|استرداد|بازگشت|مرجوع|החזר|返品|返金|退货|退貨|退款|退換|반품|환불|"
    r"規約|特定商取引",
    re.IGNORECASE,
)
_SHIPPING = re.compile(
    r"shipping|delivery|postage|dispatch|versand|liefer|livraison|expédition|envío|envio|entrega|spedizion|consegna|"
    r"verzend|levering|bezorg|wysyłk|dostaw|doprava|doručen|dostava|pošiljan|isporuk|доставк|teslimat|kargo|toimitu|"
    r"leverans|frakt|fragt|αποστολ|παράδοση|szállít|الشحن|توصيل|ارسال|משלוח|配送|送料|发货|運費|运费|배송|"
    r"特定商取引",
    re.IGNORECASE,
)
_TERMS = re.compile(r"terms|agb\b|conditions|pogoji|cgv\b|الشروط|規約|条款", re.IGNORECASE)
"""Where both may stand: such a page answers the question, but that it is shut does not mean that they stood there."""
COMMONEST = 2_000
"""Links whose words are read: those that stand on most pages."""
_MARKUP = {"returns": {"MerchantReturnPolicy"}, "delivery": {"OfferShippingDetails", "ShippingService"}}
_PRODUCT = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Product", "name": "Mat", '
    '"offers": {"@type": "Offer", "price": "9"}}</script>'
)
_SHOP = {"/mat": _PRODUCT, "/": "<a href=/mat>M</a><a href=/r>Returns</a><a href=/s>Shipping</a>"}


@site_rule(
    id="shop-policy-pages-missing",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:return-policy", "google:shipping-policy"],
    title="Page on returns or delivery cannot be crawled",
    message="The shop links a page on returns or delivery, but search engines cannot read it.",
    why="People look for this before they buy, and Google can show it beside the products if it may read it.",
    fix="Make sure that the pages on returns and delivery open without an error.",
    fix_developer=(
        "Allow the pages in robots.txt, or add `hasMerchantReturnPolicy` to `Organization` and `shippingDetails` to "
        "the offers."
    ),
    owner=Owner.CONTENT,
    effort=Effort.SITE,
    applies=sells,
    examples=[
        Reviews({**_SHOP, "/r": Answer(status=404), "/s": "<h1>Shipping</h1>"}, at=["/r"]),
        Reviews({**_SHOP, "/r": "", "/s": ""}, at=["/r", "/s"], robots="User-agent: *\nDisallow: /r\nDisallow: /s"),
        Passes({**_SHOP, "/r": "<h1>Returns</h1>", "/s": "<h1>Shipping</h1>"}),
        Passes({**_SHOP, "/r": Answer(redirect="/s"), "/s": "<h1>Shipping and returns</h1>"}, note="on one page"),
        Passes({**_SHOP, "/r": Answer(status=404), "/s": "<a href=/t>Terms</a>", "/t": ""}, note="may be in the terms"),
        Passes(
            {"/mat": _PRODUCT, "/": "<a href=/mat>M</a><a href=/t>Our old terms</a>", "/t": Answer(status=410)},
            note="what stood there is not known; the dead link is told",
        ),
        Passes({**_SHOP, "/s": "<h1>Shipping</h1>"}, note="not fetched: not known"),
        Passes({"/": "<a href=/mat>M</a>", "/mat": _PRODUCT}, note="no such link: told by other rules"),
        Passes(
            {
                **_SHOP,
                "/mat": _PRODUCT.replace(
                    '"price"', '"hasMerchantReturnPolicy": {"@type": "MerchantReturnPolicy"}, "price"'
                ),
                "/r": Answer(status=404),
                "/s": "<h1>Shipping</h1>",
            },
            note="in the markup",
        ),
        Inapplicable({"/": "<a href=/r>Returns</a>", "/r": Answer(status=404)}, note="no shop"),
    ],
)
def shop_policy_pages_missing(site: SiteView) -> Iterator[Evidence]:
    """Yield the page that is linked and cannot be read, for review, where none on the same matter can."""
    types = {name for page in site.content if page.facts for name in page.facts.schema_types}
    blocked = {one.url for one in site.skipped if one.reason is Skip.ROBOTS}
    for name, pattern in (("returns", _RETURNS), ("delivery", _SHIPPING)):
        if types & _MARKUP[name]:
            continue
        urls = _linked(site, pattern)
        if not urls or any(not _is_shut(site, url, blocked) for url in [*urls, *_linked(site, _TERMS)]):
            continue
        message = f"{len(urls)} linked {'page' if len(urls) == 1 else 'pages'} on {name} cannot be read: {urls[0]}."
        yield site.evidence(urls[0], message, outcome=Outcome.REVIEW, group=name, facts={"urls": urls[:5]})


def _linked(site: SiteView, pattern: re.Pattern[str]) -> list[str]:
    """The URLs that the commonest links lead to, where their words or path speak of the matter."""
    links = site.links
    is_link = np.isin(links.kind, [int(kind) for kind in NAVIGATION_KINDS])
    texts = [number for number in _commonest(links.text[is_link]) if pattern.search(links.texts[number])]
    by_text = np.unique(links.target[is_link & np.isin(links.text, texts)]).tolist()
    by_path = [number for number in _commonest(links.target[is_link]) if pattern.search(split(site.urls[number]).path)]
    return [site.urls[number] for number in dict.fromkeys([*by_text, *by_path])]


def _commonest(numbers: npt.NDArray[np.int32]) -> list[int]:
    """The numbers that come most often: links to a policy stand on every page."""
    counts = np.bincount(numbers) if len(numbers) else np.zeros(0, dtype=np.int64)
    found: list[int] = np.argsort(-counts, kind="stable")[: min(COMMONEST, int((counts > 0).sum()))].tolist()
    return found


def _is_shut(site: SiteView, url: str, blocked: set[str]) -> bool:
    """Whether a URL is known to be of no use to a crawler; what was not fetched is not known."""
    if url in blocked:
        return True
    page = site.final(url)
    return page is not None and page.status in (401, 403, 404, 410)
