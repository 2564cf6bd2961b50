"""Compare the order of the stops with the order in which eyes meet them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

LEAST_JUMP = 60  # CSS pixels upwards that are more than uneven lines
SHARED = 0.5  # part of the narrower element that must lie in the same column, or of the lower one in the same row


def out_of_order(stops: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stops to which the focus jumps back up within one column; only stops without a tabindex of their own.

    Only a person can tell whether the order hurts, so all of them are to review.
    """
    problems = []
    shown = [one for one in stops if one.get("seen", True) and one["tabindex"] <= 0 and not one["frame"]]
    for before, stop in pairwise(shown):
        x1, y1, width1, _ = before["rect"]
        x2, y2, width2, height2 = stop["rect"]
        shared = min(x1 + width1, x2 + width2) - max(x1, x2)
        is_column = shared >= SHARED * min(width1, width2) and max(width1, width2) < 4 * min(width1, width2)
        if is_column and y2 + height2 + LEAST_JUMP <= y1:
            problems.append(
                {**stop, "kind": "order", "outcome": "review", "after": before["selector"], "jump": y1 - y2}
            )
    return problems
