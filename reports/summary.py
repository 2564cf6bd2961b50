"""The report in short, in plain sentences: what mail, Markdown and the two printed pages are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.cells import xml_text
from reports.translate import translated
from reports.words import Words
from store.model import Category, CauseState, RunState, Severity

if TYPE_CHECKING:
    from reports.model import CauseView, Report
    from reports.options import ReportOptions


@dataclass(frozen=True, slots=True)
class Action:
    """One cause to mend, in words."""

    id: str
    rule: str
    title: str
    message: str
    fix: str
    severity: Severity
    severity_said: str
    pages: str
    owner: str
    effort: str
    gain: str
    url: str  # of a page that shows it
    command: str


@dataclass(frozen=True, slots=True)
class PartScore:
    """The score of one part of the site."""

    name: str
    category: Category | None
    score: float | None
    said: str
    causes: int
    worst: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a reader with half a minute needs."""

    title: str
    host: str
    start_url: str
    date: str
    sentence: str
    score: float | None
    changes: str
    actions: tuple[Action, ...]
    parts: tuple[PartScore, ...]  # the whole first
    seen: tuple[str, ...]
    gaps: tuple[tuple[str, str], ...]  # what, why
    made: str


def summary_of(report: Report, words: Words, options: ReportOptions) -> Summary:
    """Say the report in short; nothing in it is markup, and nothing of the site turns the writing direction."""
    report = translated(report, words)
    host = flat(options.title or report.host)
    date = words.date(report.run.started_at)
    made = words.date(report.generated_at)
    name = flat(options.brand.name)
    return Summary(
        title=words("summary.title", host=host),
        host=host,
        start_url=report.run.start_url,
        date=date,
        sentence=verdict_sentence(report, words),
        score=report.score,
        changes=changes_sentence(report, words),
        actions=tuple(action_of(cause, words) for cause in report.first),
        parts=_parts(report, words),
        seen=_seen(report, words),
        gaps=tuple((flat(gap.what), flat(gap.why)) for gap in report.coverage.gaps),
        made=words("summary.made_for", name=name, date=made) if name else words("summary.made", date=made),
    )


def verdict_sentence(report: Report, words: Words) -> str:
    """Score and causes in one sentence without a full stop: "health 81 of 100, 34 causes to mend, …"."""
    causes = report.problems
    grave = sum(1 for cause in causes if cause.severity.rank >= Severity.HIGH.rank)
    said = [words("summary.no_score") if report.score is None
            else words("summary.score", score=words.score(report.score))]  # fmt: skip
    said.append(words("summary.to_mend", n=len(causes)))
    if causes:
        said.append(words("summary.grave", n=grave))
    return words.texts["summary.comma"].join(said)


def changes_sentence(report: Report, words: Words) -> str:
    """What is new, fixed and back since the audit before."""
    counts = changes_of(report)
    if counts is None:
        return words("summary.first")
    said = [words(f"summary.{name}", n=number) for name, number in counts.items() if number]
    return (
        words("summary.since", changes=words.texts["summary.comma"].join(said)) if said else words("summary.since.none")
    )


def changes_of(report: Report) -> dict[str, int] | None:
    """Number of causes that are new, fixed and back; None for the first audit of a site."""
    life = report.life
    if life is not None:
        return {"new": life.new, "fixed": life.fixed, "regressed": life.regressed}
    if report.is_first:
        return None
    states = [cause.state for cause in (*report.causes, *report.settled)]
    return {name: states.count(state) for name, state in (
        ("new", CauseState.NEW), ("fixed", CauseState.FIXED), ("regressed", CauseState.REGRESSED)
    )}  # fmt: skip


def action_of(cause: CauseView, words: Words) -> Action:
    """A cause in words."""
    return Action(
        id=cause.id,
        rule=cause.rule,
        title=flat(cause.title),
        message=flat(cause.brief),
        fix=flat(cause.fix_editor or cause.fix_developer),
        severity=cause.severity,
        severity_said=words(f"severity.{cause.severity.value}"),
        pages=words("pages", n=cause.pages) if cause.pages else words("pages.site"),
        owner=words(f"owner.{cause.owner.value}"),
        effort=words(f"effort.{cause.effort.value}"),
        gain=words("gain", points=words.short(cause.gain)) if cause.gain >= 0.1 else words("gain.none"),
        url=flat(_shown_page(cause)),
        command=flat(cause.command),
    )


def flat(text: str) -> str:
    """The text on one line, without what files cannot hold: control characters, half characters."""
    return " ".join(xml_text(text).split())


def _shown_page(cause: CauseView) -> str:
    return next(iter(cause.key_urls), "") or (cause.proof.url if cause.proof else "") or next(iter(cause.urls), "")


def _parts(report: Report, words: Words) -> tuple[PartScore, ...]:
    def said(score: float | None) -> str:
        return words("score.none") if score is None else words.score(score)

    whole = PartScore(words("summary.whole"), None, report.score, said(report.score), len(report.causes))
    return (whole, *(
        PartScore(
            words(f"category.{tile.category.value}"), tile.category, tile.score, said(tile.score), tile.causes,
            flat(tile.worst.title) if tile.worst else "",
        )
        for tile in report.tiles
    ))  # fmt: skip


def _seen(report: Report, words: Words) -> tuple[str, ...]:
    seen = report.coverage
    said = []
    if report.run.state is not RunState.DONE:
        said.append(words("summary.unfinished"))
    if seen.crawled >= seen.known:
        said.append(words("summary.crawled.all", n=seen.known))
    else:
        said.append(words("summary.crawled", n=seen.crawled, known=seen.known))
    said.append(words("summary.rendered", n=seen.rendered))
    said.append(words("summary.checks", n=seen.rules_run))
    for name, number in (("not_run", seen.rules_not_run), ("unverified", seen.unverified),
                         ("reviews", len(report.reviews))):  # fmt: skip
        if number:
            said.append(words(f"summary.{name}", n=number))
    return tuple(said)
