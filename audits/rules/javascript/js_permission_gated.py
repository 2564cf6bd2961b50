"""Pages that show nothing until a visitor allows something."""

import re
from collections.abc import Iterator
from typing import Any

from audits.page import PageView
from audits.rendering import facts_of, is_comparable, words_in
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)

_ASKS = re.compile(
    r"(?:enable|allow|accept|activate|turn on|switch on|requires?|needs?)\b[^.!?]{0,40}"
    r"\b(?:cookies?|local ?storage|location|geolocation|notifications?|camera|microphone|clipboard)\b|"
    r"\b(?:cookies?|location|storage|notifications?)\b[^.!?]{0,30}\b(?:disabled|blocked|turned off|required|denied)|"
    r"\b(?:cookies|standort|benachrichtigungen)\b[^.!?]{0,40}\b(?:aktivieren|zulassen|erlauben|deaktiviert|blockiert)|"
    r"\b(?:activer|autoriser|accepter)\b[^.!?]{0,40}\b(?:cookies|localisation|notifications)|"
    r"\b(?:activar?|habilitar?|permitir?|acepte)\b[^.!?]{0,40}\b(?:cookies|ubicación|notificaciones)|"
    r"\b(?:attiva|abilita|consenti)\w*\b[^.!?]{0,40}\b(?:cookie|posizione|notifiche)|"
    r"\b(?:omogoč|dovol)\w*\b[^.!?]{0,40}\b(?:piškotk|lokacij|obvestil)\w*|"
    r"تفعيل ملفات تعريف|السماح بالوصول إلى (?:موقعك|الموقع)|"
    r"(?:включит|разрешит)е[^.!?]{0,40}(?:cookie|геолокац|уведомлен)|"
    r"(?:cookie|クッキー|位置情報|通知)[^。]{0,20}(?:有効|許可)|(?:启用|啟用|允许|允許)[^。]{0,10}(?:cookie|位置|通知)",
    re.IGNORECASE,
)


def _text(text: str) -> dict[str, dict[str, Any]]:
    return {"rendered": {"main_text": text}}


@page_rule(
    id="js-permission-gated",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:javascript-seo-basics"],
    title="Content waits for a permission",
    message="The page asks for a permission and shows next to nothing before.",
    why="Google grants no permission and keeps no cookies between pages, so it sees this request as the whole page.",
    fix="Decide what everybody may see without cookies or permissions, and have it shown.",
    fix_developer="Send the content first and treat cookies, storage and permissions as extras that may be missing.",
    needs=[ArtifactKind.RENDERED],
    settings={"most_words": "words of the rendered main text above which the page shows enough"},
    applies=lambda page: is_comparable(page) and page.is_indexable,
    examples=[
        Reviews("<div id=app></div>", at=[""], artifacts=_text("Please enable cookies to continue.")),
        Reviews("<div id=app></div>", at=[""], artifacts=_text("Allow access to your location to see shops near you.")),
        Reviews("<div id=app></div>", at=[""], artifacts=_text("Bitte Cookies aktivieren, um fortzufahren.")),
        Passes("<div id=app></div>", artifacts=_text(f"Please enable cookies to order. {'More words. ' * 30}")),
        Passes("<div id=app></div>", artifacts=_text("We like cookies with chocolate.")),
        Passes("<div id=app></div>", artifacts=_text("")),
        Inapplicable(
            "<meta name=robots content=noindex>",
            artifacts=_text("Enable cookies to sign in."),
            note="not for the search",
        ),
    ],
)
def js_permission_gated(page: PageView, *, most_words: int = 50) -> Iterator[Evidence]:
    """Yield the page whose few words ask for a permission, for review."""
    text = str(facts_of(page).get("main_text", ""))
    if len(text) > 2_000 or words_in(text).total() > most_words:
        return
    found = _ASKS.search(text)
    if found:
        words = words_in(text).total()
        message = f"Of the {words} words that the page shows, some ask for a permission: “{found[0][:100]}”."
        yield page.review(message=message, facts={"words": words})
