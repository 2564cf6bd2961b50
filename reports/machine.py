"""Writes what was judged for machines: report.json, and pages, links, findings and causes as JSON Lines or CSV.

report.json (schema version 1) has the keys
  schema      1
  host, generated_at (Unix time)
  run         {id, site, start_url, started_at, ended_at, state, stages_done, versions, options, message}
  scores      [{category: name or null for the whole, value: 0-100 or null, pages_tested,
               deductions: [{cause, points}]}]
  coverage    {known, fetched, crawled, failed, html, skipped: {reason: number}, left, unverified, rendered,
               rendered_errors, templates, templates_rendered, rules_run, rules_not_run, limit, seconds,
               gaps: [{what, why, how}]}
  causes      [{id, rank, kind: "cause"|"review"|"information"|"settled", rule, title, message, outcome, severity,
               certainty, category, evidence_class, owner, effort, state, pages, occurrences, share, gain, priority,
               priority_parts, traffic: {clicks, impressions, sessions, revenue (null is unknown), currency, pages,
               pages_known, sources, notes, share, share_of} or null, template, by_template, place, target, page_ids
               (of `pages`), urls (only where there are no page ids), proof, verify, first_seen, last_seen, inferred,
               segments, ignored: {reason, owner, expires} or null}]
  counts      [{rule, fail, review, passed, not_applicable, not_run, error, detail}]
  templates   [{id, name, size, sample_url, causes, inside: [{kind: "lacks"|"varies"|"range", fact, count, pages,
               value, low, high, url}]}]
  pages       [{id, url, status, template_id, title, words, depth, inlinks, causes, ttfb_ms, size_bytes, fetched_at,
               clicks, indexability, canonical, lang, modified, links_out, segments,
               columns: {name: [value]} as the configuration extracts them}]
  links       [{target, state, status, detail, final_url, sources, examples, text}] of targets that do not simply work
  accessibility  {browsed, pages, criteria: [{number, name, level, en_301_549_v3, en_301_549_v4, section_508, standing,
               pages, causes, reviews (ids), checks, not_run}], practice (ids of causes of no criterion)}
  goals       [{name, metric, unit, per, is_lower_better, target, baseline, is_baseline_measured, start, deadline,
               market, severity, owner, state, reason, current, current_day, course, step, needed, fitted,
               points: [[day, value]], forecast: [[day, low, middle, high]], source, account, currency, trust,
               why_no_data, causes (ids)}]
  search      null where no service was there to tell, else {stand_ins (services whose numbers are made up), brand,
               services: [{key, is_asked, account, first, last, doubts, gaps: [[what, why, how]]}],
               google, bing, visits (null is unknown): what the chapter shows, with days, rows and doubts}
  rules       {id: rule card} of the rules that were used
  notes       [text]
  score_without_ignored   whether ignored causes take nothing from the score
  life, before, trend   causes by what became of them since the run before; that run; the site's judged runs
  changes, availability   what changed on the site since the run before; what was watched between audits
  structure, international, structured   depth, link score, orphans, redirects and what may be indexed; languages and
               their versions; types of structured data: each null where there is nothing to tell
  checks      [{rule, outcome, category, group, causes (ids)}]: what became of every check; `counts` has its numbers
report.schema.json, which `marsad report --format json` writes beside it, says what each key means.
Keys are only ever added; a changed meaning raises `schema`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

import orjson

from reports.accessibility import AccessibilityChapter
from reports.cells import cell
from reports.checks import CheckView
from reports.load import link_rows
from reports.model import CauseView, LoadRow, PageRow, Report
from reports.search import SearchChapter
from store.errors import ConfigError
from store.model import CustomFields, Traffic

if TYPE_CHECKING:
    from store.database import Store

SCHEMA = 1
EXTRACTED = "custom:"
"""Stands before the name of a column that the configuration extracts."""


def report_data(report: Report, rows: Callable[[Iterator[Any]], Any] = list) -> dict[str, Any]:
    """The whole report as plain data, as the module's docstring lays it out; `rows` makes the long lists."""
    used = {row.count.rule for row in report.checks} | {cause.rule for cause in report.all_causes}
    run = asdict(report.run)
    run.pop("coverage")
    seen = report.coverage
    return {
        "schema": SCHEMA,
        "host": report.host,
        "generated_at": report.generated_at,
        "run": run,
        "scores": [asdict(score) for score in report.scores],
        "coverage": {
            **asdict(seen),
            "crawled": seen.crawled,
            "skipped": dict(seen.skipped),
            "seconds": dict(seen.seconds),
        },
        "causes": [
            *(_cause(cause, "cause") for cause in report.causes),
            *(_cause(cause, "review") for cause in report.reviews),
            *(_cause(cause, "information") for cause in report.information),
            *(_cause(cause, "settled") for cause in report.settled),
        ],
        "counts": [_flat(row.count) for row in report.checks],
        "templates": [
            {**asdict(row.template), "causes": row.causes, "inside": [asdict(one) for one in row.inside]}
            for row in report.templates
        ],
        "pages": rows(_page(page, report) for page in report.pages),
        "links": rows(_flat(link) for link in report.links),
        "loads": [_load(load) for load in report.loads],
        "speed": _speed(report),
        "accessibility": _criteria(report.accessibility) if report.accessibility else None,
        "goals": [one.result.as_mapping() for one in report.goals.goals] if report.goals else [],
        "search": _search(report.search) if report.search else None,
        "rules": {rule: _flat(report.cards[rule]) for rule in sorted(used) if rule in report.cards},
        "notes": list(report.notes),
        "score_without_ignored": report.score_without_ignored,
        "life": asdict(report.life) if report.life is not None else None,
        "before": asdict(report.before) if report.before is not None else None,
        "trend": [asdict(point) for point in report.trend],
        "changes": asdict(report.changes) if report.changes is not None else None,
        "availability": asdict(report.availability) if report.availability is not None else None,
        "structure": asdict(report.structure) if report.structure is not None else None,
        "international": asdict(report.international) if report.international is not None else None,
        "structured": asdict(report.structured) if report.structured is not None else None,
        "checks": [_check(one) for one in report.check_list.checks] if report.check_list is not None else [],
    }


