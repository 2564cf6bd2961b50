"""The honesty of a run: what was crawled, rendered, verified and asked, and what was not, and why."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from store.database import Store
from store.model import Artifact, ArtifactKind, LinkState, Stage, UrlState, Verdict

_UNVERIFIED = frozenset({LinkState.UNKNOWN, LinkState.BLOCKED, LinkState.FLAKY})


@dataclass(slots=True)
class Coverage:
    """Counts and notes for the first screen of the report."""

    known: int = 0
    fetched: int = 0
    html: int = 0
    failed: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    unverified: int = 0
    reused: int = 0  # links to other sites for which an earlier run's answer still held
    reused_since: float = 0.0  # Unix time of the oldest of these answers
    second_opinions: dict[str, int] = field(default_factory=dict)  # what a browser said of blocked links
    rendered: int = 0
    rendered_errors: int = 0
    templates: int = 0
    templates_rendered: int = 0
    rules_run: int = 0
    rules_not_run: int = 0
    incremental: dict[str, int] = field(default_factory=dict)  # taken over of an earlier run: pages, told, judged…
    vanished: dict[str, int] = field(default_factory=dict)  # pages of earlier runs not met: see marsad.vanished
    limit: str = ""
    not_done: list[dict[str, str]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    budgets: list[dict[str, Any]] = field(default_factory=list)  # what became of each: see marsad.budgets
    gate: dict[str, Any] = field(default_factory=dict)  # what it asked and how it went: see marsad.gate_check
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)  # what was asked: property, account, window

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Coverage:
        """From what the store holds of an earlier part of the run."""
        names = cls.__dataclass_fields__
        return cls(**{key: value for key, value in stored.items() if key in names})

    def as_mapping(self) -> dict[str, Any]:
        """For the store."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def add_seconds(self, stage: Stage, seconds: float) -> None:
        """Wall time of a stage, added over resumed parts."""
        self.seconds[stage.value] = round(self.seconds.get(stage.value, 0.0) + seconds, 3)

    def crawled(self, summary: Any) -> None:
        """Take over what the crawl says of itself (a CrawlSummary)."""
        self.limit = summary.limit.value if summary.limit is not None else ""
        for note in summary.notes:
            self.add_gap("Crawl", note, "")
        self.fetched = summary.fetched
        self.failed = summary.failed
        self.html = summary.html

    def asked_again(self, counts: dict[str, int]) -> None:
        """Take over what became of pages of earlier runs that the crawl did not meet."""
        self.vanished = counts
        left = counts.get("found", 0) - counts.get("asked", 0)
        if left > 0:
            self.add_gap(
                "Pages of earlier runs that nothing leads to any more",
                f"{left} of {counts['found']} were not asked what became of them",
                "Raise crawl.max_vanished to ask more of them.",
            )

    def vanished_sentence(self) -> str:
        """One line for the console on pages that nothing leads to any more; empty where there are none."""
        found = self.vanished
        if not found.get("found"):
            return ""
        unclear = f", {found['unclear']} gave no clear answer" if found["unclear"] else ""
        return (
            f"pages of earlier runs that nothing leads to any more: {found['found']}; asked: {found['asked']}, of "
            f"which {found['there']} still answer, {found['moved']} redirect, {found['gone']} are gone{unclear}"
        )

    def crawl_sentence(self) -> str:
        """One line for the console."""
        ended = f"; stopped at the limit of {self.limit}" if self.limit else ""
        return f"{self.fetched} URLs fetched, {self.html} of them HTML pages, {self.failed} without an answer{ended}"

    def links_sentence(self) -> str:
        """One line for the console on answers of earlier runs; empty where none was used."""
        if not self.reused:
            return ""
        oldest = time.strftime("%Y-%m-%d %H:%M", time.localtime(self.reused_since))
        return f"{self.reused} links to other sites not asked again, the oldest answer from {oldest} (--fresh asks all)"

    def judged_before(self, pages: int) -> None:
        """Of so many pages an earlier run's judgement was taken over."""
        if self.incremental or pages:
            self.incremental = {**self.incremental, "judged": pages}

    def seen_before(self, pages: int, since: float) -> None:
        """A browser saw so many pages in an earlier run, the first of them at `since` (Unix time)."""
        self.incremental = {**self.incremental, "browsed": pages, "browsed_since": int(since)}

    def reused_sentence(self) -> str:
        """One line for the console on pages that have not changed; empty where nothing was taken over."""
        found = self.incremental
        if not found.get("pages"):
            return ""
        return (
            f"pages that have not changed since run {found['from_run']}: {found['pages']}; they "
            "were taken over from it (--full reads all anew)"
        )

    def no_browser(self, why: str, how: str) -> None:
        """The browser part was not run."""
        self.add_gap("Real browser: contrast, keyboard, layout, loading, screenshots", why, how, is_first=True)

    def rendered_pages(self, artifacts: Iterable[Artifact], members: Mapping[int, int]) -> None:
        """Count the pages that a browser loaded, and those that it could not."""
        good: set[int] = set()
        bad: set[int] = set()
        for artifact in artifacts:
            if artifact.kind is ArtifactKind.AXE:
                (bad if artifact.error else good).add(artifact.page_id)
        self.rendered = len(good)
        self.rendered_errors = len(bad - good)
        self.templates_rendered = len({members[number] for number in good if number in members})

    def browse_sentence(self) -> str:
        """One line for the console."""
        errors = f", {self.rendered_errors} could not be loaded" if self.rendered_errors else ""
        return f"{self.rendered} pages of {self.templates_rendered} of {self.templates} templates loaded{errors}"

    def judged(self, verdict: Verdict, store: Store, run_id: int) -> None:
        """Final counts, once everything is stored."""
        counts = store.frontier_counts(run_id)
        skips = store.skip_counts(run_id)
        self.skipped = {reason.value: number for reason, number in skips.items()}
        self.known = sum(counts.values()) or self.known
        targets = store.targets(run_id)
        began = store.run(run_id).started_at
        self.unverified = sum(1 for target in targets if target.state in _UNVERIFIED)
        reused = [target.checked_at for target in targets if target.checked_at < began]
        self.reused, self.reused_since = len(reused), min(reused, default=0.0)
        self.rules_run = sum(1 for one in verdict.counts if one.fail or one.review or one.passed or one.not_applicable)
        self.rules_not_run = len(verdict.counts) - self.rules_run
        waiting = counts.get(UrlState.QUEUED, 0) + counts.get(UrlState.LEASED, 0)
        if waiting and not self.limit:
            self.add_gap("Crawl", f"{waiting} known URLs were not fetched", "go on with --resume")

    def add_gap(self, what: str, why: str, how: str, *, is_first: bool = False) -> None:
        """Something that was not done, told once; `is_first` where it costs more checks than anything else."""
        gap = {"what": what, "why": why, "how": how}
        if gap not in self.not_done:
            self.not_done.insert(0 if is_first else len(self.not_done), gap)
