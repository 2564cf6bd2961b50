"""What page rules said of pages, kept by site: a later run that reads the same takes it over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

import sqlalchemy as sa
import xxhash

from store.connection import Connection, chunks
from store.model import Certainty, Evidence, Finding, Outcome, Severity
from store.packing import pack_json, unpack_json
from store.schema import artifact, judged, page, run

_SLICE = 500
_MOST_PAGES = 1_000
_outcomes = {one.value: one for one in Outcome}  # asking the enumerations costs more, for every finding
_severities = {one.value: one for one in Severity}
_certainties = {one.value: one for one in Certainty}
_EVIDENCE = tuple((one.name, one.default) for one in fields(Evidence) if one.name != "facts")


class JudgedPage(NamedTuple):
    """What was said of a page, packed by whoever judged it."""

    url_id: int
    key: bytes  # digest of all that the rules were given, the site around the page left out
    reads: bytes  # what they read of the site
    data: bytes  # what they said


def load_judged(db: Connection, site: str, ids: Sequence[int]) -> dict[int, JudgedPage]:
    """What is known of some pages, by id."""
    found: dict[int, JudgedPage] = {}
    columns = (judged.c.url_id, judged.c.key, judged.c.reads, judged.c.data)
    for chunk in chunks(sorted(ids), _SLICE):
        query = sa.select(*columns).where(judged.c.site == site, judged.c.url_id.in_(chunk))
        with db.read() as connection:
            found.update((row[0], JudgedPage(*row)) for row in connection.execute(query))
    return found


def save_judged(db: Connection, site: str, rows: Iterable[JudgedPage]) -> None:
    """Replace what is known of pages."""
    values = [{"site": site, **row._asdict()} for row in sorted(rows)]
    if values:
        with db.write() as connection:
            db.many(connection, "upsert judged", lambda: db.upsert(judged), values)


def forget_judged(connection: sa.Connection, site: str) -> None:
    """Forget a site of which no run is left."""
    if connection.execute(sa.select(run.c.id).where(run.c.site == site).limit(1)).scalar() is None:
        connection.execute(sa.delete(judged).where(judged.c.site == site))


def facts_digests(db: Connection, run_id: int) -> dict[int, int]:
    """Page id -> digest of its facts as they are stored, without unpacking them; pages without facts are left out."""
    found: dict[int, int] = {}
    after = -1
    query = (
        sa.select(page.c.url_id, page.c.facts)
        .where(page.c.run_id == run_id, page.c.facts.is_not(None))
        .order_by(page.c.url_id)
        .limit(_MOST_PAGES)
    )
    while True:
        with db.read() as connection:
            rows = connection.execute(query.where(page.c.url_id > after)).all()
        if not rows:
            return found
        found.update((number, xxhash.xxh3_64_intdigest(facts)) for number, facts in rows)
        after = rows[-1][0]


def artifact_digests(db: Connection, run_id: int) -> dict[int, str]:
    """Page id -> digest of all that a browser saw of it, whenever it was taken."""
    columns = (
        artifact.c.page_id,
        artifact.c.kind,
        artifact.c.device,
        artifact.c.error,
        artifact.c.data,
        artifact.c.blob,
    )
    found: dict[int, xxhash.xxh3_128] = {}
    which = sa.select(artifact.c.page_id).where(artifact.c.run_id == run_id).distinct()
    with db.read() as connection:
        ids = sorted(connection.execute(which).scalars())
    for chunk in chunks(ids, 20):  # screenshots are large
        query = (
            sa.select(*columns)
            .where(artifact.c.run_id == run_id, artifact.c.page_id.in_(chunk))
            .order_by(artifact.c.page_id, artifact.c.kind, artifact.c.device)
        )
        with db.read() as connection:
            for number, *parts in connection.execute(query):
                digest = found.setdefault(number, xxhash.xxh3_128())
                for part in parts:
                    piece = part.encode() if isinstance(part, str) else part or b""
                    digest.update(len(piece).to_bytes(8, "little") + piece)
    return {number: digest.hexdigest() for number, digest in found.items()}


# --- findings, packed whole -------------------------------------------------------------------------------------------


def pack_said(said: dict[str, Any], findings: Iterable[Finding], url: str) -> bytes:
    """What was said of a page as bytes; nothing of the findings is cut."""
    rows = [
        [one.rule, "" if one.url == url else one.url, one.page_id, one.outcome, one.severity, one.certainty,
         one.message, one.fingerprint, _evidence_values(one.evidence)]
        for one in findings
    ]  # fmt: skip
    return pack_json({**said, "findings": rows})


def unpack_said(data: bytes, url: str) -> tuple[dict[str, Any], list[Finding]]:
    """What `pack_said` packed."""
    said = unpack_json(data)
    findings = [
        Finding(
            rule=rule,
            url=where or url,
            outcome=_outcomes[outcome],
            severity=_severities[severity],
            certainty=_certainties[certainty],
            message=message,
            evidence=_evidence_of(evidence),
            page_id=page_id,
            fingerprint=fingerprint,
        )
        for rule, where, page_id, outcome, severity, certainty, message, fingerprint, evidence in said.pop("findings")
    ]
    return said, findings


def _evidence_values(evidence: Evidence) -> dict[str, Any]:
    values = {name: value for name, default in _EVIDENCE if (value := getattr(evidence, name)) != default}
    if evidence.facts:
        values["facts"] = dict(evidence.facts)
    return values


def _evidence_of(values: dict[str, Any]) -> Evidence:
    if "severity" in values:
        values["severity"] = _severities[values["severity"]]
    if "certainty" in values:
        values["certainty"] = _certainties[values["certainty"]]
    if "outcome" in values:
        values["outcome"] = _outcomes[values["outcome"]]
    return Evidence(**values)
