"""A site of any size straight into a store, and what its analyses cost: no HTTP, no parsing.

python -m benchmarks.large fill FOLDER PAGES LINKS     a store of so many pages with so many links each
python -m benchmarks.large analyse FOLDER              load, link graph and every site rule; prints JSON
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from store.model import (
    Canonical,
    Facts,
    Hreflang,
    Link,
    LinkKind,
    LinkState,
    Page,
    Place,
    SitemapEntry,
    Source,
    Target,
    Template,
)

ORIGIN = "https://shop.example"
TEMPLATES = 8
_BATCH = 500


def url_of(number: int) -> str:
    """Address of a page."""
    return f"{ORIGIN}/kind-{number % TEMPLATES}/page-{number}.html" if number else f"{ORIGIN}/"


def fill(folder: Path, pages: int, links: int) -> dict[str, Any]:
    """Write the store; 3 % of the pages redirect, 2 % are missing, a sixth shares a title, half have hreflang."""
    from store.database import Batch, Fetched, Store

    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(1)
    anchors = [f"anchor text {number}" for number in range(5_000)]
    with Store.open(str(folder / "marsad.db")) as store:
        run = store.begin_run("shop.example", url_of(0), {}, {}, time.time())
        for start in range(0, pages, _BATCH):
            batch = Batch()
            for number in range(start, min(start + _BATCH, pages)):
                batch.fetched.append(
                    Fetched(_page(number, pages, chance), b"", _links(number, pages, links, anchors, chance))
                )
                batch.sitemap.append(
                    SitemapEntry(url_of(number), url_of(number), f"{ORIGIN}/sitemap.xml", "2026-01-01")
                )
            if not start:
                batch.targets = [
                    Target(
                        f"https://other-{number}.example/", LinkState.DEAD if number % 50 == 0 else LinkState.OK, 200
                    )
                    for number in range(2_000)
                ]
            store.save_batch(run.id, batch)
        ids = {page.id: page.url for page in store.pages(run.id)}
        templates = [
            Template(n + 1, f"/kind-{n}/{{page}}.html", pages // TEMPLATES, url_of(n)) for n in range(TEMPLATES)
        ]
        members = {one: int(url.rsplit("kind-", 1)[1][0]) + 1 for one, url in ids.items() if "kind-" in url}
        store.save_templates(run.id, templates, members)
    return {"pages": pages, "links": pages * links}


def _page(number: int, pages: int, chance: random.Random) -> Page:
    url = url_of(number)
    kind = chance.random() if number else 1.0
    common = {"url": url, "fetched_at": time.time(), "ttfb_ms": 80.0, "sources": Source.LINK | Source.SITEMAP}
    headers = (("content-type", "text/html; charset=utf-8"), ("server", "nginx"), ("cache-control", "max-age=600"))
    if kind < 0.03:
        return Page(status=301, redirect_to=url_of(chance.randrange(pages)), headers=headers, **common)  # type: ignore[arg-type]
    if kind < 0.05:
        return Page(status=404, content_type="text/html", headers=headers, facts=Facts(title="Not found"), **common)  # type: ignore[arg-type]
    other = url_of((number + 1) % pages)
    facts = Facts(
        title=f"Title of thing number {number % (pages * 5 // 6)}", title_count=1,
        description=f"What there is to say of thing {number % (pages * 4 // 5)}, at some length", description_count=1,
        h1=(f"Thing number {number % (pages * 5 // 6)}",), lang="en", word_count=300 + number % 100,
        canonicals=(Canonical(url, url, "head"),),
        hreflang=(Hreflang("de", other, other, "head"), Hreflang("en", url, url, "head")) if number % 2 else (),
        viewport="width=device-width", schema_types=("Product", "BreadcrumbList"), text_digest=f"{number:016x}",
        internal_links=97, external_links=3, images=12, dom_elements=700,
        open_graph=(("og:title", f"Thing {number}"), ("og:image", f"{ORIGIN}/img/{number}.jpg")),
    )  # fmt: skip
    return Page(
        status=200, content_type="text/html", charset="utf-8", headers=headers, facts=facts, body_bytes=64_000,
        wire_bytes=12_000, body_digest=f"{number:032x}",
        fingerprint=np.random.default_rng(number % TEMPLATES).bytes(128),
        **common,  # type: ignore[arg-type]
    )  # fmt: skip


def _links(number: int, pages: int, count: int, anchors: list[str], chance: random.Random) -> list[Link]:
    found = [Link(url_of(n), LinkKind.A, anchors[n], Place.NAV, line=20 + n) for n in range(min(30, count))]
    for index in range(count - len(found) - 3):
        target = url_of(chance.randrange(pages))
        found.append(Link(target, LinkKind.A, anchors[chance.randrange(5_000)], Place.MAIN, line=60 + index))
    for index in range(3):
        found.append(
            Link(
                f"https://other-{chance.randrange(2_000)}.example/", LinkKind.A, "other", Place.FOOTER, line=200 + index
            )
        )
    return found


def graph(folder: Path) -> dict[str, Any]:
    """CPU seconds of the analyses of the link graph, loading the links included; nothing else is in memory."""
    from audits.page import SiteFacts
    from audits.site import SiteView
    from store.database import Store

    with Store.open(str(folder / "marsad.db")) as store:
        run = store.latest_run()
        assert run is not None
        urls = store.urls(run.id)
        pages = [Page(url=url, id=number, status=200) for number, url in urls.items() if url.startswith(ORIGIN)]
        steps: dict[str, float] = {}
        last = time.process_time()
        view = SiteView(SiteFacts(start_url=url_of(0)), pages, store.links(run.id), urls)
        for name, work in [("links", lambda: None), ("inlinks", view.inlinks), ("depths", view.depths),
                           ("link scores", view.link_scores)]:  # fmt: skip
            work()
            now = time.process_time()
            steps[name] = round(now - last, 2)
            last = now
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"pages": len(pages), "links": len(view.links), "cpu_s": steps, "all_s": sum(steps.values()), "rss_mb": peak}


def analyse(folder: Path) -> dict[str, Any]:
    """CPU seconds of loading and of each analysis, and the memory of the process after each."""
    from audits.options import JudgeOptions
    from audits.registry import all_rules
    from audits.rule import Scope
    from audits.runner import judge_site
    from audits.site import Signature
    from marsad.judge import site_view
    from store.database import Store

    steps: dict[str, float] = {}
    memory: dict[str, float] = {}
    last = time.process_time()

    def done(name: str) -> None:
        nonlocal last
        now = time.process_time()
        steps[name] = round(now - last, 3)
        memory[name] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
        last = time.process_time()

    rules = [rule for rule in all_rules() if rule.scope is Scope.SITE]
    with Store.open(str(folder / "marsad.db")) as store:
        run = store.latest_run()
        assert run is not None
        done("start")
        pages = list(store.pages(run.id))
        done("pages")
        hashes = np.random.default_rng(2).integers(0, 2**32 - 1, (len(pages), 128), dtype=np.uint32)
        signatures = [Signature(page.id, 300, page.facts.text_digest, hashes[n].tobytes())
                      for n, page in enumerate(pages) if page.facts is not None]  # fmt: skip
        del hashes
        done("signatures (made up)")
        view = site_view(store, run, JudgeOptions(), pages, signatures)
        done("links, urls, sitemap")
        len(view.by_url), len(view.indexable)
        done("indexes")
        view.inlinks()
        done("inlinks")
        view.depths()
        done("depths")
        view.link_scores()
        done("link scores")
        slow: dict[str, float] = {}
        errors: dict[str, str] = {}
        findings = 0
        for rule in rules:
            began = time.process_time()
            found = judge_site(view, [rule], JudgeOptions())
            slow[rule.id] = time.process_time() - began
            findings += len(found.findings)
            errors.update({one.rule: one.detail for one in found.counts if one.error})
        done("site rules")
    worst = dict(sorted(slow.items(), key=lambda one: -one[1])[:12])
    return {"pages": len(pages), "links": len(view.links.source), "cpu_s": steps, "peak_mb": memory,
            "rules": len(rules), "findings": findings,
            "slowest": {rule: round(cost, 2) for rule, cost in worst.items()}, "errors": errors}  # fmt: skip


def main() -> None:
    stage, folder, *numbers = sys.argv[1:]
    if stage == "fill":
        print(json.dumps(fill(Path(folder), int(numbers[0]), int(numbers[1]))))
    else:
        print(json.dumps((graph if stage == "graph" else analyse)(Path(folder))))


if __name__ == "__main__":
    main()
