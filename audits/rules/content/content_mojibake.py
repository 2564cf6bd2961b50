"""Text whose letters were garbled by a wrong encoding."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule

_GARBLED = re.compile(
    "[\u00c3\u00c2][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152]"
    "|\u00e2\u20ac[\u0080-\u00bf\u2122\u0153\u009d\u201c\u00a6\u02dc]"
    "|[\u00d8\u00d9\u00da\u00db][\u0080-\u00bf\u2020\u2021\u201e\u02c6\u2026\u201a\u0192\u0160\u2039]"
    "|[\u00d0\u00d1][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152]"
    "|\ufffd"
)
_QUOTES = "\"'`()\u00ab\u00bb\u2018-\u201f\u2039\u203a\u3008-\u300f\uff02"
_GAP = r"[\s\u200e\u200f]*"
_MENTION = re.compile(
    rf"[{_QUOTES}]{_GAP}(?:{_GARBLED.pattern})(?![^\W_])|(?<![^\W_])(?:{_GARBLED.pattern}){_GAP}[{_QUOTES}]"
)
"""One garbled sign by itself beside a quotation mark: a text about garbled text. Really garbled ones stand in words."""


_SIGNS = ("Ã", "Â", "â€", "Ø", "Ù", "Ð", "Ñ", "�")


@page_rule(
    id="content-mojibake",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["html:semantics.html#charset", "https://encoding.spec.whatwg.org/"],
    title="Letters are garbled",
    message="The page shows garbled letters.",
    why="Text was read in the wrong encoding, so visitors see signs like “Ã©” and searches do not find the words.",
    fix="Tell the developer which texts are garbled; they were probably imported or saved in the wrong encoding.",
    fix_developer="Store and send everything as UTF-8, and mend the stored texts: they were decoded as Windows-1252.",
    owner=Owner.CONTENT,
    settings={"minimum": "garbled signs on a page from which it is reported"},
    examples=[
        Fails("<p>Un cafÃ© crÃ¨me en Ã©tÃ©</p>", at=["p"]),
        Fails("<p>Ø§Ù„Ù‚Ø·Ø·</p>", at=["p"], note="Arabic read as Windows-1252"),
        Fails("<p>Caf\ufffd cr\ufffdme \ufffd Paris</p>", at=["p"], note="signs that stand for what was lost"),
        Passes("<p>Un café crème à Paris</p>"),
        Passes("<p>O cafÃ© está aberto</p>", note="one sign only"),
        Passes("<p>NÃO É ÂNGULO. SÃO PAULO, MÃE</p>", note="real Portuguese capitals"),
        Passes("<p>القطط الرمادية تنام</p>"),
        Passes("<pre>cafÃ© crÃ¨me Ã©tÃ©</pre>", note="shown as a sample"),
        Passes(
            "<p>French text in which “Ã©”, Ã¨” or “Ã§” stand for letters with accents was read wrongly.</p>",
            note="garbled signs that are quoted stand by themselves, outside words",
        ),
        Passes("<p>Signs like ”Ã©\u200e“, ”Ã¨\u200e“ and ”Ã§\u200e“.</p>", note="with marks of direction"),
        Fails("<p>\u201cCafÃ©\u201d, \u201ccrÃ¨me\u201d, \u201cÃ©tÃ©\u201d</p>", at=["p"], note="quoted words"),
    ],
)
def content_mojibake(page: PageView, *, minimum: int = 3) -> Iterator[Evidence]:
    """Yield the element with most garbled signs, once for a page."""
    if not any(sign in page.body for sign in _SIGNS) or len(_GARBLED.findall(page.body)) < minimum:
        return
    counts = [(_garbled_in(text), -number) for number, (_, text) in enumerate(page.prose)]
    total = sum(count for count, _ in counts)
    if counts and total >= minimum:
        element, text = page.prose[-max(counts)[1]]
        message = f"The page shows {total} garbled signs, for example “{text[:80]}”."
        yield page.evidence(element, message, facts={"signs": total})


def _garbled_in(text: str) -> int:
    found = len(_GARBLED.findall(text))
    if not found:
        return 0
    is_mention = found == 1 and _GARBLED.fullmatch(text) is not None
    return 0 if is_mention else found - len(_MENTION.findall(text))
