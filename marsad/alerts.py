"""Alerts: tells the channels of the configuration what a run found that is new, or that a run failed.

`marsad audit` tells by itself how its run went: whoever starts it as a program of its own (a scheduler) calls
`tell_failure` only for what that program could no longer say, which is a run that was ended because it hung, one that
was killed by a signal, and one that could not begin (exit code 2).
"""

from __future__ import annotations

from marsad.config import Config
from marsad.console import Console
from store.database import Store
from store.model import Run


def tell_run(
    store: Store, run: Run, config: Config, console: Console, *, report: str = "", gate: str = ""
) -> list[dict[str, str]]:
    """Tell every channel what this judged run has to say to it; nothing where there is nothing to say.

    `report` is where the report lies, `gate` why the gate failed. Returns what could not be told, for the ledger of
    what was not done ({"what", "why", "how"}). Never raises for a channel that fails.
    """
    return []


def tell_failure(
    config: Config, site: str, why: str, console: Console, *, store: Store | None = None, run: Run | None = None
) -> list[dict[str, str]]:
    """Tell every channel in one message that the audit of a site failed and why, as `tell_run` does.

    With `store` and `run` a failure that was told a short while ago is not told again, and a site that does not
    answer is told as down.
    """
    return []
