"""Links that a logged-in crawler leaves alone: they would end the session, or change what the site holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from store.urls import split

LOG_OUT_SEGMENTS = (
    "logout", "log-out", "log_out", "logoff", "log-off", "signout", "sign-out", "sign_out", "signoff", "sign-off",
    "wp-logout", "endsession", "end-session", "end_session", "abmelden", "abmeldung", "ausloggen", "logga-ut",
    "loggaut", "logg-ut", "loggut", "log-ud", "logud", "afmelden", "uitloggen", "kirjaudu-ulos", "deconnexion",
    "se-deconnecter", "déconnexion", "cerrar-sesion", "cerrarsesion", "cerrar-sesión", "desconectar", "sair",
    "terminar-sessao", "encerrar-sessao", "esci", "disconnetti", "odjava", "odjavi-se", "odjavi", "odhlasit",
    "odhlaseni", "odhlásit", "odhlasenie", "wyloguj", "wylogowanie", "kijelentkezes", "kijelentkezés", "deconectare",
    "delogare", "izlogoti", "izhod", "exit-session", "cikis", "cikis-yap", "çıkış", "çıkış-yap", "exodos",
    "αποσύνδεση", "выход", "выйти", "вихід", "изход", "одјава", "تسجيل-الخروج", "خروج", "התנתק", "התנתקות",
    "ログアウト", "退出", "退出登录", "登出", "로그아웃", "dang-xuat", "keluar", "atsijungti", "iziet", "logi-valja",
    "log-keluar",
)  # fmt: skip
"""Last parts of paths, and names and values of parameters, that end a session."""
_LOG_OUT_TEXTS = (
    "log out", "logout", "log off", "logoff", "sign out", "signout", "sign off", "end session", "abmelden", "ausloggen",
    "déconnexion", "se déconnecter", "me déconnecter", "cerrar sesión", "cerrar la sesión", "salir", "desconectar",
    "desconectarse", "tancar la sessió", "sair", "terminar sessão", "encerrar sessão", "esci", "disconnetti",
    "disconnettiti", "odjava", "odjavi se", "odjavi me", "odjavite se", "odhlásit se", "odhlásit", "odhlásiť sa",
    "odhlásenie", "wyloguj", "wyloguj się", "kijelentkezés", "kilépés", "deconectare", "delogare", "uitloggen",
    "afmelden", "logga ut", "logg ut", "log ud", "kirjaudu ulos", "skrá út", "logi välja", "iziet", "atsijungti",
    "αποσύνδεση", "έξοδος", "çıkış yap", "çıkış", "oturumu kapat", "выйти", "выход", "вийти", "вихід", "изход",
    "одјава", "одјави се", "تسجيل الخروج", "تسجيل خروج", "خروج", "الخروج", "התנתק", "התנתקות", "יציאה", "ログアウト",
    "サインアウト", "退出", "退出登录", "登出", "注销", "로그아웃", "đăng xuất", "keluar", "log keluar", "लॉग आउट",
    "লগ আউট", "ออกจากระบบ", "خارج شدن", "لاگ آؤٹ",
)  # fmt: skip
_CHANGES = frozenset({
    "delete", "remove", "destroy", "trash", "untrash", "unsubscribe", "add-to-cart", "add_to_cart", "addtocart",
    "remove-from-cart", "add-to-wishlist", "publish", "unpublish", "approve", "reject", "cancel", "deactivate",
    "activate", "disable", "enable", "revoke", "reset", "purge", "clear-cache", "flush", "upvote", "downvote", "vote",
    "mark-read", "mark-as-read", "impersonate", "switch-user", "loeschen", "löschen", "entfernen", "stornieren",
    "supprimer", "effacer", "eliminar", "borrar", "elimina", "cancella", "apagar", "excluir", "izbrisi", "izbriši",
    "odstrani", "obrisi", "obriši", "usun", "usuń", "smazat", "verwijderen", "slet", "ta-bort", "slett", "poista",
    "удалить", "حذف", "删除", "削除", "삭제",
})  # fmt: skip
_KEYS = frozenset({
    "action", "do", "op", "task", "cmd", "command", "_method", "add-to-cart", "add_to_cart", "remove_item",
    "remove-item", "add_to_wishlist", "add-to-wishlist", "delete", "remove", "_wpnonce", "csrf", "csrf_token", "_token",
    "authenticity_token", "sesskey", "formkey", "form_key",
})  # fmt: skip
"""Parameters that a link has only where it does something."""
_SHOWS = frozenset({"", "view", "show", "list", "index", "read", "search", "display", "browse", "detail", "details"})
"""Values of such parameters that only show something: /index.php?action=view."""
_ID = re.compile(r"\d+|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|[0-9a-f]{16,}", re.IGNORECASE)
_SESSION = frozenset(LOG_OUT_SEGMENTS)
_BEFORE_NAME = frozenset("([:,|-–")
_LONGEST_REST = 25  # "Log out (Anna Schmidt)"


class NeverFollow:
    """What is left alone while logged in, by address and by text."""

    def __init__(self, never: Iterable[str] = (), may: Iterable[str] = ()) -> None:
        self._never = [re.compile(one) for one in never]
        self._may = [re.compile(one) for one in may]
        self._by_text: dict[str, str] = {}

    def why_not(self, url: str) -> str:
        """Why an address of the site is not asked for while logged in, or ""."""
        if any(one.search(url) for one in self._may):
            return ""
        for one in self._never:
            if one.search(url):
                return f"login.never_follow {one.pattern[:120]}"
        return self._by_text.get(url) or deed_of(url)

    def note_link(self, url: str, text: str) -> None:
        """Remember an address whose link says that it ends the session."""
        if url not in self._by_text and (said := log_out_text(text)):
            self._by_text[url] = f"its link says {said!r}"


def deed_of(url: str) -> str:
    """What a GET of this address would do besides showing a page, by the words of its path and query, or "".

    >>> deed_of("https://example.com/konto/abmelden")
    'it would log out: abmelden'
    >>> deed_of("https://example.com/articles/17/delete")
    'it would change something: delete'
    >>> deed_of("https://example.com/blog/how-to-log-out-safely")
    ''
    """
    parts = split(url)
    segments = [unquote(one).lower().partition(".")[0] for one in parts.path.split("/") if one]
    while segments and _ID.fullmatch(segments[-1]):
        segments.pop()
    last = segments[-1] if segments else ""
    if last in _SESSION:
        return f"it would log out: {last}"
    if last in _CHANGES:
        return f"it would change something: {last}"
    for pair in parts.query.lower().split("&") if parts.query else ():
        key, _, value = unquote(pair).partition("=")
        if key in _SESSION or value in _SESSION:
            return f"it would log out: {key if key in _SESSION else value}"
        if key in _KEYS and value not in _SHOWS:
            return f"it would change something: ?{key}="
    return ""


def log_out_text(text: str) -> str:
    """The words of a link that ends the session, in any of some forty languages, or "".

    >>> log_out_text("Log out (Anna)")
    'log out'
    >>> log_out_text("How to log out safely")
    ''
    """
    folded = " ".join(text.casefold().split())
    for said in _LOG_OUT_TEXTS:
        if folded == said:
            return said
        rest = folded.removeprefix(said)
        if rest != folded and len(rest) <= _LONGEST_REST and rest.lstrip()[:1] in _BEFORE_NAME:
            return said
    return ""
