"""What was judged, arranged for readers."""

from __future__ import annotations

import shlex
from dataclasses import replace

from audits import priority, score
from audits.registry import all_rules
from audits.rule import Scope
from reports.build import build
from reports.model import ReportInput
from reports.words import ENGLISH, Words
from store.model import CauseState, EvidenceClass, Outcome, Run, Severity, Skip, Verdict
from tests.reports.specimen import NOW, specimen


def test_reviews_and_information_are_never_among_the_defects() -> None:
    report = build(specimen())
    assert {cause.outcome for cause in report.causes} == {Outcome.FAIL}
    assert Severity.INFO not in {cause.severity for cause in report.causes}
    assert {cause.outcome for cause in report.reviews} == {Outcome.REVIEW}
    assert {cause.severity for cause in report.information} == {Severity.INFO}
    assert len(report.all_causes) == len(specimen().verdict.causes)


def test_what_google_contradicts_is_only_information() -> None:
    given = specimen()
    rule = given.verdict.causes[0].rule
    known = {**given.cards, rule: replace(given.cards[rule], evidence_class=EvidenceClass.CONTRADICTED)}
    assert rule not in {cause.rule for cause in build(replace(given, cards=known)).causes}


def test_what_is_ignored_or_fixed_is_not_counted_as_to_mend() -> None:
    given = specimen()
    first, second, *others = given.verdict.causes
    changed = (replace(first, state=CauseState.IGNORED), replace(second, state=CauseState.FIXED), *others)
    report = build(replace(given, verdict=replace(given.verdict, causes=changed)))
    assert {cause.id for cause in report.settled} == {first.id, second.id}
    assert not {first.id, second.id} & {cause.id for cause in report.causes}


def test_causes_stand_in_the_order_of_their_priority() -> None:
    found = build(specimen()).causes
    assert [cause.rank for cause in found] == list(range(1, len(found) + 1))
    assert [cause.priority for cause in found] == sorted((cause.priority for cause in found), reverse=True)


def test_one_kind_of_problem_takes_one_place_of_what_to_mend_first_unless_it_is_grave() -> None:
    report = build(specimen())
    head, second, *others = report.problems
    twin = replace(second, rule=head.rule, severity=Severity.MEDIUM)
    assert twin not in replace(report, causes=(head, twin, *others)).first
    assert replace(report, causes=(head, twin)).first == (head, twin)
    grave = replace(twin, severity=Severity.HIGH)
    assert replace(report, causes=(head, grave, *others)).first[:2] == (head, grave)


def test_the_worst_is_the_most_severe_not_the_cheapest() -> None:
    report = build(specimen())
    assert report.worst is not None
    assert report.worst.severity is Severity.CRITICAL
    assert report.causes[0].severity is not Severity.CRITICAL


def test_the_gain_is_what_the_cause_takes_from_the_whole_score() -> None:
    given = specimen()
    taken = {one.cause: one.points for one in given.verdict.scores[0].deductions}
    assert {cause.id: cause.gain for cause in build(given).causes} == taken


def test_a_hostile_address_cannot_leave_its_place_in_the_command() -> None:
    given = specimen()
    address = "https://shop.example/'$(touch /tmp/x)`id`;rm -rf ~\n&"
    pages = [replace(page, url=address) for page in given.pages]
    command = build(replace(given, pages=pages)).causes[0].command
    words = shlex.split(command)
    assert words[:2] == ["marsad", "page"]
    assert words[-2] == "--rule"
    assert set(words[2:-2]) == {address.replace("\n", "\n")}


def test_what_needs_the_whole_site_is_verified_by_an_audit() -> None:
    given = specimen()
    rule = given.verdict.causes[0].rule
    known = {**given.cards, rule: replace(given.cards[rule], sees_site=True)}
    commands = {cause.rule: cause.command for cause in build(replace(given, cards=known)).all_causes}
    assert commands[rule] == f"marsad audit {shlex.quote(given.run.start_url)}"
    assert {words.split()[1] for name, words in commands.items() if name != rule} == {"page"}


def test_no_rule_is_verified_by_a_command_that_refuses_it() -> None:
    assert {one.id: one.card.sees_site for one in all_rules()} == {
        one.id: one.scope is Scope.SITE for one in all_rules()
    }


def test_addresses_of_other_sites_are_no_uncrawled_part_of_this_one() -> None:
    given = specimen()
    skipped = {**given.run.coverage.get("skipped", {}), Skip.SCOPE.value: 0}
    plain, outside = (
        build(replace(given, run=replace(given.run, coverage={**given.run.coverage, "skipped": one}))).coverage
        for one in (skipped, {**skipped, Skip.SCOPE.value: 5_000})
    )
    assert (outside.known, outside.fetched, outside.skipped) == (plain.known, plain.fetched, plain.skipped)
    assert [gap.what for gap in outside.gaps if gap not in plain.gaps] == ["5,000 addresses outside the audited site"]


