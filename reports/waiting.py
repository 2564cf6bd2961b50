"""Causes that the report's HTML does not hold at once: packed, until its script is asked for them.

Three thousand causes make 30 MB of HTML, of which a reader opens a few.
"""

from __future__ import annotations

from markupsafe import Markup

from reports.tables import packed

IN_BLOCK = 40
"""Causes whose details are unpacked together: those of one rule say much the same and pack well."""


class Waiting:
    """Takes in causes while the report is written, and gives them as packed blocks at its end."""

    def __init__(self) -> None:
        self._heads: dict[str, str] = {}
        self._bodies: list[tuple[str, str, str]] = []  # rule, cause, its details

    def add(self, cause: str, rule: str, head: str, body: str) -> Markup:
        """Keep a cause's line and its details; returns what holds its place."""
        self._heads[cause] = str(head).strip()
        self._bodies.append((rule, cause, str(body).strip()))
        return Markup('<i class="later" id="cause-{}" hidden></i>').format(cause)

    def heads(self) -> str:
        """The lines of all causes, and in which block each has its details."""
        self._bodies.sort(key=lambda one: one[0])
        places = {cause: place // IN_BLOCK for place, (_, cause, _) in enumerate(self._bodies)}
        return packed({"heads": self._heads, "blocks": places})

    def bodies(self) -> list[str]:
        """The details in blocks."""
        self._bodies.sort(key=lambda one: one[0])
        starts = range(0, len(self._bodies), IN_BLOCK)
        return [packed({cause: body for _, cause, body in self._bodies[at : at + IN_BLOCK]}) for at in starts]
