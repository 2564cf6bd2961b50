"""Keeping what judging made of a run: causes one a row, findings in packed blocks by cause, and their history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from operator import attrgetter
from typing import Any

import orjson
import sqlalchemy as sa

from store import schema
from store.connection import Connection
from store.goal_model import goal_of
from store.life_model import LifeCounts
from store.model import (
    BrandSplit,
    Category,
    Cause,
    CauseState,
    Certainty,
    Deduction,
    Effort,
    Evidence,
    Finding,
    Ignored,
    Outcome,
    Owner,
    RuleCount,
    Score,
    Severity,
    Template,
    Traffic,
    TrafficSource,
    Verdict,
)
from store.packing import json_bytes, pack_ids, pack_json, storable, unpack_ids, unpack_json

BLOCK = 500
"""Findings in one packed block."""
_WAITING = 20_000
"""Findings held in memory while blocks fill."""
SAMPLES = 25
LIMITS = {"message": 500, "snippet": 500, "selector": 1_000, "place": 500, "group": 500, "url": 8_192, "target": 8_192}
"""Characters that a field of evidence may have; the rest is cut."""
FACTS_BYTES = 2_048
_SEEN = (CauseState.NEW, CauseState.STILL, CauseState.REGRESSED, CauseState.IGNORED)


@dataclass(frozen=True, slots=True)
class CauseHistory:
    """When a cause was met in earlier runs. Times are those of the runs' starts, Unix time."""

    first_seen: float
    last_seen: float
    first_run: int
    last_run: int  # the newest run that had it
    runs: int  # how many had it
    state: CauseState  # in the newest verdict that names it, fixed included


def save_verdict(db: Connection, run_id: int, verdict: Verdict, findings: Iterable[Finding]) -> None:
    """Replace the judgement of a run, in one transaction."""
    row = {"run_id": run_id, "data": pack_json(_verdict_values(verdict))}
    causes = [_cause_row(run_id, place, one) for place, one in enumerate(verdict.causes)]
    with db.write() as connection:
        for table in (schema.verdict, schema.cause, schema.finding, schema.cause_alias):
            connection.execute(sa.delete(table).where(table.c.run_id == run_id))
        connection.execute(sa.insert(schema.verdict), [row])
        aliases = {one.key: one.id for one in reversed(verdict.causes) if one.key}  # of two the one that was found
        if aliases:
            rows = [{"run_id": run_id, "key": key, "id": cause} for key, cause in aliases.items()]
            connection.execute(sa.insert(schema.cause_alias), rows)
        if causes:
            db.many(connection, "insert cause", lambda: sa.insert(schema.cause), causes)
        for number, (cause, count, data) in enumerate(_blocks(findings)):
            block = {"run_id": run_id, "block": number, "cause": cause, "count": count, "data": data}
            db.many(connection, "insert finding", lambda: sa.insert(schema.finding), [block])


def load_verdict(db: Connection, run_id: int, *, samples: bool = True) -> Verdict | None:
    """The judgement of a run, or None before there is one; its causes have no samples where none are wanted."""
    with db.read() as connection:
        data = connection.execute(sa.select(schema.verdict.c.data).where(schema.verdict.c.run_id == run_id)).scalar()
        if data is None:
            return None
        query = sa.select(schema.cause).where(schema.cause.c.run_id == run_id).order_by(schema.cause.c.position)
        rows = connection.execute(query).all()
    return replace(_summary_of(unpack_json(data)), causes=tuple(_cause_of(row, samples) for row in rows))


def _summary_of(values: dict[str, Any]) -> Verdict:
    return Verdict(
        causes=(),
        counts=tuple(RuleCount(*one) for one in values["counts"]),
        scores=tuple(_score_of(one) for one in values["scores"]),
        templates=tuple(Template(*one) for one in values["templates"]),
        notes=tuple(values["notes"]),
        score_without_ignored=bool(values.get("score_without_ignored")),
        goals=tuple(goal_of(one) for one in values.get("goals", ())),
        brand=_brand_of(values.get("brand")),
        life=LifeCounts(**values["life"]) if values.get("life") else None,
        before_run=values.get("before_run"),
    )


def load_summary(db: Connection, run_id: int) -> Verdict | None:
    """The judgement of a run without its causes, which cost most of the reading; None before there is one."""
    with db.read() as connection:
        data = connection.execute(sa.select(schema.verdict.c.data).where(schema.verdict.c.run_id == run_id)).scalar()
    return _summary_of(unpack_json(data)) if data is not None else None


def load_findings(db: Connection, run_id: int, cause: str | None = None) -> Iterator[Finding]:
    """All findings of a run, or those of one cause, in the order they were saved within their cause."""
    table = schema.finding
    numbers = sa.select(table.c.block).where(table.c.run_id == run_id).order_by(table.c.block)
    if cause is not None:
        numbers = numbers.where(table.c.cause == cause)
    with db.read() as connection:
        blocks = connection.execute(numbers).scalars().all()
    for number in blocks:
        query = sa.select(table.c.cause, table.c.data).where(table.c.run_id == run_id, table.c.block == number)
        with db.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is not None:
            yield from (_finding_of(values, row.cause) for values in unpack_json(row.data))


