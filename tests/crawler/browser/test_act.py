"""W3C's ACT test cases through our own browser stage: what axe-core promises, our wrapper must deliver."""

from __future__ import annotations

import json
import mimetypes
from pathlib import Path
from typing import Any

import pytest

from audits.standards.axe_rules import ACT
from crawler.browser.browse import BrowseTask, browse
from crawler.browser.options import BrowserOptions
from store.model import Artifact, ArtifactKind

from .conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpora" / "act"
RULES = (
    "0ssw9k", "23a2a8", "2779a5", "307n5z", "59796f", "674b10", "73f2c2", "7d6734", "8fc3b6", "97a4e1", "a25f45",
    "c487ae", "cae760", "de46e4", "ff89c9", "m6b1q3",
)  # fmt: skip
EXPECTED = ("failed", "passed")


def cases() -> list[dict[str, Any]]:
    """Of each rule that axe-core implements one failing and one passing case, in the corpus' order."""
    if not CORPUS.is_dir():
        return []
    listed = json.loads((CORPUS / "testcases.json").read_text("utf-8"))["testcases"]
    chosen = []
    for rule in RULES:
        for expected in EXPECTED:
            fitting = [
                case
                for case in listed
                if case["ruleId"] == rule
                and case["expected"] == expected
                and not case.get("missingAssets")
                and case["path"].endswith(".html")
            ]
            chosen += fitting[:1]
    return chosen


CASES = cases()


@pytest.fixture(scope="module")
def verdicts(chromium: None, site: Site) -> dict[str, set[str]]:
    """Test case -> the rules of axe that failed on its page."""
    if not CASES:
        pytest.skip(f"the ACT corpus is not at {CORPUS}")
    root = CORPUS / "site"
    for file in root.rglob("*"):
        if file.is_file():
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            site.pages["/" + file.relative_to(root).as_posix()] = (200, {"content-type": kind}, file.read_bytes())
    found: list[Artifact] = []
    tasks = [BrowseTask(number, f"{site.url}/{case['path'].lstrip('/')}") for number, case in enumerate(CASES)]
    options = BrowserOptions(
        allow_private=True,
        screenshots=False,
        quiet_ms=100,
        extra_args=("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",),
    )
    browse(tasks, options, found.append)
    axe = {one.page_id: one for one in found if one.kind is ArtifactKind.AXE}
    assert not [axe[number].error for number in axe if axe[number].error]
    return {
        case["testcaseId"]: {rule["id"] for rule in axe[number].data["violations"]} for number, case in enumerate(CASES)
    }


@pytest.mark.skipif(not CASES, reason="the ACT corpus is not beside the repository")
def test_there_are_cases_for_every_rule() -> None:
    assert {case["ruleId"] for case in CASES} == set(RULES)
    assert len(CASES) == len(RULES) * len(EXPECTED)


@pytest.mark.parametrize("case", [pytest.param(one, id=f"{one['ruleId']}-{one['expected']}") for one in CASES])
def test_verdict_is_the_one_that_w3c_expects(case: dict[str, Any], verdicts: dict[str, set[str]]) -> None:
    implementing = {axe_id for axe_id, rules in ACT.items() if case["ruleId"] in rules}
    failed = bool(implementing & verdicts[case["testcaseId"]])
    assert failed is (case["expected"] == "failed")
