"""Right-to-left pages that do not say their direction."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LETTERS = re.compile(r"[^\W\d_]")
_LANGUAGES = ("ar", "fa", "he", "ur", "ps", "yi", "dv", "ug", "sd", "ckb", "iw")


def _may_be_right_to_left(page: PageView) -> bool:
    facts = page.facts
    if not page.is_content or page.body.isascii():
        return False
    language = (facts.lang or "").split("-")[0].lower()
    return language in _LANGUAGES or _RIGHT_TO_LEFT.search(" ".join((facts.title or "", *facts.h1))) is not None


@page_rule(
    id="content-dir-missing",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["html:dom.html#the-dir-attribute", "https://www.w3.org/International/questions/qa-html-dir"],
    title="Right-to-left page does not say its direction",
    message="Most of the text runs from right to left, but the page does not say so.",
    why=(
        "Sentences with numbers or Latin words come out in the wrong order, "
        "and lists and tables stand on the wrong side."
    ),
    fix="Ask the developer to set the page's direction.",
    fix_developer='Write `<html dir="rtl">` beside `lang`.',
    settings={"share": "share of right-to-left letters from which the page's direction is clear"},
    applies=_may_be_right_to_left,
    examples=[
        Fails("<html lang=ar><body><p>القطط الرمادية تنام على الحجارة الدافئة</p></body>", at=["html"]),
        Passes("<html lang=ar dir=rtl><body><p>القطط الرمادية تنام على الحجارة</p></body>"),
        Passes("<html lang=ar><body dir=rtl><p>القطط الرمادية تنام على الحجارة</p></body>"),
        Passes(
            "<title>قطة</title><p>The word <i>قطة</i> means cat in the Arabic language.</p>",
            note="a word of another language",
        ),
        Passes('<html lang=ar><body><div dir="rtl"><p>القطط الرمادية تنام على الحجارة</p></div></body>'),
        Inapplicable("<p>Cats</p>"),
    ],
)
def content_dir_missing(page: PageView, *, share: float = 0.5) -> Iterator[Evidence]:
    """Yield the html element where most letters run from right to left without a direction."""
    if page.facts.dir or page.select_one('body[dir], [dir="rtl" i], [dir="auto" i]') is not None:
        return
    letters = len(_LETTERS.findall(page.visible_text))
    if letters and len(_RIGHT_TO_LEFT.findall(page.visible_text)) > share * letters:
        yield page.evidence(page.document.html)
