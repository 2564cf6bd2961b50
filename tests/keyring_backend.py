"""A keyring for tests: one JSON file, named by the variable TEST_KEYRING, of services with their entries."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked


class FileKeyring(KeyringBackend):
    """Chosen by PYTHON_KEYRING_BACKEND=tests.keyring_backend.FileKeyring."""

    priority = 1  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        """The entry, None where there is none. Raises KeyringLocked where the file says so."""
        kept = json.loads(Path(os.environ["TEST_KEYRING"]).read_text(encoding="utf-8"))
        if kept == "locked":
            raise KeyringLocked("locked with the-master-word")
        found = kept.get(service, {}).get(username)
        return None if found is None else str(found)

    def set_password(self, service: str, username: str, password: str) -> None:
        """Nothing is written here."""
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        """Nothing is taken away here."""
        raise NotImplementedError
