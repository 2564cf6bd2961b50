"""What the HTML report of a large site costs: to write it, and to open it from disk in Chromium.

python -m benchmarks.report fill FOLDER 100000 10 500 300000   a store of so many pages, links on each, causes, findings
python -m benchmarks.report write FOLDER [html]                writes that report: CPU seconds by stage, peak memory
python -m benchmarks.report table FILE 100000 [causes]         a report of so many rows (and causes), without a store
python -m benchmarks.report open FILE [rounds]                 opens a report: first paint, ready, sorting, filtering

Each prints a JSON line.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.large import TEMPLATES, fill, url_of
from reports.model import PageRow, ReportInput
from store.model import (
    Category,
    Cause,
    CauseState,
    Deduction,
    Evidence,
    Finding,
    Outcome,
    RuleCard,
    RuleCount,
    Run,
    RunState,
    Score,
    Severity,
    Template,
    Verdict,
)

BEGAN = 1_795_000_000.0
_SAMPLES = 5


def causes_of(cards: Sequence[RuleCard], page_ids: Sequence[int], number: int, findings: int) -> Iterator[Cause]:
    """So many causes with so many findings in all, a few of them on most pages; every rule has its turn."""
    chance = random.Random(3)
    weights = [1 / (place + 3) for place in range(number)]
    whole = sum(weights)
    for place, weight in enumerate(weights):
        card = cards[place % len(cards)]
        some = max(1, min(len(page_ids), round(findings * weight / whole)))
        first = chance.randrange(len(page_ids))
        on = tuple(sorted({page_ids[(first + step * 7) % len(page_ids)] for step in range(some)}))
        cause = f"{place:08x}"
        yield Cause(
            id=cause, rule=card.id, outcome=Outcome.REVIEW if place % 9 == 8 else Outcome.FAIL,
            severity=card.severity, certainty=card.certainty, owner=card.owner, effort=card.effort,
            category=card.category, message=f"{some:,} pages share one fault, number {place}, in the same place.",
            pages=len(on), occurrences=len(on), template_id=1 + place % TEMPLATES,
            place=f"main > article > div.part-{place} > a", target=f"https://shop.example/asset-{place}.js",
            page_ids=on, samples=tuple(_finding(card, cause, page, place) for page in on[:_SAMPLES]),
            priority=1000 * weight, priority_parts={"severity": 3, "reach": 0.4, "confidence": 0.7, "effort": 2},
            state=CauseState.STILL, first_seen=BEGAN - 86_400, last_seen=BEGAN,
        )  # fmt: skip


def _finding(card: RuleCard, cause: str, page: int, place: int) -> Finding:
    snippet = f'<a class="teaser teaser-{place}" href="/asset-{place}.js"><span>Teaser {page}</span></a>'
    seen = Evidence(
        message=f"The element on page {page} is at fault.", selector=f"main > article > div.part-{place} > a",
        line=40 + place % 400, snippet=snippet, target=f"https://shop.example/asset-{place}.js",
        facts={"size": 1000 + page, "limit": 900, "file": f"/asset-{place}.js"},
    )  # fmt: skip
    return Finding(card.id, url_of(page), Outcome.FAIL, card.severity, card.certainty, seen.message, seen, page,
                   f"{cause}{page}", cause=cause)  # fmt: skip


def verdict_of(cards: Sequence[RuleCard], page_ids: Sequence[int], number: int, findings: int) -> Verdict:
    """A verdict with these causes."""
    causes = tuple(causes_of(cards, page_ids, number, findings))
    counts = tuple(RuleCount(one.id, 1, 0, len(page_ids) - 1) for one in cards)
    taken = tuple(Deduction(one.id, 0.01) for one in causes if one.severity is not Severity.INFO)
    scores = [Score(one, 81.0, len(page_ids)) for one in Category]
    templates = tuple(
        Template(n + 1, f"/kind-{n}/{{page}}.html", len(page_ids) // TEMPLATES, url_of(n)) for n in range(TEMPLATES)
    )
    return Verdict(causes, counts, (Score(None, 78.0, len(page_ids), taken), *scores), templates)


def fill_judged(folder: Path, pages: int, links: int, causes: int, findings: int) -> dict[str, Any]:
    """A store with a verdict; a store that is there already keeps its pages and is judged anew."""
    from audits.registry import cards
    from store.database import Store

    if not (folder / "marsad.db").exists():
        fill(folder, pages, links)
    with Store.open(str(folder / "marsad.db")) as store:
        run = store.runs()[0]
        by_id = cards()
        chosen = list(by_id.values())
        ids = [page.id for page in store.page_answers(run.id)]
        verdict = verdict_of(chosen, ids, causes, findings)
        rows = (
            _finding(by_id[cause.rule], cause.id, page, place)
            for place, cause in enumerate(verdict.causes)
            for page in cause.page_ids
        )
        store.save_verdict(run.id, verdict, rows)
        return {"pages": len(ids), "causes": len(verdict.causes), "findings": sum(one.pages for one in verdict.causes)}


def write(folder: Path, form: str) -> dict[str, Any]:
    """Write the report of a store; in this process, so that its peak is the report's."""
    from audits.registry import cards
    from reports.build import build
    from reports.forms import write_form
    from reports.load import load
    from store.database import Store

    all_cards = cards()
    began, at_start = time.process_time(), _peak()
    with Store.open(str(folder / "marsad.db")) as store:
        run = store.runs()[0]
        given = load(store, run.id, all_cards)
        read, read_peak = time.process_time(), _peak()
        report = build(given)
        del given
        built, built_peak = time.process_time(), _peak()
        written = write_form(form, report, store, run.id, folder / "report")
    ended = time.process_time()
    return {
        "pages": len(report.pages), "causes": len(report.all_causes), "links_told": len(report.links),
        "read_cpu_s": round(read - began, 1), "build_cpu_s": round(built - read, 1),
        "write_cpu_s": round(ended - built, 1), "all_cpu_s": round(ended - began, 1),
        "start_mb": at_start, "read_mb": read_peak, "built_mb": built_peak, "peak_mb": _peak(),
        "files_mb": {path.name: round(path.stat().st_size / 1e6, 2) for path in written},
    }  # fmt: skip