def _flat(record: Any) -> dict[str, Any]:
    """What `asdict` gives of a record that holds no other, in a tenth of its time."""
    return {one.name: getattr(record, one.name) for one in fields(record)}


def _load(load: LoadRow) -> dict[str, Any]:
    return {**_flat(load), "parts": _flat(load.parts) if load.parts is not None else None}


def _check(one: CheckView) -> dict[str, Any]:
    return {
        "rule": one.row.count.rule,
        "outcome": one.outcome.value,
        "category": one.category.value if one.category else None,
        "group": one.group,
        "causes": [cause.id for cause in one.causes],
    }


def _page(page: PageRow, report: Report) -> dict[str, Any]:
    return {
        "id": page.id,
        "url": page.url,
        "status": page.status,
        "failure": page.failure,
        "template_id": page.template_id,
        "title": page.title,
        "words": page.words,
        "depth": page.depth,
        "inlinks": page.inlinks,
        "causes": report.page_findings.get(page.id, 0),
        "ttfb_ms": page.ttfb_ms,
        "size_bytes": page.size_bytes,
        "fetched_at": page.fetched_at,
        "clicks": page.clicks,
        "indexability": page.indexability,
        "canonical": page.canonical,
        "lang": page.lang,
        "modified": page.modified,
        "links_out": page.links_out,
        "segments": list(report.custom[page.id].segments) if page.id in report.custom else [],
        "columns": dict(report.custom[page.id].columns) if page.id in report.custom else {},
    }


def _search(chapter: SearchChapter) -> dict[str, Any]:
    """The chapter as data, without its drawings; the causes are told by their ids."""
    found = asdict(replace(chapter, chances=()))
    for part in ("google", "visits"):
        if found[part] is not None:
            found[part].pop("chart")
    return {**found, "chances": [cause.id for cause in chapter.chances]}


def _criteria(chapter: AccessibilityChapter) -> dict[str, Any]:
    return {
        "browsed": chapter.browsed,
        "pages": chapter.pages,
        "criteria": [
            {
                "number": row.criterion.number,
                "name": row.criterion.name,
                "level": row.criterion.level,
                "en_301_549_v3": row.criterion.en_301_549_v3,
                "en_301_549_v4": row.criterion.en_301_549_v4,
                "section_508": row.criterion.section_508,
                "standing": row.standing.value,
                "pages": row.pages,
                "causes": [cause.id for cause in row.causes],
                "reviews": [cause.id for cause in row.reviews],
                "checks": row.checks,
                "not_run": row.not_run,
            }
            for row in (*chapter.rows, *chapter.beyond)
        ],
        "practice": [cause.id for cause in chapter.practice],
    }


def write_json(report: Report, out: BinaryIO) -> None:
    """Write report.json to an open file: of long lists one member is held in memory, not the list's text."""
    for number, (key, value) in enumerate(report_data(report, iter).items()):
        out.write((b"{" if number == 0 else b",\n") + _dumped(key) + b":")
        if not isinstance(value, list | Iterator):
            out.write(_dumped(value))
            continue
        out.write(b"[")
        for place, one in enumerate(value):
            out.write((b",\n" if place else b"\n") + _dumped(one))
        out.write(b"]")
    out.write(b"}\n")


