"""Looks for archived copies of pages that links lead to and that are gone, where the owner switched that on."""

from __future__ import annotations

import time

from integrations.web_archive import SERVICE, closest_copy, endpoint
from marsad.ask import Asking
from store.database import Batch
from store.model import LinkState, Probe, Target

KIND = "archived"
_GONE = frozenset({LinkState.DEAD, LinkState.SOFT_404})
_WHAT = f"Copies in the {SERVICE}"


def ask_archive(asking: Asking) -> None:
    """Ask once for each dead target of other sites, as many as the owner allows; a copy becomes part of the finding."""
    most = asking.config.links.archive_lookups
    if not most:
        return
    store, run = asking.store, asking.run
    known = {probe.url for probe in store.probes(run.id) if probe.kind == KIND}
    gone = [one for one in store.targets(run.id) if one.state in _GONE and one.url not in known]
    gone.sort(key=lambda one: one.url)
    at = endpoint()
    for target in gone[:most]:
        if asking.stop.is_set():
            return
        store.save_batch(run.id, Batch(probes=[_asked(target, at)]))
    if len(gone) > most:
        why = f"{len(gone) - most} of {len(gone)} dead links were not looked up"
        asking.coverage.add_gap(_WHAT, why, "Raise `links.archive_lookups` in marsad.toml.")


def _asked(target: Target, at: str) -> Probe:
    copy = closest_copy(target.url, at)
    data = {"copy": copy.url, "day": copy.day} if copy is not None else {}
    return Probe(KIND, target.url, status=200, data=data, asked_at=time.time())
