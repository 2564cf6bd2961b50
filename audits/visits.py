"""Compares what two visitors were given at one URL, when each was asked once or twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Look = Mapping[str, Any]


def differs_always(ours: Sequence[Look], theirs: Sequence[Look], name: str) -> bool:
    """Whether no visit of the one had the value of any visit of the other: what changes by itself is no difference."""
    one = [look[name] for look in ours if name in look]
    other = [look[name] for look in theirs if name in look]
    return bool(one) and bool(other) and all(value not in other for value in one)


def is_page(look: Look) -> bool:
    """Whether a visit was given a page, and no refusal, error or bot wall."""
    return look.get("status") == 200 and not look.get("wall") and "title" in look


def share_at_best(ours: Sequence[Look], theirs: Sequence[Look], name: str) -> float:
    """The largest share of our least that the other visitor had of something that is counted; 1 where we had none."""
    least = min((int(look.get(name, 0)) for look in ours), default=0)
    most = max((int(look.get(name, 0)) for look in theirs), default=0)
    return most / least if least else 1.0
