"""Items that are gone for good, on pages that answer 200."""

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
from audits.standards.gone_phrases import may_say_gone, says_gone
from store.not_found import says_not_found

_ITEM_TYPES = frozenset(
    {"Product", "ProductGroup", "Offer", "JobPosting", "Event", "Car", "Vehicle", "RealEstateListing", "Book"}
)
_ITEM_PATH = re.compile(
    r"/(?:product|products|produkt|produkte|produit|produits|producto|productos|prodotto|produto|izdelek|izdelki|item|items|"
    r"artikel|article-\d|job|jobs|stellen|vacanc(?:y|ies)|career|listing|listings|ad|ads|anzeige|annonce|oglas|offer|angebot|"
    r"auction|property|immobilie|p|dp|sku)[/-]",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"similar|related|you may also|you might also|alternative|instead|recommend|customers also|ähnliche|alternativ"
    r"|empfehl|similaires|recommand|similares|recomend|simili|consigliat|podobn|priporoč|slič|похож|рекоменд|benzer"
    r"|مشابه|بديل|関連|おすすめ|相关|推荐",
    re.IGNORECASE,
)


@page_rule(
    id="soft404-expired-item",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:troubleshoot-crawling-errors", "google:http-network-errors"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Item is gone, and its page answers 200",
    message="The page says that its item is gone, and answers 200.",
    why="People come from the search and cannot get what they wanted; Google may take the page for an error page.",
    fix="Offer something like it on the page, or have the address lead to what replaces the item.",
    fix_developer="Answer 410 for what will not come back, or redirect to its successor; keep 200 for what will.",
    settings={"min_words": "words of main text below which the page is told as nearly empty instead"},
    applies=lambda page: (
        page.is_indexable
        and (not _ITEM_TYPES.isdisjoint(page.facts.schema_types) or _ITEM_PATH.search(page.parts.path) is not None)
    ),
    examples=[
        Reviews(
            "<h1>Grey basket</h1><p class=state>This product is no longer available.</p><p>"
            + "A basket for cats. " * 15,
            at=["p.state"],
            url="https://example.com/product/grey-basket",
        ),
        Reviews(
            "<h1>Korb</h1><p class=state>Dieser Artikel ist leider nicht mehr lieferbar.</p><p>" + "Ein Korb. " * 30,
            at=["p.state"],
            url="https://example.com/artikel/korb",
        ),
        Passes(
            "<h1>Grey basket</h1><p>This product is no longer available.</p><p>"
            + "A basket. " * 30
            + "</p><h2>Similar products</h2>",
            url="https://example.com/product/grey-basket",
            note="offers something like it",
        ),
        Passes(
            "<h1>Basket</h1><p>If this product is no longer available, we write to you.</p><p>" + "A basket. " * 30,
            url="https://example.com/product/basket",
        ),
        Passes(
            "<h1>Basket</h1><p hidden>This product is no longer available.</p><p>" + "A basket. " * 30,
            url="https://example.com/product/basket",
            note="shown by a script when needed",
        ),
        Passes(
            "<h1>Basket</h1><p>This product is no longer available.</p>",
            url="https://example.com/product/basket",
            note="nearly empty: another rule's",
        ),
        Inapplicable(
            "<h1>Why it ended</h1><p>This product is no longer available.</p>", url="https://example.com/blog/a"
        ),
    ],
)
def soft404_expired_item(page: PageView, *, min_words: int = 50) -> Iterator[Evidence]:
    """Yield the sentence for review where a page of an item says that it is gone, and offers nothing like it."""
    facts = page.facts
    if facts.word_count < min_words or any(map(says_not_found, (facts.title or "", *facts.h1[:3]))):
        return
    if not may_say_gone(page.visible_text):
        return
    for element, text in page.prose:
        if says_gone(text) and not page.is_hidden(element) and element.closest("dialog, template, form") is None:
            if not _INSTEAD.search(page.visible_text):
                yield page.review(element, f"The page answers 200 and says “{text}”")
            return
