"""The report's chapter on speed: what people met, what the lab and the browser measured, and which files to mend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING, Any

from reports.lines import LineChart, line_chart
from reports.speed_files import MOST_FILES, FileRow, files_of, gathered
from reports.speed_google import GooglePages, google_pages
from reports.speed_trend import lab_trend
from reports.waterfall import Waterfall, waterfall
from store.field_data import THRESHOLDS
from store.measures import Measures, MeasureState
from store.model import Artifact, ArtifactKind, Cause, Run, Template

if TYPE_CHECKING:
    from reports.model import PageRow
    from store.database import Store

MOST_TREND_TEMPLATES = 4
MOST_FRAMES = 8
FRAME_CHARACTERS = 60_000
SHOWN = ("lcp_ms", "cls", "tbt_ms", "fcp_ms")
FIELD_SHOWN = ("lcp_ms", "inp_ms", "cls", "ttfb_ms", "fcp_ms")
LAB_BANDS = {**THRESHOLDS, "tbt_ms": (200.0, 600.0)}
"""Of the lab: web.dev's for what it shares with the field, Lighthouse's mobile curve for blocking time."""
SERVICES = ("Chrome UX Report", "PageSpeed Insights", "Lab")


_TOLD_BY = {"field": ("crux", "pagespeed"), "field_history": ("crux",), "lab": ("pagespeed",)}


@dataclass(frozen=True, slots=True)
class Figure:
    """One value with its band: "good", "middling", "poor", or "" where it is not known or has no band."""

    value: float | None
    band: str = ""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One metric of one device for the whole site, or of a page with an answer of its own."""

    target: str
    is_origin: bool
    form: str
    metric: str
    p75: Figure
    shares: tuple[float, float, float] | None  # good, middling, poor; 0 to 1


@dataclass(frozen=True, slots=True)
class FieldHistory:
    """Weeks of one metric of the whole site on one device; each value is of 28 days."""

    form: str
    metric: str
    chart: LineChart
    weeks: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class TemplateSpeed:
    """One template: what its sampled pages took, worst page first known; counts are of measured pages."""

    name: str
    pages: int
    url: str  # the slowest page that was measured
    lab: Mapping[str, Figure]  # medians over the pages
    lab_pages: int
    score: float | None
    browser: Mapping[str, Figure]
    browser_pages: int
    field: Mapping[str, Figure]  # of the pages that have an answer of their own: the worst
    spread: tuple[int, int, int]  # pages whose largest paint is good, middling, poor; by the lab, else by the browser


@dataclass(frozen=True, slots=True)
class FieldGap:
    """How far visitors and the lab are apart on a phone, for one page or the whole site."""

    target: str  # URL; empty: the whole site
    lab_ms: float
    field_ms: float
    ttfb_ms: float | None  # of the visitors

    @property
    def side(self) -> str:
        """ "quicker" or "slower", as visitors are beside the lab, or "alike"."""
        share = self.field_ms / self.lab_ms if self.lab_ms else 1.0
        return "quicker" if share < 0.8 else "slower" if share > 1.25 else "alike"


@dataclass(frozen=True, slots=True)
class SpeedChapter:
    """All that the chapter says."""

    templates: tuple[TemplateSpeed, ...]  # worst first
    field: tuple[FieldRow, ...]
    field_days: tuple[str, str]
    history: tuple[FieldHistory, ...]
    emulations: tuple[str, ...]
    runs_each: int  # loads of a page in the lab
    is_busy: bool
    files: tuple[FileRow, ...]
    file_rows: int
    frames: tuple[tuple[float, str], ...]  # milliseconds, base64 of a WebP
    frames_url: str
    waterfall: Waterfall | None
    trend: LineChart | None  # median largest paint of the lab, by run
    trend_rows: tuple[tuple[str, int, float, int], ...]  # day (and time, where days repeat), run, value, pages
    budgets: tuple[Mapping[str, Any], ...]
    missing: tuple[tuple[str, str, str], ...]  # what, why, how
    lab_score: float | None
    trend_templates: tuple[tuple[str, tuple[float | None, ...]], ...] = ()  # name, median of each run of `trend_rows`
    gap: FieldGap | None = None
    google: GooglePages | None = None

    @property
    def worst(self) -> TemplateSpeed | None:
        """The slowest template that was measured."""
        return self.templates[0] if self.templates else None


