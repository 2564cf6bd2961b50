"""Runs the migrations on an open connection, without an alembic.ini."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory


def configuration() -> Config:
    """Alembic's configuration, with the scripts beside this file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def knows(version: str) -> bool:
    """Whether there is a migration of this name."""
    return version in {one.revision for one in ScriptDirectory.from_config(configuration()).walk_revisions()}


def head() -> str:
    """The newest migration."""
    newest = ScriptDirectory.from_config(configuration()).get_current_head()
    return newest or ""


def upgrade(connection: sa.Connection) -> None:
    """Bring the schema up to date inside the connection's transaction."""
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
