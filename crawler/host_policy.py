"""What a person says of single hosts: how fast they are asked, which statuses are fine there, and which headers go."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from pydantic import BaseModel, ConfigDict, Field, field_validator

from crawler.guard import address_of, is_public
from store.errors import ConfigError
from store.urls import split

_REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_SECRET = re.compile(r"authorization|cookie|token|secret|key|password|signature", re.IGNORECASE)


class HostPolicy(BaseModel):
    """One [[host]] of marsad.toml. The first whose `match` fits a URL's host counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    match: str = Field(description="Host name, with its port if that is not the usual one; * stands for any letters.")
    delay: float | None = Field(None, ge=0, description="Pause between requests to the host, in seconds.")
    concurrency: int | None = Field(None, ge=1, le=64, description="Requests to the host at the same time.")
    accept: tuple[int, ...] = Field((), description="Statuses that count as fine there, e.g. 403.")
    headers: dict[str, str] = Field(
        default_factory=dict,
        description="Further request headers; ${NAME} is taken from the environment, where secrets belong.",
    )

    @field_validator("headers")
    @classmethod
    def _no_secrets(cls, headers: dict[str, str]) -> dict[str, str]:
        for name, value in headers.items():
            if _SECRET.search(name) and not _REFERENCE.search(value):
                raise ValueError(f'write {name} = "${{NAME}}" and put the secret into that environment variable')
            if any(ord(letter) < 32 for letter in name + value):
                raise ValueError(f"the header {name!r} holds a line break or a control character")
        return headers

    def fits(self, netloc: str) -> bool:
        """Whether the policy speaks of a host (with its port, if that is not the usual one)."""
        wanted = self.match.lower()
        return fnmatchcase(netloc, wanted) or fnmatchcase(netloc.partition(":")[0], wanted)

    def request_headers(self) -> dict[str, str]:
        """The headers with the environment's values. Raises ConfigError where a variable is not set."""
        return {name: _REFERENCE.sub(_from_environment, value) for name, value in self.headers.items()}


class HostPolicies:
    """All policies of a run, looked up by URL.

    Where the site is audited over TLS, secret headers go to no public address without it: links and redirects to http
    are found on most sites, and whoever listens would read along.
    """

    def __init__(self, policies: Iterable[HostPolicy], start_url: str = "") -> None:
        self._policies = tuple(policies)
        self._headers = [policy.request_headers() for policy in self._policies]
        self._open = [
            {name: value for name, value in headers.items() if not _is_secret(name, value, policy)}
            for policy, headers in zip(self._policies, self._headers, strict=True)
        ]
        self._needs_tls = start_url.startswith("https://")
        self._known: dict[str, int | None] = {}

    def of(self, url: str) -> HostPolicy | None:
        """The policy that counts for a URL."""
        number = self._number(url)
        return None if number is None else self._policies[number]

    def headers_of(self, url: str) -> Mapping[str, str]:
        """The further request headers for a URL."""
        number = self._number(url)
        if number is None:
            return {}
        if self._needs_tls and url.startswith("http://"):
            address = address_of(split(url).host)
            if address is None or is_public(address):
                return self._open[number]
        return self._headers[number]

    def secrets(self) -> list[str]:
        """Values that the environment added to headers, and those of headers that are secret by their name."""
        return [
            value
            for policy, headers in zip(self._policies, self._headers, strict=True)
            for name, value in headers.items()
            if _is_secret(name, value, policy)
        ]

    def _number(self, url: str) -> int | None:
        if not self._policies:
            return None
        netloc = split(url).netloc
        if netloc not in self._known:
            fitting = (number for number, policy in enumerate(self._policies) if policy.fits(netloc))
            self._known[netloc] = next(fitting, None)
        return self._known[netloc]


def _is_secret(name: str, value: str, policy: HostPolicy) -> bool:
    return value != policy.headers[name] or _SECRET.search(name) is not None


def _from_environment(found: re.Match[str]) -> str:
    value = os.environ.get(found[1])
    if value is None:
        raise ConfigError(f"marsad.toml: a header names the environment variable {found[1]}, which is not set; set it")
    return value
