"""A whole audit on PostgreSQL says what one on SQLite says."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.marsad.conftest import Marsad
from tests.servers import Site
from tests.store.conftest import new_postgresql, postgresql_server

__all__ = ["new_postgresql", "postgresql_server"]


@pytest.mark.postgresql
def test_an_audit_on_postgresql_equals_one_on_sqlite(
    marsad: Marsad,
    little_site: Site,
    new_postgresql: Callable[[], str],
) -> None:
    stores = ("audit.db", new_postgresql())
    causes = []
    for store in stores:
        done = marsad("audit", little_site.url(), "--browser", "never", "--store", store)
        assert done.code == 0, done.err
        rows = [json.loads(line) for line in marsad("export", "causes", "--store", store).out.splitlines()]
        causes.append({(row["id"], row["rule"], row["message"], row["pages"]) for row in rows})
    assert causes[0] == causes[1]
    assert causes[0]


@pytest.mark.postgresql
def test_a_password_in_the_address_is_never_shown(marsad: Marsad) -> None:
    done = marsad("runs", "--store", "postgresql+psycopg://marsad:s3cret@127.0.0.1:1/none")
    assert done.code == 3
    assert "s3cret" not in done.err + done.out
