"""The lab's largest paint over the runs of a site, of all measured pages and of each kind of page."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING

from store.model import ArtifactKind, Run

if TYPE_CHECKING:
    from store.database import Store

MOST_RUNS = 12


def lab_trend(
    store: Store, run: Run
) -> tuple[tuple[tuple[str, int, float, int], ...], dict[str, tuple[float | None, ...]]]:
    """Of each run of the site up to this one the median largest paint of the lab on a phone, oldest first; and by
    name of a template the same of its pages, None for a run that measured none of them."""
    earlier = [one for one in store.runs(run.site) if one.id <= run.id][:MOST_RUNS]
    found: list[tuple[Run, dict[str, list[float]]]] = []
    for one in reversed(earlier):
        seen = {
            artifact.page_id: float(artifact.data["median"]["lcp_ms"])
            for artifact in store.artifacts(one.id, kinds=[ArtifactKind.LAB])
            if not artifact.error and artifact.device == "mobile" and artifact.data["median"].get("lcp_ms") is not None
        }
        names = {template.id: template.name for template in store.templates(one.id)} if seen else {}
        by: dict[str, list[float]] = defaultdict(list)
        for page in store.pages(one.id, sorted(seen)) if seen else ():
            by[names.get(page.template_id or 0, "")].append(seen[page.id])
        if by:
            found.append((one, by))
    moments = [datetime.fromtimestamp(one.started_at, UTC) for one, _ in found]
    is_often = len({moment.date() for moment in moments}) < len(moments)
    days = [f"{moment:%Y-%m-%d %H:%M}" if is_often else f"{moment:%Y-%m-%d}" for moment in moments]
    rows = []
    for day, (one, by) in zip(days, found, strict=True):
        values = [value for some in by.values() for value in some]
        rows.append((day, one.id, round(median(values)), len(values)))
    kinds = {name for _, by in found for name in by}
    return tuple(rows), {
        name: tuple(round(median(by[name])) if name in by else None for _, by in found) for name in kinds
    }
