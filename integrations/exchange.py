"""One plain HTTP request and its answer, for services without a client library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import httplib2

from integrations.trouble import ServiceError, Trouble, redacted

TIMEOUT_S = 30.0


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes


def exchange(
    service: str,
    url: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout_s: float = TIMEOUT_S,
) -> Answer:
    """Send one request; redirects are not followed, so that no key goes to another host.

    Raises ServiceError (UNREACHABLE) where nothing answers.
    """
    http = httplib2.Http(timeout=timeout_s)
    http.follow_redirects = False
    try:
        response, content = http.request(url, method, body=body, headers=dict(headers or {}))
    except (httplib2.HttpLib2Error, OSError) as error:
        said = redacted(" ".join(str(error).split())[:200]) or type(error).__name__
        raise ServiceError(Trouble.UNREACHABLE, service, said) from None
    finally:
        http.close()
    return Answer(response.status, {name.lower(): value for name, value in response.items()}, content)
