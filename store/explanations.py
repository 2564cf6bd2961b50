"""What a database or a file system says, in one line that says what to do."""

from __future__ import annotations

import errno
import sqlite3
from typing import Any

from sqlalchemy.exc import DBAPIError

_KEPT = "what was gathered so far is kept"
_LOCKED = f"{{name}} is locked by another program: {_KEPT}; end that program, then go on with --resume"
_SQLITE: dict[int, str] = {
    sqlite3.SQLITE_FULL: f"the disk that holds {{name}} is full: {_KEPT}; free some space, then go on with --resume",
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: "{name} cannot be written: give the file and its folder write permission",
    sqlite3.SQLITE_CANTOPEN: "{name} cannot be opened: check that its folder exists and can be written",
    sqlite3.SQLITE_PERM: "{name} cannot be opened: no permission; give another store",
    sqlite3.SQLITE_NOTADB: "{name} is not a Marsad store (no SQLite database): give another path or move the file away",
    sqlite3.SQLITE_CORRUPT: "{name} is damaged: put back a copy, or move the file away and audit again",
    sqlite3.SQLITE_IOERR: f"{{name}} could not be read or written (I/O error): {_KEPT}; check the disk, then --resume",
    sqlite3.SQLITE_TOOBIG: "a value is too big for {name}: please report this",
}
_ERRNO: dict[int, str] = {
    errno.ENOSPC: _SQLITE[sqlite3.SQLITE_FULL],
    errno.EDQUOT: _SQLITE[sqlite3.SQLITE_FULL],
    errno.EACCES: "{name} cannot be written: no permission; give another store",
    errno.EPERM: "{name} cannot be written: no permission; give another store",
    errno.EROFS: "{name} cannot be written: the file system is read-only; give another store",
    errno.ENOENT: "{name} cannot be made: its folder is missing and cannot be made; give another store",
    errno.ENOTDIR: "{name} cannot be made: a part of its path is a file; give another store",
    errno.EEXIST: "{name} cannot be made: a part of its path is a file; give another store",
}
_SQLSTATE: dict[str, str] = {
    "53100": f"the disk of {{name}} is full: {_KEPT}; free some space, then go on with --resume",
    "53300": "{name} has no free connection: raise max_connections or use fewer workers",
    "55P03": _LOCKED,
    "28": "{name} refuses this user: check the user name and the password in the store's address",
    "3D": "{name} does not exist: create the database first (createdb)",
    "42501": "{name}: this user may not write: grant it the right to create and change tables",
    "25006": "{name} is read-only: give a database that can be written",
    "08": f"the connection to {{name}} broke: {_KEPT}; check that the server runs, then go on with --resume",
    "57": f"the connection to {{name}} broke: {_KEPT}; check that the server runs, then go on with --resume",
}


def explain(error: Exception, name: str, is_sqlite: bool) -> str:
    """One line for an error of the driver or the file system; `name` is what to call the store."""
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, OSError):
        known = _ERRNO.get(cause.errno or 0)
        return (known or "{name} cannot be used: " + _line(cause)).format(name=name)
    if is_sqlite:
        known = _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
        return known.format(name=name) if known else f"{name} cannot be used: {_line(cause)}"
    state = getattr(cause, "sqlstate", None) or ""
    for prefix in (state, state[:2]):
        if prefix and prefix in _SQLSTATE:
            return _SQLSTATE[prefix].format(name=name)
    if not state and isinstance(error, DBAPIError):
        return f"{name} cannot be reached: check that the server runs and the address is right ({_line(cause)})"
    return f"{name} cannot be used: {_line(cause)}"


def _line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text[:200] or type(error).__name__