def load_speed(
    store: Store, run: Run, pages: Sequence[PageRow], templates: Sequence[Template], causes: Sequence[Cause],
    titles: Mapping[str, str],
) -> SpeedChapter | None:  # fmt: skip
    """Read what a run and the runs before it measured; None where nothing of it is known."""
    by_id = {page.id: page for page in pages}
    lab = [one for one in store.artifacts(run.id, kinds=[ArtifactKind.LAB]) if not one.error and one.page_id in by_id]
    loads = [
        one for one in store.artifacts(run.id, kinds=[ArtifactKind.VITALS]) if not one.error and one.page_id in by_id
    ]
    field = _newest(store, run, "field")
    files = files_of(store, run, causes, titles)
    budgets = tuple(run.coverage.get("budgets") or ())
    google = google_pages(_newest(store, run, "lab"))
    if not (lab or loads or field or files or budgets or google):
        return None
    rows = _field_rows(field)
    shown = _shown_load(lab, loads)
    trend_rows, by_template = lab_trend(store, run)
    frames, frames_url = _frames(lab, by_id)
    slowed = [one for one in lab if one.device == "mobile"] or lab
    kinds = _templates(templates, by_id, slowed, loads, rows)
    scores = [score for one in slowed if (score := one.data["median"].get("score")) is not None]
    return SpeedChapter(
        templates=kinds,
        field=rows,
        field_days=(field.first_day, field.last_day) if field else ("", ""),
        history=_history(_newest(store, run, "field_history")),
        emulations=tuple(dict.fromkeys(str(one.data["emulation"]["name"]) for one in lab)),
        runs_each=max((len(one.data.get("runs") or ()) for one in lab), default=0),
        is_busy=any((one.data.get("machine") or {}).get("is_busy") for one in (*lab, *loads)),
        files=gathered(files)[:MOST_FILES],
        file_rows=len(files),
        frames=frames,
        frames_url=frames_url,
        waterfall=waterfall(shown.data, by_id[shown.page_id].url, _conditions(shown)) if shown else None,
        trend=line_chart([(day, value) for day, _, value, _ in trend_rows], target=LAB_BANDS["lcp_ms"][0])
        if len(trend_rows) > 1
        else None,
        trend_rows=trend_rows,
        trend_templates=tuple(
            (row.name, by_template[row.name]) for row in kinds if row.name and row.name in by_template
        )[:MOST_TREND_TEMPLATES],
        gap=_gap(kinds, rows, slowed),
        google=google,
        budgets=budgets,
        missing=_missing(run),
        lab_score=median(scores) if scores else None,
    )


def band(metric: str, value: float | None, limits: Mapping[str, tuple[float, float]] = LAB_BANDS) -> Figure:
    """A value with its band."""
    if value is None or metric not in limits:
        return Figure(value)
    good, poor = limits[metric]
    return Figure(value, "good" if value <= good else "poor" if value > poor else "middling")


def _newest(store: Store, run: Run, name: str) -> Measures | None:
    day = datetime.fromtimestamp(run.started_at, UTC).date().isoformat()
    for source in _TOLD_BY[name]:
        for table in store.newest_measures(run.site, source=source, name=name, until=day):
            if table.state is MeasureState.OK and table.rows:
                return table
    return None


def _field_rows(table: Measures | None) -> tuple[FieldRow, ...]:
    if table is None:
        return ()
    found = []
    for (target, answered_by, form, metric), values in table.rows:
        if metric not in FIELD_SHOWN or (answered_by == "origin" and target != table.account):
            continue
        p75, *shares = values
        known = (shares[0], shares[1], shares[2]) if len(shares) == 3 else (None, None, None)
        told = None if None in known else (known[0] or 0.0, known[1] or 0.0, known[2] or 0.0)
        found.append(FieldRow(target, answered_by == "origin", form, metric, band(metric, p75), told))
    order = {"poor": 0, "middling": 1, "good": 2, "": 3}
    return tuple(sorted(found, key=lambda one: (not one.is_origin, one.target, one.form != "PHONE",
                                                FIELD_SHOWN.index(one.metric), order[one.p75.band])))  # fmt: skip


def _history(table: Measures | None) -> tuple[FieldHistory, ...]:
    if table is None:
        return ()
    by: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    for (target, answered_by, form, metric, day), values in table.rows:
        if target == table.account and answered_by == "origin" and values[0] is not None:
            by[form, metric].append((day, values[0]))
    found = []
    for (form, metric), weeks in sorted(by.items(), key=lambda one: (one[0][0] != "PHONE", one[0])):
        weeks.sort()
        good = THRESHOLDS[metric][0] if metric in THRESHOLDS else None
        chart = line_chart(weeks, target=good) if len(weeks) > 1 and metric in ("lcp_ms", "inp_ms", "cls") else None
        if chart is not None:
            found.append(FieldHistory(form, metric, chart, tuple(weeks)))
    return tuple(found)


