"""Pages that are written in another language than they say."""

from collections.abc import Iterator

from audits.language_detection import SURE, guess, is_prose, language_of_tag, seems_to_be
from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.text_language import OtherLanguage, other_language, sample_of, script_of
from store.document import text_of

_SURE_WORDS = 15
_SURE_SHARE = 0.9  # of the letters in one script, from which a text has no passages in another
_ENGLISH = "The cat sat on the mat and was happy with all of the things that we have for our friends in this house. "
_GERMAN = (
    "Die Katze ist mit allem zufrieden, was wir für unsere Freunde in diesem Haus haben, und sie ist nicht allein. "
)
_ARABIC = "جلست القطة على السجادة وكانت سعيدة بكل الأشياء التي لدينا لأصدقائنا في هذا البيت "
_JAPANESE = "猫はマットの上に座っていて、この家の友達のために持っているものすべてに満足していました。"
_SLOVENIAN = "Mačka je na preprogi in je zadovoljna z vsem, kar imamo za prijatelje v tej hiši, ki je tudi naša. "


@page_rule(
    id="content-lang-mismatch",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:3.1.1", "act:ucwvc8", "google:managing-multi-regional-sites"],
    wcag=["3.1.1"],
    title="Page says that it is in another language",
    message="The page's `lang` names another language than the one its text is in.",
    why="A screen reader reads the text in the voice of the wrong language, and browsers offer the wrong translation.",
    fix="See in which language the page is. Translate what is left over, or have the named language corrected.",
    fix_developer="Print the language of the page's content into `html[lang]`, not that of the site or theme.",
    settings={
        "minimum_words": "words of main text from which its small words tell the language",
        "fewest_words": "words of a whole page below which its language is not judged",
    },
    applies=lambda page: page.is_content and bool((page.facts.lang or "").strip()),
    examples=[
        Fails(f'<html lang="de"><main><p>{_ENGLISH * 3}</p></main>', at=["html"]),
        Fails(f'<html lang="en-US"><main><p>{_GERMAN * 3}</p></main>', at=["html"]),
        Fails(f'<html lang="en"><main><p>{_ARABIC * 5}</p></main>', at=["html"]),
        Fails(f'<html lang="ja"><main><p>{_ENGLISH * 3}</p></main>', at=["html"], note="not translated"),
        Reviews(f'<html lang="en"><main><p>{_JAPANESE * 4}</p></main>', at=["html"]),
        Fails(f'<html lang="ar"><main><p>{_SLOVENIAN * 4}</p></main>', at=["html"]),
        Fails(
            f'<html lang="en"><main><p>{_ARABIC * 5}</p><p>{_ARABIC * 5}</p><form><label>Name</label>'
            f"<p>Your name is shown beside the comment that you leave here. {_ENGLISH}</p></form></main>",
            at=["html"],
            note="the form for comments is in the language of the theme",
        ),
        Reviews(
            f'<html lang="de"><nav>{_GERMAN * 9}</nav><main><p>{_ENGLISH * 3}</p></main>',
            at=["html"],
            note="what stands around the text is in the named language",
        ),
        Fails(
            '<html lang="fr"><h1>Cats</h1><p>This page has a lang attribute set to the wrong language.</p>'
            "<p>It is about cats, and the cats are not from here.</p>",
            at=["html"],
            note="a short page",
        ),
        Passes('<html lang="fr"><p>Cats of Kent</p>', note="too short to tell"),
        Passes(
            '<html lang="de"><head><link rel=alternate hreflang=en href=/en/></head>'
            f"<main><p>{_ENGLISH * 3}</p></main>",
            note="told as a version that is not translated",
        ),
        Passes(f'<html lang="en"><main><p>{_ENGLISH * 3}</p></main>'),
        Passes('<html lang="en"><main><p>' + "E0001 O0002 A0003 " * 60 + "</p></main>", note="codes, no words"),
        Passes(f'<html lang="sl"><main><p>{_SLOVENIAN * 4}</p></main>'),
        Passes(f'<html lang="hr"><main><p>{_SLOVENIAN * 4}</p></main>', note="too alike to be told apart"),
        Passes(f'<html lang="ar"><main><p>{_ARABIC * 3} iPhone 15 Pro</p></main>'),
        Passes(f'<html lang="ja"><main><p>{_JAPANESE * 4}</p></main>'),
        Passes(f'<html lang="sr-Latn"><main><p>{_ENGLISH * 3}</p></main>', note="a script of its own is named"),
        Passes(f'<html lang="de"><main><p>{_ENGLISH * 2}</p></main>', settings={"fewest_words": 47}),
        Passes(
            '<html lang="ar"><main><pre>' + "import os sys json path list dict " * 20 + "</pre></main>", note="code"
        ),
        Passes(
            f'<html lang="sl"><main><p>{_SLOVENIAN * 3}</p><div>{_ENGLISH * 12}</div><p>{_SLOVENIAN * 3}</p></main>',
            note="English stands between paragraphs in the named language",
        ),
        Passes(
            f'<html lang="sl"><main><p>{_SLOVENIAN * 3}</p><p>{_ENGLISH * 12}</p></main>', note="translated in part"
        ),
        Passes('<html lang="ru"><main><p>' + "Canon Nikon Sony Leica Fuji " * 20 + "</p></main>", note="names"),
        Inapplicable(f"<html><main><p>{_ENGLISH * 3}</p></main>", note="content-lang-missing tells it"),
    ],
)
def content_lang_mismatch(page: PageView, *, minimum_words: int = 50, fewest_words: int = 18) -> Iterator[Evidence]:
    """Yield the html element where the main text is in another language; for review where other text is not."""
    declared = (page.facts.lang or "").strip()
    language = language_of_tag(declared)
    sample = sample_of(page.main_text)
    if language and seems_to_be(sample, language) and (_is_latin(sample) or script_of(sample)[1] >= _SURE_SHARE):
        return
    other = other_language(declared, page.main_text, minimum_words)
    texts: list[str] | None = None
    if other is None and script_of(sample)[1] < _SURE_SHARE:
        # A form in the theme's language below an article, such as one for comments, says nothing of the article.
        texts = [text_of(one) for one in page.select("main p") or page.select("body p") if one.closest("form") is None]
        other = other_language(declared, " ".join(texts), minimum_words)
    if texts is None and other is not None:
        texts = page.paragraphs
    if other is None or not _is_all(page, texts or [], declared, other.name, minimum_words):
        other = _of_short(page, language, fewest_words, minimum_words)
    if other is None:
        return
    if any(one.code.partition("-")[0].lower() == other.name for one in page.facts.hreflang):
        return  # i18n-untranslated-page compares it with that version
    said = f"letters are {other.name}" if other.is_script else f"small words are those of the language `{other.name}`"
    message = f"The page says `lang={declared}`, and its {said}."
    facts = {"lang": declared, "found": other.name, "share": round(other.share, 2)}
    group = f"{declared.lower()} {other.name}"
    if _is_sure(page, language):
        yield page.evidence(page.document.html, message, facts=facts, group=group, certainty=Certainty.DEFECT)
    else:
        yield page.review(page.document.html, message, facts=facts, group=group)


