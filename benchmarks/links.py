"""Compares link checkers on a page of eighty hard links: what each finds, what each calls broken wrongly, its cost."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import trustme

from benchmarks.measure import PYTHON, Measured, load, measure, median, spread
from benchmarks.parts import Report
from benchmarks.peers.install import link_checkers
from tests.crawler.torture.cases import ELSEWHERE, PAGES, Case, broken_cases, fine_cases
from tests.crawler.torture.certificates import self_signed, signed
from tests.servers import Asked, Reply, Site

_MARSAD = """
[crawl]
allow_private = true
timeout_s = 4
ask_timeout_s = 4
retry_wait_s = 0.1
[links]
flaky_runs = 1
[browser]
axe = false
screenshots = false
[sample]
max_pages = 4
"""
_BREAKS = ("link-fragment-missing", "url-bookmark-broken", "image-broken", "video-thumbnail-broken",
           "social-og-image-broken", "soft404-page")  # fmt: skip
_GROUPS = ("resp-", "redir-to-broken", "redir-loop", "redir-too-many", "redir-no-location")


@dataclass(slots=True)
class Torture:
    """The page under test, its cases, and how many requests its servers saw."""

    url: str
    broken: list[Case]
    fine: list[Case]
    sites: list[Site] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """Requests to all servers so far."""
        return sum(len(site.asked) for site in self.sites)

    def address(self, case: Case) -> str:
        """What a tool has to name for the case, in a form that can be compared."""
        at = case.at if "://" in case.at else self.url.rstrip("/") + ("/" if case.at.startswith("#") else "") + case.at
        return comparable(at)


def comparable(url: str) -> str:
    """A URL without the differences that tools make in writing it."""
    address, fragment = urldefrag(url)
    return unquote(address) + (f"#{unquote(fragment)}" if fragment else "")


@contextmanager
def torture(folder: Path) -> Iterator[Torture]:
    """Serve the page anew: some of its answers change from one request to the next."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    # Every tool trusts the authority, so that what is wrong with a certificate is what its case says.
    os.environ["SSL_CERT_FILE"] = os.environ["NODE_EXTRA_CA_CERTS"] = str(folder / "ca.pem")
    with ExitStack() as stack:
        with Site() as gone:
            refusing = gone.url("/refused")
        elsewhere = stack.enter_context(Site(dict(ELSEWHERE), host="127.0.0.2"))
        expired = stack.enter_context(Site(tls=signed(authority, is_expired=True)))
        own = stack.enter_context(Site(tls=self_signed(folder)))
        tls = {"expired": expired.url("/expired"), "self-signed": own.url("/self-signed")}
        other = elsewhere.url("").rstrip("/")
        broken, fine = broken_cases(other, tls, refusing), fine_cases(other)
        site = stack.enter_context(Site(dict(PAGES)))
        soft: Any = None
        for case in [*broken, *fine]:
            site.routes.update(case.routes)
            soft = case.routes.get("soft", soft)
        lines = "\n".join(f"<div>{case.markup}</div>" for case in [*broken, *fine])
        page = f"<!doctype html><html lang=en><head><title>Links</title></head><body><h1>Links</h1>{lines}</body>"
        site.routes["/"] = Reply(page.replace("{site}", site.url("").rstrip("/")))

        def rest(asked: Asked) -> Any:
            return soft(asked) if asked.name.startswith("/soft/") else Reply("<title>Gone</title>gone", 404)

        site.routes["*"] = elsewhere.routes["*"] = rest
        yield Torture(site.url("/"), broken, fine, [site, elsewhere, expired, own])


def marsad(url: str, folder: Path, *, browser: bool) -> tuple[Measured, set[str]]:
    """Audit the page, with a browser or without; what it calls broken."""
    (folder / "marsad.toml").write_text(_MARSAD, encoding="utf-8")
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[1])
    run = [PYTHON, "-c", "from marsad.cli import main; main()"]
    command = [*run, "audit", url, "--no-lab", "--browser", "always" if browser else "never"]
    done = measure(command, folder=folder)
    export = measure([*run, "export", "findings", "--output", "findings.jsonl"], folder=folder)
    if done.code or export.code:
        raise RuntimeError(f"the audit failed: {done.output[-1_000:]}{export.output[-1_000:]}")
    said: set[str] = set()
    for line in (folder / "findings.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        if one["outcome"] == "fail" and (one["rule"] in _BREAKS or one["rule"].startswith(_GROUPS)):
            facts = one["facts"]
            named = {one["target"], facts.get("linked"), facts.get("image"), None if one["target"] else one["url"]}
            if one["rule"] == "url-bookmark-broken":
                named = {f"{one['url']}#{facts.get('fragment')}"}
            said.update(comparable(address) for address in named if address)
    return done, said


def compare(report: Report, work: Path, rounds: int) -> None:
    """Run every checker `rounds` times on the page and add the table."""
    tools: list[tuple[str, Callable[[str, Path], tuple[Measured, set[str]]]]] = [
        ("Marsad", lambda url, folder: marsad(url, folder, browser=False)),
        ("Marsad with browser", lambda url, folder: marsad(url, folder, browser=True)),
    ]
    tools += [(f"{one.name} {one.version}", one.check) for one in link_checkers() if not one.missing]
    rows, cpu = [], {}
    for name, check in tools:
        runs = []
        for number in range(rounds):
            folder = work / f"links-{name.replace(' ', '-')}-{number}"
            folder.mkdir(parents=True)
            with torture(folder) as page:
                done, said = check(page.url, folder)
                has_result = bool(said)
                missed = [case.name for case in page.broken if page.address(case) not in said]
                wrong = [case.name for case in page.fine if page.address(case) in said]
                runs.append((done, len(page.broken) - len(missed), len(wrong), page.requests))
                total = len(page.broken), len(page.fine)
        print(f"    {name}: missed {missed}; wrong {wrong}; load {load()}", flush=True)
        if not has_result:
            report.add(f"links beside {name}", f"it gave no result: ended with code {runs[-1][0].code}")
            continue
        report.raw[f"links: {name}"] = {"missed": missed, "wrong": wrong}
        cpu[name] = median(done.cpu_s for done, *_ in runs)
        rows.append([name, f"{runs[-1][1]} of {total[0]}", f"{runs[-1][2]} of {total[1]}", str(runs[-1][3]),
                     spread(done.cpu_s for done, *_ in runs), spread(done.wall_s for done, *_ in runs)])  # fmt: skip
    head = ["tool", "breaks found", "false alarms", "requests", "CPU, s", "wall, s"]
    report.tables.append(("Links: a page of hard cases", head, rows))
    ours = rows[1]
    report.add("broken links found", ours[1], "all", ours[1].split()[0] == ours[1].split()[-1])
    report.add("links wrongly called broken", ours[2], "none", ours[2].startswith("0 "))
    for name in cpu:
        if not name.startswith("Marsad"):
            ratio = cpu[name] / cpu["Marsad"] if cpu["Marsad"] else 0.0
            report.add(f"CPU of {name} beside ours, whole audit without a browser", f"{ratio:.2f} times")
    for one in link_checkers():
        if one.missing:
            report.add(f"links beside {one.name}", one.missing)
