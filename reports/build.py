"""Arranges what was judged for its readers: pure, from a ReportInput to a Report."""

from __future__ import annotations

import shlex
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from reports.accessibility import accessibility_chapter, criteria_of, people_of
from reports.checks import checks_chapter
from reports.goals import goals_chapter
from reports.links import summary
from reports.model import (
    CauseView,
    CheckRow,
    Coverage,
    Gap,
    PageRow,
    Proof,
    Report,
    ReportInput,
    TemplateRow,
    Tile,
)
from reports.references import reference
from reports.search import with_chances
from reports.structured import structured_chapter
from reports.text import plain
from store.life_model import TrendPoint
from store.model import Category, Cause, CauseState, EvidenceClass, Finding, Outcome, RuleCard, Score, Severity, Skip

TILES = (Category.ACCESSIBILITY, Category.SPEED, Category.LINKS, Category.SEARCH, Category.SECURITY)
"""Order of the categories on the first screen."""

SETTLED = (CauseState.NOT_RETESTED, CauseState.FIXED, CauseState.IGNORED)
"""States of causes that are told apart from what this run found; in the order in which they are told."""

TELLING_HEADERS = frozenset(
    "age alt-svc cache-control content-encoding content-language content-security-policy content-type date etag "
    "expires last-modified link location permissions-policy referrer-policy retry-after server set-cookie "
    "strict-transport-security vary x-content-type-options x-frame-options x-robots-tag".split()
)
"""Response headers that the proof of a cause shows."""

_QUARTER_S = 91 * 86_400
_VERIFY_URLS = 3
_KEY_URLS = 3
_FACT_LENGTH = 300


def build(given: ReportInput) -> Report:
    """Build the whole report from what the store and the rules say; reads no clock, no disk and no network."""
    pages = {page.id: page for page in given.pages}
    template_names = {template.id: template.name for template in given.verdict.templates}
    gains = _gains(given.verdict.scores)
    html_pages = sum(1 for page in given.pages if page.is_html and page.status == 200)
    html_pages = int(given.run.coverage.get("html") or html_pages)
    ordered = sorted(given.verdict.causes, key=lambda one: (-one.priority, -one.severity.rank, -one.pages, one.id))
    kinds: dict[str, list[Cause]] = {"causes": [], "reviews": [], "information": [], "settled": []}
    for cause in ordered:
        kinds[_kind_of(cause, given.cards.get(cause.rule))].append(cause)
    views = {
        kind: tuple(
            _cause_view(cause, rank, given, pages, template_names, gains, html_pages)
            for rank, cause in enumerate(causes, 1)
        )
        for kind, causes in kinds.items()
    }
    whole = next((score.value for score in given.verdict.scores if score.category is None), None)
    checks = tuple(
        CheckRow(count, given.cards.get(count.rule))
        for count in sorted(given.verdict.counts, key=lambda one: (-one.error, -one.fail, -one.review, one.rule))
    )
    every = [one for kind in views.values() for one in kind]
    return Report(
        run=given.run,
        host=given.run.site,
        generated_at=given.generated_at,
        score=whole,
        scores=given.verdict.scores,
        tiles=_tiles(given, views["causes"]),
        causes=views["causes"],
        reviews=views["reviews"],
        information=views["information"],
        settled=views["settled"],
        coverage=_coverage(given, html_pages),
        pages=tuple(given.pages),
        page_findings=_page_findings(kinds["causes"]),
        links=tuple(given.links),
        loads=tuple(given.loads),
        templates=_template_rows(given, views["causes"]),
        template_names=template_names,
        checks=checks,
        skipped=tuple(given.skipped),
        notes=given.verdict.notes,
        urls={page.id: page.url for page in given.pages},
        cards=given.cards,
        link_summary=summary(given.link_verdicts, given.run.coverage),
        custom=given.custom,
        tab_order=given.tab_order,
        speed=given.speed,
        goals=goals_chapter(given.verdict.goals, every),
        search=with_chances(given.search, views["causes"]),
        accessibility=accessibility_chapter(
            [one for kind in ("causes", "reviews", "settled") for one in views[kind]],
            given.verdict.counts,
            given.cards,
            int(given.run.coverage.get("rendered") or 0),
            html_pages,
        ),
        score_without_ignored=given.verdict.score_without_ignored,
        trend=tuple(given.trend),
        life=given.verdict.life,
        before=_before(given),
        changes=given.changes,
        availability=given.availability,
        structure=given.structure,
        international=given.international,
        structured=structured_chapter(given.structured, every, given.verdict.counts, given.verdict.templates),
        check_list=checks_chapter(checks, every),
    )


