"""What of a judged run is news: new and returned causes, lost health, goals in danger, a certificate near its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.alert_message import Line
from marsad.alert_options import AlertOptions
from marsad.site_health import answers_of
from reports.words import Words
from store.database import Store
from store.model import Cause, CauseState, Certainty, Outcome, Run, RunState, Severity, Verdict
from store.urls import split

DAY_S = 86_400.0
_RETURNED = {CauseState.NEW: "new", CauseState.REGRESSED: "regressed"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A run and what judging made of it."""

    run: Run
    verdict: Verdict


def run_before(store: Store, run: Run, verdict: Verdict) -> Judged | None:
    """The run that this one is compared with: the one its verdict names, or the site's newest whole one before."""
    named = verdict.before_run
    earlier = [one for one in store.runs(run.site) if one.id < run.id and one.state is RunState.DONE]
    before = next((one for one in earlier if named is None or one.id == named), None)
    found = store.verdict(before.id) if before is not None else None
    return Judged(before, found) if before is not None and found is not None else None


def news_of(
    store: Store, now: Judged, before: Judged | None, options: AlertOptions, words: Words, *, certificates: bool = True
) -> list[Line]:
    """All that is news of a run, of whatever severity: each channel takes what it wants of it."""
    lines = [*_answers(store, now.run, words)]
    if before is not None:
        lines += [*_causes(now.verdict.causes, words), *_score(now, before, options, words)]
        lines += _goals(now, before, options, words)
    if certificates:
        lines += _certificate(store, now.run, before, options, words)
    return lines


def overall(verdict: Verdict) -> float | None:
    """Health of the whole site, or None where it has none."""
    return next((one.value for one in verdict.scores if one.category is None), None)


def _answers(store: Store, run: Run, words: Words) -> list[Line]:
    answers = answers_of(store, run)
    if not answers.is_down:
        return []
    text = words("alerts.line.mostly_errors", part=answers.errors, all=answers.asked)
    return [Line("down", Severity.CRITICAL, text)]


def _causes(causes: Sequence[Cause], words: Words) -> list[Line]:
    """New and returned defects. Opportunities, what a person must look at first and what nobody looked at before (a
    new rule of Marsad) wake nobody.
    """
    found = [
        one
        for one in causes
        if one.state in _RETURNED
        and one.outcome is Outcome.FAIL
        and one.certainty is Certainty.DEFECT
        and one.severity.rank > 0
        and not one.first_look
    ]
    found.sort(key=lambda one: (-one.severity.rank, one.state is not CauseState.REGRESSED, -one.priority))
    return [
        Line(
            "causes",
            one.severity,
            words(
                f"alerts.line.{_RETURNED[one.state]}",
                severity=words(f"severity.{one.severity.value}").casefold(),
                message=one.message,
            ),
        )
        for one in found
    ]


def _score(now: Judged, before: Judged, options: AlertOptions, words: Words) -> list[Line]:
    new, old = overall(now.verdict), overall(before.verdict)
    if new is None or old is None or old - new < options.score_drop:
        return []
    text = words("alerts.line.score", before=words.score(old), now=words.score(new))
    return [Line("score", Severity.HIGH, text, words("alerts.headline.score", score=words.score(new)))]


def _goals(now: Judged, before: Judged, options: AlertOptions, words: Words) -> list[Line]:
    stood = {one.name: one.state.value for one in before.verdict.goals}
    return [
        Line(
            "goals",
            Severity.HIGH if one.state.value == "missed" else Severity.MEDIUM,
            words("alerts.line.goal", name=one.name, state=words(f"goal.{one.state.value}")),
        )
        for one in now.verdict.goals
        if one.state.value in options.goals and stood.get(one.name) not in (None, one.state.value)
    ]


def _certificate(store: Store, run: Run, before: Judged | None, options: AlertOptions, words: Words) -> list[Line]:
    ends = certificate_end(store, run)
    if ends is None:
        return []
    days = (ends - run.started_at) / DAY_S
    told = None
    if before is not None and (then := certificate_end(store, before.run)) is not None:
        told = (then - before.run.started_at) / DAY_S
    return certificate_lines(split(run.start_url).host, ends, days, told, options, words)


def certificate_end(store: Store, run: Run) -> float | None:
    """When the certificate of the start URL ends (Unix time), or None where that is not known."""
    for probe in store.probes(run.id):
        ends = probe.data.get("not_after") if probe.kind == "certificate" else None
        if isinstance(ends, (int, float)) and ends > 0:
            return float(ends)
    return None


def certificate_lines(
    host: str, ends: float, days: float, days_before: float | None, options: AlertOptions, words: Words
) -> list[Line]:
    """A line where the end came nearer than one of the days of the options since it was looked at before."""
    marks = [0, *options.certificate_days]
    passed = [one for one in marks if days <= one and (days_before is None or days_before > one)]
    if not passed:
        return []
    date = words.date(ends)
    if days <= 0:
        text = words("alerts.line.certificate_ended", host=host, date=date)
    else:
        text = words("alerts.line.certificate", n=max(1, int(days)), host=host, date=date)
    return [Line("certificate", Severity.CRITICAL if days <= 3 else Severity.HIGH, text)]
