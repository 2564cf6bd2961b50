"""Words with which pages say that there is nothing, by language; they are looked for in titles and first headings."""

from __future__ import annotations

import re

PHRASES = (
    # English
    "page not found", "not found", "404", "page does not exist", "page doesn't exist", "page cannot be found",
    "page can't be found", "nothing found", "page unavailable", "no longer exists",
    "could not be found", "couldn't be found", "couldn’t be found", "couldn't find", "couldn’t find", "could not find",
    "topic does not exist", "does not exist yet", "no longer available", "page has been removed",
    # German, French, Spanish, Italian, Portuguese, Dutch
    "seite nicht gefunden", "nicht gefunden", "seite existiert nicht", "page introuvable", "page non trouvée",
    "page n'existe pas", "página no encontrada", "no encontrada", "no existe", "pagina non trovata", "non trovata",
    "página não encontrada", "não encontrada", "pagina niet gevonden", "niet gevonden",
    # Slovenian, Croatian, Serbian, Czech, Polish, Russian, Ukrainian
    "stran ne obstaja", "strani ni mogoče najti", "stran ni najdena", "stran ni bila najdena", "stranica ne postoji",
    "stranica nije pronađena", "страница није пронађена", "stránka nenalezena", "nie znaleziono strony",
    "strona nie istnieje", "страница не найдена", "сторінку не знайдено",
    # Arabic, Farsi, Turkish, Hebrew, Urdu
    "الصفحة غير موجودة", "لم يتم العثور على الصفحة", "صفحه یافت نشد", "صفحه پیدا نشد", "یافت نشد", "sayfa bulunamadı",
    "הדף לא נמצא", "صفحہ نہیں ملا",
    # Swedish, Danish, Norwegian, Finnish, Hungarian, Romanian, Greek
    "sidan hittades inte", "siden blev ikke fundet", "siden finnes ikke", "sivua ei löytynyt", "az oldal nem található",
    "pagina nu a fost găsită", "η σελίδα δεν βρέθηκε",
    # Japanese, Chinese, Korean
    "ページが見つかりません", "页面不存在", "页面未找到", "找不到页面", "페이지를 찾을 수 없습니다",
)  # fmt: skip


def says_not_found(text: str) -> bool:
    """Whether a title or heading says that the page does not exist.

    >>> says_not_found("Page not found | Shop"), says_not_found("Peugeot 404 Coupé, a history of the great car")
    (True, False)
    """
    folded = " ".join(text.casefold().split())
    if len(folded) > 100:
        return False
    found = [phrase for phrase in PHRASES if phrase in folded]
    if found == ["404"]:
        # A bare number may be a model or a year: only where little else is said.
        is_first = folded.startswith(("404 ", "404:", "error 404", "fehler 404"))
        return folded.strip(" -–—|:.!") == "404" or (is_first and len(folded) < 30)
    return bool(found)


DOOR = re.compile(r"log-?in|sign-?in|anmeld|prijav|connexion|acceso|auth|sso|account|consent|age-?check", re.IGNORECASE)
"""Paths of doors: a site that sends every stranger there says nothing of what exists."""
_HOME = re.compile(r"/(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:index\.\w{3,5})?", re.IGNORECASE)


def is_home(path: str) -> bool:
    """Whether a path is that of a home page, in a language or not.

    >>> is_home("/"), is_home("/en-gb/"), is_home("/en/news")
    (True, True, False)
    """
    return _HOME.fullmatch(path) is not None