def _before(given: ReportInput) -> TrendPoint | None:
    """The run that this one is compared with, where the trend knows it."""
    return next((point for point in given.trend if point.run_id == given.verdict.before_run), None)


def _kind_of(cause: Cause, card: RuleCard | None) -> str:
    if cause.state in SETTLED:
        return "settled"
    if cause.outcome is Outcome.REVIEW:
        return "reviews"
    if cause.severity is Severity.INFO or (card and card.evidence_class is EvidenceClass.CONTRADICTED):
        return "information"
    return "causes"


def _gains(scores: Sequence[Score]) -> dict[str, float]:
    whole: defaultdict[str, float] = defaultdict(float)
    single: defaultdict[str, float] = defaultdict(float)
    for score in scores:
        for deduction in score.deductions:
            (whole if score.category is None else single)[deduction.cause] += deduction.points
    return dict(whole or single)


def _cause_view(
    cause: Cause,
    rank: int,
    given: ReportInput,
    pages: Mapping[int, PageRow],
    template_names: Mapping[int, str],
    gains: Mapping[str, float],
    html_pages: int,
) -> CauseView:
    card = given.cards.get(cause.rule)
    on = sorted(
        (pages[number] for number in cause.page_ids if number in pages),
        key=lambda page: (-page.link_score, -page.inlinks, page.id),
    )
    urls = tuple(page.url for page in on[:_VERIFY_URLS]) or _sample_urls(cause)
    shows = (
        card is not None and card.failing_example != card.passing_example
    )  # else the difference lies outside the markup
    templates = Counter(page.template_id for page in on if page.template_id is not None)
    return CauseView(
        id=cause.id,
        rank=rank,
        rule=cause.rule,
        title=card.title if card else cause.rule,
        message=plain(cause.message),
        brief=_brief(plain(cause.message), card),
        outcome=cause.outcome,
        severity=cause.severity,
        certainty=cause.certainty,
        category=cause.category,
        owner=cause.owner,
        effort=cause.effort,
        evidence_class=card.evidence_class if card else EvidenceClass.CONVENTION,
        why=card.why if card else "",
        refs=tuple(reference(ref) for ref in card.refs) if card else (),
        pages=cause.pages,
        occurrences=cause.occurrences,
        share=min(1.0, cause.pages / html_pages) if html_pages else 0.0,
        gain=gains.get(cause.id, 0.0),
        key_urls=tuple(page.url for page in on[:_KEY_URLS] if page.inlinks) if len(on) > _KEY_URLS else (),
        template=template_names.get(cause.template_id, "") if cause.template_id is not None else "",
        by_template=tuple((template_names.get(one, f"#{one}"), number) for one, number in templates.most_common()),
        page_ids=tuple(page.id for page in on),
        urls=() if on else _sample_urls(cause),
        place=cause.place,
        target=cause.target,
        proof=_proof(cause, given, pages),
        fix_editor=card.fix_editor if card else "",
        fix_developer=card.fix_developer if card else "",
        failing_example=card.failing_example if card and shows else "",
        passing_example=card.passing_example if card and shows else "",
        command=_command(urls[:_VERIFY_URLS], cause.rule, given.run.start_url if card and card.sees_site else ""),
        state=cause.state,
        first_seen=cause.first_seen,
        last_seen=cause.last_seen,
        priority=cause.priority,
        priority_parts=tuple(cause.priority_parts.items()),
        inferred=cause.inferred,
        sees_site=card is not None and card.sees_site,
        segments=cause.segments,
        ignored=cause.ignored,
        traffic=cause.traffic,
        criteria=criteria_of(card),
        people=people_of(criteria_of(card), cause.category),
        life=given.lives.get(cause.id),
        untested=cause.untested,
        verify=f"marsad verify {shlex.quote(plain(cause.id))}",
        ignore=f"marsad ignore {shlex.quote(plain(cause.id))} --until {_later(given.run.started_at)}",
    )