def _peak() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def table(target: Path, rows: int, causes: int) -> dict[str, Any]:
    """A report of so many pages in one file."""
    from audits.registry import cards
    from reports.build import build
    from reports.html import render
    from reports.options import ReportOptions

    by_id = cards()
    chance = random.Random(5)
    words = [
        f"{one}{two}" for one in ("blue", "red", "warm", "old", "small") for two in ("shoe", "coat", "lamp", "cup")
    ]
    run = Run(1, "shop.example", url_of(0), BEGAN, BEGAN + 60, RunState.DONE)
    pages = [
        PageRow(
            number, f"https://shop.example/{words[number % 20]}/{words[number % 17]}-{chance.randrange(10**7)}.html",
            200 if number % 50 else 404, "", 1 + number % TEMPLATES,
            f"{words[number % 19]} {words[chance.randrange(20)]} number {number} | Shop", chance.randrange(2_000),
            number % 6, chance.randrange(300), 0.0, chance.uniform(40, 900), chance.randrange(9_000, 150_000),
        )
        for number in range(1, rows + 1)
    ]  # fmt: skip
    ids = [page.id for page in pages]
    verdict = verdict_of(list(by_id.values()), ids, causes, min(300_000, 3 * rows))
    began = time.process_time()
    report = build(ReportInput(run=run, verdict=verdict, cards=by_id, pages=pages, generated_at=BEGAN))
    text = render(report, ReportOptions(table_rows=max(rows, 1)))
    spent = time.process_time() - began
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")
    return {"rows": rows, "causes": causes, "cpu_s": round(spent, 1),
            "file_mb": round(target.stat().st_size / 1e6, 2), "peak_mb": _peak()}  # fmt: skip


