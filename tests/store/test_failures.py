"""What goes wrong with a store is said in one line that names the store and what to do."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from store.connection import _MIGRATION_LOCK
from store.database import Batch, Fetched, NewUrl, Store
from store.errors import StoreBusyError, StoreError
from store.locks import lock_path
from store.model import Run
from tests.store.samples import batch_of, fetched, url_of

ROOT = Path(__file__).parents[2]


def refusal(address: str) -> str:
    """What opening says, checked to be one line."""
    with pytest.raises(StoreError) as caught:
        Store.open(address)
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_a_path_below_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    text = refusal(str(tmp_path / "file" / "marsad.db"))
    assert f"{tmp_path}/file/marsad.db cannot be made: a part of its path is a file" in text


def test_a_folder_that_cannot_be_written_is_named() -> None:
    assert refusal("/proc/marsad/marsad.db").startswith("/proc/marsad/marsad.db cannot be")


def as_one_who_may_not(command: list[str], folder: Path) -> list[str]:
    """The command as a user without rights: root may write anything. Skips where that user cannot run our program."""
    if os.geteuid() != 0:
        return command
    other = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    for parent in folder.parents:
        if parent.name.startswith("pytest-"):
            parent.chmod(0o755)
    probe = subprocess.run([*other, sys.executable, "-c", "import store.database"], cwd=ROOT, check=False)
    if probe.returncode:
        pytest.skip("we are root, and user nobody cannot read this checkout")
    return [*other, *command]


@pytest.mark.parametrize(
    "deed", ["begin_run('a', 'b', {}, {}, 1.0)", "lock_site('a').__enter__()"], ids=["a run", "a lock"]
)
def test_a_folder_and_file_without_write_permission_are_named(tmp_path: Path, deed: str) -> None:
    path = tmp_path / "marsad.db"
    Store.open(str(path)).close()
    program = f"from store.database import Store\nStore.open({str(path)!r}).{deed}"
    tmp_path.chmod(0o555)
    path.chmod(0o444)
    try:
        command = as_one_who_may_not([sys.executable, "-c", program], tmp_path)
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    finally:
        tmp_path.chmod(0o755)
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("store.errors.StoreError: ")
    assert str(path) in last
    assert "cannot be" in last


def test_a_store_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "marsad.db"
    with Store.open(str(path)) as store:
        store.begin_run("a", "b", {}, {}, 1.0)
        assert {file.stat().st_mode & 0o077 for file in tmp_path.glob("marsad.db*")} == {0}


def test_a_folder_given_as_a_file_is_named(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(str(tmp_path))


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear diary, " * 1_000)
    assert f"{path} is not a Marsad store" in refusal(str(path))
    assert path.read_text().startswith("Dear diary, ")


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "marsad.db"
    with Store.open(str(path)) as store:
        run = store.begin_run("example.test", "https://example.test/", {}, {}, 1.0)
        store.save_batch(run.id, batch_of(*range(200)))
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(StoreError, match="is damaged"), Store.open(str(path)) as store:
        list(store.pages(run.id))


def test_a_newer_schema_is_refused_and_left_alone(store: Store, address: str) -> None:
    with store._db.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    text = refusal(address)
    assert "made by a newer Marsad (schema 9999" in text
    assert "update Marsad" in text


def test_a_database_of_another_program_is_refused_and_left_alone(address: str, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir(exist_ok=True)
    engine = sa.create_engine(address)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE customers (id INTEGER)"))
    assert "is a database of another program" in refusal(address)
    with engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["customers"]
    engine.dispose()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://root@localhost/x", "SQLite or PostgreSQL, not in mysql"),
        ("://", "cannot be read"),
        ("sqlite://", "must be a file"),
        ("postgresql://marsad:secret@127.0.0.1:1/x", "cannot be reached"),
    ],
)
def test_a_wrong_address_is_explained_without_its_password(address: str, said: str) -> None:
    text = refusal(address)
    assert said in text
    assert "secret" not in text


@pytest.mark.postgresql
def test_a_missing_postgresql_database_is_named(postgresql_server: str) -> None:
    assert "nothere" in refusal(f"{postgresql_server}/nothere")


def test_a_full_disk_keeps_what_was_saved_and_says_how_to_go_on(tmp_path: Path) -> None:
    path = tmp_path / "marsad.db"
    with Store.open(str(path)) as store:
        run = store.begin_run("example.test", "https://example.test/", {}, {}, 1.0)
        store.save_batch(run.id, batch_of(1))
        with store._db.read() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")
        bodies = Batch(fetched=[Fetched(fetched(number).page, os.urandom(20_000)) for number in range(2, 40)])
        with pytest.raises(StoreError) as caught:
            store.save_batch(run.id, bodies)
        text = str(caught.value)
        assert f"the disk that holds {path} is full: what was gathered so far is kept" in text
        assert "--resume" in text
        assert [page.url for page in store.pages(run.id)] == [url_of(1)]
        with store._db.read() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1073741823")
        store.save_batch(run.id, bodies)
        assert store.count_pages(run.id) == 39
    with Store.open(str(path)) as store, store._db.read() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_a_full_disk_met_outside_the_database_is_explained_too(store: Store) -> None:
    with pytest.raises(StoreError, match="is full"), store._db.explained():
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_locked_database_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "marsad.db"
    monkeypatch.setattr("store.connection.BUSY_TIMEOUT_S", 0.05)
    with (
        Store.open(str(path)) as one,
        Store.open(str(path)) as other,
        one._db.write(),
        pytest.raises(StoreError, match="locked by another program"),
    ):
        other.add_urls(1, [NewUrl(url_of(1))])


@pytest.mark.postgresql
def test_another_process_that_changes_the_tables_is_waited_for_and_not_called_a_stranger(
    new_postgresql: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = new_postgresql()
    monkeypatch.setattr("store.connection.BUSY_TIMEOUT_S", 0.05)
    with ThreadPoolExecutor(1) as pool:
        with sa.create_engine(address).connect() as changing:
            changing.execute(sa.select(sa.func.pg_advisory_lock(_MIGRATION_LOCK)))
            opening = pool.submit(Store.open, address)
            with pytest.raises(TimeoutError):
                opening.result(1)
            changing.execute(sa.select(sa.func.pg_advisory_unlock(_MIGRATION_LOCK)))
        with opening.result() as store:
            assert store.runs() == []


HOLDER = """
import sys
from store.database import Store
store = Store.open(sys.argv[1])
with store.lock_site("example.test"):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(address: str) -> subprocess.Popen[str]:
    """Another process that holds the site."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, address],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_second_audit_of_a_site_is_refused_with_the_first_ones_process_id(store: Store, address: str) -> None:
    holder = hold(address)
    try:
        with pytest.raises(StoreBusyError, match=rf"example.test is being audited by process {holder.pid}\b"):
            store.lock_site("example.test").__enter__()
        with store.lock_site("other.test"):
            pass
    finally:
        holder.kill()
        holder.communicate()


def test_a_killed_audit_does_not_hold_its_site(
    store: Store, address: str, eventually: Callable[[Callable[[], None]], None]
) -> None:
    holder = hold(address)
    holder.kill()
    holder.communicate()

    def lock() -> None:
        with store.lock_site("example.test"):
            pass

    eventually(lock)


def test_one_process_cannot_hold_a_site_twice(store: Store, run: Run) -> None:
    with store.lock_site("example.test"), pytest.raises(StoreBusyError, match=str(os.getpid())):
        store.lock_site("example.test").__enter__()
    with store.lock_site("example.test"):
        pass


def test_lock_files_of_similar_sites_differ(tmp_path: Path) -> None:
    database = tmp_path / "marsad.db"
    names = {lock_path(database, site) for site in ("a.test", "a.test:80", "a.test_80", "A/../../etc", "a" * 500)}
    assert len(names) == 5
    assert all(path.parent == tmp_path and len(path.name) < 120 for path in names)
