"""What the Chrome UX Report told of speed, in this run or before it, as site rules see it."""

from __future__ import annotations

from datetime import UTC, datetime

from audits.field import FieldView
from audits.searching.views import FIELD, SOURCES
from integrations.crux import SOURCE
from marsad.ask_measures import CRUX
from store.database import Store
from store.field_data import field_speed
from store.measures import MeasureState
from store.model import Run


def read_field(store: Store, run: Run) -> tuple[FieldView | None, dict[str, str]]:
    """How fast pages were for people, or why nobody knows. Too little traffic is a normal answer."""
    day = datetime.fromtimestamp(run.started_at, UTC).date().isoformat()
    tables = store.newest_measures(run.site, source=SOURCE, name="field", until=day)
    known = next((one for one in tables if one.is_known and one.rows), None)
    if known is not None:
        return FieldView(known.account, field_speed(known), known.first_day, known.last_day), {}
    little = next((one.reason for one in tables if one.state is MeasureState.INSUFFICIENT), "")
    return None, {FIELD: little or _gap(store, run) or SOURCES[FIELD]}


def _gap(store: Store, run: Run) -> str:
    """Why the service was not asked, as the run noted it."""
    gaps = store.run(run.id).coverage.get("not_done") or ()
    return next((f"{one['what']}: {one['why']}" for one in gaps if str(one.get("what", "")).startswith(CRUX)), "")
