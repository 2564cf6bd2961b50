"""Asks the Internet Archive for the last copy of a page that is gone; only addresses are told to it, never content."""

from __future__ import annotations

import json
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from integrations.exchange import exchange
from integrations.stand_in import stand_in
from integrations.trouble import ServiceError, Trouble

SERVICE = "Internet Archive"
ENDPOINT = "https://archive.org/wayback/available"
ENDPOINT_VARIABLE = "MARSAD_ARCHIVE_ENDPOINT"
HOSTS = frozenset({"web.archive.org", "archive.org"})
_PASSING = {429: Trouble.BUSY, 503: Trouble.BUSY}


class ArchivedCopy(NamedTuple):
    """A copy of a page as it was."""

    url: str  # where the copy can be read
    day: str  # YYYY-MM-DD


def closest_copy(url: str, at: str = "") -> ArchivedCopy | None:
    """The newest whole copy of a page that the archive names; None where it has none.

    Raises ServiceError where it does not answer as https://archive.org/help/wayback_api.php says. `at` replaces the
    address that is asked.
    """
    answer = exchange(SERVICE, f"{at or ENDPOINT}?url={quote(url, safe='')}")
    if answer.status != 200:
        trouble = _PASSING.get(answer.status, Trouble.SERVER if answer.status >= 500 else Trouble.BAD_REQUEST)
        raise ServiceError(trouble, SERVICE, f"it answered {answer.status}")
    try:
        found = json.loads(answer.body)["archived_snapshots"]
        closest = found.get("closest") if isinstance(found, dict) else None  # an empty list has been seen too
    except (ValueError, TypeError, KeyError):
        raise ServiceError(Trouble.BAD_ANSWER, SERVICE, "the answer is not what its interface promises") from None
    if not isinstance(closest, dict) or not closest.get("available") or str(closest.get("status")) != "200":
        return None
    copy, stamp = str(closest.get("url", "")), str(closest.get("timestamp", ""))
    parts = urlsplit(copy)
    if parts.scheme not in ("http", "https") or parts.hostname not in HOSTS or len(stamp) < 8 or not stamp.isdigit():
        return None
    secure = copy.replace("http://", "https://", 1) if copy.startswith("http://") else copy
    return ArchivedCopy(secure, f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}")


def endpoint() -> str:
    """The address that MARSAD_ARCHIVE_ENDPOINT names; empty: the archive itself.

    Raises ConfigError where it names another machine.
    """
    return stand_in(ENDPOINT_VARIABLE, "the archive")
