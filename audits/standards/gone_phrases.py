"""Sentences with which shops and lists say that an item is gone for good, or that a list is empty, by language.

They are taken from the words that shop systems, classified ads, job boards and content systems ship with.
"""

import re

_ITEM = (
    # English
    r"(?:this|the) (?:product|item|article|listing|ad|advert|offer|job|position|vacancy|property|event|vehicle|page)"
    r"(?: you (?:are looking|were looking) for)? (?:is|has been|was) "
    r"(?:no longer (?:available|for sale|in stock|active|offered)|(?:permanently )?discontinued|permanently sold out|"
    r"sold out permanently|withdrawn)",
    r"(?:this|the) (?:job|position|vacancy|listing|ad|advert|offer) (?:has )?(?:expired|been filled|closed)",
    r"(?:no longer available|sold out permanently|permanently out of stock|discontinued product)",
    # German, French, Spanish, Italian, Portuguese, Dutch
    r"(?:dieser|dieses|der|das) (?:artikel|produkt|angebot|inserat|stellenangebot) (?:ist|wird) (?:leider )?nicht mehr "
    r"(?:verfügbar|lieferbar|erhältlich|angeboten)",
    r"(?:ce produit|cet article|cette annonce|cette offre) (?:n['’]est|n['’]existe) plus (?:disponible|en vente)?",
    r"(?:este|esta) (?:producto|artículo|anuncio|oferta) ya no está disponible",
    r"(?:questo|il) (?:prodotto|articolo|annuncio) non è più disponibile",
    r"(?:este|esta|o) (?:produto|artigo|anúncio|oferta) (?:já )?não está mais disponível",
    r"(?:dit|deze) (?:product|artikel|advertentie|vacature) is niet (?:meer|langer) (?:beschikbaar|leverbaar)",
    # Slovenian, Croatian, Serbian, Polish, Russian, Turkish, Arabic, Farsi
    r"(?:ta )?(?:izdelek|artikel|oglas|ponudba) (?:ni|je) (?:več na voljo|več v prodaji|potekel|potekla)",
    r"(?:ovaj )?(?:proizvod|artikl|oglas) (?:više )?nije (?:više )?dostupan",
    r"(?:ten )?(?:produkt|artykuł|ogłoszenie) (?:jest|nie jest) już (?:niedostępny|dostępny|niedostępne)",
    r"(?:этот )?товар (?:больше не продаётся|больше не продается|снят с продажи|снят с производства)",
    r"bu (?:ürün|ilan) artık (?:mevcut değil|satışta değil|yayında değil)",
    r"(?:هذا )?المنتج (?:لم يعد متوفر|لم يعد متاح)[اًا]*",
    r"(?:این )?محصول دیگر موجود نیست",
)
_LIST = (
    # English
    r"(?:your search|the search)(?: for .{1,80})? (?:did not match|didn['’]t match|returned|found|yielded) "
    r"(?:any |no |0 )(?:results?|documents?|products?|posts?|pages?|items?|matches)?",
    r"(?:no|0|zero) (?:search )?(?:results?|matches|posts?|articles?|items?|entries|listings?|jobs?|events?)"
    r"(?: (?:were |was )?(?:found|available|match(?:ed|ing)? your (?:search|criteria|query)))?"
    r"(?: (?:for|matching) .{1,80})?",
    r"(?:sorry, )?(?:but )?nothing (?:was found|found|matched your search(?: terms| criteria)?)"
    r"(?:\. please try again.*)?",
    r"(?:we|i) (?:couldn['’]t|could not|can['’]t|cannot) find any(?:thing|results| matches)(?: .{1,80})?",
    # German, French, Spanish, Italian, Portuguese, Dutch
    r"(?:es wurden )?(?:leider )?(?:keine|0) (?:ergebnisse|treffer|einträge|beiträge|suchergebnisse)(?: gefunden)?"
    r"(?: für .{1,80})?",
    r"(?:ihre|deine) suche (?:nach .{1,80} )?(?:ergab|lieferte|brachte) (?:leider )?keine (?:ergebnisse|treffer)",
    r"aucun (?:résultat|article|élément)(?: (?:n['’]a été )?trouvé)?(?: pour .{1,80})?",
    r"(?:no se (?:han encontrado|encontraron)|sin) resultados(?: (?:para|de) .{1,80})?",
    r"(?:nessun|0) (?:risultato|risultati|articolo)(?: trovato| trovati)?(?: per .{1,80})?",
    r"(?:nenhum resultado|nada)(?: foi)? encontrado(?: para .{1,80})?",
    r"geen (?:resultaten|zoekresultaten|berichten)(?: gevonden)?(?: voor .{1,80})?",
    # Slovenian, Croatian, Polish, Russian, Turkish, Arabic, Farsi, Japanese, Chinese
    r"(?:ni|0) (?:rezultatov|zadetkov|najdenih (?:rezultatov|zadetkov)|objav)(?: .{1,40})?",
    r"nema (?:rezultata|pronađenih rezultata)(?: .{1,40})?",
    r"(?:brak wyników|nie znaleziono (?:żadnych )?wyników)(?: (?:dla|wyszukiwania) .{1,80})?",
    r"(?:ничего не найдено|результатов не найдено|по вашему запросу ничего не найдено)",
    r"(?:hiçbir )?sonuç bulunamadı",
    r"(?:لا توجد نتائج|لم يتم العثور على (?:أي )?نتائج|عذراً?، لا توجد نتائج)(?: .{1,60})?",
    r"(?:نتیجه‌?ای|هیچ نتیجه‌?ای) (?:یافت|پیدا) نشد",
    r"(?:検索結果|該当する(?:結果|記事|商品))(?:は|が)(?:ありません(?:でした)?|見つかりませんでした)",
    r"(?:没有找到(?:相关|任何)?(?:结果|内容)|找不到结果|暂无(?:结果|数据))",
)
_SORRY = (
    r"(?:(?:we(?:['’]re| are) )?sorry[,!.:–—-]*\s*|unfortunately,?\s*|oops[,!.]*\s*|leider |désolé[,!.]?\s*"
    r"|lo sentimos[,.:]?\s*)?"
)
_GONE = re.compile(rf"{_SORRY}(?:{'|'.join(_ITEM)})[.!。]?", re.IGNORECASE)
_EMPTY = re.compile(rf"{_SORRY}(?:{'|'.join(_LIST)})[.!。]?", re.IGNORECASE)
_GONE_SIGNS = (
    "no longer", "discontinued", "sold out", "withdrawn", "expired", "been filled", "closed", "out of stock",
    "nicht mehr", " plus", "ya no está", "non è più", "está mais", "niet meer", "niet langer", "na voljo",
    "v prodaji", "potek", "nije", "już", "снят", "больше не", "artık", "لم يعد", "دیگر موجود",
)  # fmt: skip
MOST_CHARACTERS = 200
"""A sentence that says so is short; whatever is longer speaks of something else."""


def may_say_gone(text: str) -> bool:
    """Whether a text can hold a passage that `says_gone`: for asking once of a whole page.

    >>> may_say_gone("A cat. This product has been discontinued."), may_say_gone("A cat.")
    (True, False)
    """
    folded = text.lower()
    return any(sign in folded for sign in _GONE_SIGNS)


def says_gone(text: str) -> bool:
    """Whether a passage says nothing but that an item is gone for good.

    >>> says_gone("Sorry, this product is no longer available."), says_gone("Ask why a product is discontinued.")
    (True, False)
    """
    return len(text) <= MOST_CHARACTERS and _GONE.fullmatch(text.strip()) is not None


def says_empty(text: str) -> bool:
    """Whether a passage says nothing but that a search or a list has no results.

    >>> says_empty("No results found for “cat”."), says_empty("No results were recorded in the trial of 1990.")
    (True, False)
    """
    return len(text) <= MOST_CHARACTERS and _EMPTY.fullmatch(text.strip()) is not None
