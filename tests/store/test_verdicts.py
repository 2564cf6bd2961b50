"""What a store promises about judgements: whole, replaced at once, capped, and remembered from run to run."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest

from store.database import Store
from store.errors import StoreError
from store.model import CauseState, Evidence, Finding, Run, Traffic, TrafficSource
from store.verdicts import BLOCK, FACTS_BYTES, LIMITS, SAMPLES
from tests.store.samples import cause_of, finding_of, verdict_of


def test_verdict_comes_back_as_it_was_saved(store: Store, run: Run) -> None:
    verdict = verdict_of(cause_of("c2"), cause_of("c1"))
    assert store.verdict(run.id) is None
    store.save_verdict(run.id, verdict, [])
    assert store.verdict(run.id) == verdict


def test_causes_that_are_only_counted_come_back_without_their_samples(store: Store, run: Run) -> None:
    verdict = verdict_of(replace(cause_of("c1"), samples=(finding_of(1, "c1"),)))
    store.save_verdict(run.id, verdict, [])
    found = store.verdict(run.id, samples=False)
    assert found is not None
    assert found.causes == tuple(replace(one, samples=()) for one in verdict.causes)


def test_traffic_of_a_cause_comes_back_and_unknown_stays_unknown(store: Store, run: Run) -> None:
    source = TrafficSource("Google Search Console", "sc-domain:example.com", "2026-01-01", "2026-01-28", 3)
    known = Traffic(clicks=12.0, impressions=0.0, pages=5, pages_known=3, sources=(source,), notes=("capped",))
    verdict = verdict_of(replace(cause_of("c1"), traffic=known), cause_of("c2"))
    store.save_verdict(run.id, verdict, [])
    kept = store.verdict(run.id)
    assert kept is not None
    assert kept.causes[0].traffic == known
    assert kept.causes[0].traffic.sessions is None
    assert kept.causes[1].traffic is None


def test_findings_come_back_all_or_by_cause(store: Store, run: Run) -> None:
    findings = [finding_of(number, f"c{number % 3}") for number in range(1, 2 * BLOCK)]
    store.save_verdict(run.id, verdict_of(), iter(findings))

    def by_page(one: Finding) -> int:
        return one.page_id or 0

    assert sorted(store.findings(run.id), key=by_page) == findings
    assert list(store.findings(run.id, "c1")) == [one for one in findings if one.cause == "c1"]
    assert list(store.findings(run.id, "unknown")) == []


def test_more_findings_than_memory_holds_come_back_too(store: Store, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.verdicts._WAITING", 50)
    findings = [finding_of(number, f"c{number}") for number in range(1, 181)]
    store.save_verdict(run.id, verdict_of(), findings)
    assert {one.cause for one in store.findings(run.id)} == {f"c{number}" for number in range(1, 181)}


def test_judging_again_replaces_the_verdict(store: Store, run: Run) -> None:
    store.save_verdict(run.id, verdict_of(cause_of("c1"), cause_of("c2")), [finding_of(1), finding_of(2)])
    store.save_verdict(run.id, verdict_of(cause_of("c3")), [finding_of(3, "c3")])
    verdict = store.verdict(run.id)
    assert verdict is not None
    assert [one.id for one in verdict.causes] == ["c3"]
    assert list(store.findings(run.id)) == [finding_of(3, "c3")]


def test_a_verdict_that_breaks_off_leaves_the_earlier_one(store: Store, run: Run) -> None:
    verdict = verdict_of(cause_of("c1"))
    store.save_verdict(run.id, verdict, [finding_of(1)])

    def broken() -> object:
        yield from (finding_of(number, "c9") for number in range(2 * BLOCK))
        raise RuntimeError("a rule broke")

    with pytest.raises(RuntimeError, match="a rule broke"):
        store.save_verdict(run.id, verdict_of(), broken())  # type: ignore[arg-type]
    assert store.verdict(run.id) == verdict
    assert list(store.findings(run.id)) == [finding_of(1)]


def test_every_field_of_evidence_is_capped(store: Store, run: Run) -> None:
    long = "ž" * 100_000
    facts = {
        "text": long,
        "list": [long] * 500,
        "deep": {"a": [long]},
        "n": 5,
        **{f"k{n}": "v" * 90 for n in range(90)},
    }
    evidence = Evidence(long, long, long, long, 1, long, long, facts, group=long)
    whole = replace(finding_of(1), message=long, url=long, evidence=evidence)
    cause = replace(cause_of("c1"), message=long, place=long, target=long, group=long, samples=(whole,) * 40)
    store.save_verdict(run.id, verdict_of(cause), [whole])
    (got,) = store.findings(run.id)
    assert (len(got.message), len(got.url)) == (LIMITS["message"], LIMITS["url"])
    for name in ("message", "snippet", "selector", "place", "group", "url", "target"):
        text = getattr(got.evidence, name)
        assert len(text) == LIMITS[name]
        assert text.endswith("…")
    assert LIMITS["snippet"] == LIMITS["message"] == 500
    assert len(orjson.dumps(got.evidence.facts)) <= FACTS_BYTES
    assert got.evidence.facts["n"] == 5
    assert got.evidence.facts["cut"] is True
    verdict = store.verdict(run.id)
    assert verdict is not None
    assert len(verdict.causes[0].message) == LIMITS["message"]
    assert len(verdict.causes[0].samples) == SAMPLES


def test_a_cause_keeps_all_its_page_ids(store: Store, run: Run) -> None:
    cause = cause_of("c1", pages=20_000)
    store.save_verdict(run.id, verdict_of(cause), [])
    verdict = store.verdict(run.id)
    assert verdict is not None
    assert verdict.causes[0].page_ids == tuple(range(1, 20_001))


def test_history_says_when_a_cause_was_first_and_last_met(store: Store) -> None:
    states = {10.0: CauseState.NEW, 20.0: CauseState.STILL, 30.0: CauseState.FIXED}
    ids = []
    for started, state in states.items():
        run = store.begin_run("example.test", "https://example.test/", {}, {}, started)
        store.save_verdict(run.id, verdict_of(cause_of("c1", state)), [])
        ids.append(run.id)
    other = store.begin_run("other.test", "https://other.test/", {}, {}, 5.0)
    store.save_verdict(other.id, verdict_of(cause_of("c1"), cause_of("c2")), [])
    history = store.cause_history("example.test")
    assert list(history) == ["c1"]
    met = history["c1"]
    assert (met.first_seen, met.last_seen, met.runs, met.state) == (10.0, 20.0, 2, CauseState.FIXED)
    assert (met.first_run, met.last_run) == (ids[0], ids[1])
    assert store.cause_history("example.test", before=ids[1])["c1"].last_seen == 10.0
    assert store.cause_history("example.test", before=ids[0]) == {}


def test_deleting_a_run_forgets_its_verdict(store: Store, run: Run) -> None:
    store.save_verdict(run.id, verdict_of(cause_of("c1")), [finding_of(1)])
    store.delete_run(run.id)
    assert store.verdict(run.id) is None
    assert list(store.findings(run.id)) == []
    with pytest.raises(StoreError):
        store.run(run.id)
