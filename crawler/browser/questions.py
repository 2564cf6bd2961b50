"""What a browser is asked of a link, and what it answers; free of the browser itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from store.model import Failure, LinkState

METHOD = "browser"
"""The method of a target that a browser had the last word on."""


class Question(NamedTuple):
    """A link to look at; `fragment` is what stands behind "#", where that is what is doubted."""

    url: str
    fragment: str = ""

    @property
    def is_route(self) -> bool:
        """Whether the fragment is an address within an application and no place on the page."""
        return self.fragment.startswith(("/", "!"))


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the browser saw. `state` unknown: it could not decide either, for the `reason`."""

    question: Question
    state: LinkState
    status: int = 0
    failure: Failure | None = None
    final_url: str = ""
    reason: str = ""