def _dumped(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS, default=str)


def _cause(cause: CauseView, kind: str) -> dict[str, Any]:
    return {
        "id": cause.id,
        "rank": cause.rank,
        "kind": kind,
        "rule": cause.rule,
        "title": cause.title,
        "message": cause.message,
        "outcome": cause.outcome,
        "severity": cause.severity,
        "certainty": cause.certainty,
        "category": cause.category,
        "evidence_class": cause.evidence_class,
        "owner": cause.owner,
        "effort": cause.effort.name.lower(),
        "state": cause.state,
        "pages": cause.pages,
        "occurrences": cause.occurrences,
        "share": round(cause.share, 6),
        "gain": cause.gain,
        "priority": cause.priority,
        "priority_parts": dict(cause.priority_parts),
        "traffic": asdict(cause.traffic) if cause.traffic is not None else None,
        "template": cause.template,
        "by_template": dict(cause.by_template),
        "place": cause.place,
        "target": cause.target,
        "page_ids": cause.page_ids,
        "urls": cause.urls,
        "proof": _proof(cause),
        "verify": cause.command,
        "first_seen": cause.first_seen,
        "last_seen": cause.last_seen,
        "inferred": cause.inferred,
        "segments": cause.segments,
        "ignored": asdict(cause.ignored) if cause.ignored is not None else None,
        "life": asdict(cause.life) if cause.life is not None else None,
    }


def _proof(cause: CauseView) -> dict[str, Any] | None:
    if cause.proof is None:
        return None
    proof = asdict(cause.proof)
    proof.pop("crop")
    proof["facts"] = dict(cause.proof.facts)
    return proof


# --- exports: rows straight from the store ---------------------------------------------------------------------------


def _page_rows(store: Store, run_id: int) -> Iterator[dict[str, Any]]:
    names = {template.id: template.name for template in store.templates(run_id)}
    custom = store.custom(run_id)
    columns = list(dict.fromkeys(name for one in custom.values() for name in one.columns))
    for page in store.pages(run_id):
        facts = page.facts
        own = custom.get(page.id, CustomFields())
        yield {
            "url": page.url,
            "status": page.status,
            "failure": page.failure.value if page.failure else "",
            "redirect_to": page.redirect_to or "",
            "content_type": page.content_type,
            "template": names.get(page.template_id or 0, ""),
            "title": facts.title if facts else None,
            "description": facts.description if facts else None,
            "h1": list(facts.h1) if facts else [],
            "lang": facts.lang if facts else None,
            "canonical": [one.url or one.raw for one in facts.canonicals] if facts else [],
            "robots": [token for one in facts.robots for token in one.tokens] if facts else [],
            "words": facts.word_count if facts else None,
            "internal_links": facts.internal_links if facts else None,
            "external_links": facts.external_links if facts else None,
            "images": facts.images if facts else None,
            "schema_types": list(facts.schema_types) if facts else [],
            "depth": page.depth,
            "ttfb_ms": page.ttfb_ms,
            "download_ms": page.download_ms,
            "wire_bytes": page.wire_bytes,
            "body_bytes": page.body_bytes,
            "fetched_at": page.fetched_at,
            "segments": list(own.segments),
            **{f"{EXTRACTED}{name}": list(own.columns.get(name, ())) for name in columns},
        }


def _link_rows(store: Store, run_id: int) -> Iterator[dict[str, Any]]:
    for row in link_rows(store, run_id):
        yield {
            "url": row.target,
            "verdict": row.state.value,
            "status": row.status,
            "final": row.final_url or row.target,
            "sources": list(row.examples),
            "source_count": row.sources,
            "detail": row.detail,
            "text": row.text,
            "line": row.line,
            "method": row.method,
            "checked_at": row.checked_at,
            "first_seen": row.first_seen,
            "last_ok": row.last_ok,
            "failures": row.failures,
            "replacement": row.replacement,
        }


def _finding_rows(
    store: Store, run_id: int, wcag: Mapping[str, Sequence[str]] | None = None
) -> Iterator[dict[str, Any]]:
    wcag = wcag or {}
    custom = store.custom(run_id)
    for finding in store.findings(run_id):
        seen = finding.evidence
        yield {
            "url": finding.url,
            "rule": finding.rule,
            "outcome": finding.outcome.value,
            "severity": finding.severity.value,
            "certainty": finding.certainty.value,
            "wcag": list(wcag.get(finding.rule, ())),
            "selector": seen.selector,
            "message": finding.message,
            "cause": finding.cause,
            "line": seen.line,
            "snippet": seen.snippet,
            "target": seen.target,
            "facts": dict(seen.facts),
            "inferred": finding.inferred,
            "fingerprint": finding.fingerprint,
            "segments": list(custom[finding.page_id].segments) if finding.page_id in custom else [],
        }