def _later(started_at: float) -> str:
    """An ISO date to put a decision off to: a quarter after the run."""
    return datetime.fromtimestamp(started_at + _QUARTER_S, UTC).date().isoformat()


def _brief(message: str, card: RuleCard | None) -> str:
    """A cause's sentence for a place where the title stands before it."""
    start = f"{card.title}: " if card else ""
    if not start or not message.startswith(start) or len(message) <= len(start):
        return message
    return message[len(start)].upper() + message[len(start) + 1 :]


def _sample_urls(cause: Cause) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sample.url for sample in cause.samples if sample.url))


def _command(urls: Sequence[str], rule: str, site: str) -> str:
    """The command to test again; `site` is the start URL where the rule needs a crawl, else "".

    URLs come from a site that may be hostile, so each is quoted for the shell.
    """
    if site:
        return f"marsad audit {shlex.quote(plain(site))}"
    named = [shlex.quote(plain(url)) for url in urls]
    return " ".join(["marsad", "page", *named, "--rule", shlex.quote(rule)])


def _proof(cause: Cause, given: ReportInput, pages: Mapping[int, PageRow]) -> Proof | None:
    """The sample that proves most: one with a picture, else one with code, else the first."""
    if not cause.samples:
        return None

    def crop_of(sample: Finding) -> str:
        return given.crops.get((sample.page_id, sample.evidence.selector), "") if sample.page_id else ""

    best = min(cause.samples, key=lambda one: (one.inferred, not crop_of(one), not one.evidence.snippet))
    seen, page = best.evidence, pages.get(best.page_id or 0)
    facts = {str(name): value for name, value in seen.facts.items() if name != "fault"}
    if seen.target == cause.target:
        facts = {name: value for name, value in facts.items() if not cause.target or value != cause.target}
    elif seen.target:
        facts.setdefault("target", seen.target)
    return Proof(
        message=plain(best.message or seen.message),
        url=best.url or seen.url,
        selector=plain(seen.selector),
        line=seen.line,
        snippet=seen.snippet,
        facts=tuple((_label(name), _fact(value)) for name, value in facts.items()),
        fault=str(seen.facts.get("fault", "")),
        fetched_at=page.fetched_at if page else 0.0,
        tries=page.tries if page else 1,
        inferred=best.inferred,
        crop=crop_of(best),
        headers=_telling(given.headers.get(best.page_id or 0, ())),
    )


