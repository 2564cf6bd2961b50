"""Texts that change again and again by themselves."""

import re
from collections.abc import Iterator
from typing import Any

from audits.page import PageView
from audits.rule import (
    ArtifactKind,
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
from audits.rules.responsive._screens import has, screens_of, seen, told
from store.model import Outcome

_OFTEN = 3
_CLOCK = re.compile(r"\d\s*[:.]\s*\d\d|^\W*\d+\s*(?:s|sec|min|%)?\W*$")


def _changing(*texts: str, controls: int = 0, alone: bool = False, times: int = 0) -> dict[str, dict[str, Any]]:
    element = {"selector": "#t", "place": "main", "html": "", "times": times or len(texts), "texts": list(texts)}
    return seen(changes={"seconds": 6, "controls": controls, "changes": [{**element, "alone": alone}]})


@page_rule(
    id="content-moves-on",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.2.2", "act:efbfc7"],
    wcag=["2.2.2"],
    title="Text changes by itself and cannot be stopped",
    message="This text changes again and again by itself, and nothing on the page can stop it.",
    why=(
        "Slow readers lose the text before they are through. What changes beside another text draws the eyes away from "
        "it, and people with attention disorders cannot go on reading."
    ),
    fix="Give visitors a button that pauses it, or let the text stand.",
    fix_developer="Add a pause button before the changing text, and pause while it has the focus or the pointer.",
    needs=[ArtifactKind.RESPONSIVE],
    applies=has("changes"),
    examples=[
        Fails("<p>News: <span id=t>One</span></p>", at=["#t"], artifacts=_changing("One", "Two", "Three")),
        Reviews(
            "<p>News: <span id=t>One</span></p>",
            at=["#t"],
            artifacts=_changing("One", "Two", "Three", controls=2),
            note="one of the buttons may stop it",
        ),
        Reviews(
            "<p>Now: <span id=t>9:41:07</span></p>", at=["#t"], artifacts=_changing("9:41:05", "9:41:06", "9:41:07")
        ),
        Reviews("<p>News: <span id=t>One</span></p>", at=["#t"], artifacts=_changing("One", "Two"), note="seldom"),
        Passes("<p id=t>One</p>", artifacts=_changing("One", "Two", "Three", alone=True), note="nothing beside it"),
        Passes("<p id=t>One</p>", artifacts=seen(changes={"controls": 0, "changes": []})),
        Inapplicable("<p id=t>One</p>", artifacts=seen(reflow={}), note="not watched"),
    ],
)
def content_moves_on(page: PageView) -> Iterator[Evidence]:
    """Yield each text that changed more than once while nobody touched the page."""
    watched = dict(screens_of(page).get("changes") or {})
    for one in watched.get("changes", ()):
        if one.get("alone"):
            continue
        texts = [str(text) for text in one.get("texts", ())]
        is_clock = all(_CLOCK.search(text) for text in texts)
        is_sure = not watched.get("controls") and int(one.get("times") or 0) >= _OFTEN and not is_clock
        words = "" if is_sure else "This text changes again and again by itself. Can it be paused or hidden?"
        yield told(page, one, Outcome.FAIL if is_sure else Outcome.REVIEW, words, times=one.get("times"), texts=texts)
