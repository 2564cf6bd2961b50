"""The migrations make exactly the tables that the program reads, from the package itself."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from store import schema
from store.database import Store
from store.migrations.upgrade import configuration, head, upgrade


def test_the_newest_migration_is_the_one_the_program_expects() -> None:
    assert head() == schema.HEAD


def test_migrated_tables_are_those_of_the_schema(store: Store) -> None:
    with store._db.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
        assert compare_metadata(context, schema.metadata) == []


def test_indexes_keep_their_conditions_and_sqlite_its_ways(store: Store) -> None:
    with store._db.read() as connection:
        if store._db.is_sqlite:
            definitions = dict(connection.execute(sa.text("SELECT name, sql FROM sqlite_master")).all())
            assert "WITHOUT ROWID" in definitions["frontier"]
            assert "AUTOINCREMENT" in definitions["run"]
            for pragma, wanted in (("journal_mode", "wal"), ("page_size", 8192), ("synchronous", 1)):
                assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == wanted
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30_000
            condition = definitions["frontier_waiting"]
        else:
            query = sa.text("SELECT indexdef FROM pg_indexes WHERE indexname = 'frontier_waiting'")
            condition = connection.execute(query).scalar_one()
    assert "state < 2" in condition


def test_leasing_reads_only_what_waits(store: Store) -> None:
    """The partial index must be used, or leasing slows down with every page that is done."""
    if not store._db.is_sqlite:
        return
    query = (
        "EXPLAIN QUERY PLAN SELECT url_id FROM frontier WHERE run_id = 1 AND state < 2 AND (state = 0 OR "
        "leased_until <= 5) ORDER BY priority, depth, url_id LIMIT 5"
    )
    with store._db.read() as connection:
        plan = " ".join(str(row) for row in connection.exec_driver_sql(query))
    assert "frontier_waiting" in plan
    assert "TEMP B-TREE" not in plan


def test_the_schema_goes_down_and_up_again(store: Store) -> None:
    from alembic import command

    config = configuration()
    with store._db.write() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]
        upgrade(connection)
    assert store.runs() == []


def test_the_scripts_lie_inside_the_package() -> None:
    folder = Path(configuration().get_main_option("script_location") or "")
    assert folder == Path(schema.__file__).parent / "migrations"
    assert (folder / "env.py").is_file()
    assert (folder / "versions" / "0001_first.py").is_file()


def test_a_folder_with_a_percent_sign_holds_a_store(tmp_path: Path) -> None:
    with Store.open(str(tmp_path / "50%20 off" / "marsad.db")) as store:
        assert store.runs() == []
