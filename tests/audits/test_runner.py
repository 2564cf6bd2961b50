"""Six outcomes, whatever a rule does; and findings that say the same in every run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from audits.options import JudgeOptions
from audits.page import PageView, SiteFacts
from audits.registry import rule as known_rule
from audits.rule import Rule, page_rule, site_rule
from audits.runner import FINDINGS_PER_PAGE, judge_page, judge_site
from audits.site import SiteView
from store.links import LinkTable
from store.model import (
    Artifact,
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Facts,
    Failure,
    Outcome,
    Page,
    Severity,
)

WORDS = {
    "category": Category.LINKS,
    "severity": Severity.MEDIUM,
    "certainty": Certainty.DEFECT,
    "evidence_class": EvidenceClass.CONVENTION,
    "refs": ["html:x"],
    "title": "Page is wrong",
    "message": "The page is wrong.",
    "why": "It is wrong.",
    "fix": "Right it.",
}


def rule_of(check: Any, rule_id: str = "page-wrong", **fields: Any) -> Rule:
    declared: Rule = page_rule(id=rule_id, **{**WORDS, **fields})(check).__rule__  # type: ignore[attr-defined]
    return declared


def paragraphs(page: PageView) -> Iterator[Evidence]:
    for element in page.select("p"):
        yield page.evidence(element)


def view(html: str = "<p>One</p><p>Two</p>", **fields: Any) -> PageView:
    page = Page("https://example.com/a", id=3, status=200, facts=Facts(word_count=2, text_digest="d"))
    return PageView(replace(page, **fields), html)


def site() -> SiteView:
    none = np.zeros(0, dtype=np.int32)
    small = np.zeros(0, dtype=np.uint8)
    links = LinkTable(none, none, small, small, small, none, none, none, [])
    page = Page("https://example.com/", id=1, status=200, facts=Facts())
    return SiteView(SiteFacts("https://example.com/"), [page], links, {1: page.url})


def test_findings_carry_the_rules_words_and_the_proof() -> None:
    verdict = judge_page(view(), [rule_of(paragraphs)])
    assert verdict.outcomes == {"page-wrong": Outcome.FAIL}
    first, second = verdict.findings
    assert (first.rule, first.url, first.page_id) == ("page-wrong", "https://example.com/a", 3)
    assert (first.message, first.severity, first.certainty) == ("The page is wrong.", Severity.MEDIUM, Certainty.DEFECT)
    assert (first.evidence.place, first.evidence.line, first.evidence.snippet) == ("p", 1, "<p>One</p>")
    assert first.fingerprint != second.fingerprint


def test_fingerprints_are_the_same_in_every_run() -> None:
    one = judge_page(view(), [rule_of(paragraphs)]).findings
    other = judge_page(view("<!-- new -->\n<p>Uno</p>\n<p>Due</p>", id=99), [rule_of(paragraphs)]).findings
    assert [found.fingerprint for found in one] == [found.fingerprint for found in other]


def test_a_page_without_a_browser_is_told_its_causes_once_too() -> None:
    head = '<head><title>A</title><div></div><link rel="canonical" href="/page"></head>'
    page = view(f'{head}<body><a href="/b"><img src="b.png" alt=""></a></body>')
    asked = ("html-head-broken", "canon-outside-head", "image-alt-empty-in-link", "link-no-anchor-text")
    verdict = judge_page(page, [known_rule(name) for name in asked])
    assert [one.rule for one in verdict.findings] == ["html-head-broken", "image-alt-empty-in-link"]


def test_a_rule_that_raises_costs_no_other_rule_its_answer() -> None:
    def broken(page: PageView) -> Iterator[Evidence]:
        yield page.evidence()
        raise ValueError("no such\nthing")

    verdict = judge_page(view(), [rule_of(broken, "page-broken"), rule_of(paragraphs)])
    assert verdict.outcomes == {"page-broken": Outcome.ERROR, "page-wrong": Outcome.FAIL}
    assert verdict.errors["page-broken"].startswith("ValueError: no such thing (broken, line ")
    assert len(verdict.findings) == 2


def test_an_applies_that_raises_is_an_error_too() -> None:
    rule = rule_of(paragraphs, applies=lambda page: 1 / 0)
    assert judge_page(view(), [rule]).outcomes == {"page-wrong": Outcome.ERROR}


def test_a_lacking_artifact_is_not_run_and_never_a_pass() -> None:
    rule = rule_of(lambda page: iter(()), needs=[ArtifactKind.VITALS])
    verdict = judge_page(view(), [rule])
    assert verdict.outcomes == {"page-wrong": Outcome.NOT_RUN}
    assert verdict.errors == {"page-wrong": "vitals: no browser looked at this page"}


def test_an_artifact_with_an_error_is_not_run_with_its_reason() -> None:
    page = view()
    page.artifacts = {ArtifactKind.VITALS: Artifact(3, ArtifactKind.VITALS, error="the page did not load in 30 s")}
    verdict = judge_page(page, [rule_of(lambda page: iter(()), needs=[ArtifactKind.VITALS])])
    assert verdict.outcomes == {"page-wrong": Outcome.NOT_RUN}
    assert verdict.errors == {"page-wrong": "vitals: the page did not load in 30 s"}


def test_an_artifact_that_is_there_is_asked() -> None:
    page = view()
    page.artifacts = {ArtifactKind.VITALS: Artifact(3, ArtifactKind.VITALS, data={"cls": 0.0})}
    verdict = judge_page(page, [rule_of(lambda page: iter(()), needs=[ArtifactKind.VITALS])])
    assert verdict.outcomes == {"page-wrong": Outcome.PASS}


def test_review_alone_is_review_and_with_a_failure_it_is_a_failure() -> None:
    def asks(page: PageView) -> Iterator[Evidence]:
        yield page.review()

    def both(page: PageView) -> Iterator[Evidence]:
        yield page.review()
        yield page.evidence()

    verdict = judge_page(view(), [rule_of(asks, "page-asks"), rule_of(both, "page-both")])
    assert verdict.outcomes == {"page-asks": Outcome.REVIEW, "page-both": Outcome.FAIL}
    assert [one.outcome for one in verdict.findings] == [Outcome.REVIEW, Outcome.REVIEW, Outcome.FAIL]


def test_a_rule_does_not_apply_to_an_error_page() -> None:
    assert judge_page(view(status=404), [rule_of(paragraphs)]).outcomes == {"page-wrong": Outcome.NOT_APPLICABLE}


def test_the_page_of_a_bot_wall_feeds_no_check_but_its_own() -> None:
    def always(page: PageView) -> Iterator[Evidence]:
        yield page.evidence()

    rules = [
        rule_of(always, "page-wrong", applies=lambda page: True),
        rule_of(always, "resp-blocked-by-waf", applies=lambda page: True),
    ]
    verdict = judge_page(view(failure=Failure.CHALLENGE), rules)
    assert verdict.outcomes == {"page-wrong": Outcome.NOT_APPLICABLE, "resp-blocked-by-waf": Outcome.FAIL}
    assert verdict.signature is None


def test_many_findings_on_one_page_are_cut_with_their_true_number() -> None:
    verdict = judge_page(view("<p>x</p>" * 250), [rule_of(paragraphs)])
    assert len(verdict.findings) == FINDINGS_PER_PAGE
    assert verdict.findings[0].evidence.facts["found"] == 250


def test_long_proof_is_cut() -> None:
    def wordy(page: PageView) -> Iterator[Evidence]:
        yield Evidence(message="m" * 5_000, selector="div > " * 500 + "b", snippet="s" * 900)

    (found,) = judge_page(view(), [rule_of(wordy)]).findings
    assert (len(found.message), len(found.evidence.snippet)) == (1_000, 500)
    assert len(found.evidence.selector) == len(found.evidence.place) == 1_000


def test_settings_reach_the_rule_and_severities_are_overridden() -> None:
    def long(page: PageView, *, limit: int = 5) -> Iterator[Evidence]:
        if len(page.body) > limit:
            yield page.evidence(message=f"Over {limit}.")

    rule = rule_of(long, settings={"limit": "characters"})
    options = JudgeOptions(rules={"page-wrong": {"limit": 9}}, severity={"page-wrong": Severity.CRITICAL})
    (found,) = judge_page(view(), [rule], options).findings
    assert (found.message, found.severity) == ("Over 9.", Severity.CRITICAL)
    assert judge_page(view(), [rule], JudgeOptions(rules={"page-wrong": {"limit": 900}})).findings == []


def test_what_google_contradicts_stays_information() -> None:
    rule = rule_of(paragraphs, severity=Severity.INFO, evidence_class=EvidenceClass.CONTRADICTED)
    found = judge_page(view(), [rule], JudgeOptions(severity={"page-wrong": Severity.HIGH})).findings
    assert {one.severity for one in found} == {Severity.INFO}


def test_a_disabled_rule_is_not_asked() -> None:
    assert judge_page(view(), [rule_of(paragraphs)], JudgeOptions(disabled=("page-wrong",))).outcomes == {}


def test_short_text_has_a_digest_and_no_minhash() -> None:
    signature = judge_page(view(), []).signature
    assert signature is not None
    assert (signature.page_id, signature.digest, signature.minhash) == (3, "d", b"")
    long = judge_page(view("<p>" + "some words of text " * 30, facts=Facts(word_count=120)), []).signature
    assert long is not None
    assert len(long.minhash) == 512


@pytest.mark.parametrize(
    ("url", "page_id", "shown"),
    [
        ("https://example.com/", 1, "https://example.com/"),
        ("https://example.com/robots.txt", None, "https://example.com/robots.txt"),
        ("", None, "https://example.com/"),
    ],
)
def test_findings_of_the_site_know_their_page(url: str, page_id: int | None, shown: str) -> None:
    def check(_site: SiteView) -> Iterator[Evidence]:
        yield Evidence(url=url)

    rule = site_rule(id="site-wrong", **WORDS)(check).__rule__  # type: ignore[attr-defined,arg-type]
    verdict = judge_site(site(), [rule])
    (found,) = verdict.findings
    assert (found.page_id, found.url) == (page_id, shown)
    assert (verdict.counts[0].fail, verdict.counts[0].passed) == (1, 0)


def test_site_rules_that_raise_pass_or_do_not_apply_are_counted_so() -> None:
    def broken(_site: SiteView) -> Iterator[Evidence]:
        raise KeyError("x")
        yield Evidence()

    def silent(_site: SiteView) -> Iterator[Evidence]:
        yield from ()

    rules = [
        site_rule(id="site-broken", **WORDS)(broken).__rule__,  # type: ignore[attr-defined,arg-type]
        site_rule(id="site-silent", **WORDS)(silent).__rule__,  # type: ignore[attr-defined,arg-type]
        site_rule(id="site-apart", applies=lambda _site: False, **WORDS)(silent).__rule__,  # type: ignore[attr-defined,arg-type]
    ]
    broken_count, silent_count, apart_count = judge_site(site(), rules).counts
    assert (broken_count.error, broken_count.detail[:8]) == (1, "KeyError")
    assert silent_count.passed == 1
    assert apart_count.not_applicable == 1
