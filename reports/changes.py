"""The chapter on what changed since another run: pages, their parts, files, robots.txt, sitemaps, templates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from store.comparison import Change
from store.database import Store
from store.model import Cause, CauseState, Outcome, Page, Run, Severity, Verdict
from store.run_changes import Part, RunChanges, compare_runs, host_of

SHOWN_ROWS = 200
"""Rows of one table; the true number stands beside it."""
EXAMPLES = 5
_OF_PAGES = {
    "pages-removed": "removed", "pages-added": "added", "pages-orphaned": "orphaned", "pages-unmet": "unmet",
}  # fmt: skip
"""Kinds that name pages alone, and where a comparison keeps them."""
DEPLOY = 0.8
"""A template of which this share of the pages has another markup was changed as a whole."""
FEWEST_PAGES = 5
_NAMES = {"redirect": "redirect-target", "robots": "robots-meta"}
_ORDER = (
    "template", "robots-txt", "pages-removed", "pages-orphaned", "pages-unmet", "status", "canonical", "robots-meta",
    "sitemap", "pages-moved", "pages-added", "hreflang", "structured-data", "forms", "scripts", "title", "h1",
    "description", "content", "files", "redirect-target",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One kind of change in short."""

    kind: str
    n: int
    template: str = ""
    causes: tuple[str, ...] = ()  # ids of causes that came with it
    examples: tuple[str, ...] = ()
    share: float | None = None  # of the template's pages that both runs read


