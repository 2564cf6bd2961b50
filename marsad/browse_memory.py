"""What a browser saw of unchanged pages is taken over from the run before, for as long as it is not too old."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import numpy as np

from marsad.config import Config
from store.database import Store
from store.model import ASSET_KINDS, Artifact, ArtifactKind, Page, Run, Target

DAY_S = 86_400.0
OTHER_PACE_MS = 300.0
"""Milliseconds by which the first byte came sooner or later: what a load took then says nothing of now."""
WALKED = frozenset({ArtifactKind.KEYBOARD, ArtifactKind.RESPONSIVE})
"""What only the pages that stand for their template are asked."""
_VALIDATORS = ("etag", "last-modified")


def keep_what_was_seen(
    store: Store, run: Run, before: Run | None, config: Config, sample: Iterable[Page], walked: Collection[int]
) -> int:
    """Take over what the run before saw of pages of the sample; returns of how many.

    A page counts as seen where it answered unchanged, its parts are what they were (by validators or digests), the
    browser is of the same version with the same options, and all went well and is young enough: `sample.keep_days`,
    and `sample.keep_speed_days` for loads in the lab. The others are loaded again, and so is a page whose server has
    become much slower or quicker.
    """
    if before is None or not _is_same_browser(run, before):
        return 0
    wanted = [page for page in sample if page.is_reused]
    paces = {page.id: page.ttfb_ms for page in store.pages(before.id, [page.id for page in wanted])} if wanted else {}
    wanted = [page for page in wanted if not _is_other_pace(page.ttfb_ms, paces.get(page.id))]
    known = {one.page_id for one in store.artifacts(run.id, [page.id for page in wanted])}
    wanted = [page for page in wanted if page.id not in known]
    seen: dict[int, list[Artifact]] = {}
    for one in store.artifacts(before.id, [page.id for page in wanted]):
        seen.setdefault(one.page_id, []).append(one)
    changed = _changed_parts(store, run, before)
    parts = _parts_of(store, run, seen)
    phones = "mobile" if config.sample.phones else ""
    kept = 0
    for page in wanted:
        artifacts = seen.get(page.id, [])
        visit = [one for one in artifacts if one.kind is not ArtifactKind.LAB]
        if not _is_good(visit, run.started_at - config.sample.keep_days * DAY_S) or parts.get(page.id, set()) & changed:
            continue
        if page.id in walked and not _was_walked(visit, phones):
            continue
        lab = [one for one in artifacts if one.kind is ArtifactKind.LAB]
        if _is_good(lab, run.started_at - config.sample.keep_speed_days * DAY_S):
            visit += lab
        store.save_artifacts(run.id, visit)
        kept += 1
    return kept


def oldest_sight(store: Store, run: Run) -> float:
    """When the oldest sight was taken that this run took over; 0 where it took none over."""
    return min((one.taken_at for one in store.artifacts(run.id) if one.taken_at < run.started_at), default=0.0)


def _is_same_browser(run: Run, before: Run) -> bool:
    version = run.versions.get("browser")
    return bool(version) and before.versions.get("browser") == version and _options(run) == _options(before)


def _options(run: Run) -> dict[str, Any]:
    sample = {name: value for name, value in (run.options.get("sample") or {}).items() if name == "phones"}
    return {"sample": sample, **{name: run.options.get(name) for name in ("browser", "javascript")}}


def _is_other_pace(now: float | None, then: float | None) -> bool:
    return now is not None and then is not None and abs(now - then) > OTHER_PACE_MS


def _is_good(artifacts: Collection[Artifact], since: float) -> bool:
    return bool(artifacts) and all(not one.error and one.taken_at >= since for one in artifacts)


def _was_walked(artifacts: Iterable[Artifact], phones: str) -> bool:
    kinds = {one.kind for one in artifacts}
    devices = {one.device for one in artifacts if one.kind is ArtifactKind.AXE}
    return bool(kinds & WALKED) and (not phones or ArtifactKind.AXE not in kinds or phones in devices)


def _changed_parts(store: Store, run: Run, before: Run) -> set[int]:
    """Ids of the parts of pages of which it is not certain that they are what they were."""
    digests = [_digests(store, one) for one in (before, run)]
    earlier = {one.id: _validator(one, digests[0]) for one in store.targets(before.id)}
    now = {one.id: _validator(one, digests[1]) for one in store.targets(run.id)}
    return {
        number
        for number in earlier.keys() | now.keys()
        if now.get(number) is None or now[number] != earlier.get(number)
    }


def _digests(store: Store, run: Run) -> dict[str, str]:
    return {one.url: str(one.data.get("digest") or "") for one in store.probes(run.id) if one.kind == "asset"}


def _validator(target: Target, digests: Mapping[str, str]) -> tuple[Any, ...] | None:
    """What says of a part that it is the same; None where its answer says nothing of that."""
    headers = dict(target.headers)
    validators = tuple(headers.get(name, "") for name in _VALIDATORS)
    digest = digests.get(target.url, "")
    if not any(validators) and not digest:
        return None
    return (target.state, target.status, target.final_url, target.size_bytes, *validators, digest)


def _parts_of(store: Store, run: Run, pages: Collection[int]) -> dict[int, set[int]]:
    """Page id -> ids of the pictures, scripts, style sheets and the like that it loads."""
    if not pages:
        return {}
    table = store.links(run.id)
    among = np.isin(table.source, list(pages)) & np.isin(table.kind, [int(kind) for kind in ASSET_KINDS])
    found: dict[int, set[int]] = {}
    for source, target in zip(table.source[among].tolist(), table.target[among].tolist(), strict=True):
        found.setdefault(source, set()).add(target)
    return found