_TIMES = """return (() => {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return {fcp: paint && paint.startTime,
    interactive: performance.getEntriesByType('navigation')[0].domInteractive,
    heap: performance.memory.usedJSHeapSize / 1e6, nodes: document.querySelectorAll('*').length};
})()"""
_SORT = """const done = arguments[1], head = document.querySelectorAll('#pages thead th button')[arguments[0]];
const began = performance.now(); head.click();
requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));"""
_FILTER = """const done = arguments[1], box = document.querySelector('#pages input[type=search]');
const said = document.querySelector('#pages output');
box.value = arguments[0]; const began = performance.now();
new MutationObserver((_, eye) => { eye.disconnect();
  requestAnimationFrame(() => setTimeout(() => done([performance.now() - began, said.textContent]))); })
  .observe(said, {childList: true, characterData: true, subtree: true});
box.dispatchEvent(new Event('input'));"""


def opened(file: Path, rounds: int) -> dict[str, Any]:
    """Milliseconds of opening a report from disk, and of working its table of pages; the median of some rounds.

    Beside each stands the CPU time of the page's own thread, which a busy machine does not lengthen as it does the
    time that passes. Filtering waits 120 ms for the next key first.
    """
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.support.ui import WebDriverWait

    from crawler.browser.find import find_browser
    from crawler.browser.options import BrowserOptions

    found = find_browser(BrowserOptions(axe=False))
    options = webdriver.ChromeOptions()
    options.binary_location = found.browser
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,800"):
        options.add_argument(argument)
    rows: list[dict[str, float]] = []
    said = ""
    with webdriver.Chrome(options=options, service=Service(found.driver)) as driver:
        driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})

        def cpu() -> float:
            found = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
            return 1000 * float(next(one["value"] for one in found if one["name"] == "TaskDuration"))

        for _ in range(rounds):
            driver.get("about:blank")
            began = cpu()
            driver.get(file.resolve().as_uri())
            WebDriverWait(driver, 120).until(
                lambda one: one.execute_script("return !!document.documentElement.dataset.ready")
            )
            ready_cpu = cpu() - began
            seen = driver.execute_script(_TIMES)
            ready = float(driver.execute_script("return document.documentElement.dataset.ready"))
            times = {"first_paint": seen["fcp"], "parsed": seen["interactive"], "ready": ready, "ready_cpu": ready_cpu,
                     "heap_mb": seen["heap"], "nodes": seen["nodes"]}  # fmt: skip
            for name, place in (("sort_text", 4), ("sort_url", 0), ("sort_number", 6), ("sort_number_again", 6)):
                began = cpu()
                times[name] = driver.execute_async_script(_SORT, place)
                times[f"{name}_cpu"] = cpu() - began
            for name, text in (("filter", "77"), ("filter_few", "number 4242"), ("filter_none", "")):
                began = cpu()
                times[name], said = driver.execute_async_script(_FILTER, text)
                times[f"{name}_cpu"] = cpu() - began
            rows.append({name: value for name, value in times.items() if value is not None})
    return {"ms": {name: round(median(row[name] for row in rows if name in row)) for name in rows[0]},
            "best_ms": {name: round(min(row[name] for row in rows if name in row)) for name in rows[0]},
            "said": said, "rounds": rounds, "file_mb": round(file.stat().st_size / 1e6, 2)}  # fmt: skip


def main() -> None:
    stage, where, *rest = sys.argv[1:]
    place, numbers = Path(where), [int(one) for one in rest if one.isdigit()]
    if stage == "fill":
        found = fill_judged(place, *(numbers if len(numbers) == 4 else (100_000, 10, 500, 300_000)))
    elif stage == "write":
        found = write(place, rest[0] if rest else "html")
    elif stage == "table":
        found = table(place, numbers[0] if numbers else 100_000, numbers[1] if len(numbers) > 1 else 0)
    else:
        found = opened(place, numbers[0] if numbers else 3)
    print(json.dumps({"stage": stage, **found}))


if __name__ == "__main__":
    main()
