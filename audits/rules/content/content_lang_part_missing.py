"""Passages in another language than the page, which do not say so."""

from collections.abc import Iterator

from audits.language_detection import SURE, guess, is_prose, language_of_tag, may_be_prose, seems_to_be
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
from store.document import Element, text_of

_BLOCKS = "main p, main blockquote, main q, main figcaption"
_ANYWHERE = "body p, body blockquote, body q, body figcaption"
_MOST_ASKED = 6  # of a page, because asking costs a tenth of a millisecond
_CODE = 'pre, code, [class*="code"], [class*="highlight"], footer, form, [translate="no"], .notranslate'
_ENGLISH = "The boats are built by hand in the old yard, and each of them takes about two years to be finished. "
_GERMAN = "Die Boote werden in der alten Werft von Hand gebaut, und jedes von ihnen braucht etwa zwei Jahre. "


@page_rule(
    id="content-lang-part-missing",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:3.1.2", "https://www.w3.org/WAI/WCAG22/Techniques/html/H58"],
    wcag=["3.1.2"],
    title="Passage in another language does not say so",
    message="A passage is in another language than the page and has no `lang`.",
    why="A screen reader reads the passage in the voice of the page's language, so that nobody understands it.",
    fix="See whether the passage is in another language. If so, have its language marked, or translate it.",
    fix_developer='Write `lang="de"` (the language of the passage) on the element around it.',
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"minimum_words": "words of a passage below which its language is not judged"},
    applies=lambda page: page.is_content and bool(language_of_tag(page.facts.lang or "")),
    examples=[
        Reviews(
            f'<html lang="en"><main>{f"<p>{_ENGLISH}</p>" * 3}<blockquote>{_GERMAN}</blockquote></main>',
            at=["blockquote"],
        ),
        Reviews(f'<html lang="de"><main>{f"<p>{_GERMAN}</p>" * 3}<p>{_ENGLISH}</p></main>', at=["p:nth-of-type(4)"]),
        Reviews(
            f'<html lang="en"><body>{f"<p>{_ENGLISH}</p>" * 3}<p>Лодки строят вручную на старой верфи, и на каждую из '
            "них уходит около двух лет работы.</p>",
            at=["p:nth-of-type(4)"],
        ),
        Passes(f'<html lang="en"><main>{f"<p>{_ENGLISH}</p>" * 3}<p lang="de">{_GERMAN}</p></main>'),
        Passes(f'<html lang="en"><main>{f"<p>{_ENGLISH}</p>" * 3}<div lang="de"><p>{_GERMAN}</p></div></main>'),
        Passes(f'<html lang="en"><main>{f"<p>{_ENGLISH}</p>" * 3}<p>Grüße aus der alten Werft</p></main>', note="few"),
        Passes(
            f'<html lang="en"><main>{f"<p>{_ENGLISH}</p>" * 3}<p>Die Boote werden in der alten Werft von Hand gebaut, '
            "und jedes braucht</p></main>",
            note="13 words",
        ),
        Passes(f'<html lang="en"><main><p>{_GERMAN}</p><p>{_GERMAN}</p><p>{_ENGLISH}</p></main>', note="the page is"),
        Passes(f'<html lang="en"><main>{f"<p>{_ENGLISH}</p>" * 3}<pre><q>{_GERMAN}</q></pre></main>', note="a sample"),
        Passes(f'<html lang="en"><main>{f"<p>{_ENGLISH}</p>" * 3}<p hidden>{_GERMAN}</p></main>'),
        Passes(
            f'<html lang="en"><main>{f"<p>{_ENGLISH}</p>" * 3}<p>AssertEqual AssertFalse AssertGreater AssertIsNull '
            "AssertNotIn AssertRegex AssertLess AssertTrue ReportError RunTest SkipTest AssertNothing</p></main>",
            note="names in code",
        ),
        Passes(
            f'<html lang="hr"><main>{"<p>Brodovi se grade ručno u starom brodogradilištu.</p>" * 3}<p>Бродови се граде '
            "ручно у старом бродоградилишту, а сваки од њих тражи око две године рада.</p></main>",
            note="near relatives are not told apart",
        ),
        Inapplicable(f"<main><p>{_ENGLISH}</p></main>", note="content-lang-missing tells it"),
        Inapplicable(f'<html lang="tlh"><main><p>{_ENGLISH}</p></main>', note="a language that nobody tells apart"),
    ],
)
def content_lang_part_missing(page: PageView, *, minimum_words: int = 14) -> Iterator[Evidence]:
    """Yield each passage for review that is surely in another language, where most of the page is in the named one."""
    language = language_of_tag(page.facts.lang or "")
    found: list[tuple[Element, str]] = []
    foreign = total = asked = 0
    for block in page.select(_BLOCKS) or page.select(_ANYWHERE):
        text = block.text
        total += len(text)
        if len(text) < minimum_words or text.count(" ") + text.count("\n") < minimum_words - 1:
            continue
        if seems_to_be(text, language) or asked == _MOST_ASKED or block.select_one("p, blockquote") is not None:
            continue
        if block.closest("body [lang]") is not None or page.is_hidden(block) or block.closest(_CODE) is not None:
            continue
        asked += 1
        text = text_of(block)
        other = guess(text, language) if text.count(" ") >= minimum_words - 1 and may_be_prose(text) else None
        if other is not None and other.lead >= SURE and is_prose(text, other.language):
            found.append((block, other.language))
            foreign += len(text)
    if foreign * 2 > total:
        return  # the page itself is in another language, which content-lang-mismatch tells
    for block, other_language in found:
        message = f"This passage seems to be in the language `{other_language}`; the page says `{page.facts.lang}`."
        yield page.review(block, message, group=other_language, facts={"found": other_language})
