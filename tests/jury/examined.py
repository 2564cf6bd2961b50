"""Puts pages before the real browser stage and all page rules, as an audit of each single page would."""

from __future__ import annotations

import hashlib
import json
import sys
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from audits.page import PageView, SiteFacts
from audits.registry import all_rules
from audits.rule import Scope
from audits.runner import judge_page
from crawler.ask import Answer
from crawler.browser.browse import BrowseTask, browse
from crawler.browser.options import BrowserOptions, KeyboardOptions
from crawler.pages import gather
from marsad.judge import merged_artifact, view_of
from store.model import Artifact, ArtifactKind, Certainty, Finding, Outcome
from tests.jury.served import Served

ROOT = Path(__file__).resolve().parents[2]
STAGE = ROOT / "crawler" / "browser"
TIME = 1_767_225_600.0  # rules are told this day, so that a verdict does not depend on when it is given


@dataclass(slots=True)
class Seen:
    """One page with all that was found on it."""

    path: str
    findings: list[Finding] = field(default_factory=list)
    axe: dict[str, Any] = field(default_factory=dict)
    walk: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)  # artifacts that could not be had, and rules that raised

    def rules(self, *, fail: bool) -> set[str]:
        """The rules that say so for sure, or those that ask a person."""
        return {one.rule for one in self.findings if is_fail(one) is fail}


def is_fail(finding: Finding) -> bool:
    """Whether a finding is told as a defect; everything else is a question to a person."""
    return finding.outcome is Outcome.FAIL and finding.certainty is Certainty.DEFECT


def browser_options(seconds: float, **more: Any) -> BrowserOptions:
    """The options of the jury: no network but the loopback, no pictures, and a deadline for each part of a page."""
    return BrowserOptions(
        allow_private=True,
        screenshots=False,
        axe_enhanced_contrast=True,  # the cases ask for level AAA too
        quiet_ms=150,
        quiet_cap_ms=1_500,
        page_timeout_s=seconds,
        axe_timeout_s=seconds,
        keyboard=KeyboardOptions(deadline_s=seconds, **more),
        extra_args=("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--mute-audio"),
    )


