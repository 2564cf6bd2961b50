"""axe-core's rules as ours: every one has words, finds what axe found, and is not told twice."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from audits.axe import OF_THE_PAGE, SAME_AS, axe_rules, merge_devices, place_of_node, told_once
from audits.page import PageView
from audits.registry import all_rules
from audits.rule import Rule
from audits.runner import judge_page
from audits.standards.axe_questions import QUESTIONS
from audits.standards.axe_rules import ACT, AXE_RULES, EXPERIMENTAL
from marsad.rehearsal import page_view, rehearse
from store.criteria import CRITERIA
from store.document import Document
from store.model import (
    Artifact,
    ArtifactKind,
    Certainty,
    Evidence,
    EvidenceClass,
    Finding,
    Outcome,
    Severity,
)

ROOT = Path(__file__).resolve().parents[2]
AXE_SCRIPT = ROOT / "crawler" / "browser" / "vendor" / "axe.min.js"
SENTENCE = re.compile(r"^[^a-z].*[.!?)”`]$", re.DOTALL)
RULES = {rule.id.removeprefix("axe/"): rule for rule in axe_rules()}


def node(selector: str = "#x", html: str = "<p>", **more: Any) -> dict[str, Any]:
    return {"selector": selector, "html": html, "summary": "", "data": {}, **more}


def result(rule: str, *nodes: dict[str, Any], total: int | None = None) -> dict[str, Any]:
    return {"id": rule, "impact": "serious", "tags": [], "nodes": list(nodes), "total": total or len(nodes)}


def artifact(device: str = "desktop", **parts: Any) -> Artifact:
    return Artifact(1, ArtifactKind.AXE, device, {"violations": [], "incomplete": [], "passes": [], **parts})


def view(found: Artifact | None) -> PageView:
    example = RULES["image-alt"].examples[0]
    page = page_view(example)
    page.artifacts = {ArtifactKind.AXE: found} if found is not None else {}
    return page


def finding(rule: str, selector: str = "", snippet: str = "") -> Finding:
    evidence = Evidence(selector=selector, snippet=snippet)
    return Finding(rule, "https://example.com/", Outcome.FAIL, Severity.LOW, Certainty.DEFECT, "m", evidence, 1)


# --- words


@pytest.mark.parametrize("rule", [pytest.param(rule, id=name) for name, rule in RULES.items()])
def test_rule_has_words_of_its_own_and_keeps_its_examples(rule: Rule) -> None:
    card = rule.card
    for words in (card.message, card.why, card.fix_editor, card.fix_developer):
        assert SENTENCE.match(words), words
        assert len(words) <= 160
    assert card.title
    assert not card.title.endswith(".")
    assert [rehearse(rule, example).outcome for example in rule.examples] == [
        Outcome.FAIL,
        Outcome.REVIEW,
        Outcome.PASS,
    ]


def test_no_two_rules_have_the_same_title_or_message() -> None:
    for words in ("title", "message", "why", "fix_developer"):
        said = [getattr(rule.card, words) for rule in RULES.values()]
        assert len(said) == len(set(said)), words


def test_good_practice_is_to_be_checked_and_no_standard() -> None:
    for name, rule in RULES.items():
        is_practice = not AXE_RULES[name].wcag
        assert (rule.card.certainty is Certainty.CHECK) is is_practice
        assert (rule.card.evidence_class is EvidenceClass.CONVENTION) is is_practice
        assert set(rule.card.wcag) <= set(CRITERIA)


def test_registry_holds_the_rules_of_axe() -> None:
    assert {f"axe/{name}" for name in RULES} <= {rule.id for rule in all_rules()}


@pytest.mark.skipif(not AXE_SCRIPT.is_file(), reason="axe-core is not fetched: python scripts/assets.py")
def test_every_rule_that_the_vendored_axe_runs_has_words() -> None:
    source = AXE_SCRIPT.read_text("utf-8")
    assert [name for name in AXE_RULES if f'"{name}"' not in source] == []
    assert len(AXE_RULES) == 98
    assert set(AXE_RULES) > EXPERIMENTAL
    assert set(ACT) <= set(AXE_RULES)


def test_same_as_names_rules_that_exist_on_the_side_of_axe() -> None:
    assert set(SAME_AS) <= set(AXE_RULES)
    assert set(SAME_AS) >= OF_THE_PAGE


def test_import_is_cheap() -> None:
    program = "import sys, audits.axe; print(any(m in sys.modules for m in ('selenium', 'axe_selenium_python', 'PIL')))"
    out = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"


# --- findings


def test_violation_is_a_failure_and_incomplete_is_a_review_that_says_why() -> None:
    doubt = {"color-contrast": {"messageKey": "bgImage"}}
    found = artifact(
        violations=[result("image-alt", node("img"))], incomplete=[result("color-contrast", node("p", data=doubt))]
    )
    verdict = judge_page(view(found), axe_rules())
    assert verdict.outcomes["axe/image-alt"] is Outcome.FAIL
    assert verdict.outcomes["axe/color-contrast"] is Outcome.REVIEW
    (review,) = [one for one in verdict.findings if one.rule == "axe/color-contrast"]
    assert "a picture lies behind the text" in review.message
    assert review.certainty is Certainty.CHECK


def test_contrast_is_told_with_its_numbers() -> None:
    measured = {"contrastRatio": 2.85, "expectedContrastRatio": "4.5:1", "fgColor": "#999", "bgColor": "#fff"}
    data = {"color-contrast": measured}
    verdict = judge_page(view(artifact(violations=[result("color-contrast", node(data=data))])), axe_rules())
    assert verdict.findings[0].message == "The contrast of this text is 2.85:1 where 4.5:1 is needed (#999 on #fff)."
    assert verdict.findings[0].evidence.facts["contrast"] == 2.85


def test_rule_that_axe_did_not_run_does_not_pass() -> None:
    verdict = judge_page(view(artifact(passes=["label"], inapplicable=["list"])), axe_rules())
    assert verdict.outcomes["axe/label"] is Outcome.PASS
    assert verdict.outcomes["axe/list"] is Outcome.NOT_APPLICABLE
    assert verdict.outcomes["axe/td-has-header"] is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("found", [None, Artifact(1, ArtifactKind.AXE, error="the browser hung")])
def test_page_without_a_browser_is_not_run(found: Artifact | None) -> None:
    verdict = judge_page(view(found), axe_rules())
    assert set(verdict.outcomes.values()) == {Outcome.NOT_RUN}
    assert verdict.findings == []


def test_number_of_elements_beyond_those_kept_is_told() -> None:
    verdict = judge_page(view(artifact(violations=[result("region", node("a"), node("b"), total=70)])), axe_rules())
    assert verdict.findings[0].evidence.facts["found"] == 70
    assert "found" not in verdict.findings[1].evidence.facts


@pytest.mark.parametrize(
    ("given", "place"),
    [
        (node("#p3-4 > .card:nth-child(2)", place="main > div.card"), "main > div.card"),
        (node('li:nth-child(4) > a[href="/x/3"]'), "li > a[href]"),
        (node("#post-17", "<article id=post-17>"), "article"),
        (node("#post-17 > img"), "img"),
        (node("iframe:nth-child(2) >>> img"), "iframe >>> img"),
    ],
)
def test_place_is_the_same_on_every_page_of_a_template(given: dict[str, Any], place: str) -> None:
    assert place_of_node(given) == place


# --- devices


def test_two_devices_tell_one_finding_with_both_named() -> None:
    desktop = artifact(
        "desktop", violations=[result("image-alt", node("a"), node("b"))], passes=["target-size", "label"]
    )
    mobile = artifact("mobile", violations=[result("image-alt", node("b")), result("target-size", node("c"))])
    merged = merge_devices(desktop, mobile)
    verdict = judge_page(view(merged), axe_rules())
    told = {(one.rule, one.evidence.selector): one.evidence.facts["devices"] for one in verdict.findings}
    assert told == {
        ("axe/image-alt", "a"): ["desktop"],
        ("axe/image-alt", "b"): ["desktop", "mobile"],
        ("axe/target-size", "c"): ["mobile"],
    }
    assert merged.data["passes"] == ["label"]
    assert desktop.data["violations"][0]["nodes"][0].get("devices") is None


# --- told once


HTML = '<html><body><main><img src="a.png"><p><img class="b" src="b.png"></p></main></body></html>'


def test_element_that_our_rule_names_is_not_told_by_axe_again() -> None:
    ours = finding("image-alt-missing", "body > main > img", '<img src="a.png">')
    same = finding("axe/image-alt", 'img[src="a.png"]', '<img src="a.png">')
    other = finding("axe/image-alt", ".b", '<img class="b" src="b.png">')
    assert told_once([ours, same, other], Document(HTML)) == [ours, other]


def test_without_a_document_markup_tells_the_same_element() -> None:
    ours = finding("image-alt-missing", "body > main > img", "<img src='a.png'/>")
    same = finding("axe/image-alt", 'img[src="a.png"]', '<img src="a.png">')
    other = finding("axe/image-alt", ".b", '<img class="b" src="b.png">')
    assert told_once([ours, same, other]) == [ours, other]


def test_what_a_broken_head_lost_is_told_once_with_the_reason() -> None:
    broken = finding("html-head-broken", "body > div")
    broken = replace(broken, evidence=replace(broken.evidence, facts={"lost": ["canonical"]}))
    late, other = finding("canon-outside-head", "body > link"), finding("title-outside-head", "body > title")
    assert told_once([broken, late, other]) == [broken, other]
    assert told_once([late]) == [late]


def test_link_with_a_mute_picture_is_told_by_its_picture() -> None:
    picture = finding("image-alt-empty-in-link", "p > a", '<a href="/a">')
    bare = finding("link-no-anchor-text", "p > a", '<a href="/a">')
    other = finding("link-no-anchor-text", "li > a", '<a href="/b">')
    assert told_once([picture, bare, other, finding("axe/link-name", "p > a", '<a href="/a">')]) == [picture, other]


def test_rules_with_one_subject_a_page_need_no_selector() -> None:
    ours = finding("title-missing")
    assert told_once([ours, finding("axe/document-title", "html")]) == [ours]


def test_axe_is_told_where_our_rule_is_silent() -> None:
    alone = [finding("axe/document-title", "html"), finding("axe/label", "#a"), finding("title-duplicate")]
    assert told_once(alone) == alone


def test_selector_that_cannot_be_read_does_no_harm() -> None:
    ours = finding("image-alt-missing", "img", "<img>")
    odd = finding("axe/image-alt", "img:::odd(", '<img id="other">')
    assert told_once([ours, odd], Document(HTML)) == [ours, odd]


def test_artifacts_survive_json() -> None:
    merged = merge_devices(artifact(violations=[result("region", node())]), artifact("mobile"))
    assert json.loads(json.dumps(merged.data)) == merged.data


# --- questions to a person


def test_every_question_belongs_to_a_rule_and_is_one() -> None:
    assert set(QUESTIONS) <= set(AXE_RULES)
    for question in QUESTIONS.values():
        assert question.endswith("?")
        assert question[0].isupper()


def test_a_review_asks_a_person_and_says_why_the_test_could_not_tell() -> None:
    doubt = {"link-in-text-block": {"messageKey": "bgOverlap"}}
    found = artifact(incomplete=[result("link-in-text-block", node("a", data=doubt))])
    (evidence,) = RULES["link-in-text-block"].check(view(found))
    assert evidence.message == (
        "Can this link be told from the text around it without seeing colours? "
        "The test could not tell, because something overlaps the background."
    )


def test_one_question_and_one_pair_of_colours_are_one_group() -> None:
    doubt = {"color-contrast": {"messageKey": "bgImage"}}
    faint = {"color-contrast": {"fgColor": "#777777", "bgColor": "#ffffff", "contrastRatio": 4.48}}
    found = artifact(
        violations=[result("color-contrast", node("p", data=faint), node("a", data=faint))],
        incomplete=[result("color-contrast", node("b", data=doubt), node("i", data=doubt))],
    )
    groups = [evidence.group for evidence in RULES["color-contrast"].check(view(found))]
    assert groups == ["#777777 on #ffffff", "#777777 on #ffffff", "? bgImage", "? bgImage"]


def test_content_outside_regions_is_not_told_where_the_main_region_is_missing() -> None:
    outside, no_main = finding("axe/region", "p"), finding("axe/landmark-one-main", "html")
    assert told_once([outside, no_main]) == [no_main]
    assert told_once([outside]) == [outside]


def test_links_to_one_page_may_share_a_shortcut_key() -> None:
    found = artifact(violations=[result("accesskeys", node("a", '<a accesskey="n" href="/next">Next</a>'))])
    page = view(found)
    above, below = '<a accesskey="n" href="/next">Next</a>', '<a accesskey="N" href="/next">On</a>'
    assert not list(RULES["accesskeys"].check(PageView(page.page, above + below, artifacts=page.artifacts)))
    other = '<a accesskey="n" href="/news">News</a>'
    assert list(RULES["accesskeys"].check(PageView(page.page, above + other, artifacts=page.artifacts)))