def _is_latin(text: str) -> bool:
    return len(text.encode("ascii", "ignore")) * 5 > len(text) * 4


def _of_short(page: PageView, language: str, fewest_words: int, minimum_words: int) -> OtherLanguage | None:
    """What a page with few words is in, headings and menus taken together, where that is surely another language."""
    text = page.visible_text
    if not language or not fewest_words <= text.count(" ") + 1 < 4 * minimum_words or seems_to_be(text, language):
        return None
    found = guess(text, language)
    if found is None or found.lead < SURE or not is_prose(text, found.language):
        return None
    return OtherLanguage(found.language, False, 1.0)


def _is_sure(page: PageView, language: str) -> bool:
    """Whether all that can be read on the page, menus included, is in one other language."""
    text = page.visible_text
    if not language or text.count(" ") < _SURE_WORDS:
        return False
    half = len(text) // 2
    found = [guess(part, language) for part in (text[:half], text[half:])]
    return (
        all(one is not None and one.lead >= SURE for one in found) and len({one and one.language for one in found}) == 1
    )


def _is_all(page: PageView, paragraphs: list[str], declared: str, name: str, minimum_words: int) -> bool:
    """Whether both halves of the paragraphs say so: what was sampled may be a listing or a quotation."""
    text = " ".join(paragraphs) or " ".join(passage.text for passage in page.prose)
    half = len(text) // 2
    found = [other_language(declared, part, minimum_words // 2) for part in (text[:half], text[half:])]
    return all(one is not None and one.name == name for one in found)