def cause_history(db: Connection, site: str, before: int | None = None) -> dict[str, CauseHistory]:
    """Cause id -> when it was met in runs of the site, in those before run `before` where that is given."""
    cause, run = schema.cause, schema.run
    query = (
        sa.select(cause.c.id, cause.c.state, run.c.id.label("run"), run.c.started_at)
        .join(run, run.c.id == cause.c.run_id)
        .where(run.c.site == site)
        .order_by(run.c.id)
    )
    if before is not None:
        query = query.where(run.c.id < before)
    history: dict[str, CauseHistory] = {}
    with db.read() as connection:
        for row in connection.execute(query):
            state = CauseState(row.state)
            old = history.get(row.id)
            history[row.id] = _continued(old, state, row.run, row.started_at)
    return history


def _continued(old: CauseHistory | None, state: CauseState, run_id: int, started_at: float) -> CauseHistory:
    is_seen = state in _SEEN
    if old is None:
        return CauseHistory(started_at, started_at, run_id, run_id, int(is_seen), state)
    if not is_seen:
        return CauseHistory(old.first_seen, old.last_seen, old.first_run, old.last_run, old.runs, state)
    return CauseHistory(old.first_seen, started_at, old.first_run, run_id, old.runs + 1, state)


# --- causes and the rest of a verdict --------------------------------------------------------------------------------


def _verdict_values(verdict: Verdict) -> dict[str, Any]:
    return {
        "counts": [_values(one) for one in verdict.counts],
        "scores": [
            [one.category, one.value, one.pages_tested, [[part.cause, part.points] for part in one.deductions]]
            for one in verdict.scores
        ],
        "templates": [_values(one) for one in verdict.templates],
        "notes": list(verdict.notes),
        "score_without_ignored": verdict.score_without_ignored,
        "goals": [one.as_mapping() for one in verdict.goals],
        "brand": _values(verdict.brand) if verdict.brand is not None else None,
        "life": asdict(verdict.life) if verdict.life is not None else None,
        "before_run": verdict.before_run,
    }


def _brand_of(stored: list[Any] | None) -> BrandSplit | None:
    return BrandSplit(tuple(stored[0]), *stored[1:]) if stored else None


def _score_of(values: list[Any]) -> Score:
    category, value, tested, deductions = values
    return Score(Category(category) if category else None, value, tested, tuple(Deduction(*one) for one in deductions))


_CAUSE_TEXT = ("message", "place", "target", "group")
_CAUSE_PLAIN = ("template_id", "priority", "first_seen", "last_seen", "inferred")
_CAUSE_LIFE = ("key", "last_tested", "found_in", "untested", "first_look")
# By their values: asking the enumerations costs more, and there are many causes and findings.
_OUTCOMES = {one.value: one for one in Outcome}
_SEVERITIES = {one.value: one for one in Severity}
_CERTAINTIES = {one.value: one for one in Certainty}
_CAUSE_ENUMS: dict[str, Mapping[Any, Any]] = {
    "outcome": _OUTCOMES,
    "severity": _SEVERITIES,
    "certainty": _CERTAINTIES,
    "owner": {one.value: one for one in Owner},
    "effort": {one.value: one for one in Effort},
    "category": {one.value: one for one in Category},
}


def _cause_row(run_id: int, position: int, cause: Cause) -> dict[str, Any]:
    rest: dict[str, Any] = {name: getattr(cause, name) for name in (*_CAUSE_ENUMS, *_CAUSE_PLAIN)}
    rest.update((name, _cut(name, getattr(cause, name))) for name in _CAUSE_TEXT)
    rest["priority_parts"] = dict(cause.priority_parts)
    rest.update((name, value) for name in _CAUSE_LIFE if (value := getattr(cause, name)))
    if cause.segments:
        rest["segments"] = list(cause.segments)
    if cause.ignored is not None:
        rest["ignored"] = _values(cause.ignored)
    if cause.traffic is not None:
        rest["traffic"] = asdict(cause.traffic)
    rest["samples"] = [[one.cause, _finding_values(one)] for one in cause.samples[:SAMPLES]]
    return {
        "run_id": run_id,
        "position": position,
        "id": cause.id,
        "rule": cause.rule,
        "state": cause.state.value,
        "pages": cause.pages,
        "occurrences": cause.occurrences,
        "data": pack_json(rest),
        "page_ids": pack_ids(cause.page_ids),
    }