@dataclass(frozen=True, slots=True, order=True)
class ChangeRow:
    """One change: an address, what was and what is."""

    url: str
    before: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class ChangeTable:
    """The changes of one kind; `total` is the true number."""

    kind: str
    rows: tuple[ChangeRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ChangesChapter:
    """What differs between two runs, most important first."""

    before_run: int
    before_at: float
    now_run: int
    now_at: float
    lines: tuple[ChangeLine, ...]
    tables: tuple[ChangeTable, ...]
    why_not_whole: str = ""  # "options", "before", "now": pages may be missing for other reasons than the site


def load_changes(
    store: Store, run: Run, before_run: int | None, verdict: Verdict | None = None
) -> ChangesChapter | None:
    """The chapter of a run against an earlier one; None where there is none or it was deleted.

    `verdict` is that of the run, where it was read already.
    """
    before = next((one for one in store.runs(run.site) if one.id == before_run), None)
    if before is None:
        return None
    verdict = verdict or store.verdict(run.id)
    return changes_chapter(compare_runs(store, before, run), verdict or Verdict((), (), ()))


def changes_chapter(found: RunChanges, verdict: Verdict) -> ChangesChapter:
    """What a comparison says, with the causes that came with each change."""
    fresh = [one for one in verdict.causes if _is_fresh(one)]
    tables = _tables(found)
    lines = [*_deploys(found, fresh)]
    for table in tables:
        if table.kind not in ("template",):
            lines.append(_line(table, fresh, found))
    order = {kind: place for place, kind in enumerate(_ORDER)}
    lines.sort(key=lambda one: (not one.causes, order.get(one.kind, len(order)), -one.n))
    return ChangesChapter(
        before_run=found.before.id,
        before_at=found.before.started_at,
        now_run=found.now.id,
        now_at=found.now.started_at,
        lines=tuple(lines),
        tables=tuple(sorted(tables, key=lambda one: order.get(one.kind, len(order)))),
        why_not_whole=found.why_not_whole,
    )


def _is_fresh(cause: Cause) -> bool:
    """Whether a cause began between the runs: new or back, and not only looked at for the first time."""
    return (
        cause.state in (CauseState.NEW, CauseState.REGRESSED)
        and not cause.first_look
        and cause.outcome is Outcome.FAIL
        and cause.severity is not Severity.INFO
        and not cause.rule.startswith("change-")
    )


def _deploys(found: RunChanges, fresh: Sequence[Cause]) -> Iterable[ChangeLine]:
    """A line for each template that was changed as a whole, with the causes that stand on its pages."""
    members: dict[int, set[int]] = {}
    for number, (urls, both) in found.pages.reshaped.items():
        template = found.templates.get(number)
        if template is None or both < FEWEST_PAGES or len(urls) < DEPLOY * both:
            continue
        members[number] = found.pages.reshaped_ids.get(number, set())
        came = tuple(one.id for one in fresh if one.page_ids and _share(one, members[number]) >= 0.5)
        share = len(urls) / both
        yield ChangeLine("template", len(urls), template.name, came, tuple(sorted(urls)[:EXAMPLES]), share)


def _share(cause: Cause, pages: set[int]) -> float:
    return sum(one in pages for one in cause.page_ids) / len(cause.page_ids)


def _line(table: ChangeTable, fresh: Sequence[Cause], found: RunChanges) -> ChangeLine:
    urls = {row.url for row in table.rows}
    came: tuple[str, ...] = ()
    if table.kind in ("pages-removed", "status", "scripts", "files", "redirect-target"):
        came = tuple(one.id for one in fresh if one.target and one.target in urls)
    elif table.kind == "robots-txt":
        came = tuple(one.id for one in fresh if one.rule.startswith(("robots-", "index-blocked")))
    template = ""
    if table.kind in _OF_PAGES:
        names = found.templates_before if table.kind in ("pages-removed", "pages-unmet") else found.templates
        pages: Sequence[Page] = getattr(found.pages, _OF_PAGES[table.kind])
        most = Counter(page.template_id for page in pages).most_common(1)
        number = most[0][0] if most and most[0][1] >= 0.8 * len(pages) else None
        template = names[number].name if number in names else ""
    return ChangeLine(table.kind, table.total, template, came, tuple(row.url for row in table.rows[:EXAMPLES]))


def _tables(found: RunChanges) -> list[ChangeTable]:
    pages = found.pages
    tables = [
        *(_table(kind, _addresses(getattr(pages, name))) for kind, name in _OF_PAGES.items()),
        _table("pages-moved", sorted(ChangeRow(new.url, old.url, new.url) for old, new in pages.moved)),
    ]
    gone = {page.url for page in pages.removed} | {old.url for old, _ in pages.moved}
    for kind, changes in pages.changes.items():
        told = [one for one in changes if kind != "status" or one.url not in gone]
        tables.append(_table(_NAMES.get(kind, kind), [_row(one) for one in told]))
    for kind, parts in found.parts.items():
        tables.append(_table(kind, [_part(one) for one in parts]))
    lines = [
        ChangeRow(url, line[1:] if line[0] == "-" else "", line[1:] if line[0] == "+" else "")
        for url, some in found.robots.items()
        for line in some
    ]
    tables.append(_table("robots-txt", lines))
    listed = [ChangeRow(url, "", sitemap) for sitemap, (new, _) in found.sitemaps.items() for url in new]
    listed += [ChangeRow(url, sitemap, "") for sitemap, (_, missing) in found.sitemaps.items() for url in missing]
    tables.append(_table("sitemap", listed))
    return [one for one in tables if one.total]


def _addresses(pages: Iterable[Page]) -> list[ChangeRow]:
    return [ChangeRow(url) for url in sorted(page.url for page in pages)]


def _table(kind: str, rows: Sequence[ChangeRow]) -> ChangeTable:
    return ChangeTable(kind, tuple(rows[:SHOWN_ROWS]), len(rows))


def _row(change: Change) -> ChangeRow:
    if change.kind == "content":  # digests say nothing to people
        return ChangeRow(change.url)
    return ChangeRow(change.url, change.before, change.now)


def _part(part: Part) -> ChangeRow:
    return ChangeRow(part.url, str(part.pages_before), str(part.pages_now))


__all__ = ["ChangeLine", "ChangeRow", "ChangeTable", "ChangesChapter", "changes_chapter", "host_of", "load_changes"]