def _cause_rows(store: Store, run_id: int) -> Iterator[dict[str, Any]]:
    verdict = store.verdict(run_id)
    for cause in verdict.causes if verdict else ():
        yield {
            "id": cause.id,
            "rule": cause.rule,
            "message": cause.message,
            "outcome": cause.outcome.value,
            "severity": cause.severity.value,
            "certainty": cause.certainty.value,
            "category": cause.category.value,
            "owner": cause.owner.value,
            "effort": cause.effort.name.lower(),
            "state": cause.state.value,
            "pages": cause.pages,
            "occurrences": cause.occurrences,
            "priority": cause.priority,
            "priority_parts": dict(cause.priority_parts),
            **_traffic_columns(cause.traffic),
            "template_id": cause.template_id,
            "place": cause.place,
            "target": cause.target,
            "sample_url": next((one.url for one in cause.samples if one.url), ""),
            "first_seen": cause.first_seen,
            "last_seen": cause.last_seen,
            "inferred": cause.inferred,
            "segments": list(cause.segments),
            "ignored": asdict(cause.ignored) if cause.ignored is not None else None,
        }


def _traffic_columns(traffic: Traffic | None) -> dict[str, Any]:
    """What searches and visits the cause's pages had, a column each; empty is unknown, and never zero."""
    one = traffic or Traffic()
    return {
        "clicks": one.clicks,
        "impressions": one.impressions,
        "sessions": one.sessions,
        "revenue": one.revenue,
        "currency": one.currency,
        "pages_known": one.pages_known if traffic is not None else None,
        "traffic_sources": [f"{by.name} {by.account}, {by.first_day} to {by.last_day}" for by in one.sources],
        "traffic_notes": list(one.notes),
    }


EXPORTS: Mapping[str, Callable[[Store, int], Iterator[dict[str, Any]]]] = {
    "pages": _page_rows,
    "links": _link_rows,
    "findings": _finding_rows,
    "causes": _cause_rows,
}
FORMATS = ("jsonl", "csv")


def export(
    store: Store,
    run_id: int,
    what: str,
    format: str,  # noqa: A002
    out: TextIO,
    wcag: Mapping[str, Sequence[str]] | None = None,
    columns: Sequence[str] = (),
) -> int:
    """Write rows of a run to `out` (for CSV opened with newline=""); returns how many.

    `wcag` gives the success criteria of each rule, for findings; `columns` chooses columns and their order.

    Raises ConfigError where there is no such thing, format or column to export.
    """
    if what not in EXPORTS:
        raise ConfigError(f"cannot export {what!r}: choose one of {', '.join(EXPORTS)}")
    if format not in FORMATS:
        raise ConfigError(f"cannot export as {format!r}: choose one of {', '.join(FORMATS)}")
    rows = _finding_rows(store, run_id, wcag) if what == "findings" else EXPORTS[what](store, run_id)
    if columns:
        rows = _chosen(rows, columns)
    return _write_jsonl(rows, out) if format == "jsonl" else _write_csv(rows, out)


def _chosen(rows: Iterator[dict[str, Any]], columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if unknown := [name for name in columns if name not in row]:
            raise ConfigError(f"there is no column {unknown[0]!r}; there are: {', '.join(row)}")
        yield {name: row[name] for name in columns}


def _write_jsonl(rows: Iterator[dict[str, Any]], out: TextIO) -> int:
    written = 0
    for row in rows:
        out.write(orjson.dumps(row, option=orjson.OPT_NON_STR_KEYS, default=str).decode() + "\n")
        written += 1
    return written


def _write_csv(rows: Iterator[dict[str, Any]], out: TextIO) -> int:
    # Text is always quoted: where a semicolon divides columns, a cell could else break in two and begin with "=".
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    written = 0
    for row in rows:
        if not written:
            writer.writerow([cell(name) for name in row])
        writer.writerow([cell(value) for value in row.values()])
        written += 1
    return written


def _speed(report: Report) -> dict[str, Any] | None:
    """The chapter on speed without its pictures and drawings."""
    if report.speed is None:
        return None
    found = asdict(report.speed)
    for name in ("frames", "frames_url", "waterfall", "trend"):
        del found[name]
    for one in found["history"]:
        del one["chart"]
    return {**found, "budgets": [dict(one) for one in report.speed.budgets]}
