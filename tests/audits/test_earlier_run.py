"""What a run before this one proves: rules read it where it is there, and only where enough time has passed."""

from __future__ import annotations

from dataclasses import replace

from audits.rule import Answer, Reviews
from audits.rules.redirects.redir_temporary import redir_temporary
from marsad.rehearsal import site_view
from store.model import Severity

SITE = {"/": '<a href="/old">A</a>', "/old": Answer(status=302, redirect="/new"), "/new": "<p>A</p>"}


def severities(days: float | None) -> list[Severity | None]:
    example = Reviews(SITE, at=["/new"], site_options={"previous": SITE} if days is not None else {})
    view = site_view(example)
    if days is not None:
        assert view.previous is not None
        now = view.pages[0].fetched_at
        view.previous.pages = [replace(page, fetched_at=now - days * 86_400) for page in view.previous.pages]
    return [one.severity for one in redir_temporary(view)]


def test_temporary_redirect_that_lasts_is_more_than_information() -> None:
    assert severities(30) == [None]


def test_two_runs_of_one_day_prove_nothing_lasting() -> None:
    assert severities(0.5) == [Severity.INFO]
    assert severities(None) == [Severity.INFO]
