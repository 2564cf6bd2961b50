"""Parts whose direction is not that of their letters."""

import re
from collections.abc import Iterator

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
from store.document import readable_text

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LETTERS = re.compile(r"[^\W\d_]")
_LANGUAGES = frozenset({"ar", "fa", "he", "ur", "ps", "yi", "dv", "ug", "sd", "ckb", "iw"})
_SURE = 0.9  # share of the letters that run the other way
_PARTS = "body [dir='rtl' i], body [dir='ltr' i]"
_CODE = "pre, code, kbd, samp, bdo, bdi, input, textarea, table, math, svg, [class*='code']"


@page_rule(
    id="content-dir-wrong",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.2", "html:dom.html#the-dir-attribute", "https://www.w3.org/WAI/WCAG22/Techniques/html/H56"],
    wcag=["1.3.2"],
    title="Text runs in the wrong direction",
    message="The `dir` of this part is not the direction of its letters.",
    why="Full stops, brackets and numbers come out at the wrong end, and the text stands on the wrong side.",
    fix="Ask the developer to give this part the direction of its language.",
    fix_developer='Set `dir="auto"` where people write in both directions, or take the attribute out.',
    settings={"minimum_words": "words of a part below which its direction is not judged"},
    applies=lambda page: page.is_content and page.select_one(_PARTS) is not None,
    examples=[
        Fails('<html lang="en"><p dir="rtl" lang="en">Electronic visa waiver</p>', at=["p"]),
        Fails('<html lang="ar" dir="rtl"><p dir="ltr" lang="ar">القطط الرمادية تنام</p>', at=["p"]),
        Reviews('<html lang="ar"><p dir="rtl">Electronic visa waiver</p>', at=["p"], note="not said in which language"),
        Passes('<html lang="ar"><p dir="rtl">القطط الرمادية تنام</p>'),
        Passes('<html lang="ar" dir="rtl"><p dir="ltr">Electronic visa waiver</p>'),
        Passes('<html lang="en"><p dir="rtl" lang="en">Visa</p>', note="a word"),
        Passes('<html lang="en"><div dir="rtl"><p dir="ltr" lang="en">Electronic visa waiver</p></div>', note="inner"),
        Passes('<html lang="en"><pre dir="rtl" lang="en">one two three</pre>', note="code"),
        Inapplicable('<html lang="ar" dir="rtl"><p>Electronic visa waiver</p>'),
    ],
)
def content_dir_wrong(page: PageView, *, minimum_words: int = 3) -> Iterator[Evidence]:
    """Yield each part inside the page whose letters run the other way; for review where its language is not said."""
    for element in page.select(_PARTS):
        if element.select_one("[dir]") is not None or element.closest(_CODE) is not None or page.is_hidden(element):
            continue
        text = readable_text(element)
        letters = len(_LETTERS.findall(text))
        if text.count(" ") + 1 < minimum_words or not letters:
            continue
        from_right = len(_RIGHT_TO_LEFT.findall(text)) / letters
        is_right = (element.attr("dir") or "").lower() == "rtl"
        if (1 - from_right if is_right else from_right) < _SURE:
            continue
        runs = "left to right" if is_right else "right to left"
        message = f"This part says `dir={element.attr('dir')}`, and its letters run from {runs}."
        language = (element.attr("lang") or "").partition("-")[0].lower()
        if language and (language in _LANGUAGES) is not is_right:
            yield page.evidence(element, message, group=runs, certainty=Certainty.DEFECT)
        else:
            yield page.review(element, message, group=runs)