def _templates(
    templates: Sequence[Template], pages: Mapping[int, PageRow], lab: Sequence[Artifact], loads: Sequence[Artifact],
    field: Sequence[FieldRow],
) -> tuple[TemplateSpeed, ...]:  # fmt: skip
    counts: dict[int | None, int] = defaultdict(int)
    for page in pages.values():
        if page.is_html and page.status == 200:
            counts[page.template_id] += 1
    names = {one.id: one.name for one in templates}
    of_lab, of_loads = _by_template(lab, pages), _by_template(loads, pages)
    rows = []
    for number in dict.fromkeys([*of_lab, *of_loads]):
        labs, seen = of_lab.get(number, []), of_loads.get(number, [])
        slow = [(one, one.data["median"]) for one in labs] or [(one, one.data) for one in seen]
        slow.sort(key=lambda pair: -(pair[1].get("lcp_ms") or 0))
        bands = [band("lcp_ms", values.get("lcp_ms")).band for _, values in slow]
        scores = [one.data["median"]["score"] for one in labs if one.data["median"].get("score") is not None]
        urls = {page.url for page in pages.values() if page.template_id == number}
        rows.append(
            TemplateSpeed(
                name=names.get(number or 0, ""),
                pages=counts[number],
                url=pages[slow[0][0].page_id].url if slow else "",
                lab=_medians([one.data["median"] for one in labs]),
                lab_pages=len(labs),
                score=median(scores) if scores else None,
                browser=_medians([one.data for one in seen]),
                browser_pages=len({one.page_id for one in seen}),
                field=_worst_field([one for one in field if not one.is_origin and one.target in urls]),
                spread=(bands.count("good"), bands.count("middling"), bands.count("poor")),
            )
        )
    return tuple(sorted(rows, key=_slowness))


def _slowness(row: TemplateSpeed) -> tuple[float, float]:
    figures = row.lab or row.browser
    largest = figures.get("lcp_ms")
    return (row.score if row.score is not None else 2.0, -((largest.value if largest else None) or 0.0))


def _by_template(found: Sequence[Artifact], pages: Mapping[int, PageRow]) -> dict[int | None, list[Artifact]]:
    by: dict[int | None, list[Artifact]] = defaultdict(list)
    for one in found:
        by[pages[one.page_id].template_id].append(one)
    return by


def _medians(rows: Sequence[Mapping[str, Any]]) -> dict[str, Figure]:
    found = {}
    for name in SHOWN if rows else ():
        values = [float(row[name]) for row in rows if row.get(name) is not None]
        found[name] = band(name, median(values) if values else None)
    return found


def _worst_field(rows: Sequence[FieldRow]) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for one in rows:
        known = found.get(one.metric)
        if known is None or (one.p75.value or 0) > (known.value or 0):
            found[one.metric] = one.p75
    return found


def _shown_load(lab: Sequence[Artifact], loads: Sequence[Artifact]) -> Artifact | None:
    """The load whose waterfall is drawn: the slowest of the lab, else of the browser."""
    for found in ([one for one in lab if one.device == "mobile"], lab, loads):
        drawn = [one for one in found if one.data.get("waterfall")]
        if drawn:
            return max(drawn, key=lambda one: (one.data.get("median") or one.data).get("lcp_ms") or 0)
    return None


def _conditions(load: Artifact) -> str:
    return str((load.data.get("emulation") or {}).get("name") or "")


def _frames(lab: Sequence[Artifact], pages: Mapping[int, PageRow]) -> tuple[tuple[tuple[float, str], ...], str]:
    strips = [one for one in lab if one.data.get("filmstrip")]
    if not strips:
        return (), ""
    strip = max(strips, key=lambda one: one.data["median"].get("lcp_ms") or 0)
    frames = [
        (float(one["ms"]), str(one["image"]))
        for one in strip.data["filmstrip"][:MOST_FRAMES]
        if one.get("image") and len(str(one["image"])) <= FRAME_CHARACTERS
    ]
    return tuple(frames), pages[strip.page_id].url


def _gap(kinds: Sequence[TemplateSpeed], field: Sequence[FieldRow], lab: Sequence[Artifact]) -> FieldGap | None:
    """The slowest kind of page of which both are known; else the whole site beside the median of the lab's pages."""
    phone = {(one.target, one.metric): one.p75.value for one in field if one.form == "PHONE" and one.p75.value}
    for row in kinds:
        met, value = phone.get((row.url, "lcp_ms")), (row.lab.get("lcp_ms") or Figure(None)).value
        if met and value:
            return FieldGap(row.url, value, met, phone.get((row.url, "ttfb_ms")))
    origin = next((one.target for one in field if one.is_origin), "")
    times = [float(ms) for one in lab if (ms := one.data["median"].get("lcp_ms")) is not None]
    met = phone.get((origin, "lcp_ms"))
    return FieldGap("", median(times), met, phone.get((origin, "ttfb_ms"))) if met and times else None


def _missing(run: Run) -> tuple[tuple[str, str, str], ...]:
    gaps = run.coverage.get("not_done") or ()
    return tuple(
        (str(gap["what"]), str(gap["why"]).rstrip("."), str(gap.get("how", "")))
        for gap in gaps
        if str(gap.get("what", "")).startswith(SERVICES) and "busy" not in str(gap["why"])  # said by itself
    )
