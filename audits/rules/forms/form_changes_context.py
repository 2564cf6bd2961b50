"""Choices that leave the page as soon as they are changed."""

import re
from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule

_LEAVES = re.compile(r"\bsubmit\s*\(|\blocation\b|window\.open\s*\(", re.IGNORECASE)


@page_rule(
    id="form-changes-context",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:3.2.2"],
    wcag=["3.2.2"],
    title="Choice may leave the page at once",
    message="Changing this choice runs a script that leaves the page or sends the form.",
    why="Who goes through the options with the keyboard is taken away at the first one.",
    fix="Ask the developer to add a button that confirms the choice.",
    fix_developer="Act on a button instead of on `onchange`, or say beforehand what happens.",
    applies=lambda page: page.is_content and any(one.attr("onchange") is not None for one in page.fields),
    examples=[
        Reviews('<select onchange="location.href=this.value" title="A"><option>A</select>', at=["select"]),
        Reviews('<form><select onchange="this.form.submit()" title="A"><option>A</select></form>', at=["select"]),
        Passes('<select onchange="count()" title="A"><option>A</select>'),
        Passes('<select onchange="submit_later = true" title="A"><option>A</select>'),
        Passes('<select onchange="this.form.submit()" hidden><option>A</select>'),
        Inapplicable("<select><option>A</select>"),
    ],
)
def form_changes_context(page: PageView) -> Iterator[Evidence]:
    """Yield each choice whose own change handler sends the form or goes to another page."""
    for field in page.fields:
        if _LEAVES.search(field.attr("onchange") or "") and is_exposed(field):
            yield page.review(
                field, "Is said beforehand that this choice acts at once? It leaves the page when changed."
            )
