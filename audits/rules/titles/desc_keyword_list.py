"""Descriptions that are lists of keywords."""

import re
import statistics
from collections.abc import Iterator

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

_COMMAS = re.compile("[,،;]")
_SENTENCE_END = re.compile(r"[.!?…؟]\s|[.!?…؟]$|:\s")


@page_rule(
    id="desc-keyword-list",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:snippet"],
    title="Description is a list of words",
    message="The description seems to be a list of keywords.",
    why="Long strings of keywords tell people nothing of the page, and Google seldom shows them.",
    fix="Say in one or two sentences what is on the page and for whom.",
    fix_developer="Do not fill the description from tags; leave the element out where there is no text.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={
        "min_commas": "commas from which a text may be a list",
        "most_words": "words between two commas up to which they are keywords (median)",
    },
    applies=lambda page: page.is_indexable and bool(page.facts.description),
    examples=[
        Reviews(
            '<meta name="description" content="cats, grey cats, buy cats, cat food, cat shop, cheap cats">', at=["meta"]
        ),
        Reviews('<meta name="description" content="قطط، طعام القطط، شراء قطط، متجر، قطط رمادية، رخيص">', at=["meta"]),
        Passes('<meta name="description" content="cats, grey cats, buy cats, cat food, cat shop">', note="4 commas"),
        Passes('<meta name="description" content="We sell cats, dogs, mice, fish, birds, and all they need.">'),
        Passes(
            '<meta name="description" content="A guide to keeping cats, with what they eat every day, where they like '
            'to sleep, how often to see the vet, which toys they love, and what it costs">',
            note="a sentence without its full stop",
        ),
        Inapplicable("<p>No description</p>"),
    ],
)
def desc_keyword_list(page: PageView, *, min_commas: int = 5, most_words: int = 3) -> Iterator[Evidence]:
    """Yield the description for review where short pieces follow each other without a sentence's end."""
    text = (page.facts.description or "").strip()
    pieces = _COMMAS.split(text)
    if len(pieces) <= min_commas or _SENTENCE_END.search(text):
        return
    if statistics.median(len(piece.split()) for piece in pieces) <= most_words:
        message = f"The description is {len(pieces)} short pieces between commas, and no sentence."
        yield page.review(page.select_one('meta[name="description" i]'), message, facts={"pieces": len(pieces)})
