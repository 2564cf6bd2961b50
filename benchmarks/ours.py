"""One stage of Marsad in a process of its own, so that a stage is measured alone; prints what it found as JSON.

    python -m benchmarks.ours crawl FOLDER URL       crawl, facts and store into FOLDER/marsad.db
    python -m benchmarks.ours judge FOLDER [WORKERS] templates, rules, causes, score
    python -m benchmarks.ours rules FOLDER PAGES     the CPU of each page rule on so many stored pages
    python -m benchmarks.ours report FOLDER          index.html and report.json into FOLDER/report
    python -m benchmarks.ours space FOLDER           bytes of every table

--profile FILE before the stage writes what cProfile saw.
"""

from __future__ import annotations

import cProfile
import json
import sqlite3
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any


def crawl(folder: Path, url: str) -> dict[str, Any]:
    """Crawl a site into a new store."""
    from crawler.crawl import crawl as run_crawl
    from crawler.options import CrawlOptions
    from store.database import Store

    folder.mkdir(parents=True, exist_ok=True)
    options = CrawlOptions(max_pages=0)
    with Store.open(str(folder / "marsad.db")) as store:
        run = store.begin_run("bench", url, {}, {}, time.time())
        cpu, wall = time.process_time(), time.monotonic()
        summary = run_crawl(store, run, options)
        cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    return {
        "fetched": summary.fetched, "html": summary.html, "asked": summary.asked, "failed": summary.failed,
        "crawl_cpu_s": cpu, "crawl_wall_s": wall,
    }  # fmt: skip


def judge(folder: Path, workers: str = "0") -> dict[str, Any]:
    """Judge the newest run of the folder's store, with templates but without a browser."""
    from audits.options import JudgeOptions
    from audits.templates import cluster_pages
    from marsad.config import Config
    from marsad.console import Console
    from marsad.judge import judge_run
    from store.database import Store

    config = Config(data=folder, judge=JudgeOptions(workers=int(workers)))
    with Store.open(config.store_url) as store:
        run = store.latest_run()
        assert run is not None
        began = time.process_time()
        found = [page for page in store.pages(run.id) if page.facts is not None and page.status == 200]
        templates, members = cluster_pages((page.id, page.url, page.fingerprint) for page in found)
        store.save_templates(run.id, templates, members)
        del found
        cluster = time.process_time() - began
        verdict = judge_run(store, run, config, Console(quiet=True))
        pages = store.count_pages(run.id)
        findings = sum(1 for _ in store.findings(run.id))
    return {
        "pages": pages, "templates": len(templates), "template_cpu_s": cluster, "causes": len(verdict.causes),
        "findings": findings, "rules": len(verdict.counts),
        "errors": {count.rule: count.detail for count in verdict.counts if count.error},
    }  # fmt: skip


