"""Keys of services that need no sign-in: from the environment, else from the user's private file. Never from argv."""

from __future__ import annotations

import os
from enum import StrEnum

from integrations.secret_files import locked, read_secrets, secret_file, write_secrets
from store.errors import ConfigError

_FILE = "keys"


class Key(StrEnum):
    """Which key, by its name in the file."""

    GOOGLE = "google"  # PageSpeed Insights and Chrome UX Report
    BING = "bing"
    BING_TOKEN = "bing-token"  # access token of OAuth 2.0 instead of the key # noqa: S105 - the name of one

    @property
    def variable(self) -> str:
        """The environment variable that comes before the file."""
        return {
            Key.GOOGLE: "MARSAD_GOOGLE_KEY",
            Key.BING: "MARSAD_BING_KEY",
            Key.BING_TOKEN: "MARSAD_BING_TOKEN",
        }[self]


def find_key(key: Key) -> str:
    """The key; empty where there is none.

    Raises ConfigError where the file can be read by others or is damaged.
    """
    if said := os.environ.get(key.variable, "").strip():
        return said
    file = secret_file(_FILE)
    kept = read_secrets(_FILE)
    if kept and file.stat().st_mode & 0o077:
        raise ConfigError(f"{file}: other users of this machine can read it; make it private with `chmod 600 {file}`")
    found = kept.get(key.value, "")
    if not isinstance(found, str):
        raise ConfigError(f'{file}: "{key.value}" must be a text')
    return found.strip()


def keep_key(key: Key, value: str) -> None:
    """Keep a key in the user's private file; an empty value forgets it. Raises ConfigError."""
    with locked(_FILE):
        kept = {name: one for name, one in read_secrets(_FILE).items() if name != key.value}
        if value.strip():
            kept[key.value] = value.strip()
        write_secrets(_FILE, kept)


def how_to_give(key: Key) -> str:
    """What the user does who has the key."""
    return f"keep it with `marsad connect key {key.value}`, or set {key.variable}"
