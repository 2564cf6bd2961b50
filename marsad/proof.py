"""Shows the link itself: finds the element behind a cause that is known by its target alone, on one of its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from audits.page import PageView
from audits.site import SiteView
from crawler.decode import decode
from store.database import Store
from store.document import Element, css_path, outer_html, source_line
from store.model import Cause, Evidence, Finding, Run

MOST = 200
"""Causes that are given a proof, in their order: each costs the reading of one page."""
_POINTING = ("href", "src", "action", "poster", "data", "data-src", "content")
_ELEMENTS = ", ".join(f"[{name}]" for name in _POINTING)


def with_proofs(store: Store, run: Run, site: SiteView, causes: Sequence[Cause]) -> list[Cause]:
    """The same causes in the same order; those that only name a target show one element that points at it."""
    wanted: dict[int, Finding] = {}
    for number, cause in enumerate(causes):
        sample = _sample(cause)
        if sample is not None and len(wanted) < MOST:
            wanted[number] = sample
    bodies = store.bodies(run.id, sorted({one.page_id for one in wanted.values() if one.page_id is not None}))
    pages = {page.id: page for page in site.pages if page.id in bodies}
    shown = list(causes)
    for number, sample in wanted.items():
        page = pages.get(sample.page_id or 0)
        if page is None:
            continue
        charset = f"{page.content_type}; charset={page.charset}" if page.charset else page.content_type
        view = PageView(page, decode(bodies[page.id], charset)[0], site=site.facts)
        evidence = _shown(view, sample.evidence)
        if evidence is not None:
            samples = [replace(one, evidence=evidence) if one is sample else one for one in causes[number].samples]
            shown[number] = replace(causes[number], samples=tuple(samples))
    return shown


def _sample(cause: Cause) -> Finding | None:
    """The first sample that stands on a page, where no sample shows an element yet."""
    if not cause.target or any(one.evidence.snippet or one.evidence.selector for one in cause.samples):
        return None
    return next((one for one in cause.samples if one.page_id is not None), None)


def _shown(view: PageView, evidence: Evidence) -> Evidence | None:
    """The evidence with the element that points at its target: the one in its line, else the first."""
    wanted = str(evidence.facts.get("linked") or evidence.target)
    elements = view.select(_ELEMENTS)
    in_line = (one for one in elements if source_line(one) == evidence.line)  # asked first: they are few
    element = next((one for one in chain(in_line, elements) if _points_at(view, one, wanted)), None)
    if element is None:
        return None
    return replace(
        evidence, selector=css_path(element), snippet=outer_html(element), line=source_line(element) or evidence.line
    )


def _points_at(view: PageView, element: Element, wanted: str) -> bool:
    values = (element.attr(name) for name in _POINTING)
    return any(value is not None and view.normal(value) == wanted for value in values)


__all__ = ["with_proofs"]
