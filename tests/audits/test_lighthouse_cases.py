"""Lighthouse's own cases of links, canonicals and language versions, with a table of where we differ on purpose."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audits.registry import rule
from audits.rule import Example, Scope
from marsad.rehearsal import page_view

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "lighthouse-seo"
RULES = {
    "crawlable-anchors": ("link-uncrawlable",),
    "link-text": ("link-nondescriptive-anchor",),
    "canonical": ("canon-multiple-conflicting", "canon-invalid", "canon-relative", "canon-ignored-attribute"),
    "hreflang": ("hreflang-invalid-code", "hreflang-relative"),
}
DIFFERENT = {
    "crawlable-anchors-14": "another protocol is no link of the web, and no script",
    "crawlable-anchors-20": "an element without address and script may mark a place",
    "crawlable-anchors-23": "only a browser sees listeners",
    "crawlable-anchors-25": "an element without address and script may mark a place",
    "crawlable-anchors-27": "an element without address and script may mark a place",
    "canonical-04": "a relative address in a Link header is what the standard expects",
    "canonical-05": "told by canon-cross-language, which knows the other page",
    "canonical-07": "told by canon-all-to-home, which knows how many pages do so",
    "hreflang-02": "no such language exists",
    "hreflang-03": "no such language exists",
    "hreflang-04": "no such language exists",
    "hreflang-05": "an empty code names no language",
}

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="Lighthouse's cases are not here")


def cases() -> list[Any]:
    found = []
    for audit in RULES:
        path = CORPUS / audit / "cases.json"
        for case in json.loads(path.read_text("utf-8")) if path.is_file() else ():
            found.append(pytest.param(audit, case, id=case["id"]))
    return found


@pytest.mark.parametrize(("audit", "case"), cases())
def test_verdict_is_that_of_lighthouse_or_differs_on_purpose(audit: str, case: dict[str, Any]) -> None:
    headers: dict[str, str] = {}
    for name, value in case.get("headers", ()):
        headers[name] = f"{headers[name]}\n{value}" if name in headers else value
    view = page_view(Example("fails", html=case["html"], url=case["url"], headers=headers))
    wanted = [rule(rule_id) for rule_id in RULES[audit]]
    assert all(one.scope is Scope.PAGE for one in wanted)
    failing = [one.id for one in wanted if one.applies(view) and list(one.check(view))]
    is_agreed = bool(failing) == (case["expected"] == "fail")
    assert is_agreed != (case["id"] in DIFFERENT), f"{failing} where Lighthouse says {case['expected']}"
