"""Finds a cause by its id, or the beginning of it, in the newest run that knows it."""

from __future__ import annotations

from store.database import Store
from store.errors import ConfigError
from store.model import Cause, Run

FEWEST_CHARACTERS = 4
_RUNS = 12


def find_cause(store: Store, wanted: str, site: str | None = None) -> tuple[Run, Cause]:
    """The newest run that names the cause, and the cause as it stands there; `site` is host[:port].

    Raises ConfigError where no cause or more than one begins so.
    """
    if len(wanted) < FEWEST_CHARACTERS:
        raise ConfigError(f"{wanted!r} is too short; give at least {FEWEST_CHARACTERS} characters of the cause's id")
    for run in store.runs(site)[:_RUNS]:
        verdict = store.verdict(run.id)
        found = {one.id: one for one in (verdict.causes if verdict is not None else ()) if one.id.startswith(wanted)}
        if len(found) > 1:
            raise ConfigError(f"{len(found)} causes of run {run.id} begin with {wanted!r}; give more of the id")
        if found:
            return run, next(iter(found.values()))
    raise ConfigError(f"no run has a cause {wanted!r}; `marsad export causes` lists them with their ids")


__all__ = ["find_cause"]
