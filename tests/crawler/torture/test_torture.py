"""The whole audit of a page with eighty hard links: every broken one is told, and none that is not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import trustme

from crawler.browser.find import find_browser
from crawler.browser.options import BrowserOptions
from store.database import Store
from store.model import Finding, LinkState, Outcome, Target
from store.urls import resolve
from tests.crawler.torture.cases import ELSEWHERE, PAGES, Case, broken_cases, fine_cases
from tests.crawler.torture.certificates import self_signed, signed
from tests.crawler.torture.more_cases import MORE_ELSEWHERE, more_broken_cases, more_fine_cases
from tests.servers import Asked, Reply, Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[3]
CONFIG = """
[crawl]
allow_private = true
timeout_s = 4
ask_timeout_s = 4
retry_wait_s = 0.1
[links]
flaky_runs = 1
browser_links = 5
[browser]
enabled = "always"
axe = false
screenshots = false
[sample]
max_pages = 4
"""
# Rules that speak of pages and links that work: a redirect is told, and nothing is broken.
NO_BREAK = ("redir-internal-link", "redir-external-link", "redir-temporary", "redir-chain", "link-", "url-", "robots-")
BREAKS = ("link-fragment-missing", "url-bookmark-broken")
GROUPS = ("resp-", "redir-", "image-broken", "video-thumbnail-broken", "social-og-image-broken", "soft404-page")


@dataclass
class Tortured:
    """What an audit said of the page."""

    url: str
    broken: list[Case]
    fine: list[Case]
    findings: list[Finding] = field(default_factory=list)
    targets: dict[str, Target] = field(default_factory=dict)

    def tells(self, case: Case) -> list[str]:
        """Rules that call the case's target broken."""
        wanted = resolve(case.at, self.url) if not case.at.startswith("#") else case.at
        return sorted({one.rule for one in self.findings if _is_break(one) and wanted in _named(one, self.url)})


def _is_break(finding: Finding) -> bool:
    if finding.outcome is not Outcome.FAIL:
        return False
    return finding.rule in BREAKS or (finding.rule.startswith(GROUPS) and not finding.rule.startswith(NO_BREAK))


def _named(finding: Finding, page: str) -> set[str]:
    evidence = finding.evidence
    if finding.rule == "url-bookmark-broken":
        return {f"#{evidence.facts.get('fragment')}"}
    if evidence.target:
        return {evidence.target, str(evidence.facts.get("linked", evidence.target))}
    if "image" in evidence.facts:  # one of several that one page alone shows
        return {str(evidence.facts["image"])}
    return {finding.url} - {page}


@pytest.fixture(scope="module")
def tortured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tortured]:
    found = find_browser(BrowserOptions())
    if not found.ok:
        pytest.skip(f"no browser: {found.reason}")
    folder = tmp_path_factory.mktemp("torture")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    with ExitStack() as stack:
        gone = Site()
        with gone:
            refusing = gone.url("/refused")
        elsewhere = stack.enter_context(Site({**ELSEWHERE, **MORE_ELSEWHERE}, host="127.0.0.2"))
        tls = {
            "expired": stack.enter_context(Site(tls=signed(authority, is_expired=True))).url("/expired"),
            "wrong-name": stack.enter_context(Site(tls=signed(authority, "other.example"))).url("/wrong-name"),
            "self-signed": stack.enter_context(Site(tls=self_signed(folder))).url("/self-signed"),
        }
        other = elsewhere.url("").rstrip("/")
        broken = broken_cases(other, tls, refusing) + more_broken_cases(other, tls)
        fine = fine_cases(other) + more_fine_cases(other)
        site = stack.enter_context(Site(dict(PAGES)))
        soft = None
        for case in [*broken, *fine]:
            site.routes.update(case.routes)
            soft = case.routes.get("soft", soft)
        lines = "\n".join(f"<div>{case.markup}</div>" for case in [*broken, *fine])
        page = f"<!doctype html><html lang=en><head><title>Torture</title></head><body><h1>Links</h1>{lines}</body>"
        site.routes["/"] = Reply(page.replace("{site}", site.url("").rstrip("/")))

        def rest(asked: Asked) -> Reply:
            return soft(asked) if asked.name.startswith("/soft/") and soft else Reply("<title>Gone</title>gone", 404)

        site.routes["*"] = elsewhere.routes["*"] = rest
        (folder / "marsad.toml").write_text(CONFIG, encoding="utf-8")
        command = [sys.executable, "-c", "from marsad.cli import main; main()", "audit", site.url("/"), "--no-lab"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "SSL_CERT_FILE": str(folder / "ca.pem")}
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr
        with Store.open(str(folder / "marsad-data" / "marsad.db")) as store:
            run = store.latest_run()
            assert run is not None
            targets = {one.url: one for one in store.targets(run.id)}
            yield Tortured(site.url("/"), broken, fine, list(store.findings(run.id)), targets)


def test_there_are_eighty_cases_and_more_than_fifty_others(tortured: Tortured) -> None:
    assert (len(broken_cases("", defaultdict(str), "")), len(fine_cases(""))) == (43, 37)
    assert len(tortured.broken) + len(tortured.fine) >= 130


def test_every_broken_link_is_told(tortured: Tortured) -> None:
    assert [case.name for case in tortured.broken if not tortured.tells(case)] == []


def test_no_link_that_works_is_called_broken(tortured: Tortured) -> None:
    assert {case.name: rules for case in tortured.fine if (rules := tortured.tells(case))} == {}


def test_every_broken_link_is_told_by_one_rule(tortured: Tortured) -> None:
    told = {case.name: tortured.tells(case) for case in tortured.broken}
    assert {name: rules for name, rules in told.items() if len(rules) > 1} == {}


def test_the_fault_of_a_certificate_is_named(tortured: Tortured) -> None:
    said = {url: target.detail for url, target in tortured.targets.items() if target.state is LinkState.INSECURE}
    assert sorted(said.values()) == [
        "the certificate has expired",
        "the certificate is for another address",
        "the certificate is self-signed",
    ]


def test_what_cannot_be_verified_is_listed_and_not_called_broken(tortured: Tortured) -> None:
    doubted = {"429 always", "403 elsewhere", "999", "a bot wall"}
    wanted = {case.at for case in tortured.fine if case.name in doubted}
    listed = {
        str(one.evidence.facts.get("linked")) for one in tortured.findings if one.rule == "resp-external-unverified"
    }
    assert wanted <= listed
    assert {tortured.targets[url].state for url in wanted} == {LinkState.BLOCKED}


def test_what_failed_only_once_is_asked_again_at_the_end(tortured: Tortured) -> None:
    later = next(url for url in tortured.targets if url.endswith("/503"))
    assert tortured.targets[later].state is LinkState.OK
