"""Stand-ins for outside services on this machine, for demonstrations and tests; no key may go to another machine."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from store.errors import ConfigError

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def stand_in(variable: str, service: str) -> str:
    """The address that an environment variable gives to a stand-in; empty: the service itself is asked.

    Raises ConfigError where the address is of another machine: keys and tokens would go there.
    """
    named = os.environ.get(variable, "")
    if named and urlsplit(named).hostname not in _LOOPBACK:
        raise ConfigError(f"{variable}: {named} is not on this machine; unset it to ask {service} itself")
    return named
