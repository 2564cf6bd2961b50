"""Keeps the report's templates compiled from one run to the next, in the cache folder of the person who runs it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import jinja2
import xxhash
from jinja2.bccache import Bucket, FileSystemBytecodeCache

FOLDER = ("marsad", "templates")


class CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates in a folder; one that another source or other filters made is made anew.

    A folder that cannot be written costs nothing but the time to compile.
    """

    def __init__(self, folder: Path, decides: Iterable[bytes]) -> None:
        super().__init__(str(folder))
        self._salt = jinja2.__version__ + xxhash.xxh3_128_hexdigest(b"\0".join(decides))

    def get_source_checksum(self, source: str) -> str:
        """Digest of a template and of what else decides its code, since constants are filtered as it is compiled."""
        return super().get_source_checksum(self._salt + source)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, where that is possible."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled_templates(decides: Iterable[bytes]) -> CompiledTemplates | None:
    """The person's own folder of compiled templates; None where there is none that only they can write to.

    `decides` is the source of the filters. What is kept is code that will be run, as Python's own `__pycache__` is.
    """
    try:
        folder = cache_home().joinpath(*FOLDER)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except (OSError, RuntimeError):
        return None
    if hasattr(os, "getuid") and (
        found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & (stat.S_IWGRP | stat.S_IWOTH)
    ):
        return None
    return CompiledTemplates(folder, decides)


def cache_home() -> Path:
    """Where programs of this person keep what they can make again. Raises RuntimeError without a home folder."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        if (told := os.environ.get(name, "")) and Path(told).is_absolute():
            return Path(told)
    return Path.home() / ".cache"


__all__ = ["CompiledTemplates", "cache_home", "compiled_templates"]
