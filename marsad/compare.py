"""`marsad compare`: what differs between two stored runs, as text, JSON or a page."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from marsad.config import Config
from marsad.console import printable
from reports.changes import ChangesChapter, ChangeTable, changes_chapter
from reports.words import Words
from store.database import Store
from store.errors import ConfigError, RunError
from store.model import Cause, CauseState, Outcome, Run, Severity, Verdict
from store.run_changes import compare_runs

_ROWS = 10
_GROUPS = ("new", "regressed", "fixed", "not-retested")
_OPEN = frozenset({CauseState.NEW, CauseState.STILL, CauseState.REGRESSED})


def runs_to_compare(store: Store, first: int | None, second: int | None, site: str | None) -> tuple[Run, Run]:
    """The earlier and the later of two runs of one site; by default the last two that were judged.

    Raises ConfigError where there are not two, or they are of different sites.
    """
    known = store.runs(site)
    if first is not None and second is not None:
        chosen = []
        for number in (first, second):
            found = next((one for one in known if one.id == number), None)
            if found is None:
                raise ConfigError(f"there is no run {number} in the store; `marsad runs` lists them")
            chosen.append(found)
        if chosen[0].site != chosen[1].site:
            raise ConfigError(f"run {first} is of {chosen[0].site} and run {second} of {chosen[1].site}; take one site")
        if first == second:
            raise ConfigError(f"run {first} cannot be compared with itself; name another one")
        return min(chosen, key=lambda one: one.id), max(chosen, key=lambda one: one.id)
    if first is not None:
        later = next((one for one in known if one.id == first), None)
        if later is None:
            raise ConfigError(f"there is no run {first} in the store; `marsad runs` lists them")
        known = [one for one in known if one.id <= later.id]
    judged = [one for one in known if store.verdict_summary(one.id) is not None]
    same = [one for one in judged if one.site == judged[0].site] if judged else []
    if len(same) < 2:
        raise ConfigError("there are not two judged runs of one site to compare; audit it again first")
    return same[1], same[0]


def compare(store: Store, before: Run, now: Run, config: Config, form: str, output: Path | None) -> None:
    """Print or write what differs. Raises RunError where the file cannot be written."""
    verdict = store.verdict(now.id) or Verdict((), (), ())
    earlier = store.verdict(before.id) or Verdict((), (), ())
    chapter = changes_chapter(compare_runs(store, before, now), verdict)
    causes = causes_by_state(earlier, verdict, before.id)
    if form == "json":
        text = json.dumps(_as_mapping(chapter, causes), ensure_ascii=False, indent=2) + "\n"
    elif form == "html":
        from reports.comparison_page import comparison_page

        text = comparison_page(chapter, causes, now.site, config.report)
    else:
        text = "\n".join(map(printable, _lines(chapter, causes, verdict, Words("en")))) + "\n"
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        raise RunError(f"{output}: cannot be written ({error.strerror}); choose another file with --output") from error


def causes_by_state(earlier: Verdict, verdict: Verdict, before_run: int) -> dict[str, list[Cause]]:
    """The causes that differ, by state. Runs that are not neighbours are compared by ids alone: what is gone and was
    not called mended in the later run's own verdict counts as not tested again."""
    told = [one for one in verdict.causes if _is_told(one)]
    if verdict.before_run == before_run:
        return {name: [one for one in told if one.state.value == name] for name in _GROUPS}
    then = {one.id: one for one in earlier.causes if _is_told(one) and one.state in _OPEN}
    now = {one.id: one for one in told if one.state in _OPEN}
    settled = {one.id for one in verdict.causes if one.state is CauseState.IGNORED}
    gone = [one for number, one in then.items() if number not in now and number not in settled]
    fixed = {one.id for one in told if one.state is CauseState.FIXED}
    return {
        "new": [one for number, one in now.items() if number not in then],
        "regressed": [],
        "fixed": [one for one in gone if one.id in fixed],
        "not-retested": [one for one in gone if one.id not in fixed],
    }


def _is_told(cause: Cause) -> bool:
    is_event = cause.rule.startswith("change-")
    return cause.outcome is Outcome.FAIL and cause.severity is not Severity.INFO and not is_event


def _as_mapping(chapter: ChangesChapter, causes: dict[str, list[Cause]]) -> dict[str, object]:
    told = {
        name: [
            {"id": one.id, "rule": one.rule, "severity": one.severity.value, "message": one.message, "pages": one.pages}
            for one in ones
        ]
        for name, ones in causes.items()
    }
    return {**asdict(chapter), "causes": told}


def _lines(chapter: ChangesChapter, causes: dict[str, list[Cause]], verdict: Verdict, t: Words) -> list[str]:
    lines = [t("changes.since", now=f"run {chapter.now_run}", before=f"run {chapter.before_run}")]
    if chapter.why_not_whole:
        lines.append(t(f"changes.not_whole.{chapter.why_not_whole}"))
    messages = {one.id: one.message for one in verdict.causes}
    for line in chapter.lines:
        share = f" ({line.share:.0%})" if line.share is not None else ""
        lines.append("* " + t(f"changes.line.{line.kind}", n=line.n, template=line.template) + share)
        lines += [f"    {t('changes.came')} {messages.get(one, one)}" for one in line.causes[:5]]
        table = next((one for one in chapter.tables if one.kind == line.kind), None)
        lines += _rows(table) if table is not None else [f"    {url}" for url in line.examples]
    if not chapter.lines:
        lines.append(t("changes.none"))
    for name, ones in causes.items():
        if ones:
            lines.append(f"{t('changes.causes')}: {t(f'changes.causes.{name}', n=len(ones))}")
            lines += [f"    {one.id}  {one.severity.value}  {one.message}" for one in ones[:_ROWS]]
            lines += [f"    and {len(ones) - _ROWS} more"] if len(ones) > _ROWS else []
    return lines


def _rows(table: ChangeTable) -> list[str]:
    found = []
    for row in table.rows[:_ROWS]:
        if table.kind == "pages-moved":
            found.append(f"    {row.before} -> {row.now}")
            continue
        change = f": {row.before or 'none'} -> {row.now or 'none'}" if row.before or row.now else ""
        found.append(f"    {row.url}{change}")
    if table.total > _ROWS:
        found.append(f"    and {table.total - _ROWS} more")
    return found


__all__ = ["causes_by_state", "compare", "runs_to_compare"]
