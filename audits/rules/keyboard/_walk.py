"""What the keyboard walk noted of a page, for the rules of this group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from audits.page import PageView
from store.model import ArtifactKind, Evidence, Outcome

_TOLD_BY_SELECTOR = 400  # characters of a selector that a person can still read


def walk_of(page: PageView) -> dict[str, Any]:
    """What the walk noted; empty where nobody walked through the page."""
    artifact = page.artifact(ArtifactKind.KEYBOARD)
    return dict(artifact.data) if artifact is not None and not artifact.error else {}


def has_stops(page: PageView) -> bool:
    """Whether a rule on single stops applies: only a page that is known to have none is left out."""
    walk = walk_of(page)
    return page.is_content and (not walk or bool(walk.get("stops")))


def is_walked_through(page: PageView) -> bool:
    """Whether a rule on what was never reached applies: a walk that ended early proves nothing of the rest."""
    walk = walk_of(page)
    return page.is_content and (not walk or bool(walk.get("complete")))


def told(page: PageView, kind: str) -> Iterator[tuple[Evidence, dict[str, Any]]]:
    """Each problem of one kind as evidence, with what else is known of it."""
    for problem in walk_of(page).get("problems", ()):
        if problem["kind"] == kind:
            facts = dict(problem.get("facts") or {})
            if problem.get("name"):
                facts["name"] = problem["name"]
            evidence = page.evidence(
                outcome=Outcome.REVIEW if problem["outcome"] == "review" else Outcome.FAIL,
                selector=str(problem["selector"])[:_TOLD_BY_SELECTOR],
                place=str(problem.get("place", "")),
                snippet=str(problem.get("html", "")),
                facts=facts,
            )
            yield evidence, facts


def told_or_asked(page: PageView, kind: str, question: str) -> Iterator[Evidence]:
    """Each problem of one kind as evidence; one that a person must look at says the question."""
    for evidence, _ in told(page, kind):
        yield replace(evidence, message=question) if evidence.outcome is Outcome.REVIEW else evidence


def walked(*problems: dict[str, Any], complete: bool = True, stops: int = 1) -> dict[str, dict[str, Any]]:
    """The artifact of a walk, for examples."""
    met = [{"number": number + 1, "selector": "a", "rect": [0, 0, 9, 9]} for number in range(stops)]
    return {"keyboard": {"stops": met, "problems": list(problems), "complete": complete}}


def problem(kind: str, selector: str, outcome: str = "fail", **facts: Any) -> dict[str, Any]:
    """One problem of a walk, for examples."""
    return {"kind": kind, "outcome": outcome, "selector": selector, "place": "main", "html": "", "facts": facts}
