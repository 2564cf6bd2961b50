"""Instructions that only those understand who see the page: by place, colour or shape."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)

_THINGS = r"(?:button|link|icon|menu|navigation|arrow|box|image|picture|tab|field|form|sidebar|panel|banner|list)"
_NOT_SEEN = (
    r"(?:operand|expression|side|values?|argument|term|number|digits?|bits?|hand|variable|operator|join|table|zero|spaces?|"
    r"characters?|padding|string|part|element|node|child|subtree|key|nodes|strings|pattern|object|type|function|one)"
)
_LOOKS = r"(?:green|red|blue|yellow|orange|purple|grey|gray|round|square|triangular|triangle|circular|star-shaped)"
_WORDING = re.compile(
    rf"\bthe (?!{_NOT_SEEN}\b)\w+,? (?:on|at) the (?:right|left)\b(?![- ](?:hand|side of|of))"
    rf"|\b{_LOOKS} {_THINGS}\b"
    r"|\b(?:underneath|below|above|inside|within) the (?:star|triangle|circle|square)\b"
    r"|\b(?:gr[üu]nen?|roten?|blauen?|gelben?|runden?) (?:knopf|schaltfl[äa]che|button|link|symbol|pfeil)\b"
    r"|\b(?:bouton|lien|menu|icône) (?:vert|rouge|bleu|jaune|rond|à droite|à gauche)\b"
    r"|\b(?:botón|enlace|menú|icono) (?:verde|rojo|azul|amarillo|redondo|de la derecha|de la izquierda)\b"
    r"|\b(?:pulsante|bottone|link|menu) (?:verde|rosso|blu|giallo|rotondo|a destra|a sinistra)\b"
    r"|\b(?:zeleni|rdeči|modri|rumeni|okrogli) (?:gumb|meni|ikono)\b|\b(?:gumb|meni|povezav[ao]) na (?:desni|levi)\b"
    r"|(?:الزر|القائمة|الرابط) (?:على|في|إلى) (?:اليمين|اليسار|يمين|يسار)|الزر (?:الأخضر|الأحمر|الأزرق|الأصفر)",
)
_ENGLISH = (" on the right", " on the left", " button", " menu", " icon", "the star", "the triangle")
_SIGNS = {
    "en": _ENGLISH,
    "de": ("knopf", "schaltfl", " button", " pfeil", " link"),
    "fr": ("bouton", " lien ", " menu ", "icône"),
    "es": ("botón", "enlace", "menú", " icono"),
    "it": ("pulsante", "bottone", " menu "),
    "sl": (" gumb", "gumb na", "meni na", "povezav"),
    "ar": ("الزر", "القائمة", "الرابط"),
}
_AROUND = 50  # characters before and after a sign that are looked at
_MOST_LOOKS = 10  # of one sign: a page about buttons is not read to its end


@page_rule(
    id="content-told-by-look",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.3", "act:9bd38c"],
    wcag=["1.3.3"],
    title="Something is named by its place or look alone",
    message="A text names something by where it stands or how it looks.",
    why="Who does not see the page, or sees it in another layout, does not know what is meant.",
    fix="See whether the text also says its name. If not, write it: “the button Send, on the right”.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    examples=[
        Reviews("<p>The artist on the right won.</p>", at=["p"]),
        Reviews("<p>Find the menu on the right, to navigate.</p>", at=["p"]),
        Reviews("<p>Click the green button for a surprise.</p>", at=["p"]),
        Reviews("<html lang=de><p>Drücken Sie den grünen Knopf.</p>", at=["p"]),
        Reviews("<html lang=sl><p>Pritisnite gumb na desni.</p>", at=["p"]),
        Reviews("<html lang=ar><p>اضغط الزر الأخضر</p>", at=["p"]),
        Passes("<p>Click the button Send.</p>"),
        Passes("<p>The operand on the right is read first.</p>", note="not of the page"),
        Passes("<p>A square is a shape with four equal sides.</p>"),
        Passes("<pre>the menu on the right</pre>", note="a sample"),
        Passes("<p>In the menu, the right link is Boats.</p>"),
    ],
)
def content_told_by_look(page: PageView) -> Iterator[Evidence]:
    """Yield for review the first text of the page that is worded so."""
    signs = _SIGNS.get((page.facts.lang or "en").partition("-")[0].lower(), ())
    text = page.main_text.lower() if signs else ""
    found = next(filter(None, (_told(text, sign) for sign in signs)), "")
    if not found:
        return
    for element in page.select("p, li, dd, td"):
        if found not in " ".join(element.text.lower().split()) or element.closest("pre, code, nav, footer") is not None:
            continue
        if not page.is_hidden(element):
            yield page.review(element, f"“{found[:80]}”: is it also named by its words?")
            return


def _told(text: str, sign: str) -> str:
    """The first words around a sign that name something by its look or place; empty where there are none."""
    at = text.find(sign)
    for _ in range(_MOST_LOOKS):
        if at < 0:
            break
        start = max(0, at - _AROUND)
        found = _WORDING.search(text[start : at + len(sign) + _AROUND])
        if found:
            return found[0]
        at = text.find(sign, at + len(sign))
    return ""
