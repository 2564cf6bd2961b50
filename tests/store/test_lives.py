"""What outlives a run of a cause comes back from the store as it was, in each database."""

from __future__ import annotations

from dataclasses import replace

from store.database import Store
from store.life_model import LifeCounts, Verified
from store.model import CauseState, Run
from tests.store.samples import cause_of, finding_of, verdict_of


def next_run(store: Store, run: Run) -> Run:
    return store.begin_run(run.site, run.start_url, {}, {}, run.started_at + 86_400)


def test_life_and_where_a_carried_cause_stands_come_back(store: Store, run: Run) -> None:
    carried = replace(
        cause_of("c1", CauseState.NOT_RETESTED), untested="page-limit", found_in=7, last_tested=5.0, key="grouped"
    )
    fresh = replace(cause_of("c2"), first_look=True)
    life = LifeCounts(new=1, not_retested=1, first_tested=1)
    store.save_verdict(run.id, replace(verdict_of(carried, fresh), life=life, before_run=7), [finding_of(1)])
    found = store.verdict(run.id)
    assert found is not None
    assert (found.life, found.before_run) == (life, 7)
    assert [one.untested for one in found.causes] == ["page-limit", ""]
    assert [(one.found_in, one.last_tested, one.key, one.first_look) for one in found.causes] == [
        (7, 5.0, "grouped", False), (0, 0.0, "", True),
    ]  # fmt: skip
    summary = store.verdict_summary(run.id)
    assert summary == replace(found, causes=())
    assert store.verdict_summary(run.id + 1) is None


def test_ids_that_causes_took_over_are_known_to_later_runs_alone(store: Store, run: Run) -> None:
    later = next_run(store, run)
    store.save_verdict(run.id, verdict_of(replace(cause_of("old"), key="grouped")), [])
    assert store.cause_aliases(run.site, run.id) == {}
    assert store.cause_aliases(run.site, later.id) == {"grouped": "old"}
    store.save_verdict(run.id, verdict_of(cause_of("old")), [])  # judged again
    assert store.cause_aliases(run.site, later.id) == {}
    store.save_verdict(run.id, verdict_of(replace(cause_of("old"), key="grouped")), [])
    store.delete_run(run.id)
    assert store.cause_aliases(run.site, later.id) == {}


def test_two_causes_of_one_key_are_kept_as_the_one_that_was_found(store: Store, run: Run) -> None:
    both = verdict_of(replace(cause_of("found"), key="grouped"), replace(cause_of("carried"), key="grouped"))
    store.save_verdict(run.id, both, [])
    assert store.cause_aliases(run.site, run.id + 1) == {"grouped": "found"}


def test_states_of_a_cause_are_told_run_by_run(store: Store, run: Run) -> None:
    later = next_run(store, run)
    store.save_verdict(run.id, verdict_of(cause_of("c1"), cause_of("c2")), [])
    store.save_verdict(later.id, verdict_of(cause_of("c1", CauseState.FIXED, pages=2)), [])
    found = store.cause_states(run.site, ["c1"], later.id)
    assert found == {
        "c1": [(run.id, run.started_at, CauseState.NEW, 3), (later.id, later.started_at, CauseState.FIXED, 2)]
    }
    assert len(store.cause_states(run.site, ["c1"], run.id)["c1"]) == 1


def test_the_newest_test_of_a_cause_outside_a_run_counts(store: Store, run: Run) -> None:
    first = Verified("c1", 10.0, (), ("https://a.test/1",))
    second = Verified("c1", 20.0, ("https://a.test/1",), (), ("https://a.test/2",))
    store.save_verification(run.site, second)
    store.save_verification(run.site, first)
    assert store.verifications(run.site) == {"c1": second}
    assert store.verifications(run.site, until=20.0) == {"c1": first}
    assert store.verifications(run.site, since=30.0) == {}
    assert store.verifications("elsewhere.test") == {}
