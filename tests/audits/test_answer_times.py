"""Times of answers of two runs are compared only where both runs asked for the same."""

from __future__ import annotations

from audits.page import SiteFacts
from audits.rules.changes.change_speed import change_speed
from audits.site import SiteView
from store.links import LinkTable
from store.model import Facts, Page, Template

HOME = "http://shop.example/"


def site(ttfb_ms: float, *, is_reused: bool, before: SiteView | None = None) -> SiteView:
    pages = [
        Page(id=number, url=f"{HOME}p/{number}", status=200, facts=Facts(), template_id=1, ttfb_ms=ttfb_ms,
             is_reused=is_reused)
        for number in range(1, 13)
    ]  # fmt: skip
    return SiteView(
        SiteFacts(HOME), pages, LinkTable.empty(), {}, templates=(Template(1, "/p/{id}", 12, f"{HOME}p/1"),),
        previous_run=(lambda: before) if before is not None else None,
    )  # fmt: skip


def test_a_whole_answer_is_not_called_slow_beside_one_that_only_said_not_modified() -> None:
    assert not list(change_speed(site(900.0, is_reused=False, before=site(30.0, is_reused=True))))


def test_whole_answers_that_became_slow_are_told_and_so_are_those_that_only_say_not_modified() -> None:
    for is_reused in (False, True):
        assert list(change_speed(site(900.0, is_reused=is_reused, before=site(300.0, is_reused=is_reused))))
