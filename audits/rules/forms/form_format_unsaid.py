"""Fields that demand a form of answer and do not say which."""

import re
from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule

_LOOSE = re.compile(r"(?:\.|\\[SswdW]|\[[^\]]*\])?(?:[*+]|\{\d+,\})|\.?\*?\\S\.?\*?|")
_WORDS = 8  # a label of so many words explains itself


@page_rule(
    id="form-format-unsaid",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:3.3.2"],
    wcag=["3.3.2"],
    title="Field demands a format that it does not tell",
    message="This field refuses answers of another form, and nothing beside it says which form.",
    why="People type what seems right, are refused, and do not learn why.",
    fix="Say beside the field how the answer must look, with an example.",
    fix_developer="Write the format into the label, or into a hint that `aria-describedby` joins with the field.",
    applies=lambda page: page.is_content and any(one.attr("pattern") is not None for one in page.fields),
    examples=[
        Reviews('<label>Phone <input type="tel" pattern="7[0-9]{9}" required></label>', at=["input"]),
        Passes('<label>Phone <input pattern="[0-9]{10}" aria-describedby="h"></label><p id="h">As 0700 900 258</p>'),
        Passes('<label>Phone <input pattern="[0-9]{10}" title="Ten digits"></label>'),
        Passes('<label>Phone <input pattern="[0-9]{10}" placeholder="0700 900 258"></label>'),
        Passes(
            '<label>Phone, for example 0700 900 258 <input pattern="[0-9]{10}"></label>',
            note="the label has an example",
        ),
        Passes(
            '<label>Name <input pattern=".{2,}"></label><label>A <input pattern="\\S+"></label>', note="nearly anything"
        ),
        Passes('<div hidden><input pattern="7[0-9]{9}"></div>'),
        Inapplicable("<input>"),
    ],
)
def form_format_unsaid(page: PageView) -> Iterator[Evidence]:
    """Yield each field with a pattern of its own about whose form neither label nor hint has a word."""
    for field in page.fields:
        pattern = field.attr("pattern") or ""
        if not pattern or field.tag != "input" or _LOOSE.fullmatch(pattern) or not is_exposed(field):
            continue
        if any((field.attr(name) or "").strip() for name in ("title", "placeholder", "aria-describedby", "list")):
            continue
        name = page.accessible_name(field)
        if name and not any(letter.isdigit() for letter in name) and len(name.split()) < _WORDS:
            yield page.review(
                field,
                "Does the page say how the answer must look? The field takes only answers of one form.",
                facts={"pattern": pattern[:100]},
            )
