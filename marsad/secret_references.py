"""Secrets by reference: a configuration names where a secret lies, the secret itself stands elsewhere."""

from __future__ import annotations

import os
import shlex
from importlib import import_module
from pathlib import Path
from typing import Any

from store.errors import ConfigError

WAYS = "env:NAME (an environment variable), file:PATH (a file with nothing else) or keyring:SERVICE/NAME"
_KEYRING_FAULTS = {
    "NoKeyringError": "of the system is not there (a server or container without a desktop has none); install a "
    "backend such as keyrings.alt",
    "KeyringLocked": "is locked; unlock it as the user who runs Marsad",
    "InitError": "cannot be opened; unlock it as the user who runs Marsad",
}
_SCHEMES = ("env:", "file:", "keyring:")


def is_reference(text: str) -> bool:
    """Whether a setting names where its secret lies instead of being the secret."""
    return text.startswith(_SCHEMES) and "://" not in text


def resolve_secret(text: str, what: str) -> str:
    """The secret that a setting refers to, or the setting itself where it is no reference.

    `what` names the setting for errors. Raises ConfigError where nothing is there; the message holds no secret.
    """
    if not is_reference(text):
        return text.strip()
    scheme, _, place = text.partition(":")
    found = {"env": _of_environment, "file": _of_file, "keyring": _of_keyring}[scheme](place.strip(), what).strip()
    if not found:
        raise ConfigError(f"{what}: {scheme}:{place} is empty; put the secret there")
    return found


def _of_environment(name: str, what: str) -> str:
    value = os.environ.get(name)
    if value is None:
        raise ConfigError(f"{what}: the environment variable {name} is not set; set it, or name another")
    return value


def _of_file(place: str, what: str) -> str:
    try:
        return Path(place).expanduser().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "is not UTF-8 text"
        raise ConfigError(f"{what}: {place} cannot be read ({why}); check the path") from None


def _of_keyring(place: str, what: str) -> str:
    service, _, name = place.partition("/")
    if not service or not name:
        raise ConfigError(f"{what}: keyring:{place} names no entry; write keyring:SERVICE/NAME")
    try:
        keyring: Any = import_module("keyring")
    except ImportError:
        raise ConfigError(
            f"{what}: keyring: needs the package keyring; install it (pip install 'marsad[keyring]'), or use env:NAME"
        ) from None
    try:
        value = keyring.get_password(service, name)
    except Exception as error:  # noqa: BLE001 - each system's keyring has errors of its own
        why = _KEYRING_FAULTS.get(type(error).__name__, f"fails ({type(error).__name__})")
        raise ConfigError(f"{what}: the keyring {why}; or use env:NAME") from None
    if value is None:
        raise ConfigError(
            f"{what}: the keyring has no {name!r} of {service!r}; add it with "
            f"`keyring set {shlex.quote(service)} {shlex.quote(name)}`, or use env:NAME"
        )
    return str(value)
