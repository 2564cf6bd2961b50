"""What the site's owner asked for is kept: columns and segments of pages, the reason why a cause is ignored."""

from __future__ import annotations

from dataclasses import replace

from store.database import Store
from store.model import CauseState, CustomFields, Ignored, Run
from tests.store.samples import cause_of, verdict_of


def test_what_the_owner_asked_of_pages_is_kept_and_replaced(store: Store, run: Run) -> None:
    fields = {
        3: CustomFields(("products", "new"), {"SKU": ("AB-1",), "Colours": ("red", "blå\x00")}),
        4: CustomFields(),
        5: CustomFields(("blog",)),
    }
    store.save_custom(run.id, fields)
    assert store.custom(run.id) == {
        3: CustomFields(("products", "new"), {"SKU": ("AB-1",), "Colours": ("red", "blå�")}),
        5: CustomFields(("blog",)),
    }
    store.save_custom(run.id, {})
    assert store.custom(run.id) == {}


def test_a_deleted_run_leaves_no_columns(store: Store, run: Run) -> None:
    store.save_custom(run.id, {3: CustomFields(("products",))})
    store.delete_run(run.id)
    assert store.custom(run.id) == {}


def test_an_ignored_cause_keeps_its_reason_and_segments(store: Store, run: Run) -> None:
    reason = Ignored("the supplier's widget", "shop team", "2030-01-31")
    cause = replace(cause_of("c1", CauseState.IGNORED), segments=("products",), ignored=reason)
    store.save_verdict(run.id, replace(verdict_of(cause), score_without_ignored=True), ())
    kept = store.verdict(run.id)
    assert kept is not None
    assert kept.score_without_ignored
    assert (kept.causes[0].ignored, kept.causes[0].segments) == (reason, ("products",))
