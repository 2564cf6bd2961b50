"""A store on each database: SQLite in a folder of its own, PostgreSQL from the system's packages in another."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.database import Store
from store.errors import StoreError
from store.model import Run

# No deadline: a busy machine is no fault; no folder of examples left behind.

INSTALL = "no PostgreSQL server: apt-get install postgresql (Debian), dnf install postgresql-server (Fedora)"


def server_folder() -> Path | None:
    """Where initdb and postgres are, newest first; None where there is no server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    on_path = shutil.which("initdb")
    if found:
        return found[0].parent
    return Path(on_path).parent if on_path else None


def as_nobody_special(command: list[str]) -> list[str]:
    """The command as user postgres where we are root: the server refuses to run as root."""
    if os.geteuid() != 0:
        return command
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]


def is_root_able() -> bool:
    """Whether root can start the server as somebody else."""
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return False
    return shutil.which("setpriv") is not None


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server without a database name."""
    folder = server_folder()
    if folder is None:
        pytest.skip(INSTALL)
    pytest.importorskip("psycopg", reason="no psycopg: pip install 'marsad[postgresql]'")
    if os.geteuid() == 0 and not is_root_able():
        pytest.skip("the PostgreSQL server does not run as root, and there is no user postgres or no setpriv")
    home = Path(tempfile.mkdtemp(prefix="marsad-postgresql-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    data = home / "data"
    run = {"check": True, "capture_output": True, "cwd": home}
    initdb = [str(folder / "initdb"), "-D", str(data), "-A", "trust", "-U", "marsad", "-E", "UTF8", "--no-sync"]
    subprocess.run(as_nobody_special([*initdb, "--locale=C"]), **run)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c fsync=off"
    control = [str(folder / "pg_ctl"), "-D", str(data), "-w"]
    subprocess.run(
        as_nobody_special([*control, "-l", str(home / "log"), "-o", options, "start"]),
        check=True,
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"postgresql+psycopg://marsad@127.0.0.1:{port}"
    finally:
        subprocess.run(as_nobody_special([*control, "-m", "immediate", "stop"]), **run)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def new_postgresql(postgresql_server: str) -> Iterator[Callable[[], str]]:
    """Makes databases of their own; dropped afterwards."""
    import psycopg

    plain = postgresql_server.replace("+psycopg", "") + "/postgres"
    made: list[str] = []

    def make() -> str:
        name = f"t{os.getpid()}_{os.urandom(4).hex()}"
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        made.append(name)
        return f"{postgresql_server}/{name}"

    yield make
    with psycopg.connect(plain, autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once on each back end."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store/marsad.db"
    made: str = request.getfixturevalue("new_postgresql")()
    return made


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An open store."""
    with Store.open(address) as opened:
        yield opened


@pytest.fixture
def run(store: Store) -> Run:
    """A run of example.test."""
    return store.begin_run("example.test", "https://example.test/", {"max_pages": 5}, {"marsad": "0.1.0"}, 1_000.0)


@pytest.fixture
def eventually() -> Callable[[Callable[[], None]], None]:
    """Repeats a deed until the store no longer refuses it; PostgreSQL needs a moment to see that a client died."""

    def repeat(deed: Callable[[], None]) -> None:
        for _ in range(200):
            try:
                return deed()
            except StoreError:
                time.sleep(0.05)
        return deed()

    return repeat
