"""The nouns of watching a site between audits: what was looked at, how it stood, and what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class WatchKind(StrEnum):
    """What of a site is watched."""

    PAGE = "page"
    ROBOTS = "robots"
    SITEMAP = "sitemap"
    CERTIFICATE = "certificate"


class LookState(StrEnum):
    """What one look found. UNSURE says that nobody can tell: a wall, a limit, an own network that is down."""

    UP = "up"
    DOWN = "down"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one address."""

    kind: WatchKind
    url: str
    state: LookState
    at: float  # Unix time
    status: int = 0
    why: str = ""  # where it is not up, in words
    ms: float | None = None  # until the first byte
    facts: Mapping[str, Any] | None = None  # what it says; None: unchanged, or not known
    etag: str = ""
    last_modified: str = ""
    is_network: bool = False  # no answer at all, which the own network may be to blame for


@dataclass(frozen=True, slots=True)
class Watched:
    """How one address stands, over all looks so far."""

    site: str
    kind: WatchKind
    url: str
    checked_at: float = 0.0
    state: LookState = LookState.UNSURE
    status: int = 0
    why: str = ""
    failures: int = 0  # looks in a row that found it down
    failing_since: float = 0.0
    is_told: bool = False  # whether the channels know that it is down
    facts: Mapping[str, Any] = field(default_factory=dict)  # as they are taken to be
    newest: Mapping[str, Any] = field(default_factory=dict)  # as the last look found them
    etag: str = ""
    last_modified: str = ""
    changes: tuple[float, ...] = ()  # times of the newest changes that were told


@dataclass(frozen=True, slots=True)
class WatchEvent:
    """Something that happened: "down", "up", or what changed, with its facts."""

    site: str
    kind: WatchKind
    url: str
    at: float
    what: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WatchDay:
    """All looks at one address on one day (ISO, UTC)."""

    site: str
    kind: WatchKind
    url: str
    day: str
    up: int = 0
    down: int = 0
    unsure: int = 0
    ms_sum: float = 0.0  # of those that were up and timed
    timed: int = 0