def _cause_of(row: Any, with_samples: bool) -> Cause:
    values = unpack_json(row.data)
    stored = values.pop("samples")
    samples = tuple(_finding_of(finding, cause) for cause, finding in stored) if with_samples else ()
    values.update((name, kind[values[name]]) for name, kind in _CAUSE_ENUMS.items())
    values["segments"] = tuple(values.get("segments", ()))
    values["ignored"] = Ignored(*values["ignored"]) if values.get("ignored") else None
    values["traffic"] = _traffic_of(values["traffic"]) if values.get("traffic") else None
    return Cause(
        id=row.id,
        rule=row.rule,
        state=CauseState(row.state),
        pages=row.pages,
        occurrences=row.occurrences,
        page_ids=unpack_ids(row.page_ids),
        samples=samples,
        **values,
    )


def _traffic_of(stored: dict[str, Any]) -> Traffic:
    sources = tuple(TrafficSource(**one) for one in stored.pop("sources"))
    return Traffic(**{**stored, "sources": sources, "notes": tuple(stored["notes"])})


# --- findings --------------------------------------------------------------------------------------------------------


def _blocks(findings: Iterable[Finding]) -> Iterator[tuple[str, int, bytes]]:
    """Findings gathered by cause into packed blocks; what waits for a full block is bounded."""
    waiting: dict[str, list[Any]] = defaultdict(list)
    held = 0
    for one in findings:
        block = waiting[one.cause]
        block.append(_finding_values(one))
        held += 1
        if len(block) >= BLOCK:
            held -= len(block)
            yield one.cause, len(block), pack_json(waiting.pop(one.cause))
        elif held >= _WAITING:
            yield from ((cause, len(some), pack_json(some)) for cause, some in waiting.items())
            waiting.clear()
            held = 0
    yield from ((cause, len(some), pack_json(some)) for cause, some in waiting.items())


_EVIDENCE_DEFAULTS = tuple((one.name, one.default) for one in fields(Evidence) if one.name != "facts")
_evidence_fields = attrgetter(*(name for name, _ in _EVIDENCE_DEFAULTS))
_EVIDENCE_ENUMS: dict[str, Mapping[Any, Any]] = {
    "severity": _SEVERITIES, "certainty": _CERTAINTIES, "outcome": _OUTCOMES,
}  # fmt: skip


def _finding_values(finding: Finding) -> list[Any]:
    return [
        finding.rule,
        _cut("url", finding.url),
        finding.page_id,
        finding.outcome,
        finding.severity,
        finding.certainty,
        _cut("message", finding.message),
        finding.fingerprint,
        int(finding.inferred),
        _evidence_values(finding.evidence),
    ]


def _finding_of(values: list[Any], cause: str) -> Finding:
    rule, url, page_id, outcome, severity, certainty, message, fingerprint, inferred, evidence = values
    return Finding(
        rule=rule,
        url=url,
        outcome=_OUTCOMES[outcome],
        severity=_SEVERITIES[severity],
        certainty=_CERTAINTIES[certainty],
        message=message,
        evidence=_evidence_of(evidence),
        page_id=page_id,
        fingerprint=fingerprint,
        inferred=bool(inferred),
        cause=cause,
    )


def _evidence_values(evidence: Evidence) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: _cut(name, value) if name in LIMITS else value
        for (name, default), value in zip(_EVIDENCE_DEFAULTS, _evidence_fields(evidence), strict=True)
        if value != default
    }
    if evidence.facts:
        values["facts"] = cap_facts(evidence.facts)
    return values


def _evidence_of(values: dict[str, Any]) -> Evidence:
    for name, kind in _EVIDENCE_ENUMS.items():
        if values.get(name) is not None:
            values[name] = kind[values[name]]
    return Evidence(**values)


def cap_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts within `FACTS_BYTES` of JSON: long texts and lists are cut first, then whole facts are left out."""
    if len(json_bytes(dict(facts))) <= FACTS_BYTES:
        return dict(facts)
    kept: dict[str, Any] = {}
    left = FACTS_BYTES - 40
    for name, value in facts.items():
        short = _shortened(value)
        cost = len(json_bytes({name: short}))
        if cost <= left:
            kept[name] = short
            left -= cost
    kept["cut"] = True
    return kept


def _shortened(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= 300 else value[:299] + "…"
    if isinstance(value, (list, tuple)):
        return [_shortened(one) for one in value[:20]]
    if isinstance(value, Mapping):
        return {str(name)[:100]: _shortened(one) for name, one in list(value.items())[:20]}
    text = orjson.loads(json_bytes(value))
    return text if not isinstance(text, str) else text[:300]


def _cut(name: str, text: str) -> str:
    limit = LIMITS[name]
    if len(text) <= limit and text.isascii() and "\x00" not in text:
        return text
    return storable(text if len(text) <= limit else text[: limit - 1] + "…")


def _values(record: Any) -> list[Any]:
    return [getattr(record, one.name) for one in fields(record)]
