"""Keeping what was watched: how each address stands, its looks added up by day, and events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from store.connection import Connection
from store.packing import pack_json, storable, unpack_json
from store.schema import watch_day, watch_event, watch_state
from store.watch_model import Look, LookState, WatchDay, Watched, WatchEvent, WatchKind


def day_of(at: float) -> str:
    """The day of a Unix time in UTC, ISO."""
    return datetime.fromtimestamp(at, UTC).date().isoformat()


class Watching:
    """The tables of `marsad watch`."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def states(self, site: str | None = None) -> list[Watched]:
        """How every address of a site, or of all, stands."""
        query = sa.select(watch_state).order_by(watch_state.c.site, watch_state.c.kind, watch_state.c.url)
        if site is not None:
            query = query.where(watch_state.c.site == site)
        with self._db.read() as connection:
            return [_watched_of(row) for row in connection.execute(query)]

    def record(self, site: str, looks: Iterable[tuple[Look, Watched]], events: Iterable[WatchEvent]) -> None:
        """Keep a round of looks in one transaction: states replaced, days added up, events added."""
        with self._db.write() as connection:
            for look, watched in looks:
                key = {"site": site, "kind": watched.kind.value, "url": watched.url}
                _delete(connection, watch_state, key)
                values = {name: value for name, value in asdict(watched).items() if name not in key}
                connection.execute(sa.insert(watch_state).values(**key, data=pack_json(values)))
                _add(connection, key, look)
            for event in events:
                connection.execute(
                    sa.insert(watch_event).values(
                        site=site,
                        kind=event.kind.value,
                        url=event.url,
                        at=event.at,
                        what=event.what,
                        data=pack_json(dict(event.facts)),
                    )
                )

    def forget_others(self, site: str, kept: Iterable[tuple[WatchKind, str]]) -> None:
        """Drop the states of addresses that are no longer watched; their days and events stay."""
        wanted = {(kind.value, url) for kind, url in kept}
        with self._db.write() as connection:
            query = sa.select(watch_state.c.kind, watch_state.c.url).where(watch_state.c.site == site)
            for kind, url in connection.execute(query).all():
                if (kind, url) not in wanted:
                    _delete(connection, watch_state, {"site": site, "kind": kind, "url": url})

    def days(self, site: str, since: str = "") -> list[WatchDay]:
        """The days of a site, oldest first, from an ISO day on."""
        query = (
            sa.select(watch_day)
            .where(watch_day.c.site == site, watch_day.c.day >= since)
            .order_by(watch_day.c.day, watch_day.c.kind, watch_day.c.url)
        )
        with self._db.read() as connection:
            return [
                WatchDay(row.site, WatchKind(row.kind), row.url, row.day, row.up, row.down, row.unsure, row.ms_sum,
                         row.timed)
                for row in connection.execute(query)
            ]  # fmt: skip

    def events(self, site: str, since: float = 0.0, limit: int | None = None) -> list[WatchEvent]:
        """What happened to a site, newest first."""
        query = (
            sa.select(watch_event)
            .where(watch_event.c.site == site, watch_event.c.at >= since)
            .order_by(watch_event.c.at.desc(), watch_event.c.id.desc())
            .limit(limit)
        )
        with self._db.read() as connection:
            return [
                WatchEvent(row.site, WatchKind(row.kind), row.url, row.at, row.what, unpack_json(row.data) or {})
                for row in connection.execute(query)
            ]

    def drop_before(self, at: float) -> None:
        """Forget days and events older than a Unix time."""
        with self._db.write() as connection:
            connection.execute(sa.delete(watch_day).where(watch_day.c.day < day_of(at)))
            connection.execute(sa.delete(watch_event).where(watch_event.c.at < at))


def _delete(connection: sa.Connection, table: sa.Table, key: dict[str, Any]) -> None:
    connection.execute(sa.delete(table).where(*(table.c[name] == value for name, value in key.items())))


def _add(connection: sa.Connection, key: dict[str, Any], look: Look) -> None:
    """Add a look to its day."""
    place = {**key, "day": day_of(look.at)}
    is_timed = look.state is LookState.UP and look.ms is not None
    more = {
        "up": int(look.state is LookState.UP), "down": int(look.state is LookState.DOWN),
        "unsure": int(look.state is LookState.UNSURE), "ms_sum": look.ms if is_timed else 0.0, "timed": int(is_timed),
    }  # fmt: skip
    where = [watch_day.c[name] == value for name, value in place.items()]
    added = {name: watch_day.c[name] + value for name, value in more.items()}
    if connection.execute(sa.update(watch_day).where(*where).values(**added)).rowcount == 0:
        connection.execute(sa.insert(watch_day).values(**place, **more))


def _watched_of(row: Any) -> Watched:
    values = {name: one for name, one in unpack_json(row.data).items() if name in Watched.__dataclass_fields__}
    values["state"] = LookState(values["state"])
    values["changes"] = tuple(values.get("changes", ()))
    values["why"] = storable(values.get("why", ""))
    return Watched(row.site, WatchKind(row.kind), row.url, **values)
