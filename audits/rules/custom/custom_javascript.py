"""What the owner's scripts say of rendered pages, from the `[[javascript]]` tables of marsad.toml."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from audits.custom import JavascriptOptions, answers_of
from audits.page import PageView
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.selection import compiled

_LAYER: dict[str, Any] = {"scripts": [{"name": "Data layer", "script": "Boolean(window.dataLayer)"}]}
_COUNT: dict[str, Any] = {"scripts": [{"name": "Items", "script": "cart.items.length", "equals": 0}]}
_ID: dict[str, Any] = {"scripts": [{"name": "Tag", "script": "tagId", "matches": "GTM-[A-Z0-9]+"}]}


def _seen(name: str, **answer: Any) -> dict[str, Any]:
    return {"rendered": {"custom": {name: answer}}}


@page_rule(
    id="custom-javascript",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["mdn:Web/JavaScript/Guide/Expressions_and_operators"],
    title="Script's answer is not as you require",
    message="A script of your configuration gave another answer than it must.",
    why="You said in the configuration what the rendered page must answer.",
    fix="Ask the developer what the page sets, and when.",
    fix_developer="Run the expression in the browser's console on the page, and mend what it shows.",
    needs=[ArtifactKind.RENDERED],
    settings={"scripts": "the scripts, each like a `[[javascript]]` table of marsad.toml"},
    examples=[
        Fails("<p>A</p>", at=[""], artifacts=_seen("Data layer", value=False), settings=_LAYER),
        Fails("<p>A</p>", at=[""], artifacts=_seen("Items", value=2), settings=_COUNT),
        Fails("<p>A</p>", at=[""], artifacts=_seen("Tag", value="UA-1"), settings=_ID),
        Reviews("<p>A</p>", at=[""], artifacts=_seen("Tag", error="ReferenceError: tagId"), settings=_ID),
        Passes("<p>A</p>", artifacts=_seen("Data layer", value=True), settings=_LAYER),
        Passes("<p>A</p>", artifacts=_seen("Items", value=0), settings=_COUNT),
        Passes("<p>A</p>", artifacts=_seen("Tag", value="GTM-AB12"), settings=_ID),
        Passes("<p>A</p>", artifacts=_seen("Other", value=False), settings=_LAYER, note="it was not asked then"),
    ],
)
def custom_javascript(
    page: PageView, *, scripts: Iterable[JavascriptOptions | Mapping[str, Any]] = ()
) -> Iterator[Evidence]:
    """Yield each script whose answer is not as it must be; one that failed is for a person to look at."""
    answers = answers_of(page)
    for one in scripts:
        wanted = one if isinstance(one, JavascriptOptions) else JavascriptOptions.model_validate(one)
        answer = answers.get(wanted.name)
        if answer is None:
            continue
        facts = {"script": wanted.script[:200]}
        if "error" in answer:
            message = f"“{wanted.name}” could not be asked: {answer['error']}."
            yield page.review(message=message, group=wanted.name, facts=facts)
        elif why := _fault(answer.get("value"), wanted):
            yield page.evidence(message=f"“{wanted.name}” {why}.", group=wanted.name, facts=facts)


def _fault(value: Any, wanted: JavascriptOptions) -> str:
    said = f"answers {str(value)[:120]!r}"
    if wanted.equals is not None:
        return "" if value == wanted.equals else f"{said}, not {wanted.equals!r}"
    if wanted.matches:
        return "" if compiled(wanted.matches, True).fullmatch(str(value)) else f"{said}, not like `{wanted.matches}`"
    return "" if value else said
