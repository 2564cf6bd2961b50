"""Parts of a page that are marked as being in a language which they are not in."""

from collections.abc import Iterator

from audits.language_detection import LIKELY, SURE, guess, is_prose, language_of_tag, seems_to_be
from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from store.document import Element, readable_text

_MOST_ASKED = 6
_ENGLISH = "They walked along the river to the old yard where the boats are built by hand in two years."


@page_rule(
    id="content-lang-part-mismatch",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:3.1.2", "act:off6ek"],
    wcag=["3.1.2"],
    title="Part is marked as being in another language than it is",
    message="The `lang` of this part names another language than the one its text is in.",
    why="A screen reader reads the part in the voice of the wrong language, so that nobody understands it.",
    fix="See in which language the part is, and have the right one named.",
    fix_developer="Print the language of the text into the `lang` of the element, or take the attribute away.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"minimum_words": "words from which a text tells its language for sure"},
    applies=lambda page: page.is_content and page.select_one("body [lang]") is not None,
    examples=[
        Fails(f'<html lang="en"><p lang="es">{_ENGLISH}</p>', at=["p"]),
        Fails(f'<html lang="en"><p lang="ru">{_ENGLISH}</p>', at=["p"]),
        Reviews('<html lang="en">He says: <i lang="es">Allons, Madame plaisante !</i>', at=["i"], note="few words"),
        Passes(f'<html lang="es"><p lang="en">{_ENGLISH}</p>'),
        Passes('<html lang="en">He says: <i lang="fr">Allons, Madame plaisante !</i>'),
        Passes('<html lang="en"><ul><li lang="fr"><a lang="fr" href="/fr">English</a></ul>', note="a word"),
        Passes(f'<html lang="en"><p lang="tlh">{_ENGLISH}</p>', note="a language that nobody tells apart"),
        Passes(f'<html lang="en"><p lang="es" hidden>{_ENGLISH}</p>'),
        Passes(f'<html lang="en"><div lang="es"><p lang="en">{_ENGLISH}</p></div>', note="said again inside"),
        Passes('<html lang="en"><p lang="nb">Båtene er bygget for hånd i det gamle verftet.</p>'),
        Inapplicable(f'<html lang="es"><p>{_ENGLISH}</p>', note="the page’s own language"),
    ],
)
def content_lang_part_mismatch(page: PageView, *, minimum_words: int = 12) -> Iterator[Evidence]:
    """Yield each element with a `lang` whose own text is in another language; for review where it is short."""
    asked = 0
    for element in page.select("body [lang]"):
        language = language_of_tag(element.attr("lang") or "")
        if not language or asked == _MOST_ASKED or page.is_hidden(element):
            continue
        text = _own_text(element)
        words = text.count(" ") + 1
        if words < 3 or seems_to_be(text, language):
            continue
        asked += 1
        other = guess(text, language)
        if other is None or other.lead < (SURE if words >= minimum_words else LIKELY):
            continue
        message = f"This part says `lang={element.attr('lang')}` and seems to be in the language `{other.language}`."
        facts = {"lang": element.attr("lang"), "found": other.language}
        group = f"{language} {other.language}"
        if words >= minimum_words and is_prose(text, other.language):
            yield page.evidence(element, message, facts=facts, group=group, certainty=Certainty.DEFECT)
        elif words < minimum_words:
            yield page.review(element, message, facts=facts, group=group)


def _own_text(element: Element) -> str:
    """The element's text; empty where a part of it names a language of its own."""
    return "" if element.select_one("[lang], pre, code") is not None else readable_text(element)