class Bench:
    """Examines pages of one server; what the browser saw of a page is kept until the page or the stage changes."""

    def __init__(self, served: Served, keep: Path, options: BrowserOptions, *, as_kept: bool = False) -> None:
        self.served = served
        self.keep = keep
        self.options = options
        self.as_kept = as_kept
        self.stage = stage_digest(options)
        self.rules = [rule for rule in all_rules() if rule.scope is Scope.PAGE]
        keep.mkdir(parents=True, exist_ok=True)

    def examine(self, paths: Sequence[str], progress: Callable[[str], None] = print) -> dict[str, Seen]:
        """Every page with what was found on it; loads only those of which nothing is kept."""
        kept = {path: self._kept(path) for path in dict.fromkeys(paths)}
        missing = [path for path, artifacts in kept.items() if artifacts is None]
        if missing:
            kept |= self._browsed(missing, progress)
        return {path: self._judged(path, artifacts or []) for path, artifacts in kept.items()}

    def _browsed(self, paths: Sequence[str], progress: Callable[[str], None]) -> dict[str, list[Artifact] | None]:
        tasks = [
            BrowseTask(number, self.served.origin + quote(path), keyboard=True) for number, path in enumerate(paths)
        ]
        found: dict[int, list[Artifact]] = {number: [] for number in range(len(paths))}
        began = time.monotonic()

        def done(now: Any) -> None:
            if now.done % 50 == 0 or now.done == now.total:
                progress(f"  {now.done} of {now.total} pages in {time.monotonic() - began:.0f} s")

        def take(artifact: Artifact) -> None:
            found[artifact.page_id].append(artifact)
            self._save(paths[artifact.page_id], found[artifact.page_id])

        browse(tasks, self.options, take, done)
        return {paths[number]: artifacts for number, artifacts in found.items()}

    # --- what is kept

    def _file(self, path: str) -> Path:
        digest = hashlib.sha256(path.encode() + b"\0" + (self.served.body(path) or b""))
        return self.keep / f"{digest.hexdigest()[:32]}.z"

    def _save(self, path: str, artifacts: Iterable[Artifact]) -> None:
        data = {
            "stage": self.stage,
            "origin": self.served.origin,
            "artifacts": [[one.kind.value, one.device, dict(one.data), one.error] for one in artifacts],
        }
        self._file(path).write_bytes(zlib.compress(json.dumps(data).encode()))

    def _kept(self, path: str) -> list[Artifact] | None:
        file = self._file(path)
        if not file.is_file():
            return None
        text = zlib.decompress(file.read_bytes()).decode()
        data = json.loads(text.replace(json.loads(text)["origin"], self.served.origin))
        if data["stage"] != self.stage and not self.as_kept:
            return None
        return [
            Artifact(0, ArtifactKind(kind), device, seen, b"", error, TIME)
            for kind, device, seen, error in data["artifacts"]
        ]

    # --- judging

    def _judged(self, path: str, artifacts: Iterable[Artifact]) -> Seen:
        view = self._view(path, artifacts)
        verdict = judge_page(view, self.rules)
        seen = Seen(path, verdict.findings)
        for kind, artifact in view.artifacts.items():
            if artifact.error:
                seen.errors.append(f"{kind.value}: {artifact.error}")
            elif kind is ArtifactKind.AXE:
                seen.axe = dict(artifact.data)
            elif kind is ArtifactKind.KEYBOARD:
                seen.walk = dict(artifact.data)
        seen.errors += [
            f"{rule}: {verdict.errors[rule]}" for rule, outcome in verdict.outcomes.items() if outcome is Outcome.ERROR
        ]
        return seen

    def _view(self, path: str, artifacts: Iterable[Artifact]) -> PageView:
        url = self.served.origin + quote(path)
        gathered = gather(asked(url), lambda other: other.startswith(self.served.origin))
        merged: dict[ArtifactKind, Artifact] = {}
        for one in artifacts:
            merged[one.kind] = merged_artifact(merged.get(one.kind), one)
        facts = SiteFacts(start_url=self.served.origin + "/", now=TIME, page_at=self._page_at)
        return view_of(gathered.page, gathered.body, facts, merged)

    def _page_at(self, url: str) -> PageView | None:
        """A page that the examined one links to, as a crawl of the server would have fetched it."""
        if not url.startswith(self.served.origin + "/"):
            return None
        found = gather(asked(url), lambda other: other.startswith(self.served.origin))
        return view_of(found.page, found.body, SiteFacts(start_url=self.served.origin + "/"), {})


def asked(url: str) -> Answer:
    """An answer of the jury's own server, as the crawl would have received it."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            body, status, headers = answer.read(), answer.status, answer.headers
    except urllib.error.HTTPError as error:
        body, status, headers = error.read(), error.code, error.headers
    pairs = tuple((name.lower(), value) for name, value in headers.items())
    return Answer(
        url=url,
        status=status,
        headers=pairs,
        content_type=headers.get("Content-Type", ""),
        body=body,
        wire_bytes=len(body),
        body_bytes=len(body),
        ttfb_ms=20.0,
        download_ms=1.0,
    )


def stage_digest(options: BrowserOptions) -> str:
    """A digest of the browser stage's code and options: what it saw before a change says nothing of it afterwards."""
    sources = (file for file in sorted(STAGE.rglob("*")) if file.suffix in (".py", ".js"))
    digest = hashlib.sha256(options.model_dump_json().encode())
    for file in sources:
        if "vendor" not in file.parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def say(text: str) -> None:
    """One line for whoever waits; results go to standard output only."""
    print(text, file=sys.stderr, flush=True)