def rules(folder: Path, pages: str) -> dict[str, Any]:
    """Ask every page rule about stored pages one by one and add up its CPU; what rules share falls on the first."""
    from audits.duplicates import signature_of
    from audits.options import JudgeOptions
    from audits.registry import all_rules
    from audits.rule import Scope
    from marsad.judge import hosts_of, site_facts, view_of
    from store.database import Store

    spent: Counter[str] = Counter()
    clock = time.thread_time
    asked = [rule for rule in all_rules() if rule.scope is Scope.PAGE and not rule.needs]
    with Store.open(str(folder / "marsad.db")) as store:
        run = store.latest_run()
        assert run is not None
        facts = site_facts(store, run, JudgeOptions(), hosts_of(store.pages(run.id)))
        ids = [page.id for page in store.pages(run.id) if page.facts is not None and page.status == 200]
        ids = ids[:: max(1, len(ids) // int(pages))][: int(pages)]
        began = clock()
        bodies = store.bodies(run.id, ids)
        stored = list(store.pages(run.id, ids=ids))
        spent["(read the store)"] = clock() - began
        for page in stored:
            began = clock()
            view = view_of(page, bodies[page.id], facts, {})
            spent["(decode)"] += clock() - began
            began = clock()
            _ = view.document
            spent["(parse)"] += clock() - began
            began = clock()
            _ = view.main_text
            spent["(main text)"] += clock() - began
            for rule in asked:
                began = clock()
                if rule.applies(view):
                    for _ in rule.check(view):
                        pass
                spent[rule.id] += clock() - began
            began = clock()
            signature_of(view)
            spent["(near-duplicate signature)"] += clock() - began
    each = {name: round(1000 * value / len(ids), 4) for name, value in spent.most_common()}
    return {"pages": len(ids), "rules": len(asked), "total_ms": round(sum(each.values()), 3), "ms": each}


def report(folder: Path) -> dict[str, Any]:
    """Write the report of the newest run and say how large it is."""
    from audits.registry import cards
    from reports.write import write_report
    from store.database import Store

    with Store.open(str(folder / "marsad.db")) as store:
        run = store.latest_run()
        assert run is not None
        path = write_report(store, run.id, cards(), folder / "report")
    return {"files": {one.name: one.stat().st_size for one in path.parent.iterdir()}, "parts": _parts(path.read_text())}


def nothing(folder: Path) -> dict[str, Any]:
    """Import what the stages import and open the store: the start, to be taken off."""
    import marsad.judge
    import reports.write
    from audits.registry import all_rules
    from store.database import Store

    all_rules()
    Store.open(str(folder / "marsad.db")).close()
    return {"modules": [marsad.judge.__name__, reports.write.__name__]}


def count(folder: Path) -> dict[str, Any]:
    """How many HTML pages the newest run has."""
    from store.database import Store

    with Store.open(str(folder / "marsad.db")) as store:
        run = store.latest_run()
        assert run is not None
        return {"pages": sum(1 for page in store.pages(run.id) if page.facts is not None and page.status == 200)}


def _parts(page: str) -> dict[str, int]:
    """Bytes of the styles, the scripts, each block of data and each section of the report."""
    import turbohtml

    found: Counter[str] = Counter()
    document = turbohtml.parse(page)
    for element in document.select("style, script, body > *, main > *"):
        size = len(element.html.encode())
        name = element.tag
        if element.attrs.get("id"):
            name += f"#{element.attrs['id']}"
        elif element.tag == "script" and element.attrs.get("type"):
            name += f"[{element.attrs['type']}]"
        found[name] += size
    blocks = document.select('script[type="application/json"], script[type="text/plain"]')
    data = sum(len(one.html.encode()) for one in blocks)
    whole = len(page.encode())
    begin = page.find('id="causes"')  # the overview stands before it
    first = {
        "whole": whole,
        "without_data": whole - data,
        "overview": len(page[:begin].encode()) if begin > 0 else whole,
    }
    return {**first, **dict(found.most_common(20))}


def space(folder: Path) -> dict[str, Any]:
    """Bytes of every table and its indexes, after VACUUM."""
    path = folder / "marsad.db"
    connection = sqlite3.connect(path)
    connection.execute("vacuum")
    size = connection.execute("select page_count * page_size from pragma_page_count, pragma_page_size").fetchone()[0]
    named = "select name, tbl_name from sqlite_master"
    tables = dict(connection.execute(named).fetchall())
    found: Counter[str] = Counter()
    try:
        for name, used in connection.execute("select name, sum(pgsize) from dbstat group by name"):
            found[tables.get(name, name)] += used
    except sqlite3.OperationalError:  # SQLite without dbstat: what is left when the bodies are gone
        copy = folder / "without.db"
        connection.execute("vacuum into ?", (str(copy),))
        without = sqlite3.connect(copy)
        without.execute("delete from body")
        without.commit()
        without.execute("vacuum")
        rest = copy.stat().st_size
        found.update({"body": size - rest, "(all else)": rest})
    return {"bytes": size, "tables": dict(found.most_common())}


def main() -> None:
    arguments = sys.argv[1:]
    profile = ""
    if arguments[0] == "--profile":
        profile, arguments = arguments[1], arguments[2:]
    stage, folder, *more = arguments
    work = {"crawl": crawl, "judge": judge, "rules": rules, "report": report, "space": space,
            "nothing": nothing, "count": count}[stage]  # fmt: skip
    if not profile:
        print(json.dumps(work(Path(folder), *more)))
        return
    profiler = cProfile.Profile()
    print(json.dumps(profiler.runcall(work, Path(folder), *more)))
    profiler.dump_stats(profile)


if __name__ == "__main__":
    main()
