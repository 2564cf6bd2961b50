"""What fails a gate: what is broken for certain, and nothing that may pass by itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from marsad.annotations import code_quality, github_notes
from marsad.gate import Gate, may_pass
from marsad.gate_baseline import Baseline, baseline_of, read_baseline, write_baseline
from marsad.gate_check import Checked
from marsad.site_health import Answers
from store.errors import ConfigError
from store.model import (
    Category,
    Cause,
    CauseState,
    Certainty,
    Effort,
    Evidence,
    Finding,
    Outcome,
    Owner,
    Run,
    Score,
    Severity,
    Verdict,
)
from tests.marsad.conftest import Marsad
from tests.servers import Reply, Route, Site, html

QUICK = ("--browser", "never")
PROSE = "<h1>Palms</h1><p>" + "Palms by the sea. " * 40


def test_a_server_error_fails_no_gate_and_is_said_to_be_left_out(marsad: Marsad) -> None:
    routes: dict[str, Route] = {"/": html("Home of the palm", "/error", body=PROSE), "/error": Reply("", 500)}
    with Site(routes) as site:
        done = marsad("audit", site.url(), *QUICK, "--fail-on", "critical")
    assert "/error answers 500" in done.err
    assert "fail no gate" in done.err
    assert done.code == 0


def test_a_dead_link_fails_the_gate_beside_a_server_error(marsad: Marsad) -> None:
    routes: dict[str, Route] = {"/": html("Home of the palm", "/error", "/gone", body=PROSE), "/error": Reply("", 500)}
    with Site(routes) as site:
        done = marsad("audit", site.url(), *QUICK, "--fail-on", "high")
    assert done.code == 1
    assert "/gone answers 404" in done.err


@pytest.mark.parametrize(
    ("rule", "facts", "passes"),
    [
        ("resp-internal-timeout", {"failure": "timeout"}, True),
        ("resp-internal-404", {"status": 404}, False),
        ("resp-dns-or-connect-error", {"failure": "reset"}, True),
        ("resp-dns-or-connect-error", {"failure": "tls"}, False),
        ("resp-dns-or-connect-error", {"failure": "refused"}, False),
        ("resp-internal-4xx-other", {"status": 400}, True),
        ("redir-to-broken", {"status": 301, "final_status": 404, "final_failure": ""}, False),
        ("redir-to-broken", {"status": 301, "final_status": 503, "final_failure": ""}, True),
        ("redir-to-broken", {"status": 301, "final_status": 0, "final_failure": "timeout"}, True),
        ("redir-to-broken", {"status": 301, "final_status": 0, "final_failure": "dns"}, False),
        ("title-missing", {"status": 500}, False),
    ],
)
def test_what_may_pass_by_itself(rule: str, facts: dict[str, Any], passes: bool) -> None:
    evidence = Evidence("m", "https://example.com/", facts=facts)
    finding = Finding(rule, "https://example.com/", Outcome.FAIL, Severity.HIGH, Certainty.DEFECT, "m", evidence)
    cause = Cause("1", rule, Outcome.FAIL, Severity.HIGH, Certainty.DEFECT, Owner.SERVER, Effort.SITE, Category.LINKS,
                  "m", 1, 1, samples=(finding,))  # fmt: skip
    assert may_pass(cause) is passes


def cause(id_: str = "1", state: CauseState = CauseState.NEW, severity: Severity = Severity.HIGH, **more: Any) -> Cause:
    evidence = Evidence("m", "https://example.com/a", line=7)
    finding = Finding("title-missing", "https://example.com/a", Outcome.FAIL, severity, Certainty.DEFECT, "m", evidence)
    made = Cause(id_, "title-missing", Outcome.FAIL, severity, Certainty.DEFECT, Owner.CONTENT, Effort.PAGE,
                 Category.SEARCH, f"cause {id_}", 1, 1, state=state, samples=(finding,))  # fmt: skip
    return replace(made, **more)


def verdict(*causes: Cause, before: int | None = 1, **health: float) -> Verdict:
    scores = tuple(Score(None if kind == "all" else Category(kind), value, 9) for kind, value in health.items())
    return Verdict(causes, (), scores, before_run=before)


FINE = Answers(10, 10, 0)


@pytest.mark.parametrize(
    ("condition", "found", "fails"),
    [
        ("new:high", cause(), True),
        ("new:high", cause(severity=Severity.CRITICAL), True),
        ("new:high", cause(severity=Severity.MEDIUM), False),
        ("new:high", cause(state=CauseState.STILL), False),
        ("new:high", cause(state=CauseState.REGRESSED), False),
        ("new:high", cause(first_look=True), False),
        ("high", cause(state=CauseState.STILL), True),
        ("high", cause(state=CauseState.FIXED), False),
        ("high", cause(state=CauseState.NOT_RETESTED), False),
        ("high", cause(state=CauseState.IGNORED), False),
        ("regressed:medium", cause(state=CauseState.REGRESSED), True),
        ("regressed:medium", cause(), False),
    ],
)
def test_a_condition_speaks_of_causes_in_its_state_and_at_its_level(condition: str, found: Cause, fails: bool) -> None:
    assert bool(Gate(fail_on=(condition,)).reasons(verdict(found), 9, FINE)) is fails


def test_in_a_first_run_nothing_is_new_and_that_is_said() -> None:
    gate, first = Gate(fail_on=("new:high",)), verdict(cause(), before=None)
    assert gate.reasons(first, 9, FINE) == []
    assert "no earlier run to compare with" in gate.unjudged(first, None)[0]


def test_what_stood_in_the_baseline_fails_nothing_unless_it_grew_worse() -> None:
    stood = Baseline("b", {"1": Severity.HIGH, "key-2": Severity.HIGH}, {})
    gate = Gate(fail_on=("high", "new:high"), max_causes={"all": 0}, baseline=stood)
    assert gate.reasons(verdict(cause("1"), cause("2", key="key-2")), 9, FINE) == []
    assert gate.reasons(verdict(cause("1", severity=Severity.CRITICAL)), 9, FINE)
    assert gate.failing(verdict(cause("1"), cause("3", CauseState.STILL))) == [cause("3", CauseState.STILL)]


def test_health_and_counts_have_bounds_of_their_own() -> None:
    now = verdict(cause(), all=80.0, search=60.0)
    assert Gate(min_score={"all": 80}).reasons(now, 9, FINE) == []
    assert "health of search is 60.0" in Gate(min_score={"search": 61}).reasons(now, 9, FINE)[0]
    assert "unknown" in Gate(min_score={"speed": 1}).reasons(now, 9, FINE)[0]
    assert "fell from 86.0 to 80.0" in Gate(max_score_drop={"all": 5}).reasons(now, 9, FINE, {"all": 86.0})[0]
    assert Gate(max_score_drop={"all": 6}).reasons(now, 9, FINE, {"all": 86.0}) == []
    assert "1 problems of search" in Gate(max_causes={"search": 0}).reasons(now, 9, FINE)[0]
    assert Gate(max_causes={"search": 1, "links": 0}).reasons(now, 9, FINE) == []


@pytest.mark.parametrize(
    ("answers", "fails"),
    [
        (Answers(10, 10, 0), False),
        (Answers(10, 5, 5), False),
        (Answers(2, 1, 1), False),
        (Answers(3, 1, 2), True),
        (Answers(10, 9, 1, start_failed=True), True),
        (Answers(0, 0, 0), True),
        (Answers(4, 0, 0), True),
    ],
)
def test_no_gate_passes_where_the_site_was_down_or_nothing_was_audited(answers: Answers, fails: bool) -> None:
    assert bool(Gate(fail_on=("critical",)).reasons(verdict(), 9, answers)) is fails
    assert Gate().reasons(verdict(), 9, answers) == []


def test_a_baseline_is_written_one_line_a_cause_and_read_again(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    judged = verdict(cause("2"), cause("1", key="k"), cause("9", CauseState.FIXED), all=70.0)
    run = Run(5, "example.com", "https://example.com/", 1_000.0)
    assert write_baseline(file, run, judged) == 2
    assert read_baseline(file) == replace(baseline_of(str(file), run, judged), name=str(file))
    rows = [line for line in file.read_text().splitlines() if '"id"' in line]
    assert [json.loads(row.rstrip(","))["id"] for row in rows] == ["1", "2"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "marsad-baseline-1", "causes": [{"id": 1}]}'])
def test_a_file_that_is_no_baseline_is_refused_with_a_way_out(text: str, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(text)
    with pytest.raises(ConfigError, match=r"write (one|it)"):
        read_baseline(file)


def test_github_is_told_of_reasons_causes_and_warnings_in_its_own_escapes() -> None:
    bad = cause("1", message="50% of pages\nhave: none, really")
    lines = github_notes(verdict(bad, cause("2")), Checked(True, ("too few",), ("careful",), (bad,)), "a,b.toml")
    assert lines[0] == "::error file=a%2Cb.toml,line=1,title=Gate::too few"
    assert lines[1].endswith("title=title-missing::high: 50%25 of pages%0Ahave: none, really (https://example.com/a)")
    assert lines[2] == "::warning file=a%2Cb.toml,line=1,title=Gate::careful"
    assert "cause 2" in lines[3]
    assert len(lines) == 4


def test_gitlab_is_given_a_path_a_line_and_a_stable_fingerprint() -> None:
    [entry] = code_quality([cause("1"), cause("2", CauseState.FIXED)])
    assert entry["location"] == {"path": "a", "lines": {"begin": 7}}
    assert entry["fingerprint"] == "1"
    assert entry["severity"] == "critical"


def test_a_baseline_and_the_last_green_run_excuse_what_stood(marsad: Marsad, tmp_path: Path) -> None:
    good = html("Home of the palm", "/gone", body=PROSE)
    with Site({"/": good}) as site:
        audit = ("audit", site.url(), *QUICK)
        assert marsad(*audit, "--fail-on", "high").code == 1
        assert marsad("gate", "check", "--fail-on", "high").code == 1
        assert marsad("gate", "check", "--min-pages", "1", "--min-score", "1").code == 0
        written = marsad("gate", "baseline", "--output", "b.json")
        assert written.out.strip() == "b.json"
        assert marsad("gate", "check", "--fail-on", "low", "--max-causes", "0", "--baseline", "b.json").code == 0
        first = marsad(*audit, "--fail-on", "critical", "--baseline", "last-green")
        assert "no earlier run of the site passed a gate" in first.err
        assert first.code == 0
        second = marsad(*audit, "--fail-on", "high", "--baseline", "last-green")
        assert second.code == 0
        assert "compared with run 2" in second.err
        site.routes["/"] = html("Home of the palm", "/gone", "/lost", body=PROSE)
        third = marsad(*audit, "--fail-on", "high", "--baseline", "last-green")
        assert third.code == 1
        assert "/lost answers 404" in third.err
        again = marsad(*audit, "--fail-on", "new:high")
        assert again.code == 0  # it is not new any more
        green = marsad("gate", "check", "4", "--fail-on", "high", "--baseline", "b.json", "--annotate", "github")
        assert green.code == 1
        assert "::error title=" in green.err


def test_a_site_that_is_500_but_for_its_start_page_passes_no_gate(marsad: Marsad) -> None:
    routes: dict[str, Route] = {"/": html("Home of the palm", "/a", "/b", "/c", body=PROSE), "*": Reply("", 500),
                                "/robots.txt": Reply("", 404)}  # fmt: skip
    with Site(routes) as site:
        done = marsad("audit", site.url(), *QUICK, "--fail-on", "critical")
    assert done.code == 1
    assert "a site that is down passes no gate" in done.err


def test_a_gate_that_cannot_be_asked_is_refused_before_anything_is_crawled(marsad: Marsad, tmp_path: Path) -> None:
    with Site({"*": html("x")}) as site:
        for wrong in (("--fail-on", "old:high"), ("--max-causes", "colour=3"), ("--min-score", "x"),
                      ("--baseline", "nowhere.json")):  # fmt: skip
            done = marsad("audit", site.url(), *QUICK, *wrong)
            assert done.code == 2
            assert wrong[1].partition(":")[0].partition("=")[0] in done.last_error
        (tmp_path / "marsad.toml").write_text('[gate]\nfail_on = ["huge"]\n')
        done = marsad("audit", site.url(), *QUICK)
        assert done.code == 2
        assert "line 2" in done.last_error
        assert site.asked == []