def test_pages_of_a_cause_begin_with_the_most_linked() -> None:
    report = build(specimen())
    scores = {page.id: page.link_score for page in report.pages}
    for cause in report.causes:
        ranks = [scores[number] for number in cause.page_ids]
        assert ranks == sorted(ranks, reverse=True)


def test_templates_of_a_cause_add_up_to_its_pages() -> None:
    report = build(specimen())
    templated = {page.id for page in report.pages if page.template_id is not None}
    for cause in report.causes:
        assert sum(number for _, number in cause.by_template) == len(templated & set(cause.page_ids))


def test_what_is_neither_crawled_nor_skipped_is_left() -> None:
    seen = build(specimen(pages=500)).coverage
    assert (seen.known, seen.fetched, seen.crawled, seen.skipped_total, seen.left) == (670, 500, 496, 153, 17)


def test_what_waits_in_the_store_decides_what_is_left() -> None:
    seen = build(replace(specimen(pages=500), waiting=5)).coverage
    assert (seen.known, seen.left) == (658, 5)


def test_sentences_lose_the_title_that_stands_before_them() -> None:
    given = specimen()
    cause = given.verdict.causes[0]
    title = given.cards[cause.rule].title
    verdict = replace(given.verdict, causes=(replace(cause, message=f"{title}: all 72 pages."),))
    (view,) = build(replace(given, verdict=verdict)).causes
    assert (view.brief, view.message) == ("All 72 pages.", f"{title}: all 72 pages.")


def test_very_many_causes_of_one_rule_are_folded_and_none_is_lost() -> None:
    report = build(specimen(causes=150))
    groups = report.cause_groups()
    told = [cause.id for shown, folded in groups for cause in shown + folded]
    assert sorted(told) == sorted(cause.id for cause in report.causes)
    assert len(told) == len(set(told))
    assert all(len({cause.rule for cause in folded}) == 1 for _, folded in groups if folded)


def test_a_score_is_shown_whole_only_where_it_is() -> None:
    assert [Words().score(one) for one in (100.0, 99.94, 0.2, None)] == ["100", "99", "0", "–"]


def test_without_a_ledger_the_counts_of_the_store_stand_in() -> None:
    given = specimen()
    bare = replace(given, run=replace(given.run, coverage={}), skip_counts={Skip.DEPTH: 3})
    seen = build(bare).coverage
    assert (seen.skipped, seen.fetched, seen.known) == ((("depth", 3),), 500, 500)


def test_a_run_that_was_never_judged_has_no_score() -> None:
    run = Run(1, "a.example", "https://a.example/", NOW)
    report = build(ReportInput(run, Verdict((), (), ()), {}))
    assert report.score is None
    assert [tile.score for tile in report.tiles] == [None] * 5
    assert report.worst is None


def test_a_rule_without_its_card_is_still_shown() -> None:
    report = build(replace(specimen(), cards={}))
    assert report.causes[0].title == report.causes[0].rule


def test_examples_that_show_no_difference_are_left_out() -> None:
    given = specimen()
    rule = given.verdict.causes[0].rule
    known = {**given.cards, rule: replace(given.cards[rule], passing_example=given.cards[rule].failing_example)}
    view = next(cause for cause in build(replace(given, cards=known)).causes if cause.rule == rule)
    assert (view.failing_example, view.passing_example) == ("", "")


def test_history_is_carried() -> None:
    assert CauseState.NEW in {cause.state for cause in build(specimen()).all_causes}


def test_the_published_weights_are_those_that_are_used() -> None:
    said = ENGLISH["method.score_weights"] + ENGLISH["method.severity_weights"] + ENGLISH["method.score_formula"]
    for severity, weight in score.WEIGHTS.items():
        name = "information" if severity is Severity.INFO else severity.value
        assert f"{name} {weight:g}" in said
    for category, share in score.SHARES.items():
        assert f"{category.value} {share * 100:g}%" in said
    assert f"min({score.CAP:g}," in said
    for severity, weight in priority.SEVERITY.items():
        name = "information" if severity is Severity.INFO else severity.value
        assert f"{name} {weight:g}" in ENGLISH["method.severity_weights"]
    for value in (priority.CONFIRMED, priority.ONCE, priority.INFERRED):
        assert f" {value:g}" in ENGLISH["method.severity_weights"]
    assert f"1 + {priority.VALUE_WEIGHT:g} ×" in ENGLISH["method.severity_weights"]
