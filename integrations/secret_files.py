"""Secrets of the person who runs Marsad: one private file a service, in the user's configuration folder."""

from __future__ import annotations

import fcntl
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from store.errors import ConfigError

FOLDER_VARIABLE = "MARSAD_CONFIG_DIR"


def config_folder() -> Path:
    """Where the secrets lie: MARSAD_CONFIG_DIR, else `marsad` in the user's configuration folder (XDG)."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named).expanduser().absolute()
    if (home := os.environ.get("XDG_CONFIG_HOME", "")) and Path(home).is_absolute():
        return Path(home) / "marsad"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "marsad"
    return Path.home() / ".config" / "marsad"


def secret_file(service: str) -> Path:
    """The file of a service, e.g. "google"."""
    return config_folder() / f"{service}.json"


def read_secrets(service: str) -> dict[str, Any]:
    """What is kept for a service; empty where nothing is. Raises ConfigError where the file cannot be read."""
    file = secret_file(service)
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror}); make it yours, or connect again") from None
    except ValueError:
        raise ConfigError(f"{file}: is damaged; delete it and connect again with `marsad connect`") from None
    if not isinstance(found, dict):
        raise ConfigError(f"{file}: is damaged; delete it and connect again with `marsad connect`")
    return found


def write_secrets(service: str, values: Mapping[str, Any]) -> Path:
    """Replace what is kept for a service: folder 0700, file 0600, whole or not at all. Raises ConfigError."""
    file = secret_file(service)
    try:
        _make_folder(file.parent)
        number, name = tempfile.mkstemp(prefix=f".{service}-", suffix=".new", dir=file.parent)  # made with 0600
        try:
            with os.fdopen(number, "w", encoding="utf-8") as new:
                json.dump(dict(values), new, indent=1)
                new.flush()
                os.fsync(new.fileno())
            Path(name).replace(file)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise ConfigError(f"{file}: cannot be written ({error.strerror}); name another folder in "
                          f"{FOLDER_VARIABLE}") from None  # fmt: skip
    return file


def forget_secrets(service: str) -> bool:
    """Delete what is kept for a service; whether there was anything."""
    try:
        secret_file(service).unlink()
    except FileNotFoundError:
        return False
    return True


@contextmanager
def locked(service: str) -> Iterator[None]:
    """Hold a service's file against other processes and threads while it is read and written."""
    folder = config_folder()
    try:
        _make_folder(folder)
        lock = os.open(folder / f".{service}.lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise ConfigError(f"{folder}: cannot be written ({error.strerror}); name another folder in "
                          f"{FOLDER_VARIABLE}") from None  # fmt: skip
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of this open file, so that threads exclude each other too
        yield
    finally:
        os.close(lock)


def _make_folder(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