def _telling(headers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The headers that findings are about, cut to a length that can be read."""
    return tuple((plain(name), _fact(value)) for name, value in headers if name in TELLING_HEADERS)


def _label(name: str) -> str:
    words = plain(name).replace("_", " ")
    return words[:1].upper() + words[1:]


def _fact(value: Any) -> str:
    if isinstance(value, float):
        text = f"{value:.3f}".rstrip("0").rstrip(".")
    elif isinstance(value, list | tuple | set):
        text = ", ".join(_fact(one) for one in value)
    elif isinstance(value, Mapping):
        text = ", ".join(f"{name} {_fact(one)}" for name, one in value.items())
    else:
        text = str(value)
    text = plain(text)
    return text if len(text) <= _FACT_LENGTH else f"{text[:_FACT_LENGTH]}…"


def _tiles(given: ReportInput, causes: Sequence[CauseView]) -> tuple[Tile, ...]:
    scores = {score.category: score for score in given.verdict.scores if score.category is not None}
    before, tiles = _before(given), []
    for category in TILES:
        own = [cause for cause in causes if cause.category is category]
        score = scores.get(category)
        worst = min(own, key=lambda one: (-one.severity.rank, one.rank), default=None)
        value = score.value if score else None
        then = before.by_category.get(category) if before else None
        tiles.append(
            Tile(
                category,
                value,
                len(own),
                worst,
                delta=None if value is None or then is None else float(_shown(value) - _shown(then)),
                trend=tuple(point.by_category.get(category) for point in given.trend),
            )
        )
    return tuple(tiles)


def _shown(score: float) -> int:
    """A score as it is shown, so that what is said to have changed is what readers see change."""
    return min(99, round(score)) if score < 100 else 100


def _page_findings(causes: Sequence[Cause]) -> dict[int, int]:
    found: Counter[int] = Counter()
    for cause in causes:
        found.update(set(cause.page_ids))
    return dict(found)


def _template_rows(given: ReportInput, causes: Sequence[CauseView]) -> tuple[TemplateRow, ...]:
    by_name: dict[str, list[CauseView]] = defaultdict(list)
    for cause in causes:
        for name in {name for name, _ in cause.by_template} | ({cause.template} if cause.template else set()):
            by_name[name].append(cause)
    rows = [
        TemplateRow(
            template,
            len(by_name[template.name]),
            min(by_name[template.name], key=lambda one: one.rank, default=None),
            given.differences.get(template.id, ()),
        )
        for template in given.verdict.templates
    ]
    return tuple(sorted(rows, key=lambda row: (-row.template.size, row.template.name)))


def _taken_over(stated: Mapping[str, Any], name: str) -> int:
    """A number of what a run took over from the run before; 0 where it took nothing over."""
    found = stated.get("incremental")
    return int(found.get(name) or 0) if isinstance(found, Mapping) else 0


def _coverage(given: ReportInput, html_pages: int) -> Coverage:
    stated = given.run.coverage

    def number(name: str, otherwise: int = 0) -> int:
        value = stated.get(name, otherwise)
        return int(value) if isinstance(value, int | float) else otherwise

    skips = {str(reason): int(count) for reason, count in (stated.get("skipped") or {}).items()}
    if not skips:
        skips = {reason.value: count for reason, count in given.skip_counts.items()}
    outside = skips.pop(Skip.SCOPE.value, 0)  # other sites' addresses, or another part's: not what was to be audited
    fetched = number("fetched", len(given.pages))
    passed_over = sum(skips.values())
    if given.waiting is None:
        known = max(number("known"), fetched)
        left = max(0, known - fetched - passed_over)
    else:  # assets and outside targets, which are asked but not crawled, are no part of it
        left = given.waiting
        known = fetched + passed_over + left
    skipped = tuple(sorted(((one, count) for one, count in skips.items() if count), key=lambda one: (-one[1], one[0])))
    run = sum(1 for one in given.verdict.counts if not one.not_run)
    gaps = [Gap(str(one.get("what", "")), str(one.get("why", "")), str(one.get("how", "")))
            for one in stated.get("not_done") or ()]  # fmt: skip
    if outside:
        what = f"{outside:,} address{'' if outside == 1 else 'es'} outside the audited site"
        gaps.append(Gap(what, "not asked", "Ask other sites with `--external`; take more in with `--scope`."))
    return Coverage(
        known=known,
        fetched=fetched,
        failed=min(fetched, number("failed", sum(1 for page in given.pages if not page.status))),
        html=number("html", html_pages),
        skipped=skipped,
        left=left,
        unverified=number("unverified"),
        rendered=number("rendered"),
        rendered_errors=number("rendered_errors"),
        templates=number("templates", len(given.verdict.templates)),
        templates_rendered=number("templates_rendered"),
        rules_run=number("rules_run", run),
        rules_not_run=number("rules_not_run", len(given.verdict.counts) - run),
        limit=str(stated.get("limit") or ""),
        gaps=tuple(gaps),
        seconds=tuple((str(stage), float(one)) for stage, one in (stated.get("seconds") or {}).items()),
        vanished={str(name): int(count) for name, count in (stated.get("vanished") or {}).items()},
        reused=_taken_over(stated, "pages"),
        reused_from=_taken_over(stated, "from_run"),
        judged_before=_taken_over(stated, "judged"),
        browsed_before=_taken_over(stated, "browsed"),
        browsed_since=_taken_over(stated, "browsed_since"),
    )
