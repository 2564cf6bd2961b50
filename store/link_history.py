"""What became of each link target from run to run of one site, and which answers of earlier runs still hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from store.connection import Connection
from store.dictionary import Dictionary
from store.model import Failure, LinkState, Run, Target
from store.packing import storable
from store.queries import target_of
from store.schema import link_history, target, url

WORKING = frozenset({LinkState.OK, LinkState.REDIRECT})
FAILING = frozenset(
    {LinkState.DEAD, LinkState.SOFT_404, LinkState.FRAGMENT_MISSING, LinkState.INSECURE, LinkState.FLAKY}
)
"""States that count as a failure. Blocked and unknown ones leave the count as it is: they say nothing of the target."""


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """What one run says of one target. `checked_at` (Unix time) before the run's start: taken from an earlier run."""

    url: str
    state: LinkState
    status: int = 0
    failure: Failure | None = None
    final_url: str = ""
    method: str = ""
    checked_at: float = 0.0
    id: int = 0  # of the URL, where it is known: spares looking it up


@dataclass(frozen=True, slots=True)
class LinkHistory:
    """One target over all runs of a site; times are Unix times."""

    url: str
    state: LinkState  # in the newest run that met it
    status: int
    failure: Failure | None
    final_url: str
    method: str
    first_seen: float  # start of the first run that met it
    checked_at: float  # when it was last asked
    last_ok: float | None  # when it last worked; None: never seen to work
    failed_since: float | None  # first of the failures in a row
    failures: int  # asked so often in a row without success
    run_id: int  # the newest run that met it


def record(db: Connection, urls: Dictionary, run: Run, checks: Iterable[LinkCheck]) -> None:
    """Add what a run says to the history of its site.

    Recording a run again replaces what it said before; what a newer run said stands.
    """
    wanted = list(checks)
    ids = urls.ids([one.url for one in wanted if not one.id])
    by_id = {one.id or ids[one.url]: one for one in wanted}
    with db.write() as connection:
        query = sa.select(link_history).where(link_history.c.site == run.site)
        known = {row["url_id"]: row for row in connection.execute(query).mappings()}
        rows = [
            _row(run, number, by_id[number], known.get(number))
            for number in sorted(by_id)
            if number not in known or known[number]["run_id"] <= run.id
        ]
        db.many(connection, "link history", lambda: db.upsert(link_history), rows)


def _row(run: Run, number: int, check: LinkCheck, known: Mapping[Any, Any] | None) -> dict[str, Any]:
    before = _before(run, known)
    after = dict(before)
    if check.checked_at >= run.started_at:  # else an earlier run's answer, which is counted already
        if check.state in WORKING:
            after = {"last_ok": check.checked_at, "failed_since": None, "failures": 0}
        elif check.state in FAILING:
            after["failures"] = before["failures"] + 1
            after["failed_since"] = before["failed_since"] or check.checked_at
    return {
        "site": run.site,
        "url_id": number,
        "run_id": run.id,
        "state": check.state.value,
        "status": check.status,
        "failure": check.failure.value if check.failure else None,
        "final_url": storable(check.final_url) if check.final_url and check.final_url != check.url else None,
        "method": check.method,
        "first_seen": known["first_seen"] if known is not None else run.started_at,
        "checked_at": check.checked_at,
        **after,
        **{f"{name}_before": value for name, value in before.items()},
    }


def _before(run: Run, known: Mapping[Any, Any] | None) -> dict[str, Any]:
    """The counts as they stood before this run."""
    if known is None:
        return {"last_ok": None, "failed_since": None, "failures": 0}
    suffix = "_before" if known["run_id"] == run.id else ""
    return {name: known[name + suffix] for name in ("last_ok", "failed_since", "failures")}


def history(db: Connection, site: str, *, only_failing: bool = False) -> dict[str, LinkHistory]:
    """URL -> history of every target that a run of the site has met, or of those whose last answers failed."""
    query = (
        sa.select(link_history, url.c.text.label("url"))
        .join(url, url.c.id == link_history.c.url_id)
        .where(link_history.c.site == site)
        .order_by(link_history.c.url_id)
    )
    if only_failing:
        query = query.where(link_history.c.failures > 0)
    with db.read() as connection:
        return {row.url: _history_of(row) for row in connection.execute(query)}


def answers(db: Connection, site: str, states: Iterable[LinkState], since: float) -> list[Target]:
    """The newest answers of a site's asked targets that stand in one of some states and are not older than `since`.

    Answers of deleted runs are gone with them.
    """
    query = (
        sa.select(target, url.c.text.label("url"))
        .join(link_history, sa.and_(link_history.c.run_id == target.c.run_id, link_history.c.url_id == target.c.url_id))
        .join(url, url.c.id == target.c.url_id)
        .where(
            link_history.c.site == site,
            target.c.state.in_([state.value for state in states]),
            target.c.checked_at >= since,
        )
        .order_by(target.c.url_id)
    )
    with db.read() as connection:
        return [target_of(row) for row in connection.execute(query)]


def _history_of(row: Any) -> LinkHistory:
    return LinkHistory(
        url=row.url,
        state=LinkState(row.state),
        status=row.status,
        failure=Failure(row.failure) if row.failure else None,
        final_url=row.final_url or row.url,
        method=row.method,
        first_seen=row.first_seen,
        checked_at=row.checked_at,
        last_ok=row.last_ok,
        failed_since=row.failed_since,
        failures=row.failures,
        run_id=row.run_id,
    )
