"""What a browser noted of a page on other screens, for the rules of this group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from audits.page import PageView
from audits.rendering import is_comparable
from store.model import ArtifactKind, Evidence, Outcome

_TOLD_BY_SELECTOR = 400  # characters of a selector that a person can still read


def screens_of(page: PageView) -> dict[str, Any]:
    """What was noted; empty where no browser looked at the page."""
    artifact = page.artifact(ArtifactKind.RESPONSIVE)
    return dict(artifact.data) if artifact is not None and not artifact.error else {}


def has(part: str) -> Callable[[PageView], bool]:
    """An `applies` for a rule on one part of what is noted: a page of which the others are known and not this is out.

    Only one page of each template is looked at in whole.
    """

    def applies(page: PageView) -> bool:
        seen = screens_of(page)
        return is_comparable(page) and (not seen or part in seen)

    return applies


def told(page: PageView, element: dict[str, Any], outcome: Outcome, message: str = "", **facts: Any) -> Evidence:
    """An element of the artifact as evidence."""
    return page.evidence(
        message=message,
        selector=str(element.get("selector", ""))[:_TOLD_BY_SELECTOR],
        place=str(element.get("place", "")),
        snippet=str(element.get("html", "")),
        facts=facts,
        outcome=outcome,
    )


def clipped_by(page: PageView, part: str) -> list[dict[str, Any]]:
    """The boxes that cut off text in one of the parts zoom, text and spacing."""
    return list(dict(screens_of(page).get(part) or {}).get("clipped", ()))


def told_clipped(page: PageView, part: str, question: str) -> Iterator[Evidence]:
    """Each box that cuts off text in one part; where that may be meant, the question with what may be meant."""
    for one in clipped_by(page, part):
        doubt = str(one.get("doubt") or "")
        words = f"{question} {_DOUBTS.get(doubt, 'Is the rest to be had?')}" if doubt else ""
        yield told(page, one, Outcome.REVIEW if doubt else Outcome.FAIL, words, text=one.get("text", ""))


_DOUBTS = {
    "control": "Something beside it can be pressed, which may show the rest.",
    "moves": "It moves or opens, so the rest may come by itself.",
    "fades": "It fades out, so the cut may be meant.",
    "row": "It is one of several in a row, which may be moved along.",
    "edge": "It reaches over the edge of the page, which lets nobody move it.",
}


def seen(**parts: Any) -> dict[str, dict[str, Any]]:
    """The artifact of a page, for examples."""
    return {"responsive": parts}


def box(selector: str, doubt: str = "", text: str = "Once upon a midnight", **more: Any) -> dict[str, Any]:
    """A box that cuts off text, for examples."""
    element = {"selector": selector, "place": "main", "html": "", "text": text, "axis": "y", "doubt": doubt}
    return {**element, **more}


def clipped(*boxes: dict[str, Any]) -> dict[str, Any]:
    """One part with its boxes, for examples."""
    return {"total": len(boxes), "clipped": list(boxes)}


def selectors(elements: Iterable[dict[str, Any]]) -> set[str]:
    """The selectors of elements."""
    return {str(one.get("selector", "")) for one in elements}
